import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { RefreshedMarkets } from '../src-shared/contract/markets.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { Sfc32 } from '../src-shared/kernel/random.ts';
import { peekCsv } from './adapters/candles-csv/peek-csv.ts';
import { readRawCsv } from './adapters/candles-csv/raw-csv-file.ts';
import { writeCandleCsv } from './adapters/candles-csv/write-candle-csv.ts';
import { peekParquet } from './adapters/candles-parquet/peek-parquet.ts';
import { readRawParquet } from './adapters/candles-parquet/raw-parquet-file.ts';
import { writeCandleParquet } from './adapters/candles-parquet/write-candle-parquet.ts';
import { SqliteCandleStore } from './adapters/candles-sqlite/sqlite-candle-store.ts';
import { SystemClock } from './adapters/system-clock/system-clock.ts';
import { SqliteFundingStore } from './adapters/candles-sqlite/sqlite-funding-store.ts';
import { CcxtFrames } from './adapters/exchange-ccxt/ccxt-frames.ts';
import { CcxtFeed } from './adapters/exchange-ccxt/ccxt-feed.ts';
import { CcxtCandles } from './adapters/exchange-ccxt/ccxt-candles.ts';
import { CcxtMarkets } from './adapters/exchange-ccxt/ccxt-markets.ts';
import { homePaths } from './adapters/home/home.ts';
import { MarketFiles } from './adapters/market-files/market-files.ts';
import type { CandleExport } from './ports/candle-export.ts';
import type { CandleStore } from './ports/candle-store.ts';
import type { CandleVenues } from './ports/candle-venues.ts';
import type { FrameFeed } from './ports/depth.ts';
import type { FundingStore } from './ports/funding-store.ts';
import type { MarketFeed } from './ports/market-feed.ts';
import type { MarketCatalogue, MarketLists } from './ports/market-lists.ts';
import type { TableFiles } from './ports/table-files.ts';
import { venueAddress } from './venue-address.ts';

/** The stored market data's file in a home folder. */
const MARKET_FILE = 'market.db';

/** How files begin that are no plain text, hexadecimal. */
const PARQUET = '50415231';
const GZIP = '1f8b';

/** The stored market data of a home folder, made when absent. */
export function openCandleStore(home: string): CandleStore {
  return SqliteCandleStore.open(join(home, MARKET_FILE));
}

/** The stored funding rates of a home folder. */
export function openFundingStore(home: string): FundingStore {
  return SqliteFundingStore.open(join(home, MARKET_FILE));
}

/** The files that market data is imported from: what is inside decides, not the name. */
export function openTableFiles(): TableFiles {
  return {
    async read(file, how) {
      const magic = await firstBytes(file);
      if (magic.startsWith(PARQUET)) return readRawParquet(file, how);
      return readRawCsv(file, magic.startsWith(GZIP), how);
    },
    async peek(file) {
      const magic = await firstBytes(file);
      return magic.startsWith(PARQUET) ? peekParquet(file) : peekCsv(file, magic.startsWith(GZIP));
    },
  };
}

/** The first four bytes of a file in hexadecimal. Fails with `input.file`. */
async function firstBytes(file: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
      return buffer.toString('hex', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    if (!/^E[A-Z]+$/u.test(code)) throw thrown;
    const problem =
      code === 'ENOENT' ? 'there is no such file.' : code === 'EISDIR' ? 'this is a folder, not a file.' : `it cannot be read (${code}).`;
    throw new Fault('input.file', { file, problem }, { cause: thrown });
  }
}

/** The files that stored candles are written to: the name decides. */
export function openCandleExport(): CandleExport {
  return {
    write: (file, columns) => (file.toLowerCase().endsWith('.parquet') ? writeCandleParquet(file, columns) : writeCandleCsv(file, columns)),
  };
}

/** The exchanges that past bars can be fetched from. */
export function openCandleVenues(): CandleVenues {
  return new CcxtCandles();
}

/** The public market of a venue as it is now. Fails with `venue.unknown`. */
export function openMarketFeed(venue: string, sandbox = false): Promise<MarketFeed> {
  const clock = new SystemClock();
  return CcxtFeed.open(venue, { sandbox, address: venueAddress, clock, random: new Sfc32(clock.now()) });
}

/** The book changes and trades of a venue as it sends them. Fails with `venue.unknown`. */
export function openFrameFeed(venue: string): Promise<FrameFeed> {
  const clock = new SystemClock();
  return CcxtFrames.open(venue, { sandbox: false, address: venueAddress, clock, random: new Sfc32(clock.now()) });
}

/** The markets of venues that a home folder keeps. */
export function openMarketCatalogue(home: string): MarketCatalogue {
  return new MarketFiles(homePaths(home).markets);
}

/** The exchanges whose markets can be listed. */
export function openMarketLists(): MarketLists {
  return new CcxtMarkets({ sandbox: false, address: venueAddress, clock: new SystemClock() });
}

/** Fetches the markets of a venue, named in small letters, and keeps them in a home folder. Fails as `MarketLists.fetch` does. */
export async function refreshMarkets(home: string, venue: string): Promise<RefreshedMarkets> {
  const fetched = await openMarketLists().fetch(venue);
  openMarketCatalogue(home).keep(fetched);
  return { ...fetched, markets: fetched.markets.length };
}

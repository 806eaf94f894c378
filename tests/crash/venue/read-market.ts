import type { InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { CcxtFeed } from '../../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import { SystemClock } from '../../../src-main/adapters/system-clock/system-clock.ts';
import type { FeedEvent } from '../../../src-main/ports/market-feed.ts';
import { addressOf } from '../../venue/address-of.ts';
import { startVenue } from '../../venue/start-venue.ts';

/** A market as a feed tells it. */
export interface MarketRead {
  readonly specs: readonly InstrumentSpec[];
  readonly quotes: readonly FeedEvent[];
}

/** Reads the market that every venue of a campaign has: it is the same each time, and stands still. */
export async function readMarket(): Promise<MarketRead> {
  const venue = await startVenue({ stepMs: 0, symbols: 1, pastMinutes: 1 });
  const symbols = ['BTC/USDT'];
  const to = { sandbox: false, address: addressOf(venue), clock: new SystemClock(), random: new Sfc32(1) };
  const feed = await CcxtFeed.open('binance', to);
  try {
    const specs = await feed.instruments(symbols);
    const quote = await new Promise<FeedEvent>((resolve) => {
      feed.listen(symbols, { heard: (event) => event.kind === 'quote' && resolve(event), health: () => undefined });
    });
    return { specs, quotes: [quote] };
  } finally {
    await feed.close();
    await venue.stop();
  }
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamEvent } from '../src-shared/contract/stream.ts';
import { CONSERVATIVE } from '../src-shared/domain/costs.ts';
import { DEFAULT_LIMITS } from '../src-shared/domain/limits.ts';
import { Decimal } from '../src-shared/kernel/decimal.ts';
import type { SessionId } from '../src-shared/kernel/ids.ts';
import { invariant } from '../src-shared/kernel/result.ts';
import { SECOND_MS, utcMs } from '../src-shared/kernel/time.ts';
import { SimMarket } from './adapters/exchange-sim/market/sim-market.ts';
import { SimExchange } from './adapters/exchange-sim/sim-exchange.ts';
import { SimView } from './adapters/exchange-sim/sim-view.ts';
import { VenueJournal } from './adapters/exchange-sim/venue-journal.ts';
import { openLedgerReader } from './adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from './adapters/ledger-sqlite/sqlite-ledger.ts';
import { SystemClock } from './adapters/system-clock/system-clock.ts';
import { SystemIds } from './adapters/system-ids/system-ids.ts';
import { findStrategy } from './core/strategies/catalog.ts';
import type { LedgerScope } from './ports/ledger.ts';
import { DeskPublisher } from './sessions/desk/desk-publisher.ts';
import { MarketPace } from './sessions/desk/market-pace.ts';
import { reportStart } from './sessions/desk/report-start.ts';
import { TradingDesk } from './sessions/desk/trading-desk.ts';
import { openSession } from './sessions/open-session.ts';
import { WINDOW_ACCOUNT } from './window-account.ts';

const OPENING_CASH = Decimal.of(100_000n);

/** What the desk is opened with. */
export interface OpenDeskOptions {
  readonly home: string;
  readonly version: string;
  readonly seed: number;
  readonly tell: (event: StreamEvent) => void;
}

/** The desk with everything it holds open. */
export interface OpenDesk {
  readonly desk: TradingDesk;
  /** The fence, then everything to the disk. */
  close(): void;
}

/** Opens the trading desk on the simulated market: ledger, market, venue, engine, in this order. Fails with the faults of ledger and disk. */
export async function openDesk(options: OpenDeskOptions): Promise<OpenDesk> {
  const { home, version, seed, tell } = options;
  const clock = new SystemClock();
  const file = join(home, 'ledger.db');
  mkdirSync(join(home, 'sim-venue'), { recursive: true, mode: 0o700 });
  const ledger = await SqliteLedger.open({ file, backups: join(home, 'backups'), clock });
  const reader = openLedgerReader(file);
  const report = reportStart(reader);
  const market = new SimMarket(seed);
  const specs = market.instruments.map(({ spec }) => spec);
  const snapshot = ledger.snapshot(WINDOW_ACCOUNT, specs);
  const startAt = Math.floor(clock.now() / SECOND_MS) * SECOND_MS;
  const scope: LedgerScope = { ...WINDOW_ACCOUNT, session: new SystemIds().next() as SessionId };
  const exchange = new SimExchange({
    market,
    costs: CONSERVATIVE,
    journal: new VenueJournal(join(home, 'sim-venue', `${WINDOW_ACCOUNT.account}.jsonl`)),
    start: { time: utcMs(snapshot.time ?? startAt), placesDone: snapshot.sequence },
  });
  let publisher: DeskPublisher | null = null;
  const view = new SimView(market);
  const opened = openSession({
    exchange,
    ledger,
    scope,
    snapshot,
    startAt,
    cash: OPENING_CASH,
    limits: DEFAULT_LIMITS,
    costs: CONSERVATIVE,
    engineVersion: version,
    configuration: JSON.stringify({ market: 'simulated', seed }),
    find: findStrategy,
    journal: null,
    observer: (engine) => {
      publisher = new DeskPublisher({ engine, view, scope, tell });
      publisher.seed(reader, snapshot.strategies);
      return publisher;
    },
  });
  invariant(publisher !== null, 'a session is opened with its observer');
  const { session } = opened;
  const pace = new MarketPace(session.time, clock.monotonic(), 1);
  const desk = new TradingDesk({ session, source: exchange, view, publisher, reader, clock, pace, seed, report });
  return {
    desk,
    close: () => {
      desk.stop();
      opened.close();
      exchange.close();
      reader.close();
      ledger.close();
    },
  };
}

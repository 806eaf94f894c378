import { join } from 'node:path';
import type { ReplayRequest } from '../src-shared/contract/replay.ts';
import type { ReplayResult } from '../src-shared/contract/rows.ts';
import type { StreamEvent } from '../src-shared/contract/stream.ts';
import { sliceCandles, TIMEFRAMES } from '../src-shared/domain/candle.ts';
import { CONSERVATIVE } from '../src-shared/domain/costs.ts';
import { Instrument } from '../src-shared/domain/instrument.ts';
import { DEFAULT_LIMITS, NO_LIMITS } from '../src-shared/domain/limits.ts';
import { closeAll } from '../src-shared/kernel/close-all.ts';
import { Decimal } from '../src-shared/kernel/decimal.ts';
import type { SessionId } from '../src-shared/kernel/ids.ts';
import { invariant } from '../src-shared/kernel/result.ts';
import { utcMs } from '../src-shared/kernel/time.ts';
import { BarView } from './adapters/candle-replay/bar-view.ts';
import { CandleReplay } from './adapters/candle-replay/candle-replay.ts';
import { homePaths } from './adapters/home/home.ts';
import { openLedgerReader } from './adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from './adapters/ledger-sqlite/sqlite-ledger.ts';
import { SystemClock } from './adapters/system-clock/system-clock.ts';
import { SystemIds } from './adapters/system-ids/system-ids.ts';
import { findStrategy } from './core/strategies/catalog.ts';
import type { LedgerScope } from './ports/ledger.ts';
import { deskDoor, type OpenDesk } from './open-desk.ts';
import { researchBars } from './research-bars.ts';
import { backtest } from './run-backtest.ts';
import type { StartReport } from './sessions/desk/desk-calls.ts';
import { DeskPublisher } from './sessions/desk/desk-publisher.ts';
import { TradingDesk } from './sessions/desk/trading-desk.ts';
import { openSession, type OpenedSession } from './sessions/open-session.ts';
import { RunTally } from './sessions/paper.ts';
import { chartedBars, replayStart, type ReplayStart } from './sessions/replay/replay-bars.ts';
import { ReplayClock } from './sessions/replay/replay-clock.ts';
import { ReplayControl } from './sessions/replay/replay-control.ts';
import { replayResult } from './sessions/replay/replay-result.ts';
import type { RunBars } from './sessions/research/run-bars.ts';
import { practiceAccount } from './window-account.ts';

/** Bars before its beginning that a replay shows, where there are so many. */
const BARS_BEFORE = 500;
/** What every result is held against. */
const BASELINE = 'buy-and-hold';
/** A practice book is always new: nothing was left behind. */
const NOTHING_BEFORE: StartReport = {
  firstStart: false,
  afterCrash: false,
  endedAt: null,
  fills: 0,
  missing: 0,
  recovered: 0,
  balanced: true,
};

/** What the desk of a replay starts from; it may cross to another thread. */
export interface ReplayDeskStart {
  readonly home: string;
  readonly version: string;
  /** Seed of the simulated market, whose bars may be replayed. */
  readonly seed: number;
  /** Name of the practice account, a new one. */
  readonly account: string;
  readonly request: ReplayRequest;
}

/** What the desk of a replay is opened with. */
export interface OpenReplayOptions extends ReplayDeskStart {
  readonly tell: (event: StreamEvent) => void;
}

/** Stored bars as a market, moved by hand to where the replay begins. */
interface ReplayGround {
  readonly bars: RunBars;
  readonly instrument: Instrument;
  readonly series: ReturnType<typeof chartedBars>;
  readonly start: ReplayStart;
  readonly exchange: CandleReplay;
  readonly view: BarView;
}

function groundOf({ request, seed, home }: ReplayDeskStart): ReplayGround {
  const { instrument: id, timeframe, from } = request;
  const before = Math.max(0, from - BARS_BEFORE * TIMEFRAMES[timeframe]);
  const bars = researchBars({ request: { ...request, from: before }, marketSeed: seed, home });
  const instrument = new Instrument(bars.instrument, 0);
  const series = chartedBars(bars.candles, timeframe);
  const start = replayStart(bars.candles, { from, timeframe, instrument: id });
  const columns = series.map((one) => ({ instrument: 0, ...one }));
  const exchange = new CandleReplay({ instruments: [instrument], series: columns, costs: CONSERVATIVE, balances: new Map() });
  const first = utcMs(start.closes[0]! - 1);
  while (exchange.next(first) !== null);
  return { bars, instrument, series, start, exchange, view: new BarView([instrument], columns) };
}

/** What holding would have come to: everything bought at the first bar to come, under the costs of the replay. */
function holdEquity({ bars, start }: ReplayGround, request: ReplayRequest): number {
  const { equity } = backtest({
    instruments: [bars.instrument],
    series: [{ instrument: 0, timeframe: request.timeframe, candles: sliceCandles(bars.candles, start.row, bars.candles.length) }],
    placements: [
      {
        instance: `${BASELINE}-1`,
        strategy: BASELINE,
        instrument: 0,
        timeframe: request.timeframe,
        parameters: {},
        size: { kind: 'all' },
      },
    ],
    cash: Decimal.parse(request.cash),
    costs: CONSERVATIVE,
    limits: NO_LIMITS,
    seed: 0,
  });
  return equity.at(-1) ?? Number.NaN;
}

/** What the session of a practice book is opened with. */
interface PracticeParts extends Pick<OpenReplayOptions, 'request' | 'version' | 'tell'> {
  readonly ledger: SqliteLedger;
  readonly scope: LedgerScope;
  readonly cash: Decimal;
  readonly tally: RunTally;
}

/** Opens the session and lets it see the bar that the replay begins with: it gives the first price, so an order can be judged from the first moment on. */
function openPractice(
  { bars, instrument, exchange, view, start }: ReplayGround,
  { ledger, scope, cash, tally, version, tell, request }: PracticeParts,
): { readonly opened: OpenedSession; readonly publisher: DeskPublisher } {
  let publisher: DeskPublisher | null = null;
  const opened = openSession({
    exchange,
    ledger,
    scope,
    snapshot: ledger.snapshot(scope, [instrument.spec]),
    startAt: start.closes[0]! - 1,
    cash,
    limits: DEFAULT_LIMITS,
    costs: CONSERVATIVE,
    engineVersion: version,
    configuration: JSON.stringify({ market: 'replay', bars: bars.label, data: bars.dataHash, ...request }),
    find: findStrategy,
    journal: null,
    observer: (engine) => {
      const told = new DeskPublisher({ engine, view, scope, tell });
      publisher = told;
      return {
        after: (event, effects) => {
          tally.after(event, effects);
          told.after(event, effects);
        },
      };
    },
  });
  invariant(publisher !== null, 'a session is opened with its observer');
  opened.session.pump(utcMs(start.closes[0]!));
  return { opened, publisher };
}

/** Opens the desk of a replay: stored bars as its market, a new account in the practice ledger. Fails as reading the bars does, and with the faults of ledger and disk. */
export async function openReplay(options: OpenReplayOptions): Promise<OpenDesk> {
  const { home, version, seed, request, tell } = options;
  const ground = groundOf(options);
  const { instrument, exchange, view, start } = ground;
  const account = practiceAccount(options.account, instrument.spec.venue);
  const paths = homePaths(home);
  const clock = new SystemClock();
  const ledger = await SqliteLedger.open({ file: paths.practice, backups: join(paths.backups, 'practice'), clock });
  const reader = openLedgerReader(paths.practice);
  const scope: LedgerScope = { ...account, session: new SystemIds().next() as SessionId };
  const tally = new RunTally();
  const cash = Decimal.parse(request.cash);
  const { opened, publisher } = openPractice(ground, { ledger, scope, cash, tally, version, tell, request });
  const { session } = opened;
  const replayClock = new ReplayClock(start.closes);
  const result = (): ReplayResult =>
    replayResult({
      instrument,
      fills: tally.fills,
      cash,
      equity: opened.engine.account.exactEquity(),
      holdEquity: holdEquity(ground, request),
    });
  const desk = new TradingDesk({
    session,
    source: exchange,
    view,
    publisher,
    reader,
    clock,
    pace: replayClock,
    venue: venueOf(request),
    seed,
    replay: controlOf(ground, { request, clock: replayClock, opened, result }),
    live: null,
    rooms: null,
    report: NOTHING_BEFORE,
    loseNext: () => undefined,
  });
  const door = deskDoor(home, { desk, session, scope, reader, publisher });
  return {
    desk,
    close: () => {
      door.dispose();
      desk.stop();
      closeAll([opened, exchange, reader, ledger]);
      return Promise.resolve();
    },
  };
}

function venueOf({ source }: ReplayRequest): string {
  return source.kind === 'stored' ? 'Replay of stored bars' : 'Replay of the simulated market';
}

function controlOf(
  { bars, instrument, series }: ReplayGround,
  parts: {
    readonly request: ReplayRequest;
    readonly clock: ReplayClock;
    readonly opened: OpenedSession;
    readonly result: () => ReplayResult;
  },
): ReplayControl {
  return new ReplayControl({
    clock: parts.clock,
    instrument: instrument.id,
    timeframe: parts.request.timeframe,
    label: bars.label,
    timeframes: series.map(({ timeframe }) => timeframe),
    reached: () => parts.opened.session.time,
    result: parts.result,
  });
}

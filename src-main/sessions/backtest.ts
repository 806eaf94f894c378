import { type CandleColumns, candleColumns, TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import type { FundingPayment } from '../../src-shared/domain/funding.ts';
import { Instrument } from '../../src-shared/domain/instrument.ts';
import type { ExecutedFill } from '../../src-shared/domain/round-trips.ts';
import { invariant, unwrap } from '../../src-shared/kernel/result.ts';
import type { AccountId, SessionId, StrategyInstanceId } from '../../src-shared/kernel/ids.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { AccountState } from '../core/engine/account.ts';
import { Engine } from '../core/engine/engine.ts';
import type { EngineCommand } from '../core/engine/engine-event.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import type { ExecutionVenue } from '../ports/execution-venue.ts';
import type { LedgerScope, LedgerWriter, StrategyRecord } from '../ports/ledger.ts';
import type { BarEvent, BarRun, MarketSource } from '../ports/market-source.ts';
import type { BacktestOutcome, BacktestSpec, StrategyPlacement } from './backtest-types.ts';
import { sequentialOrderIds } from './sequential-order-id.ts';
import { type BarListener, TradingSession } from './trading-session.ts';

/** Bars between two tellings of progress. */
const PROGRESS_BARS = 20_000;
const FOREVER = utcMs(Number.POSITIVE_INFINITY);

/** What a run's ledger must be able to tell afterwards. */
export interface BacktestLedger extends LedgerWriter {
  readonly fills: readonly ExecutedFill[];
  readonly carry: readonly FundingPayment[];
  readonly orders: number;
  readonly refusals: Readonly<Record<string, number>>;
}

/** Stored bars as a market with a venue. */
export type ReplayMarket = MarketSource & ExecutionVenue & BarRun;

/** The parts of a run that are chosen outside. */
export interface BacktestParts {
  readonly market: ReplayMarket;
  readonly ledger: BacktestLedger;
  readonly find: (strategy: string) => StrategyDefinition | undefined;
}

const SCOPE: LedgerScope = {
  book: 'paper',
  account: 'backtest' as AccountId,
  venue: 'REPLAY' as LedgerScope['venue'],
  session: 'backtest' as SessionId,
};

/** Runs strategies over stored bars through the same session and engine that trade on paper and live. */
export function runBacktest(spec: BacktestSpec, parts: BacktestParts): BacktestOutcome {
  const { market, ledger } = parts;
  const instruments = market.instruments;
  const quote = instruments[0]?.spec.settle;
  invariant(quote !== undefined && instruments.every((instrument) => instrument.spec.settle === quote), 'one settle asset per run');
  const fee = spec.costs.takerFeeBps;
  const engine = new Engine(
    {
      scope: SCOPE,
      instruments,
      quote,
      limits: spec.limits,
      slippageBps: spec.costs.slippageBps,
      takerFeeRate: fee === null ? null : Decimal.fromNumber(fee).mul(Decimal.of(1n, 4)),
      answerTimeoutMs: 0,
      receiveWindowMs: 0,
      orderId: sequentialOrderIds(),
      ...(spec.funding === undefined ? {} : { funding: spec.funding }),
    },
    parts.find,
  );
  const session = new TradingSession({ engine, source: market, venue: market, ledger, scope: SCOPE, recorder: null, observer: null });
  begin(session, spec, market);
  const curve = play(session, spec, market);
  const { account, director } = engine;
  const pairs = director.pairCounts();
  return {
    ...curve,
    fills: ledger.fills,
    carry: ledger.carry,
    cash: account.balances.of(quote),
    openCost: account.margin?.cost(quote) ?? Decimal.ZERO,
    orders: ledger.orders,
    refusals: ledger.refusals,
    ...(pairs.length === 0 ? {} : { pairs }),
  };
}

/** Brings the money in and starts the strategies at the open of the first bar. */
function begin(session: TradingSession, spec: BacktestSpec, market: MarketSource): void {
  let start = Number.POSITIVE_INFINITY;
  for (const series of spec.series) {
    market.subscribe(series.instrument, series.timeframe);
    start = Math.min(start, series.candles.time[0] ?? Number.POSITIVE_INFINITY);
  }
  session.engine.account.time = Number.isFinite(start) ? start : 0;
  const [first] = market.instruments;
  invariant(first !== undefined, 'a run has an instrument');
  run(session, { type: 'deposit', id: 'cash', asset: first.spec.settle, amount: spec.cash, note: 'starting cash' });
  for (const placement of spec.placements) run(session, startCommand(placement, market.instruments, session.time));
}

/** The command that places a strategy, warmed from its history. */
export function startCommand(placement: StrategyPlacement, instruments: readonly Instrument[], time: number): EngineCommand {
  const instrument = instruments[placement.instrument];
  invariant(instrument !== undefined, 'a placement names an instrument of the run');
  const against = placement.against === undefined ? undefined : instruments[placement.against];
  const record: StrategyRecord = {
    instance: placement.instance as StrategyInstanceId,
    strategy: placement.strategy,
    instrument: instrument.id,
    ...(against === undefined ? {} : { against: against.id }),
    timeframe: placement.timeframe,
    parameters: placement.parameters,
    size: placement.size,
    ...(placement.ways === undefined ? {} : { ways: placement.ways }),
    running: true,
    startedAt: utcMs(time),
    stopReason: null,
  };
  return { type: 'start-strategy', id: `start ${placement.instance}`, record, history: placement.history ?? candleColumns(0) };
}

function run(session: TradingSession, command: EngineCommand): void {
  const outcome = session.command(command);
  unwrap(outcome.ok ? { ok: true, value: null } : outcome);
}

/** Plays every bar; equity is taken when all bars that close at one instant are handled. */
function play(session: TradingSession, spec: BacktestSpec, market: ReplayMarket): Pick<BacktestOutcome, 'bars' | 'times' | 'equity'> {
  const most = spec.series.reduce((sum, series) => sum + series.candles.length, 0);
  const [only, ...others] = spec.series;
  const known = only !== undefined && others.length === 0 ? closesOf(only) : null;
  const curve = new RunCurve({ most, known, account: session.engine.account, onProgress: spec.onProgress });
  playAll(session, market, curve);
  return { bars: curve.bars, times: curve.times.subarray(0, curve.rows), equity: curve.equity.subarray(0, curve.rows) };
}

/** By itself, so that what the compiler made of this loop holds beyond its end. */
function playAll(session: TradingSession, market: ReplayMarket, curve: RunCurve): void {
  for (let event = market.next(FOREVER); event !== null; event = market.next(FOREVER)) {
    if (event.kind === 'bar') session.handleRun(event, market, curve);
    else session.handle(event);
  }
}

/** When the bars of columns close: many runs are made over the same bars, and all of them tell these instants. */
const closes = new WeakMap<CandleColumns, { readonly barMs: number; readonly times: Float64Array }>();

function closesOf({ candles, timeframe }: BacktestSpec['series'][number]): Float64Array {
  const barMs = TIMEFRAMES[timeframe];
  const before = closes.get(candles);
  // Whoever sends an outcome to another thread takes the memory along.
  if (before?.barMs === barMs && before.times.length === candles.length) return before.times;
  const times = new Float64Array(candles.length);
  for (let row = 0; row < times.length; row += 1) times[row] = candles.time[row]! + barMs;
  closes.set(candles, { barMs, times });
  return times;
}

/** What a curve is made of. */
interface CurveParts {
  /** Bars there are at the most. */
  readonly most: number;
  /** The instants, where they are known beforehand. */
  readonly known: Float64Array | null;
  readonly account: AccountState;
  readonly onProgress: BacktestSpec['onProgress'];
}

/** The equity of a run as columns. */
class RunCurve implements BarListener {
  readonly times: Float64Array;
  private readonly known: boolean;
  readonly equity: Float64Array;
  bars = 0;
  rows = 0;
  private readonly account: AccountState;
  private readonly onProgress: BacktestSpec['onProgress'];

  constructor({ most, known, account, onProgress }: CurveParts) {
    this.times = known ?? new Float64Array(most);
    this.known = known !== null;
    this.equity = new Float64Array(most);
    this.account = account;
    this.onProgress = onProgress;
  }

  closed(event: BarEvent): void {
    const { times } = this;
    this.bars += 1;
    if (this.known) this.rows += 1;
    else if (this.rows === 0 || times[this.rows - 1] !== event.time) {
      times[this.rows] = event.time;
      this.rows += 1;
    }
    this.equity[this.rows - 1] = this.account.worth;
    if (this.bars % PROGRESS_BARS === 0) this.onProgress?.(this.bars);
  }

  passed(count: number): void {
    invariant(this.known, 'only the bars of a single series pass together');
    this.rows += count;
    this.bars += count;
    if (Math.floor(this.bars / PROGRESS_BARS) > Math.floor((this.bars - count) / PROGRESS_BARS)) this.onProgress?.(this.bars);
  }
}

/** The specification's instruments with their dense indices. */
export function instrumentsOf(spec: Pick<BacktestSpec, 'instruments' | 'series'>): readonly Instrument[] {
  for (const series of spec.series) invariant(series.timeframe in TIMEFRAMES, 'a series has an offered timeframe');
  return spec.instruments.map((instrument, index) => new Instrument(instrument, index));
}

import { type CandleColumns, TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import { directionOf } from '../../src-shared/domain/order.ts';
import type { ExecutedFill } from '../../src-shared/domain/round-trips.ts';
import { invariant } from '../../src-shared/kernel/result.ts';
import type { Trace, TraceEntry } from '../core/research/leaks/trace.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import type { LedgerBatch } from '../ports/ledger.ts';
import type { MarketEvent } from '../ports/market-source.ts';
import { type BacktestLedger, type ReplayMarket, runBacktest } from './backtest.ts';
import type { BacktestSpec, BarSeries } from './backtest-types.ts';

/** What a traced run needs from outside; each run has a market and a ledger of its own. */
export interface TracedParts {
  readonly market: (spec: BacktestSpec) => ReplayMarket;
  readonly ledger: () => BacktestLedger;
  readonly find: (strategy: string) => StrategyDefinition | undefined;
}

/** Whether bars are handled one by one, or pass several at a time where they can. */
export type BarPace = 'one-by-one' | 'passing';

/** A run through the real session and engine, with everything that it recorded and the bar that was known for it; of several series each has a bar at every instant. */
export function tracedRun(spec: BacktestSpec, parts: TracedParts, pace: BarPace): Trace {
  const [series, ...others] = spec.series;
  invariant(
    series !== undefined && others.every(({ candles }) => candles.length === series.candles.length),
    'bars of several series close together',
  );
  const market = new WatchedMarket(parts.market(spec), pace === 'passing');
  const ledger = new TracingLedger(parts.ledger(), market, series);
  const outcome = runBacktest(spec, { market, ledger, find: parts.find });
  return { entries: ledger.entries, equity: outcome.equity, held: heldAfter(ledger.entries, ledger.moves, series.candles.length) };
}

/** A market that knows which of its events is being handled. */
class WatchedMarket implements ReplayMarket {
  /** The event told last: a bar is moved on in place while bars pass. */
  event: MarketEvent | null = null;
  private readonly inner: ReplayMarket;
  private readonly passing: boolean;

  constructor(inner: ReplayMarket, passing: boolean) {
    this.inner = inner;
    this.passing = passing;
  }

  get instruments(): ReplayMarket['instruments'] {
    return this.inner.instruments;
  }
  get ahead(): number {
    return this.passing ? this.inner.ahead : 0;
  }
  next(...asked: Parameters<ReplayMarket['next']>): MarketEvent | null {
    this.event = this.inner.next(...asked);
    return this.event;
  }
  follow(): boolean {
    return this.passing && this.inner.follow();
  }
  skip(count: number): void {
    this.inner.skip(count);
  }
  history(...asked: Parameters<ReplayMarket['history']>): CandleColumns {
    return this.inner.history(...asked);
  }
  subscribe(...asked: Parameters<ReplayMarket['subscribe']>): void {
    this.inner.subscribe(...asked);
  }
  submit(...asked: Parameters<ReplayMarket['submit']>): void {
    this.inner.submit(...asked);
  }
  cancel(...asked: Parameters<ReplayMarket['cancel']>): void {
    this.inner.cancel(...asked);
  }
  amend(...asked: Parameters<ReplayMarket['amend']>): void {
    this.inner.amend(...asked);
  }
  query(...asked: Parameters<ReplayMarket['query']>): void {
    this.inner.query(...asked);
  }
}

/** Keeps what is recorded as text, beside the bar that it needed. */
class TracingLedger implements BacktestLedger {
  readonly entries: TraceEntry[] = [];
  /** Lots by which each entry moved the position. */
  readonly moves: number[] = [];
  private readonly inner: BacktestLedger;
  private readonly market: WatchedMarket;
  private readonly series: BarSeries;
  private row = 0;

  constructor(inner: BacktestLedger, market: WatchedMarket, series: BarSeries) {
    this.inner = inner;
    this.market = market;
    this.series = series;
  }

  get fills(): readonly ExecutedFill[] {
    return this.inner.fills;
  }
  get carry(): BacktestLedger['carry'] {
    return this.inner.carry;
  }
  get orders(): number {
    return this.inner.orders;
  }
  get refusals(): Readonly<Record<string, number>> {
    return this.inner.refusals;
  }

  hasCommand(id: string): boolean {
    return this.inner.hasCommand(id);
  }

  commit(batch: LedgerBatch): void {
    this.inner.commit(batch);
    const { event } = this.market;
    // The commands at the start know nothing of any bar.
    if (event === null) return;
    const where = event.kind === 'bar' ? { row: event.row, part: 'close' as const } : this.within(event.time);
    for (const record of batch.records) {
      this.entries.push({ ...where, kind: record.kind, text: JSON.stringify(record, withoutInstrument) });
      this.moves.push(record.kind === 'fill' ? directionOf(record.side) * record.fill.lots : 0);
    }
  }

  /** The bar in which an instant lies. What a range decides comes at its last millisecond; anything before needs the open alone. */
  private within(time: number): Pick<TraceEntry, 'row' | 'part'> {
    const { candles, timeframe } = this.series;
    while (this.row + 1 < candles.length && candles.time[this.row + 1]! <= time) this.row += 1;
    return { row: this.row, part: time < candles.time[this.row]! + TIMEFRAMES[timeframe] - 1 ? 'open' : 'close' };
  }
}

/** What is traded is the same in all of a run. */
function withoutInstrument(key: string, value: unknown): unknown {
  return key === 'traded' ? undefined : value;
}

function heldAfter(entries: readonly TraceEntry[], moves: readonly number[], bars: number): Float64Array {
  const held = new Float64Array(bars);
  let at = 0;
  let lots = 0;
  for (let row = 0; row < bars; row += 1) {
    for (; at < entries.length && entries[at]!.row <= row; at += 1) lots += moves[at]!;
    held[row] = lots;
  }
  return held;
}

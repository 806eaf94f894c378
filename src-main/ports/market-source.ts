import type { CandleColumns, Timeframe } from '../../src-shared/domain/candle.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { UtcMs } from '../../src-shared/kernel/time.ts';
import type { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { ExecutionReport, MarginReport } from './execution-venue.ts';

/** A closed bar. One object may be reused from bar to bar: read it during the call, keep nothing of it. */
export interface BarEvent {
  kind: 'bar';
  /** Dense index of the instrument. */
  instrument: number;
  timeframe: Timeframe;
  /** The instant the bar closed, ms UTC of the market. */
  time: number;
  /** Instant it was received, ms UTC of the market's clock. */
  received: number;
  columns: CandleColumns;
  /** Row of `columns` that holds the bar. */
  row: number;
  /** Its place among all bars that could close at one instant: by instrument, then by timeframe. A start that goes on in the middle of an instant knows by it which bars are handled. */
  place: number;
  /** No further bar of this instrument will come. */
  last: boolean;
}

/** The best prices of an instrument, ticks. May be reused likewise. */
export interface QuoteEvent {
  kind: 'quote';
  instrument: number;
  time: number;
  received: number;
  bidTicks: number;
  askTicks: number;
  lastTicks: number;
}

/** Whether the book of an instrument that is kept can be relied on. One that is let go of is not stale. */
export interface BookEvent {
  readonly kind: 'book';
  readonly instrument: number;
  readonly time: number;
  readonly stale: boolean;
}

/** A report of the venue, in its place among the market's events. */
export interface ExecutionEvent {
  readonly kind: 'execution';
  readonly time: number;
  readonly report: ExecutionReport;
}

/** What the venue did to the account's perpetuals, in its place among the market's events. */
export interface MarginEvent {
  readonly kind: 'margin';
  readonly time: number;
  readonly report: MarginReport;
}

/** What a venue shows of an asset: free and used together. */
export interface HeldAsset {
  readonly asset: string;
  readonly amount: Decimal;
  /** What open contracts cost is not in it. */
  readonly lessCost?: true;
}

/** What a venue shows of an open contract. */
export interface HeldPosition {
  readonly symbol: string;
  /** Base units, signed; and what they cost, settle asset, signed likewise. */
  readonly size: Decimal;
  readonly cost: Decimal;
}

/** What a venue shows of the account, once every fill that it shows was told. */
export interface AccountEvent {
  readonly kind: 'account';
  readonly time: number;
  /** Venue time before anything was read, ms UTC. */
  readonly from: number;
  readonly balances: readonly HeldAsset[];
  /** Every open position in a contract; absent where none are traded. */
  readonly positions?: readonly HeldPosition[];
  /** Nothing happened on the account while it was read. */
  readonly settled: boolean;
}

/** What a market tells, in order of time; at equal times executions and what is done about margin, then quotes, then bars, each by instrument index, then by sequence. */
export type MarketEvent = BarEvent | QuoteEvent | BookEvent | ExecutionEvent | MarginEvent | AccountEvent;

/** A market whose bars may pass in a row, without a word between them. */
export interface BarRun {
  /**
   * Moves the bar told last on to the next one, in place, when nothing else can come before it; else false, and `next` goes on. Nothing may
   * have been sent since that bar was told.
   */
  follow(): boolean;
  /** How many bars could follow so before the last one of the series. */
  readonly ahead: number;
  /** Moves the bar told last on by so many, of those ahead. */
  skip(count: number): void;
}

/** A market that is pulled forward: a replay of candles or the simulated market. Live feeds push into the session's queue instead. */
export interface MarketSource {
  readonly instruments: readonly Instrument[];
  /** The next event at or before `until`, or null when there is none (the market's time is then `until`). */
  next(until: UtcMs): MarketEvent | null;
  /** Closed bars up to and including the one that closed at `before`, oldest first, at most `count`. */
  history(instrument: number, timeframe: Timeframe, before: UtcMs, count: number): CandleColumns;
  /** Says which bars the session wants as events. */
  subscribe(instrument: number, timeframe: Timeframe): void;
}

import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import type { StrategyParameters, StrategySpec, Ways } from '../../../src-shared/domain/strategy-spec.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import type { PairStrategy } from './building/pair-strategy.ts';

/** What a strategy may see and ask for while it handles one bar or fill. Valid during the call only. */
export interface StrategyDesk {
  readonly instrument: Instrument;
  /** Market time, ms UTC. */
  readonly time: number;
  /** Signed lots that this instance holds by its own fills. */
  readonly positionLots: number;
  /** Lots of this instance's outstanding orders on a side (recorded, working, in doubt). */
  outstandingLots(side: Side): number;
  /** Whether what it trades can be held short, and the sides that it is wanted to hold. */
  readonly canShort: boolean;
  readonly ways: Ways;
  /**
   * Goes in at market with as much as the instance's size rule says: long unless `short` is asked for, which a spot instrument refuses. What
   * is held the other way is closed by the same order.
   */
  enter(way?: 'long' | 'short'): void;
  /** Closes at market everything the instance holds; `stop` says that it cuts a loss, which protections count. */
  exit(why?: 'stop'): void;
  /** The funding rate that was paid last, or `back` payments before it, a fraction that longs pay to shorts; NaN where none is known. */
  fundingRate(back: number): number;
  /** Money that the size rule gives the instance in all at the newest price, what it holds counted in; quote units. */
  readonly capital: number;
  /** Buys at market for so much money in quote units, fees included; no more than is free. */
  spend(amount: number): void;
  /** Sells at market so many lots, at most what the instance holds. */
  sell(lots: number): void;
  /** Places a limit order of a price in ticks and a size in lots under a tag of the strategy's own; the tag is free again when the order ends. */
  limit(side: Side, ticks: number, lots: number, tag: string): void;
  /** Cancels the working order of a tag. */
  cancel(tag: string): void;
  /** The tags that have an outstanding order. */
  workingTags(): readonly string[];
  /** Lots that the size rule gives at a price in ticks, split into `parts`. */
  sizeAt(ticks: number, parts: number): number;
  /** Says what was done and why: a code of the signal catalogue and its parameters. */
  signal(code: string, details: FaultDetails): void;
}

/** Closed bars that a strategy may go over by itself. */
export interface BarSpan {
  readonly columns: CandleColumns;
  /** First row, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Brings market and account to a row; to be called before anything is asked for at it. */
  reach(row: number): void;
}

/** A fill of the instance's own order. */
export interface StrategyFill {
  readonly side: Side;
  readonly ticks: number;
  /** By how much its position changed: what was filled, less what the fee took of a buy, or with what it took beside a sale. */
  readonly lots: number;
  readonly tag: string | null;
  /** Whether the order is now complete. */
  readonly complete: boolean;
}

/** Data in, intents out: an instance of a strategy on one instrument and timeframe. */
export interface Strategy {
  /** Takes closed bars from before the start, oldest first, without deciding. */
  warm(history: CandleColumns): void;
  /** Decides at the close of a bar: row `row` of `columns`. */
  onBar(columns: CandleColumns, row: number, desk: StrategyDesk): void;
  onFill(fill: StrategyFill, desk: StrategyDesk): void;
  /** Hears that the venue has closed what it held, because the margin behind it was used up. */
  onLiquidation?(fill: StrategyFill, desk: StrategyDesk): void;
  /**
   * The same as `onBar` for each row of a span during which no order is out, up to the first at which something is asked for; returns the
   * row after the last one it took, which is at least one. For strategies that most bars leave as they were.
   */
  onBars?(span: BarSpan, desk: StrategyDesk): number;
  /** What must survive a restart beyond history and position, as JSON text; '' when nothing. Stored whenever it changes. */
  memory(): string;
  restore(memory: string): void;
}

/** A strategy as the catalogue knows it. */
export interface StrategyDefinition {
  readonly spec: StrategySpec;
  /** What is wrong with values that are each within their range but do not fit together. */
  conflict?(parameters: StrategyParameters): { readonly parameter: string; readonly problem: string } | null;
  /** Bars of history needed before the first decision. */
  warmupBars(parameters: StrategyParameters): number;
  create(parameters: StrategyParameters, instrument: Instrument): Strategy;
  /** Of a strategy over two instruments: makes one, in place of `create`, which fails then with `strategy.pair`. */
  readonly createPair?: (parameters: StrategyParameters) => PairStrategy;
  /** Lets go of everything that was made so far: a run is over. For those that keep it elsewhere. */
  release?(): void;
}

/** Finds a strategy by its id; the instance that it is for tells apart what runs in a process of its own. */
export type FindStrategy = (strategy: string, instance: StrategyInstanceId) => StrategyDefinition | undefined;

import type { CandleColumns, Timeframe } from '../../src-shared/domain/candle.ts';
import type { CostProfile } from '../../src-shared/domain/costs.ts';
import type { FundingPayment, FundingPlan } from '../../src-shared/domain/funding.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { PairCounts } from '../../src-shared/domain/pair-counts.ts';
import type { RiskLimits } from '../../src-shared/domain/limits.ts';
import type { ExecutedFill } from '../../src-shared/domain/round-trips.ts';
import type { SizeRule, StrategyParameters, Ways } from '../../src-shared/domain/strategy-spec.ts';
import type { Decimal } from '../../src-shared/kernel/decimal.ts';

/** Stored bars of one instrument. */
export interface BarSeries {
  /** Index into the specification's `instruments`. */
  readonly instrument: number;
  readonly timeframe: Timeframe;
  readonly candles: CandleColumns;
}

/** A strategy placed on an instrument for the whole run. */
export interface StrategyPlacement {
  /** Name of the instance, `sma-cross-1`; the fills carry it as their origin. */
  readonly instance: string;
  /** Id of the strategy catalogue. */
  readonly strategy: string;
  readonly instrument: number;
  /** The second instrument of a strategy over two. */
  readonly against?: number;
  readonly timeframe: Timeframe;
  /** Complete and checked against the strategy's schema. */
  readonly parameters: StrategyParameters;
  readonly size: SizeRule;
  /** The sides that it may hold; long where absent. */
  readonly ways?: Ways;
  /** Bars before the run's first, oldest first, which the strategy takes without deciding; none where absent. */
  readonly history?: CandleColumns;
}

/**
 * One run over stored bars. It starts flat with `cash` at the open of the first bar; averages are not warmed from anywhere else.
 * Every strategy decides at each close except the series' last; its order fills at the open of the next bar that exists.
 */
export interface BacktestSpec {
  readonly instruments: readonly InstrumentSpec[];
  readonly series: readonly BarSeries[];
  readonly placements: readonly StrategyPlacement[];
  /** Starting money in the settle asset of the instruments, exact. */
  readonly cash: Decimal;
  readonly costs: CostProfile;
  readonly limits: RiskLimits;
  readonly seed: number;
  /** Funding of the perpetuals by instrument, null for spot; absent where there is none. */
  readonly funding?: readonly (FundingPlan | null)[];
  /** Told now and then how many bars are done; never more than once per thousand bars. */
  readonly onProgress?: (bars: number) => void;
}

/** What a run did, before any figure is made of it. */
export interface BacktestOutcome {
  /** Bars consumed, over all series. */
  readonly bars: number;
  /** Instants at which bars closed (open + timeframe, ms UTC), strictly rising; one entry for bars that close together. */
  readonly times: Float64Array;
  /** Equity at those instants: cash plus every position at its last close. */
  readonly equity: Float64Array;
  /** Every fill in the order in which it was booked. */
  readonly fills: readonly ExecutedFill[];
  /** Exact cash at the end, after every fee. */
  readonly cash: Decimal;
  /** Funding of perpetuals in the order of booking. */
  readonly carry: readonly FundingPayment[];
  /** Exact: what the contracts still open cost, signed as they are held; with it taken from cash and their value added it comes to equity. */
  readonly openCost: Decimal;
  /** Orders the gate passed. */
  readonly orders: number;
  /** How often the gate refused, by code of the refusal. */
  readonly refusals: Readonly<Record<string, number>>;
  /** What strategies over two instruments met; absent where there are none. */
  readonly pairs?: readonly PairCounts[];
}

import type { BreakerSpec } from './breaker-spec.ts';
import type { ProtectionSpec } from './protection-spec.ts';

/** The risk limits of an account. null switches a rule off. Money in the account's quote asset as decimal text; fractions of 1. */
export interface RiskLimits {
  /** Largest value of one order. */
  readonly maxOrderNotional: string | null;
  /** Largest absolute position value per instrument. */
  readonly maxPositionNotional: string | null;
  /** Largest sum of absolute position values and of opening orders. */
  readonly maxGrossExposure: string | null;
  readonly maxOpenOrders: number | null;
  /** Largest distance of a limit price on the wrong side of the market, a fraction (0.05 is 5 %). */
  readonly priceCollar: number | null;
  /** Oldest price an order may be decided on, milliseconds of market time. */
  readonly maxDataAgeMs: number | null;
  /** Most orders within any 60 s of market time. */
  readonly maxOrdersPerMinute: number | null;
  /** Largest loss since 00:00 UTC, realised and open. Reaching it turns trading to REDUCING until the next UTC day. */
  readonly maxDailyLoss: string | null;
  /** Largest fall of equity from its peak, a fraction. Reaching it turns trading to HALTED until a person starts it again. */
  readonly maxDrawdown: number | null;
  /** Largest worst-case value of everything of one base asset, quoted in one asset, at one venue, of one strategy (or by hand). */
  readonly maxAssetExposure: string | null;
  readonly maxQuoteExposure: string | null;
  readonly maxVenueExposure: string | null;
  readonly maxStrategyExposure: string | null;
  /** Largest value of longs above shorts, or of shorts above longs. */
  readonly maxNetExposure: string | null;
  /** Largest value of instruments that move together, and from which correlation of their returns on they do; off unless both are set. */
  readonly maxGroupExposure: string | null;
  readonly groupCorrelation: number | null;
  /** Largest worst-case value of all positions as a multiple of equity. */
  readonly maxLeverage: number | null;
  /** Smallest distance of a perpetual's price from its liquidation, a fraction of the price. */
  readonly minLiquidationDistance: number | null;
  /** Largest loss since Monday 00:00 UTC, realised and open. Reaching it turns trading to REDUCING until the next Monday. */
  readonly maxWeeklyLoss: string | null;
  /** Most orders that open or add to a position within any 24 h of market time. */
  readonly maxTradesPerDay: number | null;
  /** Largest value of an order as a multiple of the median of the last orders. */
  readonly maxTypicalMultiple: number | null;
  /** The only instruments that may be traded, by id; null allows all. */
  readonly allowedInstruments: readonly string[] | null;
  /** What blocks new entries for a while after closed trades; none where empty. */
  readonly protections: readonly ProtectionSpec[];
  /** What turns trading to REDUCING or HALTED until a person starts it again; none where empty. */
  readonly breakers: readonly BreakerSpec[];
}

/** The limits a new paper account of 100,000 has. */
export const DEFAULT_LIMITS: RiskLimits = {
  maxOrderNotional: '25000',
  maxPositionNotional: '30000',
  maxGrossExposure: '150000',
  maxOpenOrders: 50,
  priceCollar: 0.05,
  maxDataAgeMs: 5_000,
  maxOrdersPerMinute: 60,
  maxDailyLoss: '5000',
  maxDrawdown: 0.2,
  maxAssetExposure: null,
  maxQuoteExposure: null,
  maxVenueExposure: null,
  maxStrategyExposure: null,
  maxNetExposure: null,
  maxGroupExposure: null,
  groupCorrelation: null,
  maxLeverage: null,
  minLiquidationDistance: null,
  maxWeeklyLoss: null,
  maxTradesPerDay: null,
  maxTypicalMultiple: null,
  allowedInstruments: null,
  protections: [],
  breakers: [],
};

/** No limits at all: the default of a backtest, named in its assumptions. */
export const NO_LIMITS: RiskLimits = {
  maxOrderNotional: null,
  maxPositionNotional: null,
  maxGrossExposure: null,
  maxOpenOrders: null,
  priceCollar: null,
  maxDataAgeMs: null,
  maxOrdersPerMinute: null,
  maxDailyLoss: null,
  maxDrawdown: null,
  maxAssetExposure: null,
  maxQuoteExposure: null,
  maxVenueExposure: null,
  maxStrategyExposure: null,
  maxNetExposure: null,
  maxGroupExposure: null,
  groupCorrelation: null,
  maxLeverage: null,
  minLiquidationDistance: null,
  maxWeeklyLoss: null,
  maxTradesPerDay: null,
  maxTypicalMultiple: null,
  allowedInstruments: null,
  protections: [],
  breakers: [],
};

/** Limits with every rule: those that an older version did not know are off. */
export function completeLimits(limits: RiskLimits): RiskLimits {
  return { ...NO_LIMITS, ...limits };
}

/** ACTIVE trades; REDUCING lets only cancels and strictly reducing orders pass; HALTED likewise, and needs a person to end it. */
export type TradingState = 'ACTIVE' | 'REDUCING' | 'HALTED';

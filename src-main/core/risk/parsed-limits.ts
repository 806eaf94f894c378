import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** An amount in both forms: the double decides what is clear, the exact one what is close. */
export interface Amount {
  readonly exact: Decimal;
  readonly rough: number;
}

/** The limits that are money, ready for comparing. null switches a rule off. */
export interface ParsedLimits {
  readonly maxOrderNotional: Amount | null;
  readonly maxPositionNotional: Amount | null;
  readonly maxGrossExposure: Amount | null;
  readonly maxDailyLoss: Amount | null;
  readonly maxAssetExposure: Amount | null;
  readonly maxQuoteExposure: Amount | null;
  readonly maxVenueExposure: Amount | null;
  readonly maxStrategyExposure: Amount | null;
  readonly maxNetExposure: Amount | null;
  readonly maxGroupExposure: Amount | null;
  readonly maxWeeklyLoss: Amount | null;
}

/** Far more than the doubles of this floor can be off by, relative; within it the exact amounts decide. */
export const CLEAR = 1e-9;

const parsed = new WeakMap<RiskLimits, ParsedLimits>();

function amount(text: string | null): Amount | null {
  if (text === null) return null;
  const exact = Decimal.parse(text);
  return { exact, rough: exact.toNumber() };
}

/** Limits are set seldom and read at each order, so each set is parsed once. */
export function parsedLimits(limits: RiskLimits): ParsedLimits {
  const known = parsed.get(limits);
  if (known !== undefined) return known;
  const fresh: ParsedLimits = {
    maxOrderNotional: amount(limits.maxOrderNotional),
    maxPositionNotional: amount(limits.maxPositionNotional),
    maxGrossExposure: amount(limits.maxGrossExposure),
    maxDailyLoss: amount(limits.maxDailyLoss),
    maxAssetExposure: amount(limits.maxAssetExposure),
    maxQuoteExposure: amount(limits.maxQuoteExposure),
    maxVenueExposure: amount(limits.maxVenueExposure),
    maxStrategyExposure: amount(limits.maxStrategyExposure),
    maxNetExposure: amount(limits.maxNetExposure),
    maxGroupExposure: limits.groupCorrelation === null ? null : amount(limits.maxGroupExposure),
    maxWeeklyLoss: amount(limits.maxWeeklyLoss),
  };
  parsed.set(limits, fresh);
  return fresh;
}

/** A decimal as a double without the detour over text; off by a few units in the last place at most. */
export function roughly(value: Decimal): number {
  return value.toApproximate();
}

import { Decimal } from '../kernel/decimal.ts';
import { DEFAULT_LIMITS, type RiskLimits } from './limits.ts';

/** What is left of a limit while limits are reduced: one part of so many. */
export const REDUCED_PARTS = 4;

const QUARTER = Decimal.parse('0.25');

/** Limits of money that are divided; losses, drawdown and distances stay as they are. */
const MONEY = [
  'maxOrderNotional',
  'maxPositionNotional',
  'maxGrossExposure',
  'maxAssetExposure',
  'maxQuoteExposure',
  'maxVenueExposure',
  'maxStrategyExposure',
  'maxNetExposure',
  'maxGroupExposure',
] as const satisfies readonly (keyof RiskLimits)[];

/** Counts of orders that are divided, rounded down, at least one. */
const COUNTS = ['maxOpenOrders', 'maxOrdersPerMinute', 'maxTradesPerDay'] as const satisfies readonly (keyof RiskLimits)[];

/** Limits that are never off while limits are reduced: where one is, a quarter of a new account's holds. */
const ALWAYS: ReadonlySet<keyof RiskLimits> = new Set<keyof RiskLimits>([
  'maxOrderNotional',
  'maxPositionNotional',
  'maxGrossExposure',
  'maxOpenOrders',
  'maxOrdersPerMinute',
]);

const known = new WeakMap<RiskLimits, RiskLimits>();

/** Limits as they hold in the first hour of trading with real money: a quarter of every limit of size and number, and of leverage. The same object for the same limits. */
export function reducedLimits(limits: RiskLimits): RiskLimits {
  const made = known.get(limits);
  if (made !== undefined) return made;
  const leverage = limits.maxLeverage === null ? null : limits.maxLeverage / REDUCED_PARTS;
  const reduced: { -readonly [Name in keyof RiskLimits]: RiskLimits[Name] } = { ...limits, maxLeverage: leverage };
  for (const name of MONEY) reduced[name] = quarterOf(limits[name] ?? always(name));
  for (const name of COUNTS) reduced[name] = partOf(limits[name] ?? always(name));
  known.set(limits, reduced);
  return reduced;
}

/** The limits that hold now: those that are set, or what is left of them until the first hour is over. */
export function limitsInForce({ limits, reducedUntil }: { readonly limits: RiskLimits; readonly reducedUntil: number | null }): RiskLimits {
  return reducedUntil === null ? limits : reducedLimits(limits);
}

function always<Name extends keyof RiskLimits>(name: Name): RiskLimits[Name] | null {
  return ALWAYS.has(name) ? DEFAULT_LIMITS[name] : null;
}

function quarterOf(amount: string | null): string | null {
  return amount === null ? null : Decimal.parse(amount).mul(QUARTER).toString();
}

function partOf(count: number | null): number | null {
  return count === null ? null : Math.max(1, Math.floor(count / REDUCED_PARTS));
}

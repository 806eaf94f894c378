import * as z from 'zod/mini';

/** A year: no protection looks back or blocks for longer, ms. */
const LONGEST_MS = 31_622_400_000;
const span = z.int().check(z.gte(0), z.lte(LONGEST_MS));

/** One protection with all its parameters, see `ProtectionSpec`. */
const protection = z.object({
  method: z.enum(['CooldownPeriod', 'StoplossGuard', 'MaxDrawdown', 'LowProfitPairs']),
  stopMs: z.nullable(span),
  unlockAt: z.nullable(z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u))),
  lookbackMs: span,
  tradeLimit: z.int().check(z.gte(1), z.lte(10_000)),
  onlyPerPair: z.boolean(),
  onlyPerSide: z.boolean(),
  requiredProfit: z.number().check(z.gte(-1), z.lte(100)),
  maxAllowedDrawdown: z.number().check(z.gte(0), z.lte(100)),
  calculationMode: z.enum(['ratios', 'equity']),
  candleMs: span,
});

/** The protections of an account or of a run. */
export const protections = z.array(protection).check(z.maxLength(100));

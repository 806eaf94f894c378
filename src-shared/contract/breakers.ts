import * as z from 'zod/mini';

/** A year: no breaker counts over a longer span, ms. */
const LONGEST_MS = 31_622_400_000;

/** One circuit breaker with its figures, see `BreakerSpec`. */
const breaker = z.object({
  kind: z.enum(['abnormal-fills', 'unanswered', 'rejections', 'silent-feed', 'price-jumps', 'losses']),
  trips: z.enum(['REDUCING', 'HALTED']),
  count: z.int().check(z.gte(1), z.lte(10_000)),
  withinMs: z.int().check(z.gte(0), z.lte(LONGEST_MS)),
  level: z.number().check(z.gte(0), z.lte(10_000)),
});

/** The circuit breakers of an account. */
export const breakers = z.array(breaker).check(z.maxLength(50));

import * as z from 'zod/mini';
import type { OrderType } from '../../../../src-shared/domain/order.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';

const TYPES: Readonly<Record<string, OrderType>> = {
  market: 'market',
  'settle-position': 'market',
  limit: 'limit',
  iceberg: 'limit',
  'stop-loss': 'stop',
  'stop-loss-limit': 'stop-limit',
  'take-profit': 'take-profit',
  'take-profit-limit': 'take-profit',
  'trailing-stop': 'trailing-stop',
  'trailing-stop-limit': 'trailing-stop',
};

const STATES: Readonly<Record<string, SeenOrder['state']>> = {
  pending: 'working',
  pending_new: 'working',
  open: 'working',
  new: 'working',
  partially_filled: 'working',
  closed: 'filled',
  filled: 'filled',
  canceled: 'cancelled',
  expired: 'expired',
  rejected: 'rejected',
};

/** Types and states that are not known do not parse: what is meant by them is not guessed. */
export const KRAKEN_TYPE = z.pipe(
  z.enum(Object.keys(TYPES)),
  z.transform((type) => TYPES[type] as OrderType),
);
export const KRAKEN_STATE = z.pipe(
  z.enum(Object.keys(STATES)),
  z.transform((state) => STATES[state] as SeenOrder['state']),
);
export const KRAKEN_SIDE = z.enum(['buy', 'sell']);
/** Seconds with a fraction, as ms. */
export const SECONDS = z.pipe(
  z.union([z.number(), z.string().check(z.regex(/^\d+(\.\d+)?$/u))]),
  z.transform((seconds) => Math.round(Number(seconds) * 1_000)),
);
/** A time such as 2026-05-05T12:00:00.000000Z, as ms. */
export const INSTANT = z.pipe(
  z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/u)),
  z.transform((text) => Date.parse(text)),
);

/** How long after it was signed a request may still be taken, ms: what comes later is refused by the venue itself. */
export const DEADLINE_MS = 10_000;

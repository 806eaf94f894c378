import * as z from 'zod/mini';
import type { OrderType } from '../../../../src-shared/domain/order.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';

const OWN = /^[0-9a-su-z][0-9a-z]{25}$/u;

const TYPES: Readonly<Record<string, OrderType>> = {
  MARKET: 'market',
  LIMIT: 'limit',
  LIMIT_MAKER: 'limit',
  STOP_LOSS: 'stop',
  STOP_LOSS_LIMIT: 'stop-limit',
  TAKE_PROFIT: 'take-profit',
  TAKE_PROFIT_LIMIT: 'take-profit',
};

const STATES: Readonly<Record<string, SeenOrder['state']>> = {
  NEW: 'working',
  PENDING_NEW: 'working',
  PARTIALLY_FILLED: 'working',
  PENDING_CANCEL: 'working',
  FILLED: 'filled',
  CANCELED: 'cancelled',
  REJECTED: 'rejected',
  EXPIRED: 'expired',
  EXPIRED_IN_MATCH: 'expired',
};

/** Types and states that are not known do not parse: what is meant by them is not guessed. */
export const BINANCE_TYPE = z.pipe(
  z.enum(Object.keys(TYPES)),
  z.transform((type) => TYPES[type] as OrderType),
);
export const BINANCE_STATE = z.pipe(
  z.enum(Object.keys(STATES)),
  z.transform((state) => STATES[state] as SeenOrder['state']),
);
export const BINANCE_SIDE = z.pipe(
  z.enum(['BUY', 'SELL']),
  z.transform((side) => (side === 'BUY' ? 'buy' : 'sell')),
);

/** Whose order a client id names. */
export function binanceId(name: string | null | undefined): ClientOrderId | null {
  return name !== null && name !== undefined && OWN.test(name) ? (name as ClientOrderId) : null;
}

/** Our ids fit as they are. */
export function binanceName(id: ClientOrderId): string | null {
  return OWN.test(id) ? id : null;
}

import * as z from 'zod/mini';
import type { OrderType } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import type { SeenFee, SeenOrder } from '../../../ports/venue-orders.ts';
import type { OrderMarkets } from './order-protocol.ts';

const OWN = /^o[0-9a-z]{25}$/u;

const TYPES: Readonly<Record<string, OrderType>> = {
  market: 'market',
  limit: 'limit',
  post_only: 'limit',
  fok: 'limit',
  ioc: 'limit',
};

const STATES: Readonly<Record<string, SeenOrder['state']>> = {
  live: 'working',
  partially_filled: 'working',
  filled: 'filled',
  canceled: 'cancelled',
  mmp_canceled: 'cancelled',
};

/** Types and states that are not known do not parse: what is meant by them is not guessed. */
export const OKX_TYPE = z.pipe(
  z.enum(Object.keys(TYPES)),
  z.transform((type) => TYPES[type] as OrderType),
);
export const OKX_STATE = z.pipe(
  z.enum(Object.keys(STATES)),
  z.transform((state) => STATES[state] as SeenOrder['state']),
);
export const OKX_SIDE = z.enum(['buy', 'sell']);
/** Ms as text. */
export const MILLISECONDS = z.pipe(z.string().check(z.regex(/^\d{13}$/u)), z.transform(Number));
/** Whether the other side was there before: `M` is the maker. */
export const OKX_LIQUIDITY = z.pipe(
  z.enum(['M', 'T']),
  z.transform((kind) => (kind === 'M' ? 'maker' : 'taker')),
);

/** Whose order a client id names. */
export function okxId(name: string | null | undefined): ClientOrderId | null {
  return name !== null && name !== undefined && OWN.test(name) ? (name as ClientOrderId) : null;
}

/** Our ids fit as they are: OKX takes up to 32 letters and digits. */
export function okxName(id: ClientOrderId): string | null {
  return OWN.test(id) ? id : null;
}

/** A fee, which OKX writes below nothing where it was taken. */
export function okxFee(asset: string, fee: string, markets: OrderMarkets): SeenFee {
  return { asset: markets.asset(asset), amount: Decimal.parse(fee).neg().toString() };
}

import * as z from 'zod/mini';
import type { OrderType } from '../../../../src-shared/domain/order.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { binanceId } from './binance-parts.ts';

/** As sentences call it. */
export const USDM = 'Binance USD-M futures';

/** What comes before our own id in the name of an order that waits for a price: what such a one places has the same name, and is told from all others by it. */
const WAITS = 'w-';
/** Orders that wait for a price have numbers of their own there, and are known here by their names. */
const WAITING = 'algo-';
/** Names of what the venue itself closed: for lack of margin, because another's position could not be closed, or because the contract ended. */
const FORCED = /^(?:autoclose-|adl_autoclose|settlement_autoclose|delivery_autoclose)/u;

const TYPES: Readonly<Record<string, OrderType>> = {
  MARKET: 'market',
  LIMIT: 'limit',
  STOP: 'stop-limit',
  STOP_MARKET: 'stop',
  TAKE_PROFIT: 'take-profit',
  TAKE_PROFIT_MARKET: 'take-profit',
  TRAILING_STOP_MARKET: 'trailing-stop',
  // The venue's own.
  LIQUIDATION: 'market',
};

const STATES: Readonly<Record<string, SeenOrder['state']>> = {
  NEW: 'working',
  PARTIALLY_FILLED: 'working',
  FILLED: 'filled',
  CANCELED: 'cancelled',
  REJECTED: 'rejected',
  EXPIRED: 'expired',
  EXPIRED_IN_MATCH: 'expired',
};

/** Types and states that are not known do not parse: what is meant by them is not guessed. */
export const USDM_TYPE = z.pipe(
  z.enum(Object.keys(TYPES)),
  z.transform((type) => TYPES[type] as OrderType),
);
export const USDM_STATE = z.pipe(
  z.enum(Object.keys(STATES)),
  z.transform((state) => STATES[state] as SeenOrder['state']),
);

/** The name of an order that waits for a price. */
export function waitingName(name: string): string {
  return WAITS + name;
}

/** Whose order a name says that waits for a price, or was placed by one; null for a stranger's and for any other order. */
export function waitingId(name: string): ClientOrderId | null {
  return name.startsWith(WAITS) ? binanceId(name.slice(WAITS.length)) : null;
}

/** How an order that waits for a price, or did, is known here. */
export function waitingVenueId(name: string): string {
  return WAITING + name;
}

/** The name of an order that waits for a price, or did; null for any other order. */
export function waitingNameOf(venueId: string | null): string | null {
  return venueId?.startsWith(WAITING) === true ? venueId.slice(WAITING.length) : null;
}

/** Whether the venue itself placed an order of that name. */
export function isForced(name: string): boolean {
  return FORCED.test(name);
}

/** As `SeenOrder` has it. */
export function usdmReduces(reduceOnly: boolean | undefined): { readonly reduceOnly?: true } {
  return reduceOnly === true ? { reduceOnly: true } : {};
}

/** Whether what was thrown is the venue's word with one of these codes. */
export function saysOneOf(thrown: unknown, codes: readonly number[]): boolean {
  if (!(thrown instanceof Error)) return false;
  const { message } = thrown;
  return codes.some((code) => new RegExp(`"code":\\s*"?${String(code)}\\b`, 'u').test(message));
}

import * as z from 'zod/mini';
import type { OrderType } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import type { SeenFee, SeenOrder } from '../../../ports/venue-orders.ts';
import type { OrderMarket, OrderMarkets } from './order-protocol.ts';
import { AMOUNT, plain } from './read-parts.ts';

const OWN = /^o[0-9a-z]{25}$/u;
/** How the venue knows what an order of ours that waited for its price has placed, where it takes a name for that at all. */
const PLACED_BY_OWN = /^a[0-9a-z]{25}$/u;
/** Orders that wait for a price have ids of their own there; with this before them they are told from those of all others. */
const WAITING = 'algo-';

const TYPES: Readonly<Record<string, OrderType>> = {
  market: 'market',
  limit: 'limit',
  post_only: 'limit',
  fok: 'limit',
  ioc: 'limit',
  // Of contracts: what is not filled at once is cancelled.
  optimal_limit_ioc: 'market',
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
/** Marks of what the venue itself closed: for lack of margin, or because another's position could not be closed. */
const FORCED: ReadonlySet<string> = new Set(['full_liquidation', 'partial_liquidation', 'adl']);
/** The same as its bills number them: part of a position, all of it, what was taken over, and what stood against it. */
const FORCED_BILLS: ReadonlySet<string> = new Set([
  ...['100', '101', '102', '103', '104', '105', '106', '107'],
  ...['110', '111', '125', '126', '127', '128'],
]);
/** Digits of contracts: more than any step has. */
const FINEST = 18;

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

/** Base units of an amount that is written in contracts where the market is one of contracts. */
export function okxUnits(amount: string, market: OrderMarket | null): string {
  const contract = market?.contract ?? null;
  return contract === null ? plain(amount) : Decimal.parse(amount).mul(Decimal.parse(contract.size)).toString();
}

/** A size as the venue takes it: in contracts where the market is one of contracts, exactly. */
export function okxSize<Size extends string | null>(size: Size, { contract }: OrderMarket): Size | string {
  if (contract === null || size === null) return size;
  const [wanted, each] = [Decimal.parse(size), Decimal.parse(contract.size)];
  const contracts = wanted.divide(each, FINEST, 'down');
  if (!contracts.mul(each).equals(wanted)) throw new Error(`${size} cannot be written in contracts of ${contract.size}.`);
  return contracts.toString();
}

/** How an order is held: on cash where coins change hands, else on margin that all contracts share, as one net position. */
export function okxHeld({ contract }: OrderMarket, reduceOnly: boolean): Readonly<Record<string, unknown>> {
  if (contract === null) return { tdMode: 'cash' };
  return { tdMode: 'cross', posSide: 'net', ...(reduceOnly ? { reduceOnly: true } : {}) };
}

/** Whether a row is of a market that is traded here: coins, and perpetuals that are paid in their quote asset. */
export function isTradedKind(instType: string | undefined, market: OrderMarket | null): boolean {
  if (instType === undefined || instType === 'SPOT') return true;
  return instType === 'SWAP' && market !== null && market.contract !== null;
}

/** What a fill settled of a contract, and whether the venue itself closed. */
export function okxSettled(
  { fillPnl, category, subType }: Readonly<Partial<Record<'fillPnl' | 'category' | 'subType', string | undefined>>>,
  market: OrderMarket | null,
): { readonly profit?: string; readonly liquidation?: true } {
  if ((market?.contract ?? null) === null) return {};
  const forced = FORCED.has(category ?? '') || FORCED_BILLS.has(subType ?? '');
  return { profit: plain(AMOUNT.parse(fillPnl)), ...(forced ? { liquidation: true } : {}) };
}

/** As `SeenOrder` has it. */
export function okxReduces(reduceOnly: string | undefined): { readonly reduceOnly?: true } {
  return reduceOnly === 'true' ? { reduceOnly: true } : {};
}

/** A fee, which OKX writes below nothing where it was taken. */
export function okxFee(asset: string, fee: string, markets: OrderMarkets): SeenFee {
  return { asset: markets.asset(asset), amount: Decimal.parse(fee).neg().toString() };
}

/** How the venue's id of an order that waits for a price, or did, is written here. */
export function waitingVenueId(algoId: string): string {
  return WAITING + algoId;
}

/** The venue's id of an order that waits for a price, or did; null for any other order. */
export function algoIdOf(venueId: string | null): string | null {
  return venueId?.startsWith(WAITING) === true ? venueId.slice(WAITING.length) : null;
}

/** The name of what an order places when its price has come. */
export function placedName(name: string): string {
  return `a${name.slice(1)}`;
}

/** Whether something may have been placed by an order that waited: such a one has no name, or that of `placedName`. */
export function mayBePlaced(name: string): boolean {
  return name === '' || PLACED_BY_OWN.test(name);
}

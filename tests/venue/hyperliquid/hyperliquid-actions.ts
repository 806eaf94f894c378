import * as z from 'zod/mini';
import { type OrderRequest, type VenueOrder, isOpen } from '../core/order.ts';
import { parseUnits, times, units } from '../core/units.ts';
import { FIRST_ASSET, type HyperliquidDesk, type PlacedMarket, hyperliquidText, marketOfAsset } from './hyperliquid-desk.ts';
import { HyperliquidError, Unreadable, hyperliquidErrorOf } from './hyperliquid-error.ts';
import type { HyperliquidSigner } from './hyperliquid-keys.ts';
import { hyperliquidOrderId, isPrice } from './hyperliquid-order.ts';
import type { Packed } from './hyperliquid-signing.ts';

const FIGURE = z.string().check(z.regex(/^\d+(\.\d+)?$/u));
const CLOID = z.string().check(z.regex(/^0x[0-9a-f]{32}$/iu));
const ORDER = z.strictObject({
  a: z.int(),
  b: z.boolean(),
  p: FIGURE,
  s: FIGURE,
  r: z.boolean(),
  t: z.strictObject({ limit: z.strictObject({ tif: z.enum(['Gtc', 'Ioc', 'Alo']) }) }),
  c: z.optional(CLOID),
});
const ACTION = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('order'), orders: z.tuple([ORDER]), grouping: z.literal('na') }),
  z.strictObject({ type: z.literal('cancel'), cancels: z.tuple([z.strictObject({ a: z.int(), o: z.int() })]) }),
  z.strictObject({ type: z.literal('cancelByCloid'), cancels: z.tuple([z.strictObject({ asset: z.int(), cloid: CLOID })]) }),
  z.strictObject({ type: z.literal('scheduleCancel'), time: z.optional(z.int()) }),
]);
const REQUEST = z.strictObject({
  action: ACTION,
  nonce: z.int(),
  signature: z.strictObject({ r: z.string(), s: z.string(), v: z.int() }),
  expiresAfter: z.optional(z.int()),
});

export type HyperliquidAction = z.infer<typeof ACTION>;
export type HyperliquidRequest = z.infer<typeof REQUEST>;
export type WireOrder = z.infer<typeof ORDER>;

const TYPES = { Gtc: ['LIMIT', 'GTC'], Ioc: ['LIMIT', 'IOC'], Alo: ['LIMIT_MAKER', 'GTC'] } as const;
const LEAST = units('10');
/** The least that its switch holds, ms. */
const LEAST_HELD_MS = 5_000;

/** Reads a request to `/exchange`; what has another form is answered without a look at it. */
export function readRequest(body: unknown): HyperliquidRequest {
  const read = REQUEST.safeParse(body);
  if (!read.success) throw new Unreadable();
  return read.data;
}

/** What must have been signed: the fields in the venue's own order, figures as it writes them, whatever the request looked like. */
export function asSigned(action: HyperliquidAction): Packed {
  switch (action.type) {
    case 'order': {
      const [{ a, b, p, s, r, t, c }] = action.orders;
      const order = {
        a,
        b,
        p: bare(p),
        s: bare(s),
        r,
        t: { limit: { tif: t.limit.tif } },
        ...(c === undefined ? {} : { c: c.toLowerCase() }),
      };
      return { type: 'order', orders: [order], grouping: action.grouping };
    }
    case 'cancel': {
      const [{ a, o }] = action.cancels;
      return { type: 'cancel', cancels: [{ a, o }] };
    }
    case 'cancelByCloid': {
      const [{ asset, cloid }] = action.cancels;
      return { type: 'cancelByCloid', cancels: [{ asset, cloid: cloid.toLowerCase() }] };
    }
    case 'scheduleCancel':
      return { type: 'scheduleCancel', ...(action.time === undefined ? {} : { time: action.time }) };
  }
}

/** The number of the market that an action is about. */
export function assetOf(action: HyperliquidAction): number {
  if (action.type === 'order') return action.orders[0].a;
  if (action.type === 'cancel') return action.cancels[0].a;
  return action.type === 'cancelByCloid' ? action.cancels[0].asset : FIRST_ASSET;
}

/** The order that a cancel names, the newest of that name. */
export function namedOrder({ exchange }: HyperliquidDesk, account: number, action: HyperliquidAction): VenueOrder | undefined {
  const orders = exchange.state.ordersOf(account);
  if (action.type === 'cancel') return orders.find(({ id }) => hyperliquidOrderId(id) === action.cancels[0].o);
  if (action.type === 'cancelByCloid') return orders.findLast(({ clientId }) => clientId === action.cancels[0].cloid.toLowerCase());
  return undefined;
}

/** Carries an action out; for the switch an account must have traded what is `wanted`, dollars. */
export function carryOut(
  action: HyperliquidAction,
  desk: HyperliquidDesk,
  { account }: HyperliquidSigner,
  volume: { readonly wanted: number },
): unknown {
  if (action.type === 'order') return placeOrder(desk, account, action.orders[0]);
  if (action.type === 'scheduleCancel') return schedule(desk, account, action.time, volume.wanted);
  const order = namedOrder(desk, account, action);
  try {
    if (!order || !isOpen(order)) throw new HyperliquidError('Order was never placed, already canceled, or filled.', { ofOrder: true });
    desk.exchange.cancel(account, { symbol: order.symbol, orderId: order.id });
  } catch (thrown) {
    throw hyperliquidErrorOf(thrown, assetOf(action));
  }
  return { type: 'cancel', data: { statuses: ['success'] } };
}

function placeOrder(desk: HyperliquidDesk, account: number, wire: WireOrder): unknown {
  const placed = marketOfAsset(desk, wire.a);
  if (placed === undefined) throw new HyperliquidError(`Order has invalid asset. asset=${String(wire.a)}`, { ofOrder: true });
  let order: VenueOrder;
  try {
    order = desk.exchange.place(account, orderRequest(placed, wire));
  } catch (thrown) {
    throw hyperliquidErrorOf(thrown, wire.a);
  }
  if (order.status === 'EXPIRED' && order.executed === 0n)
    throw new HyperliquidError(`Order could not immediately match against any resting orders. asset=${String(wire.a)}`, { ofOrder: true });
  const named = { oid: hyperliquidOrderId(order.id), ...(wire.c === undefined ? {} : { cloid: order.clientId }) };
  const status =
    order.executed === 0n || isOpen(order)
      ? { resting: named }
      : { filled: { ...named, totalSz: hyperliquidText(order.executed), avgPx: hyperliquidText(order.fills[0]!.price) } };
  return { type: 'order', data: { statuses: [status] } };
}

function orderRequest({ market: { rules } }: PlacedMarket, wire: WireOrder): OrderRequest {
  const refuse = (words: string) => new HyperliquidError(`${words} asset=${String(wire.a)}`, { ofOrder: true });
  if (!isPrice(bare(wire.p), rules)) throw refuse('Price must be divisible by tick size.');
  const [price, quantity] = [parseUnits(wire.p), parseUnits(wire.s)];
  if (typeof price === 'string') throw refuse('Price must be divisible by tick size.');
  if (typeof quantity === 'string') throw refuse('Order has invalid size.');
  if (times(price, quantity) < LEAST) throw refuse(`Order must have minimum value of 10 ${rules.quote}.`);
  const [type, timeInForce] = TYPES[wire.t.limit.tif];
  // The steps of the house are coarser than the venue's finest: a worst price need not lie on them.
  const step = wire.b ? price - (price % rules.tick) : price + ((rules.tick - (price % rules.tick)) % rules.tick);
  return {
    symbol: rules.name,
    side: wire.b ? 'BUY' : 'SELL',
    type,
    timeInForce,
    quantity,
    quoteQuantity: 0n,
    price: step,
    stopPrice: 0n,
    trailingDelta: 0,
    clientId: wire.c?.toLowerCase() ?? '',
  };
}

function schedule({ deadMan, clock }: HyperliquidDesk, account: number, time: number | undefined, wanted: number): unknown {
  if (wanted > 0)
    throw new HyperliquidError(`Cannot set scheduled cancel time until enough volume traded. Required: $${String(wanted)}. Traded: $0.`);
  if (time !== undefined && time < clock.now() + LEAST_HELD_MS) throw new HyperliquidError('Scheduled cancel time too early.');
  deadMan.arm(account, time === undefined ? 0 : time - clock.now());
  return { type: 'default' };
}

/** A figure without noughts at its end, as the venue writes it. */
function bare(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/u, '') : text;
}

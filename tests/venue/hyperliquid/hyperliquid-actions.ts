import * as z from 'zod/mini';
import { type VenueOrder, isOpen } from '../core/order.ts';
import { isIsolatedOnly } from './hyperliquid-contracts.ts';
import { FIRST_ASSET, type HyperliquidDesk, hyperliquidText, marketOfAsset } from './hyperliquid-desk.ts';
import { HyperliquidError, Unreadable, hyperliquidErrorOf } from './hyperliquid-error.ts';
import type { HyperliquidSigner } from './hyperliquid-keys.ts';
import { hyperliquidOrderId } from './hyperliquid-order.ts';
import { bare, orderRequest } from './hyperliquid-request.ts';
import type { Packed } from './hyperliquid-signing.ts';

const FIGURE = z.string().check(z.regex(/^\d+(\.\d+)?$/u));
const CLOID = z.string().check(z.regex(/^0x[0-9a-f]{32}$/iu));
const LIMIT = z.strictObject({ limit: z.strictObject({ tif: z.enum(['Gtc', 'Ioc', 'Alo']) }) });
const TRIGGER = z.strictObject({ trigger: z.strictObject({ isMarket: z.boolean(), triggerPx: FIGURE, tpsl: z.enum(['tp', 'sl']) }) });
const ORDER = z.strictObject({
  a: z.int(),
  b: z.boolean(),
  p: FIGURE,
  s: FIGURE,
  r: z.boolean(),
  t: z.union([LIMIT, TRIGGER]),
  c: z.optional(CLOID),
});
const ACTION = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('order'), orders: z.tuple([ORDER]), grouping: z.literal('na') }),
  z.strictObject({ type: z.literal('cancel'), cancels: z.tuple([z.strictObject({ a: z.int(), o: z.int() })]) }),
  z.strictObject({ type: z.literal('cancelByCloid'), cancels: z.tuple([z.strictObject({ asset: z.int(), cloid: CLOID })]) }),
  z.strictObject({ type: z.literal('scheduleCancel'), time: z.optional(z.int()) }),
  z.strictObject({
    type: z.literal('batchModify'),
    modifies: z.tuple([z.strictObject({ oid: z.union([z.int(), CLOID]), order: ORDER })]),
  }),
  z.strictObject({ type: z.literal('updateLeverage'), asset: z.int(), isCross: z.boolean(), leverage: z.int() }),
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
    case 'order':
      return { type: 'order', orders: [orderAsSigned(action.orders[0])], grouping: action.grouping };
    case 'batchModify': {
      const [{ oid, order }] = action.modifies;
      return { type: 'batchModify', modifies: [{ oid: typeof oid === 'string' ? oid.toLowerCase() : oid, order: orderAsSigned(order) }] };
    }
    case 'updateLeverage': {
      const { asset, isCross, leverage } = action;
      return { type: 'updateLeverage', asset, isCross, leverage };
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

function orderAsSigned({ a, b, p, s, r, t, c }: WireOrder): Packed {
  const terms =
    'limit' in t
      ? { limit: { tif: t.limit.tif } }
      : { trigger: { isMarket: t.trigger.isMarket, triggerPx: bare(t.trigger.triggerPx), tpsl: t.trigger.tpsl } };
  return { a, b, p: bare(p), s: bare(s), r, t: terms, ...(c === undefined ? {} : { c: c.toLowerCase() }) };
}

/** The number of the market that an action is about. */
export function assetOf(action: HyperliquidAction): number {
  switch (action.type) {
    case 'order':
      return action.orders[0].a;
    case 'batchModify':
      return action.modifies[0].order.a;
    case 'cancel':
      return action.cancels[0].a;
    case 'cancelByCloid':
      return action.cancels[0].asset;
    case 'updateLeverage':
      return action.asset;
    case 'scheduleCancel':
      return FIRST_ASSET;
  }
}

/** The order that a cancel or a change names, the newest of that name. */
export function namedOrder({ exchange }: HyperliquidDesk, account: number, action: HyperliquidAction): VenueOrder | undefined {
  const orders = exchange.state.ordersOf(account);
  const named = (oid: number | string) =>
    typeof oid === 'number'
      ? orders.find(({ id }) => hyperliquidOrderId(id) === oid)
      : orders.findLast(({ clientId }) => clientId === oid.toLowerCase());
  if (action.type === 'cancel') return named(action.cancels[0].o);
  if (action.type === 'cancelByCloid') return named(action.cancels[0].cloid);
  return action.type === 'batchModify' ? named(action.modifies[0].oid) : undefined;
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
  if (action.type === 'updateLeverage') return setLeverage(desk, account, action);
  const order = namedOrder(desk, account, action);
  if (action.type === 'batchModify') return modify(desk, account, order, action.modifies[0].order);
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

/** Ends an order and places another one in its place; where that is refused the first one is gone all the same. */
function modify(desk: HyperliquidDesk, account: number, old: VenueOrder | undefined, wire: WireOrder): unknown {
  if (!old || !isOpen(old)) throw new HyperliquidError('Cannot modify canceled or filled order', { ofOrder: true });
  desk.exchange.cancel(account, { symbol: old.symbol, orderId: old.id });
  try {
    return placeOrder(desk, account, wire);
  } catch (thrown) {
    if (!(thrown instanceof HyperliquidError)) throw thrown;
    throw new HyperliquidError(`Error placing new order during modify: ${thrown.message}`, { ofOrder: true });
  }
}

function setLeverage(
  desk: HyperliquidDesk,
  account: number,
  { asset, isCross, leverage }: Extract<HyperliquidAction, { type: 'updateLeverage' }>,
): unknown {
  const placed = marketOfAsset(desk, asset);
  if (placed === undefined || asset >= FIRST_ASSET) throw new HyperliquidError('Invalid asset.');
  const { name } = placed.market.rules;
  const { margins, exchange } = desk;
  if (isCross && isIsolatedOnly(placed)) throw new HyperliquidError('Cross margin is not allowed for this asset.');
  const isHeld = exchange.contracts.position(account, name).size !== 0n;
  if (isHeld && margins.isIsolated(account, name) === isCross)
    throw new HyperliquidError('Cannot switch leverage type with open position.');
  try {
    exchange.contracts.setLeverage(account, name, leverage);
  } catch (thrown) {
    throw new HyperliquidError(hyperliquidErrorOf(thrown, asset).message);
  }
  margins.set(account, name, !isCross);
  return { type: 'default' };
}

function schedule({ deadMan, clock }: HyperliquidDesk, account: number, time: number | undefined, wanted: number): unknown {
  if (wanted > 0)
    throw new HyperliquidError(`Cannot set scheduled cancel time until enough volume traded. Required: $${String(wanted)}. Traded: $0.`);
  if (time !== undefined && time < clock.now() + LEAST_HELD_MS) throw new HyperliquidError('Scheduled cancel time too early.');
  deadMan.arm(account, time === undefined ? 0 : time - clock.now());
  return { type: 'default' };
}

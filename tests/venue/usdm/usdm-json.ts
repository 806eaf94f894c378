import type { UserMessage } from '../binance/user-hub.ts';
import type { UserEvent } from '../core/events.ts';
import { type Fill, isLimited, isOpen, isTriggered, type VenueOrder } from '../core/order.ts';
import type { ExchangeState } from '../core/state.ts';
import { ONE, unitsText } from '../core/units.ts';
import { algoIdOf, isAlgoAlone, usdmId } from './usdm-desk.ts';

type Json = Record<string, unknown>;

const CONDITIONAL: Readonly<Record<string, string>> = {
  STOP_LOSS: 'STOP_MARKET',
  STOP_LOSS_LIMIT: 'STOP',
  TAKE_PROFIT: 'TAKE_PROFIT_MARKET',
  TAKE_PROFIT_LIMIT: 'TAKE_PROFIT',
};

export function conditionalType({ type }: Pick<VenueOrder, 'type'>): string {
  return CONDITIONAL[type] ?? type;
}

/** What it is in the book. What the venue itself places has a price. */
function plainType({ type, forced }: Pick<VenueOrder, 'type' | 'forced'>): string {
  return isLimited(type) || forced !== null ? 'LIMIT' : 'MARKET';
}

/** What the venue itself places does not say that it only reduces. */
function reduces({ reduceOnly, forced }: Pick<VenueOrder, 'reduceOnly' | 'forced'>): boolean {
  return reduceOnly && forced === null;
}

function timeOf({ type, timeInForce, forced }: Pick<VenueOrder, 'type' | 'timeInForce' | 'forced'>): string {
  if (forced !== null) return forced === 'adl' ? 'GTC' : 'IOC';
  return type === 'LIMIT_MAKER' ? 'GTX' : timeInForce;
}

/** What the venue itself places has a name by which it is known. */
export function usdmName({ forced, clientId, id }: Pick<VenueOrder, 'forced' | 'clientId' | 'id'>): string {
  if (forced === null) return clientId;
  return forced === 'adl' ? 'adl_autoclose' : `autoclose-${String(id)}`;
}

function meanPrice({ executed, executedQuote }: VenueOrder): string {
  return unitsText(executed === 0n ? 0n : (executedQuote * ONE) / executed);
}

/** An order as its placement and queries answer it. */
export function usdmOrderJson(order: VenueOrder, symbol: string): Json {
  return {
    orderId: order.id,
    symbol,
    status: order.status,
    clientOrderId: usdmName(order),
    price: order.forced === null ? unitsText(order.price) : meanPrice(order),
    avgPrice: meanPrice(order),
    origQty: unitsText(order.quantity),
    executedQty: unitsText(order.executed),
    cumQuote: unitsText(order.executedQuote),
    timeInForce: timeOf(order),
    type: plainType(order),
    reduceOnly: reduces(order),
    closePosition: false,
    side: order.side,
    positionSide: 'BOTH',
    stopPrice: '0',
    workingType: 'CONTRACT_PRICE',
    priceProtect: false,
    origType: isTriggered(order.type) ? conditionalType(order) : plainType(order),
    priceMatch: 'NONE',
    selfTradePreventionMode: 'NONE',
    goodTillDate: 0,
    time: order.createdAt,
    updateTime: order.updatedAt,
  };
}

export function algoStatus(order: VenueOrder, triggering = false): string {
  if (triggering) return 'TRIGGERING';
  if (!isAlgoAlone(order)) return isOpen(order) ? 'TRIGGERED' : 'FINISHED';
  if (isOpen(order)) return 'NEW';
  return order.status === 'CANCELED' ? 'CANCELED' : 'REJECTED';
}

/** An order that waits as its placement and queries answer it. */
export function usdmAlgoJson(order: VenueOrder, symbol: string, triggering = false): Json {
  return {
    algoId: algoIdOf(order.id),
    clientAlgoId: order.clientId,
    algoType: 'CONDITIONAL',
    orderType: conditionalType(order),
    symbol,
    side: order.side,
    positionSide: 'BOTH',
    timeInForce: 'GTC',
    quantity: unitsText(order.quantity),
    algoStatus: algoStatus(order, triggering),
    actualOrderId: triggering || isAlgoAlone(order) ? '' : String(order.id),
    actualPrice: meanPrice(order),
    triggerPrice: unitsText(order.stopPrice),
    price: unitsText(order.price),
    icebergQuantity: null,
    workingType: 'CONTRACT_PRICE',
    closePosition: false,
    priceProtect: false,
    reduceOnly: order.reduceOnly,
    createTime: order.createdAt,
    updateTime: order.updatedAt,
    triggerTime: Math.max(0, order.workingAt),
    goodTillDate: 0,
  };
}

/** What an account's stream says of an event. */
export function usdmMessages(event: UserEvent, state: ExchangeState, algoLagMs: number): readonly UserMessage[] {
  if (event.kind === 'balances') return [balances(event)];
  if (event.kind !== 'execution') return [];
  const { order } = event;
  const symbol = usdmId(state.market(order.symbol).rules);
  const triggering = algoLagMs > 0 && !isAlgoAlone(order) && event.execution === 'NEW';
  const algo = { event: 'ALGO_UPDATE', symbol, json: algoUpdate(order, symbol, event.time) };
  const later = algoLagMs > 0 ? { ...algo, laterMs: algoLagMs } : algo;
  if (isAlgoAlone(order)) return [algo];
  const plain = { event: `ORDER_TRADE_UPDATE:${event.execution}`, symbol, json: orderUpdate(event, symbol) };
  if (!isTriggered(order.type)) return [plain];
  // The matching engine tells before the service that kept it does.
  if (triggering) return [{ ...algo, json: algoUpdate(order, symbol, event.time, true) }, plain, later];
  return event.execution === 'NEW' || !isOpen(order) ? [plain, later] : [plain];
}

function balances(event: Extract<UserEvent, { kind: 'balances' }>): UserMessage {
  const B = event.assets.map(({ asset, free, locked }) => ({
    a: asset,
    wb: unitsText(free + locked),
    cw: unitsText(free + locked),
    bc: '0',
  }));
  return {
    event: 'ACCOUNT_UPDATE',
    symbol: undefined,
    json: { e: 'ACCOUNT_UPDATE', E: event.time, T: event.time, a: { m: 'ORDER', B, P: [] } },
  };
}

function orderUpdate(event: Extract<UserEvent, { kind: 'execution' }>, symbol: string): Json {
  const { order, fill, execution, time } = event;
  const told = order.forced === null ? plainType(order) : 'LIQUIDATION';
  const o = {
    s: symbol,
    c: usdmName(order),
    S: order.side,
    o: told,
    f: timeOf(order),
    q: unitsText(order.quantity),
    p: unitsText(order.price),
    ap: meanPrice(order),
    sp: '0',
    x: execution === 'TRADE' && order.forced !== null ? 'CALCULATED' : execution === 'REPLACED' ? 'AMENDMENT' : execution,
    X: order.forced === null ? order.status : 'NEW',
    i: order.id,
    ...tradeOf(order, fill),
    T: time,
    R: reduces(order),
    wt: 'CONTRACT_PRICE',
    ot: isTriggered(order.type) ? conditionalType(order) : told,
    ps: 'BOTH',
    cp: false,
    pP: false,
    V: 'NONE',
    pm: 'NONE',
    gtd: 0,
  };
  return { e: 'ORDER_TRADE_UPDATE', E: time, T: time, o };
}

function tradeOf({ executed }: Pick<VenueOrder, 'executed'>, fill: Fill | null): Json {
  return {
    l: unitsText(fill?.quantity ?? 0n),
    z: unitsText(executed),
    L: unitsText(fill?.price ?? 0n),
    ...(fill === null ? {} : { N: fill.commissionAsset, n: unitsText(fill.commission) }),
    t: fill?.tradeId ?? 0,
    m: fill?.maker ?? false,
    rp: unitsText(fill?.profit ?? 0n),
  };
}

function algoUpdate(order: VenueOrder, symbol: string, time: number, triggering = false): Json {
  const o = {
    caid: order.clientId,
    aid: algoIdOf(order.id),
    at: 'CONDITIONAL',
    o: conditionalType(order),
    s: symbol,
    S: order.side,
    ps: 'BOTH',
    f: 'GTC',
    q: unitsText(order.quantity),
    X: algoStatus(order, triggering),
    ai: triggering || isAlgoAlone(order) ? '' : String(order.id),
    ap: meanPrice(order),
    aq: unitsText(order.executed),
    tp: unitsText(order.stopPrice),
    p: unitsText(order.price),
    V: 'NONE',
    wt: 'CONTRACT_PRICE',
    pm: 'NONE',
    cp: false,
    pP: false,
    R: order.reduceOnly,
    tt: Math.max(0, order.workingAt),
    gtd: 0,
    ...(algoStatus(order) === 'REJECTED' ? { rm: 'Reduce Only reject' } : {}),
  };
  return { e: 'ALGO_UPDATE', T: time, E: time, o };
}

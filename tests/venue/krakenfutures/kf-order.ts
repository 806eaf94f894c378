import { type Fill, type OrderRequest, type OrderType, type VenueOrder, isLimited, isTriggered, remaining } from '../core/order.ts';
import type { SymbolRules } from '../core/symbol.ts';
import { parseUnits } from '../core/units.ts';
import { type Json, type Values, iso, kfNumber, kfOrderId, kfSymbol, kfText } from './kf-desk.ts';
import { KfError, KfStatus } from './kf-error.ts';

type Kind = Pick<OrderRequest, 'type' | 'timeInForce'>;

const KINDS: Readonly<Record<string, Kind>> = {
  lmt: { type: 'LIMIT', timeInForce: 'GTC' },
  post: { type: 'LIMIT_MAKER', timeInForce: 'GTC' },
  ioc: { type: 'LIMIT', timeInForce: 'IOC' },
  mkt: { type: 'MARKET', timeInForce: 'GTC' },
};
const WAITING: Readonly<Record<string, 'STOP_LOSS' | 'TAKE_PROFIT'>> = { stp: 'STOP_LOSS', take_profit: 'TAKE_PROFIT' };

/** Reads a query such as `orderType=lmt&symbol=PF_XBTUSD&side=buy&size=0.01&limitPrice=59000&cliOrdId=o1`. */
export function readKfOrder(rules: SymbolRules, values: Values): OrderRequest {
  const type = values.get('orderType') ?? '';
  const waits = WAITING[type];
  const limited = values.has('limitPrice');
  const kind: Kind | undefined =
    waits === undefined ? KINDS[type] : { type: limited ? (`${waits}_LIMIT` satisfies OrderType) : waits, timeInForce: 'GTC' };
  if (!kind) throw new KfError('invalidArgument: orderType');
  const side = values.get('side');
  if (side !== 'buy' && side !== 'sell') throw new KfError('invalidArgument: side');
  if (waits !== undefined && !['mark', 'last', 'index'].includes(values.get('triggerSignal') ?? 'mark'))
    throw new KfError('invalidArgument: triggerSignal');
  return {
    symbol: rules.name,
    side: side === 'buy' ? 'BUY' : 'SELL',
    ...kind,
    quantity: amount(values.get('size'), 'invalidSize'),
    quoteQuantity: 0n,
    price: kind.type === 'MARKET' || !limited ? 0n : amount(values.get('limitPrice'), 'invalidPrice'),
    stopPrice: waits === undefined ? 0n : amount(values.get('stopPrice'), 'invalidPrice'),
    trailingDelta: 0,
    clientId: values.get('cliOrdId') ?? '',
    reduceOnly: values.get('reduceOnly') === 'true',
  };
}

/** Units of a figure; the order is refused with a word where it is none. */
export function amount(text: string | undefined, word: string): bigint {
  const parsed = parseUnits(text ?? '');
  if (typeof parsed === 'string' || parsed === 0n) throw new KfStatus(word);
  return parsed;
}

/** It waits for its price: it is a trigger there, and no order of the book yet. */
export function isWaiting({ type, workingAt }: Pick<VenueOrder, 'type' | 'workingAt'>): boolean {
  return isTriggered(type) && workingAt < 0;
}

/** An open order as the question for all of them answers it. */
export function openOrderJson(order: Readonly<VenueOrder>, rules: SymbolRules): Json {
  const waits = isWaiting(order);
  return {
    order_id: kfOrderId(order.id),
    cliOrdId: order.clientId,
    symbol: kfSymbol(rules),
    side: order.side.toLowerCase(),
    orderType: waits ? (order.type.startsWith('STOP_LOSS') ? 'stop' : 'take_profit') : 'lmt',
    ...(isLimited(order.type) ? { limitPrice: kfNumber(order.price) } : {}),
    ...(waits ? { stopPrice: kfNumber(order.stopPrice), triggerSignal: 'last' } : {}),
    unfilledSize: kfNumber(remaining(order)),
    filledSize: kfNumber(order.executed),
    reduceOnly: order.reduceOnly,
    receivedTime: iso(order.createdAt),
    lastUpdateTime: iso(order.updatedAt),
    status: order.executed === 0n ? 'untouched' : 'partiallyFilled',
  };
}

/** The same in the feed of an account's open orders: what is left of it, and times as numbers. */
export function feedOrderJson(order: Readonly<VenueOrder>, rules: SymbolRules): Json {
  const waits = isWaiting(order);
  return {
    instrument: kfSymbol(rules),
    time: order.createdAt,
    last_update_time: order.updatedAt,
    qty: kfNumber(remaining(order)),
    filled: kfNumber(order.executed),
    limit_price: kfNumber(order.price),
    stop_price: waits ? kfNumber(order.stopPrice) : 0,
    type: waits ? 'stop' : 'limit',
    order_id: kfOrderId(order.id),
    cli_ord_id: order.clientId,
    direction: order.side === 'BUY' ? 0 : 1,
    reduce_only: order.reduceOnly,
  };
}

/** As what a fill is told: the venue's own by why it was made. */
export function fillType({ forced }: Pick<VenueOrder, 'forced'>, { maker }: Pick<Fill, 'maker'>): string {
  if (forced !== null) return forced === 'adl' ? 'unwindCounterparty' : 'liquidation';
  return maker ? 'maker' : 'taker';
}

const TYPES: Readonly<Partial<Record<OrderType, string>>> = { MARKET: 'IoC', LIMIT_MAKER: 'Post' };

/** An order in an event of the history: what is left of it, and what has filled. */
export function eventOrderJson(order: Readonly<VenueOrder>, rules: SymbolRules): Json {
  const passes = order.timeInForce === 'IOC' || (isTriggered(order.type) && !isLimited(order.type));
  const ended = order.status === 'FILLED' ? 0n : remaining(order);
  return {
    uid: kfOrderId(order.id),
    accountUid: String(order.account),
    tradeable: kfSymbol(rules),
    direction: order.side === 'BUY' ? 'Buy' : 'Sell',
    quantity: kfText(ended),
    filled: kfText(order.executed),
    timestamp: order.createdAt,
    limitPrice: isLimited(order.type) ? kfText(order.price) : '',
    orderType: order.forced === null ? (TYPES[order.type] ?? (passes ? 'IoC' : 'Limit')) : 'Liquidation',
    clientId: order.forced === null ? order.clientId : '',
    reduceOnly: order.reduceOnly,
    lastUpdateTimestamp: order.updatedAt,
  };
}

/** An order that waits in an event of the history. */
export function eventTriggerJson(order: Readonly<VenueOrder>, rules: SymbolRules): Json {
  const { filled: _, ...common } = eventOrderJson(order, rules);
  const stop = order.type.startsWith('STOP_LOSS');
  return {
    ...common,
    triggerOptions: {
      triggerPrice: kfText(order.stopPrice),
      triggerSignal: 'LastPrice',
      triggerSide: stop === (order.side === 'BUY') ? 'Above' : 'Below',
    },
  };
}

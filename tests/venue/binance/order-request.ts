import { type OrderRequest, type OrderType, type Side, type TimeInForce, isLimited, isTriggered } from '../core/order.ts';
import { ApiError } from './api-error.ts';
import type { Params } from './params.ts';

export const SIDES: readonly Side[] = ['BUY', 'SELL'];
export const ORDER_TYPES: readonly OrderType[] = [
  'LIMIT',
  'LIMIT_MAKER',
  'MARKET',
  'STOP_LOSS',
  'STOP_LOSS_LIMIT',
  'TAKE_PROFIT',
  'TAKE_PROFIT_LIMIT',
];
const TIMES: readonly TimeInForce[] = ['GTC', 'IOC', 'FOK'];
const FORMS = ['ACK', 'RESULT', 'FULL'] as const;

/** How much of an order its placement answers. */
export type ResponseForm = (typeof FORMS)[number];

/** Reads an order from a request, holding each type to the parameters that it must and may have. */
export function readOrder(params: Params, symbol: string): OrderRequest {
  const side = readSide(params);
  const type = params.choice('type', ORDER_TYPES, new ApiError(-1116, 'Invalid orderType.')) ?? params.required('type');
  return readLeg(params, { symbol, side, type: type as OrderType, prefix: '', clientId: params.id('newClientOrderId') });
}

export function readSide(params: Params): Side {
  return params.choice('side', SIDES, new ApiError(-1117, 'Invalid side.')) ?? (params.required('side') as Side);
}

/** The parameters of one order whose names begin with `prefix`, as the legs of a pair are written. */
export function readLeg(
  params: Params,
  leg: { readonly symbol: string; readonly side: Side; readonly type: OrderType; readonly prefix: string; readonly clientId: string },
): OrderRequest {
  const { symbol, side, type, prefix, clientId } = leg;
  const name = (text: string) => (prefix === '' ? text : prefix + text.charAt(0).toUpperCase() + text.slice(1));
  if (params.text(name('icebergQty')) !== undefined) throw new ApiError(-2010, 'Iceberg orders are not supported for this symbol.');
  const needsTime = isLimited(type) && type !== 'LIMIT_MAKER';
  const timeInForce = params.choice(name('timeInForce'), TIMES, new ApiError(-1115, 'Invalid timeInForce.'));
  if (needsTime && timeInForce === undefined) params.required(name('timeInForce'));
  if (!needsTime && timeInForce !== undefined) throw new ApiError(-1106, `Parameter '${name('timeInForce')}' sent when not required.`);
  if (!isLimited(type)) params.unwanted(name('price'));
  const byMoney = type === 'MARKET' && prefix === '' ? params.amount('quoteOrderQty') : undefined;
  if (byMoney !== undefined) params.unwanted('quantity');
  else if (prefix === '' && type !== 'MARKET') params.unwanted('quoteOrderQty');
  return {
    symbol,
    side,
    type,
    timeInForce: timeInForce ?? 'GTC',
    quantity: byMoney === undefined ? params.requiredAmount('quantity') : 0n,
    quoteQuantity: byMoney ?? 0n,
    price: isLimited(type) ? params.requiredAmount(name('price')) : 0n,
    ...readTrigger(params, type, name),
    clientId,
  };
}

function readTrigger(
  params: Params,
  type: OrderType,
  name: (text: string) => string,
): { readonly stopPrice: bigint; readonly trailingDelta: number } {
  if (!isTriggered(type)) {
    params.unwanted(name('stopPrice'), name('trailingDelta'));
    return { stopPrice: 0n, trailingDelta: 0 };
  }
  const stopPrice = params.amount(name('stopPrice'));
  const trailingDelta = params.whole(name('trailingDelta'));
  if (stopPrice === undefined && trailingDelta === undefined)
    throw new ApiError(-1102, `Param '${name('stopPrice')}' or '${name('trailingDelta')}' must be sent, but both were empty/null!`);
  return { stopPrice: stopPrice ?? 0n, trailingDelta: trailingDelta ?? 0 };
}

/** Which form of answer is asked for: market and limit orders answer in full, others with an acknowledgement. */
export function readForm(params: Params, type: OrderType): ResponseForm {
  const standard = type === 'MARKET' || type === 'LIMIT' ? 'FULL' : 'ACK';
  return params.choice('newOrderRespType', FORMS, invalid('newOrderRespType')) ?? standard;
}

/** Reads what every placement may carry besides, and of which this venue knows one value each. */
export function readExtras(params: Params): void {
  params.choice('selfTradePreventionMode', ['NONE'], invalid('selfTradePreventionMode'));
  params.whole('strategyId');
  const strategyType = params.whole('strategyType');
  if (strategyType !== undefined && strategyType < 1_000_000) throw new ApiError(-1134, '`strategyType` was less than 1000000.');
}

export function invalid(name: string): ApiError {
  return new ApiError(-1130, `Data sent for parameter '${name}' is not valid.`);
}

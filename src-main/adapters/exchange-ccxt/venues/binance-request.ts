import type { NamedOrder, OrderMarket } from './order-protocol.ts';

/** A request as the venue's own fields, each figure as it was given. */
export function binanceRequest(market: OrderMarket, order: NamedOrder): Readonly<Record<string, string>> {
  const { type, side, size, quoteAmount, price, trigger, timeInForce, postOnly, name } = order;
  const limited = price !== null;
  const kind = {
    market: 'MARKET',
    limit: postOnly ? 'LIMIT_MAKER' : 'LIMIT',
    stop: 'STOP_LOSS',
    'stop-limit': 'STOP_LOSS_LIMIT',
    'take-profit': limited ? 'TAKE_PROFIT_LIMIT' : 'TAKE_PROFIT',
    'trailing-stop': 'STOP_LOSS',
  }[type];
  return {
    symbol: market.id,
    side: side.toUpperCase(),
    type: kind,
    ...(size === null ? {} : { quantity: size }),
    ...(quoteAmount === null ? {} : { quoteOrderQty: quoteAmount }),
    ...(limited ? { price } : {}),
    ...(trigger === null ? {} : { stopPrice: trigger }),
    ...(limited && kind !== 'LIMIT_MAKER' ? { timeInForce: timeInForce.toUpperCase() } : {}),
    newClientOrderId: name,
    newOrderRespType: 'RESULT',
  };
}

import type { OrderRequest, OrderType, TimeInForce } from '../core/order.ts';
import { parseUnits, times, units } from '../core/units.ts';
import type { WireOrder } from './hyperliquid-actions.ts';
import type { PlacedMarket } from './hyperliquid-desk.ts';
import { HyperliquidError } from './hyperliquid-error.ts';
import { isPrice } from './hyperliquid-order.ts';

const LIMITS = { Gtc: ['LIMIT', 'GTC'], Ioc: ['LIMIT', 'IOC'], Alo: ['LIMIT_MAKER', 'GTC'] } as const;
const WAITERS = { sl: 'STOP_LOSS_LIMIT', tp: 'TAKE_PROFIT_LIMIT' } as const;
const LEAST = units('10');

/** What the exchange is asked for an order; refuses what has more figures than the venue takes, and what is worth too little. */
export function orderRequest({ market: { rules } }: PlacedMarket, wire: WireOrder): OrderRequest {
  const refuse = (words: string) => new HyperliquidError(`${words} asset=${String(wire.a)}`, { ofOrder: true });
  const priced = (text: string): bigint => {
    const price = isPrice(bare(text), rules) ? parseUnits(text) : '';
    if (typeof price === 'string') throw refuse('Price must be divisible by tick size.');
    return price;
  };
  const [price, quantity] = [priced(wire.p), parseUnits(wire.s)];
  if (typeof quantity === 'string') throw refuse('Order has invalid size.');
  if (!wire.r && times(price, quantity) < LEAST) throw refuse(`Order must have minimum value of 10 ${rules.quote}.`);
  if (rules.contract === null && 'trigger' in wire.t) throw refuse('Placing trigger orders is not enabled on spot trading.');
  const [type, timeInForce] = kindOf(wire);
  return {
    symbol: rules.name,
    side: wire.b ? 'BUY' : 'SELL',
    ...{ type, timeInForce, quantity },
    quoteQuantity: 0n,
    price: worst(price, wire.b, rules.tick),
    stopPrice: 'trigger' in wire.t ? priced(wire.t.trigger.triggerPx) : 0n,
    trailingDelta: 0,
    clientId: wire.c?.toLowerCase() ?? '',
    reduceOnly: wire.r,
  };
}

/** One that goes at market once its price has come takes what is there at once, down to its price. */
function kindOf({ t }: WireOrder): readonly [OrderType, TimeInForce] {
  if ('limit' in t) return LIMITS[t.limit.tif];
  return [WAITERS[t.trigger.tpsl], t.trigger.isMarket ? 'IOC' : 'GTC'];
}

/** The steps of the house are coarser than the venue's finest: a worst price need not lie on them. */
function worst(price: bigint, buys: boolean, tick: bigint): bigint {
  return buys ? price - (price % tick) : price + ((tick - (price % tick)) % tick);
}

/** A figure without noughts at its end, as the venue writes it. */
export function bare(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/u, '') : text;
}

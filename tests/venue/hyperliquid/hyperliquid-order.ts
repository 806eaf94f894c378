import type { Fill, VenueOrder } from '../core/order.ts';
import type { SymbolRules } from '../core/symbol.ts';
import { FIRST_ASSET, hyperliquidText } from './hyperliquid-desk.ts';

type Json = Record<string, unknown>;

/** Its ids are longer than 32 bits. */
const FIRST_ORDER = 200_000_000_000;
const FIRST_TRADE = 500_000_000_000_000;

export function hyperliquidOrderId(id: number): number {
  return FIRST_ORDER + id;
}

/** What became of an order. */
export function hyperliquidStatus({ status, executed }: VenueOrder): string {
  if (status === 'FILLED') return 'filled';
  if (status === 'CANCELED') return 'canceled';
  if (status === 'EXPIRED') return executed === 0n ? 'iocCancelRejected' : 'canceled';
  return 'open';
}

const TIFS = { GTC: 'Gtc', IOC: 'Ioc', FOK: 'Fok' } as const;

/** What every telling of an order has; `sz` is what is left of it. */
export function bareOrder(order: Readonly<VenueOrder>, coin: string): Json {
  return {
    coin,
    side: order.side === 'BUY' ? 'B' : 'A',
    limitPx: hyperliquidText(order.price),
    sz: hyperliquidText(order.quantity - order.executed),
    oid: hyperliquidOrderId(order.id),
    timestamp: order.createdAt,
    origSz: hyperliquidText(order.quantity),
    ...(order.clientId.startsWith('0x') ? { cloid: order.clientId } : {}),
  };
}

/** An order as queries answer it. */
export function orderJson(order: Readonly<VenueOrder>, coin: string): Json {
  const isMarket = order.type === 'MARKET';
  return {
    cloid: null,
    ...bareOrder(order, coin),
    children: [],
    isPositionTpsl: false,
    isTrigger: false,
    orderType: isMarket ? 'Market' : 'Limit',
    reduceOnly: false,
    tif: isMarket ? 'FrontendMarket' : order.type === 'LIMIT_MAKER' ? 'Alo' : TIFS[order.timeInForce],
    triggerCondition: 'N/A',
    triggerPx: '0.0',
  };
}

/** An order with what became of it. */
export function statusJson(order: Readonly<VenueOrder>, coin: string): Json {
  return { order: orderJson(order, coin), status: hyperliquidStatus(order), statusTimestamp: order.updatedAt };
}

/** One execution; its id is one for both sides. */
export function fillJson(order: Readonly<VenueOrder>, fill: Fill, at: { readonly coin: string; readonly place: number }): Json {
  return {
    closedPnl: '0.0',
    coin: at.coin,
    crossed: !fill.maker,
    dir: order.side === 'BUY' ? 'Buy' : 'Sell',
    fee: hyperliquidText(fill.commission),
    feeToken: fill.commissionAsset,
    hash: `0x${'0'.repeat(64)}`,
    oid: hyperliquidOrderId(order.id),
    px: hyperliquidText(fill.price),
    side: order.side === 'BUY' ? 'B' : 'A',
    startPosition: '0.0',
    sz: hyperliquidText(fill.quantity),
    tid: tradeNumber(fill.tradeId, at.place),
    time: fill.time,
    ...(order.clientId.startsWith('0x') ? { cloid: order.clientId } : {}),
  };
}

export function tradeNumber(tradeId: number, place: number): number {
  return FIRST_TRADE + place * 1_000_000_000 + tradeId;
}

/** Digits of a size behind the point. */
export function sizeDigits({ step }: Pick<SymbolRules, 'step'>): number {
  return hyperliquidText(step).split('.')[1]?.replace(/^0$/u, '').length ?? 0;
}

/** Whether a price has so few figures as the venue asks for: five that mean something, or no more than its market's digits behind the point. */
export function isPrice(text: string, rules: SymbolRules): boolean {
  const [whole = '', fraction = ''] = text.split('.');
  if (fraction === '') return true;
  return fraction.length <= 8 - sizeDigits(rules) && (whole + fraction).replace(/^0+/u, '').length <= 5;
}

export function assetOfPlace(place: number): number {
  return FIRST_ASSET + place;
}

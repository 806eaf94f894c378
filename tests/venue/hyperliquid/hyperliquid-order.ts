import { type Fill, type VenueOrder, isTriggered } from '../core/order.ts';
import type { SymbolRules } from '../core/symbol.ts';
import { signed } from '../core/contract-position.ts';
import { type HyperliquidDesk, type PlacedMarket, hyperliquidText, marketOfSymbol } from './hyperliquid-desk.ts';

type Json = Record<string, unknown>;

/** Its ids are longer than 32 bits. */
const FIRST_ORDER = 200_000_000_000;
const FIRST_TRADE = 500_000_000_000_000;

export function hyperliquidOrderId(id: number): number {
  return FIRST_ORDER + id;
}

/** What became of an order. */
export function hyperliquidStatus(order: VenueOrder): string {
  const { status, executed, expiry, type, workingAt } = order;
  if (status === 'FILLED') return 'filled';
  if (status === 'CANCELED') return (expiry !== null && ENDS[expiry]) || 'canceled';
  if (status === 'EXPIRED') return executed > 0n ? 'canceled' : expiry === 'REJECTED' ? 'perpMarginRejected' : 'iocCancelRejected';
  return isTriggered(type) && workingAt >= 0 ? 'triggered' : 'open';
}

const ENDS: Readonly<Partial<Record<NonNullable<VenueOrder['expiry']>, string>>> = {
  NOTHING_TO_REDUCE: 'reduceOnlyCanceled',
  LIQUIDATION: 'liquidatedCanceled',
};

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
  const waits = isTriggered(order.type);
  const rests = order.type === 'LIMIT_MAKER' ? 'Alo' : TIFS[order.timeInForce];
  return {
    cloid: null,
    ...bareOrder(order, coin),
    children: [],
    isPositionTpsl: false,
    isTrigger: waits,
    orderType: isMarket ? 'Market' : waits ? waitingType(order) : 'Limit',
    reduceOnly: order.reduceOnly,
    tif: waits ? null : order.forced !== null ? 'LiquidationMarket' : isMarket ? 'FrontendMarket' : rests,
    triggerCondition: waits ? `Price beyond ${hyperliquidText(order.stopPrice)}` : 'N/A',
    triggerPx: hyperliquidText(order.stopPrice),
  };
}

function waitingType({ type, timeInForce }: Readonly<VenueOrder>): string {
  return `${type.startsWith('STOP') ? 'Stop' : 'Take Profit'} ${timeInForce === 'IOC' ? 'Market' : 'Limit'}`;
}

/** An order with what became of it. */
export function statusJson(order: Readonly<VenueOrder>, coin: string): Json {
  return { order: orderJson(order, coin), status: hyperliquidStatus(order), statusTimestamp: order.updatedAt };
}

/** One execution, as the wallet whose it is sees it; its id is one for both sides. */
export function fillJson(desk: Pick<HyperliquidDesk, 'exchange'>, order: Readonly<VenueOrder>, fill: Fill, user: string): Json {
  const placed = marketOfSymbol(desk, order.symbol);
  return {
    coin: placed.coin,
    crossed: !fill.maker,
    fee: hyperliquidText(fill.commission),
    feeToken: fill.commissionAsset,
    hash: `0x${'0'.repeat(64)}`,
    oid: hyperliquidOrderId(order.id),
    px: hyperliquidText(fill.price),
    side: order.side === 'BUY' ? 'B' : 'A',
    sz: hyperliquidText(fill.quantity),
    tid: tradeNumber(fill.tradeId, placed.asset),
    time: fill.time,
    ...(order.clientId.startsWith('0x') ? { cloid: order.clientId } : {}),
    ...(placed.market.rules.contract === null
      ? { closedPnl: '0.0', dir: order.side === 'BUY' ? 'Buy' : 'Sell', startPosition: '0.0' }
      : contractPart(desk, order, fill, { user, placed })),
  };
}

/** What a fill of a contract has beside: what was held before it, what it did to that, and whose lack of margin made it. */
function contractPart(
  { exchange }: Pick<HyperliquidDesk, 'exchange'>,
  order: Readonly<VenueOrder>,
  fill: Fill,
  { user, placed }: { readonly user: string; readonly placed: PlacedMarket },
): Json {
  const fills = exchange.state.fillsOf(order.account).filter((each) => each.order.symbol === order.symbol);
  const before = fills.slice(
    0,
    fills.findIndex((each) => each.fill === fill),
  );
  const start = before.reduce((sum, each) => sum + signed(each.order.side, each.fill.quantity), 0n);
  const markPx = hyperliquidText(placed.market.mark);
  return {
    closedPnl: hyperliquidText(fill.profit),
    startPosition: hyperliquidText(start),
    dir: order.forced === 'adl' ? 'Auto-Deleveraging' : dirOf(start, signed(order.side, fill.quantity)),
    ...(order.forced === 'liquidation' ? { liquidation: { liquidatedUser: user, markPx, method: 'market' } } : {}),
  };
}

function dirOf(start: bigint, change: bigint): string {
  const held = (size: bigint) => (size > 0n ? 'Long' : 'Short');
  if (start === 0n || start > 0n === change > 0n) return `Open ${held(change)}`;
  const end = start + change;
  return end === 0n || end > 0n === start > 0n ? `Close ${held(start)}` : `${held(start)} > ${held(end)}`;
}

export function tradeNumber(tradeId: number, asset: number): number {
  return FIRST_TRADE + asset * 1_000_000_000 + tradeId;
}

/** Digits of a size behind the point. */
export function sizeDigits({ step }: Pick<SymbolRules, 'step'>): number {
  return hyperliquidText(step).split('.')[1]?.replace(/^0$/u, '').length ?? 0;
}

/** Whether a price has so few figures as the venue asks for: five that mean something, or no more than its market's digits behind the point. */
export function isPrice(text: string, rules: SymbolRules): boolean {
  const [whole = '', fraction = ''] = text.split('.');
  if (fraction === '') return true;
  return fraction.length <= (rules.contract === null ? 8 : 6) - sizeDigits(rules) && (whole + fraction).replace(/^0+/u, '').length <= 5;
}

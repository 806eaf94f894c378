import type { Exchange } from '../core/exchange.ts';
import type { MarketMaker } from '../core/market-maker.ts';
import { type Side, type VenueOrder, isOpen, remaining } from '../core/order.ts';
import { floorTo } from '../core/units.ts';

/** Who can set a scene. */
export interface Stage {
  readonly exchange: Exchange;
  readonly maker: MarketMaker;
}

/** An order that is about to be placed. */
export interface ComingOrder {
  readonly account: number;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: bigint;
}

/** Leaves so little in the market that an order fills in part; answers what makes one that rests be taken from in part. */
export function stagePartialFill(
  { exchange, maker }: Stage,
  { account, symbol, side, quantity }: ComingOrder,
  percent: number,
): () => void {
  const { rules } = exchange.state.market(symbol);
  const share = floorTo((quantity * BigInt(Math.round(percent * 100))) / 10_000n, rules.step);
  maker.thin(symbol, side === 'BUY' ? 'SELL' : 'BUY', share);
  const before = new Set(exchange.state.openOrders(account).map((order) => order.id));
  return () => {
    const placed = exchange.state.openOrders(account).find((order) => order.symbol === symbol && !before.has(order.id));
    if (placed && isOpen(placed) && placed.resting && placed.executed === 0n) maker.fill(placed, share);
  };
}

/** Fills an order before whatever comes next. */
export function stageCancelRace({ maker }: Stage, order: VenueOrder | undefined): void {
  if (order?.resting) maker.fill(order, remaining(order));
}

import type { Decimal } from '../kernel/decimal.ts';
import type { ClientOrderId } from '../kernel/ids.ts';
import type { UtcMs } from '../kernel/time.ts';

/** Which way an order trades. */
export type Side = 'buy' | 'sell';

/** +1 for a buy, -1 for a sell: what an order does to a position. */
export function directionOf(side: Side): 1 | -1 {
  return side === 'buy' ? 1 : -1;
}

/** The other side. */
export function oppositeOf(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy';
}

/** Order types. `trailing-stop` and `take-profit` are known and refused with `order.not-offered`. */
export type OrderType = 'market' | 'limit' | 'stop' | 'stop-limit' | 'trailing-stop' | 'take-profit';

/** How long an order works. `gtd` is known and refused with `order.not-offered`. */
export type TimeInForce = 'gtc' | 'ioc' | 'fok' | 'gtd';

/** Which part an order plays in its group: the entry of a bracket, its protecting stop, its target, or one leg of an OCO pair. */
export type GroupRole = 'entry' | 'stop' | 'target' | 'oco';

/** Orders that belong together. Legs of a bracket work once the entry fills, for what was filled; when one leg fills or ends by its fill, the other is cancelled or cut. */
export interface OrderGroup {
  readonly id: string;
  readonly role: GroupRole;
}

/** What somebody wants to trade, in whole ticks and lots. Exactly one of `lots` (above 0) and `quoteAmount` says how much. */
export interface OrderIntent {
  /** Dense index of the instrument. */
  readonly instrument: number;
  readonly side: Side;
  readonly type: OrderType;
  /** Whole engine lots; 0 when the order is by quote amount. */
  readonly lots: number;
  /** Quote money to spend including the fee, market orders only; the size is computed at the fill price. */
  readonly quoteAmount: Decimal | null;
  /** Limit price in ticks, for limit and stop-limit. */
  readonly limitTicks: number | null;
  /** Trigger price in ticks, for stop and stop-limit. */
  readonly triggerTicks: number | null;
  readonly timeInForce: TimeInForce;
  /** Must rest: is cancelled rather than take. */
  readonly postOnly: boolean;
  /** May only shrink a position, in the worst case of everything outstanding. */
  readonly reduceOnly: boolean;
  readonly group: OrderGroup | null;
}

/** An intent with its identity: what the ledger records and a venue is sent. */
export interface IdentifiedOrder extends OrderIntent {
  readonly id: ClientOrderId;
  /** Strategy instance, or `you` for a person's order. */
  readonly origin: string;
  /** The strategy's own name for the order, or null; kept so that a restart knows it again. */
  readonly tag: string | null;
  /** Market time of the decision. */
  readonly decidedAt: UtcMs;
  /** Price at the decision (mid of the market), ticks; 0 when there was none. Slippage is measured against it. */
  readonly decisionTicks: number;
}

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

/**
 * Order types. A stop waits for the market to come to its trigger from the good side and then trades at market, a stop-limit as a limit
 * order. A trailing stop's trigger follows the best price since it began to work at a fixed distance. A take-profit waits for the market to
 * come to its trigger from the bad side, then trades at market, or at its limit where it has one.
 */
export type OrderType = 'market' | 'limit' | 'stop' | 'stop-limit' | 'trailing-stop' | 'take-profit';

/** How long an order works: until cancelled, at once or not at all (in part, or whole), or until an instant. */
export type TimeInForce = 'gtc' | 'ioc' | 'fok' | 'gtd';

/** Which part an order plays in its group: the entry of a bracket, its protecting stop, one of its targets, or a leg of orders that exclude each other. */
export type GroupRole = 'entry' | 'stop' | 'target' | 'oco';

/**
 * Orders that belong together. Legs of a bracket work once the entry fills and share what it has filled; those of an OCO group share the
 * size of its largest leg. What one leg fills the others lose, and what has nothing left ends.
 */
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
  /** Trigger price in ticks, for stop, stop-limit and take-profit; of a trailing stop its present trigger, null until it has one. */
  readonly triggerTicks: number | null;
  /** Distance of a trailing stop's trigger from the best price, ticks. */
  readonly trailTicks: number | null;
  readonly timeInForce: TimeInForce;
  /** With `gtd`: the market time from which on it does not work any more, ms UTC. */
  readonly expiresAt: number | null;
  /** Must rest: is cancelled rather than take. */
  readonly postOnly: boolean;
  /** May only shrink a position, in the worst case of everything outstanding. */
  readonly reduceOnly: boolean;
  readonly group: OrderGroup | null;
}

/** The origin of orders that were not made by this program, such as in the venue's own application. */
export const ELSEWHERE = 'elsewhere';

/** The tag of an order that the venue made, to close what its margin no longer held. */
export const LIQUIDATION_TAG = 'venue:liquidation';

/** The tag of an order that nobody made: a person accepted the position that the venue shows. */
export const CORRECTION_TAG = 'venue:correction';

/** The tag of a strategy's market order that cuts a loss where a stop order would have: protections count it as one. */
export const STOP_TAG = 'stop';

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

/** What of an order can be amended: all of them at once, by one message to the venue. */
export interface OrderTerms {
  readonly lots: number;
  readonly limitTicks: number | null;
  readonly triggerTicks: number | null;
  readonly trailTicks: number | null;
  readonly expiresAt: number | null;
}

/** The terms of an order as they stand. */
export function termsOf({ lots, limitTicks, triggerTicks, trailTicks, expiresAt }: OrderTerms): OrderTerms {
  return { lots, limitTicks, triggerTicks, trailTicks, expiresAt };
}

/** Whether a type of order waits for a trigger. */
export function waitsForTrigger(type: OrderType): boolean {
  return type !== 'market' && type !== 'limit';
}

/** Whether a trigger is reached from below: that of a stop to buy, and of a take-profit to sell. */
export function triggersAbove({ side, type }: Pick<OrderIntent, 'side' | 'type'>): boolean {
  return (side === 'buy') !== (type === 'take-profit');
}

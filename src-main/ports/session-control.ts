import type { TradingState } from '../../src-shared/domain/limits.ts';
import type { OrderEvidence } from '../../src-shared/domain/order-evidence.ts';
import type { OrderType, Side } from '../../src-shared/domain/order.ts';
import type { OrderState } from '../../src-shared/domain/order-state.ts';
import type { Book } from './ledger.ts';
import type { HeldPosition } from './ledger-reader.ts';

/** How an account stands that is traded on. Times are market time, ms UTC. */
export interface ControlStatus {
  readonly book: Book;
  readonly account: string;
  readonly venue: string;
  /** Null where no session runs. */
  readonly session: string | null;
  readonly time: number;
  readonly state: TradingState;
  /** Rule code, `kill-switch`, or `start`. */
  readonly reason: string;
  readonly since: number;
  /** The start is still being checked against the venue. */
  readonly recovering: boolean;
  /** Until when limits are reduced because something is in its first hour with real money, if nothing pauses; null where they are not. */
  readonly reducedUntil: number | null;
  readonly openOrders: number;
  readonly inDoubt: number;
  readonly positions: number;
  /** How many of them are short; absent where none is. */
  readonly shorts?: number;
  /** Instances that run, or would go on with the next session. */
  readonly strategies: readonly string[];
}

/** An open order for a person: amounts are decimal text, times market time. */
export interface ControlOrder {
  readonly id: string;
  readonly instrument: string;
  readonly side: Side;
  readonly type: OrderType;
  /** Base units; null for an order by quote amount. */
  readonly size: string | null;
  readonly quoteAmount: string | null;
  readonly price: string | null;
  readonly trigger: string | null;
  readonly filled: string;
  readonly state: OrderState;
  /** It can only shrink a position, so the kill switch leaves it. */
  readonly protective: boolean;
  /** Strategy instance, or `you`. */
  readonly origin: string;
  readonly createdAt: number;
  /** Since when nobody knows whether the venue has it; null where that is known. */
  readonly doubtSince: number | null;
  /** What was asked of the venue last: the order itself, its end, or other terms. */
  readonly asked: 'place' | 'cancel' | 'amend';
  /** What is known of its fate, where that is in doubt or it was made elsewhere; else null. */
  readonly evidence: OrderEvidence | null;
}

/** What is open of an account. */
export interface ControlBook {
  readonly status: ControlStatus;
  readonly orders: readonly ControlOrder[];
  readonly positions: readonly HeldPosition[];
}

/** What a person does with an account's alerts: one is set by its words, removed, armed again, or all that was said is marked as seen. */
export type AlertChange =
  | { readonly type: 'add'; readonly text: string }
  | { readonly type: 'remove'; readonly alert: number }
  | { readonly type: 'rearm'; readonly alert: number }
  | { readonly type: 'seen' };

/** What a person may ask a running session from outside. The same command asked for twice is carried out once. */
export type ControlRequest =
  /** Stops strategies, cancels whatever could open or add, halts; protective orders stay. */
  | { readonly kind: 'kill'; readonly command: string }
  /** Closes every position at market. */
  | { readonly kind: 'flatten'; readonly command: string; readonly confirm: 'FLATTEN' }
  /** Changes the alerts of the account that is traded; of another one it is refused. Null takes the one that is traded. */
  | { readonly kind: 'alerts'; readonly command: string; readonly account: string | null; readonly change: AlertChange }
  | { readonly kind: 'orders' }
  | { readonly kind: 'status' };

/** What it answers, after the request was carried out. */
export type ControlAnswer =
  | { readonly kind: 'killed'; readonly cancelled: number; readonly kept: number; readonly status: ControlStatus }
  /** Positions that are being closed, and those that could not be, a sentence each. */
  | { readonly kind: 'flattening'; readonly closing: number; readonly refused: readonly string[]; readonly status: ControlStatus }
  /** It is in the ledger of this account. */
  | { readonly kind: 'alerts-changed'; readonly account: string }
  | ({ readonly kind: 'orders' } & ControlBook)
  | { readonly kind: 'status'; readonly status: ControlStatus };

/** The answer to a kind of request. */
export type ControlAnswerTo<Kind extends ControlRequest['kind']> = Extract<
  ControlAnswer,
  {
    readonly kind: {
      readonly kill: 'killed';
      readonly flatten: 'flattening';
      readonly alerts: 'alerts-changed';
      readonly orders: 'orders';
      readonly status: 'status';
    }[Kind];
  }
>;

/** A running session as a control door sees it. Throws the faults of what it carries out. */
export interface SessionControl {
  answer(request: ControlRequest): ControlAnswer;
}

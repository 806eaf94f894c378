import type { Side } from '../../../src-shared/domain/order.ts';
import type { ProtectionMethod, ProtectionSpec } from '../../../src-shared/domain/protection-spec.ts';
import type { ClosedTrade } from './trade-book.ts';

/** What a protection looks at when a trade has closed. */
export interface ClosedTrades {
  /** The trade that just closed. */
  readonly newest: ClosedTrade;
  /** Every trade that closed within the longest span looked back on, oldest first, the newest included. */
  readonly trades: readonly ClosedTrade[];
  /** Equity of the account at the newest close, settle asset. */
  readonly equity: number;
}

/** What a protection found, as its sentence needs it. */
export interface ProtectionFinding {
  /** The instrument that is blocked; null blocks all. */
  readonly instrument: number | null;
  /** The side of the entries that are blocked; null blocks both. */
  readonly side: Side | null;
  /** Trades that led to it, and the figure that went too far: a share of the entered, or 0 where there is none. */
  readonly trades: number;
  readonly actual: number;
}

/** One kind of protection. */
export interface Protection {
  readonly method: ProtectionMethod;
  /** Why new entries must wait now that a trade closed, or null. */
  judge(spec: ProtectionSpec, closed: ClosedTrades): ProtectionFinding | null;
}

/** The trades that closed within the span before the newest, the newest included. */
export function within({ lookbackMs }: ProtectionSpec, { newest, trades }: ClosedTrades): readonly ClosedTrade[] {
  const from = newest.closedAt - lookbackMs;
  return trades.filter(({ closedAt }) => closedAt > from || closedAt === newest.closedAt);
}

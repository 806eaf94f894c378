import type { OrderType, Side } from '../../../src-shared/domain/order.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** A fill as both runs tell it. */
export interface TradedFill {
  readonly time: number;
  readonly ticks: number;
  readonly lots: number;
  readonly fee: Decimal;
}

/** Lots that a position gave up because a fee took its coins: a sale for what the fee was worth. */
export interface PaidLots {
  /** Whose position it was. */
  readonly origin: string;
  readonly instrument: number;
  /** 0 where coins that an earlier fee had left over paid: they cost nothing more. */
  readonly lots: number;
  /** Quote asset. */
  readonly value: Decimal;
  readonly time: number;
}

/** An order that was decided, and what was filled of it. */
export interface TradedOrder {
  readonly id: string;
  readonly origin: string;
  readonly instrument: number;
  readonly side: Side;
  /** Null for an order of which nothing but the fill is known. */
  readonly type: OrderType | null;
  readonly decidedAt: number;
  /** Price limit at its decision, ticks; null where it had none. */
  readonly limitTicks: number | null;
  /** It was decided before the session began, or by nobody: the venue closed a position, or a person accepted what differed. */
  readonly carried: boolean;
  readonly fills: readonly TradedFill[];
  /** What positions gave up for its fees. */
  readonly paidLots: readonly PaidLots[];
  /** How it ended, or what it was at the end of the run: a reason of its end, or its state. */
  readonly end: string | null;
}

/** An order that the gate did not let through. */
export interface RefusedOrder {
  readonly origin: string;
  readonly instrument: number;
  readonly side: Side;
  readonly time: number;
  readonly code: string;
}

/** What a run traded: of the session as its journal tells it, or of its backtest. */
export interface TradedRun {
  /** In the order of their decisions. */
  readonly orders: readonly TradedOrder[];
  readonly refusals: readonly RefusedOrder[];
}

/** The market that both runs are held against. */
export interface MarketView {
  /** Middle of the market at an instant in halves of a tick, or null where nothing is known. */
  halfTicks(instrument: number, time: number): number | null;
  /** Whether two instants lie within one of the bars that fill the backtest's orders. */
  sameBar(instrument: number, a: number, b: number): boolean;
}

import type { Fill, OrderList, Side, VenueOrder } from './order.ts';

/** One print of a market. */
export interface Trade {
  readonly id: number;
  readonly price: bigint;
  readonly quantity: bigint;
  readonly quote: bigint;
  readonly time: number;
  /** True where the seller came to a bid that was there. */
  readonly buyerIsMaker: boolean;
  /** The taking order: prints of one taker at one price are one aggregate. */
  readonly takerOrder: number;
}

export type Execution = 'NEW' | 'TRADE' | 'CANCELED' | 'EXPIRED' | 'REPLACED';

/** What an account is told, in the order in which it happened. Orders are copies as of then. */
export type UserEvent =
  | {
      readonly kind: 'execution';
      readonly account: number;
      readonly time: number;
      readonly id: number;
      readonly execution: Execution;
      readonly order: Readonly<VenueOrder>;
      readonly fill: Fill | null;
      /** Of a cancel its own id and of a change the new one; else the order's. */
      readonly clientId: string;
      /** The id that was cancelled or changed, or nothing. */
      readonly originalClientId: string;
    }
  | {
      readonly kind: 'balances';
      readonly account: number;
      readonly time: number;
      readonly assets: readonly { readonly asset: string; readonly free: bigint; readonly locked: bigint }[];
    }
  | { readonly kind: 'transfer'; readonly account: number; readonly time: number; readonly asset: string; readonly delta: bigint }
  | {
      readonly kind: 'list';
      readonly account: number;
      readonly time: number;
      readonly list: Readonly<OrderList>;
      readonly clientIds: readonly string[];
    };

/** Funding that was paid on one position; below zero where the account paid. */
export interface FundingPayment {
  readonly symbol: string;
  readonly size: bigint;
  /** Units; below zero shorts pay. */
  readonly rate: bigint;
  readonly mark: bigint;
  readonly amount: bigint;
  readonly time: number;
}

/** What an account that holds contracts is told beside its orders. */
export type ContractEvent =
  | {
      readonly kind: 'position';
      readonly account: number;
      readonly time: number;
      readonly symbol: string;
      readonly size: bigint;
      readonly cost: bigint;
    }
  | { readonly kind: 'funding'; readonly account: number; readonly time: number; readonly payment: FundingPayment };

/** What everybody is told. */
export type MarketEvent =
  | { readonly kind: 'trade'; readonly symbol: string; readonly trade: Trade }
  | {
      readonly kind: 'level';
      readonly symbol: string;
      readonly side: Side;
      readonly price: bigint;
      readonly total: bigint;
      readonly updateId: number;
    };

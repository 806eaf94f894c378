export type Side = 'BUY' | 'SELL';
export type OrderType = 'LIMIT' | 'LIMIT_MAKER' | 'MARKET' | 'STOP_LOSS' | 'STOP_LOSS_LIMIT' | 'TAKE_PROFIT' | 'TAKE_PROFIT_LIMIT';
export type TimeInForce = 'GTC' | 'IOC' | 'FOK';
export type OrderStatus = 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED';
export type ExpiryReason =
  | 'OCO_TRIGGER'
  | 'UNFILLED_IOC_QUANTITY_EXPIRED'
  | 'UNFILLED_FOK_ORDER_EXPIRED'
  | 'INSUFFICIENT_LIQUIDITY'
  | 'REJECTED'
  | 'EXCHANGE_CANCELED'
  | 'NOTHING_TO_REDUCE'
  | 'LIQUIDATION'
  | 'SELF_TRADE';
/** Why the venue made an order itself. */
export type Forced = 'liquidation' | 'adl';

/** What is asked of the venue. Amounts in units; 0 where a type has none. */
export interface OrderRequest {
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: bigint;
  /** Of a market order by amount of money: what to spend or to receive. */
  readonly quoteQuantity: bigint;
  readonly price: bigint;
  readonly stopPrice: bigint;
  /** Basis points; 0 is not trailing. */
  readonly trailingDelta: number;
  /** Empty: the venue makes one. */
  readonly clientId: string;
  /** Of a contract: it never opens anything. */
  readonly reduceOnly?: boolean;
}

/** What an order keeps locked. The legs of a pair share one. */
export interface Hold {
  readonly asset: string;
  amount: bigint;
}

/** How far a trailing stop has followed the market. */
export interface Trail {
  /** The furthest price in the order's favour since it follows; null before its stop price was reached. */
  extreme: bigint | null;
  since: number;
}

/** One execution of an order. */
export interface Fill {
  readonly tradeId: number;
  readonly price: bigint;
  readonly quantity: bigint;
  readonly quote: bigint;
  readonly commission: bigint;
  readonly commissionAsset: string;
  readonly maker: boolean;
  readonly time: number;
  /** Of a contract: what closing earned, before commission. */
  readonly profit: bigint;
}

/** An order as the venue keeps it. */
export interface VenueOrder {
  readonly id: number;
  readonly account: number;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly price: bigint;
  readonly quoteQuantity: bigint;
  readonly stopPrice: bigint;
  readonly trailingDelta: number;
  readonly createdAt: number;
  /** Of its pair, or -1. */
  readonly list: number;
  readonly reduceOnly: boolean;
  /** The venue's own order that closes a position; it has no name of the customer's. */
  readonly forced: Forced | null;
  clientId: string;
  quantity: bigint;
  trail: Trail | null;
  hold: Hold;
  status: OrderStatus;
  executed: bigint;
  executedQuote: bigint;
  updatedAt: number;
  /** When it came to the book, or -1. */
  workingAt: number;
  amends: number;
  /** True while it stands in the book. */
  resting: boolean;
  expiry: ExpiryReason | null;
  readonly fills: Fill[];
}

/** A pair of which one order ends the other. */
export interface OrderList {
  readonly id: number;
  readonly account: number;
  readonly symbol: string;
  readonly clientId: string;
  readonly orders: readonly number[];
  readonly createdAt: number;
  done: boolean;
  updatedAt: number;
}

export function isOpen(order: VenueOrder): boolean {
  return order.status === 'NEW' || order.status === 'PARTIALLY_FILLED';
}

export function remaining(order: VenueOrder): bigint {
  return order.quantity - order.executed;
}

/** True for types that wait for a price. */
export function isTriggered(type: OrderType): boolean {
  return type.startsWith('STOP_LOSS') || type.startsWith('TAKE_PROFIT');
}

/** True for types with a limit price. */
export function isLimited(type: OrderType): boolean {
  return type.startsWith('LIMIT') || type.endsWith('_LIMIT');
}

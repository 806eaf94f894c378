import * as z from 'zod/mini';
import type { OrderType, Side } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { hyperliquidId } from './hyperliquid-ids.ts';
import type { OrderMarkets, ReadTrade } from './order-protocol.ts';
import { AMOUNT, ID, plain, WHOLE } from './read-parts.ts';

const TYPES: Readonly<Record<string, OrderType>> = {
  Limit: 'limit',
  Market: 'market',
  'Stop Limit': 'stop-limit',
  'Stop Market': 'stop',
  'Take Profit Limit': 'take-profit',
  'Take Profit Market': 'take-profit',
};

const CANCELLED = [
  'canceled',
  'marginCanceled',
  'vaultWithdrawalCanceled',
  'openInterestCapCanceled',
  'selfTradeCanceled',
  'reduceOnlyCanceled',
  'siblingFilledCanceled',
  'delistedCanceled',
  'liquidatedCanceled',
  'scheduledCancel',
];
const REJECTED = [
  'rejected',
  'tickRejected',
  'minTradeNtlRejected',
  'minTradeSpotNtlRejected',
  'perpMarginRejected',
  'reduceOnlyRejected',
  'badAloPxRejected',
  'iocCancelRejected',
  'badTriggerPxRejected',
  'marketOrderNoLiquidityRejected',
  'positionIncreaseAtOpenInterestCapRejected',
  'positionFlipAtOpenInterestCapRejected',
  'tooAggressiveAtOpenInterestCapRejected',
  'openInterestIncreaseRejected',
  'insufficientSpotBalanceRejected',
  'oracleRejected',
  'perpMaxPositionRejected',
];

type State = SeenOrder['state'];
const each = (words: readonly string[], state: State) => words.map((word) => [word, state] as const);
const STATES: Readonly<Record<string, State>> = Object.fromEntries([
  ...each(['open', 'triggered'], 'working'),
  ...each(['filled'], 'filled'),
  ...each(CANCELLED, 'cancelled'),
  ...each(REJECTED, 'rejected'),
]);

const TYPE = z.pipe(
  z.enum(Object.keys(TYPES)),
  z.transform((type) => TYPES[type] as OrderType),
);
/** States that are not known do not parse: what is meant by them is not guessed. */
export const HYPERLIQUID_STATE = z.pipe(
  z.enum(Object.keys(STATES)),
  z.transform((state) => STATES[state] as State),
);
/** `A` asks, `B` bids. */
const SIDE = z.pipe(
  z.enum(['A', 'B']),
  z.transform((side): Side => (side === 'A' ? 'sell' : 'buy')),
);
/** What every telling of an order has. `sz` is what is left of it. */
const BARE = {
  coin: z.string(),
  side: SIDE,
  limitPx: AMOUNT,
  sz: AMOUNT,
  origSz: AMOUNT,
  oid: ID,
  cloid: z.nullish(z.string()),
  timestamp: WHOLE,
};
/** An order of the stream, which does not tell its type. */
export const HYPERLIQUID_UPDATE = z.object({ order: z.object(BARE), status: HYPERLIQUID_STATE, statusTimestamp: WHOLE });
/** An order of a query. */
const ORDER = z.object({ ...BARE, orderType: TYPE, triggerPx: z.optional(AMOUNT) });
export const HYPERLIQUID_OPEN = ORDER;
export const HYPERLIQUID_ORDER = z.object({ order: ORDER, status: HYPERLIQUID_STATE, statusTimestamp: WHOLE });
export const HYPERLIQUID_FILL = z.object({
  coin: z.string(),
  side: SIDE,
  px: AMOUNT,
  sz: AMOUNT,
  time: WHOLE,
  oid: ID,
  tid: ID,
  crossed: z.boolean(),
  fee: AMOUNT,
  feeToken: z.string(),
  cloid: z.nullish(z.string()),
});

/** A row whose market decides whether it is looked at. */
export const HYPERLIQUID_COIN = z.object({ coin: z.string() });

/** Spot markets are called `PURR/USDC` or `@107`, perpetuals by their coin. */
export function isSpot(coin: string): boolean {
  return coin.startsWith('@') || coin.includes('/');
}

type Bare = Pick<z.infer<typeof ORDER>, keyof typeof BARE>;

/** An order as it is seen; one that ends with something left of it was not filled, whatever it is called, and one that has filled in part was not refused. */
export function hyperliquidOrder(
  order: Bare,
  told: { readonly state: State; readonly time: number; readonly type: OrderType; readonly trigger: string | null },
  markets: OrderMarkets,
): SeenOrder {
  const left = Decimal.parse(order.sz);
  const filled = Decimal.parse(order.origSz).sub(left);
  const isPart = (told.state === 'filled' && !left.isZero()) || (told.state === 'rejected' && !filled.isZero());
  return {
    id: hyperliquidId(order.cloid),
    venueId: order.oid,
    symbol: markets.named(order.coin)?.symbol ?? order.coin,
    side: order.side,
    type: told.type,
    size: plain(order.origSz),
    filled: filled.toString(),
    price: isPriced(told.type) ? plain(order.limitPx) : null,
    trigger: told.trigger,
    state: isPart ? 'cancelled' : told.state,
    time: told.time,
  };
}

/** A fill as it is seen; the fee holds whatever part of it goes to whom. */
export function hyperliquidTrade(fill: z.infer<typeof HYPERLIQUID_FILL>, markets: OrderMarkets): ReadTrade {
  return {
    tradeId: fill.tid,
    venueId: fill.oid,
    symbol: markets.named(fill.coin)?.symbol ?? fill.coin,
    side: fill.side,
    price: plain(fill.px),
    size: plain(fill.sz),
    liquidity: fill.crossed ? 'taker' : 'maker',
    fees: [{ asset: markets.asset(fill.feeToken), amount: plain(fill.fee) }],
    time: fill.time,
    id: hyperliquidId(fill.cloid),
  };
}

function isPriced(type: OrderType): boolean {
  return type !== 'market' && type !== 'stop';
}

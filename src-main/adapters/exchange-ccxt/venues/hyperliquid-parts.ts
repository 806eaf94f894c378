import * as z from 'zod/mini';
import type { OrderType, Side } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { hyperliquidId } from './hyperliquid-ids.ts';
import type { OrderMarkets, ReadTrade } from './order-protocol.ts';
import { AMOUNT, ID, plain, WHOLE } from './read-parts.ts';

/** What an order is, and whether its limit is one that it was given: what goes at market has a worst price. */
export interface HyperliquidType {
  readonly type: OrderType;
  readonly priced: boolean;
}

const TYPES: Readonly<Record<string, HyperliquidType>> = {
  Limit: { type: 'limit', priced: true },
  Market: { type: 'market', priced: false },
  'Stop Limit': { type: 'stop-limit', priced: true },
  'Stop Market': { type: 'stop', priced: false },
  'Take Profit Limit': { type: 'take-profit', priced: true },
  'Take Profit Market': { type: 'take-profit', priced: false },
  // How far behind it trails is not told; its trigger is.
  'Trailing Stop Market': { type: 'stop', priced: false },
  'Vault Close': { type: 'market', priced: false },
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
  'internalCancel',
  'outcomeSettledCanceled',
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
  'tooManyOpenOrdersRejected',
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
  z.transform((type) => TYPES[type] as HyperliquidType),
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
const ORDER = z.object({ ...BARE, orderType: TYPE, triggerPx: z.optional(AMOUNT), reduceOnly: z.optional(z.boolean()) });
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
  dir: z.optional(z.string()),
  liquidation: z.nullish(z.object({ liquidatedUser: z.nullish(z.string()) })),
});

/** A row whose market decides whether it is looked at. */
export const HYPERLIQUID_COIN = z.object({ coin: z.string() });

/** The price that an order waits for. */
export function triggerOf({ orderType: { type }, triggerPx }: z.infer<typeof ORDER>): string | null {
  return triggerPx === undefined || type === 'limit' || type === 'market' ? null : plain(triggerPx);
}

type Bare = Pick<z.infer<typeof ORDER>, keyof typeof BARE> & Pick<z.infer<typeof ORDER>, 'reduceOnly'>;

/** An order as it is seen; one that ends with something left of it was not filled, whatever it is called, and one that has filled in part was not refused. */
export function hyperliquidOrder(
  order: Bare,
  told: { readonly state: State; readonly time: number; readonly as: HyperliquidType; readonly trigger: string | null },
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
    type: told.as.type,
    size: plain(order.origSz),
    filled: filled.toString(),
    price: told.as.priced ? plain(order.limitPx) : null,
    trigger: told.trigger,
    state: isPart ? 'cancelled' : told.state,
    time: told.time,
    ...(order.reduceOnly === true ? { reduceOnly: true } : {}),
  };
}

/** A fill of an account as it is seen; the fee holds whatever part of it goes to whom. */
export function hyperliquidTrade(fill: z.infer<typeof HYPERLIQUID_FILL>, markets: OrderMarkets, user: string): ReadTrade {
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
    ...(isLiquidation(fill, user) ? { liquidation: true } : {}),
  };
}

/** Whoever trades with somebody who is liquidated is told so too: only who that was makes it one. */
function isLiquidation({ dir = '', liquidation }: z.infer<typeof HYPERLIQUID_FILL>, user: string): boolean {
  const liquidated = liquidation?.liquidatedUser ?? null;
  if (liquidated !== null) return liquidated.toLowerCase() === user.toLowerCase();
  return dir.startsWith('Liquidated') || dir === 'Auto-Deleveraging';
}

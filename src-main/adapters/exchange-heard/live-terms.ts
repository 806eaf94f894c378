import type { Fill, PaidFee } from '../../../src-shared/domain/fill.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { ELSEWHERE, type IdentifiedOrder, termsOf } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { type ClientOrderId, clientOrderId, type VenueFillId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { EndReason, VenueOrderStatus } from '../../ports/execution-venue.ts';
import type { AccountScope } from '../../ports/ledger.ts';
import type { SeenFill, SeenOrder, VenueOrder } from '../../ports/venue-orders.ts';
import type { KnownOrder } from './known-orders.ts';

/** An order in its venue's units. */
export function venueOrderOf(order: IdentifiedOrder, instrument: Instrument): VenueOrder {
  const { id, side, type, lots, quoteAmount, limitTicks, triggerTicks, timeInForce, expiresAt, postOnly } = order;
  const price = (ticks: number | null): string | null => (ticks === null ? null : instrument.priceOf(ticks).toString());
  return {
    ...{ id, side, type, timeInForce, expiresAt, postOnly },
    symbol: instrument.spec.symbol,
    size: quoteAmount === null ? instrument.sizeOf(lots).toString() : null,
    quoteAmount: quoteAmount === null ? null : quoteAmount.toString(),
    price: price(limitTicks),
    trigger: price(triggerTicks),
    // Coins cannot be owed, so of a coin there is nothing to say.
    ...(order.reduceOnly && instrument.margin !== null ? { reduceOnly: true } : {}),
  };
}

/** Worth of a unit of an asset in an instrument's settle asset; null where nobody knows. */
export type WorthOf = (asset: string, settle: string) => Decimal | null;

/** What a fill is read with. */
export interface FillReading {
  readonly instrument: Instrument;
  readonly order: ClientOrderId;
  /** Our own time: a fill is not booked as later than now. */
  readonly now: number;
  readonly worthOf: WorthOf;
}

/** The id of a fill: where both sides of a trade are this account's, the venue gives one id to two fills. */
export function fillIdOf({ tradeId, side }: Pick<SeenFill, 'tradeId' | 'side'>): VenueFillId {
  return `${tradeId}-${side}` as VenueFillId;
}

/** A fill as it is booked; null where its price or size is none of the instrument's. */
export function fillOf(seen: SeenFill, { instrument, order, now, worthOf }: FillReading): Fill | null {
  const price = Decimal.parse(seen.price);
  const ticks = instrument.ticksOf(price);
  const lots = instrument.lotsOf(Decimal.parse(seen.size));
  if (ticks === null || lots === null || ticks <= 0 || lots <= 0) return null;
  const { base, settle } = instrument.spec;
  const paid: PaidFee[] = seen.fees.map(({ asset, amount }) => ({ asset, amount: Decimal.parse(amount) }));
  const unit = (asset: string): Decimal | null => (asset === settle ? Decimal.ONE : asset === base ? price : worthOf(asset, settle));
  const fee = paid.reduce((sum, { asset, amount }) => sum.add(amount.mul(unit(asset) ?? Decimal.ZERO)), Decimal.ZERO);
  return {
    id: fillIdOf(seen),
    ...{ order, ticks, lots, fee },
    liquidity: seen.liquidity,
    ...(paid.every(({ asset }) => asset === settle) ? {} : { paid }),
    ...(seen.profit === undefined ? {} : { profit: Decimal.parse(seen.profit) }),
    time: utcMs(Math.min(seen.time, now)),
  };
}

/** Which account takes an order over, and whether that is its opening: then what the order has filled is in the balances already. */
export interface Adoption {
  readonly account: AccountScope;
  readonly opening: boolean;
}

/** An order that was made elsewhere, under an id of its own that is the same whenever it is met; null where it does not fit the instrument. */
export function adoptedOrder(seen: SeenOrder, instrument: Instrument, { account, opening }: Adoption): IdentifiedOrder | null {
  const ticks = (price: string | null): number | null => (price === null ? null : instrument.ticksOf(Decimal.parse(price)));
  const size = Decimal.parse(seen.size);
  const lots = instrument.lotsOf(opening ? size.sub(Decimal.parse(seen.filled)) : size);
  const limitTicks = ticks(seen.price);
  const triggerTicks = ticks(seen.trigger);
  if (lots === null || lots <= 0 || (seen.price !== null && limitTicks === null) || (seen.trigger !== null && triggerTicks === null))
    return null;
  const { book, account: name } = account;
  const identity = { book, account: name, instrument: instrument.id, origin: ELSEWHERE, decision: seen.venueId, leg: 0 };
  return {
    id: seen.id ?? clientOrderId(identity),
    instrument: instrument.index,
    origin: ELSEWHERE,
    // The venue does not know it by our id: a restart asks for it by this one.
    tag: seen.venueId,
    side: seen.side,
    type: seen.type,
    lots,
    quoteAmount: null,
    ...{ limitTicks, triggerTicks },
    trailTicks: null,
    timeInForce: 'gtc',
    expiresAt: null,
    postOnly: false,
    reduceOnly: instrument.margin !== null && seen.reduceOnly === true,
    group: null,
    decidedAt: utcMs(seen.time),
    decisionTicks: 0,
  };
}

/** Whether something of an order may fill yet: some venues tell its last fill before its end. */
export function mayFill({ state, size, filled }: SeenOrder): boolean {
  const done = Decimal.parse(filled);
  return state === 'working' && (done.isZero() || done.compare(Decimal.parse(size)) < 0);
}

/** Whether an order works and shows nothing more to fill: it is about to end, or its venue calls its size what an order by quote amount has filled so far. */
export function isUnsized({ state, size, filled }: SeenOrder): boolean {
  return state === 'working' && Decimal.parse(filled).compare(Decimal.parse(size)) >= 0;
}

/** As what an order has ended that has filled so many lots: one that may only reduce is filled there with less than was sent where its venue has made it smaller. What has traded was not refused, whatever a venue calls the end of its rest. */
export function endedAs<State extends SeenOrder['state']>({ order }: KnownOrder, state: State, lots: number): State | 'cancelled' {
  if (state === 'rejected' && lots > 0) return 'cancelled';
  return state === 'filled' && order.reduceOnly && order.quoteAmount === null && lots < order.lots ? 'cancelled' : state;
}

/** Why an order ended without being filled, which its venue tells as `told`: what was asked for, else what its time in force says. */
export function endReason({ reason, order }: KnownOrder, state: 'cancelled' | 'rejected' | 'expired', told: SeenOrder['state']): EndReason {
  if (told === 'filled') return 'reduce-only';
  if (state === 'cancelled' && reason !== null) return reason;
  if (order.postOnly && state === 'rejected') return 'post-only';
  if (order.timeInForce === 'gtc') return 'venue';
  return order.timeInForce;
}

/** How the amendments of an order stand. */
export type StandingTerms = Pick<VenueOrderStatus, 'amendment' | 'amendRefusal'>;

/** An order's fate as the engine takes it. What a venue shows has its newest terms, whatever was asked for before. */
export function statusOf(
  known: KnownOrder,
  state: SeenOrder['state'],
  { fills, standing }: { readonly fills: readonly Fill[]; readonly standing: StandingTerms | null },
): VenueOrderStatus {
  const ended = endedAs(
    known,
    state,
    fills.reduce((sum, { lots }) => sum + lots, 0),
  );
  return {
    state: ended,
    reason: ended === 'working' || ended === 'filled' ? null : endReason(known, ended, state),
    fills,
    terms: termsOf(known.order),
    ...(standing ?? { amendment: Number.MAX_SAFE_INTEGER, amendRefusal: 'unsupported' }),
  };
}

import { Decimal } from '../kernel/decimal.ts';
import type { Instrument } from './instrument.ts';
import type { RiskLimits } from './limits.ts';
import { initialMargin } from './margin.ts';
import type { Side } from './order.ts';

/** A market order by size holds money back at this much above the ask while the price collar is on, because the market may move before it fills. */
const MARKET_RESERVE = 0.005;
const RATIO_DIGITS = 6;

/** The account around one order, everything outstanding counted as if it filled. Lots and ticks of the order's instrument; money in quote units. */
export interface OrderSurroundings {
  readonly instrument: Instrument;
  readonly limits: RiskLimits;
  /** Last price, ticks. */
  readonly markTicks: number;
  readonly bidTicks: number;
  readonly askTicks: number;
  /** Signed lots that the position could come to on the order's side without it, counted in that side's direction. */
  readonly reachedLots: number;
  /** The largest position that outstanding orders could lead to, absolute lots. */
  readonly worstLots: number;
  /** Worst-case value of every other instrument's position. */
  readonly elsewhere: Decimal;
  /** Settle money not held back. */
  readonly freeCash: Decimal;
  /** Lots that may be sold beside what outstanding sells hold back. */
  readonly freeLots: number;
  /** Fee rate for estimates, a fraction. */
  readonly takerFee: Decimal;
  /** The open position of a perpetual: signed lots, and what would be free if it were closed. Absent for coins and where nothing is held. */
  readonly position?: { readonly lots: number; readonly freeIfClosed: Decimal };
}

/** An order as far as limits ask for it. */
export interface LimitedOrder {
  readonly side: Side;
  readonly lots: number;
  readonly limitTicks: number | null;
  readonly triggerTicks: number | null;
}

/** A rule that a smaller order could pass. */
export type SizeRuleCode = 'risk.free-base' | 'risk.max-order-notional' | 'risk.max-position' | 'risk.max-gross-exposure' | 'risk.funds';

/** How far an order would use a limit up. Quote units; lots for `risk.free-base`. */
export interface LimitUse {
  readonly rule: SizeRuleCode;
  readonly limit: Decimal;
  /** What would be used with the order. */
  readonly after: Decimal;
  /** `after` over the limit; 1 is the limit itself. */
  readonly fraction: Decimal;
  /** What is left for the order, and what one lot of it takes. */
  readonly headroom: Decimal;
  readonly perLot: Decimal;
}

/** The price an order is worth at the most, ticks: what a buy may pay, what a sell may bring. */
export function worthTicks(order: LimitedOrder, around: Pick<OrderSurroundings, 'markTicks' | 'bidTicks' | 'askTicks'>): number {
  const trigger = order.triggerTicks ?? 0;
  if (order.side === 'buy') return order.limitTicks ?? Math.max(trigger, around.markTicks, around.askTicks);
  return Math.max(order.limitTicks ?? 0, trigger, around.markTicks, around.bidTicks);
}

/** The price at which money is held back for a buy, ticks. */
export function reserveTicks(order: LimitedOrder, around: OrderSurroundings): number {
  if (order.limitTicks !== null) return order.limitTicks;
  const { priceCollar } = around.limits;
  return Math.ceil(worthTicks(order, around) * (1 + (priceCollar === null ? 0 : Math.min(priceCollar, MARKET_RESERVE))));
}

function fractionOf(after: Decimal, limit: Decimal): Decimal {
  if (limit.sign() > 0) return after.divide(limit, RATIO_DIGITS, 'ceil');
  return after.sign() > 0 ? Decimal.of(1_000_000n) : Decimal.ZERO;
}

function larger(a: Decimal, b: Decimal): Decimal {
  return a.compare(b) >= 0 ? a : b;
}

interface Room {
  readonly rule: SizeRuleCode;
  readonly limit: Decimal;
  readonly before: Decimal;
  readonly headroom: Decimal;
  readonly perLot: Decimal;
}

function useOf(room: Room, lots: number): LimitUse {
  const { rule, limit, before, headroom, perLot } = room;
  const after = before.add(perLot.mul(Decimal.of(BigInt(lots))));
  return { rule, limit, after, fraction: fractionOf(after, limit), headroom, perLot };
}

/** Lots of a perpetual that an order would only close, whatever is outstanding on its side; of none at all where it does not. */
function closableLots({ reachedLots }: Pick<OrderSurroundings, 'reachedLots'>): number {
  return Math.max(0, -reachedLots);
}

/** Free money for what an order of a perpetual opens: where it closes all that is held, what that leaves. */
function freeFor({ position, freeCash }: OrderSurroundings, closing: number): Decimal {
  return position !== undefined && closing > 0 && closing === Math.abs(position.lots) ? position.freeIfClosed : freeCash;
}

/** What closes needs nothing, what opens its initial margin and its fee. */
function contractRoom(order: LimitedOrder, around: OrderSurroundings): Room {
  const { instrument, takerFee } = around;
  const value = instrument.notional(reserveTicks(order, around), 1);
  const perLot = initialMargin(instrument, value).add(value.mul(takerFee));
  const closing = Math.min(order.lots, closableLots(around));
  const free = freeFor(around, closing);
  const spared = perLot.mul(Decimal.of(BigInt(closing)));
  return { rule: 'risk.funds', limit: free, before: spared.neg(), headroom: free.add(spared), perLot };
}

/** The most lots of a perpetual that an order could close and open with what is free; null while no price is known. */
export function mostContractLots(order: Omit<LimitedOrder, 'lots'>, around: OrderSurroundings): number | null {
  const { instrument, takerFee } = around;
  const ticks = reserveTicks({ ...order, lots: 0 }, around);
  if (ticks <= 0 || instrument.margin === null) return null;
  const closing = closableLots(around);
  const free = freeFor(around, closing);
  const { leverage } = instrument.margin;
  return closing + (free.sign() <= 0 ? 0 : instrument.lotsForAmount(free.mul(leverage), ticks, takerFee.mul(leverage)));
}

/** What each limit that depends on the size would stand at with the order, in the order in which the gate asks them. An order that strictly reduces is asked for what it sells alone. */
export function limitUses(order: LimitedOrder, around: OrderSurroundings, reducing: boolean): readonly LimitUse[] {
  const { instrument, limits, markTicks, reachedLots, worstLots, elsewhere, freeCash, freeLots, takerFee } = around;
  const worth = worthTicks(order, around);
  const exposed = instrument.notional(Math.max(markTicks, worth), 1);
  const reached = instrument.notional(markTicks, reachedLots);
  const rooms: Room[] = [];
  const spot = instrument.spec.kind === 'spot';
  if (order.side === 'sell' && spot) {
    const limit = Decimal.of(BigInt(freeLots));
    rooms.push({ rule: 'risk.free-base', limit, before: Decimal.ZERO, headroom: limit, perLot: Decimal.ONE });
  }
  const own = (rule: SizeRuleCode, text: string | null, before: Decimal, perLot: Decimal): void => {
    if (text === null || reducing) return;
    const limit = Decimal.parse(text);
    rooms.push({ rule, limit, before, headroom: limit.sub(before), perLot });
  };
  own('risk.max-order-notional', limits.maxOrderNotional, Decimal.ZERO, instrument.notional(worth, 1));
  own('risk.max-position', limits.maxPositionNotional, reached, exposed);
  if (limits.maxGrossExposure !== null && !reducing) {
    const limit = Decimal.parse(limits.maxGrossExposure);
    const here = instrument.notional(markTicks, worstLots);
    // What does not enlarge the exposure of its own instrument passes, whatever the limit.
    rooms.push({
      rule: 'risk.max-gross-exposure',
      limit,
      before: elsewhere.add(reached),
      headroom: larger(limit.sub(elsewhere), here).sub(reached),
      perLot: exposed,
    });
  }
  if (order.side === 'buy' && spot) {
    const perLot = instrument.notional(reserveTicks(order, around), 1).mul(Decimal.ONE.add(takerFee));
    rooms.push({ rule: 'risk.funds', limit: freeCash, before: Decimal.ZERO, headroom: freeCash, perLot });
  }
  if (!spot && !reducing) rooms.push(contractRoom(order, around));
  return rooms.map((room) => useOf(room, order.lots));
}

/** The first use that is more than its limit leaves, or null. */
export function firstExceeded(uses: readonly LimitUse[], lots: number): LimitUse | null {
  const count = Decimal.of(BigInt(lots));
  return uses.find(({ perLot, headroom }) => perLot.mul(count).compare(headroom) > 0) ?? null;
}

/** The limit that is nearest to being used up, or null where none is set. */
export function tightestUse(uses: readonly LimitUse[]): LimitUse | null {
  return uses.reduce<LimitUse | null>(
    (tightest, use) => (tightest === null || use.fraction.compare(tightest.fraction) > 0 ? use : tightest),
    null,
  );
}

/** The largest size that passes every limit, whole lots; null where nothing bounds it. */
export function passingLots(uses: readonly LimitUse[]): number | null {
  let lots: number | null = null;
  for (const { headroom, perLot } of uses) {
    if (perLot.sign() <= 0) continue;
    const most = Math.max(0, Number(headroom.divide(perLot, 0, 'floor').coefficient));
    lots = lots === null ? most : Math.min(lots, most);
  }
  return lots;
}

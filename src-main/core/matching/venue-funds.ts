import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { directionOf } from '../../../src-shared/domain/order.ts';
import { initialMargin } from '../../../src-shared/domain/margin.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { Balances } from '../accounting/balances.ts';
import type { FillCosts } from './fill-costs.ts';
import { remainingLots, sharedLots } from './order-groups.ts';
import type { VenueMargin } from './venue-margin.ts';
import type { VenueOrder } from './venue-order.ts';
import type { VenueOrders } from './venue-orders.ts';

/** What the venue holds for the account: exact balances, positions by its own fills, and what resting orders hold back. */
export class VenueFunds {
  readonly balances = new Balances();
  /** What is held on margin; null where every instrument is spot. */
  margin: VenueMargin | null = null;
  private readonly instruments: readonly Instrument[];
  private readonly costs: FillCosts;
  private readonly orders: VenueOrders;
  private readonly positions: Float64Array;

  constructor(instruments: readonly Instrument[], costs: FillCosts, orders: VenueOrders) {
    for (const { spec } of instruments) invariant(spec.settle === spec.quote, 'the matching core pays in the quote asset');
    this.instruments = instruments;
    this.costs = costs;
    this.orders = orders;
    this.positions = new Float64Array(instruments.length);
  }

  /** Signed lots by the venue's own fills. */
  position(instrument: number): number {
    return this.positions[instrument] ?? 0;
  }

  /** Takes back positions that were kept. */
  restorePositions(lots: readonly number[]): void {
    this.positions.set(lots);
  }

  /** Lots by which a reduce-only order of this direction may still shrink the position. */
  reducible(instrument: number, direction: 1 | -1): number {
    return Math.max(0, -direction * this.position(instrument));
  }

  /** Moves the money and the lots of a fill: `lots` signed, positive buys; `net` what that pays or brings, fee included. Neither asset may become negative. */
  move(instrument: Instrument, lots: number, net: Decimal): void {
    const { base, quote } = instrument.spec;
    if (lots > 0) this.balances.sub(quote, net);
    else this.balances.add(quote, net);
    this.balances.add(base, instrument.sizeOf(lots));
    this.hold(instrument.index, lots);
    invariant(!this.balances.isNegative(lots > 0 ? quote : base), 'a spot balance is never negative');
  }

  /** Moves a contract's fill: only profit and fee change hands. */
  moveContract(
    instrument: Instrument,
    lots: number,
    deal: { readonly notional: Decimal; readonly fee: Decimal; readonly time: number },
  ): void {
    this.margin?.book(instrument, lots, deal);
    this.hold(instrument.index, lots);
  }

  /** Counts lots that came or went, signed. */
  hold(instrument: number, lots: number): void {
    const held = this.position(instrument) + lots;
    invariant(Number.isSafeInteger(held), 'a position stays a safe integer of lots');
    this.positions[instrument] = held;
  }

  /** What of an asset no other resting order holds back. Orders that exclude each other hold back no more than what they share; those of the asking order's own group hold back nothing. */
  free(asset: string, asking: VenueOrder): Decimal {
    const balance = this.margin === null ? this.balances.of(asset) : positive(this.margin.account.available(asset));
    return this.orders.size <= 1 ? balance : positive(balance.sub(this.heldBack(asset, asking)));
  }

  private heldBack(asset: string, asking: VenueOrder): Decimal {
    let held = Decimal.ZERO;
    let groups: Map<string, Decimal> | null = null;
    const own = asking.order.group?.id;
    for (const instrument of this.instruments) {
      if (instrument.spec.quote !== asset && instrument.spec.base !== asset) continue;
      for (const entry of this.orders.of(instrument.index)) {
        const { group } = entry.order;
        if (entry.state !== 'resting' || entry === asking || (group !== null && group.id === own)) continue;
        const amount = this.reserve(entry, instrument, asset);
        if (group === null) held = held.add(amount);
        else {
          groups ??= new Map();
          groups.set(group.id, this.together(groups.get(group.id), amount, { entry, instrument, asset }));
        }
      }
    }
    if (groups !== null) for (const shared of groups.values()) held = held.add(shared);
    return held;
  }

  /** Lots that the asking order can pay for or deliver at a price, at most `wanted`. */
  affordable(instrument: Instrument, asking: VenueOrder, ticks: number, wanted: number): number {
    const { base, quote } = instrument.spec;
    if (instrument.margin !== null) return this.marginable(instrument, asking, ticks, wanted);
    if (asking.order.side === 'sell') return Math.min(wanted, instrument.lotsWithin(this.free(base, asking)));
    const rate = this.costs.feeRate(instrument.index, 'taker');
    return Math.min(wanted, instrument.lotsForAmount(this.free(quote, asking), ticks, rate));
  }

  /** Lots of a contract: what closes needs nothing, what opens its initial margin and its fee, of what is free once the rest has closed; brackets may bound the position. */
  private marginable(instrument: Instrument, asking: VenueOrder, ticks: number, wanted: number): number {
    const { margin } = this;
    invariant(margin !== null && instrument.margin !== null, 'a contract is held on margin');
    const { index, spec } = instrument;
    const direction = directionOf(asking.order.side);
    const closing = Math.min(wanted, this.reducible(index, direction));
    if (closing === wanted) return wanted;
    const rate = this.costs.feeRate(index, 'taker');
    let free = margin.account.available(spec.settle);
    if (closing > 0) {
      const notional = instrument.notional(ticks, closing);
      const cost = margin.positions.cost(index);
      const realised = direction < 0 ? notional.sub(cost) : cost.neg().sub(notional);
      const balance = this.balances.of(spec.settle).add(realised).sub(notional.mul(rate));
      free = margin.account.available(spec.settle, { closed: index, balance });
    }
    if (this.orders.size > 1) free = free.sub(this.heldBack(spec.settle, asking));
    const { leverage, most } = instrument.margin;
    const opening = Math.min(wanted - closing, instrument.lotsForAmount(positive(free).mul(leverage), ticks, rate.mul(leverage)));
    if (most === null) return closing + opening;
    const held = closing > 0 ? 0 : Math.abs(this.position(index));
    return closing + Math.min(opening, Math.max(0, instrument.lotsForAmount(most, ticks, Decimal.ZERO) - held));
  }

  /** Whether what a limit order holds back while it rests is there. */
  covers(instrument: Instrument, entry: VenueOrder): boolean {
    const asset = instrument.margin !== null || entry.order.side === 'buy' ? instrument.spec.quote : instrument.spec.base;
    return this.free(asset, entry).compare(this.reserve(entry, instrument, asset)) >= 0;
  }

  /** What a group holds back with one more of its legs: coins for what the legs share at the most, money for the dearest leg. */
  private together(
    before: Decimal | undefined,
    amount: Decimal,
    { entry, instrument, asset }: { readonly entry: VenueOrder; readonly instrument: Instrument; readonly asset: string },
  ): Decimal {
    if (before === undefined) return amount;
    if (asset !== instrument.spec.base || entry.order.group?.role === 'entry') return before.compare(amount) < 0 ? amount : before;
    const sum = before.add(amount);
    const most = instrument.sizeOf(sharedLots(entry, this.orders));
    return sum.compare(most) < 0 ? sum : most;
  }

  private reserve(entry: VenueOrder, instrument: Instrument, asset: string): Decimal {
    const { side } = entry.order;
    const { limitTicks } = entry.terms;
    const lots = remainingLots(entry, this.orders);
    if (instrument.margin !== null) {
      const opening = lots - Math.min(lots, this.reducible(instrument.index, directionOf(side)));
      if (asset !== instrument.spec.settle || limitTicks === null || opening === 0) return Decimal.ZERO;
      const value = instrument.notional(limitTicks, opening);
      return initialMargin(instrument, value).add(value.mul(this.costs.reserveFactor(instrument.index).sub(Decimal.ONE)));
    }
    if (side === 'sell') return asset === instrument.spec.base ? instrument.sizeOf(lots) : Decimal.ZERO;
    if (asset !== instrument.spec.quote || limitTicks === null) return Decimal.ZERO;
    return instrument.notional(limitTicks, lots).mul(this.costs.reserveFactor(instrument.index));
  }
}

function positive(amount: Decimal): Decimal {
  return amount.sign() > 0 ? amount : Decimal.ZERO;
}

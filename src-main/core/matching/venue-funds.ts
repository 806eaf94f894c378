import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { Balances } from '../accounting/balances.ts';
import type { FillCosts } from './fill-costs.ts';
import { remainingLots, sharedLots } from './order-groups.ts';
import type { VenueOrder } from './venue-order.ts';
import type { VenueOrders } from './venue-orders.ts';

/** What the venue holds for the account: exact balances, positions by its own fills, and what resting orders hold back. */
export class VenueFunds {
  readonly balances = new Balances();
  private readonly instruments: readonly Instrument[];
  private readonly costs: FillCosts;
  private readonly orders: VenueOrders;
  private readonly positions: Float64Array;

  constructor(instruments: readonly Instrument[], costs: FillCosts, orders: VenueOrders) {
    for (const { spec } of instruments) invariant(spec.kind === 'spot' && spec.settle === spec.quote, 'the matching core trades spot');
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
    const held = this.position(instrument.index) + lots;
    invariant(Number.isSafeInteger(held), 'a position stays a safe integer of lots');
    this.positions[instrument.index] = held;
    invariant(!this.balances.isNegative(quote) && !this.balances.isNegative(base), 'a spot balance is never negative');
  }

  /** What of an asset no other resting order holds back. Orders that exclude each other hold back no more than what they share; those of the asking order's own group hold back nothing. */
  free(asset: string, asking: VenueOrder): Decimal {
    const balance = this.balances.of(asset);
    if (this.orders.size <= 1) return balance;
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
    const free = balance.sub(held);
    return free.sign() > 0 ? free : Decimal.ZERO;
  }

  /** Lots that the asking order can pay for or deliver at a price, at most `wanted`. */
  affordable(instrument: Instrument, asking: VenueOrder, ticks: number, wanted: number): number {
    const { base, quote } = instrument.spec;
    if (asking.order.side === 'sell') return Math.min(wanted, instrument.lotsWithin(this.free(base, asking)));
    const rate = this.costs.feeRate(instrument.index, 'taker');
    return Math.min(wanted, instrument.lotsForAmount(this.free(quote, asking), ticks, rate));
  }

  /** Whether what a limit order holds back while it rests is there. */
  covers(instrument: Instrument, entry: VenueOrder): boolean {
    const asset = entry.order.side === 'buy' ? instrument.spec.quote : instrument.spec.base;
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
    if (side === 'sell') return asset === instrument.spec.base ? instrument.sizeOf(lots) : Decimal.ZERO;
    if (asset !== instrument.spec.quote || limitTicks === null) return Decimal.ZERO;
    return instrument.notional(limitTicks, lots).mul(this.costs.reserveFactor(instrument.index));
  }
}

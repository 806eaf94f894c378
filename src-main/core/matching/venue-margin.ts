import { type FundingPlan, fundingRateAt, nextFunding } from '../../../src-shared/domain/funding.ts';
import type { ContractMargin, Instrument } from '../../../src-shared/domain/instrument.ts';
import { maintenanceBy, type MarginTier, roughMaintenance, tierAt } from '../../../src-shared/domain/margin-tiers.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { MarginReport } from '../../ports/execution-venue.ts';
import type { Balances } from '../accounting/balances.ts';
import { MarginAccount } from '../accounting/margin-account.ts';
import { Positions } from '../accounting/positions.ts';
import type { FillCosts } from './fill-costs.ts';

/** Far more than the doubles of a margin check can be off by, relative; within it exact amounts decide. */
const CLEAR = 1e-9;

/** What a venue's margin is made of. */
export interface VenueMarginParts {
  readonly instruments: readonly Instrument[];
  readonly balances: Balances;
  readonly costs: FillCosts;
  /** Funding by instrument; null for spot. */
  readonly funding: readonly (FundingPlan | null)[];
  readonly report: (report: MarginReport) => void;
  /** Ends every open order of the account's perpetuals. */
  readonly endOrders: (time: number) => void;
}

/** A perpetual that is held, where its price stands and how far against it the price goes. Ticks. */
interface Held {
  readonly instrument: Instrument;
  readonly lots: number;
  readonly from: number;
  readonly to: number;
}

/** A contract fill as the books take it. */
interface ContractDeal {
  readonly notional: Decimal;
  readonly fee: Decimal;
  readonly time: number;
}

/**
 * The perpetuals that a venue holds for an account on one balance: what they cost, what margin is left, what funding is due, and whether
 * the account is liquidated. A bar's worst prices are taken to come together: all contracts move from where they stand to the worst of
 * their bars in step, and where equity then falls to the sum of maintenance margins all are closed at the prices of that point.
 */
export class VenueMargin {
  readonly account: MarginAccount;
  readonly positions: Positions;
  private readonly parts: VenueMarginParts;
  private readonly perpetuals: readonly Instrument[];
  private readonly settle: string;
  private readonly mark: Float64Array;
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  private readonly due: Float64Array;
  private open = 0;
  private nextDue = Number.POSITIVE_INFINITY;

  constructor(parts: VenueMarginParts) {
    const { instruments, balances } = parts;
    this.parts = parts;
    this.perpetuals = instruments.filter(({ margin }) => margin !== null);
    this.settle = this.perpetuals[0]?.spec.settle ?? '';
    invariant(
      this.perpetuals.every(({ spec }) => spec.settle === this.settle),
      'the perpetuals of an account are settled in one asset',
    );
    this.positions = new Positions(instruments.length);
    this.mark = new Float64Array(instruments.length);
    this.low = new Float64Array(instruments.length);
    this.high = new Float64Array(instruments.length);
    this.due = new Float64Array(instruments.length).fill(Number.POSITIVE_INFINITY);
    this.account = new MarginAccount({ instruments, balances, positions: this.positions, markTicks: (index) => this.mark[index]! });
  }

  /** A perpetual is held: no bar may pass unseen. */
  get busy(): boolean {
    return this.open > 0;
  }

  /** The next instant at which funding is due; Infinity while none is. */
  get nextFunding(): number {
    return this.nextDue;
  }

  /** The price of an instrument from now on, quote units: a bar has opened there, or closed. */
  see(index: number, price: number): void {
    const instrument = this.parts.instruments[index]!;
    this.mark[index] = this.low[index] = this.high[index] = Math.max(1, instrument.toTicks(price));
  }

  /** How far a bar went, before its close is the price. */
  range(index: number, low: number, high: number): void {
    const instrument = this.parts.instruments[index]!;
    this.low[index] = Math.max(1, Math.min(this.mark[index]!, instrument.toTicks(low)));
    this.high[index] = Math.max(this.mark[index]!, instrument.toTicks(high));
  }

  /** Books a contract's fill, `lots` signed; returns what it realised before its fee. */
  book({ index }: Instrument, lots: number, { notional, fee, time }: ContractDeal): Decimal | null {
    const before = this.positions.lots(index);
    const realised = this.positions.apply(index, lots, { notional, fee }, time);
    const { balances } = this.parts;
    if (realised !== null) balances.add(this.settle, realised);
    balances.sub(this.settle, fee);
    const after = before + lots;
    if (before === 0) {
      this.open += 1;
      this.arm(index, time);
    } else if (after === 0) {
      this.open -= 1;
      this.arm(index, Number.POSITIVE_INFINITY);
    }
    return realised;
  }

  /** Takes over contracts that are held at the start: signed lots, and what they cost. */
  restore(positions: readonly number[], costs: readonly Decimal[]): void {
    for (const { index } of this.perpetuals) {
      const lots = positions[index] ?? 0;
      if (lots === 0) continue;
      const none = { realised: Decimal.ZERO, fees: Decimal.ZERO, openedAt: utcMs(0) };
      this.positions.restore({ instrument: index, lots, cost: costs[index] ?? Decimal.ZERO, ...none });
      this.open += 1;
      this.arm(index, 0);
    }
  }

  /** Pays what funding is due at an instant, on each position's value at its mark. */
  fund(time: number): void {
    for (const instrument of this.perpetuals) {
      const { index } = instrument;
      if (this.due[index] !== time) continue;
      const plan = this.parts.funding[index] ?? null;
      invariant(plan !== null, 'a perpetual has funding');
      const lots = this.positions.lots(index);
      const ticks = this.mark[index]!;
      const rate = fundingRateAt(plan, time, lots > 0 ? 1 : -1);
      this.parts.balances.sub(this.settle, instrument.notional(ticks, lots).mul(rate));
      this.parts.report({ kind: 'funding', instrument: index, lots, ticks, rate, time: utcMs(time) });
      this.arm(index, time);
    }
  }

  /** How far from where an instrument stands the account is liquidated within the ranges that are known, quote units; Infinity where it is not, or holds none of it. */
  distance(index: number): number {
    const lots = this.positions.lots(index);
    if (lots === 0 || this.isSafe()) return Number.POSITIVE_INFINITY;
    const held = this.held();
    const point = this.breakingPoint(held);
    if (point === null) return Number.POSITIVE_INFINITY;
    const place = held.findIndex(({ instrument }) => instrument.index === index);
    return Math.abs(point[place]! - this.mark[index]!) * held[place]!.instrument.tickSize;
  }

  /** Closes every contract if the account is liquidated at the prices or within the ranges that are known. */
  judge(time: number): void {
    if (this.open === 0 || this.isSafe()) return;
    const held = this.held();
    const point = this.breakingPoint(held);
    if (point === null) return;
    this.parts.endOrders(time);
    for (const [place, { instrument, lots }] of held.entries()) this.close(instrument, { lots, ticks: point[place]!, time });
  }

  private close(instrument: Instrument, at: { readonly lots: number; readonly ticks: number; readonly time: number }): void {
    const { index } = instrument;
    const { costs } = this.parts;
    const side = at.lots > 0 ? 'sell' : 'buy';
    const lots = Math.abs(at.lots);
    const offer = { price: instrument.toPrice(at.ticks), addSpread: true, lateMs: 0, time: at.time, volume: 0, taken: 0 };
    const ticks = costs.takerTicks(index, side, offer, lots);
    const notional = instrument.notional(ticks, lots);
    const fee = notional.mul(costs.feeRate(index, 'taker').add(marginOf(instrument).liquidationFee));
    this.book(instrument, -at.lots, { notional, fee, time: at.time });
    this.parts.report({ kind: 'liquidated', instrument: index, side, ticks, lots, fee, time: utcMs(at.time) });
  }

  private arm(index: number, after: number): void {
    const plan = this.parts.funding[index] ?? null;
    this.due[index] = plan === null || after === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : nextFunding(plan, after);
    this.nextDue = this.due.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  }

  /** Clear in doubles that equity stays above maintenance margin wherever the ranges go. */
  private isSafe(): boolean {
    const { balances } = this.parts;
    let equity = balances.of(this.settle).toApproximate();
    let size = Math.abs(equity);
    for (let i = 0; i < this.perpetuals.length; i += 1) {
      const instrument = this.perpetuals[i]!;
      const { index } = instrument;
      const lots = this.positions.lots(index);
      if (lots === 0) continue;
      const cost = this.positions.cost(index).toApproximate();
      const value = instrument.approximateNotional(lots > 0 ? this.low[index]! : this.high[index]!, lots);
      equity += value - cost - roughMaintenance(marginOf(instrument).tiers, Math.abs(value));
      size += Math.abs(cost) + Math.abs(value);
    }
    return equity > CLEAR * size;
  }

  private held(): readonly Held[] {
    return this.perpetuals.flatMap((instrument): Held[] => {
      const { index } = instrument;
      const lots = this.positions.lots(index);
      return lots === 0 ? [] : [{ instrument, lots, from: this.mark[index]!, to: lots > 0 ? this.low[index]! : this.high[index]! }];
    });
  }

  /** Equity less maintenance margin, exact, with every contract at a price of its own; by the brackets of those prices, or by others. */
  private spare(held: readonly Held[], price: (of: Held) => number, tiers?: readonly MarginTier[]): Decimal {
    let spare = this.parts.balances.of(this.settle).sub(this.account.cost(this.settle));
    for (let place = 0; place < held.length; place += 1) {
      const of = held[place]!;
      const value = of.instrument.notional(price(of), of.lots);
      const size = value.abs();
      spare = spare.add(value).sub(maintenanceBy(tiers?.[place] ?? tierAt(marginOf(of.instrument).tiers, size), size));
    }
    return spare;
  }

  /**
   * The price of each contract, whole ticks rounded against the trader, at which equity falls to the sum of maintenance margins; null where
   * it stays above. By one set of brackets what is spare is linear on the way, so the share of it that is gone by then is spare before /
   * (spare before - spare at the worst). Of all sets the lowest line holds, so the point by any of them lies at or behind the true one, and
   * the brackets of that point give the next: it comes nearer until they stay the same.
   */
  private breakingPoint(held: readonly Held[]): readonly number[] | null {
    if (this.spare(held, ({ from }) => from).sign() <= 0) return held.map(({ from }) => from);
    if (this.spare(held, ({ to }) => to).sign() > 0) return null;
    let tiers = held.map(({ instrument, lots, to }) => tierAt(marginOf(instrument).tiers, instrument.notional(to, lots).abs()));
    for (;;) {
      const before = this.spare(held, ({ from }) => from, tiers);
      const whole = before.sub(this.spare(held, ({ to }) => to, tiers));
      const next = held.map((of) => tierOnWay(of, before, whole));
      if (next.every((tier, place) => tier === tiers[place])) {
        return held.map(({ from, to, lots }) => {
          const way = Decimal.of(BigInt(to) - BigInt(from)).mul(before);
          return from + Number(way.divide(whole, 0, lots > 0 ? 'floor' : 'ceil').coefficient);
        });
      }
      tiers = next;
    }
  }
}

/** The bracket of a contract where `gone` of `whole` of its way is behind it: values are compared times `whole`, which is above zero. */
function tierOnWay({ instrument, lots, from, to }: Held, gone: Decimal, whole: Decimal): MarginTier {
  const start = instrument.notional(from, lots).abs();
  const way = instrument.notional(to, lots).abs().sub(start);
  const { tiers } = marginOf(instrument);
  const reached = start.mul(whole).add(way.mul(gone));
  return tiers.findLast(({ from: border }) => border.mul(whole).compare(reached) <= 0) ?? tiers[0]!;
}

function marginOf({ margin }: Instrument): ContractMargin {
  invariant(margin !== null, 'only contracts are held on margin');
  return margin;
}

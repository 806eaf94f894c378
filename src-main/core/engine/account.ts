import { type FundingPlan, publishedRate } from '../../../src-shared/domain/funding.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { maintenanceBy, tierAt } from '../../../src-shared/domain/margin-tiers.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { Balances } from '../accounting/balances.ts';
import { MarginAccount } from '../accounting/margin-account.ts';
import { Positions } from '../accounting/positions.ts';
import type { EngineConfig } from './engine-config.ts';
import { MarketState } from './market-state.ts';
import { OrderRegister } from './order-register.ts';

/** The account as it stands: money, positions, orders and prices, and the equity they come to. */
export class AccountState {
  readonly balances = new Balances();
  readonly positions: Positions;
  readonly orders = new OrderRegister();
  readonly market: MarketState;
  readonly instruments: readonly Instrument[];
  readonly quote: string;
  /** What contracts are held against; null where every instrument is spot. */
  readonly margin: MarginAccount | null;
  private readonly takerFeeRate: Decimal | null;
  private readonly funding: readonly (FundingPlan | null)[];
  /** Market time of the newest event. */
  time = 0;
  /** Equity at the newest price, as `revalue` left it. */
  worth = 0;
  /** Cash in the quote asset as a double, less what open contracts cost: with each position at its price it comes to equity. */
  cash = 0;
  private readonly held: Float64Array;

  constructor(config: EngineConfig) {
    this.instruments = config.instruments;
    this.quote = config.quote;
    this.takerFeeRate = config.takerFeeRate;
    this.funding = config.funding ?? [];
    this.positions = new Positions(config.instruments.length);
    this.market = new MarketState(config.instruments);
    this.held = new Float64Array(config.instruments.length);
    const { instruments, balances, positions, market } = this;
    const contracts = instruments.some(({ margin }) => margin !== null);
    this.margin = contracts
      ? new MarginAccount({ instruments, balances, positions, markTicks: (instrument) => market.markTicks[instrument] ?? 0 })
      : null;
  }

  /** Base units held of an instrument as a double. */
  heldSize(instrument: number): number {
    return this.held[instrument] ?? 0;
  }

  /** Equity now, quote units, as a double: cash plus every position at its last price. */
  equity(): number {
    this.revalue();
    return this.worth;
  }

  /** Works out `worth` anew. Doubles that stay in fields cost nothing; one returned at every bar would be an object each time. */
  revalue(): void {
    let equity = this.cash;
    const { held } = this;
    const { mark } = this.market;
    for (let i = 0; i < held.length; i += 1) {
      const lots = held[i]!;
      if (lots !== 0) equity += lots * mark[i]!;
    }
    this.worth = equity;
  }

  /** The same, exact, with every position at its last price in ticks. */
  exactEquity(): Decimal {
    let equity = this.exactCash();
    for (const instrument of this.instruments) {
      const lots = this.positions.lots(instrument.index);
      if (lots !== 0) equity = equity.add(instrument.notional(this.market.markTicks[instrument.index] ?? 0, lots));
    }
    return equity;
  }

  /** Sum of absolute position values, quote units. */
  grossExposure(): number {
    let gross = 0;
    for (let i = 0; i < this.held.length; i += 1) gross += Math.abs(this.held[i]! * this.market.mark[i]!);
    return gross;
  }

  /** Keeps the doubles that equity is made of in step with the exact figures; to be called after each change of those. */
  sync(instrument: number): void {
    this.cash = this.exactCash().toApproximate();
    const traded = this.instruments[instrument];
    if (traded) this.held[instrument] = this.positions.lots(instrument) * traded.lotSize;
  }

  private exactCash(): Decimal {
    const cash = this.balances.of(this.quote);
    return this.margin === null ? cash : cash.sub(this.margin.cost(this.quote));
  }

  /** Fee rate that estimates and reserves use, a fraction of notional. */
  feeRate(instrument: number): Decimal {
    const rate = this.takerFeeRate ?? this.instruments[instrument]?.takerFee;
    invariant(rate !== undefined, 'the instrument has a column');
    return rate;
  }

  /** The funding rate paid last at or before now, `back` payments before it; NaN where none is known. */
  fundingRate(instrument: number, back: number): number {
    const plan = this.funding[instrument] ?? null;
    return plan === null ? Number.NaN : publishedRate(plan, this.time, back);
  }

  settleAsset(instrument: number): string {
    return this.instruments[instrument]?.spec.settle ?? this.quote;
  }

  /** What neither outstanding orders hold back nor contracts as margin. */
  freeCash(asset: string): Decimal {
    const free = this.freeMargin(asset);
    return free.sign() > 0 ? free : Decimal.ZERO;
  }

  /** What would be free if a contract's position were closed at its last price, fee paid; below zero where that would not be enough for the others. */
  freeIfClosed(instrument: Instrument): Decimal {
    const { index, spec } = instrument;
    const lots = this.positions.lots(index);
    if (this.margin === null || lots === 0) return this.freeMargin(spec.settle);
    const value = instrument.notional(this.market.markTicks[index] ?? 0, lots);
    const fee = value.abs().mul(this.feeRate(index));
    const balance = this.balances.of(spec.settle).add(value).sub(this.positions.cost(index)).sub(fee);
    return this.margin.available(spec.settle, { closed: index, balance }).sub(this.reservedIn(spec.settle));
  }

  /** The money behind a perpetual: the balance, with every other position's profit at the mark less its maintenance margin. */
  collateral(instrument: Instrument): Decimal {
    const { settle } = instrument.spec;
    let sum = this.balances.of(settle);
    for (const other of this.instruments) {
      const { index, spec, margin } = other;
      const lots = this.positions.lots(index);
      if (margin === null || this.margin === null || lots === 0 || index === instrument.index || spec.settle !== settle) continue;
      const value = other.notional(this.market.markTicks[index] ?? 0, lots).abs();
      sum = sum.add(this.margin.unrealised(other)).sub(maintenanceBy(tierAt(margin.tiers, value), value));
    }
    return sum;
  }

  /** What is free, below zero where losses that are not realised have used up more than there was. */
  freeMargin(asset: string): Decimal {
    const balance = this.margin === null ? this.balances.of(asset) : this.margin.available(asset);
    return this.orders.size === 0 ? balance : balance.sub(this.reservedIn(asset));
  }

  private reservedIn(asset: string): Decimal {
    return this.orders.reserved((instrument) => this.settleAsset(instrument), asset);
  }
}

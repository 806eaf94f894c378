import { Decimal } from '../kernel/decimal.ts';
import type { AssetId, InstrumentId, VenueId } from '../kernel/ids.ts';
import { invariant } from '../kernel/result.ts';
import type { UtcMs } from '../kernel/time.ts';
import { bigintOf, doubleOf } from '../kernel/wide-integers.ts';
import { type MarginTier, marginTiers, type MarginTierTerms, mostValue } from './margin-tiers.ts';

/** What holds for a perpetual contract beside its steps and fees. Rates are fractions of the position's value, as decimal text. */
export interface PerpetualTerms {
  /** The highest leverage that the venue offers. */
  readonly maxLeverage: number;
  /** The leverage set for the account, from 1 to `maxLeverage`: opening takes the position's value over it as initial margin. */
  readonly leverage: number;
  /** What must stay of equity while a position is held; below 1 / `maxLeverage`. */
  readonly maintenanceMargin: string;
  /** Brackets whose rates rise with the value of a position, the first with `maintenanceMargin`; absent where it is the same for any. */
  readonly tiers?: readonly MarginTierTerms[];
  /** Charged on top of the taker fee when the venue closes a position. */
  readonly liquidationFee: string;
}

/** What every instrument says of itself. */
interface CommonSpec {
  readonly id: InstrumentId;
  /** `BTC/USD` */
  readonly symbol: string;
  /** `Bitcoin` */
  readonly name: string;
  readonly venue: VenueId;
  readonly base: AssetId;
  readonly quote: AssetId;
  /** The asset that profit, loss and fees are paid in. */
  readonly settle: AssetId;
  /** Smallest price step, quote units per base unit. */
  readonly tick: string;
  /** Most significant figures of an order's price that is no whole number, where the tick alone does not say what a venue takes. */
  readonly priceFigures?: number;
  /** Smallest size step of the venue, base units. */
  readonly lot: string;
  /** The engine's size step, base units: the venue's, or coarser where 1e15 lots could be passed. */
  readonly engineLot: string;
  /** Base units per contract; `1` for spot. */
  readonly multiplier: string;
  /** Smallest order value, quote units. */
  readonly minNotional: string;
  /** Fee of a resting order, a fraction of notional (`0.0008` is 8 bp). */
  readonly makerFee: string;
  /** Fee of an order that takes, a fraction of notional. */
  readonly takerFee: string;
  /** The instrument's own half spread in basis points, or null where unknown. */
  readonly halfSpreadBps: number | null;
  /** The instant from which this specification holds. */
  readonly validFrom: UtcMs;
}

/** An instrument whose units change hands: nothing is borrowed, and what is held is never negative. */
export interface SpotSpec extends CommonSpec {
  readonly kind: 'spot';
}

/** A contract without an end on the base asset, paid in the settle asset, held long or short against margin. */
export interface PerpetualSpec extends CommonSpec {
  readonly kind: 'perpetual';
  readonly terms: PerpetualTerms;
}

/** What a venue says of an instrument from a moment on: plain data, all money as decimal text. */
export type InstrumentSpec = SpotSpec | PerpetualSpec;

/** The terms of a perpetual, ready for exact calculation. */
export interface ContractMargin {
  readonly leverage: Decimal;
  /** Brackets of maintenance margin, one at least. */
  readonly tiers: readonly MarginTier[];
  /** The value up to which a position may be enlarged, settle asset; null where nothing bounds it. */
  readonly most: Decimal | null;
  readonly liquidationFee: Decimal;
}

/** Below this many lots an estimate in doubles, each of whose few roundings is below 2^-51, is off by less than `CLEAR_REST`. */
const CLEAR_LOTS = 1e11;
const CLEAR_REST = 1e-3;

function decimalsOf(step: string): number {
  return step.split('.')[1]?.length ?? 0;
}

/** An instrument ready for calculation: its specification, its dense index and the exact conversions between ticks, lots and money. */
export class Instrument {
  readonly spec: InstrumentSpec;
  /** Position in the session's columns, from 0. */
  readonly index: number;
  /** Price step as a double, for evidence and statistics. */
  readonly tickSize: number;
  /** Engine lot times multiplier as a double, base units. */
  readonly lotSize: number;
  /** Digits after the point of a price. */
  readonly priceDecimals: number;
  /** Digits after the point of a size. */
  readonly sizeDecimals: number;
  readonly makerFee: Decimal;
  readonly takerFee: Decimal;
  readonly minNotional: Decimal;
  /** The same as a double: far from it nothing exact needs to be formed. */
  readonly minNotionalRough: number;
  /** What a perpetual is held against; null for spot. */
  readonly margin: ContractMargin | null;
  private readonly tick: Decimal;
  private readonly lot: Decimal;
  private readonly unit: Decimal;
  /** Quote units of one lot at one tick, as a double. */
  private readonly unitSize: number;
  /** Digits of `unit` and `lot` when they are a power of ten, as they mostly are: then nothing needs to be multiplied. */
  private readonly unitIsStep: boolean;
  private readonly lotIsStep: boolean;
  /** The value and the size asked for last: venue and account ask for those of the same fill. */
  private lastTicks = 0;
  private lastLots = 0;
  private lastNotional = Decimal.ZERO;
  private sizedLots = 0;
  private lastSize = Decimal.ZERO;

  constructor(spec: InstrumentSpec, index: number) {
    this.spec = spec;
    this.index = index;
    this.tick = Decimal.parse(spec.tick);
    this.lot = Decimal.parse(spec.engineLot);
    invariant(this.tick.sign() > 0 && this.lot.sign() > 0, 'tick and lot are positive');
    this.unit = this.tick.mul(this.lot).mul(Decimal.parse(spec.multiplier));
    this.unitSize = this.unit.toNumber();
    this.unitIsStep = this.unit.coefficient === 1n;
    this.lotIsStep = this.lot.coefficient === 1n;
    this.tickSize = this.tick.toNumber();
    this.lotSize = this.lot.mul(Decimal.parse(spec.multiplier)).toNumber();
    this.priceDecimals = decimalsOf(spec.tick);
    this.sizeDecimals = decimalsOf(spec.engineLot);
    this.makerFee = Decimal.parse(spec.makerFee);
    this.takerFee = Decimal.parse(spec.takerFee);
    this.minNotional = Decimal.parse(spec.minNotional);
    this.minNotionalRough = this.minNotional.toNumber();
    this.margin = spec.kind === 'perpetual' ? contractMargin(spec.terms) : null;
  }

  get id(): InstrumentId {
    return this.spec.id;
  }

  /** The nearest whole number of ticks of a price in quote units. */
  toTicks(price: number): number {
    return Math.round(price / this.tickSize);
  }

  /** The price of whole ticks as a double, quote units, correctly rounded for decimal ticks. */
  toPrice(ticks: number): number {
    return this.priceOf(ticks).toNumber();
  }

  /** The exact price of whole ticks, quote units. */
  priceOf(ticks: number): Decimal {
    invariant(Number.isSafeInteger(ticks), 'a price is a whole number of ticks');
    return this.tick.mul(Decimal.of(BigInt(ticks)));
  }

  /** The exact size of whole lots, base units. */
  sizeOf(lots: number): Decimal {
    if (lots === this.sizedLots) return this.lastSize;
    invariant(Number.isSafeInteger(lots), 'a size is a whole number of lots');
    this.lastSize = this.lotIsStep
      ? Decimal.of(bigintOf(lots), this.lot.scale)
      : Decimal.of(this.lot.coefficient * BigInt(lots), this.lot.scale);
    this.sizedLots = lots;
    return this.lastSize;
  }

  /** The exact value of `lots` at `ticks`, quote units: BigInt(ticks) x BigInt(lots) x tick x lot x multiplier. Signed as `lots`. */
  notional(ticks: number, lots: number): Decimal {
    if (ticks === this.lastTicks && lots === this.lastLots) return this.lastNotional;
    invariant(Number.isSafeInteger(ticks) && Number.isSafeInteger(lots), 'ticks and lots are safe whole numbers');
    const product = ticks * lots;
    // A product that is a safe integer was formed without rounding.
    const steps = Number.isSafeInteger(product) ? bigintOf(product) : BigInt(ticks) * BigInt(lots);
    this.lastNotional = Decimal.of(this.unitIsStep ? steps : steps * this.unit.coefficient, this.unit.scale);
    this.lastTicks = ticks;
    this.lastLots = lots;
    return this.lastNotional;
  }

  /** The same value as a double, for per-bar equity and statistics only. */
  approximateNotional(ticks: number, lots: number): number {
    return ticks * this.tickSize * (lots * this.lotSize);
  }

  /** Whether a size at a price is worth less than the instrument's minimum, exactly. */
  isBelowMinimum(ticks: number, lots: number): boolean {
    // Twice the minimum is beyond what rounding could hide.
    if (this.approximateNotional(ticks, lots) > 2 * this.minNotionalRough) return false;
    return this.notional(ticks, lots).compare(this.minNotional) < 0;
  }

  /** Ticks between the prices that an order may have round about a price: 1, but where a venue takes so many figures only. */
  orderStep(ticks: number): number {
    const { priceFigures } = this.spec;
    if (priceFigures === undefined) return 1;
    // Whole numbers are taken whatever their figures.
    return 10 ** Math.max(0, Math.min(String(Math.floor(ticks)).length - priceFigures, this.priceDecimals));
  }

  /** The nearest price that an order may have and that is not worse for its side. */
  orderTicks(ticks: number, side: 'buy' | 'sell'): number {
    const step = this.orderStep(ticks);
    return side === 'buy' ? ticks - (ticks % step) : ticks + ((step - (ticks % step)) % step);
  }

  /** Whole ticks of an exact price; null when it does not lie on a tick. */
  ticksOf(price: Decimal): number | null {
    return wholeSteps(price, this.tick);
  }

  /** Whole lots of an exact size; null when it does not lie on a lot. */
  lotsOf(size: Decimal): number | null {
    return wholeSteps(size, this.lot);
  }

  /** Whole lots that fit into an exact size. */
  lotsWithin(size: Decimal): number {
    if (this.lotIsStep && size.scale === this.lot.scale) return doubleOf(size.coefficient);
    return Number(size.divide(this.lot, 0, 'floor').coefficient);
  }

  /** floor(amount / (price x (1 + fee)) / lot): the lots that `amount` of quote money buys with the fee paid on top. */
  lotsForAmount(amount: Decimal, ticks: number, feeRate: Decimal): number {
    const estimate = amount.toApproximate() / (ticks * this.unitSize * (1 + feeRate.toApproximate()));
    const whole = Math.floor(estimate);
    // Doubles decide where no rounding could carry them over the next whole number.
    if (estimate > 0 && estimate < CLEAR_LOTS && estimate - whole > CLEAR_REST && whole + 1 - estimate > CLEAR_REST) return whole;
    const perLot = this.notional(ticks, 1).mul(Decimal.ONE.add(feeRate));
    return Math.max(0, Number(amount.divide(perLot, 0, 'floor').coefficient));
  }

  /** A price with exactly the tick's digits, `104231.50`. */
  priceText(ticks: number): string {
    return this.priceOf(ticks).quantize(this.priceDecimals, 'half-away').toFixed();
  }

  /** A size with exactly the lot's digits, `0.05000`. */
  sizeText(lots: number): string {
    return this.sizeOf(lots).quantize(this.sizeDecimals, 'half-away').toFixed();
  }
}

function contractMargin({ maxLeverage, leverage, maintenanceMargin, liquidationFee, tiers }: PerpetualTerms): ContractMargin {
  const terms = tiers ?? [{ from: '0', rate: maintenanceMargin }];
  invariant(leverage >= 1 && leverage <= maxLeverage, 'leverage is one at least, and what the venue offers at most');
  invariant(Number(maintenanceMargin) * maxLeverage < 1, 'maintenance margin lies below the smallest initial margin');
  invariant(terms[0]?.rate === maintenanceMargin, 'the first bracket is the smallest position’s');
  return {
    leverage: Decimal.fromNumber(leverage),
    tiers: marginTiers(terms),
    most: mostValue(terms, leverage),
    liquidationFee: Decimal.parse(liquidationFee),
  };
}

function wholeSteps(value: Decimal, step: Decimal): number | null {
  const steps = value.divide(step, 0, 'down');
  if (!steps.mul(step).equals(value)) return null;
  const count = Number(steps.coefficient);
  return Number.isSafeInteger(count) ? count : null;
}

import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import type { Liquidity } from '../../../src-shared/domain/fill.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { DAY_MS, MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { ASSUMED_SHARE, type MarketEvidence } from './market-evidence.ts';

/** Half spread where neither the profile nor the instrument knows one, basis points. */
export const UNKNOWN_HALF_SPREAD_BPS = 1;

const BPS = 10_000;
/** Standard deviation of a minute's return over that of a day's. */
const MINUTE_OF_DAY = Math.sqrt(MINUTE_MS / DAY_MS);

/** Liquidity that an order may take: at which price, how much, when, and what of the cost model applies. */
export interface Offer {
  /** Model price before costs, quote units. */
  readonly price: number;
  /** Whether half a spread is still to be added; not where the price is a quote. */
  readonly addSpread: boolean;
  /** How long after the price was seen the order arrived, ms. */
  readonly lateMs: number;
  readonly time: number;
  /** Volume that the order may have a share of, base units, and the lots that it has had of it already. */
  readonly volume: number;
  readonly taken: number;
  /** Another offer follows at this instant: an order that may not wait does not end with this one. */
  readonly more?: boolean;
}

/** What the profile makes of one instrument. */
interface Terms {
  readonly instrument: Instrument;
  readonly makerRate: Decimal;
  readonly takerRate: Decimal;
  readonly reserveFactor: Decimal;
  readonly fixedBps: number;
  readonly halfSpreadBps: number;
  /** Base units of one lot, exact. */
  readonly lot: Decimal;
}

/** The cost model: fees, the price of taking, and how much may be taken. */
export class FillCosts {
  private readonly costs: CostProfile;
  private readonly evidence: MarketEvidence;
  private readonly participation: Decimal;
  private readonly deviations: number;
  /** Whether a price depends on how much the market moves, also where nobody is late. */
  private readonly moves: boolean;
  private readonly terms: readonly Terms[];

  constructor(instruments: readonly Instrument[], costs: CostProfile, evidence: MarketEvidence) {
    this.costs = costs;
    this.evidence = evidence;
    this.deviations = costs.slippageDeviations ?? 0;
    this.moves = this.deviations !== 0 || costs.impact !== 0;
    this.participation = Decimal.fromNumber(costs.participation);
    this.terms = instruments.map((instrument) => termsOf(instrument, costs));
  }

  /** Whether the price of taking depends on how much is taken. */
  get hasImpact(): boolean {
    return this.costs.impact !== 0;
  }

  /** Fee as a fraction of notional. */
  feeRate(instrument: number, liquidity: Liquidity): Decimal {
    const terms = this.at(instrument);
    return liquidity === 'maker' ? terms.makerRate : terms.takerRate;
  }

  /** What a resting buy holds back per unit of notional: one plus the higher of both fees. */
  reserveFactor(instrument: number): Decimal {
    return this.at(instrument).reserveFactor;
  }

  /** The price in ticks at which `lots` are taken: worse by every cost, rounded against the trader. */
  takerTicks(instrument: number, side: Side, offer: Offer, lots: number): number {
    const terms = this.at(instrument);
    let bps = terms.fixedBps;
    if (offer.addSpread) bps += terms.halfSpreadBps;
    if (this.moves || offer.lateMs > 0) bps = this.withMovement(terms, offer, { bps, lots });
    const price = side === 'buy' ? offer.price * (1 + bps / BPS) : offer.price * (1 - bps / BPS);
    return roundAgainst(side, price / terms.instrument.tickSize);
  }

  /** floor(participation x volume / lot), at most `wanted`: exact whenever it is the cap that decides. Volume in base units. */
  share(instrument: number, volume: number, wanted: number): number {
    const terms = this.at(instrument);
    const estimate = (volume * this.costs.participation) / terms.instrument.lotSize;
    if (estimate * (1 - 1e-9) - 1 > wanted) return wanted;
    const lots = Decimal.fromNumber(volume).mul(this.participation).divide(terms.lot, 0, 'floor');
    return Math.min(wanted, Number(lots.coefficient));
  }

  /** Adds what depends on how much the market moves: the scaled slippage, the impact of `lots`, and the time that the order came late. */
  private withMovement(
    { instrument }: Terms,
    { time, lateMs }: Offer,
    { bps, lots }: { readonly bps: number; readonly lots: number },
  ): number {
    const { index, lotSize } = instrument;
    const { impact } = this.costs;
    const volatility = this.evidence.dailyVolatility(index, time);
    let worse = bps;
    if (this.deviations !== 0) worse += this.deviations * volatility * MINUTE_OF_DAY * BPS;
    if (impact !== 0 && lots > 0) {
      const dailyVolume = this.evidence.dailyVolume(index, time);
      worse += impact * volatility * Math.sqrt(dailyVolume > 0 ? (lots * lotSize) / dailyVolume : ASSUMED_SHARE) * BPS;
    }
    if (lateMs > 0) worse += volatility * Math.sqrt(lateMs / DAY_MS) * BPS;
    return worse;
  }

  private at(instrument: number): Terms {
    const terms = this.terms[instrument];
    invariant(terms !== undefined, 'an order names an instrument of the venue');
    return terms;
  }
}

function termsOf(instrument: Instrument, costs: CostProfile): Terms {
  const { spec } = instrument;
  const makerRate = costs.makerFeeBps === null ? instrument.makerFee : ratio(costs.makerFeeBps);
  const takerRate = costs.takerFeeBps === null ? instrument.takerFee : ratio(costs.takerFeeBps);
  const higher = makerRate.compare(takerRate) > 0 ? makerRate : takerRate;
  return {
    instrument,
    makerRate,
    takerRate,
    reserveFactor: Decimal.ONE.add(higher.sign() > 0 ? higher : Decimal.ZERO),
    fixedBps: costs.slippageBps,
    halfSpreadBps: costs.halfSpreadBps ?? spec.halfSpreadBps ?? UNKNOWN_HALF_SPREAD_BPS,
    lot: instrument.sizeOf(1).mul(Decimal.parse(spec.multiplier)),
  };
}

function ratio(bps: number): Decimal {
  return Decimal.fromNumber(bps).mul(Decimal.of(1n, 4));
}

/** Whole ticks of a price given in ticks: as it is when it lies on a tick but for float noise, else up for a buy and down for a sell; at least one. */
export function roundAgainst(side: Side, ticks: number): number {
  const nearest = Math.round(ticks);
  if (Math.abs(ticks - nearest) <= Math.max(1e-6, nearest * 1e-15)) return Math.max(1, nearest);
  return Math.max(1, side === 'buy' ? Math.ceil(ticks) : Math.floor(ticks));
}

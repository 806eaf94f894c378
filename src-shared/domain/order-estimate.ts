import { Decimal } from '../kernel/decimal.ts';
import type { Rounding } from '../kernel/decimal.ts';
import type { CostProfile } from './costs.ts';
import type { Instrument } from './instrument.ts';
import { directionOf, oppositeOf } from './order.ts';
import type { OrderType, Side, TimeInForce } from './order.ts';

/** Digits after the point of money as it is shown; every line of an estimate is rounded to them, so that a total is the sum of its lines. */
export const SHOWN_DIGITS = 2;
/** Digits of shares and ratios. */
const RATIO_DIGITS = 8;
const BPS = 10_000;
/** More lots than any order has. */
const MOST_LOTS = 1e15;
/** Doubles of this floor are off by far less than this share of a tick. */
const TICK_ERROR = 1e-6;

/** What of the market an estimate stands on. */
export interface EstimateMarket {
  /** Best prices in ticks, 0 where unknown. */
  readonly bidTicks: number;
  readonly askTicks: number;
  /** Standard deviation of a day's return, a fraction; null where unknown, and then impact is left out. */
  readonly dailyVolatility: number | null;
  /** Base units traded within 24 h; null where unknown. */
  readonly dailyVolume: number | null;
}

/** One target of a bracket: its price in ticks and its share of the order, percent. */
export interface EstimateTarget {
  readonly ticks: number;
  readonly share: number;
}

/** An order as far as its costs depend on it. Prices in ticks, size in whole lots. */
export interface EstimateOrder {
  readonly side: Side;
  readonly type: OrderType;
  readonly lots: number;
  readonly limitTicks: number | null;
  /** Price at which it wakes; of a trailing stop where its trigger stands now. */
  readonly triggerTicks: number | null;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  /** Protecting stop of what the order opens. */
  readonly stopTicks: number | null;
  /** Targets of what the order opens, nearest first or not; their shares sum to 100 at most. */
  readonly targets: readonly EstimateTarget[];
}

/** Everything an estimate needs. */
export interface EstimateInput {
  readonly instrument: Instrument;
  readonly costs: CostProfile;
  readonly market: EstimateMarket;
  readonly order: EstimateOrder;
  /** Signed lots held. */
  readonly positionLots: number;
  /** Quote units; null where unknown. */
  readonly equity: Decimal | null;
}

/** What an order could lose: `stop` at its stop, `whole` all that was paid, `reduces` nothing but its costs, `unbounded` where no figure is the most. */
export type LossKind = 'stop' | 'whole' | 'reduces' | 'unbounded';

/** What an order costs, before it is sent. Money in quote units, rounded to `SHOWN_DIGITS` as it is shown: costs and losses up, gains down. */
export interface OrderEstimate {
  /** The price the value is counted at, ticks: the limit, else the price that taking is expected to come to. */
  readonly priceTicks: number;
  /** How far that price lies beyond the best price (a market order) or the trigger (a stop), basis points. */
  readonly takingBps: number;
  readonly value: Decimal;
  readonly liquidity: 'maker' | 'taker';
  /** Fraction of notional. */
  readonly feeRate: Decimal;
  readonly fee: Decimal;
  /** Half the spread with slippage and impact, against the middle of the market or the trigger; null where no price is known. */
  readonly spreadAndSlippage: Decimal | null;
  readonly lossKind: LossKind;
  /** With the costs both ways; null when unbounded. */
  readonly worstLoss: Decimal | null;
  /** Worst loss over equity, a fraction; null where either is unknown. */
  readonly lossShare: Decimal | null;
  /** Signed lots held once it has filled. */
  readonly positionAfterLots: number;
  /** What the targets bring after the costs both ways of their shares; null without a target. */
  readonly targetGain: Decimal | null;
  /** Gain at the targets over the loss at the stop; null without both. */
  readonly rewardToRisk: Decimal | null;
}

/** The fee rate of an instrument under a cost profile, a fraction of notional: the profile's where it has one, else the instrument's. */
export function feeRateOf(instrument: Instrument, costs: CostProfile, liquidity: 'maker' | 'taker'): Decimal {
  const bps = liquidity === 'maker' ? costs.makerFeeBps : costs.takerFeeBps;
  if (bps !== null) return Decimal.fromNumber(bps).mul(Decimal.of(1n, 4));
  return liquidity === 'maker' ? instrument.makerFee : instrument.takerFee;
}

/** Slippage and square-root impact of taking `lots`, basis points: slippage + c x daily volatility x sqrt(size / daily volume). */
export function takingBps({ instrument, costs, market }: Pick<EstimateInput, 'instrument' | 'costs' | 'market'>, lots: number): number {
  const { dailyVolatility, dailyVolume } = market;
  if (dailyVolatility === null || dailyVolume === null || dailyVolume <= 0) return costs.slippageBps;
  return costs.slippageBps + costs.impact * dailyVolatility * Math.sqrt((lots * instrument.lotSize) / dailyVolume) * BPS;
}

/** A price in ticks made worse by basis points, rounded against the trader. */
function worse(side: Side, ticks: number, bps: number): number {
  const moved = ticks * (1 + (directionOf(side) * bps) / BPS);
  return side === 'buy' ? Math.ceil(moved - TICK_ERROR) : Math.floor(moved + TICK_ERROR);
}

function better(side: Side, a: number, b: number): number {
  return side === 'buy' ? Math.min(a, b) : Math.max(a, b);
}

function touchTicks(side: Side, market: EstimateMarket): number {
  return side === 'buy' ? market.askTicks : market.bidTicks;
}

function halfSpreadTicks({ bidTicks, askTicks }: EstimateMarket): number {
  return bidTicks > 0 && askTicks > bidTicks ? (askTicks - bidTicks) / 2 : 0;
}

/** Where an order is expected to fill. */
interface Entry {
  readonly priceTicks: number;
  readonly fillTicks: number;
  /** What the fill is compared with, ticks (halves occur); 0 when unknown. */
  readonly referenceTicks: number;
  readonly liquidity: 'maker' | 'taker';
  readonly takingBps: number;
}

function limitEntry(input: EstimateInput, limit: number): Entry {
  const { order, market } = input;
  const touch = order.triggerTicks ?? touchTicks(order.side, market);
  const crosses = touch > 0 && better(order.side, touch, limit) === touch && !order.postOnly;
  const immediate = order.timeInForce === 'ioc' || order.timeInForce === 'fok';
  if (!crosses && !immediate) return { priceTicks: limit, fillTicks: limit, referenceTicks: limit, liquidity: 'maker', takingBps: 0 };
  const bps = takingBps(input, order.lots);
  const fillTicks = crosses ? better(order.side, limit, worse(order.side, touch, bps)) : limit;
  return { priceTicks: limit, fillTicks, referenceTicks: referenceOf(input), liquidity: 'taker', takingBps: bps };
}

function referenceOf({ order, market }: EstimateInput): number {
  if (order.triggerTicks !== null) return order.triggerTicks;
  return market.bidTicks > 0 && market.askTicks > 0 ? (market.bidTicks + market.askTicks) / 2 : 0;
}

/** Where an order is expected to fill; null while a price it needs is unknown. */
function entryOf(input: EstimateInput): Entry | null {
  const { order, market } = input;
  if (order.limitTicks !== null) return limitEntry(input, order.limitTicks);
  const bps = takingBps(input, order.lots);
  const half = order.triggerTicks === null ? 0 : halfSpreadTicks(market);
  const from = order.triggerTicks === null ? touchTicks(order.side, market) : order.triggerTicks + directionOf(order.side) * half;
  if (from <= 0) return null;
  const ticks = Math.max(1, worse(order.side, from, bps));
  return { priceTicks: ticks, fillTicks: ticks, referenceTicks: referenceOf(input), liquidity: 'taker', takingBps: bps };
}

/** Exact value of lots at a price that may lie on half a tick. */
function valueAt(instrument: Instrument, ticks: number, lots: number): Decimal {
  return instrument.notional(Math.round(ticks * 2), lots).mul(Decimal.of(5n, 1));
}

function shown(amount: Decimal, rounding: Rounding): Decimal {
  return amount.quantize(SHOWN_DIGITS, rounding);
}

/** The price in ticks at which a protecting stop is expected to fill: half the spread, slippage and impact beyond it. */
function stopFillTicks(input: EstimateInput, stopTicks: number): number {
  const side = oppositeOf(input.order.side);
  const from = stopTicks + directionOf(side) * halfSpreadTicks(input.market);
  return Math.max(0, worse(side, from, takingBps(input, input.order.lots)));
}

/** Exact loss at the stop with the costs both ways, before rounding: what the price loses, the fee of the entry, the fee of the stop. */
function lossAtStop(input: EstimateInput, entry: Entry, stopTicks: number): Decimal {
  const { instrument, costs, order } = input;
  const out = stopFillTicks(input, stopTicks);
  const moved = instrument.notional((entry.priceTicks - out) * directionOf(order.side), order.lots);
  const feeIn = instrument.notional(entry.priceTicks, order.lots).mul(feeRateOf(instrument, costs, entry.liquidity));
  const feeOut = instrument.notional(out, order.lots).mul(feeRateOf(instrument, costs, 'taker'));
  return moved.add(feeIn).add(feeOut);
}

/** Whether an order only shrinks the position that is held. A spot position is never negative, so a spot sell does nothing else. */
function reduces({ order, positionLots, instrument }: EstimateInput): boolean {
  if (order.side === 'sell' && instrument.spec.kind === 'spot') return true;
  return (order.side === 'sell' ? positionLots : -positionLots) >= order.lots;
}

interface Loss {
  readonly kind: LossKind;
  readonly amount: Decimal | null;
}

function worstLossOf(input: EstimateInput, entry: Entry, lines: { value: Decimal; fee: Decimal; slippage: Decimal | null }): Loss {
  const { order } = input;
  if (reduces(input)) return { kind: 'reduces', amount: lines.fee.add(lines.slippage ?? Decimal.ZERO) };
  if (order.stopTicks !== null) return { kind: 'stop', amount: shown(lossAtStop(input, entry, order.stopTicks), 'ceil') };
  return order.side === 'buy' ? { kind: 'whole', amount: lines.value.add(lines.fee) } : { kind: 'unbounded', amount: null };
}

/**
 * The whole lots of each target: its share (percent) of `lots`, rounded down; when the shares sum to 100 the last one takes what rounding left.
 * What no target takes stays with the stop alone.
 */
export function targetLots(lots: number, shares: readonly number[]): readonly number[] {
  const each = shares.map((share) => Number((BigInt(lots) * BigInt(share)) / 100n));
  const whole = shares.reduce((sum, share) => sum + share, 0) === 100;
  const last = each.length - 1;
  return whole ? each.map((part, at) => (at === last ? lots - each.slice(0, last).reduce((sum, other) => sum + other, 0) : part)) : each;
}

function targetGainOf(input: EstimateInput, entry: Entry): Decimal | null {
  const { instrument, costs, order } = input;
  if (order.targets.length === 0) return null;
  const rateIn = feeRateOf(instrument, costs, entry.liquidity);
  const rateOut = feeRateOf(instrument, costs, 'maker');
  const parts = targetLots(
    order.lots,
    order.targets.map(({ share }) => share),
  );
  let gain = Decimal.ZERO;
  for (const [at, { ticks }] of order.targets.entries()) {
    const lots = parts[at] ?? 0;
    const moved = instrument.notional((ticks - entry.priceTicks) * directionOf(order.side), lots);
    const fees = instrument.notional(entry.priceTicks, lots).mul(rateIn).add(instrument.notional(ticks, lots).mul(rateOut));
    gain = gain.add(moved).sub(fees);
  }
  return shown(gain, 'floor');
}

function slippageOf({ instrument, order }: EstimateInput, entry: Entry): Decimal | null {
  if (entry.referenceTicks <= 0) return null;
  const worseBy = valueAt(instrument, (entry.fillTicks - entry.referenceTicks) * directionOf(order.side), order.lots);
  return shown(worseBy.sign() < 0 ? Decimal.ZERO : worseBy, 'ceil');
}

/** What an order costs and could lose, in the order's own figures; null while a price it needs is unknown. */
export function estimateOrder(input: EstimateInput): OrderEstimate | null {
  const entry = entryOf(input);
  if (entry === null) return null;
  const { instrument, costs, order, equity, positionLots } = input;
  const exact = instrument.notional(entry.priceTicks, order.lots);
  const feeRate = feeRateOf(instrument, costs, entry.liquidity);
  const value = shown(exact, order.side === 'buy' ? 'ceil' : 'floor');
  const fee = shown(exact.mul(feeRate), 'ceil');
  const spreadAndSlippage = slippageOf(input, entry);
  const loss = worstLossOf(input, entry, { value, fee, slippage: spreadAndSlippage });
  const targetGain = targetGainOf(input, entry);
  const atStop = loss.kind === 'stop' && loss.amount !== null && loss.amount.sign() > 0 ? loss.amount : null;
  return {
    priceTicks: entry.priceTicks,
    takingBps: entry.takingBps,
    value,
    liquidity: entry.liquidity,
    feeRate,
    fee,
    spreadAndSlippage,
    lossKind: loss.kind,
    worstLoss: loss.amount,
    lossShare: loss.amount === null || equity === null || equity.sign() <= 0 ? null : loss.amount.divide(equity, RATIO_DIGITS, 'ceil'),
    positionAfterLots: positionLots + directionOf(order.side) * order.lots,
    targetGain,
    rewardToRisk: targetGain === null || atStop === null ? null : targetGain.divide(atStop, RATIO_DIGITS, 'half-away'),
  };
}

/** The largest size whose loss at its stop, costs both ways included, is not above `budget` (quote units); 0 when none is, null without a stop or price. */
export function lotsForRisk(input: EstimateInput, budget: Decimal): number | null {
  const { order } = input;
  const { stopTicks } = order;
  if (stopTicks === null) return null;
  const lossOf = (lots: number): Decimal | null => {
    const sized = { ...input, order: { ...order, lots } };
    const entry = entryOf(sized);
    return entry === null ? null : lossAtStop(sized, entry, stopTicks);
  };
  const one = lossOf(1);
  if (one === null || one.sign() <= 0) return null;
  // One lot has the least impact, so no size can have more lots than the budget has losses of one.
  let high = Math.min(MOST_LOTS, Math.max(0, Number(budget.divide(one, 0, 'floor').coefficient)));
  let low = 0;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const loss = lossOf(middle);
    if (loss !== null && loss.compare(budget) <= 0) low = middle;
    else high = middle - 1;
  }
  return low;
}

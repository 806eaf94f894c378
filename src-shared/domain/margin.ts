import { Decimal } from '../kernel/decimal.ts';
import { invariant } from '../kernel/result.ts';
import type { Instrument } from './instrument.ts';

/** Digits after the point to which initial margin is rounded up. */
const MARGIN_SCALE = 18;

/** Initial margin of a position: what it cost over the leverage, settle asset, rounded up. Nothing for spot. */
export function initialMargin(instrument: Instrument, cost: Decimal): Decimal {
  if (instrument.margin === null) return Decimal.ZERO;
  const value = cost.sign() < 0 ? cost.neg() : cost;
  return value.divide(instrument.margin.leverage, MARGIN_SCALE, 'up');
}

/** A perpetual position beside the money behind it. Exact, settle asset. */
export interface MarginedPosition {
  readonly instrument: Instrument;
  /** Signed lots, not 0. */
  readonly lots: number;
  /** What the open lots cost, without fees; signed as lots. */
  readonly cost: Decimal;
  /** Balance, and of every other position on the same margin its profit at the mark less its maintenance margin. */
  readonly collateral: Decimal;
}

/**
 * The price at which a position is liquidated, whole ticks: the first on the losing side at which equity is no more than maintenance margin;
 * null for a long that no price above zero liquidates. With q signed base units, V what they cost, m the maintenance rate and A the amount of
 * a bracket, C + q P - V = m |q| P - A, so P = (V - C - A) / (q - m |q|); of all brackets the first that the price comes to holds.
 */
export function liquidationTicks({ instrument, lots, cost, collateral }: MarginedPosition): number | null {
  const { margin } = instrument;
  invariant(margin !== null && lots !== 0, 'a perpetual is held');
  const long = lots > 0;
  const value = instrument.notional(1, lots);
  const lack = cost.sub(collateral);
  let ticks = long ? 0 : Number.POSITIVE_INFINITY;
  for (const { rate, amount } of margin.tiers) {
    const perTick = value.mul(long ? Decimal.ONE.sub(rate) : Decimal.ONE.add(rate));
    const there = Number(lack.sub(amount).divide(perTick, 0, long ? 'floor' : 'ceil').coefficient);
    ticks = long ? Math.max(ticks, there) : Math.min(ticks, there);
  }
  if (long) return ticks > 0 ? ticks : null;
  return Math.max(1, ticks);
}

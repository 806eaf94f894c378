import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { SizeRule } from '../../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';

/** Digits after the point to which a share of an amount is taken. */
const SHARE_DIGITS = 12;
const SHARE_SCALE = 10 ** SHARE_DIGITS;

/** What the two legs of a pair are sized by. */
export interface PairSizing {
  readonly instruments: readonly [Instrument, Instrument];
  /** Last prices, whole ticks, and the same moved up by what the market may do before the fill. */
  readonly ticks: readonly [number, number];
  readonly movedTicks: readonly [number, number];
  readonly feeRates: readonly [Decimal, Decimal];
  /** Value of the second leg for each unit of value of the first. */
  readonly ratio: number;
  readonly size: SizeRule;
  /** What the size rule puts up as margin of both legs together; `base` sizes the first leg and does without. */
  readonly amount: Decimal;
}

/**
 * Whole lots of both legs, rounded down. Of an amount each leg gets the part that its margin and fee take: with leverage L and fee rate f
 * a value V takes V x (1 / L + f), and the second leg's value is the ratio times the first one's.
 */
export function pairLots(sizing: PairSizing): readonly [number, number] {
  const [first, second] = sizing.instruments;
  const lots = firstLots(sizing);
  const value = first.approximateNotional(sizing.ticks[0], lots);
  const perLot = second.approximateNotional(sizing.ticks[1], 1);
  return [lots, perLot > 0 ? Math.floor((sizing.ratio * value) / perLot) : 0];
}

function firstLots(sizing: PairSizing): number {
  const { instruments, size, amount, movedTicks, feeRates, ratio } = sizing;
  const [first] = instruments;
  if (size.kind === 'base') return first.lotsWithin(Decimal.parse(size.amount));
  if (movedTicks[0] === 0) return 0;
  const taken = instruments.map((instrument, leg) => 1 / leverageOf(instrument).toNumber() + feeRates[leg]!.toNumber());
  const share = taken[0]! / (taken[0]! + ratio * taken[1]!);
  const part = amount.mul(Decimal.of(BigInt(Math.floor(share * SHARE_SCALE)), SHARE_DIGITS));
  const leverage = leverageOf(first);
  return first.lotsForAmount(part.mul(leverage), movedTicks[0], feeRates[0].mul(leverage));
}

function leverageOf({ margin }: Instrument): Decimal {
  invariant(margin !== null, 'the legs of a pair are perpetuals');
  return margin.leverage;
}

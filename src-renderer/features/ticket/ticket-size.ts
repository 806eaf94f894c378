import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { lotsForRisk } from '../../../src-shared/domain/order-estimate.ts';
import type { EstimateInput } from '../../../src-shared/domain/order-estimate.ts';
import { mostContractLots, reserveTicks, worthTicks } from '../../../src-shared/domain/order-limits.ts';
import type { LimitedOrder, OrderSurroundings } from '../../../src-shared/domain/order-limits.ts';
import type { SizeUnit } from '../../state/ticket-draft.ts';

const HUNDREDTH = Decimal.of(1n, 2);
/** Digits of a percentage that a size is read back in. */
const PERCENT_DIGITS = 2;

/** What a size is worked out from. */
export interface SizeInput {
  readonly order: Omit<LimitedOrder, 'lots'>;
  readonly around: OrderSurroundings;
  /** The order without its size, for sizing by risk. */
  readonly estimate: EstimateInput;
}

function lotsForPercent({ order, around }: SizeInput, percent: Decimal): number | null {
  const { instrument, freeLots, freeCash, takerFee } = around;
  if (order.side === 'sell' && instrument.spec.kind === 'spot') {
    return Number(Decimal.of(BigInt(freeLots)).mul(percent).mul(HUNDREDTH).quantize(0, 'floor').coefficient);
  }
  if (instrument.margin !== null) {
    const most = mostContractLots(order, around);
    return most === null ? null : Number(Decimal.of(BigInt(most)).mul(percent).mul(HUNDREDTH).quantize(0, 'floor').coefficient);
  }
  const ticks = reserveTicks({ ...order, lots: 0 }, around);
  return ticks <= 0 ? null : instrument.lotsForAmount(freeCash.mul(percent).mul(HUNDREDTH), ticks, takerFee);
}

/** The whole lots that a size in a unit comes to, never more than was given; null while a price or stop that it needs is unknown. */
export function lotsOfSize(unit: SizeUnit, size: Decimal, input: SizeInput): number | null {
  const { instrument } = input.around;
  switch (unit) {
    case 'base':
      return instrument.lotsWithin(size);
    case 'quote': {
      const ticks = worthTicks({ ...input.order, lots: 0 }, input.around);
      return ticks <= 0 ? null : instrument.lotsForAmount(size, ticks, Decimal.ZERO);
    }
    case 'free':
      return lotsForPercent(input, size);
    case 'risk': {
      const { equity } = input.estimate;
      return equity === null ? null : lotsForRisk(input.estimate, equity.mul(size).mul(HUNDREDTH));
    }
  }
}

/** The share of what is free that an order takes, percent; null while unknown. What is held back counts, fee included. */
export function percentOfFree(lots: number, { order, around }: SizeInput): Decimal | null {
  const { instrument, freeLots, freeCash, takerFee } = around;
  const shareOf = (most: number): Decimal | null =>
    most === 0 ? null : Decimal.of(BigInt(lots) * 100n).divide(Decimal.of(BigInt(most)), PERCENT_DIGITS, 'half-away');
  if (order.side === 'sell' && instrument.spec.kind === 'spot') return shareOf(freeLots);
  if (instrument.margin !== null) return shareOf(mostContractLots(order, around) ?? 0);
  const ticks = reserveTicks({ ...order, lots }, around);
  if (ticks <= 0 || freeCash.sign() <= 0) return null;
  const needed = instrument.notional(ticks, lots).mul(Decimal.ONE.add(takerFee));
  return needed.mul(Decimal.of(100n)).divide(freeCash, PERCENT_DIGITS, 'half-away');
}

/** A size of whole lots as figure of a unit; rounded up, so that reading it back never loses a lot. Null while it cannot be said. */
export function sizeInUnit(unit: SizeUnit, lots: number, input: SizeInput, lossShare: Decimal | null): string | null {
  const { instrument } = input.around;
  switch (unit) {
    case 'base':
      return instrument.sizeOf(lots).toString();
    case 'quote': {
      const ticks = worthTicks({ ...input.order, lots }, input.around);
      return ticks <= 0 ? null : instrument.notional(ticks, lots).quantize(2, 'ceil').toString();
    }
    case 'free':
      return percentOfFree(lots, input)?.toString() ?? null;
    case 'risk':
      return lossShare === null ? null : lossShare.mul(Decimal.of(100n)).quantize(PERCENT_DIGITS, 'ceil').toString();
  }
}

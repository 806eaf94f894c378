import { directionOf } from '../../../src-shared/domain/order.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { MarketView, TradedOrder } from './traded-run.ts';

const HALF = Decimal.of(5n, 1);

/** What was filled of an order, summed. Lots are signed: above zero for a buy. */
export interface FilledLeg {
  readonly lots: number;
  /** Exact value of the fills, signed as the lots. */
  readonly value: Decimal;
  readonly fee: Decimal;
  /** The same lots at the middle of the market when each was filled, signed as the lots; null where the market then is not known. */
  readonly market: Decimal | null;
}

/** The fills of an order, summed. */
export function filledLeg(order: TradedOrder, instrument: Instrument, market: MarketView): FilledLeg {
  const direction = directionOf(order.side);
  let lots = 0;
  let value = Decimal.ZERO;
  let fee = Decimal.ZERO;
  let then: Decimal | null = Decimal.ZERO;
  for (const fill of order.fills) {
    lots += direction * fill.lots;
    value = value.add(instrument.notional(fill.ticks, direction * fill.lots));
    fee = fee.add(fill.fee);
    const halves = market.halfTicks(order.instrument, fill.time);
    then = halves === null || then === null ? null : then.add(instrument.notional(halves, direction * fill.lots).mul(HALF));
  }
  return { lots, value, fee, market: then };
}

/** Profit of lots bought (or sold) for a value and a fee, held to the last price. */
export function legProfit({ lots, value, fee }: Pick<FilledLeg, 'lots' | 'value' | 'fee'>, instrument: Instrument, mark: number): Decimal {
  return instrument.notional(mark, lots).sub(value).sub(fee);
}

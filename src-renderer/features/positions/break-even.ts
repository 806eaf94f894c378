import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

/**
 * The price at which closing what is held pays for itself, fees of both ways included, in whole ticks: selling a long, rounded up, or buying a
 * short back, rounded down.
 */
export function breakEvenPrice(entry: string, instrument: Instrument, long = true): string {
  const { takerFee } = instrument;
  const [kept, paid] = [Decimal.ONE.sub(takerFee), Decimal.ONE.add(takerFee)];
  const rounding = long ? 'ceil' : 'floor';
  const price = Decimal.parse(entry)
    .mul(long ? paid : kept)
    .divide(long ? kept : paid, instrument.priceDecimals + 8, rounding);
  return instrument.priceText(Number(price.divide(instrument.priceOf(1), 0, rounding).coefficient));
}

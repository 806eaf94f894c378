import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** The price at which selling what is held pays for itself, fees of both ways included, in whole ticks rounded up. */
export function breakEvenPrice(entry: string, instrument: Instrument): string {
  const { takerFee } = instrument;
  const paid = Decimal.parse(entry).mul(Decimal.ONE.add(takerFee));
  const price = paid.divide(Decimal.ONE.sub(takerFee), instrument.priceDecimals + 8, 'ceil');
  return instrument.priceText(Number(price.divide(instrument.priceOf(1), 0, 'ceil').coefficient));
}

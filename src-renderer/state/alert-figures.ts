import type { AlertFigures } from '../../src-shared/domain/alert-words.ts';
import type { Format } from '../format/format.ts';
import { useDesk } from './desk-store.ts';
import { instrumentFacts } from './instrument-facts.ts';

/** Digits after the point of an indicator's value. */
const DIGITS = 4;

/** The figures of alerts as the window writes them. */
export function alertFigures(format: Format): AlertFigures {
  const { instruments, account } = useDesk.getState();
  return {
    price: (instrument, value) => format.price(value, instrumentFacts(instruments, instrument).priceDecimals),
    amount: (value) => `${format.change(value, 2).text} ${account?.quote ?? ''}`.trim(),
    number: (value) => {
      const digits = String(Number(value.toFixed(DIGITS))).split('.')[1]?.length ?? 0;
      return format.price(value, digits);
    },
  };
}

import { useState } from 'react';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Format } from '../../format/format.ts';
import { useFormat } from '../../ui/use-format.ts';

const PLAIN = /^\d{1,30}(?:\.\d{1,30})?$/u;

/** A figure of the draft as a field shows it: with at least `decimals` digits, never with fewer than it has; what is no figure as it is. */
export function figureText(value: string, decimals: number, format: Format): string {
  if (!PLAIN.test(value)) return value;
  const digits = Decimal.parse(value).toString().split('.')[1]?.length ?? 0;
  return format.price(value, Math.max(decimals, digits));
}

/** What was typed as decimal text; what is no figure stays as it was typed. */
export function typedValue(text: string, format: Format): string {
  return text.trim() === '' ? '' : (format.parseAmount(text) ?? text.trim());
}

/** A field's text over a figure of the draft: as typed while it is being typed, as the figure is shown otherwise. */
export function useTypedFigure(value: string, decimals: number, change: (value: string) => void) {
  const format = useFormat();
  const [typed, setTyped] = useState<{ readonly text: string; readonly value: string } | null>(null);
  return {
    value: typed?.value === value ? typed.text : figureText(value, decimals, format),
    onChange: (text: string) => {
      const understood = typedValue(text, format);
      setTyped({ text, value: understood });
      change(understood);
    },
    onBlur: () => {
      setTyped(null);
    },
  };
}

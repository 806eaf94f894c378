import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import type { ChartTimeframe } from '../../state/market-interest.ts';
import { CHART_TIMEFRAMES } from './chart-settings.ts';

/** What was typed on the chart: letters look for a symbol, digits for a timeframe. */
export interface Typed {
  readonly kind: 'symbol' | 'timeframe';
  readonly text: string;
}

/** What is typed after one more key; null where the key belongs to neither. A digit after letters begins anew, and so does a letter after digits, except its unit. */
export function typedAfter(before: Typed | null, key: string): Typed | null {
  if (/^[a-z]$/u.test(key)) {
    if (before?.kind === 'timeframe') return /^[mhd]$/u.test(key) ? { ...before, text: before.text + key } : { kind: 'symbol', text: key };
    return { kind: 'symbol', text: (before?.text ?? '') + key };
  }
  if (!/^\d$/u.test(key)) return null;
  return before?.kind === 'timeframe' ? { ...before, text: before.text + key } : { kind: 'timeframe', text: key };
}

/** The first instrument whose symbol or name begins with what was typed, the present one last among those that do. */
export function symbolTyped(text: string, instruments: Iterable<Instrument>, present: string): Instrument | undefined {
  const wanted = text.toLowerCase();
  const plain = (words: string): string => words.toLowerCase().replaceAll(/[^a-z\d]/gu, '');
  const all = [...instruments];
  const fits = all.filter(({ spec }) => plain(spec.symbol).startsWith(wanted));
  const named = fits.length > 0 ? fits : all.filter(({ spec }) => plain(spec.name).startsWith(wanted));
  return named.find(({ id }) => id !== present && text.length === 1) ?? named[0];
}

const UNITS: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440 };

/** The timeframe that was typed: minutes, or a number with m, h or d; a number without a unit that is no timeframe of minutes counts as hours, then as days. */
export function timeframeTyped(text: string): ChartTimeframe | undefined {
  const match = /^(\d+)([mhd]?)$/u.exec(text);
  if (!match) return undefined;
  const units = match[2] === '' ? [1, 60, 1_440] : [UNITS[match[2]!]!];
  const minutes = units.map((unit) => Number(match[1]) * unit * MINUTE_MS);
  return minutes
    .map((length) => CHART_TIMEFRAMES.find((timeframe) => TIMEFRAMES[timeframe] === length))
    .find((found) => found !== undefined);
}

import type { Metric, MetricResult } from '../../src-shared/domain/metric.ts';
import { metricDigits, reasonSentence } from '../../src-shared/domain/metric.ts';
import type { Decimal } from '../../src-shared/kernel/decimal.ts';
import { isoTime } from '../../src-shared/kernel/time.ts';

/** Thousands apart, `849,073.49`; a minus sign where needed. */
export function grouped(value: Decimal, decimals: number): string {
  const [whole = '0', fraction] = value.quantize(decimals, 'half-away').toFixed().split('.');
  const parts = whole.replace(/\B(?=(\d{3})+$)/gu, ',');
  return fraction === undefined ? parts : `${parts}.${fraction}`;
}

/** Thousands apart, for a plain number. */
export function groupedNumber(value: number, decimals: number): string {
  const [whole = '0', fraction] = Math.abs(value) < 1e21 ? value.toFixed(decimals).split('.') : [String(value)];
  const parts = whole.replace(/\B(?=(\d{3})+$)/gu, ',');
  return fraction === undefined ? parts : `${parts}.${fraction}`;
}

/** A fraction as per cent, `68.59%`; `signed` puts a plus before gains. */
export function percent(fraction: number, signed = false): string {
  const text = `${groupedNumber(fraction * 100, 2)}%`;
  return signed && fraction > 0 ? `+${text}` : text;
}

/** `2025-10-28 04:00` UTC. */
export function minuteTime(time: number): string {
  return isoTime(time).slice(0, 16).replace('T', ' ');
}

/** `2025-10-28` UTC. */
export function dayTime(time: number): string {
  return isoTime(time).slice(0, 10);
}

/** A metric as a report shows it: the figure, or why there is none. */
export function metricText(metric: Metric, result: MetricResult): string {
  if (result.reason !== null) return reasonSentence(result.reason);
  if (result.value === null) return '—';
  return metric.unit === 'fraction' ? percent(result.value) : groupedNumber(result.value, metricDigits(metric.unit));
}

/** A length of time in its largest two units, `2 min 5 s`. */
export function lengthOfTime(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000);
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min ${String(seconds % 60)} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

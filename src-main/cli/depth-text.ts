import type { DepthDay } from '../ports/depth.ts';
import { isoTime } from '../../src-shared/kernel/time.ts';
import { alignColumns } from './output.ts';

/** `1 gap`, `2 gaps` */
export function counted(count: number, word: string): string {
  return `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`;
}

/** A table of recorded days for a person. */
export function daysText(days: readonly DepthDay[]): readonly string[] {
  if (days.length === 0) return ['Nothing is recorded yet.'];
  const rows = days.map((day) => [
    day.id,
    clockOf(day.from),
    clockOf(day.to),
    day.messages.toLocaleString('en-US'),
    `${(day.bytes / 1_000).toLocaleString('en-US', { maximumFractionDigits: 0 })} kB`,
    day.damage !== null ? 'damaged: depth verify says how' : day.tornBytes === 0 ? '' : `${day.tornBytes} bytes torn`,
  ]);
  return alignColumns([['Recording', 'From (UTC)', 'To', 'Messages', 'Size', ''], ...rows]);
}

function clockOf(time: number): string {
  return Number.isFinite(time) ? isoTime(time).slice(11, 19) : '-';
}

import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { isoUtc } from '../../format/times.ts';
import { dayText } from './day-text.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** Spans up to this are told by the clock, longer ones by days. */
const SHORT_MS = 2 * DAY_MS;

/** Whether a span, ms UTC, is told by the clock. */
export function isShortSpan(from: number, to: number): boolean {
  return to - from < SHORT_MS;
}

/** The time of day of an instant to the second, UTC; without seconds at a whole minute. */
export function clockText(time: number): string {
  const text = isoUtc(time).slice(11, 19);
  return text.endsWith(':00') ? text.slice(0, 5) : text;
}

/** A day with its time of day, UTC. */
export function instantWords(time: number): string {
  return `${dayText(time)} ${clockText(time)}`;
}

/** From one instant to another: days, the last one included, or the clock where it is short. */
export function spanText(from: number, to: number): string {
  if (!isShortSpan(from, to) || (from % DAY_MS === 0 && to % DAY_MS === 0)) return SAY.span(dayText(from), dayText(to - 1));
  const sameDay = dayText(from) === dayText(to - 1);
  return SAY.clockSpan(instantWords(from), sameDay ? clockText(to) : instantWords(to));
}

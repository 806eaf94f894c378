import { TIMEFRAMES, type Timeframe } from '../../../src-shared/domain/candle.ts';
import { DAY_MS, SECOND_MS, isoTime } from '../../../src-shared/kernel/time.ts';

/** What the time of a row means, in ms to take from it for the bar's open, and how that is known. */
export interface TimeMeaning {
  readonly means: 'open' | 'end';
  /** Taken from each time for the open of its bar, ms. */
  readonly shift: number;
  /** A sentence. */
  readonly how: string;
}

/** What is known before the rows are looked at. */
export interface TimeHints {
  /** `--time`, or null. */
  readonly stated: 'open' | 'end' | null;
  /** What the name of the column says, or null. */
  readonly named: 'open' | 'end' | null;
  readonly timeName: string;
}

/**
 * Whether times are opens or ends of bars; null when neither the option, the name of the column nor the rows tell.
 * Ends may stand one millisecond or one second before the next bar's open.
 */
export function timeMeaning(times: readonly number[], timeframe: Timeframe, hints: TimeHints): TimeMeaning | null {
  const bar = TIMEFRAMES[timeframe];
  const short = lackToWhole(times, bar);
  const end = (how: string): TimeMeaning => ({ means: 'end', shift: bar - short, how });
  if (hints.stated !== null) {
    const how = 'stated with --time';
    return hints.stated === 'open' ? { means: 'open', shift: 0, how } : end(how);
  }
  if (hints.named !== null) {
    const how = `the column is called "${hints.timeName}"`;
    return hints.named === 'open' ? { means: 'open', shift: 0, how } : end(how);
  }
  if (short > 0) return end(`every time is ${short === 1 ? 'a millisecond' : 'a second'} before a whole ${timeframe} bar`);
  return fromSpan(times, timeframe);
}

/** 1 or 1000 ms when all times lack that to a whole bar, else 0. */
function lackToWhole(times: readonly number[], bar: number): number {
  for (const lack of [1, SECOND_MS]) if (lack < bar && times.length > 0 && times.every((time) => (time + lack) % bar === 0)) return lack;
  return 0;
}

/** A file that covers whole days begins at midnight with opens and ends at midnight with ends. */
function fromSpan(times: readonly number[], timeframe: Timeframe): TimeMeaning | null {
  const bar = TIMEFRAMES[timeframe];
  if (bar >= DAY_MS || times.length < 2) return null;
  const first = Math.min(...times.slice(0, 1), ...times.slice(-1));
  const last = Math.max(...times.slice(0, 1), ...times.slice(-1));
  const opens = first % DAY_MS === 0 && (last + bar) % DAY_MS === 0;
  const ends = (first - bar) % DAY_MS === 0 && last % DAY_MS === 0;
  const span = `the rows run from ${isoTime(first)} to ${isoTime(last)}, which are whole days`;
  if (opens) return { means: 'open', shift: 0, how: `${span} of opens` };
  return ends ? { means: 'end', shift: bar, how: `${span} of ends` } : null;
}

import { MINUTE_MS } from '../../../../src-shared/kernel/time.ts';
import { hashAt } from './hash.ts';
import { printsUntil, type MinuteRecord } from './minute-record.ts';
import { bidAround, spreadSteps } from './minute-tape.ts';
import { NORMAL } from './quantiles.ts';

const REQUOTE_TIME = 1024;
const REQUOTE_MOVE = 2048;
const REQUOTE_SPREAD = 3072;

/** Where a minute stands at an instant: after which print, and whether the makers have moved their quotes since. */
export interface QuoteState {
  /** Prints of the minute so far. */
  readonly prints: number;
  readonly requoted: boolean;
  /** Instant from which this state holds, ms UTC. */
  readonly since: number;
  /** Instant at which the next state begins, ms UTC. */
  readonly until: number;
  /** Best bid, steps. */
  readonly bid: number;
  /** Steps from bid to ask. */
  readonly spread: number;
}

/**
 * The state of the quotes at `t` inside the record's minute. A state begins at the minute's start and at each print; somewhere between two
 * of them the makers requote once, round a middle price which is the exact midpoint of the Brownian bridge between its neighbours, so that
 * looking at quotes tells no more about what comes than looking at prints.
 */
export function quoteState(record: MinuteRecord, t: number): QuoteState {
  const prints = printsUntil(record, t);
  const begin = prints === 0 ? record.start : (record.time[prints - 1] as number);
  const end = prints === record.length ? record.start + MINUTE_MS : (record.time[prints] as number);
  const requote = begin + Math.floor((end - begin) * (0.3 + (hashAt(record.key, REQUOTE_TIME + prints) >>> 24) / 512));
  const hasRequote = requote > begin;
  const requoted = hasRequote && t >= requote;
  return {
    prints,
    requoted,
    since: requoted ? requote : begin,
    until: requoted || !hasRequote ? end : requote,
    ...bestPrices(record, prints, requoted),
  };
}

function bestPrices(record: MinuteRecord, prints: number, requoted: boolean): { readonly bid: number; readonly spread: number } {
  if (prints > 0 && !requoted) return { bid: record.bid[prints - 1] as number, spread: record.spread[prints - 1] as number };
  const spread = spreadSteps(record.wantedSpread, hashAt(record.key, REQUOTE_SPREAD + 2 * prints + (requoted ? 1 : 0)));
  const from = record.middle[prints] as number;
  if (!requoted) return { bid: bidAround(from, spread), spread };
  const to = record.middle[prints + 1] as number;
  const noise = NORMAL[hashAt(record.key, REQUOTE_MOVE + prints) >>> 20] as number;
  const middle = (from + to) / 2 + 0.5 * record.printDeviation * noise;
  return { bid: bidAround(middle, spread), spread };
}

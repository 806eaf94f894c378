import { hash32, hashAt } from './hash.ts';
import { LEVEL_SIZE } from './quantiles.ts';
import type { SimProfile } from './sim-instruments.ts';

/** Levels of each side of the book, at least. */
export const BOOK_LEVELS = 20;
/** Behind this level a book grows no deeper. */
const DEEPEST = 30;

/** One side of a book, best level first. */
export interface BookSide {
  /** Whole ticks: falling for bids, rising for asks. */
  readonly ticks: Float64Array;
  /** Whole lots, above 0. */
  readonly lots: Float64Array;
}

/** A book of 20 levels a side or more. */
export interface Book {
  readonly bids: BookSide;
  readonly asks: BookSide;
}

/** What a side of a book is built from. */
export interface BookSideRequest {
  readonly profile: SimProfile;
  /** Chance of this instrument and side. */
  readonly key: number;
  /** Best price, steps. */
  readonly best: number;
  /** -1 for bids, 1 for asks. */
  readonly direction: -1 | 1;
  /** ms UTC. */
  readonly t: number;
  /** Lots that the touch holds at least: the print of this very instant. */
  readonly atLeast: number;
  /** How far behind the touch the side is built at least, steps. */
  readonly reach: number;
}

/** Of a level's size this part stays as long as its price is quoted; the rest is renewed every few seconds. */
const LASTING = 0.65;
/** How long the other part stays, ms: at least, and the span above it. */
const RENEWAL_MS = 4_000;
const RENEWAL_SPAN_MS = 16_384;

/** Lots at one price: a function of the price and of the few seconds in which it is looked at, each price with a rhythm of its own. */
function levelLots(request: BookSideRequest, steps: number, level: number): number {
  const lasting = hashAt(request.key, steps);
  const rhythm = hash32(lasting) >>> 0;
  const period = RENEWAL_MS + (rhythm % RENEWAL_SPAN_MS);
  const renewed = hashAt(lasting, Math.floor((request.t + (rhythm >>> 8)) / period));
  const size = LASTING * (LEVEL_SIZE[lasting >>> 20] as number) + (1 - LASTING) * (LEVEL_SIZE[renewed >>> 20] as number);
  // Makers show little at the touch and more behind it.
  const depth = 0.4 + 0.07 * Math.min(level, DEEPEST);
  return Math.max(1, Math.round(request.profile.levelLots * depth * size));
}

/** Builds one side outward from its best price; some steps behind the touch hold no order, and none stands at or below zero. */
export function bookSide(request: BookSideRequest): BookSide {
  const { profile, key, best, direction, reach } = request;
  const most = BOOK_LEVELS + reach;
  const ticks = new Float64Array(most);
  const lots = new Float64Array(most);
  let steps = best;
  let level = 0;
  while (level < most && steps > 0 && (level < BOOK_LEVELS || (steps - best) * direction <= reach)) {
    ticks[level] = steps * profile.step;
    lots[level] = levelLots(request, steps, level);
    level += 1;
    steps += direction;
    while ((hashAt(key ^ 0x5bd1e995, steps) & 0xff) < profile.emptySteps) steps += direction;
  }
  lots[0] = Math.max(lots[0] as number, request.atLeast);
  return { ticks: ticks.subarray(0, level), lots: lots.subarray(0, level) };
}

import type { DayPath } from './day-path.ts';
import { MAX_PRINTS } from './day-path.ts';
import { hashAt } from './hash.ts';
import { NORMAL, PRINT_SIZE } from './quantiles.ts';
import type { SimProfile } from './sim-instruments.ts';

/** Aggressor of a print: it bought at the ask, or sold at the bid. */
export const BUY = 1;
export const SELL = -1;

/** How often of 256 a rising step is a buyer's print, and a falling one a seller's. */
const FOLLOWING = 184;

/** By steps left: the share of the way to the end that the next step makes, and the deviation round it, of a Brownian bridge. */
const SHARE = Float64Array.from({ length: MAX_PRINTS + 2 }, (_, left) => (left < 1 ? 0 : 1 / left));
const SPREADING = SHARE.map((share) => Math.sqrt(1 - share));

/** Room for the prints of one minute, used again and again. */
export class TapeScratch {
  length = 0;
  /** Entry 0 is the middle price (steps) at the minute's start, 1..length that of each print, length + 1 that at the minute's end. */
  readonly middle = new Float64Array(MAX_PRINTS + 2);
  /** Best bid at each print, steps; entry j belongs to print j, from 0. */
  readonly bid = new Float64Array(MAX_PRINTS);
  /** Steps from bid to ask. */
  readonly spread = new Float64Array(MAX_PRINTS);
  /** Price of each print, steps. */
  readonly price = new Float64Array(MAX_PRINTS);
  readonly lots = new Float64Array(MAX_PRINTS);
  readonly side = new Int8Array(MAX_PRINTS);
}

/** Key of the chance inside one minute of a day. */
export function minuteKey(path: DayPath, minute: number): number {
  return hashAt(path.key, minute);
}

/** Whole steps from bid to ask for a wanted distance: rounded up or down by chance, mostly to the nearest. At least 1. */
export function spreadSteps(wanted: number, bits: number): number {
  return Math.floor(wanted + 0.3 + (Math.imul(bits, 0x9e3779b1) >>> 24) / 640);
}

/** The best bid in steps, so that bid and ask lie round the middle price as evenly as whole steps allow. */
export function bidAround(middle: number, spread: number): number {
  return Math.floor(middle - spread / 2 + 0.5);
}

/**
 * Writes the prints of a minute into `scratch`. The middle price makes equal steps of variance from the minute's start through its prints
 * to its end, a Brownian bridge; each print stands at the bid or the ask of its instant. Candles and tape both come from here, so they agree.
 */
export function writeTape(profile: SimProfile, path: DayPath, minute: number, scratch: TapeScratch): void {
  const count = path.prints[minute] as number;
  const end = path.middle[minute + 1] as number;
  const step = (path.deviation[minute] as number) / Math.sqrt(count + 1);
  const wanted = path.spread[minute] as number;
  const key = minuteKey(path, minute);
  const { bid: bids, spread: spreads, price, lots, side, middle: middles } = scratch;
  const { printLots } = profile;
  let middle = path.middle[minute] as number;
  scratch.length = count;
  middles[0] = middle;
  for (let j = 0; j < count; j += 1) {
    const bits = hashAt(key, j);
    const left = count + 1 - j;
    const move = (end - middle) * (SHARE[left] as number) + step * (SPREADING[left] as number) * (NORMAL[bits >>> 20] as number);
    middle += move;
    const spread = spreadSteps(wanted, bits);
    const bid = bidAround(middle, spread);
    // By sign bits, without branches that a processor could not foresee. The whole move decides, not its random part: that part alone would
    // tell which way the rest of the minute leads back to its end.
    const falls = ((move * 1024) | 0) >>> 31;
    const follows = ((bits & 0xff) - FOLLOWING) >>> 31;
    const buys = falls ^ follows;
    middles[j + 1] = middle;
    bids[j] = bid;
    spreads[j] = spread;
    price[j] = bid + buys * spread;
    side[j] = buys * (BUY - SELL) + SELL;
    lots[j] = 1 + Math.floor(printLots * (PRINT_SIZE[(bits >>> 8) & 0xfff] as number));
  }
  middles[count + 1] = end;
}

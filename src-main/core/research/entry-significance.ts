import type { Random } from '../../../src-shared/kernel/random.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';

/** One holding of a rule: from the close of bar `from` on for `bars` bars, long (1) or short (-1). */
export interface Holding {
  readonly from: number;
  readonly bars: number;
  readonly side: 1 | -1;
}

/** What the entries of a rule are worth beside entries at random. */
export interface EntrySignificance {
  /** Sum of log returns that the rule's holdings caught, before costs: both sides pay the same. */
  readonly caught: number;
  /** What the random ones caught on average. */
  readonly expected: number;
  /** Share of arrangements, the rule's own among them, that caught at least as much. */
  readonly pValue: number;
}

function shuffle(order: Uint32Array, random: Random): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const other = random.below(i + 1);
    const kept = order[i]!;
    order[i] = order[other]!;
    order[other] = kept;
  }
}

/** Cuts the free bars into the gaps before, between and behind the holdings: as many sorted instants as there are holdings. */
function drawGaps(starts: Float64Array, free: number, random: Random): void {
  for (let i = 0; i < starts.length; i += 1) starts[i] = random.below(free + 1);
  starts.sort();
}

/**
 * Permutation test of a rule's entries: the same number of holdings, of the same lengths and sides, in random order at random instants,
 * never two at once. A rule whose entries say nothing about what follows has a p-value that is even between 0 and 1; it does not
 * matter whether the market rose, because the random holdings are as long and as often in it (the p-value with the rule's own
 * arrangement counted: B. Phipson and G. K. Smyth, 2010). `closes` are the closes of consecutive bars, above zero.
 */
export function entrySignificance(
  closes: Float64Array,
  holdings: readonly Holding[],
  { random, arrangements }: { readonly random: Random; readonly arrangements: number },
): EntrySignificance {
  const bars = closes.length - 1;
  let held = 0;
  let end = 0;
  for (const holding of holdings) {
    invariant(holding.from >= end && holding.bars >= 1, 'holdings follow each other');
    end = holding.from + holding.bars;
    held += holding.bars;
  }
  invariant(end <= bars, 'every holding ends within the bars');
  const logs = Float64Array.from(closes, Math.log);
  let caught = 0;
  for (const { from, bars: length, side } of holdings) caught += side * (logs[from + length]! - logs[from]!);
  const order = Uint32Array.from(holdings, (_, i) => i);
  const gaps = new Float64Array(holdings.length);
  let total = 0;
  let reached = 1;
  for (let i = 0; i < arrangements; i += 1) {
    shuffle(order, random);
    drawGaps(gaps, bars - held, random);
    let sum = 0;
    let before = 0;
    for (let k = 0; k < order.length; k += 1) {
      const { bars: length, side } = holdings[order[k]!]!;
      const start = gaps[k]! + before;
      sum += side * (logs[start + length]! - logs[start]!);
      before += length;
    }
    total += sum;
    // Rounding must not make an arrangement that caught the same look as less.
    if (sum >= caught - 1e-12 * (1 + Math.abs(caught))) reached += 1;
  }
  return { caught, expected: arrangements === 0 ? caught : total / arrangements, pValue: reached / (arrangements + 1) };
}

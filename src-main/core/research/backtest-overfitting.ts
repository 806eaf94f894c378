import { invariant } from '../../../src-shared/kernel/result.ts';
import { choices } from './cross-validation.ts';

/** What the combinations of a family's halves say of choosing its best trial. */
export interface OverfittingOutcome {
  /** Probability of backtest overfitting: the share of splits in which the best trial of one half is in the lower half of the other. */
  readonly probability: number;
  /** ln(w / (1 - w)) of the relative rank w that each split's best trial has in the other half; one per split. */
  readonly logits: Float64Array;
  /** Sharpe ratio per period of each split's best trial where it was chosen, and in the other half. */
  readonly chosen: Float64Array;
  readonly after: Float64Array;
  /** Slope of the line through (chosen, after): how much of a better choice is left afterwards; 0 where the chosen do not differ. */
  readonly degradation: number;
  /** Share of splits in which the best trial of one half loses in the other. */
  readonly lossProbability: number;
}

type Choices = Pick<OverfittingOutcome, 'logits' | 'chosen' | 'after'>;

interface Half {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/** Sums of every trial over every block: `blocks` rows of `trials` columns. */
function blockSums(trials: readonly Float64Array[], blocks: number): Half {
  const periods = trials[0]!.length;
  const sums = new Float64Array(blocks * trials.length);
  const squares = new Float64Array(blocks * trials.length);
  trials.forEach((returns, trial) => {
    for (let block = 0; block < blocks; block += 1) {
      const end = Math.floor(((block + 1) * periods) / blocks);
      let sum = 0;
      let square = 0;
      for (let i = Math.floor((block * periods) / blocks); i < end; i += 1) {
        const value = returns[i]!;
        sum += value;
        square += value * value;
      }
      sums[block * trials.length + trial] = sum;
      squares[block * trials.length + trial] = square;
    }
  });
  return { sums, squares };
}

/** Mean over sample deviation from sums; 0 where nothing varies. */
function sharpeOf(sum: number, square: number, count: number): number {
  const centre = sum / count;
  const variance = (square - sum * centre) / (count - 1);
  return variance > 1e-28 * (1 + centre * centre) ? centre / Math.sqrt(variance) : 0;
}

/** The next larger number with as many bits set (R. W. Gosper, HAKMEM item 175). */
function nextChoice(mask: number): number {
  const lowest = mask & -mask;
  const carried = mask + lowest;
  return carried | (((mask ^ carried) >>> 2) / lowest);
}

function slope(xs: Float64Array, ys: Float64Array): number {
  const n = xs.length;
  let xMean = 0;
  let yMean = 0;
  for (let i = 0; i < n; i += 1) {
    xMean += xs[i]! / n;
    yMean += ys[i]! / n;
  }
  let across = 0;
  let along = 0;
  for (let i = 0; i < n; i += 1) {
    across += (xs[i]! - xMean) * (ys[i]! - yMean);
    along += (xs[i]! - xMean) ** 2;
  }
  return along > 0 ? across / along : 0;
}

/** Sharpe ratios of all trials over the blocks of a mask, and over the others. */
class Splitter {
  readonly inside: Float64Array;
  readonly outside: Float64Array;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;
  private readonly totals: Half;

  private readonly byBlock: Half;
  private readonly blocks: number;
  private readonly periods: number;

  constructor(byBlock: Half, blocks: number, periods: number) {
    this.byBlock = byBlock;
    this.blocks = blocks;
    this.periods = periods;
    const trials = byBlock.sums.length / blocks;
    this.inside = new Float64Array(trials);
    this.outside = new Float64Array(trials);
    this.sums = new Float64Array(trials);
    this.squares = new Float64Array(trials);
    this.totals = { sums: new Float64Array(trials), squares: new Float64Array(trials) };
    this.add(2 ** blocks - 1, this.totals.sums, this.totals.squares);
  }

  private add(mask: number, sums: Float64Array, squares: Float64Array): number {
    const trials = sums.length;
    let count = 0;
    sums.fill(0);
    squares.fill(0);
    for (let block = 0; block < this.blocks; block += 1) {
      if (((mask >>> block) & 1) === 0) continue;
      count += Math.floor(((block + 1) * this.periods) / this.blocks) - Math.floor((block * this.periods) / this.blocks);
      const base = block * trials;
      for (let trial = 0; trial < trials; trial += 1) {
        sums[trial]! += this.byBlock.sums[base + trial]!;
        squares[trial]! += this.byBlock.squares[base + trial]!;
      }
    }
    return count;
  }

  split(mask: number): void {
    const count = this.add(mask, this.sums, this.squares);
    const rest = this.periods - count;
    for (let trial = 0; trial < this.sums.length; trial += 1) {
      const sum = this.sums[trial]!;
      const square = this.squares[trial]!;
      this.inside[trial] = sharpeOf(sum, square, count);
      this.outside[trial] = sharpeOf(this.totals.sums[trial]! - sum, this.totals.squares[trial]! - square, rest);
    }
  }
}

function largest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i += 1) if (values[i]! > values[best]!) best = i;
  return best;
}

/** Rank of one value among all, counted from 1 for the smallest; equal values share the middle of their ranks. */
function rankOf(values: Float64Array, at: number): number {
  const value = values[at]!;
  let below = 0;
  let equal = 0;
  for (const other of values) {
    if (other < value) below += 1;
    else if (other === value) equal += 1;
  }
  return below + (equal + 1) / 2;
}

/** Looks up the best trial of one half in the other, as split `at`. */
function choose({ logits, chosen, after }: Choices, at: number, here: Float64Array, there: Float64Array): void {
  const best = largest(here);
  const share = rankOf(there, best) / (here.length + 1);
  logits[at] = Math.log(share / (1 - share));
  chosen[at] = here[best]!;
  after[at] = there[best]!;
}

function shareOf(values: Float64Array, holds: (value: number) => boolean): number {
  let count = 0;
  for (const value of values) if (holds(value)) count += 1;
  return count / values.length;
}

/**
 * Probability of backtest overfitting by combinatorially symmetric cross-validation (D. H. Bailey, J. M. Borwein, M. Lopez de Prado and
 * Q. J. Zhu, "The Probability of Backtest Overfitting", Journal of Computational Finance 20(4), 2017, section 2.3): the periods are cut
 * into an even number of blocks, and for every choice of half of them the trial with the best Sharpe ratio there is looked up in the rest.
 * `trials` holds the returns per period of every trial, all over the same periods.
 */
export function backtestOverfitting(trials: readonly Float64Array[], blocks = 16): OverfittingOutcome {
  const periods = trials[0]?.length ?? 0;
  invariant(trials.length >= 2, 'overfitting is a matter of two trials or more');
  invariant(
    trials.every((each) => each.length === periods),
    'all trials of a family have the same periods',
  );
  invariant(blocks >= 2 && blocks <= 24 && blocks % 2 === 0 && periods >= 2 * blocks, 'an even number of blocks with two periods each');
  const splitter = new Splitter(blockSums(trials, blocks), blocks, periods);
  const splits = choices(blocks, blocks / 2);
  const columns = { logits: new Float64Array(splits), chosen: new Float64Array(splits), after: new Float64Array(splits) };
  let mask = 2 ** (blocks / 2) - 1;
  // The other half of the i-th choice is the i-th choice from the end: both are read from the same sums.
  for (let i = 0; i < splits / 2; i += 1) {
    splitter.split(mask);
    choose(columns, i, splitter.inside, splitter.outside);
    choose(columns, splits - 1 - i, splitter.outside, splitter.inside);
    mask = nextChoice(mask);
  }
  return {
    ...columns,
    probability: shareOf(columns.logits, (logit) => logit <= 0),
    degradation: slope(columns.chosen, columns.after),
    lossProbability: shareOf(columns.after, (sharpe) => sharpe < 0),
  };
}

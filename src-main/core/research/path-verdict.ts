import { intervalOf, type Distribution } from './resampling.ts';

/** What a strategy came to on markets made of blocks of the bars that it was run on. */
export interface PathOutcomes {
  /** Rising, one per market that it could be run on; fractions. */
  readonly returns: Distribution;
  readonly drawdowns: Distribution;
  /** Share of the markets on which it lost, and on which it beat holding without costs. */
  readonly losing: number;
  readonly beating: number;
  readonly blockBars: number;
}

/** Share of the markets with a smaller return than `value`. */
export function shareBelow(returns: Distribution, value: number): number {
  let below = 0;
  for (const each of returns) if (each < value) below += 1;
  return returns.length === 0 ? 0 : below / returns.length;
}

/** A market in five, and every other one. */
const FEW = 0.2;
const HALF = 0.5;

/** In one sentence whether a run's money hangs on the order in which the market moved. `ran` is its own return. */
export function pathSentence({ returns, losing, beating, blockBars }: Omit<PathOutcomes, 'drawdowns'>, ran: number): string {
  const count = `${String(returns.length)} markets made of blocks of ${String(blockBars)} of these bars`;
  if (returns.length === 0) return 'It could not be run on a single market made of these bars.';
  const [low, high] = intervalOf(returns, 0.9);
  const told =
    `on ${perCent(1 - losing)} of ${count} it made money, on ${perCent(beating)} more than holding; nine in ten came to between ` +
    `${perCent(low)} and ${perCent(high)}.`;
  if (ran <= 0) return `It lost as it was: ${told}`;
  if (losing <= FEW) return `It does not hang on the order of events: ${told}`;
  if (losing <= HALF) return `It hangs on luck: ${told}`;
  return `It needed luck: ${told}`;
}

function perCent(fraction: number): string {
  return `${(fraction * 100).toFixed(1).replaceAll(/\B(?=(?:\d{3})+\.)/gu, ',')}%`;
}

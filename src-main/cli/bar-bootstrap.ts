import { pathBlock } from '../core/research/bar-bootstrap.ts';
import { pathSentence, shareBelow } from '../core/research/path-verdict.ts';
import { quantileOf } from '../core/research/resampling.ts';
import type { OverfitReport } from '../services/overfit-report.ts';
import { runBarPaths } from '../sessions/research/bar-paths.ts';
import { sharedCandles, sharedRates } from '../sessions/research/shared-columns.ts';
import { TrialPool } from '../sessions/research/trial-pool.ts';
import type { TrialBase } from '../sessions/research/trial-types.ts';
import type { CliContext } from './context.ts';
import { lengthOfTime, percent } from './figures.ts';
import { valueOption } from './option.ts';
import type { OptionValues } from './option-values.ts';
import { alignColumns } from './output.ts';
import { Progress } from './progress.ts';
import { JOBS } from './search-options.ts';
import { readNumber } from './value-readers.ts';

export const BARS_BOOTSTRAP = valueOption<number>({
  name: 'bars-bootstrap',
  placeholder: 'N',
  about: 'Run the best trial on N markets made of blocks of its bars, each with all costs.',
  shownDefault: 'none',
  read: (text, refuse) => readNumber(text, { min: 20, max: 100_000, whole: true }, refuse),
});

export const BLOCK = valueOption<number>({
  name: 'block',
  placeholder: 'BARS',
  about: 'Bars that stay together in such a market.',
  shownDefault: 'the cube root of the bars, at least two warm-ups, at most a quarter of the bars',
  read: (text, refuse) => readNumber(text, { min: 1, max: 10_000_000, whole: true }, refuse),
});

/** Shares of the markets whose figures are told. */
const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** What the best trial came to on markets made of its bars, for an answer: quantiles by their share. */
export interface BootstrappedBars {
  readonly paths: number;
  readonly failed: number;
  readonly blockBars: number;
  /** Of the run itself. */
  readonly totalReturn: number;
  readonly below: number;
  readonly losing: number;
  readonly beating: number;
  readonly returns: Readonly<Record<string, number>>;
  readonly drawdowns: Readonly<Record<string, number>>;
  readonly sentence: string;
}

/** Bars of a family that are the same still, with the rates of funding where its runs name stored ones. */
export type BootstrapGround = TrialBase;

/** Runs the best trial of a report on as many markets as --bars-bootstrap asks for. */
export async function bootstrapBars(
  { best }: OverfitReport,
  ground: BootstrapGround,
  seed: number,
  { values, context }: { readonly values: OptionValues; readonly context: CliContext },
): Promise<BootstrappedBars> {
  const { services, clock } = context;
  const paths = values.needed(BARS_BOOTSTRAP);
  const { conditions, candles } = ground;
  const { parameters, totalReturn } = best;
  const warmup = services.strategies.find(({ spec }) => spec.id === conditions.family.strategy)?.warmupBars(parameters) ?? 0;
  const blockBars = Math.min(values.given(BLOCK) ?? pathBlock(candles.length, warmup), candles.length - 1);
  const base = { ...ground, candles: sharedCandles(candles), funding: sharedRates(ground.funding ?? null) };
  const pool = new TrialPool(() => services.trialThread(base), values.given(JOBS) ?? services.cores);
  const progress = new Progress(context);
  const begun = clock.monotonic();
  const onPath = (done: number): void => {
    const left = ((clock.monotonic() - begun) / done) * (paths - done);
    progress.tell(() => `${String(done)} of ${String(paths)} markets, ${lengthOfTime(left)} left`);
  };
  try {
    const found = await runBarPaths(pool, { parameters, bars: candles.length, paths, blockBars, seed, onPath });
    const { returns, drawdowns, losing, beating, failed } = found;
    const quantiles = (column: Float64Array): Record<string, number> =>
      column.length === 0 ? {} : Object.fromEntries(SHARES.map((share) => [share.toFixed(2), quantileOf(column, share)]));
    return {
      ...{ paths, failed, blockBars, totalReturn, losing, beating },
      below: shareBelow(returns, totalReturn),
      returns: quantiles(returns),
      drawdowns: quantiles(drawdowns),
      sentence: pathSentence(found, totalReturn),
    };
  } finally {
    progress.end();
    pool.close();
  }
}

/** The same for a person. */
export function bootstrapText({ sentence, failed, totalReturn, below, returns, drawdowns }: BootstrappedBars): readonly string[] {
  const shares = Object.keys(returns);
  const row = (name: string, figures: Readonly<Record<string, number>>): readonly string[] => [
    name,
    ...shares.map((share) => percent(figures[share]!)),
  ];
  return [
    sentence,
    `The run's own ${percent(totalReturn)} is better than ${percent(below)} of them.`,
    ...(failed === 0 ? [] : [`On ${String(failed)} markets it could not be run.`]),
    '',
    ...alignColumns([
      ['On other markets', ...shares.map((share) => percent(Number(share)))],
      row('Return', returns),
      row('Drawdown', drawdowns),
    ]),
  ];
}

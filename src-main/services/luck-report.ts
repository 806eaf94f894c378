import type { LuckView } from '../../src-shared/contract/checks.ts';
import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import { endsInRuin } from '../../src-shared/domain/daily-returns.ts';
import { runReport } from '../../src-shared/domain/report.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { DAYS_PER_YEAR } from '../../src-shared/kernel/time.ts';
import { sharpeOfReturns } from '../core/research/moments.ts';
import { pathSentence, shareBelow } from '../core/research/path-verdict.ts';
import { bootstrapReturns } from '../core/research/resampling.ts';
import type { StoredRun } from '../ports/research-store.ts';
import type { BarPaths } from '../sessions/research/bar-paths.ts';
import { entriesOf, shuffledOf } from './rerun-evidence.ts';

/** A run with its bars, and what it came to on markets made of them. */
export interface LuckEvidence {
  readonly run: Pick<StoredRun, 'record' | 'dailyReturns' | 'figures'>;
  readonly candles: CandleColumns;
  readonly paths: BarPaths;
  readonly seed: number;
}

/** How often trades and days are drawn anew: they cost next to nothing. */
const DRAWS = 1_000;

/** What a run could have come to with other luck. */
export function luckReport({ run, candles, paths, seed }: LuckEvidence): LuckView {
  const { record, dailyReturns, figures } = run;
  const report = runReport(record);
  const plan = { seed, runs: DRAWS };
  const totalReturn = figures['totalReturn'] ?? 0;
  const shuffled = shuffledOf(record, report, plan);
  return {
    kind: 'luck',
    sentence: pathSentence(paths, totalReturn),
    totalReturn,
    maxDrawdown: figures['maxDrawdown'] ?? 0,
    paths: { ...paths, below: shareBelow(paths.returns, totalReturn) },
    shuffled: shuffled && { trades: report.trades.length, ...shuffled },
    days: daysOf(dailyReturns, seed),
    randomEntries: entriesOf(candles, report, plan)?.pValue ?? null,
  };
}

function daysOf(returns: Float64Array, seed: number): LuckView['days'] {
  // Days that end in ruin have no ratio, and drawn anew would go on with what is not there.
  if (returns.length < 2 || endsInRuin(returns)) return null;
  const { blockLength, sharpes, drawdowns } = bootstrapReturns(returns, { runs: DRAWS, random: new Sfc32(seed) });
  const perYear = Math.sqrt(DAYS_PER_YEAR);
  return {
    blockDays: blockLength,
    sharpe: sharpeOfReturns(returns) * perYear,
    sharpes: sharpes.map((sharpe) => sharpe * perYear),
    drawdowns,
  };
}

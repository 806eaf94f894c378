import type { GateCheck } from '../core/research/gate.ts';
import type { OverfitReport } from '../services/overfit-report.ts';
import { percent } from './figures.ts';
import { alignColumns } from './output.ts';

const OUTCOMES: Readonly<Record<GateCheck['outcome'], string>> = { passed: 'passed', failed: 'FAILED', 'not-judged': 'not judged' };

function ratio(value: number | null): string {
  return value === null ? '—' : value.toFixed(2);
}

function share(value: number | null): string {
  return value === null ? '—' : percent(value);
}

function figureLines({ verdict: { figures }, selection, crossValidation, resampled, rerun }: OverfitReport): readonly string[] {
  const rows = [
    ['Sharpe ratio a year', ratio(figures.sharpe)],
    ['What luck alone would show', ratio(figures.luckySharpe)],
    ['Probabilistic Sharpe ratio', share(figures.probabilistic)],
    ['Deflated Sharpe ratio', share(figures.deflated)],
    ['The same with all spread taken for luck', share(figures.deflatedAsPublished)],
    ['Probability of backtest overfitting', share(selection?.probability ?? null)],
    ['Degradation slope (1: what is better stays better)', ratio(selection?.degradation ?? null)],
    ['Splits in which the choice then loses', share(selection?.lossProbability ?? null)],
    ...crossLines(crossValidation),
    ['Years that such a Sharpe ratio needs', ratio(figures.yearsNeeded)],
    [`Sharpe ratio, 95% of ${resampled.runs} resamples`, `${ratio(resampled.sharpe[0])} to ${ratio(resampled.sharpe[1])}`],
    ['Drawdown, the middle resample', percent(resampled.medianDrawdown)],
    ['Drawdown, exceeded by one in twenty', percent(resampled.deepDrawdown)],
  ];
  const shuffled = rerun?.shuffled ?? null;
  if (shuffled !== null)
    rows.push(
      ['Drawdown of the closed trades in their order', percent(shuffled.asItWas)],
      ['The same in other orders, the middle one', percent(shuffled.median)],
      ['The same, exceeded by one order in twenty', percent(shuffled.deep)],
    );
  return alignColumns(rows);
}

function crossLines(found: OverfitReport['crossValidation']): readonly (readonly string[])[] {
  if (found === null) return [];
  const { sharpes, splits, losing, groups, folded } = found;
  const middle = sharpes[Math.floor((sharpes.length - 1) / 2)]!;
  return [
    [
      `Sharpe ratio, chosen on other days, ${String(sharpes.length)} histories of ${String(splits)} splits`,
      `${ratio(sharpes[0]!)} to ${ratio(sharpes.at(-1)!)}, middle ${ratio(middle)}`,
    ],
    ['Of these histories lost', String(losing)],
    [`The same by ${String(groups)} purged folds`, ratio(folded)],
  ];
}

function checkLines({ verdict: { checks } }: OverfitReport): readonly string[] {
  const width = Math.max(...checks.map(({ outcome }) => OUTCOMES[outcome].length));
  return checks.flatMap(({ name, outcome, sentence }) => [
    `${OUTCOMES[outcome].padEnd(width)}  ${name}`,
    `${' '.repeat(width)}  ${sentence}`,
  ]);
}

/** The overfit page for a person. */
export function overfitText(report: OverfitReport): readonly string[] {
  const { family, tries, best } = report;
  const parameters = Object.entries(best.parameters).map(([name, value]) => `${name}=${String(value)}`);
  return [
    `${family.strategy} on ${family.instrument} ${family.timeframe}, bars ${family.data.slice(0, 12)}`,
    report.verdict.sentence,
    '',
    `Tried ${tries.total} times: ${tries.runs} single backtests, ${tries.trials} trials of searches; ${report.results} have a result over all bars.`,
    ...(report.otherContracts === 0
      ? []
      : [`${report.otherContracts} others were made with other leverage, sides or funding: they count as tries, and are not compared.`]),
    `The best by its Sharpe ratio: ${parameters.join(' ')} (${best.days} days, ${best.trades} trades)`,
    '',
    ...checkLines(report),
    '',
    ...(report.crossValidation === null ? [] : [report.crossValidation.sentence, '']),
    ...figureLines(report),
  ];
}

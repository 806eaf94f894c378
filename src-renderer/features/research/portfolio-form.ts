import type { PortfolioAsk } from '../../../src-shared/contract/portfolios.ts';
import type { ResearchSource } from '../../../src-shared/contract/research.ts';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { SPOT, defaultRunForm, formOfRun, readRunForm, sourceKey } from './run-form.ts';
import type { FormProblems, RunForm } from './run-form.ts';
import { PORTFOLIO_SENTENCES as SAY } from './portfolio-sentences.ts';

/** One strategy of a portfolio as typed so far. */
export type PortfolioRowForm = Pick<RunForm, 'source' | 'timeframe' | 'strategy' | 'parameters' | 'sizeKind' | 'sizeAmount'>;

/** A portfolio as typed so far: the account's terms and a row for each strategy. */
export interface PortfolioForm extends Pick<RunForm, 'from' | 'to' | 'cash' | 'costs' | 'limits'> {
  readonly rows: readonly PortfolioRowForm[];
}

/** What is wrong with the account's terms, and with each row. */
export interface PortfolioProblems {
  readonly account: FormProblems;
  readonly rows: readonly FormProblems[];
}

export const MOST_ROWS = 24;
const FIRST_ROWS = 2;
const PERCENT = 100;

/** What rows are read against. */
export interface PortfolioGround {
  readonly gallery: readonly StrategySpec[];
  readonly sources: readonly ResearchSource[];
}

function rowOf({ source, timeframe, strategy, parameters, sizeKind, sizeAmount }: RunForm): PortfolioRowForm {
  return { source, timeframe, strategy, parameters, sizeKind, sizeAmount };
}

/** The bars and the strategy of a row; the first there are where its own are gone. */
export function groundOf(
  row: Pick<PortfolioRowForm, 'source' | 'strategy'>,
  { gallery, sources }: PortfolioGround,
): { readonly spec: StrategySpec; readonly source: ResearchSource } {
  return {
    spec: gallery.find(({ id }) => id === row.strategy) ?? gallery[0]!,
    source: sources.find((each) => sourceKey(each) === row.source) ?? sources[0]!,
  };
}

/** A portfolio that can be sent as it is: the first strategy on the first two instruments, half of the equity each. */
export function defaultPortfolio({ gallery, sources }: PortfolioGround): PortfolioForm {
  const first = sources.slice(0, FIRST_ROWS).map((source) => defaultRunForm(gallery[0]!, source));
  const { from, to, cash, costs, limits } = first[0]!;
  const sizeAmount = String(Math.floor(PERCENT / first.length));
  return { from, to, cash, costs, limits, rows: first.map((form) => ({ ...rowOf(form), sizeKind: 'equity-fraction', sizeAmount })) };
}

/** The form of a portfolio that was run. */
export function formOfPortfolio({ rows, ...account }: PortfolioAsk): PortfolioForm {
  const forms = rows.map((row) => formOfRun({ ...account, ...row }));
  const { from, to, cash, costs, limits } = forms[0]!;
  return { from, to, cash, costs, limits, rows: forms.map(rowOf) };
}

const ACCOUNT_FIELDS: ReadonlySet<string> = new Set(['from', 'to', 'cash']);

/** The portfolio that a form means, or what is wrong with it. `parse` reads an amount as typed. */
export function readPortfolioForm(
  form: PortfolioForm,
  ground: PortfolioGround,
  parse: (typed: string) => string | undefined,
): { readonly request: PortfolioAsk } | { readonly problems: PortfolioProblems } {
  const { rows, ...account } = form;
  const read = rows.map((row) => {
    const { spec, source } = groundOf(row, ground);
    return readRunForm({ ...account, ...row, ...SPOT }, spec, source, parse);
  });
  const runs = read.flatMap((each) => ('request' in each ? [each.request] : []));
  if (runs.length < read.length) return { problems: problemsOf(read.map((each) => ('problems' in each ? each.problems : {}))) };
  const { cash, costs, limits, seed } = runs[0]!;
  return {
    request: {
      // Rows whose bars begin later or end sooner join later and leave sooner.
      from: Math.min(...runs.map((run) => run.from)),
      to: Math.max(...runs.map((run) => run.to)),
      ...{ cash, costs, limits, seed },
      rows: runs.map(({ source, instrument, timeframe, strategy, parameters, size }) => ({
        ...{ source, instrument, timeframe, strategy, parameters, size },
      })),
    },
  };
}

/** What belongs to the account is said once; a day that only some rows have bars of names the first of them. */
function problemsOf(rows: readonly FormProblems[]): PortfolioProblems {
  const account: Record<string, string> = {};
  rows.forEach((problems, row) => {
    for (const [field, problem] of Object.entries(problems)) {
      if (!ACCOUNT_FIELDS.has(field) || account[field] !== undefined) continue;
      account[field] = rows.every((other) => other[field] === problem) ? problem : SAY.dayOf(String(row + 1), problem);
    }
  });
  return {
    account,
    rows: rows.map((problems) => Object.fromEntries(Object.entries(problems).filter(([field]) => !ACCOUNT_FIELDS.has(field)))),
  };
}

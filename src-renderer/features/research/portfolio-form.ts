import type { PortfolioAsk, PortfolioRowAsk } from '../../../src-shared/contract/portfolios.ts';
import type { BarsRequest, BarsSource } from '../../../src-shared/contract/research.ts';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { SPOT, defaultRunForm, formOfRun, readRange, readRunForm, sourceKey } from './run-form.ts';
import type { FormProblems, RunForm } from './run-form.ts';
import { PORTFOLIO_SENTENCES as SAY } from './portfolio-sentences.ts';

/** One strategy of a portfolio as typed so far. */
export interface PortfolioRowForm extends Pick<RunForm, 'source' | 'timeframe' | 'strategy' | 'parameters' | 'sizeKind' | 'sizeAmount'> {
  /** Of a strategy over two instruments: key of the second one's bars, and how both perpetuals are held. */
  readonly against: string;
  readonly leverage: string;
  readonly funding: PairTerms['funding'];
}

type PairTerms = NonNullable<PortfolioRowAsk['pair']>;

/** A portfolio as typed so far: the account's terms and a row for each strategy. */
export interface PortfolioForm extends Pick<RunForm, 'from' | 'to' | 'cash' | 'costs' | 'limits' | 'protections'> {
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
  readonly sources: readonly BarsSource[];
}

const NO_PAIR = { against: '', leverage: SPOT.leverage, funding: 'assumed' } as const;

function rowOf({ source, timeframe, strategy, parameters, sizeKind, sizeAmount }: RunForm, pair?: PairTerms): PortfolioRowForm {
  const terms = pair === undefined ? NO_PAIR : { against: sourceKey(pair), leverage: String(pair.leverage), funding: pair.funding };
  return { source, timeframe, strategy, parameters, sizeKind, sizeAmount, ...terms };
}

/** The bars and the strategy of a row; the first there are where its own are gone. */
export function groundOf(
  row: Pick<PortfolioRowForm, 'source' | 'strategy'>,
  { gallery, sources }: PortfolioGround,
): { readonly spec: StrategySpec; readonly source: BarsSource } {
  return {
    spec: gallery.find(({ id }) => id === row.strategy) ?? gallery[0]!,
    source: sources.find((each) => sourceKey(each) === row.source) ?? sources[0]!,
  };
}

/** What the second instrument of a row can be: other than its first, with bars of its length. */
export function secondsOf(
  row: Pick<PortfolioRowForm, 'source' | 'strategy' | 'timeframe'>,
  ground: PortfolioGround,
): readonly BarsSource[] {
  const { instrument } = groundOf(row, ground).source;
  return ground.sources.filter(
    (each) => each.instrument !== instrument && each.timeframes.some((timeframe) => timeframe === row.timeframe),
  );
}

/** A portfolio that can be sent as it is: the first strategy on the first two instruments, half of the equity each. */
export function defaultPortfolio({ gallery, sources }: PortfolioGround): PortfolioForm {
  const first = sources.slice(0, FIRST_ROWS).map((source) => defaultRunForm(gallery[0]!, source));
  const { from, to, cash, costs, limits, protections } = first[0]!;
  const sizeAmount = String(Math.floor(PERCENT / first.length));
  const rows = first.map((form) => ({ ...rowOf(form), sizeKind: 'equity-fraction' as const, sizeAmount }));
  return { from, to, cash, costs, limits, protections, rows };
}

/** The form of a portfolio that was run. */
export function formOfPortfolio({ rows, ...account }: PortfolioAsk): PortfolioForm {
  const forms = rows.map(({ pair: _, ...row }) => formOfRun({ ...account, ...row }));
  const { from, to, cash, costs, limits, protections } = forms[0]!;
  return { from, to, cash, costs, limits, protections, rows: forms.map((form, at) => rowOf(form, rows[at]!.pair)) };
}

const ACCOUNT_FIELDS: ReadonlySet<string> = new Set(['from', 'to', 'cash']);

/** The portfolio that a form means, or what is wrong with it. `parse` reads an amount as typed. */
export function readPortfolioForm(
  form: PortfolioForm,
  ground: PortfolioGround,
  parse: (typed: string) => string | undefined,
): { readonly request: PortfolioAsk } | { readonly problems: PortfolioProblems } {
  const { rows, ...account } = form;
  const read = rows.map((row) => readRow(row, account, ground, parse));
  const runs = read.flatMap((each) => ('request' in each ? [each.request] : []));
  if (runs.length < read.length) return { problems: problemsOf(read.map((each) => ('problems' in each ? each.problems : {}))) };
  const { cash, costs, limits, protections, seed } = runs[0]!;
  return {
    request: {
      // Rows whose bars begin later or end sooner join later and leave sooner.
      from: Math.min(...runs.map((run) => run.from)),
      to: Math.max(...runs.map((run) => run.to)),
      ...{ cash, costs, limits, seed },
      ...(protections === undefined ? {} : { protections }),
      rows: runs.map(({ source, instrument, timeframe, strategy, parameters, size, pair }) => ({
        ...{ source, instrument, timeframe, strategy, parameters, size },
        ...(pair === undefined ? {} : { pair }),
      })),
    },
  };
}

type RowRun = BarsRequest & Pick<PortfolioRowAsk, 'pair'>;

/** What a row means as a run of its own; of a strategy over two instruments also the second one, which must have bars on those days too. */
function readRow(
  row: PortfolioRowForm,
  account: Omit<PortfolioForm, 'rows'>,
  ground: PortfolioGround,
  parse: (typed: string) => string | undefined,
): { readonly request: RowRun } | { readonly problems: FormProblems } {
  const { spec, source } = groundOf(row, ground);
  const { against, leverage, funding, ...single } = row;
  if (spec.pair !== true) return readRunForm({ ...account, ...single, ...SPOT }, spec, source, parse);
  const traded = { ...SPOT, perpetual: true, leverage, funding };
  const read = readRunForm({ ...account, ...single, ...traded }, spec, source, parse);
  const second = secondsOf(row, ground).find((each) => sourceKey(each) === against);
  const problem = second === undefined ? SAY.secondNeeded(row.timeframe) : secondProblem(account, second);
  const problems = { ...('problems' in read ? read.problems : {}), ...(problem === undefined ? {} : { against: problem }) };
  if (!('request' in read) || second === undefined || problem !== undefined) return { problems };
  const { perpetual, ...request } = read.request;
  const terms = { source: second.source, instrument: second.instrument, leverage: perpetual!.leverage, funding };
  return { request: { ...request, pair: terms } };
}

function secondProblem(account: Omit<PortfolioForm, 'rows'>, second: BarsSource): string | undefined {
  const { from, to } = readRange(account, second);
  return [from, to].find((end) => typeof end === 'string');
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

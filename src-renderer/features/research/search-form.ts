import type { BarsRequest } from '../../../src-shared/contract/research.ts';
import type { SearchAsk, WindowPlanAsk } from '../../../src-shared/contract/searches.ts';
import { SEARCH_FIGURES } from '../../../src-shared/domain/search-figures.ts';
import type { StrategyParameter, StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { TYPED_SENTENCES as TYPED } from '../../format/typed-strategy.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** A range as typed so far. */
export interface RangeForm {
  readonly varied: boolean;
  readonly from: string;
  readonly to: string;
  readonly step: string;
}

/** A search as typed so far, beside the run that it varies. */
export interface SearchForm {
  readonly ranges: Readonly<Record<string, RangeForm>>;
  readonly method: SearchAsk['method'];
  readonly trials: string;
  readonly objective: string;
  /** A second figure, or ''. */
  readonly second: string;
  readonly leastTrades: string;
  /** The same of a walk-forward, in each window. */
  readonly leastInWindow: string;
  /** Of a walk-forward; days that are '' are worked out. */
  readonly windows: string;
  readonly inSample: string;
  readonly outOfSample: string;
  readonly anchored: boolean;
}

/** How far a preset range goes below and above a parameter's preset. */
const BELOW = 0.5;
const ABOVE = 2;
const STEPS = 8;
const MOST_TRIALS = 100_000;
const MOST_DAYS = 100_000;
const MOST_WINDOWS = 1_000;

function presetRange({ default: preset, min, max, integer }: StrategyParameter): RangeForm {
  const tidy = (value: number): number => (integer ? Math.round(value) : Number(value.toPrecision(2)));
  const from = Math.max(min, tidy(preset * BELOW));
  const to = Math.min(max, Math.max(tidy(preset * ABOVE), from + (integer ? 1 : Math.abs(preset) * BELOW)));
  const step = integer ? Math.max(1, Math.round((to - from) / STEPS)) : Number(((to - from) / STEPS).toPrecision(2));
  return { varied: true, from: String(from), to: String(to), step: String(step) };
}

/** A search that can be started as it is: every parameter between half and twice its preset. */
export function defaultSearchForm(spec: StrategySpec): SearchForm {
  return {
    ranges: Object.fromEntries(spec.parameters.map((parameter) => [parameter.name, presetRange(parameter)])),
    method: 'grid',
    trials: '200',
    objective: 'sharpe',
    second: '',
    leastTrades: '30',
    leastInWindow: '5',
    windows: '6',
    inSample: '',
    outOfSample: '',
    anchored: false,
  };
}

type Parse = (typed: string) => string | undefined;
type Space = SearchAsk['space'];

function numberOf(typed: string, parse: Parse): number {
  const text = parse(typed);
  return text === undefined ? Number.NaN : Number(text);
}

/** The ranges that a form means, or a sentence per parameter that is wrong. */
export function readSpace(
  form: SearchForm,
  spec: StrategySpec,
  parse: Parse,
): { readonly space: Space } | { readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {};
  const space: Space = [];
  for (const { name, min, max, integer } of spec.parameters) {
    const range = form.ranges[name];
    if (range?.varied !== true) continue;
    const from = numberOf(range.from, parse);
    const to = numberOf(range.to, parse);
    const step = range.step.trim() === '' ? null : numberOf(range.step, parse);
    if ([from, to, step ?? 0].some(Number.isNaN)) problems[name] = TYPED.missing;
    else if (integer && [from, to, step ?? 1].some((value) => !Number.isInteger(value))) problems[name] = TYPED.whole;
    else if (from < min || to > max) problems[name] = TYPED.between(String(min), String(max));
    else if (from >= to) problems[name] = SAY.rising;
    else if (step !== null && (step <= 0 || step > to - from)) problems[name] = TYPED.between('0', String(to - from));
    else space.push({ name, from, to, step: step ?? (integer ? 1 : null) });
  }
  if (space.length === 0 && Object.keys(problems).length === 0) problems['space'] = SAY.varyOne;
  return Object.keys(problems).length > 0 ? { problems } : { space };
}

/** Combinations of a grid; nothing where a range has no steps. */
export function combinations(space: Space): number | null {
  return space.reduce<number | null>(
    (all, { from, to, step }) => (all === null || step === null ? null : all * (Math.floor((to - from) / step + 1e-9) + 1)),
    1,
  );
}

/** The windows that a form means, or what is wrong with it; what is left empty is worked out. */
function readWindows(
  { windows, inSample, outOfSample, anchored }: SearchForm,
  parse: Parse,
): { readonly plan: WindowPlanAsk } | { readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {};
  const whole = (field: string, typed: string, most: number): number | null => {
    if (typed.trim() === '') return null;
    const value = numberOf(typed, parse);
    if (!Number.isInteger(value) || value < 1 || value > most) problems[field] = TYPED.between('1', String(most));
    return value;
  };
  const plan: WindowPlanAsk = {
    inSampleDays: whole('inSample', inSample, MOST_DAYS),
    outOfSampleDays: whole('outOfSample', outOfSample, MOST_DAYS),
    count: whole('windows', windows, MOST_WINDOWS),
    anchored,
  };
  return Object.keys(problems).length > 0 ? { problems } : { plan };
}

/** The walk-forward that a form means over a run, or what is wrong with it. Each window takes the best by the first figure alone. */
export function readWalk(form: SearchForm, run: BarsRequest, spec: StrategySpec, parse: Parse): SearchRead {
  const read = readSearch({ ...form, second: '', leastTrades: form.leastInWindow }, run, spec, parse);
  if ('problems' in read) return read;
  const windows = readWindows(form, parse);
  return 'problems' in windows ? windows : { request: { ...read.request, windows: windows.plan } };
}

type SearchRead = { readonly request: SearchAsk } | { readonly problems: Readonly<Record<string, string>> };

/** The search that a form means over a run, or what is wrong with it. */
export function readSearch(form: SearchForm, run: BarsRequest, spec: StrategySpec, parse: Parse): SearchRead {
  const read = readSpace(form, spec, parse);
  if ('problems' in read) return read;
  const { space } = read;
  const grid = form.method === 'grid' ? combinations(space) : null;
  const trials = grid ?? numberOf(form.trials, parse);
  if (!Number.isInteger(trials) || trials < 1 || trials > MOST_TRIALS)
    return { problems: { trials: TYPED.between('1', String(MOST_TRIALS)) } };
  const least = numberOf(form.leastTrades, parse);
  const figures = [form.objective, ...(form.second === '' || form.second === form.objective ? [] : [form.second])];
  const objectives = figures.map((figure) => ({
    figure,
    direction: SEARCH_FIGURES.find(({ id }) => id === figure)?.direction ?? ('max' as const),
  }));
  const constraints = Number.isNaN(least) || least <= 0 ? [] : [{ figure: 'trades', relation: '>=' as const, bound: least }];
  return { request: { run, space, method: form.method, trials, objectives, constraints, windows: null } };
}

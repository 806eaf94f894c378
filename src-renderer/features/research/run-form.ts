import type { BarsRequest, BarsSource, ResearchSource, RunRequest } from '../../../src-shared/contract/research.ts';
import type { ProtectionSpec } from '../../../src-shared/domain/protection-spec.ts';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { presets, readParameters, readSize, TYPED_SENTENCES as TYPED, typedParameters, typedSize } from '../../format/typed-strategy.ts';
import type { ParseAmount, SizeKind } from '../../format/typed-strategy.ts';
import { dayText, parseDay } from './day-text.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

export const SIZE_KINDS: readonly SizeKind[] = ['all', 'equity-fraction', 'quote', 'base'];

/** A run as typed so far. */
export interface RunForm {
  /** Key of the chosen bars, see `sourceKey`. */
  readonly source: string;
  readonly timeframe: RunRequest['timeframe'];
  readonly from: string;
  readonly to: string;
  readonly strategy: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly sizeKind: SizeKind;
  readonly sizeAmount: string;
  readonly cash: string;
  readonly costs: string;
  readonly limits: RunRequest['limits'];
  readonly protections: readonly ProtectionSpec[];
  /** Traded as a perpetual, with these. */
  readonly perpetual: boolean;
  readonly leverage: string;
  readonly direction: Perpetual['direction'];
  readonly funding: FundingKind;
  readonly fundingBps: string;
  /** Of a recorded book. */
  readonly queue: Queue;
}

export type Queue = NonNullable<RunRequest['queue']>;
type Perpetual = NonNullable<RunRequest['perpetual']>;
export type FundingKind = Perpetual['funding']['kind'];

/** A sentence per field that is wrong: fields by name, parameters by theirs. */
export type FormProblems = Readonly<Record<string, string>>;

const DEFAULT_DAYS = 365;
const DEFAULT_CASH = '100000';
const SEED = 7;
const MOST_LEVERAGE = 20;
const MOST_FUNDING = 1_000;
/** Bars that a recording had better come to: of the timeframes that it has, the longest with so many is taken. */
const GOOD_BARS = 100;
/** Nothing borrowed and nothing sold short: what a row of a portfolio is. */
export const SPOT = {
  perpetual: false,
  leverage: '2',
  direction: 'long',
  funding: 'assumed',
  fundingBps: '1',
  queue: 'conservative',
} as const;
const DEFAULT_AMOUNTS: Readonly<Record<SizeKind, string>> = { all: '', 'equity-fraction': '100', quote: '5000', base: '' };

export function defaultAmount(kind: SizeKind): string {
  return DEFAULT_AMOUNTS[kind];
}

/** A source by name. */
export function sourceKey({ source, instrument }: Pick<ResearchSource, 'source' | 'instrument'>): string {
  if (source.kind === 'recorded') return `recorded ${source.recording}`;
  return source.kind === 'stored' ? `stored ${source.series}` : `simulated ${instrument}`;
}

/** A form that can be sent as it is: the last year of a source in four-hour bars. */
export function defaultRunForm(spec: StrategySpec, source: ResearchSource): RunForm {
  const timeframe = source.timeframes.includes('4h') ? '4h' : (source.timeframes[0] as RunRequest['timeframe']);
  const to = Math.floor(source.to / DAY_MS) * DAY_MS;
  return {
    source: sourceKey(source),
    timeframe,
    from: dayText(Math.max(source.from, to - DEFAULT_DAYS * DAY_MS)),
    to: dayText(to - DAY_MS),
    strategy: spec.id,
    parameters: presets(spec),
    sizeKind: 'all',
    sizeAmount: '',
    cash: DEFAULT_CASH,
    costs: 'conservative',
    limits: 'none',
    protections: [],
    ...SPOT,
  };
}

/** The form of a run that was made. */
export function formOfRun(request: RunRequest): RunForm {
  return {
    source: sourceKey(request),
    timeframe: request.timeframe,
    from: dayText(request.from),
    to: dayText(request.to - 1),
    strategy: request.strategy,
    parameters: typedParameters(request.parameters),
    ...typedSize(request.size),
    cash: request.cash,
    costs: request.costs,
    limits: request.limits,
    protections: request.protections ?? [],
    ...formOfPerpetual(request.perpetual),
    ...(request.queue === undefined ? {} : { queue: request.queue }),
  };
}

/** The fields of a form that say what is traded; undefined is spot. */
export function formOfPerpetual(perpetual: Perpetual | undefined): Pick<RunForm, keyof typeof SPOT> {
  if (perpetual === undefined) return SPOT;
  const { leverage, direction, funding } = perpetual;
  const fundingBps = funding.kind === 'stated' ? String(funding.bps) : SPOT.fundingBps;
  return { ...SPOT, perpetual: true, leverage: String(leverage), direction, funding: funding.kind, fundingBps };
}

/** A form over other bars: what they do not have gives way to what they do. */
export function formOver(form: RunForm, source: ResearchSource): RunForm {
  const range = readRange(form, source);
  const fits = typeof range.from === 'number';
  return {
    ...form,
    source: sourceKey(source),
    timeframe: source.timeframes.some((each) => each === form.timeframe) ? form.timeframe : firstTimeframe(source),
    from: fits ? form.from : dayText(source.from),
    to: fits ? form.to : dayText(source.to - 1),
  };
}

/** The shortest timeframe of bars; of a recording the longest that it has bars enough of. */
function firstTimeframe({ source, timeframes, from, to }: ResearchSource): RunRequest['timeframe'] {
  const all: readonly RunRequest['timeframe'][] = timeframes;
  const good = all.findLast((each) => (to - from) / TIMEFRAMES[each] >= GOOD_BARS);
  return (source.kind === 'recorded' ? good : undefined) ?? all[0]!;
}

/** The perpetual that a form means, undefined for spot; or what is wrong with it. */
function readPerpetual(
  form: RunForm,
  spec: StrategySpec,
  parse: (typed: string) => string | undefined,
): { readonly perpetual?: Perpetual } | FormProblems {
  if (!form.perpetual) return {};
  const problems: Record<string, string> = {};
  const within = (name: 'leverage' | 'fundingBps', low: number, high: number): number => {
    const value = Number(parse(form[name]) ?? Number.NaN);
    if (!(value >= low && value <= high)) problems[name] = TYPED.between(String(low), String(high));
    return value;
  };
  const leverage = within('leverage', 1, MOST_LEVERAGE);
  const bps = form.funding === 'stated' ? within('fundingBps', -MOST_FUNDING, MOST_FUNDING) : 0;
  if (form.direction !== 'long' && spec.shorts !== true) problems['direction'] = SAY.noShort(spec.id);
  if (Object.keys(problems).length > 0) return problems;
  const funding = form.funding === 'stated' ? { kind: form.funding, bps } : { kind: form.funding };
  return { perpetual: { leverage, direction: form.direction, funding } };
}

/** The range that a form means, whole UTC days, the last one included; or what is wrong with it. A recording is played as a whole. */
export function readRange(
  form: Pick<RunForm, 'from' | 'to'>,
  source: ResearchSource,
): { readonly from: number; readonly to: number } | FormProblems {
  if (source.source.kind === 'recorded') return { from: source.from, to: source.to };
  const from = parseDay(form.from);
  const last = parseDay(form.to);
  const problems: Record<string, string> = {};
  if (from === undefined) problems['from'] = SAY.day;
  if (last === undefined) problems['to'] = SAY.day;
  if (from === undefined || last === undefined) return problems;
  const range = SAY.dayRange(dayText(source.from), dayText(source.to));
  if (from + DAY_MS <= source.from || from > source.to) return { from: range };
  if (last < from) return { to: SAY.dayOrder };
  if (last > source.to) return { to: range };
  return { from: Math.max(from, source.from), to: Math.min(last + DAY_MS, source.to) };
}

type ReadRun<Request> = { readonly request: Request } | { readonly problems: FormProblems };

/** The run that a form means, over bars one over bars, or what is wrong with it. `parse` reads an amount as typed. */
export function readRunForm(form: RunForm, spec: StrategySpec, source: BarsSource, parse: ParseAmount): ReadRun<BarsRequest>;
export function readRunForm(form: RunForm, spec: StrategySpec, source: ResearchSource, parse: ParseAmount): ReadRun<RunRequest>;
export function readRunForm(form: RunForm, spec: StrategySpec, source: ResearchSource, parse: ParseAmount): ReadRun<RunRequest> {
  const { parameters, problems: wrong } = readParameters(spec, form.parameters, parse);
  const problems: Record<string, string> = { ...wrong };
  const size = readSize(form, parse);
  if (typeof size === 'string') problems['size'] = size;
  const cash = parse(form.cash);
  if (cash === undefined) problems['cash'] = TYPED.missing;
  else if (Decimal.parse(cash).sign() <= 0) problems['cash'] = TYPED.positive;
  const range = readRange(form, source);
  if (typeof range.from !== 'number' || typeof range.to !== 'number') Object.assign(problems, range);
  const overBook = source.source.kind === 'recorded';
  const traded = overBook ? {} : readPerpetual(form, spec, parse);
  if (overBook && spec.perpetualOnly === true) problems['strategy'] = SAY.bookIsSpot(spec.id);
  if (!isTraded(traded)) Object.assign(problems, traded);
  if (
    typeof size === 'string' ||
    cash === undefined ||
    typeof range.from !== 'number' ||
    typeof range.to !== 'number' ||
    !isTraded(traded) ||
    Object.keys(problems).length > 0
  )
    return { problems };
  const { timeframe, strategy, costs, limits, protections } = form;
  return {
    request: {
      source: source.source,
      instrument: source.instrument,
      timeframe,
      from: range.from,
      to: range.to,
      strategy,
      parameters,
      size,
      cash,
      costs,
      limits,
      ...(protections.length === 0 ? {} : { protections: [...protections] }),
      seed: SEED,
      ...traded,
      ...(overBook ? { queue: form.queue } : {}),
    },
  };
}

function isTraded(read: { readonly perpetual?: Perpetual } | FormProblems): read is { readonly perpetual?: Perpetual } {
  return Object.keys(read).every((name) => name === 'perpetual');
}

import type { StrategyRow } from '../../../src-shared/contract/rows.ts';
import type { SizeRule, StrategyParameter, StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

export const TIMEFRAMES = ['1m', '5m', '15m', '1h', '4h', '1d'] as const;
export type StartTimeframe = (typeof TIMEFRAMES)[number];
export type SizeKind = SizeRule['kind'];
export const SIZE_KINDS: readonly SizeKind[] = ['equity-fraction', 'quote', 'base', 'all'];

/** A start as typed so far. */
export interface StartForm {
  readonly strategy: string;
  readonly instrument: string;
  readonly timeframe: StartTimeframe;
  readonly parameters: Readonly<Record<string, string>>;
  readonly sizeKind: SizeKind;
  readonly sizeAmount: string;
}

/** What is wrong with a form: a sentence per field, parameters by name and `size`. */
export type FormProblems = Readonly<Record<string, string>>;

/** A start as it is asked for. */
export interface StartRequest {
  readonly strategy: string;
  readonly instrument: string;
  readonly timeframe: StartTimeframe;
  readonly parameters: Readonly<Record<string, number>>;
  readonly size: SizeRule;
}

const DEFAULT_PERCENT = '5';
/** What stands in the amount when a kind is chosen, before anybody typed. */
const DEFAULT_AMOUNTS: Readonly<Record<SizeKind, string>> = { 'equity-fraction': DEFAULT_PERCENT, quote: '5000', base: '', all: '' };

export function defaultAmount(kind: SizeKind): string {
  return DEFAULT_AMOUNTS[kind];
}

/** A form that can be sent as it is: defaults of the schema, one-minute bars, five percent of equity per entry. */
export function defaultForm(spec: StrategySpec, instrument: string): StartForm {
  return {
    strategy: spec.id,
    instrument,
    timeframe: '1m',
    parameters: Object.fromEntries(spec.parameters.map((parameter) => [parameter.name, String(parameter.default)])),
    sizeKind: 'equity-fraction',
    sizeAmount: DEFAULT_PERCENT,
  };
}

function amountOf(size: SizeRule): string {
  if (size.kind === 'all') return '';
  if (size.kind === 'equity-fraction') return Decimal.fromNumber(size.fraction).mul(Decimal.of(100n)).toString();
  return size.amount;
}

/** The form of an instance that ran before, as it ran. */
export function formOf(row: StrategyRow): StartForm {
  return {
    strategy: row.strategy,
    instrument: row.instrument,
    timeframe: TIMEFRAMES.find((each) => each === row.timeframe) ?? '1m',
    parameters: Object.fromEntries(Object.entries(row.parameters).map(([name, value]) => [name, String(value)])),
    sizeKind: row.size.kind,
    sizeAmount: amountOf(row.size),
  };
}

type Parse = (typed: string) => string | undefined;

function readParameter(parameter: StrategyParameter, typed: string, parse: Parse): number | string {
  const text = parse(typed);
  if (text === undefined) return SAY.missing;
  const value = Number(text);
  if (parameter.integer && !Number.isInteger(value)) return SAY.whole;
  if (value < parameter.min || value > parameter.max) return SAY.between(String(parameter.min), String(parameter.max));
  return value;
}

function readSize(form: StartForm, parse: Parse): SizeRule | string {
  if (form.sizeKind === 'all') return { kind: 'all' };
  const amount = parse(form.sizeAmount);
  if (amount === undefined) return SAY.missing;
  if (form.sizeKind === 'equity-fraction') {
    const percent = Number(amount);
    return percent > 0 && percent <= 100 ? { kind: 'equity-fraction', fraction: Number((percent / 100).toFixed(8)) } : SAY.mostPercent;
  }
  return Decimal.parse(amount).sign() > 0 ? { kind: form.sizeKind, amount } : SAY.positive;
}

/** The start that a form means, or what is wrong with it. `parse` reads an amount as typed. */
export function readForm(
  form: StartForm,
  spec: StrategySpec,
  parse: Parse,
): { readonly request: StartRequest } | { readonly problems: FormProblems } {
  const problems: Record<string, string> = {};
  const parameters: Record<string, number> = {};
  for (const parameter of spec.parameters) {
    const read = readParameter(parameter, form.parameters[parameter.name] ?? '', parse);
    if (typeof read === 'number') parameters[parameter.name] = read;
    else problems[parameter.name] = read;
  }
  const size = readSize(form, parse);
  if (typeof size === 'string') problems['size'] = size;
  if (typeof size === 'string' || Object.keys(problems).length > 0) return { problems };
  const { strategy, instrument, timeframe } = form;
  return { request: { strategy, instrument, timeframe, parameters, size } };
}

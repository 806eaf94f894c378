import type { StrategyRow } from '../../../src-shared/contract/rows.ts';
import type { SizeRule, StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { presets, readParameters, readSize, typedParameters, typedSize } from '../../format/typed-strategy.ts';
import type { ParseAmount, SizeKind } from '../../format/typed-strategy.ts';

export const TIMEFRAMES = ['1m', '5m', '15m', '1h', '4h', '1d'] as const;
export type StartTimeframe = (typeof TIMEFRAMES)[number];
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
    parameters: presets(spec),
    sizeKind: 'equity-fraction',
    sizeAmount: DEFAULT_PERCENT,
  };
}

/** The form of an instance that ran before, as it ran; a parameter that has come since begins with its preset. */
export function formOf(row: StrategyRow, spec: StrategySpec | undefined): StartForm {
  return {
    strategy: row.strategy,
    instrument: row.instrument,
    timeframe: TIMEFRAMES.find((each) => each === row.timeframe) ?? '1m',
    parameters: { ...(spec && presets(spec)), ...typedParameters(row.parameters) },
    ...typedSize(row.size),
  };
}

/** The start that a form means, or what is wrong with it. `parse` reads an amount as typed. */
export function readForm(
  form: StartForm,
  spec: StrategySpec,
  parse: ParseAmount,
): { readonly request: StartRequest } | { readonly problems: FormProblems } {
  const { parameters, problems: wrong } = readParameters(spec, form.parameters, parse);
  const problems: Record<string, string> = { ...wrong };
  const size = readSize(form, parse);
  if (typeof size === 'string') problems['size'] = size;
  if (typeof size === 'string' || Object.keys(problems).length > 0) return { problems };
  const { strategy, instrument, timeframe } = form;
  return { request: { strategy, instrument, timeframe, parameters, size } };
}

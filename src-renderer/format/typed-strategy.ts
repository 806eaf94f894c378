import type { SizeRule, StrategyParameter, StrategySpec } from '../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { catalogue } from './catalogue.ts';

/** What is wrong with a typed figure. */
export const TYPED_SENTENCES = catalogue({
  missing: 'A figure is needed.',
  whole: 'A whole number is needed.',
  between: (low: string, high: string) => `From ${low} to ${high}.`,
  positive: 'More than zero is needed.',
  mostPercent: 'More than zero and at most 100.',
});

const SAY = TYPED_SENTENCES;

export type SizeKind = SizeRule['kind'];

/** Reads an amount as typed; nothing where it is none. */
export type ParseAmount = (typed: string) => string | undefined;

/** How much an entry trades, as typed. */
export interface TypedSize {
  readonly sizeKind: SizeKind;
  readonly sizeAmount: string;
}

/** The presets of a strategy as they stand in its fields. */
export function presets(spec: StrategySpec): Readonly<Record<string, string>> {
  return Object.fromEntries(spec.parameters.map((parameter) => [parameter.name, String(parameter.default)]));
}

/** Parameters that were run with, as they stand in their fields. */
export function typedParameters(parameters: Readonly<Record<string, number>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
}

/** A size that was run with, as it stands in its fields. */
export function typedSize(size: SizeRule): TypedSize {
  if (size.kind === 'all') return { sizeKind: 'all', sizeAmount: '' };
  const sizeAmount = size.kind === 'equity-fraction' ? Decimal.fromNumber(size.fraction).mul(Decimal.of(100n)).toString() : size.amount;
  return { sizeKind: size.kind, sizeAmount };
}

function readParameter(parameter: StrategyParameter, typed: string, parse: ParseAmount): number | string {
  const text = parse(typed);
  if (text === undefined) return SAY.missing;
  const value = Number(text);
  if (parameter.integer && !Number.isInteger(value)) return SAY.whole;
  return value < parameter.min || value > parameter.max ? SAY.between(String(parameter.min), String(parameter.max)) : value;
}

/** The parameters that were typed, and a sentence for each that is wrong, by name. */
export function readParameters(
  spec: StrategySpec,
  typed: Readonly<Record<string, string>>,
  parse: ParseAmount,
): { readonly parameters: Readonly<Record<string, number>>; readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {};
  const parameters: Record<string, number> = {};
  for (const parameter of spec.parameters) {
    const read = readParameter(parameter, typed[parameter.name] ?? '', parse);
    if (typeof read === 'number') parameters[parameter.name] = read;
    else problems[parameter.name] = read;
  }
  return { parameters, problems };
}

/** The size that was typed, or what is wrong with it. */
export function readSize({ sizeKind, sizeAmount }: TypedSize, parse: ParseAmount): SizeRule | string {
  if (sizeKind === 'all') return { kind: 'all' };
  const amount = parse(sizeAmount);
  if (amount === undefined) return SAY.missing;
  if (sizeKind === 'equity-fraction') {
    const percent = Number(amount);
    return percent > 0 && percent <= 100 ? { kind: 'equity-fraction', fraction: Number((percent / 100).toFixed(8)) } : SAY.mostPercent;
  }
  return Decimal.parse(amount).sign() > 0 ? { kind: sizeKind, amount } : SAY.positive;
}

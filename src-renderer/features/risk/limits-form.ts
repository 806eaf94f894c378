import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import type { BreakerSpec } from '../../../src-shared/domain/breaker-spec.ts';
import type { ProtectionSpec } from '../../../src-shared/domain/protection-spec.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { FORM_RULES } from './rules.ts';
import type { RuleSpec } from './rules.ts';
import { RISK_SENTENCES as SAY } from './sentences.ts';

/** Limits as typed so far: a text per field, empty where the rule is off, and the instruments that may be traded. */
export interface LimitsForm {
  readonly fields: Readonly<Record<RuleSpec['field'], string>>;
  /** Ids; nothing means all. */
  readonly allowed: readonly string[] | null;
  /** These have a form of their own. */
  readonly protections: readonly ProtectionSpec[];
  readonly breakers: readonly BreakerSpec[];
}

const SCALES: Readonly<Record<RuleSpec['kind'], number>> = { money: 1, count: 1, percent: 100, seconds: 0.001, multiple: 1 };

function typed(rule: RuleSpec, value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  return Decimal.fromNumber(value).mul(Decimal.fromNumber(SCALES[rule.kind])).toString();
}

/** The form of limits as they are. */
export function limitsForm(limits: RiskLimits): LimitsForm {
  const fields = Object.fromEntries(FORM_RULES.map((rule) => [rule.field, typed(rule, limits[rule.field])])) as Record<
    RuleSpec['field'],
    string
  >;
  return { fields, allowed: limits.allowedInstruments, protections: limits.protections, breakers: limits.breakers };
}

type Parse = (typed: string) => string | undefined;

function problemOf(rule: RuleSpec, text: string): string | undefined {
  const value = Number(text);
  const [low, high] = rule.range;
  if (rule.kind === 'money') return value > 0 && value <= high ? undefined : SAY.positive;
  if (rule.kind === 'multiple') return value > 0 && value >= low && value <= high ? undefined : SAY.between(String(low), String(high));
  if (rule.kind === 'percent') return value > 0 && value <= high ? undefined : SAY.percentRange;
  if (rule.kind === 'count' && !Number.isInteger(value)) return SAY.whole;
  return value >= low && value <= high ? undefined : SAY.between(String(low), String(high));
}

function kept(rule: RuleSpec, text: string): string | number {
  if (rule.kind === 'money') return text;
  if (rule.kind === 'percent') return Decimal.parse(text).mul(Decimal.of(1n, 2)).toNumber();
  return rule.kind === 'seconds' ? Math.round(Number(text) * 1_000) : Number(text);
}

/** The limits that a form means, or a sentence per field that is wrong. `parse` reads a figure as typed. */
export function readLimits(
  form: LimitsForm,
  parse: Parse,
): { readonly limits: RiskLimits } | { readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {};
  const read: Record<string, string | number | null> = {};
  for (const rule of FORM_RULES) {
    const given = form.fields[rule.field].trim();
    if (given === '') {
      read[rule.field] = null;
      continue;
    }
    const text = parse(given);
    const problem = text === undefined ? SAY.missing : problemOf(rule, text);
    if (text === undefined || problem !== undefined) problems[rule.field] = problem ?? SAY.missing;
    else read[rule.field] = kept(rule, text);
  }
  if (read['groupCorrelation'] === 1) problems['groupCorrelation'] = SAY.belowHundred;
  if (form.allowed?.length === 0) problems['allowed'] = SAY.noneAllowed;
  if (Object.keys(problems).length > 0) return { problems };
  const figures = read as unknown as Omit<RiskLimits, 'allowedInstruments' | 'protections' | 'breakers'>;
  return { limits: { ...figures, allowedInstruments: form.allowed, protections: form.protections, breakers: form.breakers } };
}

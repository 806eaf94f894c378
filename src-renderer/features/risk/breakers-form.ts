import { BREAKERS, type BreakerField, type BreakerKind, type BreakerSpec } from '../../../src-shared/domain/breaker-spec.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { RISK_SENTENCES as SAY } from './sentences.ts';

/** A circuit breaker as typed so far: spans in minutes, shares in percent. */
export interface BreakerForm {
  readonly spec: BreakerSpec;
  readonly typed: Readonly<Record<BreakerField, string>>;
}

/** A sentence per figure that is wrong. */
export type BreakerProblems = Partial<Readonly<Record<BreakerField, string>>>;

const YEAR_MINUTES = 527_040;
const RANGES: Readonly<Record<BreakerField, readonly [low: number, high: number]>> = {
  count: [1, 10_000],
  withinMs: [0, YEAR_MINUTES],
  level: [0, 10_000],
};

/** What a typed level is to be multiplied with. */
function levelScale(kind: BreakerKind): Decimal {
  return BREAKERS[kind].levelUnit === '%' ? Decimal.of(1n, 2) : Decimal.ONE;
}

/** The form of a breaker as it is. */
export function breakerForm(spec: BreakerSpec): BreakerForm {
  const { kind, count, withinMs, level } = spec;
  const shown = BREAKERS[kind].levelUnit === '%' ? Decimal.fromNumber(level).mul(Decimal.of(100n)) : Decimal.fromNumber(level);
  return { spec, typed: { count: String(count), withinMs: String(withinMs / MINUTE_MS), level: shown.toString() } };
}

/** The breaker that a form means, or a sentence per figure that is wrong. `parse` reads a figure as typed. */
export function readBreaker(
  { spec, typed }: BreakerForm,
  parse: (typed: string) => string | undefined,
): { readonly spec: BreakerSpec } | { readonly problems: BreakerProblems } {
  const problems: Partial<Record<BreakerField, string>> = {};
  const read: Partial<Record<BreakerField, number>> = {};
  for (const field of BREAKERS[spec.kind].fields) {
    const text = parse(typed[field].trim());
    const value = Number(text);
    const [low, high] = RANGES[field];
    if (text === undefined) problems[field] = SAY.figureNeeded;
    else if (value < low || value > high) problems[field] = SAY.between(String(low), String(high));
    else if (field === 'count' && !Number.isInteger(value)) problems[field] = SAY.whole;
    else if (field === 'count') read.count = value;
    else if (field === 'withinMs') read.withinMs = Math.round(value * MINUTE_MS);
    else read.level = Decimal.parse(text).mul(levelScale(spec.kind)).toNumber();
  }
  return Object.keys(problems).length > 0 ? { problems } : { spec: { ...spec, ...read } };
}

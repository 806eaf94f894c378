import {
  PROTECTION_KINDS,
  type ProtectionField,
  type ProtectionKind,
  type ProtectionMethod,
  type ProtectionSpec,
} from '../../../src-shared/domain/protection-spec.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { RISK_SENTENCES as SAY } from './sentences.ts';

/** A figure of a protection that is typed. */
export type TypedFigure = 'stop' | 'lookback' | 'tradeLimit' | 'requiredProfit' | 'maxAllowedDrawdown';

/** A protection as typed so far. What has no field here (the candle that ends are moved on to) stays as it was. */
export interface ProtectionForm {
  readonly spec: ProtectionSpec;
  readonly typed: Readonly<Record<TypedFigure, string>>;
  /** A time of day, UTC, that ends the block; empty where minutes do. */
  readonly unlockAt: string;
}

/** A sentence per figure that is wrong. */
export type ProtectionProblems = Partial<Readonly<Record<TypedFigure | 'unlockAt', string>>>;

const YEAR_MINUTES = 527_040;
const RANGES: Readonly<Record<TypedFigure, readonly [low: number, high: number]>> = {
  stop: [0, YEAR_MINUTES],
  lookback: [0, YEAR_MINUTES],
  tradeLimit: [1, 10_000],
  requiredProfit: [-100, 10_000],
  maxAllowedDrawdown: [0, 10_000],
};

/** What is known of a protection's kind. */
export function kindOf(method: ProtectionMethod): ProtectionKind {
  return PROTECTION_KINDS.find((kind) => kind.method === method)!;
}

/** The figures that a form of this kind has, in their order. */
export function figuresOf(method: ProtectionMethod): readonly TypedFigure[] {
  const has = (field: ProtectionField): boolean => kindOf(method).fields.includes(field);
  const figures: TypedFigure[] = ['stop'];
  if (has('lookback')) figures.push('lookback');
  for (const field of ['tradeLimit', 'requiredProfit', 'maxAllowedDrawdown'] as const) if (has(field)) figures.push(field);
  return figures;
}

function percent(fraction: number): string {
  return Decimal.fromNumber(fraction).mul(Decimal.of(100n)).toString();
}

/** The form of a protection as it is. */
export function protectionForm(spec: ProtectionSpec): ProtectionForm {
  const { stopMs, unlockAt, lookbackMs, tradeLimit, requiredProfit, maxAllowedDrawdown } = spec;
  return {
    spec,
    typed: {
      stop: stopMs === null ? '' : String(stopMs / MINUTE_MS),
      lookback: String(lookbackMs / MINUTE_MS),
      tradeLimit: String(tradeLimit),
      requiredProfit: percent(requiredProfit),
      maxAllowedDrawdown: percent(maxAllowedDrawdown),
    },
    unlockAt: unlockAt ?? '',
  };
}

type Parse = (typed: string) => string | undefined;

/** The protection that a form means, or a sentence per figure that is wrong. `parse` reads a figure as typed. */
export function readProtection(
  form: ProtectionForm,
  parse: Parse,
): { readonly spec: ProtectionSpec } | { readonly problems: ProtectionProblems } {
  const { spec, typed } = form;
  const unlockAt = form.unlockAt.trim();
  const problems: Partial<Record<TypedFigure | 'unlockAt', string>> = {};
  const figures: Partial<Record<TypedFigure, number>> = {};
  if (unlockAt !== '' && !/^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(unlockAt)) problems.unlockAt = SAY.clock;
  for (const figure of figuresOf(spec.method)) {
    if (figure === 'stop' && unlockAt !== '') continue;
    const text = parse(typed[figure].trim());
    const value = Number(text);
    const [low, high] = RANGES[figure];
    if (text === undefined) problems[figure] = SAY.figureNeeded;
    else if (value < low || value > high) problems[figure] = SAY.between(String(low), String(high));
    else if (figure === 'tradeLimit' && !Number.isInteger(value)) problems[figure] = SAY.whole;
    else figures[figure] = value;
  }
  if (Object.keys(problems).length > 0) return { problems };
  const { stop = 0, lookback = 0, tradeLimit = 1, requiredProfit = 0, maxAllowedDrawdown = 0 } = figures;
  return {
    spec: {
      ...spec,
      stopMs: unlockAt === '' ? Math.round(stop * MINUTE_MS) : null,
      unlockAt: unlockAt === '' ? null : unlockAt,
      lookbackMs: Math.round(lookback * MINUTE_MS),
      tradeLimit,
      requiredProfit: requiredProfit / 100,
      maxAllowedDrawdown: maxAllowedDrawdown / 100,
    },
  };
}

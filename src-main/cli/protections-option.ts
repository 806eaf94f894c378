import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RiskLimits } from '../../src-shared/domain/limits.ts';
import { protectionLine, type ProtectionSpec } from '../../src-shared/domain/protection-spec.ts';
import { readProtections } from '../../src-shared/domain/read-protections.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { CliContext } from './context.ts';
import type { OptionValues } from './option-values.ts';
import { valueOption } from './option.ts';

/** What blocks new entries after closed trades. */
export const PROTECTIONS = valueOption<string>({
  name: 'protections',
  placeholder: 'FILE',
  about:
    'Protections that block new entries after closed trades, as a JSON list with "method" and freqtrade’s parameters; exits always pass. none switches them off.',
  shownDefault: 'none',
  read: (text) => text,
});

/** The limits with the protections that are asked for; spans in candles are of `candleMs`, null where there is no one timeframe. Fails with `input.file`. */
export function withProtections(
  limits: RiskLimits,
  values: OptionValues,
  { context, candleMs }: { readonly context: CliContext; readonly candleMs: number | null },
): RiskLimits {
  const name = values.given(PROTECTIONS) ?? 'none';
  return name === 'none' ? limits : { ...limits, protections: protectionsIn(resolve(context.cwd, name), candleMs) };
}

function protectionsIn(file: string, candleMs: number | null): readonly ProtectionSpec[] {
  const read = readProtections(jsonOf(file), candleMs);
  if (typeof read === 'string') throw new Fault('input.file', { file, problem: read });
  return read;
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (thrown) {
    const problem = thrown instanceof SyntaxError ? `it is no JSON: ${thrown.message}.` : 'it cannot be read; check its name.';
    throw new Fault('input.file', { file, problem }, { cause: thrown });
  }
}

/** What a report says of the protections of a run; nothing where none work. */
export function protectionLines({ protections }: RiskLimits): readonly string[] {
  return protections.map(protectionLine);
}

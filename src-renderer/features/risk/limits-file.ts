import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import { FORM_RULES } from './rules.ts';

/** The limits that a file of JSON holds, or null where it is not one: main checks the figures themselves when they are saved. */
export function readLimits(text: string): RiskLimits | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const given = value as Readonly<Record<string, unknown>>;
  const limits: Record<string, unknown> = {};
  for (const { field, kind } of FORM_RULES) {
    // A file of an older version does not know every rule.
    const { [field]: figure = null } = given;
    const fits = figure === null || typeof figure === (kind === 'money' ? 'string' : 'number');
    if (!fits) return null;
    limits[field] = figure;
  }
  const allowed = given['allowedInstruments'];
  const isList = Array.isArray(allowed) && allowed.every((each) => typeof each === 'string');
  if (allowed !== null && !isList) return null;
  const { protections = [], breakers = [] } = given;
  if (!Array.isArray(protections) || !Array.isArray(breakers)) return null;
  return { ...limits, allowedInstruments: allowed, protections, breakers } as unknown as RiskLimits;
}

import type { StrategyParameter, StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';

const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u;
const NAME = /^[a-z][a-zA-Z0-9]*$/u;
const LONGEST_ID = 40;
const LONGEST_TEXT = 300;
const MOST_PARAMETERS = 32;

/** What a user's strategy says of itself, checked; or a sentence about what is wrong with it. */
export function readUserSpec(value: unknown): StrategySpec | string {
  if (!isRecord(value)) return 'export default is no object; it must be the strategy.';
  const { id, family, description, parameters } = value;
  if (typeof id !== 'string' || id.length > LONGEST_ID || !ID.test(id))
    return 'id must be small letters, digits and hyphens, such as "my-cross", at most 40.';
  if (!isText(description)) return 'description must be a sentence of at most 300 characters.';
  if (family !== undefined && !isText(family)) return 'family must be a short text.';
  if (parameters !== undefined && !isRecord(parameters)) return 'parameters must be an object: a description by name.';
  const entries = Object.entries(parameters ?? {});
  if (entries.length > MOST_PARAMETERS) return `there are ${String(entries.length)} parameters; ${String(MOST_PARAMETERS)} are the most.`;
  const read: StrategyParameter[] = [];
  for (const [name, described] of entries) {
    const parameter = readParameter(name, isRecord(described) ? described : {});
    if (typeof parameter === 'string') return `parameter ${name}: ${parameter}`;
    read.push(parameter);
  }
  return { id, family: family ?? 'own', description, parameters: read };
}

function readParameter(name: string, described: Readonly<Record<string, unknown>>): StrategyParameter | string {
  const { label = name, unit = '', default: preset, min, max, integer = false } = described;
  if (!NAME.test(name) || name.length > LONGEST_ID) return 'its name must be letters and digits, such as fast.';
  if (typeof label !== 'string' || label.length > LONGEST_ID) return 'label must be a text of at most 40 characters.';
  if (typeof unit !== 'string' || unit.length > LONGEST_ID) return 'unit must be a text of at most 40 characters.';
  if (typeof integer !== 'boolean') return 'integer must be true or false.';
  if (!isFinite(preset) || !isFinite(min) || !isFinite(max)) return 'default, min and max must be numbers.';
  if (min > preset || preset > max) return `default ${String(preset)} is not within ${String(min)} to ${String(max)}.`;
  if (integer && !Number.isInteger(preset)) return `default ${String(preset)} is not a whole number.`;
  return { name, label, unit, default: preset, min, max, integer };
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_TEXT;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

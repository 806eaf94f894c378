import type { BarIndicator } from '../indicator.ts';

function copyOf(value: unknown): unknown {
  if (value instanceof Float64Array) return value.slice();
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(Object.getPrototypeOf(value) as object) as Record<string, unknown>;
  for (const [key, part] of Object.entries(value)) copy[key] = copyOf(part);
  return copy;
}

/** An indicator in the same state, which goes its own way from here: what a bar that still forms would make of it. */
export function copyIndicator(indicator: BarIndicator): BarIndicator {
  return copyOf(indicator) as BarIndicator;
}

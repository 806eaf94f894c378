import { Decimal } from '../../src-shared/kernel/decimal.ts';

/** JSON cannot say what these are, so they are written as an object of one key that nothing else uses. */
type Tagged =
  | { readonly $decimal: string }
  | { readonly $map: readonly [unknown, unknown][] }
  | { readonly $floats: readonly (number | string)[] }
  | { readonly $number: string };

function tag(this: unknown, key: string, value: unknown): unknown {
  // `toJSON` of a decimal has run already, so the holder is asked.
  const original = (this as Record<string, unknown>)[key];
  if (original instanceof Decimal) return { $decimal: original.toFixed() } satisfies Tagged;
  if (original instanceof Map) return { $map: [...(original as Map<unknown, unknown>)] } satisfies Tagged;
  if (original instanceof Float64Array) return { $floats: Array.from(original, finite) } satisfies Tagged;
  if (typeof original === 'number' && !Number.isFinite(original)) return { $number: String(original) } satisfies Tagged;
  return value;
}

function finite(value: number): number | string {
  return Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? '-0' : String(value);
}

function untag(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$decimal' in value) return Decimal.parse(String(value.$decimal));
  if ('$map' in value) return new Map(value.$map as [unknown, unknown][]);
  if ('$floats' in value) return Float64Array.from(value.$floats as (number | string)[], Number);
  if ('$number' in value) return Number(value.$number);
  return value;
}

/** Plain data with decimals, maps and columns as bytes; equal data gives equal bytes when its keys stand in equal order. */
export function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value, tag));
}

/** What `encodeJson` wrote. Throws `SyntaxError` when it is not that. */
export function decodeJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes), untag);
}

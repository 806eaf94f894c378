import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { decodeJson, encodeJson } from '../../src-main/sessions/tagged-json.ts';

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.nat(30))
  .map(([coefficient, scale]) => Decimal.of(coefficient, scale));
const leaf = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null), decimal, fc.float64Array());
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('list'), tie('row'), tie('map')),
  list: fc.array(tie('value')),
  row: fc.dictionary(
    fc.string().filter((key) => !key.startsWith('$') && key !== '__proto__'),
    tie('value'),
  ),
  map: fc.array(fc.tuple(fc.string(), tie('value'))).map((entries) => new Map(entries)),
}));

/** Minus zero is written as zero where it stands alone; in columns it is kept. */
function plain(data: unknown): unknown {
  if (Object.is(data, -0)) return 0;
  if (data instanceof Decimal) return `decimal ${data.toFixed()}`;
  if (data instanceof Float64Array) return data;
  if (data instanceof Map) return new Map([...data].map(([key, each]) => [key as unknown, plain(each)]));
  if (Array.isArray(data)) return data.map(plain);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, each]) => [key, plain(each)]));
}

test('what is written is read, and written again it is the same bytes', () => {
  fc.assert(
    fc.property(value, (data) => {
      const bytes = encodeJson(data);
      const read = decodeJson(bytes);
      expect(plain(read)).toEqual(plain(data));
      expect(encodeJson(read)).toEqual(bytes);
    }),
  );
});

test('what is not JSON is refused', () => {
  expect(() => decodeJson(new TextEncoder().encode('{"a":'))).toThrow(SyntaxError);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeDoubles, encodeDoubles, WIRE_SERIALIZERS } from '../../../src-shared/contract/typed-arrays.ts';

const doubles = fc.float64Array({ maxLength: 60 });

describe('columns of doubles on the wire', () => {
  test('are the base64 of their bytes, as Node writes it', () => {
    fc.assert(
      fc.property(doubles, (values) => {
        expect(encodeDoubles(values)).toBe(Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64'));
      }),
    );
  });

  test('come back bit by bit, NaN and minus zero too', () => {
    fc.assert(
      fc.property(doubles, (values) => {
        expect(decodeDoubles(encodeDoubles(values))).toEqual(values);
      }),
    );
    expect(Object.is(decodeDoubles(encodeDoubles(Float64Array.of(-0)))[0], -0)).toBe(true);
  });

  test('may be a part of a larger buffer, and long', () => {
    const all = Float64Array.from({ length: 20_000 }, (_, index) => index / 7);
    const part = all.subarray(5, 19_998);
    expect(decodeDoubles(encodeDoubles(part))).toEqual(part);
  });

  test.each([[12], ['abc'], ['a?=='], ['AAAA'], ['é€AA']])('%j is not one', (text) => {
    expect(() => decodeDoubles(text)).toThrow(TypeError);
  });

  test('are told from other arrays', () => {
    expect(WIRE_SERIALIZERS[0]?.condition(new Float64Array(1))).toBe(true);
    expect(WIRE_SERIALIZERS[0]?.condition([1])).toBe(false);
  });
});

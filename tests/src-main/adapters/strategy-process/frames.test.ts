import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeFrame, encodeFrame, frameLength } from '../../../../src-main/adapters/strategy-process/frames.ts';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';

it('frames come back as they were, wherever they are cut', () => {
  const numbers = fc.array(fc.double({ noNaN: true }), { minLength: 6, maxLength: 30 });
  fc.assert(
    fc.property(fc.jsonValue(), numbers, fc.nat(), (json, values, cut) => {
      const rows = Math.floor(values.length / 6);
      const columns = candleColumns(rows + 1);
      for (let row = 0; row < rows; row += 1)
        (['time', 'open', 'high', 'low', 'close', 'volume'] as const).forEach((name, i) => (columns[name][row + 1] = values[row * 6 + i]!));
      const bytes = encodeFrame(json, { columns, from: 1, to: rows + 1 });
      expect(frameLength(bytes)).toBe(bytes.length);
      expect(frameLength(bytes.slice(0, cut % 8))).toBe(0);
      const frame = decodeFrame(bytes);
      expect(JSON.stringify(frame.json)).toBe(JSON.stringify(json));
      expect(Array.from(frame.bars)).toEqual(values.slice(0, rows * 6));
    }),
  );
});

it('a frame of impossible length is known by its head', () => {
  expect(frameLength(new Uint8Array(8).fill(255))).toBeNaN();
  expect(frameLength(encodeFrame({ kind: 'ready' }))).toBe(8 + JSON.stringify({ kind: 'ready' }).length);
});

import { expect, it } from 'vitest';
import { fillLines, fillSums } from '../../../../src-renderer/features/fills/fills-model.ts';
import { INSTRUMENTS, fillRow } from '../sample-rows.ts';

it('fills stand newest first and each once', () => {
  const { lines, room } = fillLines(
    [fillRow({ id: 'a', time: 1 }), fillRow({ id: 'b', time: 2 }), fillRow({ id: 'a', time: 1 })],
    INSTRUMENTS,
  );
  expect(room).toEqual({ price: 2, size: 5 });
  expect(lines.map((line) => line.row.id)).toEqual(['b', 'a']);
});

it('the sum row adds what is shown; opening fills realise nothing', () => {
  const { lines } = fillLines(
    [fillRow({ id: 'a', value: '10.004', fee: '0.004' }), fillRow({ id: 'b', value: '10.004', fee: '0.006', realised: '-1.5' })],
    INSTRUMENTS,
  );
  const { value, fee, realised } = fillSums(lines);
  expect([value, fee, realised].map(String)).toEqual(['20', '0.01', '-1.5']);
});

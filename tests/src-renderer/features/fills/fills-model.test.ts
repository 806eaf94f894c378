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

it('fees that took coins are shown as they were taken, and what they sold counts as realised', () => {
  const paid = [{ asset: 'BTC', amount: '0.00005000', value: '5.21' }];
  const given = { instrument: 'BTC/USD.SIM', origin: 'you', lots: 5, value: '5.21', realised: '0.5' };
  const rows = [fillRow({ id: 'a', paid, feeLots: [given], realised: '1' }), fillRow({ id: 'b' })];
  const { lines, taken } = fillLines(rows, INSTRUMENTS);
  expect(taken).toBe(true);
  expect(fillLines([fillRow({ id: 'b' })], INSTRUMENTS).taken).toBe(false);
  expect(fillSums(lines).realised.toString()).toBe('1.5');
});

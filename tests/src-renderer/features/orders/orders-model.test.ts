import { describe, expect, it } from 'vitest';
import { historyLines, isCancelling, openLines } from '../../../../src-renderer/features/orders/orders-model.ts';
import type { OrderRow, RefusalRow } from '../../../../src-shared/contract/rows.ts';
import { INSTRUMENTS, orderRow, refusalRow } from '../sample-rows.ts';

function input(orders: readonly OrderRow[], refusals: readonly RefusalRow[] = []) {
  return { orders, refusals, instruments: INSTRUMENTS, now: 10_000 };
}

describe('open orders', () => {
  it('are those that may still trade, in doubt first, then the newest', () => {
    const shown = openLines(
      input([
        orderRow({ id: 'old', createdAt: 1 }),
        orderRow({ id: 'doubt', createdAt: 2, state: 'in-doubt' }),
        orderRow({ id: 'new', createdAt: 3, state: 'partially-filled', filled: '0.02000' }),
        orderRow({ id: 'gone', createdAt: 4, state: 'cancelled' }),
      ]),
    );
    expect(shown.map((line) => line.key)).toEqual(['doubt', 'new', 'old']);
    const part = shown[1];
    expect(part?.kind === 'order' ? part.filledShare?.toString() : null).toBe('0.4');
  });

  it('say when their end is asked for, except while nobody knows whether they exist', () => {
    expect(isCancelling(orderRow({ reason: 'user' }))).toBe(true);
    expect(isCancelling(orderRow())).toBe(false);
    expect(isCancelling(orderRow({ reason: 'user', state: 'in-doubt' }))).toBe(false);
    expect(isCancelling(orderRow({ reason: 'user', state: 'cancelled' }))).toBe(false);
  });
});

describe('the history', () => {
  it('holds ended orders once, however they were learnt of, and refusals, by the time of their end', () => {
    const ended = orderRow({ id: 'a', state: 'cancelled', createdAt: 1, updatedAt: 50, reason: 'user' });
    const older = orderRow({ id: 'b', state: 'filled', createdAt: 2, updatedAt: 20 });
    const shown = historyLines(input([older, ended, ended, orderRow({ id: 'open' })], [refusalRow({ time: 30 })]));
    expect(shown.map((line) => [line.kind, line.time])).toEqual([
      ['order', 50],
      ['refusal', 30],
      ['order', 20],
    ]);
  });

  it('gives two refusals of one instant each a line', () => {
    const keys = historyLines(input([], [refusalRow(), refusalRow()])).map((line) => line.key);
    expect(new Set(keys).size).toBe(2);
  });

  it('does not know the filled share of an order by amount that never filled', () => {
    const [line] = historyLines(input([orderRow({ size: null, quoteAmount: '5000', state: 'rejected' })]));
    expect(line?.kind === 'order' ? line.filledShare : 'refusal').toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { Conflator } from '../../../src-main/rpc/conflator.ts';
import type { ConflationTable } from '../../../src-main/rpc/conflator.ts';

interface Rows {
  price: { of: string; value: number };
  bar: { of: string; open: number; closed: boolean };
  tape: { of: string; prints: readonly number[]; skipped: number };
  line: { text: string };
  order: { id: number };
}

const TABLE: ConflationTable<Rows> = {
  price: { keep: 'last', key: (row) => row.of },
  bar: { keep: 'last-and-closed', key: (row) => row.of, closed: (row) => row.closed, limit: 5 },
  tape: {
    keep: 'merged',
    key: (row) => row.of,
    merge: (older, newer) => {
      const prints = [...(older?.prints ?? []), ...newer.prints];
      return { of: newer.of, prints: prints.slice(-3), skipped: (older?.skipped ?? 0) + newer.skipped + Math.max(0, prints.length - 3) };
    },
  },
  line: { keep: 'newest', limit: 2 },
  order: { keep: 'all' },
};

function make(everyLimit = 100) {
  const calls = { waiting: 0 };
  const conflator = new Conflator<Rows>(TABLE, {
    everyLimit,
    onWaiting: () => {
      calls.waiting += 1;
    },
  });
  return { conflator, calls };
}

describe('what waits', () => {
  test('the newest price of each key, in order of arrival', () => {
    const { conflator } = make();
    conflator.offer('price', { of: 'A', value: 1 });
    conflator.offer('order', { id: 1 });
    conflator.offer('price', { of: 'B', value: 2 });
    conflator.offer('price', { of: 'A', value: 3 });
    expect(conflator.take()).toEqual({
      batch: 1,
      gap: false,
      events: [
        { kind: 'order', row: { id: 1 } },
        { kind: 'price', row: { of: 'B', value: 2 } },
        { kind: 'price', row: { of: 'A', value: 3 } },
      ],
    });
  });

  test('every closed bar, and the forming one only while it is the newest', () => {
    const { conflator } = make();
    conflator.offer('bar', { of: 'A', open: 1, closed: false });
    conflator.offer('bar', { of: 'A', open: 1, closed: true });
    conflator.offer('bar', { of: 'A', open: 2, closed: false });
    conflator.offer('bar', { of: 'A', open: 2, closed: true });
    conflator.offer('bar', { of: 'A', open: 3, closed: false });
    conflator.offer('bar', { of: 'A', open: 3, closed: false });
    expect(conflator.take()?.events.map(({ row }) => row)).toEqual([
      { of: 'A', open: 1, closed: true },
      { of: 'A', open: 2, closed: true },
      { of: 'A', open: 3, closed: false },
    ]);
  });

  test('the newest prints, the rest counted', () => {
    const { conflator } = make();
    conflator.offer('tape', { of: 'A', prints: [1, 2], skipped: 0 });
    conflator.offer('tape', { of: 'A', prints: [3, 4], skipped: 1 });
    expect(conflator.take()?.events).toEqual([{ kind: 'tape', row: { of: 'A', prints: [2, 3, 4], skipped: 2 } }]);
  });

  test('the newest lines', () => {
    const { conflator } = make();
    for (const text of ['a', 'b', 'c']) conflator.offer('line', { text });
    expect(conflator.take()?.events.map(({ row }) => row)).toEqual([{ text: 'b' }, { text: 'c' }]);
  });
});

describe('batches', () => {
  test('the next is given only after the last was acknowledged, by its own number', () => {
    const { conflator, calls } = make();
    expect(conflator.take()).toBeNull();
    conflator.offer('order', { id: 1 });
    expect(calls.waiting).toBe(1);
    expect(conflator.take()?.batch).toBe(1);
    conflator.offer('order', { id: 2 });
    expect(conflator.take()).toBeNull();
    expect(conflator.acknowledge(7)).toBe(false);
    expect(calls.waiting).toBe(1);
    expect(conflator.acknowledge(1)).toBe(true);
    expect(calls.waiting).toBe(2);
    expect(conflator.take()).toMatchObject({ batch: 2, events: [{ row: { id: 2 } }] });
    expect(conflator.acknowledge(1)).toBe(false);
  });

  test('a new taker starts at 1 with nothing', () => {
    const { conflator } = make();
    conflator.offer('order', { id: 1 });
    conflator.take();
    conflator.offer('order', { id: 2 });
    conflator.restart();
    expect(conflator.take()).toBeNull();
    conflator.offer('order', { id: 3 });
    expect(conflator.take()).toMatchObject({ batch: 1, gap: false, events: [{ row: { id: 3 } }] });
  });
});

describe('gaps', () => {
  test('more numbered rows than are held are a gap, said once', () => {
    const { conflator } = make(3);
    for (let id = 1; id <= 4; id += 1) conflator.offer('order', { id });
    expect(conflator.take()).toEqual({ batch: 1, gap: true, events: [{ kind: 'order', row: { id: 4 } }] });
    conflator.acknowledge(1);
    conflator.offer('order', { id: 5 });
    expect(conflator.take()).toMatchObject({ batch: 2, gap: false });
  });

  test('more closed bars than are held likewise, and a gap alone is worth a batch', () => {
    const { conflator, calls } = make();
    for (let open = 1; open <= 6; open += 1) conflator.offer('bar', { of: 'A', open, closed: true });
    expect(conflator.size).toBe(0);
    expect(calls.waiting).toBe(1);
    expect(conflator.take()).toEqual({ batch: 1, gap: true, events: [] });
  });
});

test('without a gap no numbered row is ever lost, doubled or turned round', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('offer', 'take', 'acknowledge', 'price'), { maxLength: 200 }), (steps) => {
      const { conflator } = make(1_000);
      const seen: number[] = [];
      let offered = 0;
      let batch = 0;
      const take = () => {
        const taken = conflator.take();
        batch = taken?.batch ?? batch;
        for (const event of taken?.events ?? []) if (event.kind === 'order') seen.push(event.row.id);
      };
      for (const step of steps) {
        if (step === 'offer') conflator.offer('order', { id: (offered += 1) });
        else if (step === 'price') conflator.offer('price', { of: 'A', value: offered });
        else if (step === 'take') take();
        else conflator.acknowledge(batch);
      }
      conflator.acknowledge(batch);
      take();
      expect(seen).toEqual(Array.from({ length: offered }, (_, index) => index + 1));
    }),
  );
});

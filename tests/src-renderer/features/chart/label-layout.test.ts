import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels, standsClear } from '../../../../src-renderer/features/chart/label-layout.ts';

const label = (y: number, fixed = false, below = 8) => ({ y, above: 8, below, fixed });

describe('labels at an axis', () => {
  it('stay where they are while they stand apart', () => {
    expect(placeLabels([label(100), label(50), label(200)], 400)).toEqual([100, 50, 200]);
  });

  it('move away from the last price, which keeps its place', () => {
    expect(placeLabels([label(100, true, 22), label(98), label(104)], 400)).toEqual([100, 84, 130]);
  });

  it('push each other on, and back from the edge', () => {
    expect(placeLabels([label(396), label(398), label(399)], 400)).toEqual([360, 376, 392]);
    expect(placeLabels([label(-300), label(2)], 400)).toEqual([8, 24]);
  });

  it('are left out where there is no room at all', () => {
    expect(placeLabels([label(10, true), label(5)], 400)).toEqual([10, null]);
  });

  it('never overlap and never leave the axis', () => {
    const labels = fc.array(
      fc.record({ y: fc.integer({ min: -200, max: 700 }), above: fc.integer({ min: 4, max: 12 }), below: fc.integer({ min: 4, max: 24 }) }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(labels, fc.integer({ min: -1, max: 11 }), (given, anchor) => {
        const all = given.map((each, index) => ({ ...each, fixed: index === anchor }));
        const places = placeLabels(all, 500);
        const boxes = all.flatMap((each, index) => {
          const y = places[index];
          return y === null || y === undefined ? [] : [[y - each.above, y + each.below] as const];
        });
        boxes.sort((a, b) => a[0] - b[0]);
        for (const [index, box] of boxes.entries()) {
          expect(box[0]).toBeGreaterThanOrEqual(-0.5);
          expect(box[1]).toBeLessThanOrEqual(500.5);
          const next = boxes[index + 1];
          if (next) expect(next[0]).toBeGreaterThanOrEqual(box[1] - 0.5);
        }
      }),
    );
  });
});

it('draws a figure of the scale only where it is whole and free', () => {
  expect(standsClear(100, 6, 400, [[80, 96]])).toBe(false);
  expect(standsClear(103, 6, 400, [[80, 96]])).toBe(true);
  expect(standsClear(4, 6, 400, [])).toBe(false);
  expect(standsClear(396, 6, 400, [])).toBe(false);
});

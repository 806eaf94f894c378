import { describe, expect, it } from 'vitest';
import { LATE_PRINT_MS, QueuePlace, type QueueModel } from '../../../../src-main/core/matching/queue-place.ts';

function place(shown: number, model: QueueModel = 'conservative'): QueuePlace {
  const made = new QueuePlace(model, 0, 100);
  made.show(shown, 0);
  return made;
}

describe('a place in a queue', () => {
  it('5 ahead: of prints of 3 and 4 the order gets 2', () => {
    const queue = place(5);
    expect([queue.print(3, 1), queue.print(4, 2), queue.print(6, 3)]).toEqual([0, 2, 6]);
  });

  it('what joins the level stands behind', () => {
    const queue = place(5);
    queue.show(50, 1);
    expect(queue.ahead).toBe(5);
    expect(queue.print(6, 2)).toBe(1);
  });

  it('a print that the level shows later counts once', () => {
    const queue = place(10);
    queue.print(4, 1);
    queue.show(6, 2);
    expect(queue.ahead).toBe(6);
  });

  it('a print that the level has shown already counts once', () => {
    const queue = place(5);
    queue.show(1, 100);
    expect(queue.print(4, 101)).toBe(0);
    expect(queue.ahead).toBe(1);
    expect(queue.print(2, 102)).toBe(1);
  });

  it('a print so much later is another one', () => {
    const queue = place(5);
    queue.show(1, 100);
    expect(queue.print(4, 101 + LATE_PRINT_MS)).toBe(3);
  });

  it('two falls within a second wait for prints together, two far apart do not', () => {
    const near = place(9);
    near.show(6, 100);
    near.show(4, 900);
    expect(near.print(5, 1_000)).toBe(0);
    expect(near.ahead).toBe(4);
    const far = place(9);
    far.show(6, 100);
    far.show(4, 5_000);
    expect(far.print(5, 5_001)).toBe(0);
    expect(far.ahead).toBe(1);
  });

  it('is not known while the level is not, and is then behind all of it', () => {
    const queue = place(-1);
    expect(queue.print(1_000, 1)).toBe(0);
    queue.show(7, 2);
    expect(queue.ahead).toBe(7);
    queue.show(-1, 3);
    expect(queue.print(100, 4)).toBe(0);
    queue.show(3, 5);
    expect(queue.ahead).toBe(3);
  });

  it('a print beyond the price clears it', () => {
    const queue = place(70);
    queue.pass();
    expect(queue.print(2, 1)).toBe(2);
  });

  describe('12 stand there, 8 of them before the order; 3 are cancelled', () => {
    it.each([
      // They stood behind it: 4 did.
      ['conservative', 8],
      // Two thirds of them stood before it.
      ['proportional', 6],
    ] as const)('%s', (model, ahead) => {
      const queue = place(8, model);
      queue.show(12, 1);
      queue.show(9, 2);
      expect(queue.ahead).toBe(ahead);
    });
  });

  it('conservative: what remains of the level is the most that can stand before it', () => {
    const queue = place(8);
    queue.show(12, 1);
    queue.show(5, 2);
    expect(queue.ahead).toBe(5);
  });

  it('proportional: a print is no cancelling', () => {
    const queue = place(8, 'proportional');
    queue.show(16, 1);
    queue.print(4, 2);
    // 4 of the fall of 7 were printed; a quarter of the other 12 was cancelled: 4 ahead become 3.
    queue.show(9, 3);
    expect(queue.ahead).toBe(3);
  });
});

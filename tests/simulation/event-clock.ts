import type { Clock } from '../../src-main/ports/clock.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import { type UtcMs, utcMs } from '../../src-shared/kernel/time.ts';

interface Due {
  readonly at: number;
  readonly number: number;
  readonly callback: () => void;
  gone: boolean;
}

/** The true time of a world, moved from event to event: what is due runs in the order of its time, and of its making where that is the same. */
export class EventClock implements Clock {
  private time: number;
  private made = 0;
  /** A binary heap, the next one first. */
  private readonly heap: Due[] = [];

  constructor(start: number) {
    this.time = start;
  }

  now(): UtcMs {
    return utcMs(this.time);
  }

  monotonic(): number {
    return this.time;
  }

  after(ms: number, callback: () => void): Releasable {
    this.made += 1;
    const due: Due = { at: this.time + Math.max(0, Math.ceil(ms)), number: this.made, callback, gone: false };
    this.push(due);
    return {
      dispose: () => {
        due.gone = true;
      },
    };
  }

  /** Moves to what is due next and runs it, where that is not after `until`; else moves there and answers false. */
  runNext(until: number): boolean {
    while (this.heap[0]?.gone) this.pop();
    const next = this.heap[0];
    if (next === undefined || next.at > until) {
      this.time = Math.max(this.time, until);
      return false;
    }
    this.pop();
    this.time = next.at;
    next.gone = true;
    next.callback();
    return true;
  }

  /** Lets everything come to its end that follows from what just ran without any time passing: until no turn makes a new timer. */
  async quiet(turn: (go: () => void) => unknown): Promise<void> {
    for (let still = 0; still < 3;) {
      const { made } = this;
      await new Promise<void>((go) => {
        turn(go);
      });
      still = this.made === made ? still + 1 : 0;
    }
  }

  private push(due: Due): void {
    const { heap } = this;
    let place = heap.length;
    heap.push(due);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(due, heap[parent]!)) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = due;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = last;
  }
}

function isBefore(one: Due, other: Due): boolean {
  return one.at < other.at || (one.at === other.at && one.number < other.number);
}

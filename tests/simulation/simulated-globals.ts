Error.stackTraceLimit = 6;
import { type Random, Sfc32 } from '../../src-shared/kernel/random.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';

// The library keeps the platform's clock and timers when it is loaded, so this file is loaded before it. Only this harness replaces them, in a
// process of its own.

/** The platform's own, for the harness itself. */
export const REAL = { now: performance.now.bind(performance), setImmediate };

let clock: Clock | null = null;
let random: Random = new Sfc32(0);

class Handle {
  timer: Releasable | null = null;
  unref(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  hasRef(): boolean {
    return false;
  }
  refresh(): this {
    return this;
  }
}

/** Whose time and chance the platform's are from now on. */
export function useWorld(time: Clock, chance: Random): void {
  clock = time;
  random = chance;
}

function present(): Clock {
  if (clock === null) throw new Error('there is no world whose time it could be');
  return clock;
}

function later(callback: (...args: unknown[]) => void, ms: number | undefined, args: readonly unknown[], again: boolean): Handle {
  const handle = new Handle();
  const time = present();
  const arm = () => {
    handle.timer = time.after(Math.max(1, ms ?? 1), () => {
      if (again) arm();
      callback(...args);
    });
  };
  arm();
  return handle;
}

function clear(handle: unknown): void {
  if (handle instanceof Handle) handle.timer?.dispose();
}

const replaced = {
  setTimeout: (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => later(callback, ms, args, false),
  setInterval: (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => later(callback, ms, args, true),
  clearTimeout: clear,
  clearInterval: clear,
};
Object.assign(globalThis, replaced);
Date.now = () => clock?.now() ?? 0;
performance.now = () => clock?.monotonic() ?? 0;
Math.random = () => random.next();

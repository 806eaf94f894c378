import { setTimeout as wait } from 'node:timers/promises';
import { openBenchWindow, type BenchWindow } from './open-window.ts';
import { median, rounded } from './timing.ts';

const MINUTE_MS = 60_000;

/** A window that is left open on the simulated market, in which nobody does anything. */
export interface SoakBench {
  readonly minutes: number;
  /** Use of a core, 1 = a whole one; the middle of all minutes. */
  readonly mainShare: number;
  readonly windowShare: number;
  /** Of the page, after collecting garbage, bytes: one minute after the start, and at the end. */
  readonly heap: readonly [first: number, last: number];
  /** Of everything that draws the window, bytes; null where the system does not tell. */
  readonly memory: readonly [first: number | null, last: number | null];
  /** Of this process with the trading thread, bytes. */
  readonly mainMemory: readonly [first: number, last: number];
  /** What lives in the page: elements and listeners, at the first and the last minute. */
  readonly nodes: readonly [first: number, last: number];
  readonly listeners: readonly [first: number, last: number];
}

interface Sample {
  readonly heap: number;
  readonly memory: number | null;
  readonly mainMemory: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly main: number;
  readonly window: number;
}

async function sampler(window: BenchWindow): Promise<() => Promise<Sample>> {
  const session = await window.page.context().newCDPSession(window.page);
  await session.send('HeapProfiler.enable');
  await session.send('Performance.enable');
  return async () => {
    // Before garbage is collected: that work is ours, not the window's.
    const shares = await window.shares();
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const metric = (name: string) => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
    const sample: Sample = {
      ...shares,
      heap: metric('JSHeapUsedSize'),
      memory: await window.memory(),
      mainMemory: process.memoryUsage.rss(),
      nodes: metric('Nodes'),
      listeners: metric('JSEventListeners'),
    };
    await window.shares();
    return sample;
  };
}

/** Leaves the Trade workspace open for so many minutes after one to settle; null where there is no browser. */
export async function benchSoak(minutes: number): Promise<SoakBench | null> {
  const window = await openBenchWindow('terminal');
  if (window === null) return null;
  try {
    const sample = await sampler(window);
    await wait(MINUTE_MS);
    const samples = [await sample()];
    for (let minute = 0; minute < minutes; minute += 1) {
      await wait(MINUTE_MS);
      samples.push(await sample());
    }
    const ends = <Value>(read: (sample: Sample) => Value): readonly [Value, Value] => [
      read(samples[0] as Sample),
      read(samples.at(-1) as Sample),
    ];
    const idle = samples.slice(1);
    return {
      minutes,
      mainShare: rounded(median(idle.map(({ main }) => main)), 3),
      windowShare: rounded(median(idle.map((each) => each.window)), 3),
      heap: ends(({ heap }) => heap),
      memory: ends(({ memory }) => memory),
      mainMemory: ends(({ mainMemory }) => mainMemory),
      nodes: ends(({ nodes }) => nodes),
      listeners: ends(({ listeners }) => listeners),
    };
  } finally {
    await window.close();
  }
}

import { openBenchWindow, type BenchWindow } from './open-window.ts';
import { countFrames, framesSoFar } from './frames.ts';
import { orderEvent, publishPrices, publishSteadily } from './market-load.ts';
import { rounded } from './timing.ts';

/** Order events, which are never left out, a second, tried one after the other. */
const LEVELS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000] as const;
const SECONDS = 3;
/** Smooth is at least this share of the frames that the same window paints on the desk's own market, 60 a second on a machine of its own. */
const SMOOTH_SHARE = 0.92;

/** What the window takes: the highest load at which it still paints smoothly and misses nothing. */
export interface WindowBench {
  readonly eventsPerSecond: number;
  readonly framesPerSecond: number;
  /** Main's use of one core at that load, the trading thread included, 1 = the whole core. */
  readonly mainShare: number;
}

/** Measures the Trade workspace, every panel of it, in the installed browser over a real desk; null where there is no browser. */
export async function benchWindow(): Promise<WindowBench | null> {
  const window = await openBenchWindow('terminal');
  if (window === null) return null;
  try {
    await window.page.getByRole('tab', { name: 'Orders' }).click();
    const idle = await level(window, 0);
    let best: WindowBench = { ...idle.bench, eventsPerSecond: 0 };
    for (const load of LEVELS) {
      const { bench, gaps } = await level(window, load);
      if (gaps > 0 || bench.framesPerSecond < idle.bench.framesPerSecond * SMOOTH_SHARE) break;
      best = bench;
    }
    return best;
  } finally {
    await window.close();
  }
}

async function level(window: BenchWindow, load: number): Promise<{ readonly bench: WindowBench; readonly gaps: number }> {
  const { page, wall } = window;
  const { quotes } = await wall.client.stream.snapshot({});
  const asked = window.snapshots();
  await countFrames(page);
  await window.shares();
  let pricesAt = Number.NEGATIVE_INFINITY;
  const eventsPerSecond = await publishSteadily({ perSecond: Math.max(load, 1), seconds: SECONDS }, (number, now) => {
    if (load === 0) return;
    if (now - pricesAt >= 8) {
      pricesAt = now;
      for (const quote of quotes) publishPrices(wall, quote, now);
    }
    wall.publish({ kind: 'order', row: orderEvent(number, quotes) });
  });
  const { main } = await window.shares();
  const { framesPerSecond } = await framesSoFar(page);
  return { bench: { eventsPerSecond, framesPerSecond, mainShare: rounded(main, 2) }, gaps: window.snapshots() - asked };
}

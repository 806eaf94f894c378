import { countFrames, framesSoFar } from './frames.ts';
import { marketEvent, publishSteadily } from './market-load.ts';
import { openBenchWindow } from './open-window.ts';
import { rounded } from './timing.ts';

const LOAD = { perSecond: 1_000, seconds: 10 };

/** Four charts, a book and its trades under a thousand events a second, beside the same page on the desk's own market alone. */
export interface FourChartsBench {
  readonly eventsPerSecond: number;
  readonly framesPerSecond: number;
  readonly droppedFrames: number;
  /** Frames under load, as a share of those without it. */
  readonly smoothness: number;
  /** Use of cores under load, 1 = a whole one. */
  readonly mainShare: number;
  readonly windowShare: number;
  /** Snapshots that had to be asked for because something was missed. */
  readonly gaps: number;
}

/** Measures it in the installed browser; null where there is none. */
export async function benchFourCharts(): Promise<FourChartsBench | null> {
  const window = await openBenchWindow('fourCharts');
  if (window === null) return null;
  try {
    const { page, wall } = window;
    await page.getByRole('application').nth(3).waitFor();
    const { quotes } = await wall.client.stream.snapshot({});
    await countFrames(page);
    await publishSteadily({ perSecond: 1, seconds: 4 }, () => undefined);
    const idle = await framesSoFar(page);
    const asked = window.snapshots();
    await countFrames(page);
    await window.shares();
    const eventsPerSecond = await publishSteadily(LOAD, (number, now) => {
      marketEvent(wall, quotes, number, now);
    });
    const shares = await window.shares();
    const frames = await framesSoFar(page);
    return {
      eventsPerSecond,
      ...frames,
      smoothness: rounded(frames.framesPerSecond / idle.framesPerSecond, 2),
      mainShare: rounded(shares.main, 2),
      windowShare: rounded(shares.window, 2),
      gaps: window.snapshots() - asked,
    };
  } finally {
    await window.close();
  }
}

import type { CDPSession, Page } from 'playwright-core';
import { CHROMIUM, galleryPage } from '../support/gallery-page.ts';
import { median, rounded } from './timing.ts';

const ROWS = 100_000;
const FRAMES = 240;
/** Rows that pass in each frame: a page of the dock in less than one. */
const ROWS_A_FRAME = 9;

/** What a table of a hundred thousand fills takes. */
export interface TableBench {
  readonly rows: number;
  readonly framesPerSecond: number;
  /** Frames that came a whole frame late or more. */
  readonly droppedFrames: number;
  /** Work of the page's main thread for one frame of scrolling, ms: under 16.7 it keeps 60 frames a second. */
  readonly workPerFrameMs: number;
  /** From the press on a head to the next frame with the rows in order, ms; the middle of all columns. */
  readonly sortMs: number;
  /** From the typed letter to the rows that hold it, ms; the first time, and with one more letter. */
  readonly filterMs: readonly [first: number, next: number];
}

async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}

async function scrolled(page: Page): Promise<readonly number[]> {
  return page.evaluate(
    ([frames, step]) =>
      new Promise<number[]>((done) => {
        const scroller = document.querySelector('.ui-table-scroller');
        const took: number[] = [];
        let last = performance.now();
        const frame = (now: number): void => {
          took.push(now - last);
          last = now;
          if (scroller) scroller.scrollTop += step;
          if (took.length < frames) requestAnimationFrame(frame);
          else done(took.slice(1));
        };
        requestAnimationFrame(frame);
      }),
    [FRAMES, ROWS_A_FRAME * 24] as const,
  );
}

/** Milliseconds from something done in the page until what it changes is there. */
async function untilShown(page: Page, act: () => Promise<unknown>, isThere: string): Promise<number> {
  const start = performance.now();
  await act();
  await page.waitForFunction(isThere, undefined, { polling: 'raf' });
  return performance.now() - start;
}

/** Measures scrolling, sorting and filtering in the installed browser; null where there is none. */
export async function benchTable(): Promise<TableBench | null> {
  if (CHROMIUM === undefined) return null;
  const gallery = await galleryPage('tables.html');
  try {
    const page = await gallery.open(`panel=fills&fills=${String(ROWS)}`, { width: 1_160, height: 260 });
    await page.locator('[aria-rowcount="100002"]').waitFor();
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const before = await taskSeconds(session);
    const frames = await scrolled(page);
    const work = ((await taskSeconds(session)) - before) * 1_000;
    const sorts: number[] = [];
    for (const column of [0, 1, 3, 4, 5, 8, 9]) {
      const head = page.locator(`[data-row="0"][data-column="${String(column)}"]`);
      const sorted = `document.querySelectorAll('[role="columnheader"]')[${String(column)}].getAttribute('aria-sort') !== 'none'`;
      sorts.push(await untilShown(page, () => head.click({ position: { x: 8, y: 8 } }), sorted));
    }
    const field = page.getByLabel('Filter', { exact: true });
    const count = "Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount'))";
    const first = await untilShown(page, () => field.fill('eth'), `${count} < 20000`);
    const next = await untilShown(page, () => field.fill('eth maker'), `${count} < 8000`);
    const total = frames.reduce((sum, each) => sum + each, 0);
    return {
      rows: ROWS,
      framesPerSecond: rounded((frames.length / total) * 1_000, 1),
      droppedFrames: frames.filter((each) => each > 25).length,
      workPerFrameMs: rounded(work / frames.length, 2),
      sortMs: Math.round(median(sorts)),
      filterMs: [Math.round(first), Math.round(next)],
    };
  } finally {
    await gallery.close();
  }
}

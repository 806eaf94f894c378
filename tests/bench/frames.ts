import type { Page } from 'playwright-core';

/** A frame that comes later than this after the one before was dropped, ms: one and a half of sixty a second. */
const LATE_MS = 25;

/** What was painted in a span of time. */
export interface Frames {
  readonly framesPerSecond: number;
  readonly droppedFrames: number;
}

/** Begins to count frames in a page; a second call begins anew. */
export async function countFrames(page: Page): Promise<void> {
  await page.evaluate((late) => {
    const counted = globalThis as unknown as { counted?: { frames: number; dropped: number; since: number } };
    const running = counted.counted !== undefined;
    counted.counted = { frames: 0, dropped: 0, since: performance.now() };
    if (running) return;
    let last = performance.now();
    const frame = (now: number): void => {
      const { counted: count } = counted;
      if (count === undefined) return;
      count.frames += 1;
      if (now - last > late) count.dropped += Math.round((now - last) / (1_000 / 60)) - 1;
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }, LATE_MS);
}

/** What was painted since the counting began. */
export async function framesSoFar(page: Page): Promise<Frames> {
  return page.evaluate(() => {
    const { counted } = globalThis as unknown as { counted: { frames: number; dropped: number; since: number } };
    const seconds = (performance.now() - counted.since) / 1_000;
    return { framesPerSecond: Math.round((counted.frames / seconds) * 10) / 10, droppedFrames: counted.dropped };
  });
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CDPSession, Page } from 'playwright-core';
import { CHROMIUM, galleryPage } from '../support/gallery-page.ts';
import type { GalleryPage } from '../support/gallery-page.ts';

const IS_LONG = process.env['CRYPTOORCH_TEST_LONG'] === '1';
/** Openings before the first count, in which every cache that a panel has is filled, and up to the second. */
const CYCLES = IS_LONG ? { first: 100, second: 9_900 } : { first: 20, second: 60 };

/**
 * Listeners by which two counts may differ: what was closed last is let go when the page likes, a few panels at a time. A panel that left one
 * listener behind each time would leave more than this already in the short run.
 */
const KEPT_A_WHILE = 36;

interface Counts {
  readonly rest: Readonly<Record<string, unknown>>;
  readonly listeners: number;
}

interface CyclesPage {
  readonly panels: readonly string[];
  cycle(panel: string, times: number): Promise<void>;
  isReady(): boolean;
  counts(): { readonly intervals: number; readonly looks: string };
}

describe.skipIf(CHROMIUM === undefined)('panels that are opened and closed', () => {
  let gallery: GalleryPage;
  let page: Page;
  let session: CDPSession;
  const problems: string[] = [];

  beforeAll(async () => {
    gallery = await galleryPage('cycles.html');
    page = await gallery.open('', { width: 1_000, height: 600 });
    page.on('pageerror', (error) => problems.push(error.message));
    session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await page.waitForFunction(() => (window as unknown as CyclesPage).isReady());
  });
  afterAll(async () => {
    await gallery.close();
  });

  const cycle = (panel: string, times: number) =>
    page.evaluate(([id, count]) => (window as unknown as CyclesPage).cycle(id, count), [panel, times] as const);

  /** What lives in the page once garbage has been collected. */
  async function counts(): Promise<Counts> {
    // A second round takes what the first one's finalisers let go.
    for (let round = 0; round < 2; round += 1) await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const metric = (name: string) => metrics.find((each) => each.name === name)?.value;
    const own = await page.evaluate(() => (window as unknown as CyclesPage).counts());
    const elements = await page.evaluate(() => document.querySelectorAll('*').length);
    return { rest: { ...own, elements }, listeners: metric('JSEventListeners') ?? Number.NaN };
  }

  it(
    'leave no listener, timer, element or market behind',
    async () => {
      const panels = await page.evaluate(() => (window as unknown as CyclesPage).panels);
      expect(panels.length).toBeGreaterThanOrEqual(20);
      const grown: Record<string, unknown> = {};
      for (const panel of panels) {
        await cycle(panel, CYCLES.first);
        const before = await counts();
        await cycle(panel, CYCLES.second);
        const after = await counts();
        const kept = Math.abs(after.listeners - before.listeners) <= KEPT_A_WHILE;
        if (!kept || JSON.stringify(after.rest) !== JSON.stringify(before.rest)) grown[panel] = { before, after };
      }
      expect(problems).toEqual([]);
      expect(grown).toEqual({});
    },
    IS_LONG ? 4 * 3_600_000 : 120_000,
  );
});

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { readTexts, seriousFindings, setTheme } from './trade-window.ts';

/** With `CRYPTOORCH_SCREENSHOTS=1` the pictures of the documents are taken anew; else they stay as they are. */
const PICTURES = process.env['CRYPTOORCH_SCREENSHOTS'] === '1' ? join(import.meta.dirname, '../../docs/screenshots') : null;

const VIEWS = [
  [1440, 900, 'dark'],
  [1920, 1080, 'light'],
] as const;

/** Waits until everything that comes in or goes has done so; what moves without an end is left. */
async function slidesEnd(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    return Promise.allSettled(ending.map(({ finished }) => finished)).then(() => null);
  });
}

/** Looks at a state in a small dark and a large light window: no page scrollbar, nothing cut or too small, no figure that is none, nothing serious for axe. `shown` states have a picture in the documents. */
export async function lookAt(page: Page, name: string, shown: ReadonlySet<string>): Promise<void> {
  for (const [width, height, theme] of VIEWS) {
    await page.setViewportSize({ width, height });
    await setTheme(page, theme);
    await page.mouse.move(300, 18);
    const where = `${name} at ${String(width)}x${String(height)}, ${theme}`;
    const size = () => page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
    await expect.poll(size, { message: where }).toEqual([width, height]);
    if (PICTURES !== null && shown.has(name)) {
      mkdirSync(PICTURES, { recursive: true });
      await slidesEnd(page);
      await page.screenshot({ path: join(PICTURES, `${name}-${String(width)}x${String(height)}-${theme}.png`) });
    }
    expect(await page.locator('body').innerText(), where).not.toMatch(/\b(NaN|Infinity|undefined|null)\b|−0\.00\b/u);
    await expect.poll(() => readTexts(page), { message: where }).toMatchObject({ clipped: [], small: [] });
    expect(await seriousFindings(page), where).toEqual([]);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await setTheme(page, 'dark');
}

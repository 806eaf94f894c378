import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const ORIGIN = 'https://gallery.invalid';
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
const AXE = readFileSync(resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');

interface Box {
  readonly panel: string;
  readonly box: readonly number[];
}

/** The boxes of all panels in reading order, in pixels: left, top, width, height. */
function panelBoxes(): readonly Box[] {
  return [...document.querySelectorAll('.flexlayout__tabset')].map((set) => {
    const { left, top, width, height } = set.getBoundingClientRect();
    return { panel: set.querySelector('[aria-selected="true"] .app-tab-title')?.textContent ?? 'Chart', box: [left, top, width, height] };
  });
}

const AT_1440: readonly Box[] = [
  { panel: 'Watchlist', box: [0, 36, 204, 400] },
  { panel: 'Instrument', box: [0, 440, 204, 196] },
  { panel: 'Chart', box: [208, 36, 692, 600] },
  { panel: 'Book', box: [904, 36, 244, 404] },
  { panel: 'Trades', box: [904, 444, 244, 192] },
  { panel: 'Strategies', box: [0, 640, 1148, 236] },
  { panel: 'Order', box: [1152, 36, 288, 628] },
  { panel: 'Account', box: [1152, 668, 288, 208] },
];
const AT_1920: readonly Box[] = [
  { panel: 'Watchlist', box: [0, 36, 248, 464] },
  { panel: 'Instrument', box: [0, 504, 248, 264] },
  { panel: 'Chart', box: [252, 36, 1052, 732] },
  { panel: 'Book', box: [1308, 36, 288, 524] },
  { panel: 'Trades', box: [1308, 564, 288, 204] },
  { panel: 'Strategies', box: [0, 772, 1596, 284] },
  { panel: 'Order', box: [1600, 36, 320, 628] },
  { panel: 'Account', box: [1600, 668, 320, 388] },
];

describe.skipIf(CHROMIUM === undefined)('the shell with every primitive in its place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gallery-'));
  let browser: Browser;

  beforeAll(async () => {
    await build({
      configFile: false,
      root: resolve(import.meta.dirname, 'gallery'),
      base: './',
      plugins: [react()],
      logLevel: 'error',
      build: {
        outDir: folder,
        emptyOutDir: true,
        assetsInlineLimit: 0,
        target: 'chrome140',
        chunkSizeWarningLimit: 2_000,
        modulePreload: { polyfill: false },
      },
    });
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(width: number, height: number, query = ''): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height } });
    await page.route('**/*', async (route) => {
      const { origin, pathname } = new URL(route.request().url());
      const file = join(folder, pathname === '/' ? 'index.html' : pathname);
      if (origin !== ORIGIN || !existsSync(file)) return route.abort();
      return route.fulfill({
        body: readFileSync(file),
        contentType: TYPES[extname(file)] ?? 'text/plain',
        headers: { 'content-security-policy': POLICY },
      });
    });
    await page.goto(`${ORIGIN}/${query}`);
    await page.locator('[role="grid"]').first().waitFor();
    return page;
  }

  it.each([
    [1440, 900, '', AT_1440],
    [1920, 1080, '', AT_1920],
    [1440, 900, '?theme=light', AT_1440],
  ] as const)('stands at the exact sizes at %ix%i%s, without a page scrollbar', async (width, height, query, expected) => {
    const page = await open(width, height, query);
    expect(await page.evaluate(panelBoxes)).toEqual(expected);
    expect(await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])).toEqual([
      width,
      height,
    ]);
    await page.close();
  });

  it('has no text under 11 px and no font but its own', async () => {
    const page = await open(1440, 900);
    const seen = await page.evaluate(() => {
      const texts = [...document.querySelectorAll<HTMLElement>('body *')].filter(
        (element) =>
          element.checkVisibility() &&
          [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== ''),
      );
      return texts.map((element) => [Number.parseFloat(getComputedStyle(element).fontSize), getComputedStyle(element).fontFamily] as const);
    });
    expect(Math.min(...seen.map(([size]) => size))).toBeGreaterThanOrEqual(11);
    expect(new Set(seen.map(([, family]) => family.replaceAll('"', '')))).toEqual(new Set(['Inter']));
    await page.close();
  });

  it.each(['', '?theme=light&direction=green-up', '?density=comfortable&state=HALTED&mode=live'])(
    'axe finds nothing serious%s',
    async (query) => {
      const page = await open(1440, 900, query);
      await page.evaluate(AXE);
      const found = await page.evaluate(async () => {
        const axe = (window as unknown as { axe: { run(root: Document): Promise<{ violations: { id: string; impact: string }[] }> } }).axe;
        return (await axe.run(document)).violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id }) => id);
      });
      expect(found).toEqual([]);
      await page.close();
    },
  );

  it('answers its keys: palette, dock tab, kill switch twice, ticket', async () => {
    const page = await open(1440, 900);
    const calls = (): Promise<readonly string[]> => page.evaluate(() => (window as unknown as { calls: string[] }).calls);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('ethusd');
    await page.keyboard.press('Enter');
    await expect.poll(calls).toEqual(['show sim:ETH/USD']);
    await page.keyboard.press('Alt+3');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-region'))).toBe('fills');
    await page.keyboard.press('Control+Alt+k');
    expect(await calls()).toHaveLength(1);
    await page.keyboard.press('Control+Alt+k');
    await page.keyboard.press('s');
    await expect.poll(calls).toEqual(['show sim:ETH/USD', 'kill', 'ticket sell']);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('stop everything');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await calls()).map((call) => call.split(' ', 1)[0])).toEqual(['show', 'kill', 'ticket', 'kill']);
    await page.close();
  });

  it('keeps a failing panel to itself and says so', async () => {
    const page = await open(1440, 900);
    await page.keyboard.press('Alt+2');
    await page.getByText('The orders panel stopped. Orders and strategies are not affected.').waitFor();
    expect(await page.getByRole('button', { name: 'Reload panel' }).count()).toBe(1);
    expect(await page.getByRole('region', { name: 'Order', exact: true }).count()).toBe(1);
    await page.close();
  });
});

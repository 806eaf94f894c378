import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TICKET_STATES } from './gallery/ticket-states.ts';

/** Words that are longer stick out first; the others are looked at in the long run. */
const IS_LONG = process.env['CRYPTOORCH_TEST_LONG'] === '1';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const ORIGIN = 'https://gallery.invalid';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
const AXE = readFileSync(resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');
const STATES = Object.keys(TICKET_STATES);

/** The designed heights at dense: 628, 88 more with the bracket, 36 with a trigger or a date, 32 for each further target and 24 for the line of shares. */
const HEIGHTS: Readonly<Record<string, number>> = {
  limit: 628,
  market: 628,
  refused: 628,
  held: 628,
  risk: 716,
  stop: 664,
  trailing: 664,
  'take-profit': 664,
  gtd: 664,
  'stop-limit': 752,
  targets: 804,
  // A perpetual has two lines more: its margin, and where it would be liquidated.
  short: 668,
  'short-bracket': 756,
};

/** Heights of the rows in order, from the side down to the cost block. */
const ROWS: Readonly<Record<string, readonly number[]>> = {
  limit: [32, 28, 68, 88, 28, 28, 140],
  risk: [32, 28, 68, 88, 116, 28, 140],
  stop: [32, 28, 28, 68, 88, 28, 28, 140],
  short: [32, 28, 68, 88, 28, 28, 180],
};

/** Words that are wider than their box and neither cut with dots nor wrapped, and boxes that stick out of the panel. */
function clipped(): readonly string[] {
  const panel = document.querySelector('.g-panel')?.getBoundingClientRect();
  const wrong: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement>('.g-panel *')) {
    const style = getComputedStyle(element);
    if (!element.checkVisibility() || element.closest('[aria-hidden="true"]') || element.closest('.ui-slider-track')) continue;
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || style.position === 'fixed') continue;
    const inline = style.display === 'inline';
    if (panel !== undefined && !inline && (box.right > panel.right + 1 || box.left < panel.left - 1))
      wrong.push(`out: ${element.className}`);
    const holdsWords = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '');
    if (holdsWords && !inline && style.textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1)
      wrong.push(`cut: ${element.textContent ?? ''}`);
  }
  return wrong;
}

describe.skipIf(CHROMIUM === undefined)('the ticket in its states', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ticket-'));
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
        rolldownOptions: { input: resolve(import.meta.dirname, 'gallery/ticket.html') },
      },
    });
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(state: string, query = ''): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 288, height: 1_000 } });
    await page.route('**/*', async (route) => {
      const { origin, pathname } = new URL(route.request().url());
      const file = join(folder, pathname);
      if (origin !== ORIGIN || !existsSync(file)) return route.abort();
      return route.fulfill({ body: readFileSync(file), contentType: TYPES[extname(file)] ?? 'text/plain' });
    });
    await page.goto(`${ORIGIN}/ticket.html?state=${state}${query}`);
    await page.locator('.ticket-send').waitFor();
    const press = TICKET_STATES[state]?.press;
    if (press !== undefined) await page.getByRole('button', { name: press }).click();
    await page.evaluate(() => document.fonts.ready);
    return page;
  }

  it.each(Object.entries(HEIGHTS))('%s is %i high, and nothing in it scrolls', async (state, height) => {
    const page = await open(state);
    const measured = await page.evaluate(() => {
      const form = document.querySelector('.ticket-form');
      return {
        panel: document.querySelector('.g-panel')?.getBoundingClientRect().height,
        scrolls: form === null ? null : form.scrollHeight - form.clientHeight,
        rows: [...(form?.children ?? [])].map((row) => Math.round(row.getBoundingClientRect().height)),
      };
    });
    expect(measured).toMatchObject({ panel: height, scrolls: 0 });
    const rows = ROWS[state];
    if (rows !== undefined) expect(measured.rows).toEqual(rows);
    await page.close();
  });

  it.each(STATES)('axe finds nothing serious and no words are cut in %s', async (state) => {
    const page = await open(state);
    await page.evaluate(AXE);
    const found = await page.evaluate(async () => {
      const axe = (window as unknown as { axe: { run(root: Document): Promise<{ violations: { id: string; impact: string }[] }> } }).axe;
      return (await axe.run(document)).violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
    });
    expect(found).toEqual([]);
    if (!state.startsWith('confirm')) expect(await page.evaluate(clipped)).toEqual([]);
    await page.close();
  });

  it.each([...(IS_LONG ? ['&density=compact'] : []), '&density=comfortable&theme=light&longer-words'])(
    'no words are cut without a sign of it, none stick out%s',
    async (query) => {
      for (const state of STATES.filter((name) => !name.startsWith('confirm'))) {
        const page = await open(state, query);
        await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
        expect([state, await page.evaluate(clipped)]).toEqual([state, []]);
        await page.close();
      }
    },
    60_000,
  );

  it('goes from field to field with Enter, steps with the arrows and asks with the focus on Back', async () => {
    const page = await open('limit');
    const focused = (): Promise<string | undefined> =>
      page.evaluate(
        () => (document.activeElement instanceof HTMLInputElement ? document.activeElement.labels?.[0]?.textContent : '') ?? '',
      );
    await page.getByLabel('Price', { exact: true }).focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+ArrowDown');
    await expect.poll(() => page.getByLabel('Price', { exact: true }).inputValue()).toBe('104,231.41');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('Size');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => page.getByLabel('Size', { exact: true }).inputValue()).toBe('0.05001');
    await page.keyboard.press('u');
    await expect.poll(() => page.getByRole('button', { name: 'Unit of the size: USD' }).count()).toBe(1);
    await expect.poll(() => page.locator('.ticket-send .ui-button-label').textContent()).toBe('Buy 0.05001 BTC');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alertdialog').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Back');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('alertdialog').count()).toBe(0);
    await page.close();
  });

  it('leaves a change with Escape; what stood there before is back', async () => {
    const page = await open('amend');
    await expect.poll(() => page.getByRole('button', { name: /^Change to 0.08 BTC/u }).count()).toBe(1);
    expect(await page.locator('.ui-panel-figure').textContent()).toBe('Amend BTC/USD SIM');
    expect(await page.getByRole('radio', { name: 'Sell' }).getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('Price', { exact: true }).focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.ticket-amends').count()).toBe(0);
    expect(await page.getByLabel('Price', { exact: true }).inputValue()).toBe('');
    await page.close();
  });

  it('adds targets that share the order, and takes them away again', async () => {
    const page = await open('risk');
    await page.getByRole('button', { name: 'Add a target' }).click();
    await page.getByRole('button', { name: 'Add a target' }).click();
    const shares = (): Promise<readonly string[]> =>
      page.locator('.ticket-share input').evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));
    expect(await shares()).toEqual(['33', '33', '34']);
    expect(await page.getByRole('button', { name: 'Add a target' }).getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('button', { name: 'Remove target 2' }).click();
    expect(await shares()).toEqual(['33', '67']);
    await page.close();
  });

  it('reads a date in its own field, offers times, and says the zone', async () => {
    const page = await open('gtd');
    const until = page.getByLabel('Until', { exact: true });
    expect(await until.inputValue()).toBe('21 Nov 15:33');
    await until.fill('24 Nov');
    await until.blur();
    expect(await until.inputValue()).toBe('24 Nov 23:59');
    await until.fill('');
    await until.pressSequentially('1 aug 9:00');
    await until.blur();
    expect(await until.inputValue()).toBe('1 Aug 2027 09:00');
    await until.fill('soon');
    await expect.poll(() => page.locator('#ticket-message').textContent()).toContain('"soon" is not understood');
    await page.getByRole('button', { name: 'times to choose' }).click();
    await page.getByRole('menuitem', { name: '1 w' }).click();
    await expect.poll(() => until.inputValue()).toBe('28 Nov 14:04');
    expect(await page.locator('.ticket-until .ui-field-unit').textContent()).toContain('UTC');
    await page.close();
  });
});

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { NO_WINDOW, temporaryFolder } from './program.ts';
import type { Boxes, TradeWindow } from './trade-window.ts';
import {
  AT_1440,
  AT_1920,
  SOON,
  bestPrices,
  dockTab,
  expectSizes,
  fillTicket,
  openTrade,
  panel,
  readTexts,
  sendTicket,
  seriousFindings,
  setSpeed,
  setTheme,
  tableRows,
} from './trade-window.ts';

/** With `CRYPTOORCH_SCREENSHOTS=1` the pictures of the documents are taken anew; else they stay as they are. */
const PICTURES = process.env['CRYPTOORCH_SCREENSHOTS'] === '1' ? join(import.meta.dirname, '../../docs/screenshots') : null;

const VIEWS: readonly (readonly [width: number, height: number, theme: 'dark' | 'light', boxes: Boxes])[] = [
  [1440, 900, 'dark', AT_1440],
  [1920, 1080, 'dark', AT_1920],
  [1440, 900, 'light', AT_1440],
  [1920, 1080, 'light', AT_1920],
];

describe.skipIf(NO_WINDOW !== null)('a session in full swing', () => {
  const folder = temporaryFolder();
  let trade: TradeWindow;
  let page: Page;

  const show = (symbol: string) => panel(page, 'Watchlist').getByRole('option', { name: symbol }).click();

  async function startStrategy(name: string, symbol: string, parameters: Readonly<Record<string, string>> = {}): Promise<void> {
    await show(symbol);
    await dockTab(page, 'Strategies');
    await page.getByRole('button', { name: 'Start a strategy' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: /^Strategy:/u }).click();
    await page.getByRole('option', { name }).click();
    for (const [label, value] of Object.entries(parameters)) await form.getByRole('textbox', { name: new RegExp(label, 'iu') }).fill(value);
    await form.getByRole('button', { name: `Start ${name}` }).click();
    await expect.poll(() => form.count(), { timeout: SOON }).toBe(0);
  }

  async function buy(
    symbol: string,
    entry: { readonly size: string; readonly below?: number; readonly stop?: number; readonly target?: number },
  ): Promise<void> {
    await show(symbol);
    const base = symbol.replace('/USD', '');
    await panel(page, 'Chart').getByRole('heading', { name: symbol }).waitFor();
    await expect.poll(() => panel(page, 'Order').innerText(), { timeout: SOON }).toContain(base);
    const { bid } = await bestPrices(page);
    const decimals = bid > 1_000 ? 1 : bid > 10 ? 2 : 4;
    const at = (share: number | undefined) => (share === undefined ? {} : { price: (bid * (1 - share)).toFixed(decimals) });
    const away = (share: number | undefined) => (share === undefined ? undefined : (bid * (1 + share)).toFixed(decimals));
    const stop = away(entry.stop === undefined ? undefined : -entry.stop);
    const target = away(entry.target);
    await fillTicket(page, {
      side: 'Buy',
      type: entry.below === undefined ? 'Market' : 'Limit',
      size: entry.size,
      ...at(entry.below),
      ...(stop === undefined ? {} : { stop }),
      ...(target === undefined ? {} : { target }),
    });
    await sendTicket(page, `Buy ${Number(entry.size).toLocaleString('en-US')} ${base}`);
  }

  let broken = false;
  beforeEach(({ skip }) => {
    skip(broken, 'The step before failed.');
  });
  afterEach(({ task }) => {
    broken ||= task.result?.state === 'fail';
  });
  beforeAll(async () => {
    trade = await openTrade(folder.path);
    page = trade.page;
    await page.setViewportSize({ width: 1440, height: 900 });
  });
  afterAll(async () => {
    await trade.stop();
    folder.remove();
  });

  test('has strategies, positions, orders and fills', async () => {
    await startStrategy('sma-cross', 'BTC/USD', { fast: '5', slow: '15' });
    await startStrategy('sma-cross', 'LINK/USD', { fast: '5', slow: '15' });
    await startStrategy('buy-and-hold', 'DOGE/USD');
    await startStrategy('buy-and-hold', 'LTC/USD');
    await setSpeed(page, '300x');
    const fills = async () => (await tableRows(await dockTab(page, 'Fills'))).length;
    await expect.poll(fills, { timeout: 2 * SOON }).toBeGreaterThan(8);
    await buy('ETH/USD', { size: '1.2', stop: 0.03, target: 0.04 });
    await buy('SOL/USD', { size: '24', stop: 0.04, target: 0.05 });
    await buy('ADA/USD', { size: '2500', stop: 0.04 });
    await buy('XRP/USD', { size: '1800' });
    await setSpeed(page, '1x');
    await buy('BTC/USD', { size: '0.05', stop: 0.004, target: 0.008 });
    await buy('BTC/USD', { size: '0.03', below: 0.0015 });
    await expect.poll(async () => (await tableRows(await dockTab(page, 'Orders'))).length, { timeout: SOON }).toBeGreaterThanOrEqual(5);
    await expect.poll(async () => (await tableRows(await dockTab(page, 'Positions'))).length, { timeout: SOON }).toBeGreaterThanOrEqual(7);
  });

  test.each(VIEWS)('stands at its sizes at %ix%i, %s', async (width, height, theme, boxes) => {
    await page.setViewportSize({ width, height });
    await setTheme(page, theme);
    const positions = await dockTab(page, 'Positions');
    await positions.getByRole('row', { name: 'BTC/USD' }).first().click();
    await page.mouse.move(300, 18);
    await expectSizes(page, boxes, 'Positions');
    await expect.poll(() => page.locator('.ui-toast').count(), { timeout: SOON }).toBe(0);
    expect((await tableRows(positions)).length).toBeGreaterThanOrEqual(7);
    expect(await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])).toEqual([
      width,
      height,
    ]);
    expect(await positions.locator('.ui-table-scroller').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    expect(await page.locator('body').innerText()).not.toMatch(/\b(NaN|Infinity|undefined|null)\b|−0\.00\b/u);
    expect(await readTexts(page)).toMatchObject({ clipped: [], small: [] });
    expect(await seriousFindings(page)).toEqual([]);
    if (PICTURES === null) return;
    // A machine that is busy with something else shows its data late; that is not what the pictures are of.
    const age = page.getByRole('contentinfo').locator('.app-foot-age');
    await expect.poll(async () => Number.parseFloat(await age.innerText({ timeout: SOON })), { timeout: SOON }).toBeLessThan(1);
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `trade-${String(width)}x${String(height)}-${theme}.png`) });
  });

  test('nothing went wrong in the window', () => {
    expect(trade.problems).toEqual([]);
  });
});

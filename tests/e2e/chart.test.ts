import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { NO_WINDOW, temporaryFolder } from './program.ts';
import type { TradeWindow } from './trade-window.ts';
import {
  SOON,
  bestPrices,
  dockTab,
  expectAccessible,
  figure,
  fillTicket,
  openTrade,
  panel,
  sendTicket,
  tableRows,
} from './trade-window.ts';

/** How long the legend is watched for a jump, and how many frames that must be at least. */
const WATCHED_MS = 2_500;
const LEAST_FRAMES = 10;

/** Every text that the legend's first line shows from now on, frame by frame. */
async function watchLegend(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: string[] = [];
    const look = (): void => {
      seen.push(document.querySelector('.chart-legend-line')?.textContent ?? '');
      requestAnimationFrame(look);
    };
    look();
    Object.assign(globalThis, { legendSeen: seen });
  });
}

async function legendSeen(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (globalThis as unknown as { legendSeen: readonly string[] }).legendSeen);
}

describe.skipIf(NO_WINDOW !== null)('the chart in a trader’s hands', () => {
  const folder = temporaryFolder();
  let trade: TradeWindow;
  let page: Page;
  const plot = (): Locator => panel(page, 'Chart').getByRole('application');
  const note = (): Locator => page.locator('.chart-keys-note');
  const tags = (): Locator => panel(page, 'Chart').getByRole('list', { name: 'Orders and position on the chart' }).getByRole('listitem');
  const orders = async () => tableRows(await dockTab(page, 'Orders'));

  beforeAll(async () => {
    trade = await openTrade(folder.path);
    page = trade.page;
    await page.setViewportSize({ width: 1440, height: 900 });
  });
  let broken = false;
  beforeEach(({ skip }) => {
    skip(broken, 'The step before failed.');
  });
  afterEach(({ task }) => {
    broken ||= task.result?.state === 'fail';
  });
  afterAll(async () => {
    await trade.stop();
    folder.remove();
  });

  test('older bars come without a jump: at a pixel per bar the one under the cursor stays', async () => {
    await plot().focus();
    // Eight steps from six pixels per bar are one pixel.
    for (let step = 0; step < 8; step += 1) await page.keyboard.press('-');
    const box = (await page.locator('.chart-canvas').boundingBox())!;
    const at = { x: box.x + 300, y: box.y + 150 };
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    // The chart takes a first stretch for a press before it pans.
    await page.mouse.move(at.x + 20, at.y, { steps: 4 });
    await watchLegend(page);
    const start = (await legendSeen(page)).length;
    await page.mouse.move(at.x + 160, at.y, { steps: 8 });
    await page.mouse.up();
    await page.waitForTimeout(WATCHED_MS);
    const seen = (await legendSeen(page)).slice(start);
    expect(seen.length).toBeGreaterThan(LEAST_FRAMES);
    expect([...new Set(seen)]).toHaveLength(1);
    // There are older bars now: far to the left the cursor finds one, not the newest.
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x + 330, at.y, { steps: 8 });
    await page.mouse.up();
    const legend = () => panel(page, 'Chart').locator('.chart-legend-line').first().innerText();
    await page.mouse.move(box.x + 10, at.y);
    const old = await legend();
    await page.keyboard.press('Shift+R');
    await page.mouse.move(box.x + box.width / 2, box.y - 100);
    await expect.poll(async () => (await legend()) !== old, { timeout: SOON }).toBe(true);
    expect(await panel(page, 'Chart').getByRole('button', { name: 'Latest' }).count()).toBe(0);
  });

  test('draws a line and a measure by keyboard, reaches them, and removes them', async () => {
    await plot().focus();
    await page.keyboard.press('Shift+H');
    await note().getByText('Click a price').waitFor();
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Enter');
    await tags().filter({ hasText: 'Line' }).waitFor();
    await page.keyboard.press('Shift+M');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowUp');
    expect(await note().innerText()).toMatch(/^Measure: \+[\d,.]+ \(\+\d\.\d\d%\), 1 bar, 1 m/u);
    await page.keyboard.press('Delete');
    await page.keyboard.press('ArrowUp');
    expect(await note().innerText()).toMatch(/^Line [\d,.]+/u);
    await page.keyboard.press('Delete');
    await expect.poll(() => tags().count(), { timeout: SOON }).toBe(0);
    await expectAccessible(page, 'chart');
  });

  test('drags an order: its value follows, Escape drops it, letting go asks the venue', async () => {
    const { bid } = await bestPrices(page);
    await fillTicket(page, { side: 'Buy', type: 'Limit', price: (bid * 0.9993).toFixed(2), size: '0.02' });
    await sendTicket(page, 'Buy 0.02 BTC');
    const tag = tags().filter({ hasText: 'Buy limit 0.02' });
    await tag.waitFor();
    const price = async () => figure((await orders()).find((row) => row['Instrument']?.startsWith('BTC/USD'))?.['Price'] ?? '');
    await expect.poll(price, { timeout: SOON }).toBeGreaterThan(0);
    const before = await price();
    const drag = async (by: number): Promise<void> => {
      const box = (await tag.boundingBox())!;
      await page.mouse.move(box.x + 20, box.y + 10);
      await page.mouse.down();
      await page.mouse.move(box.x + 20, box.y + 10 + by, { steps: 4 });
      await expect.poll(() => tag.innerText(), { timeout: SOON }).toMatch(/[\d,]+\.\d\d USD/u);
    };
    await drag(30);
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect(await price()).toBe(before);
    await drag(30);
    await page.mouse.up();
    await expect.poll(price, { timeout: SOON }).toBeLessThan(before);
  });

  test('asks before Delete cancels the order of a line', async () => {
    await plot().focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => note().innerText(), { timeout: SOON }).toContain('Buy limit 0.02');
    await page.keyboard.press('Delete');
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Back' }).waitFor();
    await question.getByRole('button', { name: 'Cancel the order' }).click();
    await expect.poll(() => tags().count(), { timeout: SOON }).toBe(0);
  });

  test('trades by keys once they are switched on', async () => {
    await plot().focus();
    await page.keyboard.press('Shift+B');
    await page.getByRole('button', { name: 'Switch them on' }).click();
    await plot().focus();
    await page.keyboard.press('Shift+B');
    await tags().filter({ hasText: 'not sent' }).waitFor();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('Escape');
    await expect.poll(() => tags().count(), { timeout: SOON }).toBe(0);
    // At the pointer: a stop under the market sells, a limit there buys.
    const box = (await plot().boundingBox())!;
    await page.mouse.move(box.x + box.width / 3, box.y + box.height * 0.7);
    await page.keyboard.press('Shift+K');
    await tags()
      .filter({ hasText: /(Sell|Buy) stop .*not sent/u })
      .waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => tags().count(), { timeout: SOON }).toBe(0);
    await page.keyboard.press('Shift+B');
    for (let step = 0; step < 30; step += 1) await page.keyboard.press('PageDown');
    await page.keyboard.press('Enter');
    const question = page.getByRole('alertdialog');
    const sent = tags().filter({ hasText: 'Buy limit' });
    await question.or(sent).first().waitFor();
    if (await question.isVisible()) await question.getByRole('button', { name: /^Buy/u }).click();
    await expect.poll(() => sent.count(), { timeout: SOON }).toBe(1);
    await plot().focus();
    await page.keyboard.press('Shift+X');
    await expect.poll(() => tags().count(), { timeout: SOON }).toBe(0);
  });

  test('goes where letters and digits say', async () => {
    await plot().focus();
    await page.keyboard.type('eth');
    await note().getByText('Symbol eth: ETH/USD').waitFor();
    await page.keyboard.press('5');
    await note().getByText('Timeframe 5: 5m').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => plot().getAttribute('aria-label'), { timeout: SOON }).toMatch(/^ETH\/USD 5 minutes/u);
    await page.keyboard.press('Shift+T');
    await panel(page, 'Chart').getByRole('grid').waitFor();
    expect(trade.problems).toEqual([]);
  });
});

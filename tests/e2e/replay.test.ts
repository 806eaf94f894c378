import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { runInPalette } from './hands.ts';
import { NO_WINDOW, temporaryFolder } from './program.ts';
import type { TradeWindow } from './trade-window.ts';
import { SOON, dockTab, expectAccessible, figure, fillTicket, openTrade, panel, readTexts, sendTicket, tableRows } from './trade-window.ts';

/** With `CRYPTOORCH_SCREENSHOTS=1` the pictures of the documents are taken anew; else they stay as they are. */
const PICTURES = process.env['CRYPTOORCH_SCREENSHOTS'] === '1' ? join(import.meta.dirname, '../../docs/screenshots') : null;

const USUAL = { width: 1440, height: 900 };
const SMALL = { width: 1120, height: 700 };
const LARGE = { width: 1920, height: 1080 };

describe.skipIf(NO_WINDOW !== null)('replay', () => {
  const folder = temporaryFolder();
  let trade: TradeWindow;
  let page: Page;
  const strip = () => page.getByRole('region', { name: 'Replay', exact: true });
  const progress = async () => Number(await strip().getByRole('progressbar').getAttribute('aria-valuenow'));
  const equity = () => panel(page, 'Account').innerText({ timeout: SOON });
  const positions = async () => (await tableRows(await dockTab(page, 'Positions'))).map((row) => [row['Instrument'], row['Size']]);
  const fills = async () => tableRows(await dockTab(page, 'Fills'));

  /** The newest bar of the chart as its table has it: open, high, low, close. */
  async function newestBar(): Promise<readonly number[]> {
    const chart = panel(page, 'Chart');
    await chart.getByRole('button', { name: 'Table' }).click();
    const rows = await tableRows(chart);
    await chart.getByRole('button', { name: 'Table' }).click();
    return ['Open', 'High', 'Low', 'Close'].map((name) => figure(rows[0]?.[name] ?? ''));
  }

  async function picture(name: string): Promise<void> {
    expect(await page.locator('body').innerText(), name).not.toMatch(/\b(NaN|Infinity|undefined|null)\b|−0\.00\b/u);
    await expect.poll(() => readTexts(page), { message: name }).toMatchObject({ clipped: [], small: [] });
    if (PICTURES !== null) await page.screenshot({ path: join(PICTURES, `${name}-1440x900-dark.png`) });
  }

  beforeAll(async () => {
    trade = await openTrade(folder.path);
    page = trade.page;
    await page.setViewportSize(USUAL);
  });
  afterAll(async () => {
    await trade.stop();
    folder.remove();
  });

  test('begins in a practice book of its own; nobody can take it for the market of now', async () => {
    await fillTicket(page, { side: 'Buy', type: 'Market', size: '0.05' });
    await sendTicket(page, 'Buy 0.05 BTC');
    await expect.poll(positions, { timeout: SOON }).toMatchObject([[expect.stringContaining('BTC/USD'), '0.05000']]);
    await runInPalette(page, 'Replay stored bars');
    const dialog = page.getByRole('dialog', { name: 'Replay' });
    await dialog.getByRole('textbox', { name: 'From, UTC' }).fill('3 Mar 2025');
    await dialog.getByRole('textbox', { name: 'To, UTC' }).fill('2 Mar 2025');
    await dialog.getByRole('button', { name: 'Begin the replay' }).click();
    await dialog.getByText('The end lies before the beginning.').waitFor();
    await dialog.getByRole('textbox', { name: 'To, UTC' }).fill('12 Mar 2025');
    await dialog.getByText('240 bars to play').waitFor();
    await picture('replay-dialog');
    await dialog.getByRole('textbox', { name: 'To, UTC' }).press('Enter');

    await strip().getByText('0 of 240 bars').waitFor();
    await expect.poll(equity, { timeout: SOON }).toContain('100,000.00');
    expect(await page.getByRole('banner').innerText()).toContain('PRACTICE');
    expect(await page.getByRole('contentinfo').innerText()).toMatch(/PRACTICE[^]*Replay of the simulated market/u);
    expect((await page.getByRole('main').innerText()).match(/PRACTICE/gu)?.length).toBeGreaterThan(0);
    expect(await strip().getByLabel('Clock of the replay').innerText()).toMatch(/^3 Mar 2025 00:00/u);
    expect(await positions()).toEqual([]);
  });

  test('an order placed at one bar fills at the open of the next, with its costs', async () => {
    await page.keyboard.press('Alt+n');
    await expect.poll(progress, { timeout: SOON }).toBe(1);
    await fillTicket(page, { side: 'Buy', type: 'Market', size: '0.1' });
    await sendTicket(page, 'Buy 0.1 BTC');
    expect(await fills()).toEqual([]);
    await page.keyboard.press('Alt+n');
    await expect.poll(progress, { timeout: SOON }).toBe(2);
    await expect.poll(async () => (await fills()).length, { timeout: SOON }).toBe(1);
    const [fill] = await fills();
    const [open = Number.NaN] = await newestBar();
    const price = figure(fill?.['Price'] ?? '');
    expect(price).toBeGreaterThan(open);
    expect(price).toBeLessThan(open * 1.002);
    expect(figure(fill?.['Fee, USD'] ?? '')).toBeCloseTo(price * 0.1 * 0.001, 1);
    await expect.poll(positions, { timeout: SOON }).toMatchObject([[expect.stringContaining('BTC/USD'), '0.10000']]);
  });

  test('Space plays and pauses, from the chart too; the band is accessible', async () => {
    await panel(page, 'Chart').getByRole('application').focus();
    await strip()
      .getByRole('button', { name: /^Speed of the replay/u })
      .click();
    await page.getByRole('option', { name: '20 bars a second' }).click();
    await panel(page, 'Chart').getByRole('application').focus();
    await page.keyboard.press('Space');
    await expect.poll(progress, { timeout: SOON }).toBeGreaterThan(20);
    await page.keyboard.press('Space');
    await strip().getByRole('button', { name: 'Play', exact: true }).waitFor();
    // A bar that was on its way when it was stopped may still be told.
    let stood = Number.NaN;
    const stands = async (): Promise<boolean> => {
      const before = stood;
      stood = await progress();
      return stood === before;
    };
    await expect.poll(stands, { interval: 300 }).toBe(true);
    await expectAccessible(page, 'replay');
    expect(await progress()).toBe(stood);
    await picture('replay');
    await strip().getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('alertdialog', { name: 'Leave the replay?' }).getByRole('button', { name: 'Back' }).click();
    await expect.poll(() => page.getByRole('alertdialog').count()).toBe(0);
    expect(await page.getByRole('banner').innerText()).toContain('PRACTICE');
    // What past runs say could tell what comes.
    await page.getByRole('banner').getByRole('tab', { name: 'Research', exact: true }).click();
    for (const name of ['Replay', /^Run/u])
      await expect.poll(() => page.getByRole('main').getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('banner').getByRole('tab', { name: 'Trade', exact: true }).click();
  });

  test('at its end it says what came of it, beside buy and hold, and stays stopped', async () => {
    for (let bar = await progress(); bar < 240; bar = await progress()) {
      await strip().getByRole('button', { name: '100 bars on' }).click();
      await expect.poll(progress, { timeout: SOON }).toBe(Math.min(240, bar + 100));
    }
    await strip().getByText('End of the range').waitFor();
    expect(await strip().innerText()).toMatch(/0 trades, 1 open[^]*P&L after costs\s*[+−][\d,.]+[^]*buy and hold\s*[+−][\d.]+%/u);
    expect(await strip().getByRole('button', { name: 'Play', exact: true }).count()).toBe(0);
    await page.keyboard.press('Alt+p');
    await page.keyboard.press('Alt+n');
    expect(await progress()).toBe(240);
    await expectAccessible(page, 'the end of a replay');
    await picture('replay-end');
    for (const size of [SMALL, LARGE]) {
      await page.setViewportSize(size);
      await expect.poll(() => readTexts(page), { message: String(size.width) }).toMatchObject({ clipped: [], small: [] });
    }
    await page.setViewportSize(USUAL);
  });

  test('leaving it brings the paper book back as it was', async () => {
    await strip().getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('main').getByText('Paper 1, USD').waitFor();
    await strip().waitFor({ state: 'detached' });
    await expect.poll(positions, { timeout: SOON }).toMatchObject([[expect.stringContaining('BTC/USD'), '0.05000']]);
    await expect.poll(async () => (await fills()).length, { timeout: SOON }).toBe(1);
    expect(await page.getByRole('banner').innerText()).toContain('PAPER');
    expect(trade.problems).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { runInPalette } from './hands.ts';
import { NO_WINDOW, temporaryFolder } from './program.ts';
import type { TradeWindow } from './trade-window.ts';
import { SOON, dockTab, fillTicket, openTrade, panel, sendTicket, tableRows } from './trade-window.ts';

describe.skipIf(NO_WINDOW !== null)('paper books', () => {
  const folder = temporaryFolder();
  let trade: TradeWindow;
  let page: Page;
  const equity = () => panel(page, 'Account').innerText({ timeout: SOON });
  const positions = async () => (await tableRows(await dockTab(page, 'Positions'))).map((row) => [row['Instrument'], row['Size']]);
  const openBooks = async () => {
    await runInPalette(page, 'Paper books');
    const dialog = page.getByRole('dialog', { name: 'Paper books' });
    await dialog.getByRole('list').waitFor();
    return dialog;
  };

  beforeAll(async () => {
    trade = await openTrade(folder.path);
    page = trade.page;
  });
  afterAll(async () => {
    await trade.stop();
    folder.remove();
  });

  test('a reset is a new book with its own money; the window shows nothing of the old one', async () => {
    await fillTicket(page, { side: 'Buy', type: 'Market', size: '0.05' });
    await sendTicket(page, 'Buy 0.05 BTC');
    await expect.poll(positions, { timeout: SOON }).toMatchObject([[expect.stringContaining('BTC/USD'), '0.05000']]);
    const dialog = await openBooks();
    await dialog.getByRole('textbox', { name: 'Money of a new book' }).fill('50,000');
    await dialog.getByRole('button', { name: 'Begin a new book' }).click();
    await page.getByRole('main').getByText('Paper 2, USD').waitFor();
    await expect.poll(equity, { timeout: SOON }).toContain('50,000.00');
    await expect.poll(positions, { timeout: SOON }).toEqual([]);
    expect(await tableRows(await dockTab(page, 'Fills'))).toEqual([]);
  });

  test('the old one is opened again as it was left, and the program starts with it', async () => {
    const dialog = await openBooks();
    expect(await dialog.getByRole('listitem').allInnerTexts()).toMatchObject([
      expect.stringMatching(/Paper 2[^]*open[^]*50,000\.00 USD/u),
      expect.stringMatching(/Paper 1[^]*1 position/u),
    ]);
    await dialog.getByRole('button', { name: 'Open Paper 1' }).click();
    await page.getByRole('main').getByText('Paper 1, USD').waitFor();
    await expect.poll(positions, { timeout: SOON }).toMatchObject([[expect.stringContaining('BTC/USD'), '0.05000']]);
    expect(trade.problems).toEqual([]);
    await trade.stop();
    trade = await openTrade(folder.path);
    page = trade.page;
    await page.getByRole('main').getByText('Paper 1, USD').waitFor();
    await expect.poll(positions, { timeout: SOON }).toMatchObject([[expect.stringContaining('BTC/USD'), '0.05000']]);
  });
});

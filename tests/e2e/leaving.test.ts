import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { runInPalette } from './hands.ts';
import { E2E_HOST, NO_WINDOW, startProgram, temporaryFolder } from './program.ts';
import type { TradeWindow } from './trade-window.ts';
import { SOON, dockTab, openTrade, panel, seriousFindings, tableRows } from './trade-window.ts';

const PICTURES = join(import.meta.dirname, '../../test-results/leaving');

/** Presses the window's own close button, as far as a page can be made to believe it. */
async function pressClose(page: Page): Promise<void> {
  // With a listener here Playwright leaves the answer to the program.
  page.once('dialog', () => undefined);
  const session = await page.context().newCDPSession(page);
  await session.send('Page.close');
}

/** Presses a button that the window goes with: after the answer to this call. */
async function pressAndGo(button: Locator): Promise<void> {
  await button.evaluate((it: HTMLButtonElement) => {
    setTimeout(() => {
      it.click();
    }, 20);
  });
}

describe.skipIf(NO_WINDOW !== null || E2E_HOST !== 'chromium')('closing the window', () => {
  const folder = temporaryFolder();
  let trade: TradeWindow;
  let page: Page;
  const question = () => page.getByRole('alertdialog', { name: 'Close the window while strategies run?' });
  const strategies = async () => (await tableRows(await dockTab(page, 'Strategies'))).filter((row) => row['State'] === 'running');

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    trade = await openTrade(folder.path);
    page = trade.page;
    await runInPalette(page, 'Start sma-cross');
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: 'Start sma-cross' }).click();
    await form.waitFor({ state: 'detached' });
  });

  afterAll(async () => {
    await trade.stop();
    folder.remove();
  });

  test('while a strategy runs it asks once; Escape stays, and nothing has changed', async () => {
    await expect.poll(async () => (await strategies()).length, { timeout: SOON }).toBe(1);
    await pressClose(page);
    await question().waitFor();
    expect(await question().innerText()).toContain('sma-cross on BTC/USD runs.');
    await expect
      .poll(() =>
        question()
          .getByRole('button', { name: 'Stay' })
          .evaluate((it) => it === document.activeElement),
      )
      .toBe(true);
    await page.screenshot({ path: join(PICTURES, 'question.png') });
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await question().waitFor({ state: 'detached' });
    expect(await strategies()).toHaveLength(1);
    expect(trade.problems).toEqual([]);
  });

  test('it goes on without a window; a second start brings the window back and ends', async () => {
    await pressClose(page);
    await pressAndGo(question().getByRole('button', { name: 'Keep running without a window' }));
    await trade.line(/^The window is closed; strategies go on/u);
    const back = trade.nextPage();
    await expect(startProgram({ home: folder.path })).rejects.toThrow(/CryptoOrchestrator runs already with .* Its window is shown now\./u);
    page = await back;
    page.setDefaultTimeout(SOON);
    await panel(page, 'Chart').getByRole('application').waitFor();
    expect(await strategies()).toHaveLength(1);
  });

  test('stopped first, it ends in order, and starts with nothing running', async () => {
    await panel(page, 'Chart').getByRole('application').click();
    await pressClose(page);
    await pressAndGo(question().getByRole('button', { name: 'Stop it, then close' }));
    expect(await trade.ended).toBe(0);
    trade = await openTrade(folder.path);
    page = trade.page;
    expect(await strategies()).toEqual([]);
    expect(await page.getByText('ended unexpectedly').count()).toBe(0);
  });

  test('where no strategy runs it closes at once', async () => {
    await pressClose(page);
    expect(await trade.ended).toBe(0);
  });
});

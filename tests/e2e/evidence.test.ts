import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { lookAt } from './picture-views.ts';
import { NO_WINDOW, temporaryFolder } from './program.ts';
import type { TradeWindow } from './trade-window.ts';
import { SOON, openTrade, panel } from './trade-window.ts';

/** States that the documents show. */
const SHOWN: ReadonlySet<string> = new Set(['research-walk-forward', 'research-luck', 'research-leaks']);

describe.skipIf(NO_WINDOW !== null)('evidence for a strategy', () => {
  const folder = temporaryFolder();
  let trade: TradeWindow;
  let page: Page;
  const form = () => panel(page, 'New run');
  const look = (name: string): Promise<void> => lookAt(page, name, SHOWN);
  const tab = (name: string): Locator => page.getByRole('main').getByRole('tab', { name: new RegExp(`^${name}`, 'u') });

  beforeAll(async () => {
    trade = await openTrade(folder.path);
    page = trade.page;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('banner').getByRole('tab', { name: 'Research', exact: true }).click();
    await form().getByRole('button', { name: /^Run/u }).waitFor();
  });
  afterAll(async () => {
    await trade.stop();
    folder.remove();
  });

  async function fill(where: Locator, fields: readonly (readonly [string, string])[]): Promise<void> {
    for (const [name, value] of fields) await where.getByLabel(name, { exact: true }).fill(value);
  }

  test('a walk-forward shows its windows as they come, its verdict, its curve and how far its choices moved', async () => {
    await fill(form(), [
      ['From', '1 Jan 2024'],
      ['To', '31 Dec 2025'],
    ]);
    await tab('Walk forward').click();
    const walk = panel(page, 'Walk forward');
    await walk.getByText('Nothing was walked forward yet.').waitFor();
    await fill(walk, [
      ['Fast average from', '5'],
      ['Fast average to', '20'],
      ['Fast average step', '5'],
      ['Slow average from', '30'],
      ['Slow average to', '90'],
      ['Slow average step', '20'],
      ['How many', '90'],
      ['Choose on', '365'],
    ]);
    await walk.getByRole('button', { name: 'Walk forward, 16 trials a window' }).click();
    await walk.getByText('the bars cover 731 whole days').waitFor();
    await fill(walk, [
      ['How many', ''],
      ['Choose on', '180'],
    ]);
    await walk.getByRole('button', { name: 'Walk forward, 16 trials a window' }).click();
    await expect
      .poll(() => walk.innerText(), { timeout: SOON })
      .toMatch(/done, 153 of 153 trials[^]*of 9 windows made money[^]*Efficiency[^]*W9/u);
    await expect.poll(() => walk.locator('.research-walk-bar').count()).toBe(18);
    await look('research-walk-forward');
    await walk.getByRole('tab', { name: 'Out of sample' }).click();
    await walk.getByRole('application').focus();
    await page.keyboard.press('End');
    await expect
      .poll(() => walk.getByRole('status').last().innerText(), { timeout: SOON })
      .toMatch(/2025: equity [\d,.]+, buy and hold [\d,.]+, drawdown/u);
    await look('research-walk-curve');
    await walk.getByRole('button', { name: 'Table', exact: true }).click();
    await expect.poll(() => walk.getByRole('tabpanel').innerText()).toMatch(/Equity\s+buy and hold\s+Drawdown/u);
    await walk.getByRole('tab', { name: 'Parameters' }).click();
    await expect.poll(() => walk.getByRole('tabpanel').innerText()).toMatch(/fast[^]*slow[^]*share of the range/u);
    await tab('Search').click();
    await panel(page, 'Search').getByText('Nothing was searched yet.').waitFor();
  });

  test('a run’s luck is weighed: other markets, other orders, other days, each drawn and as figures', async () => {
    await fill(form(), [['From', '1 Jul 2025']]);
    await form().getByRole('button', { name: /^Run/u }).click();
    const report = panel(page, 'Report');
    await report.getByText('where holding made').waitFor({ timeout: SOON });
    await report.getByRole('tab', { name: 'Luck' }).click();
    await report.getByRole('button', { name: 'Markets: 200' }).click();
    await page.getByRole('option', { name: '100', exact: true }).click();
    await report.getByRole('button', { name: 'Weigh the luck' }).click();
    await report.getByText('100 markets made of blocks of').waitFor({ timeout: SOON });
    const words = () => report.getByRole('tabpanel').innerText();
    expect(await words()).toMatch(/Return, other markets\s+[+−]\d[^]*Drawdown, other orders\s+−\d[^]*Sharpe ratio, other days/u);
    await look('research-luck');
    await report.getByRole('button', { name: 'Drawdown, other orders' }).click();
    await expect.poll(words).toMatch(/trades in other orders fell deeper in[^]*of random entries/u);
  });

  test('leaks are looked for in a run, with what hangs on its beginning; a long look is cancelled', async () => {
    const report = panel(page, 'Report');
    await report.getByRole('tab', { name: 'Leaks' }).click();
    await report.getByRole('button', { name: 'Look for leaks' }).click();
    await report.getByText('No leak: what came before a cut was the same every time').waitFor({ timeout: SOON });
    expect(await report.getByRole('tabpanel').innerText()).toMatch(
      /signals, orders, fills, refusals, equity[^]*Declared warm-up, bars\s+51[^]*Bars on which it then differs\s+\d/u,
    );
    await look('research-leaks');
    await report.getByRole('button', { name: 'Cut points: 40' }).click();
    await page.getByRole('option', { name: '1,000' }).click();
    await report.getByRole('button', { name: 'Look again' }).click();
    await expect.poll(() => report.getByRole('tabpanel').innerText(), { timeout: SOON }).toMatch(/of 1,000 cut points, .+ left/u);
    await report.getByRole('button', { name: 'Cancel' }).click();
    await report.getByText('The check was cancelled.').waitFor();
    expect(trade.problems).toEqual([]);
  });

  test('a walk-forward is paused and gone on with', async () => {
    await tab('Walk forward').click();
    const walk = panel(page, 'Walk forward');
    await fill(walk, [
      ['Fast average step', '1'],
      ['Choose on', '60'],
    ]);
    await walk.getByRole('button', { name: 'Walk forward, 64 trials a window' }).click();
    await walk.getByRole('button', { name: 'Pause' }).click();
    await walk.getByRole('button', { name: 'Go on' }).click();
    await walk.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => walk.getByRole('status').first().innerText(), { timeout: SOON }).toMatch(/^cancelled/u);
    expect(trade.problems).toEqual([]);
  });
});

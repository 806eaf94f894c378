import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { lookAt } from './picture-views.ts';
import { NO_WINDOW, temporaryFolder } from './program.ts';
import type { TradeWindow } from './trade-window.ts';
import { SOON, openTrade, panel } from './trade-window.ts';

/** States that the documents show. */
const SHOWN: ReadonlySet<string> = new Set([
  'research',
  'research-price',
  'chart-run',
  'research-new-portfolio',
  'research-portfolio',
  'research-search',
  'research-map',
  'research-overfit',
  'research-data',
  'research-perpetual',
]);

describe.skipIf(NO_WINDOW !== null)('research', () => {
  const folder = temporaryFolder();
  let trade: TradeWindow;
  let page: Page;
  const form = () => panel(page, 'New run');
  const report = () => panel(page, 'Report');
  const runs = () => panel(page, 'Runs');

  const look = (name: string): Promise<void> => lookAt(page, name, SHOWN);

  async function runWith(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(fields)) await form().getByLabel(name, { exact: true }).fill(value);
    await form().getByRole('button', { name: /^Run/u }).click();
  }

  beforeAll(async () => {
    trade = await openTrade(folder.path);
    page = trade.page;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('banner').getByRole('tab', { name: 'Research', exact: true }).click();
  });
  afterAll(async () => {
    await trade.stop();
    folder.remove();
  });

  test('begins with a form that can be sent as it is', async () => {
    await form().getByRole('button', { name: /^Run/u }).waitFor();
    await expect.poll(() => form().innerText()).toMatch(/[\d,]+ bars, complete/u);
    await report().getByText('No run is chosen').waitFor();
    await form().getByText('Your own fills: 0 of the 30 market orders that measuring needs.').waitFor();
    await look('research-empty');
  });

  test('a wrong field is named beside it, and nothing runs', async () => {
    await runWith({ From: '31 Feb 2025', 'Fast average': '60.5' });
    await form().getByText('A day is needed, such as 1 Jan 2025').first().waitFor();
    await form().getByText('A whole number is needed.').waitFor();
    await runs().getByText('Nothing has run yet.').waitFor();
  });

  test('a run gives a verdict, figures beside buy and hold, its curve, trades, months, costs and assumptions', async () => {
    await runWith({ From: '1 Jan 2024', To: '2025-12-31', 'Fast average': '20', 'Slow average': '50' });
    await report().getByText('where holding made').waitFor({ timeout: SOON });
    const words = await report().innerText();
    expect(words).toContain('sma-cross 20/50');
    expect(words).toContain('1 Jan 2024 to 31 Dec 2025');
    expect(words).toMatch(/hold [+−]\d/u);
    expect(await runs().innerText()).toMatch(/run 1[^]*[+−]\d+\.\d\d%/u);
    for (const [tab, expected] of [
      ['Months', /2024[^]*2025/u],
      ['Costs', /Without any cost[^]*Fees[^]*Spread/u],
      ['Sensitivity', /As run[^]*Twice the costs/u],
      ['Assumptions', /filled from the open of the next bar[^]*[0-9a-f]{64}/u],
      ['Trades', /Entry price/u],
    ] as const) {
      await report()
        .getByRole('tab', { name: new RegExp(`^${tab}`, 'u') })
        .click();
      await expect.poll(() => report().getByRole('tabpanel').innerText(), { message: tab }).toMatch(expected);
    }
  });

  test('two runs stand side by side, and every state is legible', async () => {
    await runWith({ 'Fast average': '10', 'Slow average': '40' });
    await expect.poll(() => runs().innerText(), { timeout: SOON }).toMatch(/run 2[^]*[+−]\d+\.\d\d%[^]*run 1/u);
    await report().getByText('sma-cross 10/40').waitFor({ timeout: SOON });
    for (const run of [1, 2])
      await runs()
        .locator('.research-run', { hasText: `Compare run ${String(run)}` })
        .locator('.ui-checkbox')
        .click();
    await runs().getByRole('heading', { name: 'Compare the 2 chosen' }).waitFor();
    await report()
      .getByRole('tab', { name: /^Months/u })
      .click();
    await look('research');
  });

  test('the curve is read with the arrow keys and as a table', async () => {
    const chart = report().getByRole('application');
    await chart.focus();
    await page.keyboard.press('End');
    const reading = report().getByRole('status');
    await expect.poll(() => reading.innerText()).toMatch(/2025: equity [\d,.]+, buy and hold/u);
    await report().getByRole('button', { name: 'Table', exact: true }).click();
    await expect.poll(() => report().getByRole('table').first().innerText()).toContain('31 Dec 2025');
    await report().getByRole('button', { name: 'Table', exact: true }).click();
  });

  test('a trade is shown between its entry and its exit, and the whole run on the chart of its market', async () => {
    await report()
      .getByRole('tab', { name: /^Trades/u })
      .click();
    await report().getByRole('grid').getByRole('gridcell', { name: 'Long' }).nth(2).click();
    await expect
      .poll(() => report().locator('.research-reading').innerText(), { timeout: SOON })
      .toMatch(/^Trade \d+, long: in 2025-[^]*; out 2025-[^]*%$/u);
    await expect.poll(() => report().locator('[data-trade][data-chosen]').count(), { timeout: SOON }).toBe(1);
    await report().getByRole('application').focus();
    const first = await report().locator('.research-reading').innerText();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => report().locator('.research-reading').innerText(), { timeout: SOON }).not.toBe(first);
    for (let i = 0; i < 8; i += 1) await page.keyboard.press('-');
    await expect.poll(() => report().locator('[data-trade]').count(), { timeout: SOON }).toBeGreaterThan(4);
    await expect.poll(() => report().getByRole('application').getAttribute('aria-busy'), { timeout: SOON }).toBe('false');
    await look('research-price');
    await page.getByRole('main').getByRole('button', { name: 'Show on chart' }).click();
    const chart = panel(page, 'Chart');
    await expect.poll(() => chart.innerText(), { timeout: SOON }).toMatch(/run 2\s+sma-cross 10\/40, \d+ trades/u);
    await expect.poll(() => chart.getByRole('application').getAttribute('aria-label'), { timeout: SOON }).toContain('4 hours');
    await chart.getByRole('button', { name: 'Latest' }).waitFor({ timeout: SOON });
    await chart.getByRole('application').focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => page.locator('.chart-note').innerText(), { timeout: SOON }).toMatch(/run 2, trade \d+, (?:in|out of) long/u);
    await look('chart-run');
    await chart.getByRole('button', { name: 'The trades of run 2 as a table' }).click();
    await expect.poll(() => chart.getByRole('grid', { name: 'Trades of run 2 on BTC/USD' }).innerText()).toMatch(/Entry price/u);
    await chart.getByRole('button', { name: 'Table', exact: true }).click();
    await chart.getByRole('button', { name: 'Remove run 2' }).click();
    await expect.poll(() => chart.innerText()).not.toContain('run 2');
    await page.getByRole('banner').getByRole('tab', { name: 'Research', exact: true }).click();
    await report().getByRole('radio', { name: 'Equity' }).click();
    await report()
      .getByRole('tab', { name: /^Months/u })
      .click();
  });

  test('a report is saved whole', async () => {
    const saved = page.waitForEvent('download');
    await page.getByRole('main').getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Report as a page (HTML)' }).click();
    const path = await (await saved).path();
    expect(readFileSync(path, 'utf8')).toContain('Run 2: sma-cross on BTC/USD.SIM 4h');
  });

  test('a run is repeated bit for bit from its capsule, and what was changed in it is named', async () => {
    const saved = page.waitForEvent('download');
    await page.getByRole('main').getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: /capsule/iu }).click();
    const text = readFileSync(await (await saved).path(), 'utf8');
    await page.getByRole('main').getByRole('tab', { name: /^Data/u }).click();
    const repeat = async (content: string): Promise<void> => {
      const file = join(folder.path, 'run.capsule.json');
      writeFileSync(file, content);
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('main').getByRole('button', { name: 'Store' }).click();
      await page.getByRole('menuitem', { name: 'Repeat a run from its capsule' }).click();
      await (await chooser).setFiles(file);
    };
    await repeat(text);
    await page.getByText(/The run comes to the same, bit for bit, over Simulated market/u).waitFor({ timeout: SOON });
    await repeat(text.replace(/"fast":\s*\d+/u, '"fast":11'));
    await page.getByText('In the capsule, parameter fast was changed after it was made.').waitFor({ timeout: SOON });
    await page
      .getByRole('main')
      .getByRole('tab', { name: /^Report/u })
      .click();
  });

  test('a long run shows how far it is, and can be cancelled', async () => {
    await form()
      .getByRole('button', { name: /Bars: 4h/u })
      .click();
    await page.getByRole('option', { name: '1m' }).click();
    await runWith({ From: '2 Jan 2022' });
    await report().getByRole('button', { name: 'Cancel' }).click();
    await report().getByText('Run 3 was cancelled.').waitFor();
    expect(trade.problems).toEqual([]);
  });

  test('a search tries every combination, shows what it found, and says whether it is luck', async () => {
    await form()
      .getByRole('button', { name: /Bars: 1m/u })
      .click();
    await page.getByRole('option', { name: '4h' }).click();
    await form().getByLabel('From', { exact: true }).fill('1 Jan 2024');
    await page
      .getByRole('main')
      .getByRole('tab', { name: /^Search/u })
      .click();
    const search = panel(page, 'Search');
    for (const [name, value] of [
      ['Fast average from', '5'],
      ['Fast average to', '20'],
      ['Fast average step', '5'],
      ['Slow average from', '30'],
      ['Slow average to', '90'],
      ['Slow average step', '20'],
    ] as const)
      await search.getByLabel(name, { exact: true }).fill(value);
    await search.getByLabel('At least so many trades', { exact: true }).fill('5');
    await search.getByRole('button', { name: 'Search, 16 trials' }).click();
    await expect.poll(() => search.innerText(), { timeout: SOON }).toMatch(/done, 16 of 16 trials[^]*Best so far: Sharpe ratio/u);
    await expect.poll(() => search.getByRole('grid').getAttribute('aria-rowcount')).toBe('17');
    await look('research-search');
    await search.getByRole('tab', { name: 'Map' }).click();
    await expect.poll(() => search.locator('.research-heat').count()).toBe(16);
    await look('research-map');
    await search.getByRole('tab', { name: 'Front' }).click();
    await expect.poll(() => search.locator('.research-point').count()).toBe(16);
    await search.getByRole('tab', { name: 'Parameters' }).click();
    await expect.poll(() => search.locator('.research-trial-line').count()).toBe(16);
    await search.getByRole('tab', { name: 'Luck or edge' }).click();
    await expect
      .poll(() => search.innerText(), { timeout: SOON })
      .toMatch(/1\d tries of this strategy on these bars count[^]*The choice (?:holds|does not hold)[^]*Deflated Sharpe ratio/u);
    await look('research-overfit');
    await search.getByRole('tab', { name: /^Trials/u }).click();
    await search.getByRole('button', { name: 'Use trial 3 in a new run' }).click();
    await expect.poll(() => form().getByLabel('Fast average', { exact: true }).inputValue()).toMatch(/^(?:5|10|15|20)$/u);
    await page
      .getByRole('main')
      .getByRole('tab', { name: /^Report/u })
      .click();
  });

  test('a portfolio runs on one account, and says what each row did to it', async () => {
    await page
      .getByRole('main')
      .getByRole('tab', { name: /^Portfolio/u })
      .click();
    const portfolio = panel(page, 'Portfolio');
    await portfolio.getByRole('button', { name: 'New portfolio' }).click();
    await portfolio.getByRole('button', { name: 'Add a row' }).click();
    await portfolio.getByLabel('Fast average, row 3', { exact: true }).fill('60.5');
    await portfolio.getByLabel('From', { exact: true }).fill('1 Jan 2025');
    await portfolio.getByRole('button', { name: 'Run the portfolio, 3 rows' }).click();
    await portfolio.getByText('A whole number is needed.').waitFor();
    await portfolio.getByLabel('Fast average, row 3', { exact: true }).fill('10');
    await look('research-new-portfolio');
    await portfolio.getByRole('button', { name: 'Run the portfolio, 3 rows' }).click();
    await portfolio.getByText('where holding made').waitFor({ timeout: SOON });
    await expect
      .poll(() => portfolio.getByRole('grid').innerText())
      .toMatch(/sma-cross-1[^]*BTC\/USD\.SIM[^]*sma-cross-2[^]*ETH\/USD\.SIM[^]*sma-cross-3/u);
    expect(await runs().innerText()).toMatch(/run \d\s+3 strategies/u);
    await look('research-portfolio');
    await portfolio.getByRole('tab', { name: 'Correlation' }).click();
    await expect.poll(() => portfolio.getByRole('table').innerText()).toMatch(/sma-cross-1[^]*1\.00/u);
    await portfolio.getByRole('tab', { name: /^Trades/u }).click();
    await expect.poll(() => portfolio.getByRole('grid').innerText()).toMatch(/sma-cross-[123]\s+(?:BTC|ETH)\/USD\.SIM\s+\d+\s+Long/u);
    await look('research-portfolio-trades');
    const saved = page.waitForEvent('download');
    await page.getByRole('main').getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Report as a page (HTML)' }).click();
    expect(readFileSync(await (await saved).path(), 'utf8')).toContain('3 strategies on one account');
    expect(await runs().locator('[aria-pressed="true"]').allInnerTexts()).toEqual([expect.stringMatching(/run \d\s+3 strategies/u)]);
    await portfolio.getByRole('radio', { name: 'New portfolio' }).click();
    await portfolio.getByRole('button', { name: /^Strategy, row 3/u }).click();
    await page.getByRole('option', { name: /^pairs/u }).click();
    await look('research-new-pair');
    await portfolio.getByRole('button', { name: 'Run the portfolio, 3 rows' }).click();
    await portfolio.getByText('pairs-3: perpetuals, leverage 2x, funding assumed').waitFor({ timeout: SOON });
    await expect
      .poll(() => portfolio.getByRole('grid').innerText())
      .toMatch(/pairs-3[^]*ETH\/USD:USD\.SIM[^]*pairs-3[^]*BTC\/USD:USD\.SIM/u);
    await page
      .getByRole('main')
      .getByRole('tab', { name: /^Report/u })
      .click();
  });

  test('bars of one’s own are listed with their gaps, and a run goes over them', async () => {
    const hours = [...Array(600).keys()].filter((hour) => hour !== 300 && hour !== 301);
    const price = (hour: number): number => 100 + 10 * Math.sin(hour / 17) + hour / 50;
    const lines = hours.map((hour) => {
      const [open, close] = [price(hour), price(hour + 1)];
      const figures = [open, Math.max(open, close) + 0.5, Math.min(open, close) - 0.5, close].map((value) => value.toFixed(2));
      return [Date.UTC(2025, 0, 1) + hour * 3_600_000, ...figures, '12.5'].join(',');
    });
    const file = join(folder.path, 'own.csv');
    writeFileSync(file, ['time,open,high,low,close,volume', ...lines, ''].join('\n'));
    await page.getByRole('main').getByRole('tab', { name: /^Data/u }).click();
    const data = panel(page, 'Data');
    await data.getByText('Nothing is stored yet.').waitFor();
    await look('research-no-data');
    const cli = join(import.meta.dirname, '../../dist/main/cli.js');
    const words = ['data', 'import', file, '--instrument', 'ACME/USD.OWN', '--timeframe', '1h', '--time', 'open'];
    execFileSync(process.execPath, [cli, ...words], { env: { ...process.env, CRYPTOORCH_HOME: folder.path } });
    await page.getByRole('main').getByRole('button', { name: 'Read again' }).click();
    await expect
      .poll(() => data.innerText(), { timeout: SOON })
      .toMatch(/ACME\/USD\.OWN:1h[^]*598[^]*as they were written[^]*13 Jan 2025/u);
    await look('research-data');
    await form()
      .getByRole('button', { name: /Instrument and data/u })
      .click();
    await page.getByRole('option', { name: /ACME\/USD/u }).click();
    await form()
      .getByRole('button', { name: /Bars: 4h/u })
      .click();
    await page.getByRole('option', { name: '1h' }).click();
    await runWith({ 'Fast average': '5', 'Slow average': '20' });
    await report().getByText('where holding made').waitFor({ timeout: SOON });
    await report().getByRole('tab', { name: 'Assumptions' }).click();
    await expect.poll(() => report().innerText()).toMatch(/2 missing in 1 gaps/u);
  });

  test('what was run is there after a start, with its report', async () => {
    await trade.stop();
    trade = await openTrade(folder.path);
    page = trade.page;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('banner').getByRole('tab', { name: 'Research', exact: true }).click();
    await expect.poll(() => runs().innerText(), { timeout: SOON }).toMatch(/run 2[^]*sma-cross 10\/40[^]*run 1[^]*sma-cross 20\/50/u);
    await runs().getByRole('button', { name: /run 1/u }).click();
    await report().getByText('1 Jan 2024 to 31 Dec 2025').waitFor({ timeout: SOON });
    expect(trade.problems).toEqual([]);
  });

  test('a run can be on a perpetual, held both ways, with its funding', async () => {
    await form()
      .getByRole('button', { name: /Traded as/u })
      .click();
    await page.getByRole('option', { name: 'perpetual', exact: true }).click();
    await form().getByText('nothing is known of it').waitFor();
    await form().getByRole('button', { name: /Sides/u }).click();
    await page.getByRole('option', { name: 'long and short', exact: true }).click();
    await runWith({ Leverage: '3' });
    await expect.poll(() => report().innerText(), { timeout: SOON }).toMatch(/funding −/u);
    await report()
      .getByRole('tab', { name: /^Assumptions/u })
      .click();
    const words = () => report().getByRole('tabpanel').innerText();
    await expect.poll(words).toMatch(/:USDT?, leverage 3, long and short[^]*paid whichever side is held/u);
    await look('research-perpetual');
  });

  test('a search inherits the perpetual of the run beside it, and offers the same to change', async () => {
    await page
      .getByRole('main')
      .getByRole('tab', { name: /^Search/u })
      .click();
    const search = panel(page, 'Search');
    await search.getByRole('button', { name: 'Traded as: perpetual' }).waitFor();
    expect(await search.getByLabel('Leverage', { exact: true }).inputValue()).toBe('3');
    await search.getByRole('button', { name: 'Sides: long and short' }).waitFor();
    await search.getByLabel('Leverage', { exact: true }).fill('30');
    await search.getByText('From 1 to 20.').waitFor();
    await search.getByLabel('Leverage', { exact: true }).fill('2');
    await expect.poll(() => form().getByLabel('Leverage', { exact: true }).inputValue()).toBe('2');
    await search.getByRole('button', { name: /^Search, \d+ trials/u }).click();
    await expect
      .poll(() => search.innerText(), { timeout: SOON })
      .toMatch(/done, (\d+) of \1 trials[^]*Traded as a perpetual 2x, long and short; funding assumed/u);
    await look('research-perpetual-search');
    expect(trade.problems).toEqual([]);
  });
});

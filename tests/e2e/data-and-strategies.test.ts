import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { NO_WINDOW, temporaryFolder } from './program.ts';
import type { TradeWindow } from './trade-window.ts';
import { SOON, openTrade, panel, readTexts, seriousFindings, setSpeed, setTheme } from './trade-window.ts';

/** With `CRYPTOORCH_SCREENSHOTS=1` the pictures of the documents are taken anew; else they stay as they are. */
const PICTURES = process.env['CRYPTOORCH_SCREENSHOTS'] === '1' ? join(import.meta.dirname, '../../docs/screenshots') : null;

/** States that the documents show. */
const SHOWN: ReadonlySet<string> = new Set([
  'research-import',
  'research-import-report',
  'research-book',
  'strategies-own',
  'strategies-reload',
]);

const START = Date.UTC(2025, 0, 1);
const HOUR = 3_600_000;

/** Hours of a market that swings, two of them missing, in rows of a file. */
function hours(count: number): readonly string[] {
  const price = (hour: number): number => 100 + 10 * Math.sin(hour / 17) + hour / 50;
  return [...Array(count).keys()]
    .filter((hour) => hour !== 300 && hour !== 301)
    .map((hour) => {
      const [open, close] = [price(hour), price(hour + 1)];
      const figures = [open, Math.max(open, close) + 0.5, Math.min(open, close) - 0.5, close].map((value) => value.toFixed(2));
      return [START + hour * HOUR, ...figures, '12.5'].join(',');
    });
}

describe.skipIf(NO_WINDOW !== null)('data and strategies of one’s own', () => {
  const folder = temporaryFolder();
  let trade: TradeWindow;
  let page: Page;
  const data = () => panel(page, 'Data');
  const head = () => page.getByRole('main');
  const dialog = () => page.getByRole('dialog');

  async function look(name: string, themes: readonly ('dark' | 'light')[] = ['dark']): Promise<void> {
    for (const theme of themes) {
      await setTheme(page, theme);
      await page.mouse.move(300, 18);
      const where = `${name}, ${theme}`;
      if (PICTURES !== null && SHOWN.has(name) && theme === 'dark')
        await page.screenshot({ path: join(PICTURES, `${name}-1440x900-dark.png`) });
      expect(await page.locator('body').innerText(), where).not.toMatch(/\b(NaN|Infinity|undefined|null)\b|−0\.00\b/u);
      await expect.poll(() => readTexts(page), { message: where }).toMatchObject({ clipped: [], small: [] });
      expect(await seriousFindings(page), where).toEqual([]);
    }
    await setTheme(page, 'dark');
  }

  async function chooseFile(path: string): Promise<void> {
    const chooser = page.waitForEvent('filechooser');
    await head().getByRole('button', { name: 'Import', exact: true }).click();
    await (await chooser).setFiles(path);
  }

  function file(name: string, rows: readonly string[], header = 'timestamp,open,high,low,close,volume'): string {
    const path = join(folder.path, name);
    writeFileSync(path, [header, ...rows, ''].join('\n'));
    return path;
  }

  beforeAll(async () => {
    if (PICTURES !== null) mkdirSync(PICTURES, { recursive: true });
    trade = await openTrade(folder.path);
    page = trade.page;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('banner').getByRole('tab', { name: 'Research', exact: true }).click();
    await page.getByRole('main').getByRole('tab', { name: /^Data/u }).click();
  });
  afterAll(async () => {
    await trade.stop();
    folder.remove();
  });

  test('a file is chosen in the system’s dialog, shown as it was understood, repaired and brought in', async () => {
    await data().getByText('Nothing is stored yet.').waitFor();
    const rows = hours(590);
    await chooseFile(file('kraken-ACMEUSD-1h.csv', [...rows.slice(0, 40), rows[42]!, rows[41]!, ...rows.slice(43), rows[9]!, 'oops,1,2']));
    await expect.poll(() => dialog().innerText(), { timeout: SOON }).toMatch(/Some rows are not in order/u);
    const words = await dialog().innerText();
    expect(words).toMatch(/Holds\s*589 rows\b/u);
    expect(words).toMatch(/Rows earlier than the row before/u);
    expect(words).toMatch(/Rows with too few or too many fields\s*1\s*590/u);
    expect(await dialog().getByLabel('Market', { exact: true }).inputValue()).toBe('ACME/USD');
    expect(await dialog().getByLabel('Venue', { exact: true }).inputValue()).toBe('KRAKEN');
    await look('research-import', ['dark', 'light']);
    await dialog().locator('.ui-checkbox', { hasText: 'Repair' }).click();
    await expect.poll(() => dialog().innerText(), { timeout: SOON }).toMatch(/Nothing tells whether a time is the open or the end/u);
    await dialog()
      .getByRole('button', { name: /^A row’s time is/u })
      .click();
    await page.getByRole('option', { name: 'the open of its bar' }).click();
    await dialog().getByRole('button', { name: 'Import 587 bars' }).click({ timeout: SOON });
    await expect.poll(() => data().innerText(), { timeout: SOON }).toMatch(/587 bars added, 0 were there already/u);
    await expect.poll(() => data().innerText(), { timeout: SOON }).toMatch(/ACME\/USD\.KRAKEN:1h[^]*as they were written/u);
    expect(
      await panel(page, 'Data')
        .getByRole('region', { name: /^Import of/u })
        .innerText(),
    ).toMatch(/sorted/u);
    await look('research-import-report');
    await data().getByRole('button', { name: 'Close' }).click();
  });

  test('several files are chosen at once, each understood by itself; one that cannot be taken costs the others nothing', async () => {
    const rows = hours(60);
    const chooser = page.waitForEvent('filechooser');
    await head().getByRole('button', { name: 'Import', exact: true }).click();
    await (
      await chooser
    ).setFiles([
      file('kraken-MANYUSD-1h-1.csv', rows.slice(0, 30)),
      file('broken.csv', ['x,y'], 'nothing,here'),
      file('part-2.csv', rows.slice(30)),
    ]);
    const files = dialog().getByRole('list', { name: 'Chosen files' });
    await expect
      .poll(() => files.innerText(), { timeout: SOON })
      .toMatch(/-1\.csv\s+needs you\s+broken\.csv\s+needs you\s+part-2\.csv\s+needs you/u);
    await dialog()
      .getByRole('button', { name: /^A row’s time is/u })
      .click();
    await page.getByRole('option', { name: 'the open of its bar' }).click();
    await dialog().getByRole('button', { name: 'Same market for the others' }).click();
    await expect
      .poll(() => files.innerText(), { timeout: SOON })
      .toMatch(/-1\.csv\s+ready, 30 bars\s+broken\.csv\s+needs you\s+part-2\.csv\s+ready, 30 bars/u);
    await files.getByRole('button', { name: /part-2/u }).click();
    await look('research-import-several');
    await dialog().getByRole('button', { name: 'Import all that are ready, 2' }).click();
    await expect
      .poll(() => files.innerText(), { timeout: SOON })
      .toMatch(/-1\.csv\s+stored\s+broken\.csv\s+needs you\s+part-2\.csv\s+stored/u);
    expect(await dialog().innerText()).toMatch(/30 bars added/u);
    await dialog().getByRole('button', { name: 'Back' }).click();
    await data().getByRole('region', { name: 'Import of part-2.csv' }).waitFor();
    await expect.poll(() => data().innerText(), { timeout: SOON }).toMatch(/MANY\/USD\.KRAKEN:1h[^]*60/u);
    for (const name of ['part-2.csv', 'kraken-MANYUSD-1h-1.csv'])
      await data()
        .getByRole('region', { name: `Import of ${name}` })
        .getByRole('button', { name: 'Close' })
        .click();
  });

  test('bars that differ are not stored until that is asked for, and nobody names a file but by choosing it', async () => {
    await chooseFile(
      file(
        'kraken-ACMEUSD-1h-2.csv',
        hours(20).map((row) => row.replace(/12\.5$/u, '13')),
        'open time,open,high,low,close,volume',
      ),
    );
    await dialog().getByRole('button', { name: 'Import 20 bars' }).click({ timeout: SOON });
    await expect
      .poll(() => dialog().innerText(), { timeout: SOON })
      .toMatch(/20 bars differ from those that are stored[^]*Nothing was stored/u);
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog().count()).toBe(0);
  });

  test('funding rates come in the same way and stand in a list of their own', async () => {
    const rates = [...Array(9).keys()].map(
      (payment) => `${String(START + payment * 8 * HOUR)},${payment % 3 === 0 ? '-0.0001' : '0.0001'}`,
    );
    await chooseFile(file('BTC-USDT_binance.csv', rates, 'ts,rate'));
    await dialog().getByText('Say which column is which').first().waitFor();
    await dialog()
      .getByRole('button', { name: /^The file has/u })
      .click();
    await page.getByRole('option', { name: 'Funding rates' }).click();
    await dialog().getByRole('button', { name: 'Import 9 rates' }).click({ timeout: SOON });
    await data().getByRole('table', { name: 'Funding rates' }).getByText('BTC/USDT.BINANCE:funding').waitFor();
    await data().getByRole('button', { name: 'Remove BTC/USDT.BINANCE:funding' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => data().getByRole('table', { name: 'Funding rates' }).count()).toBe(0);
    await data().getByRole('button', { name: 'Close' }).click();
  });

  test('what is stored is verified, written to a file and trimmed', async () => {
    await data().getByRole('button', { name: 'Verify', exact: true }).click();
    await data().getByText('587 bars are as they were written.').waitFor();
    await data().getByRole('button', { name: 'Export ACME/USD.KRAKEN:1h' }).click();
    await page.getByRole('menuitem', { name: 'As CSV', exact: true }).click();
    await data()
      .getByText(/587 bars are in .*exports/u)
      .waitFor();
    const exports = join(folder.path, 'exports');
    const [written = ''] = existsSync(exports) ? readdirSync(exports) : [];
    expect(readFileSync(join(exports, written), 'utf8').split('\n')).toHaveLength(589);
    await head().getByRole('button', { name: 'Store', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Compact the store' }).click();
    await dialog().getByRole('button', { name: 'Compact', exact: true }).click();
    await data()
      .getByText(/0 bars taken away, [\d.]+ MB given back/u)
      .waitFor();
  });

  test('a download says what it needs before it asks anybody', async () => {
    await head().getByRole('button', { name: 'Download', exact: true }).click();
    await dialog().getByRole('button', { name: 'Download', exact: true }).click();
    await dialog().getByText('Base and quote are needed').waitFor();
    await dialog().getByLabel('Market', { exact: true }).fill('btc/usdt');
    await dialog().getByLabel('From', { exact: true }).fill('1 Jan 2025');
    await dialog().getByLabel('To', { exact: true }).fill('31 Dec 2024');
    await dialog().getByRole('button', { name: 'Download', exact: true }).click();
    await dialog().getByText('The first day must be before the last').waitFor();
    await page.keyboard.press('Escape');
    expect(trade.problems).toEqual([]);
  });

  const own = () => page.getByRole('region', { name: 'Yours', exact: true });
  const scriptOf = (id: string, body: string): string =>
    `export default { id: '${id}', description: 'For a test.', parameters: { period: { default: 3, min: 2, max: 20, integer: true } },
  create({ parameters, indicator }) {
    const average = indicator('sma', { period: parameters.period });
    return { onBar(bars, desk) {
${body}
    } };
  } };\n`;

  test('a new strategy is written, listed as one’s own, and read again when it is saved', async () => {
    await page.getByRole('banner').getByRole('tab', { name: 'Strategies', exact: true }).click();
    await own().getByText('None yet.').waitFor();
    await own().getByRole('button', { name: 'New strategy' }).click();
    await dialog().getByLabel('Name', { exact: true }).fill('sma-cross');
    await dialog().getByRole('button', { name: 'Write the file' }).click();
    await dialog().getByText('sma-cross is a built-in strategy').waitFor();
    await dialog().getByLabel('Name', { exact: true }).fill('my-cross');
    await dialog().getByRole('button', { name: 'Write the file' }).click();
    const file = join(folder.path, 'strategies', 'my-cross.ts');
    await own().getByText('yours, my-cross.ts').waitFor();
    expect(existsSync(file)).toBe(true);
    writeFileSync(join(folder.path, 'strategies', 'slip.ts'), 'const a = {};\n  a.b();\nexport default {};\n');
    await own()
      .getByText(/slip\.ts:2:5: /u)
      .waitFor();
    await look('strategies-own');
    writeFileSync(join(folder.path, 'strategies', 'slip.ts'), scriptOf('slip', `if (bars.length > 1e9) desk.enter();`));
    await own().getByText('yours, slip.ts').waitFor();
  });

  test('it is run from the gallery and searched, with its hash in the report', async () => {
    await own().getByRole('button', { name: 'Backtest my-cross' }).click();
    const form = panel(page, 'New run');
    await form.getByRole('button', { name: /^Strategy: my-cross/u }).waitFor();
    await form.getByLabel('From', { exact: true }).fill('1 Jan 2025');
    await form.getByLabel('To', { exact: true }).fill('31 Mar 2025');
    await form.getByRole('button', { name: /^Run/u }).click();
    const report = panel(page, 'Report');
    await report.getByText('where holding made').waitFor({ timeout: SOON });
    await report.getByRole('tab', { name: 'Assumptions' }).click();
    await expect.poll(() => report.innerText()).toMatch(/Strategy hash\s*[0-9a-f]{64}/u);
    await head()
      .getByRole('tab', { name: /^Search/u })
      .click();
    const search = panel(page, 'Search');
    for (const [name, value] of [
      ['Fast average from', '5'],
      ['Fast average to', '10'],
      ['Fast average step', '5'],
      ['Slow average from', '20'],
      ['Slow average to', '30'],
      ['Slow average step', '10'],
    ] as const)
      await search.getByLabel(name, { exact: true }).fill(value);
    await search.getByRole('button', { name: 'Search, 4 trials' }).click();
    await expect.poll(() => search.innerText(), { timeout: SOON }).toMatch(/done, 4 of 4 trials/u);
    expect(await search.innerText()).not.toMatch(/failed/u);
  });

  test('a run of a strategy that loops is ended, and says at which bar', async () => {
    writeFileSync(join(folder.path, 'strategies', 'slip.ts'), scriptOf('slip', `if (bars.length > 20) for (;;);`));
    await page.getByRole('banner').getByRole('tab', { name: 'Strategies', exact: true }).click();
    await own().getByRole('button', { name: 'Backtest slip' }).click();
    const form = panel(page, 'New run');
    await form.getByRole('button', { name: /^Strategy: slip/u }).waitFor();
    await form.getByRole('button', { name: /^Run/u }).click();
    await panel(page, 'Report')
      .getByText(/was stopped: it did not answer within 2000 ms at the bar of/u)
      .waitFor({ timeout: SOON });
    expect(trade.problems).toEqual([]);
  });

  test('an order book is recorded, listed by its day and read to its end', async () => {
    await page.getByRole('main').getByRole('tab', { name: /^Data/u }).click();
    const books = page.getByRole('region', { name: 'Recorded order books' });
    await books.getByText('Nothing is recorded yet.').waitFor();
    await books.getByRole('button', { name: 'Record', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Market time' }).fill('0');
    await dialog.getByRole('button', { name: 'Record', exact: true }).click();
    await dialog.getByText('A whole number of minutes from 1 to 1,440.').waitFor();
    await dialog.getByRole('textbox', { name: 'Market time' }).fill('2');
    await dialog.getByRole('button', { name: 'Record', exact: true }).click();
    await expect
      .poll(() => books.getByRole('row').allInnerTexts(), { timeout: SOON })
      .toContainEqual(expect.stringMatching(/SIM\/BTC-USD\/.*readable/su));
    await books.getByRole('button', { name: 'Check every recording' }).click();
    await page.getByText(/[\d,]+ messages are as they were written, and make a book without a gap\./u).waitFor();
    await look('research-recordings');
  });

  test('a strategy runs over the recorded book, filled from its levels and queues', async () => {
    const books = page.getByRole('region', { name: 'Recorded order books' });
    await books.getByRole('button', { name: /^Run a strategy over it: SIM\/BTC-USD/u }).click();
    const form = panel(page, 'New run');
    const report = panel(page, 'Report');
    await form.getByText('All of the recording is played.').waitFor();
    await form.getByRole('button', { name: /Bars: 1s/u }).waitFor();
    await form.getByRole('button', { name: /^Strategy:/u }).click();
    await page.getByRole('option', { name: /^sma-cross/u }).click();
    await form.getByLabel('Fast average', { exact: true }).fill('3');
    await form.getByLabel('Slow average', { exact: true }).fill('8');
    await form.getByRole('button', { name: /^Run/u }).click();
    await expect.poll(() => report.innerText(), { timeout: SOON }).toMatch(/filled from the recorded book, conservative queues/u);
    await report.getByRole('tab', { name: 'Assumptions' }).click();
    await expect
      .poll(() => report.innerText())
      .toMatch(/taken from the recorded levels[^]*no gap, never crossed[^]*known from the first message/u);
    await look('research-book');
  });

  test('it is started on paper, goes on while its file is broken, and takes the file over when that is asked for', async () => {
    const file = join(folder.path, 'strategies', 'live.ts');
    writeFileSync(file, scriptOf('live', `if (desk.position === 0 && desk.outstanding('buy') === 0) desk.enter();`));
    await page.getByRole('banner').getByRole('tab', { name: 'Strategies', exact: true }).click();
    await own().getByText('yours, live.ts').waitFor();
    await own().getByRole('button', { name: 'Start live' }).click();
    await dialog().getByText('Yours, from live.ts.').waitFor();
    await dialog().getByLabel('period').fill('5');
    await dialog().getByRole('button', { name: 'Start live' }).click();
    const card = page.getByRole('region', { name: /^live /u });
    await card.getByText('period 5').waitFor({ timeout: SOON });
    await setSpeed(page, '300x');
    await card.getByText(/^position 0\.\d+ BTC$/u).waitFor({ timeout: SOON });
    writeFileSync(file, scriptOf('live', 'desk.enter(;'));
    await card.getByText(/The file does not load: live\.ts:5:12: /u).waitFor({ timeout: SOON });
    writeFileSync(file, scriptOf('live', `if (desk.position > 0) desk.signal('seen');`));
    await card.getByText('live.ts has changed.').waitFor({ timeout: SOON });
    await look('strategies-reload');
    await card.getByRole('button', { name: 'Reload live' }).click();
    await card.getByText('seen.').waitFor({ timeout: SOON });
    expect(await card.innerText()).toMatch(/position 0\.\d+ BTC/u);
    writeFileSync(file, scriptOf('live', `bars.nothing();`));
    await card.getByRole('button', { name: 'Reload live' }).click();
    const stopped = page.getByRole('region', { name: 'Stopped', exact: true });
    await stopped.getByText(/live\.ts:5:6: TypeError/u).waitFor({ timeout: SOON });
    await page
      .getByText(/live on BTC\/USD was stopped/u)
      .first()
      .waitFor();
    expect(trade.problems).toEqual([]);
  });
});

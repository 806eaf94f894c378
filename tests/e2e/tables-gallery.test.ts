import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, galleryPage } from '../support/gallery-page.ts';
import type { GalleryPage } from '../support/gallery-page.ts';

const AXE = readFileSync(resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');
const SIZE = { width: 1160, height: 600 };
const STRATEGIES = ['strategies', 'running', 'own', 'strategy'];
const PANELS = [
  'positions',
  'orders',
  'fills',
  'balances',
  'alerts',
  'log',
  'book',
  'depth',
  'trades',
  'watchlist',
  'accounts',
  'sessions',
  'venue',
  'trading-state',
  ...STRATEGIES,
];
const TABLES = ['positions', 'orders', 'fills', 'balances', 'alerts', 'log', 'strategies'];
const NARROW = ['accounts', 'sessions'];

/** Words and figures that are wider than their cell and end without an ellipsis. */
function cutCells(): readonly string[] {
  return [...document.querySelectorAll<HTMLElement>('.ui-table-cell')].flatMap((cell) => {
    if (cell.closest('.ui-table-sum') !== null) return [];
    const isSaid = [...cell.querySelectorAll<HTMLElement>('*')].some((each) => getComputedStyle(each).textOverflow === 'ellipsis');
    const right = cell.getBoundingClientRect().right + 0.5;
    const left = cell.getBoundingClientRect().left - 0.5;
    const sticksOut = [...cell.querySelectorAll<HTMLElement>('span, button')].some((each) => {
      const box = each.getBoundingClientRect();
      return box.width > 1 && (box.right > right || box.left < left);
    });
    return sticksOut && !isSaid ? [cell.textContent ?? ''] : [];
  });
}

/** What axe calls serious or critical; it must have been loaded. */
async function seriousOnes(): Promise<readonly string[]> {
  const axe = (window as unknown as { axe: { run(root: Document): Promise<{ violations: { id: string; impact: string }[] }> } }).axe;
  return (await axe.run(document)).violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
}

async function asked(page: Page): Promise<readonly (readonly [string, unknown])[]> {
  return page.evaluate(() => (window as unknown as { asked: (readonly [string, unknown])[] }).asked);
}

const cell = (row: number, column: number): string => `[data-row="${String(row)}"][data-column="${String(column)}"]`;

describe.skipIf(CHROMIUM === undefined)('the tables over invented rows', () => {
  let gallery: GalleryPage;
  beforeAll(async () => {
    gallery = await galleryPage('tables.html');
  });
  afterAll(async () => {
    await gallery.close();
  });

  it.each(PANELS.flatMap((panel) => [`panel=${panel}`, `panel=${panel}&empty&theme=light`]))(
    'axe finds nothing serious: %s',
    async (query) => {
      const page = await gallery.open(query, SIZE);
      await page.evaluate(AXE);
      expect(await page.evaluate(seriousOnes)).toEqual([]);
      await page.close();
    },
  );

  it.each(['', '&density=compact&theme=light', '&density=comfortable', '&longer-words'])(
    'no figure and no word is cut%s',
    async (query) => {
      for (const panel of [...TABLES, ...NARROW]) {
        const page = await gallery.open(`panel=${panel}${query}`, SIZE);
        await page.locator('.ui-table-cell').first().waitFor();
        await expect.poll(() => page.evaluate(cutCells)).toEqual([]);
        await page.close();
      }
    },
  );

  it('at 1440 wide every column of the dock stands in view', async () => {
    for (const panel of [...TABLES, ...NARROW]) {
      const page = await gallery.open(`panel=${panel}`, SIZE);
      await page.locator('.ui-table-cell').first().waitFor();
      const width = () =>
        page.evaluate(() => {
          const scroller = document.querySelector('.ui-table-scroller');
          return (scroller?.scrollWidth ?? 0) - (scroller?.clientWidth ?? 0);
        });
      await expect.poll(width).toBeLessThanOrEqual(0);
      await page.close();
    }
  });

  it('a key goes to main once and is forgotten in the form; one that may withdraw needs the name typed', async () => {
    const page = await gallery.open('panel=accounts', SIZE);
    await page.getByRole('button', { name: 'Add account' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Seal and check' }).click();
    expect(await dialog.getByText('is needed.').allTextContents()).toEqual(['Name is needed.', 'API key is needed.', 'Secret is needed.']);
    const fill = async (name: string, text: string) => dialog.getByLabel(name, { exact: true }).fill(text);
    await fill('Name', 'greedy');
    await fill('API key', ' with-rights ');
    await fill('Secret', 'h1dd3n-s3cr3t');
    expect(await dialog.locator('input[type=password]').count()).toBe(2);
    await dialog.getByRole('button', { name: 'Seal and check' }).click();
    await dialog.getByLabel('Type greedy to accept it').waitFor();
    expect(
      await dialog.locator('input[type=password]').evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value)),
    ).toEqual(['', '']);
    await page.evaluate(AXE);
    await fill('API key', 'with-rights');
    await fill('Secret', 'h1dd3n-s3cr3t');
    await fill('Type greedy to accept it', 'greedy');
    await dialog.getByLabel('Secret', { exact: true }).press('Enter');
    await page.getByRole('grid', { name: 'Balances of greedy' }).waitFor();
    const key = { name: 'greedy', venue: 'binance', sandbox: true, key: 'with-rights', secret: 'h1dd3n-s3cr3t', passphrase: null };
    expect(await asked(page)).toMatchObject([
      ['add', { ...key, acceptWithdrawal: null }],
      ['add', { ...key, acceptWithdrawal: 'greedy' }],
    ]);
    expect(await page.content()).not.toContain('h1dd3n-s3cr3t');
    await page.close();
  });

  it('an account goes when its name is typed, by keys alone', async () => {
    const page = await gallery.open('panel=accounts', SIZE);
    await page.locator(cell(1, 0)).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('grid', { name: /^Balances of/u }).waitFor();
    await page.locator(cell(1, 0)).first().focus();
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('alertdialog');
    const name = (await dialog.getByRole('heading').textContent())?.replace(/^Remove |\?$/gu, '') ?? '';
    await dialog.getByLabel('Name').fill('another');
    await page.keyboard.press('Enter');
    await dialog.getByText(`Type ${name}.`, { exact: true }).waitFor();
    await dialog.getByLabel('Name').fill(name);
    await page.keyboard.press('Enter');
    await expect.poll(() => asked(page)).toMatchObject([['remove', { name, typed: name, confirmed: true }]]);
    await expect.poll(() => page.getByRole('grid', { name: 'Accounts' }).getAttribute('aria-rowcount')).toBe('4');
    await page.close();
  });

  it.each(['', '&density=comfortable&theme=light', '&longer-words'])(
    'a session beside its backtest: by keys, nothing cut, axe finds nothing serious%s',
    async (query) => {
      const page = await gallery.open(`panel=sessions${query}`, { width: 1_000, height: 800 });
      await page.locator(cell(1, 0)).focus();
      await page.keyboard.press('Enter');
      const causes = page.getByRole('grid').nth(1);
      await causes.waitFor();
      // The largest first, what has no cause and the sum last.
      const parts = await causes.locator('[data-column="1"]:not([role="columnheader"])').allTextContents();
      expect(parts.map((text) => text.replace('−', '-'))).toEqual([
        '-1,312.48',
        '+212.90',
        '-103.22',
        '-41.04',
        '-12.60',
        '+8.12',
        '0.00',
        '-5.22',
        '-1,253.54',
      ]);
      expect(await page.evaluate(cutCells)).toEqual([]);
      await page.evaluate(AXE);
      expect(await page.evaluate(seriousOnes)).toEqual([]);
      await page.locator(cell(2, 0)).first().focus();
      await page.keyboard.press('Enter');
      await page.getByText(/my-cross/u).waitFor();
      await page.close();
    },
  );

  it('an alert is set in words, read back, removed and marked as seen by keys alone', async () => {
    const page = await gallery.open('panel=alerts', SIZE);
    const field = page.getByLabel('New alert');
    await field.fill('BTC/USD over 1');
    await page.getByText('A level is crossed "above" or "below"; "over" is neither.').first().waitFor();
    await field.fill('BTC/USD above 105000 each 50');
    await page.getByText('BTC/USD above 105,000.00, each time, 50 back').first().waitFor();
    await field.press('Enter');
    await expect.poll(() => field.inputValue()).toBe('');
    await page.getByRole('button', { name: 'Mark 2 as seen' }).press('Enter');
    await page.locator(cell(1, 1)).focus();
    await page.keyboard.press('Delete');
    await expect
      .poll(() => asked(page))
      .toMatchObject([
        ['setAlert', { text: 'BTC/USD above 105000 each 50' }],
        ['seenAlerts', {}],
        ['removeAlert', { alert: 7 }],
      ]);
    await page.close();
  });

  it('draws what is in view of a hundred thousand fills, and says where it stands', async () => {
    const page = await gallery.open('panel=fills&fills=100000', SIZE);
    const grid = page.getByRole('grid');
    expect(await grid.getAttribute('aria-rowcount')).toBe('100002');
    expect(await page.locator('[role="row"]').count()).toBeLessThan(60);
    await page.locator(cell(1, 0)).focus();
    await page.keyboard.press('Control+End');
    const last = page.locator('[role="row"][aria-rowindex="100001"]');
    await last.waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-row'))).toBe('100000');
    await page.keyboard.press('Control+Home');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-row'))).toBe('1');
    await page.locator(cell(0, 3)).click();
    await expect.poll(() => page.locator('[role="columnheader"]').nth(3).getAttribute('aria-sort')).toBe('ascending');
    await page.getByLabel('Filter', { exact: true }).fill('eth maker buy');
    await expect.poll(async () => Number(await grid.getAttribute('aria-rowcount')), { timeout: 10_000 }).toBeLessThan(10_000);
    await page.close();
  });

  it('reads older fills as one scrolls, and all of them for a sort', async () => {
    const page = await gallery.open('panel=fills&fills=5000&paged', SIZE);
    const grid = page.getByRole('grid');
    await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('5002');
    await expect.poll(() => page.locator('.ui-table-sum').textContent()).toMatch(/of 5,000 fills/u);
    await page.locator(cell(0, 5)).click();
    await expect.poll(() => page.locator('.ui-table-sum').textContent()).toMatch(/^5,000 fills/u);
    await page.close();
  });

  it('filters by the values of a column and lets all through again', async () => {
    const page = await gallery.open('panel=fills&fills=300', SIZE);
    await page.getByRole('button', { name: 'Filter by column' }).click();
    await page.getByRole('menuitem', { name: 'Side: Sell' }).click();
    const sides = () => page.locator('.ui-table-body [data-column="2"]').allTextContents();
    await expect.poll(async () => [...new Set(await sides())]).toEqual(['Sell']);
    await page.getByRole('button', { name: 'Filtered by Side' }).click();
    await page.getByRole('menuitem', { name: 'Show all rows' }).click();
    await expect.poll(async () => new Set(await sides()).size).toBe(2);
    await page.close();
  });

  it('an order is changed in its cell: Enter asks, Escape drops', async () => {
    const page = await gallery.open('panel=orders', SIZE);
    await page.locator(cell(2, 4)).dblclick();
    await page.getByLabel('New price').fill('103,000.5');
    await page.keyboard.press('Escape');
    expect(await page.getByLabel('New price').count()).toBe(0);
    await page.locator(cell(2, 4)).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('New price').fill('103,000.5');
    await page.keyboard.press('Enter');
    await expect.poll(() => asked(page)).toMatchObject([['amend', { change: { price: '103000.5' } }]]);
    await page.close();
  });

  it('a strategy of one’s own whose file has changed is reloaded where that is said, and what does not load says why', async () => {
    const page = await gallery.open('panel=running', { width: 860, height: 1_020 });
    const card = (name: string) => page.getByRole('region', { name });
    await card('slip BTC/USD').getByText('The file does not load: slip.ts:12:9: Unexpected token').waitFor();
    // Its file gone, what it ran with is still there; a new start is not.
    await card('taken-away').getByText('taken-away.ts is gone. The version that was started goes on.').waitFor();
    expect(await card('volatility-break').getByRole('status').count()).toBe(0);
    await card('my-cross').getByRole('button', { name: 'Reload my-cross' }).click();
    await expect.poll(() => asked(page)).toMatchObject([['reload', { instance: 'my-cross-00000000' }]]);
    await page.getByText('Position and orders stay.', { exact: false }).first().waitFor();
    await page.close();
    const dock = await gallery.open('panel=strategies', SIZE);
    await dock.getByRole('button', { name: 'Stop my-cross' }).press('Enter');
    await dock.getByRole('menuitem', { name: 'Reload my-cross.ts' }).press('Enter');
    await expect.poll(() => asked(dock)).toMatchObject([['reload', { instance: 'my-cross-00000000' }]]);
    await dock.close();
  });

  it('a position gets stop and targets as one wish', async () => {
    const page = await gallery.open('panel=positions', SIZE);
    await page.locator(cell(7, 10)).dblclick();
    await page.getByLabel('Stop', { exact: true }).fill('102000');
    await page.getByLabel('Target 1', { exact: true }).fill('106000');
    await page.getByRole('button', { name: 'Add a target' }).click();
    await page.getByLabel('Target 2', { exact: true }).fill('108000');
    await page.getByRole('button', { name: 'Set stop and targets' }).click();
    await expect
      .poll(() => asked(page))
      .toMatchObject([
        [
          'protect',
          {
            protection: {
              instrument: 'BTC/USD.SIM',
              stop: '102000',
              targets: [
                { price: '106000', share: 50 },
                { price: '108000', share: 50 },
              ],
            },
          },
        ],
      ]);
    await page.close();
  });

  it('a short is told in words, with where it would be liquidated, and is turned after a question', async () => {
    const page = await gallery.open('panel=positions&perpetuals', SIZE);
    await page.locator('.ui-table-cell').first().waitFor();
    await expect.poll(() => page.evaluate(cutCells)).toEqual([]);
    const rows = await page.locator('[role=row]').allTextContents();
    // 3,912.40 x 1.187
    expect(rows.find((text) => text.startsWith('ETH/USD.P'))).toMatch(/Short.*4,644\.02/u);
    expect(rows.filter((text) => text.includes('Liquidation'))).toHaveLength(1);
    await page.evaluate(AXE);
    expect(await page.evaluate(seriousOnes)).toEqual([]);
    await page.getByRole('button', { name: 'Close ETH/USD:USD' }).click();
    await page.getByRole('menuitem', { name: 'Reverse' }).click();
    const dialog = page.getByRole('alertdialog');
    expect(await dialog.textContent()).toContain('closes the short of 2.3004 ETH and opens a long of as much');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Back');
    await dialog.getByRole('button', { name: 'Buy 4.6008 ETH' }).click();
    await expect.poll(() => asked(page)).toMatchObject([['reverse', { instrument: 'ETH/USD:USD.SIM' }]]);
    await page.close();
  });

  it('a market is found among thousands by three letters and put onto the list; five thousand of them scroll', async () => {
    const page = await gallery.open('panel=watchlist', { width: 900, height: 700 });
    const rows = page.getByRole('listbox', { name: 'Watchlist' });
    const first = () => rows.getByRole('option').first();
    await first().focus();
    await page.keyboard.press('+');
    const dialog = page.getByRole('dialog', { name: 'Add markets' });
    await dialog.getByText('5008 of 5008 markets.', { exact: false }).waitFor();
    await dialog.getByLabel('Search all markets').fill('eth');
    await expect.poll(() => dialog.getByRole('option').first().textContent()).toMatch(/^ETH\/USDT BINANCE/u);
    await page.keyboard.press('Enter');
    await dialog.getByRole('img', { name: 'on the list' }).first().waitFor();
    await page.evaluate(AXE);
    await page.keyboard.press('Escape');
    await expect.poll(() => rows.getByRole('option').last().textContent()).toMatch(/ETH\/USDT BIN/u);
    // What the desk does not hear is no dead end and no price of now.
    await rows.getByRole('option').last().click();
    await page.getByText('ETH/USDT is not heard by this desk', { exact: false }).first().waitFor();
    await first().focus();
    await page.keyboard.press('+');
    await dialog.getByRole('button', { name: /^Add all 4999 found$/u }).click();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => first().getAttribute('aria-setsize')).toBe('5008');
    expect(await rows.getByRole('option').count()).toBeLessThan(40);
    await first().focus();
    await page.keyboard.press('End');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-posinset'))).toBe('5008');
    await page.keyboard.press('Control+Shift+ArrowUp');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-posinset'))).toBe('5007');
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => first().getAttribute('aria-setsize')).toBe('5008');
    await page.getByLabel('Filter', { exact: true }).fill('btcu');
    await expect.poll(() => first().textContent()).toMatch(/BTC\/USDT BIN/u);
    await page.close();
  });

  it('lists have names, and are read and written as text', async () => {
    const page = await gallery.open('panel=watchlist', { width: 900, height: 700 });
    const choose = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: 'Lists' }).press('Enter');
      await page.getByRole('menuitem', { name }).press('Enter');
    };
    await choose('List as text');
    const dialog = page.getByRole('dialog', { name: 'Watchlist as text' });
    const text = dialog.getByLabel('Watchlist as text');
    expect(await text.inputValue()).toMatch(/^BTC\/USD\.SIM\n/u);
    await text.fill('SOL/USDT.BINANCE\nBTCUSDT\nBTC/USD.SIM');
    await dialog.getByText('One word is no market. Line 2: "BTCUSDT".').waitFor();
    await text.fill('SOL/USDT.BINANCE # high\nBTC/USD.SIM');
    await dialog.getByRole('button', { name: 'Make a list of 2' }).click();
    await page.getByRole('heading', { name: 'Watchlist copy' }).waitFor();
    await choose('Rename the list');
    await page.getByLabel('Name', { exact: true }).fill('Alts');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Alts' }).waitFor();
    expect(await page.getByRole('option').allTextContents()).toEqual([
      expect.stringMatching(/SOL\/USDT BIN/u),
      expect.stringMatching(/BTC\/USD SIM/u),
    ]);
    await choose('Remove the list');
    await page.getByRole('heading', { name: 'Watchlist' }).waitFor();
    await page.close();
  });

  it('depth is read point by point with the arrow keys', async () => {
    const page = await gallery.open('panel=depth', SIZE);
    await page.getByRole('application').focus();
    await page.keyboard.press('End');
    await expect.poll(() => page.locator('.depth-words').textContent()).toMatch(/^Asks to 104,2\d\d\.\d\d: .+ bp from the middle\.$/u);
    await page.close();
  });
});

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { runInPalette } from './hands.ts';
import { NO_WINDOW, temporaryFolder } from './program.ts';
import type { TradeWindow } from './trade-window.ts';
import {
  SOON,
  bestPrices,
  confirm,
  dockTab,
  drawnTexts,
  expectAccessible,
  figure,
  fillTicket,
  lastPrice,
  listenToChart,
  openTrade,
  panel,
  pressSend,
  sendTicket,
  seriousFindings,
  setSpeed,
  tableRows,
} from './trade-window.ts';

/** A price as the window writes it. */
function priceText(value: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

describe.skipIf(NO_WINDOW !== null)('a trader on the simulated market', () => {
  const folder = temporaryFolder();
  let trade: TradeWindow;
  let page: Page;

  const rows = async (tab: string) => tableRows(await dockTab(page, tab));
  const lines = () => panel(page, 'Chart').getByRole('list', { name: 'Orders and position on the chart' });
  const position = async () => (await rows('Positions')).find((row) => row['Instrument']?.startsWith('BTC/USD'));

  /** The position is what the fills come to. */
  const positionOfFills = async () => {
    const off = async () => {
      const fills = (await rows('Fills')).filter((row) => row['Instrument']?.startsWith('BTC/USD'));
      const sum = fills.reduce((held, row) => held + figure(row['Size'] ?? '') * (row['Side'] === 'Buy' ? 1 : -1), 0);
      return Math.round((sum - figure((await position())?.['Size'] ?? '0')) * 1e5);
    };
    await expect.poll(off, { timeout: SOON }).toBe(0);
  };

  beforeAll(async () => {
    trade = await openTrade(folder.path);
    page = trade.page;
    await page.setViewportSize({ width: 1440, height: 900 });
    await listenToChart(page);
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

  test('sees the market move: price, book and trades', async () => {
    const book = () => panel(page, 'Book').getByRole('table').innerText();
    const trades = () => panel(page, 'Trades').getByRole('table').innerText();
    const before = { book: await book(), trades: await trades(), price: await lastPrice(page) };
    await expect.poll(async () => (await book()) !== before.book, { timeout: SOON }).toBe(true);
    await expect.poll(async () => (await trades()) !== before.trades, { timeout: SOON }).toBe(true);
    await expect.poll(async () => (await lastPrice(page)) !== before.price, { timeout: SOON }).toBe(true);
  });

  test('places a limit order that chart, book, table and ticket show alike, and cancels it', async () => {
    const choose = (symbol: string) => panel(page, 'Watchlist').getByRole('option', { name: symbol }).click();
    // On an instrument whose steps are wide, so that the price stays among the levels shown.
    await choose('ADA/USD');
    const bids = panel(page, 'Book').getByRole('rowgroup', { name: 'Bids' }).getByRole('row');
    await panel(page, 'Order')
      .getByRole('button', { name: /^Bid 0\./u })
      .waitFor();
    const groupBook = async (step: string) => {
      await page.getByRole('button', { name: /^Price step of a row/u }).click();
      await page.getByRole('option', { name: step, exact: true }).click();
    };
    await groupBook('0.0005');
    const price = ((await bestPrices(page)).bid - 0.0008).toFixed(4);
    await fillTicket(page, { side: 'Buy', type: 'Limit', price, size: '500' });
    expect(await panel(page, 'Order').getByRole('button', { name: 'Buy 500 ADA' }).innerText()).toContain(`limit ${price} · GTC · PAPER`);
    await pressSend(page, 'Buy 500 ADA');
    const question = page.getByRole('alertdialog');
    await question.waitFor();
    expect(await question.innerText()).toContain(`Buy 500 ADA at ${price} or lower, until cancelled, on PAPER.`);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Back');
    expect(await seriousFindings(page), 'question').toEqual([]);
    await confirm(question, 'Buy 500 ADA');

    const order = { Side: 'Buy', Type: 'limit', Price: price, Size: '500', State: 'working', Origin: 'you' };
    await expect.poll(() => rows('Orders'), { timeout: SOON }).toMatchObject([order]);
    await expect.poll(() => lines().innerText(), { timeout: SOON }).toContain('Buy limit 500');
    expect((await drawnTexts(page)).has(price)).toBe(true);
    const mark = bids.filter({ has: page.getByRole('img', { name: 'Your order' }) });
    await expect.poll(() => mark.count(), { timeout: SOON }).toBe(1);
    await expect.poll(() => panel(page, 'Watchlist').getByRole('img', { name: 'working orders' }).count(), { timeout: SOON }).toBe(1);

    await panel(page, 'Orders').getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => rows('Orders'), { timeout: SOON }).toEqual([]);
    await expect.poll(() => lines().innerText(), { timeout: SOON }).toBe('');
    await expect.poll(() => mark.count(), { timeout: SOON }).toBe(0);
    await groupBook('0.0001');
    await choose('BTC/USD');
    await panel(page, 'Order')
      .getByRole('button', { name: /^Bid \d+,/u })
      .waitFor();
  });

  test('a market order fills: row, position, mark on the chart, the same figures everywhere', async () => {
    await fillTicket(page, { side: 'Buy', type: 'Market', size: '0.05' });
    await sendTicket(page, 'Buy 0.05 BTC');
    await expect
      .poll(() => rows('Fills'), { timeout: SOON })
      .toMatchObject([{ Side: 'Buy', Size: '0.05000', Role: 'taker', Origin: 'you' }]);
    const [fill] = await rows('Fills');
    await expect.poll(position, { timeout: SOON }).toMatchObject({ Side: 'Long', Size: '0.05000', Entry: fill?.['Price'] });
    await expect.poll(async () => (await drawnTexts(page)).has('B 0.05'), { timeout: SOON }).toBe(true);
    await expect.poll(() => lines().innerText(), { timeout: SOON }).toContain('Long 0.05');
    const value = figure(fill?.['Price'] ?? '') * 0.05;
    expect(figure(fill?.['Value, USD'] ?? '')).toBeCloseTo(value, 1);
    expect(figure(fill?.['Fee, USD'] ?? '')).toBeCloseTo(value * 0.001, 1);
  });

  test('an order over a limit is refused with the numbers and a way out', async () => {
    const { bid } = await bestPrices(page);
    const price = priceText(bid - 100);
    await fillTicket(page, { side: 'Buy', type: 'Limit', price, size: '0.5' });
    const ticket = panel(page, 'Order');
    await expect
      .poll(() => ticket.innerText(), { timeout: SOON })
      .toMatch(/Not sent: the order is worth 5\d,\d{3}\.\d\d USD; your limit is 25,000\.00\./u);
    expect(await ticket.getByRole('button', { name: 'Buy 0.5 BTC' }).getAttribute('aria-disabled')).toBe('true');
    const way = ticket.getByRole('button', { name: /^Use 0\.\d+ BTC$/u });
    const send = ticket.getByRole('button', { name: /^Buy 0\.\d+ BTC/u });
    // What passes moves with the market, so the way out is taken again where it has moved between reading and pressing.
    await expect
      .poll(
        async () => {
          if (await way.isVisible()) await way.click({ timeout: 2_000 });
          return send.getAttribute('aria-disabled', { timeout: 2_000 });
        },
        { timeout: SOON },
      )
      .toBeNull();
    const size = /0\.\d+/u.exec(await send.innerText())?.[0] ?? '';
    expect(Number(size) * (bid - 100)).toBeLessThanOrEqual(25_000);
    expect(Number(size) * (bid - 100)).toBeGreaterThan(10_000);
  });

  test('sma-cross is started, trades by its rule and says why; its fills are marked', async () => {
    await dockTab(page, 'Strategies');
    await page.getByRole('button', { name: 'Start sma-cross' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('textbox', { name: /fast/iu }).fill('3');
    await form.getByRole('textbox', { name: /slow/iu }).fill('8');
    await form.getByRole('button', { name: 'Start sma-cross' }).click();
    await expect
      .poll(async () => (await rows('Strategies'))[0], { timeout: SOON })
      .toMatchObject({ State: 'running', Name: 'sma-cross', Instrument: 'BTC/USD SIM' });
    await setSpeed(page, '300x');
    const own = async () => (await rows('Fills')).filter((row) => row['Origin'] === 'sma-cross');
    await expect.poll(async () => (await own()).length, { timeout: 2 * SOON }).toBeGreaterThan(0);
    await setSpeed(page, '1x');
    const size = (await own()).at(-1)?.['Size']?.replace(/0+$/u, '');
    await expect
      .poll(async () => [...(await drawnTexts(page)).keys()].some((text) => text.startsWith(`B ${size ?? ''}`)), { timeout: SOON })
      .toBe(true);
    const [line] = await rows('Strategies');
    expect(line?.['Last signal']).toMatch(/\d/u);
    expect(await seriousFindings(page), 'strategy running').toEqual([]);
    await expectAccessible(page, 'with positions');
  });

  test('killed and started again: nothing is missing, the stop stands, the strategy goes on', async () => {
    const { bid } = await bestPrices(page);
    const stop = priceText(Math.round(bid * 0.97));
    await fillTicket(page, { side: 'Buy', type: 'Market', size: '0.02', stop });
    await sendTicket(page, 'Buy 0.02 BTC');
    await expect
      .poll(async () => (await rows('Orders')).map((row) => [row['Type'], row['Trigger'], row['State']]), { timeout: SOON })
      .toContainEqual(['stop', stop, 'working']);
    const state = async () => ({
      fills: (await rows('Fills')).map((row) => JSON.stringify(row)),
      orders: (await rows('Orders')).map((row) => JSON.stringify([row['Type'], row['Trigger'], row['Price'], row['Size'], row['State']])),
      strategies: (await rows('Strategies')).slice(0, 1).map((row) => [row['State'], row['Name']]),
    });
    await positionOfFills();
    const before = await state();
    await trade.kill();

    trade = await openTrade(folder.path);
    page = trade.page;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page
      .getByText(
        /The last run ended unexpectedly at .*The ledger was checked: \d+ fills, none missing, balanced\. sma-cross goes on, on PAPER\./u,
      )
      .first()
      .waitFor();
    // The strategy may have traded on since; whatever there was is still there.
    await expect.poll(async () => (await state()).fills, { timeout: SOON }).toEqual(expect.arrayContaining(before.fills));
    const after = await state();
    expect(after.orders).toEqual(expect.arrayContaining(before.orders));
    expect(after.strategies).toEqual(before.strategies);
    await positionOfFills();
    await page.getByRole('button', { name: 'What was checked' }).click();
    await page
      .getByText(/Everything agrees\./u)
      .first()
      .waitFor();
    await runInPalette(page, 'While you were away');
    const away = page.getByRole('dialog', { name: /^(While you were away|Since you looked last, with a restart)$/u });
    await away.waitFor();
    expect(await seriousFindings(page), 'while you were away').toEqual([]);
    await page.keyboard.press('Escape');
    await away.waitFor({ state: 'detached' });
  });

  test('the kill switch halts, cancels what could add, keeps the stop; starting again asks', async () => {
    const { bid } = await bestPrices(page);
    const price = priceText(Math.round(bid * 0.98));
    await fillTicket(page, { side: 'Buy', type: 'Limit', price, size: '0.01' });
    await sendTicket(page, 'Buy 0.01 BTC');
    await expect.poll(async () => (await rows('Orders')).map((row) => row['Price']), { timeout: SOON }).toContain(price);

    await page.getByRole('banner').getByRole('button', { name: 'Kill switch' }).click();
    await page.getByRole('banner').getByText('HALTED').waitFor();
    await expect.poll(async () => (await rows('Orders')).map((row) => row['Type']), { timeout: SOON }).toEqual(['stop']);
    await expect.poll(async () => (await rows('Strategies')).some((row) => row['State'] === 'running'), { timeout: SOON }).toBe(false);
    expect(await page.getByRole('contentinfo').innerText()).toContain('HALTED');
    await expect.poll(() => panel(page, 'Order').innerText(), { timeout: SOON }).toMatch(/HALTED/u);
    await expectAccessible(page, 'HALTED');

    await page.getByRole('button', { name: 'Trading state: HALTED' }).click();
    await page.getByRole('menuitem', { name: 'Start trading again' }).click();
    const question = page.getByRole('alertdialog');
    await question.waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Back');
    await question.getByRole('button', { name: 'Start trading again' }).click();
    await page.getByRole('banner').getByText('ACTIVE').waitFor();
    await expect.poll(async () => (await rows('Orders')).map((row) => row['Type']), { timeout: SOON }).toEqual(['stop']);
  });

  test('ids are written in the font for ids; nothing went wrong in the window; the ledger is balanced', async () => {
    await dockTab(page, 'Orders');
    await page.getByRole('radio', { name: 'History' }).check();
    const font = () => page.evaluate(() => getComputedStyle(document.querySelector('.ui-mono') ?? document.body).fontFamily);
    await expect.poll(font, { timeout: SOON }).toContain('JetBrains Mono');
    await expect.poll(() => page.evaluate(() => document.fonts.check('11px "JetBrains Mono"')), { timeout: SOON }).toBe(true);
    expect(trade.problems).toEqual([]);
    expect(await trade.stop()).toBe(0);
    const cli = join(import.meta.dirname, '../../dist/main/cli.js');
    const said = execFileSync(process.execPath, [cli, 'ledger', 'verify', '--json'], {
      env: { ...process.env, CRYPTOORCH_HOME: folder.path },
      encoding: 'utf8',
    });
    expect(JSON.parse(said.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ balanced: true });
  });
});

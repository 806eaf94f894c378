import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { HANDS, runInPalette } from './hands.ts';
import { NO_WINDOW, temporaryFolder } from './program.ts';
import type { TradeWindow } from './trade-window.ts';
import {
  SOON,
  bestPrices,
  drawnTexts,
  expectAccessible,
  figure,
  lastPrice,
  listenToChart,
  openTrade,
  panel,
  seconds,
  seriousFindings,
  tableRows,
} from './trade-window.ts';

const PICTURES = join(import.meta.dirname, '../../test-results/story');
const EQUITY = 100_000;
/** How long an order waits for the market before it is moved after it, ms. */
const BEFORE_MOVING = 5_000;
/** So far the market does not fall while a ticket is filled in, USD. */
const FAR_BELOW = 20;
/** How often it is moved at most. */
const MOVES = 12;
/** The lot of ETH. */
const STEP = 0.0001;
const BUY_ETH = /^Buy (\d[\d.]*) ETH/u;

function sizeIn(words: string): string {
  return BUY_ETH.exec(words)?.[1] ?? '';
}

describe.skipIf(NO_WINDOW !== null).each(HANDS)('a day of trading, $name', (hand) => {
  const folder = temporaryFolder();
  const pictures = join(PICTURES, hand.name.replaceAll(' ', '-'));
  let trade: TradeWindow;
  let page: Page;
  let size = '';
  let stop = '';
  let seen: readonly string[] = [];

  const ticket = () => panel(page, 'Order');
  const field = (name: string) => ticket().getByRole('textbox', { name, exact: true });
  const rows = async (title: string) => tableRows(await hand.tab(page, title));
  const lines = () => panel(page, 'Chart').getByRole('list', { name: 'Orders and position on the chart' });
  const picture = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`) });
  const stops = async () => (await rows('Orders')).filter((row) => row['Type'] === 'stop');
  const chooseOnChart = async (symbol: string, name: RegExp) => {
    await hand.toChart(page);
    await page.keyboard.type(symbol);
    await page.keyboard.press('Enter');
    await expect.poll(() => panel(page, 'Chart').getByRole('application').getAttribute('aria-label'), { timeout: SOON }).toMatch(name);
  };

  async function open(): Promise<void> {
    trade = await openTrade(folder.path);
    page = trade.page;
    await page.setViewportSize({ width: 1440, height: 900 });
    await listenToChart(page);
  }

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    await open();
  });
  let broken = false;
  beforeEach(({ skip }) => {
    skip(broken, 'The step before failed.');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail' && !broken) await picture('failed');
    broken ||= task.result?.state === 'fail';
  });
  afterAll(async () => {
    await trade.stop();
    folder.remove();
  });

  test('the window is painted; chart, book and trades move', async () => {
    expect(await trade.painted()).toBeLessThan(SOON);
    const moving = async () => [
      await lastPrice(page),
      await panel(page, 'Book').getByRole('table').innerText(),
      await panel(page, 'Trades').getByRole('table').innerText(),
    ];
    const before = await moving();
    await expect
      .poll(async () => (await moving()).map((now, index) => now !== before[index]), { timeout: SOON })
      .toEqual([true, true, true]);
    await picture('01-painted');
  });

  test('letters on the chart choose the instrument, a digit the timeframe', async () => {
    await hand.toChart(page);
    await page.keyboard.type('eth');
    await page.keyboard.press('5');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => panel(page, 'Chart').getByRole('application').getAttribute('aria-label'), { timeout: SOON })
      .toMatch(/^ETH\/USD 5 minutes/u);
    await expect.poll(() => ticket().innerText(), { timeout: SOON }).toContain('ETH');
    await picture('02-eth-5m');
  });

  test('B opens the ticket; the size is half a percent of equity at risk; the stop is moved on the chart and the costs follow', async () => {
    const { bid } = await bestPrices(page);
    // On the chart a letter is a symbol.
    await page.keyboard.press('F6');
    await page.keyboard.press('b');
    await hand.type(page, field('Price'), (bid - FAR_BELOW).toFixed(2));
    await hand.press(page, ticket().getByRole('checkbox', { name: 'Stop and target' }));
    await hand.press(page, ticket().getByRole('checkbox', { name: 'Post only' }));
    await page.keyboard.press('u');
    await page.keyboard.press('u');
    await page.keyboard.press('u');
    await ticket()
      .getByRole('button', { name: /^Unit of the size: risk %/u })
      .waitFor();
    await hand.type(page, field('Size'), '0.5');
    await hand.type(page, field('Stop'), (bid * 0.973).toFixed(2));
    await page.keyboard.press('Tab');
    const send = ticket().getByRole('button', { name: BUY_ETH });
    await send.waitFor();
    const costs = () =>
      ticket().getByRole('group', { name: 'Costs of this order' }).or(ticket().locator('.ticket-costs')).first().innerText();
    const before = { costs: await costs(), stop: figure(await field('Stop').inputValue()) };
    await hand.lowerStop(page);
    await expect.poll(async () => figure(await field('Stop').inputValue()), { timeout: SOON }).toBeLessThan(before.stop);
    await expect.poll(costs, { timeout: SOON }).not.toBe(before.costs);
    size = sizeIn(await send.innerText());
    stop = await field('Stop').inputValue();
    // What is lost at the stop, without its costs, is less than what may be lost with them, and more than nine tenths of it.
    const loss = Number(size) * (figure(await field('Price').inputValue()) - figure(stop));
    expect(loss).toBeLessThan(EQUITY * 0.005);
    expect(loss).toBeGreaterThan(EQUITY * 0.0045);
    await picture('03-ticket');
  });

  /** Whether something comes true within a time, ms. A look presses keys, so the last one has ended before anything else presses some. */
  async function comesTrue(look: () => Promise<boolean>, timeout: number): Promise<boolean> {
    const until = performance.now() + timeout;
    while (performance.now() < until) {
      if (await look()) return true;
      await page.waitForTimeout(50);
    }
    return false;
  }

  /** Moves the order to just below the best bid, or beside it, as one does whom the market leaves behind. */
  async function follow(below: number): Promise<void> {
    const { bid } = await bestPrices(page);
    const price = (bid - below).toFixed(2);
    const table = await hand.tab(page, 'Orders');
    const column = (await table.getByRole('columnheader').allInnerTexts()).findIndex((head) => head.trim() === 'Price');
    const cell = table
      .getByRole('row')
      .filter({ hasText: 'limit' })
      .locator(`[data-column="${String(column)}"]`);
    try {
      await hand.change(page, cell, page.getByLabel('New price'), price);
    } catch (thrown) {
      // The market may have come meanwhile.
      if ((await cell.count()) > 0) throw thrown;
      await page.keyboard.press('Escape');
    }
    // One that would take by now is refused its new price and stays as it is.
    await comesTrue(async () => {
      const order = (await rows('Orders')).find((row) => row['Type'] === 'limit');
      return order === undefined || figure(order['Price'] ?? '') === Number(price);
    }, BEFORE_MOVING);
  }

  test('the order is sent: row, line and book say the same', async () => {
    const price = await field('Price').inputValue();
    // What costs have done to the size since it was read.
    size = sizeIn(await hand.send(page, BUY_ETH));
    expect(Number(size)).toBeGreaterThan(0);
    await expect
      .poll(async () => (await rows('Orders')).find((row) => row['Type'] === 'limit'), { timeout: SOON })
      .toMatchObject({ Side: 'Buy', Price: price, State: 'working', Origin: 'you' });
    expect(figure((await rows('Orders')).find((row) => row['Type'] === 'limit')?.['Size'] ?? '')).toBe(Number(size));
    await expect.poll(() => lines().innerText(), { timeout: SOON }).toContain(`Buy limit ${size}`);
    await hand.choose(page, page.getByRole('button', { name: /^Price step of a row/u }), '1.00');
    const mark = panel(page, 'Book').getByRole('img', { name: 'Your order' });
    const marked = () => comesTrue(async () => (await mark.count()) === 1, BEFORE_MOVING);
    // Brought near, it is among the rows in view.
    for (let tries = 0, inView = false; tries < MOVES && !inView; tries += 1) {
      await follow(2);
      inView = await marked();
    }
    expect(await mark.count()).toBe(1);
    await expect.poll(() => lines().innerText(), { timeout: SOON }).not.toContain('not sent');
    await picture('04-working');
    expect(await seriousFindings(page)).toEqual([]);
  });

  test(
    'it fills in parts, then whole, moved after the market where that runs away; the mark says how long it stood in the queue',
    async () => {
      const filled = async () => (await rows('Fills')).filter((row) => row['Instrument']?.startsWith('ETH/USD'));
      const sum = async () => (await filled()).reduce((held, row) => held + figure(row['Size'] ?? ''), 0);
      const reaches = (least: number) => comesTrue(async () => (await sum()) >= least, BEFORE_MOVING);
      /** Moved after the market until so much is filled; where little is traded it does not come half a dollar in a minute. */
      const followUntil = async (least: number) => {
        for (let tries = 0; tries < MOVES && !(await reaches(least)); tries += 1) {
          await hand.speed(page, '1x');
          await follow(tries < 2 ? 0.5 : 0);
          await hand.speed(page, '10x');
        }
      };
      await hand.speed(page, '10x');
      await followUntil(STEP);
      await picture('05-part-filled');
      await followUntil(Number(size) - STEP / 2);
      expect(await sum()).toBeCloseTo(Number(size), 8);
      await hand.speed(page, '1x');
      expect((await filled()).map((row) => row['Role'])).toContain('maker');
      await expect
        .poll(async () => [...(await drawnTexts(page)).keys()].some((text) => text.startsWith('B ')), { timeout: SOON })
        .toBe(true);
      await hand.toChart(page);
      const note = panel(page, 'Chart').getByRole('note');
      await expect
        .poll(
          async () => {
            await page.keyboard.press('ArrowUp');
            return (await note.allInnerTexts()).join();
          },
          { timeout: SOON },
        )
        .toMatch(/Bought .* in the queue/u);
      await page.keyboard.press('Escape');
      await expect.poll(stops, { timeout: SOON }).toMatchObject([{ Trigger: stop, State: 'working' }]);
      await picture('06-filled');
    },
    seconds(300),
  );

  test('an order that is too large is refused with the numbers and the largest size that passes', async () => {
    await page.keyboard.press('F6');
    await page.keyboard.press('b');
    const { bid } = await bestPrices(page);
    const boxed = ticket().getByRole('checkbox', { name: 'Stop and target' });
    if (await boxed.isChecked()) await hand.press(page, boxed);
    await hand.type(page, field('Price'), (bid * 0.99).toFixed(2));
    // From percent at risk on to coins.
    await ticket().getByRole('radio', { name: 'Buy', exact: true }).focus();
    await page.keyboard.press('u');
    await ticket()
      .getByRole('button', { name: /^Unit of the size: ETH/u })
      .waitFor();
    await hand.type(page, field('Size'), '50');
    await page.keyboard.press('Tab');
    await expect.poll(() => ticket().innerText(), { timeout: SOON }).toMatch(/Not sent: [^]*your limit is [\d,.]+/u);
    await ticket()
      .getByRole('button', { name: /^Use \d[\d.]* ETH$/u })
      .waitFor();
    await picture('07-refused');
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('the palette starts sma-cross and sets the market to 60x; its signals and fills appear', async () => {
    await chooseOnChart('btc', /^BTC\/USD/u);
    await runInPalette(page, 'Start sma-cross');
    const form = page.getByRole('dialog');
    await hand.type(page, form.getByRole('textbox', { name: /fast/iu }), '3');
    await hand.type(page, form.getByRole('textbox', { name: /slow/iu }), '8');
    await hand.press(page, form.getByRole('button', { name: 'Start sma-cross' }));
    await form.waitFor({ state: 'detached' });
    await hand.speed(page, '60x');
    const own = async () => (await rows('Fills')).filter((row) => row['Origin'] === 'sma-cross');
    await expect.poll(async () => (await own()).length, { timeout: 4 * SOON }).toBeGreaterThan(0);
    await hand.speed(page, '1x');
    const [strategy] = await rows('Strategies');
    expect(strategy).toMatchObject({ State: 'running', Name: 'sma-cross', Instrument: 'BTC/USD SIM' });
    expect(strategy?.['Last signal']).toMatch(/\d/u);
    await expect.poll(async () => [...(await drawnTexts(page)).keys()].some((text) => text.startsWith('B ')), { timeout: SOON }).toBe(true);
    await picture('08-strategy');
  });

  test('killed and started again: nothing is missing and the stop works on', async () => {
    seen = (await rows('Fills')).map((row) => JSON.stringify(row));
    await trade.kill();
    await open();
    await page
      .getByText(/The last run ended unexpectedly at .*none missing, balanced\./u)
      .first()
      .waitFor();
    await expect
      .poll(async () => (await rows('Fills')).map((row) => JSON.stringify(row)), { timeout: SOON })
      .toEqual(expect.arrayContaining([...seen]));
    await expect.poll(stops, { timeout: SOON }).toMatchObject([{ Trigger: stop, State: 'working' }]);
    await chooseOnChart('eth', /^ETH\/USD/u);
    await expect.poll(() => lines().innerText(), { timeout: SOON }).toContain('Stop');
    await picture('09-started-again');
    await expectAccessible(page, 'started again');
  });

  test('the kill switch halts: what could add is cancelled, the stop stays', async () => {
    const { bid } = await bestPrices(page);
    await page.keyboard.press('F6');
    await page.keyboard.press('b');
    await hand.type(page, field('Price'), (bid * 0.985).toFixed(2));
    await hand.type(page, field('Size'), '0.1');
    await page.keyboard.press('Tab');
    await hand.send(page, /^Buy 0.1 ETH/u);
    await expect.poll(async () => (await rows('Orders')).map((row) => row['Type']), { timeout: SOON }).toContain('limit');
    await hand.kill(page);
    await page.getByRole('banner').getByText('HALTED').waitFor();
    await expect.poll(async () => (await rows('Orders')).map((row) => row['Type']), { timeout: SOON }).toEqual(['stop']);
    expect(await stops()).toMatchObject([{ Trigger: stop, State: 'working' }]);
    await picture('10-halted');
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('every fill is exported with all its digits', async () => {
    await page.evaluate(() => {
      const saved: string[] = [];
      Object.assign(globalThis, { saved });
      const make = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (object) => {
        if (object instanceof Blob) void object.text().then((text) => saved.push(text));
        return make(object);
      };
    });
    await hand.tab(page, 'Fills');
    const grid = panel(page, 'Fills').getByRole('grid');
    if (hand.name === 'keyboard alone') {
      await page.keyboard.press('Tab');
      for (let pressed = 0; pressed < 40; pressed += 1) {
        if (await grid.evaluate((element) => element.contains(document.activeElement))) break;
        await page.keyboard.press('Tab');
      }
    } else await grid.getByRole('row').nth(1).click();
    await page.keyboard.press('Control+Shift+e');
    const saved = () => page.evaluate(() => (globalThis as unknown as { saved: readonly string[] }).saved[0] ?? '');
    await expect.poll(saved, { timeout: SOON }).not.toBe('');
    const [head = '', ...written] = (await saved()).trimEnd().split('\n');
    const columns = head.split(',');
    const cell = (line: string, name: string) => line.split(',')[columns.indexOf(name)] ?? '';
    expect(written.length).toBeGreaterThanOrEqual(seen.length);
    for (const line of written) {
      const value = Decimal.parse(cell(line, 'price')).mul(Decimal.parse(cell(line, 'size')));
      expect(Decimal.parse(cell(line, 'value')).compare(value)).toBe(0);
    }
    expect(trade.problems).toEqual([]);
    expect(await trade.stop()).toBe(0);
  });
});

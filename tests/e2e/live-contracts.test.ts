import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FIRST_CUSTOMER } from '../venue/control/customer.ts';
import type { Command } from '../venue/control/commands.ts';
import type { VenueHouse } from '../venue/house/venue-house.ts';
import { credentialsAt, type Protocol, startProtocol } from '../venue/protocols.ts';
import type { StartedVenue } from '../venue/start-venue.ts';
import { buildLoopbackProgram } from './loopback-program.ts';
import { lookAt } from './picture-views.ts';
import { NO_WINDOW, type Program, startProgram, temporaryFolder } from './program.ts';
import { SOON, dockTab, fillTicket, panel, pressSend, readTexts, seconds, tableRows } from './trade-window.ts';

// The window with a perpetual of an account at an exchange on the loopback: armed at a leverage, sold short, turned, paid funding and closed.

const ACCOUNT = 'LIVE swaps';
const PERPETUAL = 'BTC/USDT:USDT';
const SHOWN: ReadonlySet<string> = new Set(['live-short', 'live-perpetual']);

const VENUES: readonly { readonly protocol: Protocol; readonly name: string; readonly passphrase: boolean }[] = [
  { protocol: 'okx', name: 'OKX', passphrase: true },
  { protocol: 'binance', name: 'Binance USD-M futures', passphrase: false },
];

describe.skipIf(NO_WINDOW !== null).each(VENUES)('a trader with a perpetual at $name', ({ protocol, name, passphrase: asked }) => {
  const folder = temporaryFolder();
  let venue: StartedVenue<VenueHouse>;
  let program: Program;
  let page: Page;

  // The documents show one of them.
  const shown = protocol === 'okx' ? SHOWN : new Set<string>();
  const rows = async (tab: string) => tableRows(await dockTab(page, tab));
  const atVenue = (command: Command) => venue.control.run(command);
  const top = () => page.getByRole('banner');

  beforeAll(async () => {
    venue = await startProtocol(protocol, { customers: [FIRST_CUSTOMER], stepMs: 100, symbols: 1, contracts: 1 });
    const entry = await buildLoopbackProgram(venue.address, join(folder.path, 'keychain.json'));
    program = await startProgram({ home: join(folder.path, 'home'), entry });
    ({ page } = program);
    page.setDefaultTimeout(SOON);
    await panel(page, 'Chart').getByRole('application').waitFor();
  }, seconds(60));
  let broken = false;
  beforeEach(({ skip }) => {
    skip(broken, 'The step before failed.');
  });
  afterEach(({ task }) => {
    broken ||= task.result?.state === 'fail';
  });
  afterAll(async () => {
    await program.stop();
    await venue.stop();
    folder.remove();
  });

  test('arms an account at a leverage, which is asked for where a perpetual is among the markets', async () => {
    const { key, secret, passphrase } = credentialsAt(protocol);
    await page.keyboard.press('Control+4');
    await page.getByRole('tab', { name: 'Accounts' }).click();
    const accounts = panel(page, 'Accounts');
    await accounts.getByRole('button', { name: 'Add account' }).last().click();
    const adding = page.getByRole('dialog');
    await adding.getByLabel('Name').fill('swaps');
    await adding.getByRole('button', { name: 'Exchange' }).click();
    await page.getByRole('option', { name: new RegExp(`^${name}`, 'u') }).click();
    await adding.getByRole('radio', { name: 'Real money' }).check({ force: true });
    await adding.getByLabel('API key').fill(key);
    await adding.getByLabel('Secret').fill(secret);
    if (asked) await adding.getByLabel('Passphrase').fill(passphrase ?? '');
    await adding.getByRole('button', { name: 'Seal and check' }).click();
    await accounts.getByRole('grid', { name: 'Accounts' }).getByRole('row', { name: /swaps/u }).getByText('read, trade').waitFor();
    await accounts.getByRole('button', { name: 'Trade with swaps' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Order value').waitFor();
    const leverage = dialog.getByLabel('Leverage of perpetuals');
    await dialog.getByLabel('Markets').fill('BTC/USDT');
    expect(await leverage.count()).toBe(0);
    await dialog.getByLabel('Markets').fill(PERPETUAL);
    await leverage.fill('0.5');
    await dialog.getByLabel('Type LIVE swaps').fill(ACCOUNT);
    await page.keyboard.press('Enter');
    await dialog.getByText('A number from 1 to what the exchange offers, such as 2.').waitFor();
    await leverage.fill('3');
    const loaded = page.waitForEvent('load');
    await page.keyboard.press('Enter');
    await loaded;
    await page.keyboard.press('Control+1');
    await panel(page, 'Chart').getByRole('application').waitFor();
    await top().getByText('Comparing with the exchange').waitFor({ state: 'detached' });
    const trader = [...venue.venue.exchange.state.accounts.values()].find(({ name }) => name === 'trader')!;
    expect(venue.venue.exchange.contracts.leverage(trader.id, PERPETUAL)).toBe(3);
  });

  const send = async (title: string): Promise<void> => {
    await pressSend(page, title);
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: title }).click();
    await question.waitFor({ state: 'detached' });
  };

  test('sells short: the ticket says so and what margin that takes, the position has its liquidation', async () => {
    const ticket = await fillTicket(page, { side: 'Sell', type: 'Market', size: '0.02' });
    await expect.poll(() => ticket.innerText(), { timeout: SOON }).toMatch(/short/iu);
    expect(await ticket.innerText()).toMatch(/margin/iu);
    await send(`Sell short 0.02 BTC - ${ACCOUNT}`);
    await expect.poll(() => rows('Positions'), { timeout: SOON }).toMatchObject([{ Side: expect.stringMatching(/short/iu) as string }]);
    const [row] = await rows('Positions');
    const [entry, liquidation] = [row!['Entry'], row!['Liquidation']].map((text) => Number(text?.replaceAll(/[^\d.]/gu, '')));
    expect(liquidation).toBeGreaterThan(entry!);
    if (protocol === 'okx') await lookAt(page, 'live-short', SHOWN);
  });

  test('reads mark, funding and the time to its next payment above the chart and in the card, and sees which of them is old', async () => {
    const facts = panel(page, 'Chart').locator('.chart-fact');
    const fact = async (label: string) =>
      (await facts
        .filter({ has: page.locator('dt', { hasText: label }) })
        .locator('dd')
        .textContent()) ?? '';
    expect((await facts.locator('dt').allTextContents()).slice(4)).toEqual(['Spread', 'Mark', 'Funding', 'Countdown', 'Bid', 'Ask']);
    atVenue({ do: 'mark', symbol: PERPETUAL, price: '60123.4' });
    atVenue({ do: 'tell funding', symbol: PERPETUAL, rate: '-0.000125' });
    await expect.poll(() => fact('Mark'), { timeout: SOON }).toBe('60,123.4');
    await expect.poll(() => fact('Funding'), { timeout: SOON }).toBe('−0.0125%');
    const left = async () => {
      const parts = (await fact('Countdown')).split(':').map(Number);
      return parts.reduce((sum, part) => sum * 60 + part, 0);
    };
    const [before, due] = [await left(), (secondsNow: number) => 28_800 - (secondsNow % 28_800)];
    expect(Math.abs(before - due(Date.now() / 1_000))).toBeLessThanOrEqual(10);
    await expect.poll(left, { timeout: SOON }).toBeLessThan(before);
    // Nothing beside it moves while it counts.
    const ask = facts.filter({ hasText: 'Ask' });
    await page.setViewportSize({ width: 1920, height: 1080 });
    const place = await ask.evaluate((element: HTMLElement) => element.offsetLeft);
    const at = await left();
    await expect.poll(left, { timeout: SOON }).toBeLessThan(at);
    expect(await ask.evaluate((element: HTMLElement) => element.offsetLeft)).toBe(place);
    await facts.filter({ hasText: 'Funding' }).hover();
    await page
      .getByRole('tooltip')
      // Of a payment of tomorrow the day is told.
      .filter({ hasText: /^Shorts pay longs 0\.0125% of a position’s value at (?:\d\d:\d\d:\d\d|\d+ \w+ \d\d:\d\d)\.$/u })
      .waitFor();
    // A smaller window drops them from the strip and has them in the card.
    const card = () => panel(page, 'Instrument').locator('.ui-fact').allInnerTexts();
    expect(await card()).toContainEqual(expect.stringMatching(/^Mark\s+60,123\.4$/u));
    // No minimum in money is told of a contract there: a lot is the least.
    if (protocol === 'okx') expect(await card()).toContainEqual(expect.stringMatching(/^Smallest order\s+0\.0001 BTC$/u));
    expect(await card()).toContainEqual(expect.stringMatching(/^Funding\s+−0\.0125% · (?:\d:)?\d?\d:\d\d$/u));
    await lookAt(page, 'live-perpetual', shown);
    // The window's clock is half a minute on: the mark is old then, and says so; a rate is told less often.
    const ages = () => panel(page, 'Chart').getByRole('img', { name: / old$/u });
    expect(await ages().count()).toBe(0);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.evaluate(() => {
      const { now } = Date;
      Date.now = () => now() + 30_000;
    });
    await ages().first().waitFor();
    expect(
      await facts
        .filter({ has: page.locator('[aria-label$=" old"]') })
        .locator('dt')
        .allTextContents(),
    ).toEqual(['Mark']);
    await panel(page, 'Instrument').getByRole('img', { name: / old$/u }).waitFor();
    await page.setViewportSize({ width: 1440, height: 900 });
    // Its name has room beside the ages in the heads, or is shortened.
    await expect
      .poll(async () => (await readTexts(page)).clipped.filter((text) => text.includes(PERPETUAL)), { timeout: SOON })
      .toEqual([]);
    const loaded = page.waitForEvent('load');
    await page.reload();
    await loaded;
    await expect.poll(() => fact('Mark'), { timeout: SOON }).toBe('60,123.4');
    expect(await ages().count()).toBe(0);
  });

  test('is paid funding, which is in the money, and goes on agreeing with the venue', async () => {
    const money = async () => (await rows('Balances')).find(({ Asset = '' }) => Asset.includes('USDT'))?.['Total'] ?? '';
    await expect.poll(money, { timeout: SOON }).toMatch(/\d/u);
    const before = await money();
    atVenue({ do: 'fund', symbol: PERPETUAL, rate: '0.01' });
    await expect.poll(money, { timeout: seconds(90) }).not.toBe(before);
    expect(await top().innerText()).not.toMatch(/differ/iu);
  });

  test('closes it, and is flat', async () => {
    const table = await dockTab(page, 'Positions');
    await table
      .getByRole('button', { name: /^Close/u })
      .first()
      .click();
    await page.getByRole('menuitem', { name: /^All, 0\.02/u }).click();
    await expect.poll(() => rows('Positions'), { timeout: SOON }).toEqual([]);
    const trader = [...venue.venue.exchange.state.accounts.values()].find(({ name }) => name === 'trader')!;
    expect(venue.venue.exchange.contracts.position(trader.id, PERPETUAL).size).toBe(0n);
  });
});

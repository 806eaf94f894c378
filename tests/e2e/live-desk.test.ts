import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import { openResearchStore } from '../../src-main/research-bars.ts';
import type { Timeframe } from '../../src-shared/domain/candle.ts';
import { unitsText } from '../venue/core/units.ts';
import { FIRST_CUSTOMER } from '../venue/control/customer.ts';
import type { Command } from '../venue/control/commands.ts';
import { type StartedVenue, startVenue } from '../venue/start-venue.ts';
import { buildLoopbackProgram } from './loopback-program.ts';
import { NO_WINDOW, type Program, startProgram, temporaryFolder } from './program.ts';
import { lookAt } from './picture-views.ts';
import {
  SOON,
  dockTab,
  expectAccessible,
  figure,
  fillTicket,
  panel,
  pressSend,
  seconds,
  seriousFindings,
  tableRows,
} from './trade-window.ts';

// The window with an account at a venue on the loopback: connected, armed, traded, its answers lost, stopped.

const ACCOUNT = 'LIVE main';
const SHOWN: ReadonlySet<string> = new Set(['live-accounts', 'live-arming', 'live-trade', 'live-in-doubt', 'live-venue']);
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string };

describe.skipIf(NO_WINDOW !== null)('a trader with an account at an exchange', () => {
  const folder = temporaryFolder();
  let venue: StartedVenue;
  let program: Program;
  let page: Page;

  const rows = async (tab: string) => tableRows(await dockTab(page, tab));
  const top = () => page.getByRole('banner');
  const atVenue = (command: Command) => venue.control.run(command);
  const venueOrders = () =>
    (venue.control.look() as { accounts: { orders: { status: string; side: string }[] }[] }).accounts[0]!.orders.map(
      ({ side, status }) => `${side} ${status}`,
    );

  beforeAll(async () => {
    venue = await startVenue({ customers: [FIRST_CUSTOMER], stepMs: 100, symbols: 2 });
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

  test('connects an account: its key is sealed and the venue says what it may do', async () => {
    await page.keyboard.press('Control+4');
    await page.getByRole('tab', { name: 'Accounts' }).click();
    const accounts = panel(page, 'Accounts');
    await accounts.getByRole('button', { name: 'Add account' }).last().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('main');
    await dialog.getByRole('radio', { name: 'Real money' }).check({ force: true });
    await dialog.getByLabel('API key').fill(FIRST_CUSTOMER.key);
    await dialog.getByLabel('Secret').fill(FIRST_CUSTOMER.secret);
    await dialog.getByRole('button', { name: 'Seal and check' }).click();
    const row = accounts.getByRole('grid', { name: 'Accounts' }).getByRole('row', { name: /main/u });
    await row.getByText('read, trade').waitFor();
    expect(await row.innerText()).toMatch(/main\s+Binance\s+LIVE/u);
    await page.getByRole('button', { name: 'hosts contacted 1' }).waitFor();
    await lookAt(page, 'live-accounts', SHOWN);
  });

  test('arms it with words that are typed, by the keyboard alone', async () => {
    await panel(page, 'Accounts').getByRole('button', { name: 'Trade with main' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Order value').waitFor();
    expect(await dialog.innerText()).toContain('read, trade');
    await lookAt(page, 'live-arming', SHOWN);
    await dialog.getByLabel('Markets').fill('BTC/USDT, ETH/USDT');
    await dialog.getByLabel('Type LIVE main').fill('live main');
    await page.keyboard.press('Enter');
    await dialog.getByText('Type LIVE main exactly.').waitFor();
    await dialog.getByLabel('Type LIVE main').fill('LIVE main');
    const loaded = page.waitForEvent('load');
    await page.keyboard.press('Enter');
    await loaded;
    await top()
      .getByText(/^LIVE\s*main$/u)
      .waitFor();
    await page.keyboard.press('Control+1');
    await panel(page, 'Chart').getByRole('application').waitFor();
    // Ledger and venue are compared first; then nothing keeps the account from opening.
    await top().getByText('Comparing with the exchange').waitFor({ state: 'detached' });
    expect(await top().getByRole('button', { name: 'Kill switch LIVE' }).count()).toBe(1);
    await expect.poll(async () => (await dockTab(page, 'Balances')).innerText(), { timeout: SOON }).toContain('100,000');
  });

  const rest = async (size: string, price: string): Promise<void> => {
    const title = `Buy ${size} BTC - ${ACCOUNT}`;
    await fillTicket(page, { side: 'Buy', type: 'Limit', price, size });
    await pressSend(page, title);
    const question = page.getByRole('alertdialog');
    expect(await question.innerText()).toContain(`on ${ACCOUNT}.`);
    await question.getByRole('button', { name: title }).click();
    await question.waitFor({ state: 'detached' });
  };

  test('trades it: the account stands in the ticket, its button, the question, the tables and at the venue', async () => {
    expect(
      await panel(page, 'Order')
        .getByRole('button', { name: `Account: ${ACCOUNT}` })
        .count(),
    ).toBe(1);
    await rest('0.01', '30000');
    await expect.poll(() => rows('Orders'), { timeout: SOON }).toMatchObject([{ Side: 'Buy', Size: '0.01000', State: 'working' }]);
    expect(venueOrders()).toEqual(['BUY NEW']);
    await lookAt(page, 'live-trade', SHOWN);
  });

  /** Price and size of each level of a side as the Book panel shows them, the best first. */
  const shownSide = async (side: 'Asks' | 'Bids'): Promise<readonly (readonly number[])[]> => {
    const rows = await panel(page, 'Book').getByRole('rowgroup', { name: side }).getByRole('row').all();
    const levels = await Promise.all(rows.map(async (row) => (await row.getByRole('cell').allInnerTexts()).slice(0, 2).map(figure)));
    return side === 'Asks' ? levels.toReversed() : levels;
  };
  const booksHeard = () => venue.venue.hub.names.filter((name) => name.includes('@depth'));
  const look = (symbol: string) => panel(page, 'Watchlist').getByRole('option', { name: symbol }).click();

  test('shows the venue’s book of the market that is looked at, and hears no other', async () => {
    await expect.poll(booksHeard, { timeout: SOON }).toEqual(['btcusdt@depth@100ms']);
    atVenue({ do: 'walk', stepMs: 0 });
    const { bids, asks } = venue.venue.exchange.state.markets.get('BTCUSDT')!;
    const atVenueNow = (side: typeof bids, count: number) =>
      side.top(count).map(({ price, total }) => [price, total].map((each) => Number(unitsText(each))));
    // The panel shows as many ticks behind the best as its rows reach: behind the two best there is more.
    const beside = async () => ({
      shown: [(await shownSide('Asks')).slice(0, 2), (await shownSide('Bids')).slice(0, 2)],
      there: [atVenueNow(asks, 2), atVenueNow(bids, 2)],
    });
    await expect
      .poll(async () => beside().then(({ shown, there }) => JSON.stringify(shown) === JSON.stringify(there)), { timeout: SOON })
      .toBe(true);
    expect((await beside()).shown[0]).not.toHaveLength(0);
    atVenue({ do: 'walk', stepMs: 100 });
    await look('ETH/USDT');
    await expect.poll(booksHeard, { timeout: SOON }).toEqual(['ethusdt@depth@100ms']);
    await look('BTC/USDT');
    await expect.poll(booksHeard, { timeout: SOON }).toEqual(['btcusdt@depth@100ms']);
    await expect.poll(async () => (await shownSide('Bids')).length, { timeout: SOON }).toBeGreaterThan(1);
  });

  test('says that the book is stale when a change is missing: nothing opens until the whole book is there again', async () => {
    // In the head of the Book panel, which stands in its tab strip.
    const stale = page.getByText(/^\d+ s old$/u);
    await expect.poll(() => stale.count(), { timeout: SOON }).toBe(0);
    atVenue({ do: 'add fault', rule: { surface: 'rest', endpoint: 'GET /api/v3/depth', times: 1_000, fault: { kind: 'lose request' } } });
    atVenue({ do: 'add fault', rule: { surface: 'stream', endpoint: 'btcusdt@depth@100ms', fault: { kind: 'drop' } } });
    await stale.waitFor();
    // What it was last stays to be seen.
    expect((await shownSide('Bids')).length).toBeGreaterThan(1);
    await fillTicket(page, { side: 'Buy', type: 'Market', size: '0.01' });
    await panel(page, 'Order').getByText('the book is not known').waitFor();
    await expectAccessible(page, 'a stale book');
    atVenue({ do: 'clear faults' });
    await stale.waitFor({ state: 'detached' });
    await panel(page, 'Order').getByText('the book is not known').waitFor({ state: 'detached' });
  });

  test('sees an order in doubt whose answer was lost, and sees it proven', async () => {
    atVenue({ do: 'add fault', rule: { surface: 'rest', endpoint: 'POST /api/v3/order', fault: { kind: 'lose reply' } } });
    // From then on no question about orders gets through, and the venue tells nothing of the account by itself.
    for (const endpoint of ['order', 'openOrders', 'allOrders', 'myTrades', 'account'])
      atVenue({
        do: 'add fault',
        rule: { surface: 'rest', endpoint: `GET /api/v3/${endpoint}`, times: 10_000, fault: { kind: 'lose request' } },
      });
    atVenue({ do: 'add fault', rule: { surface: 'user', times: 10_000, fault: { kind: 'drop' } } });
    await rest('0.02', '29000');
    // In doubt: the column says that the venue is being asked.
    const states = async () => (await rows('Orders')).map(({ Size, State }) => `${Size} ${State}`);
    await expect.poll(states, { timeout: SOON }).toContainEqual(expect.stringMatching(/^0\.02000 Checking/u));
    await lookAt(page, 'live-in-doubt', SHOWN);
    await page.keyboard.press('Control+4');
    await page.getByRole('tab', { name: 'Venue' }).click();
    await page.getByText('main at Binance').first().waitFor();
    await panel(page, 'Venue').getByText('Orders in doubt now').waitFor();
    await lookAt(page, 'live-venue', SHOWN);
    await page.keyboard.press('Control+1');
    atVenue({ do: 'clear faults' });
    await expect.poll(states, { timeout: SOON }).toContainEqual('0.02000 working');
    expect(venueOrders()).toEqual(['BUY NEW', 'BUY NEW']);
    await top().getByText('Comparing with the exchange').waitFor({ state: 'detached' });
  });

  test('takes over what was bought elsewhere', async () => {
    atVenue({ do: 'trade elsewhere', account: 'trader', symbol: 'ETHUSDT', side: 'BUY', quantity: '0.5' });
    // It may take several levels of the book.
    const origins = async () => [
      ...new Set((await rows('Fills')).map(({ Instrument, Origin }) => `${Instrument?.split(' ')[0]} ${Origin}`)),
    ];
    await expect.poll(origins, { timeout: SOON }).toEqual(['ETH/USDT elsewhere']);
    await expect.poll(async () => (await dockTab(page, 'Positions')).innerText(), { timeout: SOON }).toContain('ETH/USDT');
  });

  test('is stopped by a circuit breaker and armed again by a person', async () => {
    await dockTab(page, 'Risk');
    await page.getByRole('button', { name: 'Protections' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^Breaker to add: /u }).click();
    await page.getByRole('option', { name: 'Rejected orders' }).click();
    await dialog.getByRole('button', { name: 'Add: Breaker to add' }).click();
    const breaker = dialog.getByRole('group', { name: 'Breaker 1, Rejected orders' });
    await breaker.getByRole('textbox', { name: /^Events/u }).fill('1');
    await breaker.getByRole('textbox', { name: /^Beyond/u }).fill('10');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    atVenue({ do: 'allow trading', account: 'trader', allowed: false });
    await rest('0.03', '28000');
    await top().getByText('REDUCING').waitFor();
    atVenue({ do: 'allow trading', account: 'trader', allowed: true });
    await top()
      .getByRole('button', { name: /^Trading state/u })
      .click();
    await page.getByRole('menuitem', { name: 'Start trading again' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Start trading again' }).click();
    await top().getByText('ACTIVE').waitFor();
  });

  test('begins a strategy that the overfit gate vouches for, and no other', async () => {
    await dockTab(page, 'Strategies');
    await page.getByRole('button', { name: 'Start a strategy' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: /^Strategy:/u }).click();
    await page.getByRole('option', { name: 'buy-and-hold' }).click();
    const start = form.getByRole('button', { name: 'Start buy-and-hold' });
    await start.click();
    const refused = form.getByText(/Nothing was started or changed\./u);
    await refused.waitFor();
    const said =
      /buy-and-hold on (?<instrument>\S+), (?<timeframe>\w+): the overfit gate has never judged it\..*Luck or edge.*main again/su.exec(
        await refused.innerText(),
      );
    const { instrument = '', timeframe = '' } = said?.groups ?? {};
    expect(instrument).toMatch(/^(?:BTC|ETH)\/USDT\.BINANCE$/u);
    // It is judged meanwhile.
    const store = openResearchStore(join(folder.path, 'home'));
    const family = { strategy: 'buy-and-hold', instrument, timeframe: timeframe as Timeframe, data: 'ab' };
    const judged = { at: Date.now(), family, parameters: {}, strategyHash: null, engine: version, passed: true };
    store.addVerdict({ ...judged, sentence: '', tries: 0, from: 0, to: 1 });
    store.close();
    await start.click();
    await form.waitFor({ state: 'detached' });
    await expect.poll(async () => (await dockTab(page, 'Strategies')).innerText(), { timeout: SOON }).toContain('buy-and-hold');
  });

  test('stops: what could open is cancelled at the venue, and paper goes on', async () => {
    await top().getByRole('button', { name: 'Stop', exact: true }).click();
    const question = page.getByRole('alertdialog');
    expect(await seriousFindings(page), 'stopping').toEqual([]);
    const loaded = page.waitForEvent('load');
    await question.getByRole('button', { name: `Stop ${ACCOUNT}` }).click();
    await loaded;
    await top().getByText('PAPER').waitFor();
    expect(venueOrders().filter((order) => order === 'BUY NEW')).toEqual([]);
    await panel(page, 'Chart').getByRole('application').waitFor();
  });

  test('stands beside its backtest afterwards, what was made elsewhere named', async () => {
    await page.keyboard.press('Control+2');
    await page.getByRole('tab', { name: 'Sessions' }).click();
    const sessions = panel(page, 'Sessions');
    const live = sessions.getByRole('row').filter({ hasText: 'LIVE' });
    await live.getByRole('button', { name: /^Compare session/u }).click();
    const causes = sessions.getByRole('grid', { name: 'Causes' });
    await causes.getByText('Exactly the sum').waitFor();
    const trades = await tableRows(sessions.getByRole('grid', { name: 'Trades beside their backtest' }));
    expect(trades.map(({ Origin, Mostly }) => `${Origin} ${Mostly}`)).toContain('elsewhere Extra');
    expect(await causes.getByRole('row', { name: /^Residual/u }).innerText()).toContain('0.00');
  });
});

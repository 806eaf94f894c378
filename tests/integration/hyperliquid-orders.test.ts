import { afterEach, beforeEach, expect, test } from 'vitest';
import { CcxtOrders } from '../../src-main/adapters/exchange-ccxt/ccxt-orders.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { VenueHealth, VenueMessage, VenueOrder } from '../../src-main/ports/venue-orders.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { addressOf } from '../venue/address-of.ts';
import type { HyperliquidVenue } from '../venue/hyperliquid/hyperliquid-venue.ts';
import { credentialsAt } from '../venue/protocols.ts';
import { startHyperliquidVenue } from '../venue/start-venue.ts';
import { ENDPOINTS, MARKET_ORDER, SYMBOL, Trading, idOf } from './fixtures/trading.ts';

const { place: PLACE, cancel: CANCEL, open: OPEN } = ENDPOINTS.hyperliquid;
const BOOK = 'POST /info l2Book';

let at: Trading;
beforeEach(async () => {
  at = await Trading.within('hyperliquid');
  await at.until(() => health()?.state === 'pushed');
});
afterEach(() => at.close());

const health = (): VenueHealth | undefined => at.heard.flatMap((message) => (message.kind === 'health' ? [message.health] : [])).at(-1);
const ask = (order: Pick<VenueOrder, 'id'>) =>
  at.ask({ kind: 'ask', id: order.id, venueId: null, symbol: SYMBOL, since: at.clock!.now() }, 'found', 'absent', 'unanswered');
const look = (since: number) => at.ask({ kind: 'look', number: 1, symbols: [SYMBOL], since }, 'looked', 'look-failed');

interface Sent {
  readonly action: { readonly type: string; readonly orders?: readonly Readonly<Record<string, unknown>>[] };
  readonly nonce: number;
  readonly expiresAfter?: number;
}

/** What the venue was sent, as it came. */
const sentTo = (endpoint: string): readonly Sent[] => at.venue.log.of(endpoint).map(({ params }) => JSON.parse(params['body']!) as Sent);

/** Sends a body as it is and answers what the venue says. */
function say(body: unknown): Promise<string> {
  return new Promise((resolve) => {
    const request = { verb: 'POST', path: '/exchange', query: '', body: JSON.stringify(body), headers: {}, ip: '' };
    at.venue.request(
      request,
      (reply) => resolve(reply.body),
      () => resolve('cut'),
    );
  });
}

test('an order is taken for ten seconds after its signing and never later, which asking proves', async () => {
  at.venue.faults.add({ surface: 'rest', endpoint: PLACE, fault: { kind: 'delay request', ms: 9_000 } });
  expect(await at.place(at.order())).toMatchObject({ kind: 'placed' });
  at.venue.faults.add({ surface: 'rest', endpoint: PLACE, fault: { kind: 'delay request', ms: 10_100 } });
  const late = at.order();
  const told = await at.place(late);
  const signedAt = told.kind === 'unknown' ? told.signedAt! : 0;
  await at.settle(1_000);
  const asked = await ask(late);
  expect(asked).toMatchObject({ kind: 'absent', id: late.id });
  expect(asked.kind === 'absent' ? asked.time : 0).toBeGreaterThan(signedAt + 10_000);
  expect(at.standing).toHaveLength(1);
  for (const { nonce, expiresAfter } of sentTo(PLACE)) expect(expiresAfter).toBe(nonce + 10_000);
});

test("a venue's clock that moves is measured again within a minute; until then nothing stands there", async () => {
  at.control.run({ do: 'set clock', offsetMs: 120_000 });
  expect(await at.place(at.order())).toMatchObject({ kind: 'unknown' });
  expect(at.standing).toEqual([]);
  await at.until(() => Math.abs(health()!.clockOffsetMs! - 120_000) < 100);
  expect(await at.place(at.order())).toMatchObject({ kind: 'placed' });
});

test('a market order is a limit that takes what is there at once, five per cent beyond the best price at most', async () => {
  const { bids, asks } = at.venue.exchange.state.market('BTCUSDT');
  // 60,000.01 and 59,999.99, or near it: five figures of a price of that size are whole.
  const near = (price: bigint, factor: bigint) => (price * factor) / 100n / 100_000_000n;
  const [most, least] = [near(asks.top(1)[0]!.price, 105n), near(bids.top(1)[0]!.price, 95n) + 1n];
  const [buy, sell] = [at.order(MARKET_ORDER), at.order({ ...MARKET_ORDER, side: 'sell' })];
  expect(await at.place(buy)).toMatchObject({ kind: 'placed' });
  expect(await at.place(sell)).toMatchObject({ kind: 'placed' });
  expect(at.standing).toMatchObject([
    { status: 'FILLED', type: 'LIMIT', timeInForce: 'IOC' },
    { status: 'FILLED', type: 'LIMIT', timeInForce: 'IOC' },
  ]);
  expect(sentTo(PLACE).map(({ action }) => action.orders?.[0]?.['p'])).toEqual([String(most), String(least)]);
  expect(await ask(buy)).toMatchObject({ kind: 'found', order: { state: 'filled', type: 'limit', filled: '0.01', price: String(most) } });
});

test('an amount of money buys what it reaches for at the worst price, and never more', async () => {
  // 60,012 × 1.01 = 60,612.12, of which five figures are whole; 300.123456789 buys 0.0049515… there.
  expect(at.venue.exchange.state.market('BTCUSDT').asks.top(1)[0]!.price).toBe(6_001_200_000_000n);
  const order = at.order({ ...MARKET_ORDER, size: null, quoteAmount: '300.123456789' });
  expect(await at.place(order)).toMatchObject({ kind: 'placed' });
  expect(sentTo(PLACE)[0]!.action.orders?.[0]).toMatchObject({ p: '60612', s: '0.00495' });
  expect(at.standing).toMatchObject([{ status: 'FILLED', executed: 495_000n }]);
  expect(await ask(order)).toMatchObject({ kind: 'found', order: { state: 'filled', size: '0.00495', filled: '0.00495' } });
  expect(await at.place(at.order({ ...MARKET_ORDER, size: null, quoteAmount: '0.5' }))).toMatchObject({
    kind: 'unsent',
    problem: expect.stringContaining('buys less than 0.00001') as string,
  });
  expect(await at.place(at.order({ ...MARKET_ORDER, side: 'sell', size: null, quoteAmount: '300' }))).toMatchObject({ kind: 'unsent' });
  expect(sentTo(PLACE)).toHaveLength(1);
});

test('a market order for which no price is told is not sent', async () => {
  const answer = { kind: 'answer', status: 200, body: '{"coin":"@0","time":1,"levels":[[],[]]}', carriedOut: false } as const;
  at.venue.faults.add({ surface: 'rest', endpoint: BOOK, fault: answer });
  expect(await at.place(at.order(MARKET_ORDER))).toMatchObject({
    kind: 'unsent',
    problem: expect.stringContaining('nobody is there') as string,
  });
  at.venue.faults.clear();
  at.venue.faults.add({ surface: 'rest', endpoint: BOOK, fault: { kind: 'lose reply' } });
  expect(await at.place(at.order(MARKET_ORDER))).toMatchObject({ kind: 'unsent' });
  expect([at.standing, sentTo(PLACE)]).toEqual([[], []]);
});

test('what takes at once and finds nothing is refused, and nothing of it stands', async () => {
  const order = at.order({ timeInForce: 'ioc' });
  expect(await at.place(order)).toMatchObject({ kind: 'refused', reason: 'ioc' });
  expect(await ask(order)).toMatchObject({ kind: 'found', order: { state: 'rejected', filled: '0' }, fills: [] });
});

test('one that takes a part of what it wants has ended with that part', async () => {
  at.venue.faults.add({ surface: 'rest', endpoint: PLACE, fault: { kind: 'partial fill', percent: 40 } });
  const order = at.order({ price: '60100', timeInForce: 'ioc' });
  expect(await at.place(order)).toMatchObject({ kind: 'placed' });
  expect(await ask(order)).toMatchObject({ kind: 'found', order: { state: 'cancelled', size: '0.01', filled: '0.004' } });
});

test('a price of more than five figures is not sent, unless it is a whole number', async () => {
  for (const price of ['59000.5', '59000.001', '1234.56'])
    expect(await at.place(at.order({ price }))).toMatchObject({
      kind: 'unsent',
      problem: expect.stringContaining('significant figures: Hyperliquid takes 5 at most') as string,
    });
  expect(sentTo(PLACE)).toEqual([]);
  for (const price of ['59000', '59000.000', '59001']) expect(await at.place(at.order({ price }))).toMatchObject({ kind: 'placed' });
  expect(await at.place(at.order({ price: '100001', side: 'sell' }))).toMatchObject({ kind: 'placed' });
  expect(sentTo(PLACE).map(({ action }) => action.orders?.[0]?.['p'])).toEqual(['59000', '59000', '59001', '100001']);
});

test('what was signed is what is taken: another byte is somebody else’s, and the same once more is refused', async () => {
  await at.place(at.order());
  const [sent] = sentTo(PLACE);
  expect(await say(sent)).toContain('duplicate nonce');
  for (const other of [{ nonce: sent!.nonce + 1 }, { expiresAfter: sent!.expiresAfter! + 1 }])
    expect(await say({ ...sent, ...other })).toMatch(/User or API Wallet 0x[0-9a-f]{40} does not exist|Unable to recover/u);
  const [order] = sent!.action.orders!;
  expect(await say({ ...sent, action: { ...sent!.action, orders: [{ ...order, s: '0.02' }] } })).toMatch(
    /does not exist|Unable to recover/u,
  );
  expect(at.standing).toHaveLength(1);
});

test('each number is used once, however fast they come, and nothing is ever signed but what was asked for', async () => {
  const orders = [at.order(), at.order(), at.order()];
  for (const order of orders) at.orders.send({ kind: 'place', order });
  await at.until(() => at.heard.filter(({ kind }) => kind === 'placed').length === 3);
  await at.ask({ kind: 'cancel', id: orders[0]!.id, venueId: null, symbol: SYMBOL }, 'cancel-taken');
  await at.ask({ kind: 'keep-alive', ms: 60_000 }, 'kept-alive');
  const nonces = [PLACE, CANCEL, 'POST /exchange scheduleCancel'].flatMap((endpoint) => sentTo(endpoint).map(({ nonce }) => nonce));
  expect([nonces.length, new Set(nonces).size]).toEqual([5, 5]);
  const actions = at.venue.log.all().filter(({ endpoint }) => endpoint.startsWith('POST /exchange'));
  expect(actions).toHaveLength(5);
  // The library itself would have a fee of its own approved.
  expect(actions.filter(({ params }) => /builder|referrer|vault/iu.test(params['body']!))).toEqual([]);
});

test('an account with more fills than a page is read whole', async () => {
  const from = at.clock!.now();
  const trade = { do: 'trade elsewhere', account: 'trader', symbol: 'BTCUSDT', quantity: '0.001' } as const;
  for (let made = 0; made < 1_203; made += 1) {
    at.control.run({ ...trade, side: made % 2 === 0 ? 'BUY' : 'SELL' });
    if (made % 7 === 0) at.clock!.pass(1);
  }
  const looked = await look(from);
  const fills = looked.kind === 'looked' ? looked.account.fills : [];
  const truth = at.venue.exchange.state.fillsOf(at.trader);
  expect([fills.length, new Set(fills.map(({ tradeId }) => tradeId)).size]).toEqual([truth.length, truth.length]);
  expect(at.venue.log.of(ENDPOINTS.hyperliquid.trades).length).toBeGreaterThan(2);
});

test('orders that reach back further than the venue tells leave an order unanswered, never absent', async () => {
  const rows = Array.from({ length: 2_000 }, (_, place) => ({
    order: {
      ...{ coin: '@0', side: 'B', limitPx: '59000.0', sz: '0.01', origSz: '0.01', oid: place, cloid: null, timestamp: at.clock!.now() },
      ...{ orderType: 'Limit', triggerPx: '0.0' },
    },
    status: 'canceled',
    statusTimestamp: at.clock!.now(),
  }));
  const told = (body: unknown) => ({ kind: 'answer', status: 200, body: JSON.stringify(body), carriedOut: false }) as const;
  const endpoint = ENDPOINTS.hyperliquid.closed;
  at.venue.faults.add({ surface: 'rest', endpoint, fault: told(rows) });
  expect(await ask({ id: idOf(99) })).toMatchObject({
    kind: 'unanswered',
    problem: expect.stringContaining('do not reach back') as string,
  });
  at.venue.faults.clear();
  at.venue.faults.add({ surface: 'rest', endpoint, fault: told(rows.slice(1)) });
  expect(await ask({ id: idOf(99) })).toMatchObject({ kind: 'absent' });
});

test('what the account has in perpetuals is not looked at', async () => {
  const perpetual = { coin: 'ETH', side: 'B', limitPx: '2000.0', sz: '0.1', origSz: '0.1', oid: 77, timestamp: 1, orderType: 'Limit' };
  const body = JSON.stringify([perpetual]);
  at.venue.faults.add({ surface: 'rest', endpoint: OPEN, fault: { kind: 'answer', status: 200, body, carriedOut: false } });
  expect(await look(0)).toMatchObject({ kind: 'looked', account: { openOrders: [] } });
});

test('the dead man’s switch holds for six seconds at least, and says where the account has not earned it', async () => {
  const keep = async (ms: number) => (await at.ask({ kind: 'keep-alive', ms }, 'kept-alive')).until! - at.clock!.now();
  expect(Math.abs((await keep(3_000)) - 6_000)).toBeLessThan(1_000);
  expect(Math.abs((await keep(60_000)) - 60_000)).toBeLessThan(1_000);
  const venue = at.venue as HyperliquidVenue;
  expect(venue.desk.deadMan.strikesAt(at.trader)).not.toBeNull();
  venue.switchVolume = 1_000_000;
  expect(await at.ask({ kind: 'keep-alive', ms: 60_000 }, 'kept-alive')).toMatchObject({
    until: null,
    problem: expect.stringContaining('until enough volume traded') as string,
  });
  // Whoever has not earned it is told so without another request, for an hour: an account may make so many only.
  const asked = () => sentTo('POST /exchange scheduleCancel').length;
  const before = asked();
  expect(await at.ask({ kind: 'keep-alive', ms: 60_000 }, 'kept-alive')).toMatchObject({
    until: null,
    problem: expect.stringContaining('until enough volume traded') as string,
  });
  expect(await at.ask({ kind: 'keep-alive', ms: 0 }, 'kept-alive')).toEqual({ kind: 'kept-alive', until: null, problem: null });
  expect(asked()).toBe(before);
  venue.switchVolume = 0;
  at.clock!.pass(3_600_000);
  await at.settle(1_000);
  expect((await keep(60_000)) > 0).toBe(true);
  expect(asked()).toBe(before + 1);
});

test('the test network takes what was signed for it, and what was signed for money is nobody’s there', async () => {
  const started = await startHyperliquidVenue({ symbols: 1, pastMinutes: 5, testNetwork: true });
  const to = { address: addressOf(started), clock: new SystemClock(), random: new Sfc32(1), timeoutMs: 2_000 };
  const opened = await Promise.all(
    [true, false].map((sandbox) => CcxtOrders.open('hyperliquid', credentialsAt('hyperliquid'), { ...to, sandbox })),
  );
  const placed = (orders: CcxtOrders, order: VenueOrder) =>
    new Promise<VenueMessage>((resolve) => {
      orders.listen((message) => {
        if (['placed', 'refused', 'unsent', 'unknown'].includes(message.kind)) resolve(message);
      });
      orders.send({ kind: 'place', order });
    });
  try {
    expect(await Promise.all(opened.map((orders) => placed(orders, at.order())))).toMatchObject([
      { kind: 'placed' },
      { kind: 'refused', problem: expect.stringContaining('does not exist') as string },
    ]);
  } finally {
    await Promise.all(opened.map((orders) => orders.close()));
    await started.stop();
  }
});

test('what is no address and no private key is refused before anything is asked', async () => {
  const to = { sandbox: false, address: (url: string) => url, clock: at.clock!, random: new Sfc32(1) };
  const { key, secret, passphrase } = credentialsAt('hyperliquid');
  for (const wrong of [{ key: key.slice(1) }, { secret: secret.slice(0, -1) }, { key: secret, secret: key }])
    await expect(CcxtOrders.open('hyperliquid', { key, secret, passphrase, ...wrong }, to)).rejects.toMatchObject({
      code: 'account.credentials',
    });
});

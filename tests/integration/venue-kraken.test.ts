import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CcxtOrder, type CcxtVenue, call, ccxtAt, refusalOf } from '../venue/ccxt-at.ts';
import { VenueControl } from '../venue/control/control.ts';
import { FIRST_CUSTOMER, addCustomer } from '../venue/control/customer.ts';
import { KrakenVenue, type KrakenVenueOptions } from '../venue/kraken/kraken-venue.ts';
import { signature } from '../venue/kraken/kraken-keys.ts';
import { type StartedVenue, startKrakenVenue } from '../venue/start-venue.ts';
import { NOON } from '../venue/simulated-venue.ts';
import { SteppedClock } from '../support/stepped-clock.ts';

const MARKET = 'BTC/USDT';
const BUY = { pair: 'XBTUSDT', type: 'buy', ordertype: 'limit', price: '59000', volume: '0.01' };

test('the published signature is right', () => {
  const secret = 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==';
  const body = 'nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25';
  expect(signature('/0/private/AddOrder', '1616492376594', body, secret).toString('base64')).toBe(
    '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==',
  );
});

describe('without a network', () => {
  let clock: SteppedClock;
  let venue: KrakenVenue;
  let control: VenueControl;
  let nonce: number;
  let trader: number;
  beforeEach(() => open());

  function open(options: Partial<KrakenVenueOptions> = {}): void {
    clock = new SteppedClock(NOON);
    venue = new KrakenVenue({ seed: 1, symbols: 2, pastMinutes: 5, ...options, clock });
    trader = addCustomer(venue, FIRST_CUSTOMER).id;
    control = new VenueControl(venue);
    nonce = 1;
  }

  function ask(
    name: string,
    values: Record<string, string> = {},
    keys: { key?: string; secret?: string; nonce?: number } = {},
  ): { error: string[]; result: Record<string, unknown> } {
    const number = String(keys.nonce ?? (nonce += 1));
    const path = `/0/private/${name}`;
    const body = new URLSearchParams({ nonce: number, ...values }).toString();
    const sign = signature(path, number, body, keys.secret ?? FIRST_CUSTOMER.secret).toString('base64');
    let text = '';
    const headers = { 'api-key': keys.key ?? FIRST_CUSTOMER.key, 'api-sign': sign };
    venue.request(
      { verb: 'POST', path, query: '', body, headers, ip: '' },
      (reply) => (text = reply.body),
      () => (text = '{"error":["cut"]}'),
    );
    return JSON.parse(text) as { error: string[]; result: Record<string, unknown> };
  }

  function socket(): { readonly texts: string[]; readonly say: (message: unknown) => void } {
    const texts: string[] = [];
    const wire = { send: (text: string) => void texts.push(text), ping: () => undefined, close: () => undefined, cut: () => undefined };
    const session = venue.connect({ path: '/v2', query: '', ip: '' }, wire);
    return { texts, say: (message) => session.receive(JSON.stringify(message)) };
  }

  test("the dead man's switch: armed, armed again, silent, and the orders are gone", () => {
    ask('AddOrder', BUY);
    ask('AddOrder', { ...BUY, price: '58000' });
    const open = () => Object.keys(ask('OpenOrders').result['open'] as object).length;
    expect(ask('CancelAllOrdersAfter', { timeout: '60' }).result).toEqual({
      currentTime: '2026-05-05T12:00:00.000000Z',
      triggerTime: '2026-05-05T12:01:00.000000Z',
    });
    clock.pass(59_000);
    ask('CancelAllOrdersAfter', { timeout: '60' });
    clock.pass(59_999);
    expect(open()).toBe(2);
    clock.pass(1);
    expect(open()).toBe(0);
    ask('AddOrder', BUY);
    ask('CancelAllOrdersAfter', { timeout: '60' });
    expect(ask('CancelAllOrdersAfter', { timeout: '0' }).result['triggerTime']).toBe('0');
    clock.pass(120_000);
    expect(open()).toBe(1);
  });

  test.each([
    ['an unknown key', 'EAPI:Invalid key', () => ask('BalanceEx', {}, { key: 'none' })],
    ['a wrong secret', 'EAPI:Invalid signature', () => ask('BalanceEx', {}, { secret: 'AAAA' })],
    ['a number that did not grow', 'EAPI:Invalid nonce', () => (ask('BalanceEx', {}, { nonce: 50 }), ask('BalanceEx', {}, { nonce: 50 }))],
    ['no such call', 'EGeneral:Unknown method', () => ask('Fly')],
    ['no such pair', 'EQuery:Unknown asset pair', () => ask('AddOrder', { ...BUY, pair: 'NOPE' })],
    ['too little money', 'EOrder:Insufficient funds', () => ask('AddOrder', { ...BUY, volume: '5' })],
    ['too small', 'EOrder:Order minimum not met', () => ask('AddOrder', { ...BUY, volume: '0.000001' })],
    ['too cheap', 'EOrder:Cost minimum not met', () => ask('AddOrder', { ...BUY, volume: '0.00002' })],
    ['off the tick', 'EOrder:Tick size check failed', () => ask('AddOrder', { ...BUY, price: '59000.001' })],
    ['a maker that would take', 'EOrder:Post only order', () => ask('AddOrder', { ...BUY, price: '61000', oflags: 'post' })],
    [
      'a time that it names itself and that is over',
      'EService:Deadline elapsed',
      () => ask('AddOrder', { ...BUY, deadline: '2026-05-05T11:59:59.999Z' }),
    ],
    ['an order that is not there', 'EOrder:Unknown order', () => ask('CancelOrder', { txid: 'OAAAAA-AAAAA-AAAAAA' })],
    [
      'an id that is open',
      'EGeneral:Invalid arguments:cl_ord_id',
      () => (ask('AddOrder', { ...BUY, cl_ord_id: 'one' }), ask('AddOrder', { ...BUY, cl_ord_id: 'one' })),
    ],
  ])('%s: %s', (_what, error, act) => {
    expect(act().error).toEqual([error]);
  });

  test('a key that calls too often waits, and gains back a call in two seconds', () => {
    for (let i = 0; i < 20; i += 1) expect(ask('BalanceEx').error).toEqual([]);
    expect(ask('BalanceEx').error).toEqual(['EAPI:Rate limit exceeded']);
    expect(ask('AddOrder', BUY).error).toEqual(['EAPI:Rate limit exceeded']);
    clock.pass(4_000);
    expect(ask('BalanceEx').error).toEqual([]);
  });

  test('commissions are paid in money by both sides, and held with a buy', () => {
    ask('AddOrder', { ...BUY, ordertype: 'market', price: '' });
    expect(ask('BalanceEx').result).toMatchObject({
      XXBT: { balance: '1.01000000' },
      USDT: { balance: '99399.27988000', hold_trade: '0.00000000' },
    });
    ask('AddOrder', BUY);
    expect(ask('BalanceEx').result['USDT']).toMatchObject({ hold_trade: '590.59000001' });
    const [trade] = Object.values(ask('TradesHistory').result['trades'] as Record<string, Record<string, unknown>>);
    expect(trade).toMatchObject({ pair: 'XBTUSDT', price: '60012.00', vol: '0.01000000', fee: '0.60012000', maker: false });
  });

  test('orders fill in part, or before their cancel comes, where the script says so', () => {
    venue.faults.add({ surface: 'rest', endpoint: 'POST /0/private/AddOrder', fault: { kind: 'partial fill', percent: 30 } });
    ask('AddOrder', { ...BUY, price: '60100', cl_ord_id: 'taker' });
    const executed = () => venue.exchange.state.ordersOf(trader).map((order) => [order.clientId, order.status, order.executed]);
    expect(executed()).toEqual([['taker', 'PARTIALLY_FILLED', 300_000n]]);
    venue.faults.add({ surface: 'rest', endpoint: 'POST /0/private/CancelOrder', fault: { kind: 'cancel race' } });
    expect(ask('CancelOrder', { cl_ord_id: 'taker' }).error).toEqual(['EOrder:Unknown order']);
    expect(executed()).toEqual([['taker', 'FILLED', 1_000_000n]]);
    venue.faults.add({ surface: 'ws-api', endpoint: 'add_order', fault: { kind: 'partial fill', percent: 50 } });
    const { say } = socket();
    const { token } = ask('GetWebSocketsToken').result;
    say({
      method: 'add_order',
      params: { order_type: 'limit', side: 'sell', order_qty: 0.02, symbol: MARKET, limit_price: 61_000, cl_ord_id: 'maker', token },
    });
    expect(executed()[1]).toEqual(['maker', 'PARTIALLY_FILLED', 1_000_000n]);
  });

  test('a book kept from its messages has the checksum that they say', () => {
    open({ stepMs: 100 });
    const { texts, say } = socket();
    say({ method: 'subscribe', params: { channel: 'book', symbol: [MARKET], depth: 10 }, req_id: 1 });
    clock.pass(5_000);
    const sides: Record<'bids' | 'asks', Map<string, string>> = { bids: new Map(), asks: new Map() };
    let checked = 0;
    for (const text of texts.filter((each) => each.includes('"channel":"book"'))) {
      if (!text.includes('"checksum"')) continue;
      for (const side of ['bids', 'asks'] as const) {
        const [, levels = ''] = new RegExp(`"${side}":\\[(.*?)\\]`, 'u').exec(text) ?? [];
        for (const [, price = '', size = ''] of levels.matchAll(/"price":([\d.]+),"qty":([\d.]+)/gu)) {
          if (Number(size) === 0) sides[side].delete(price);
          else sides[side].set(price, size);
        }
        const sorted = [...sides[side]].sort(([a], [b]) => (side === 'bids' ? Number(b) - Number(a) : Number(a) - Number(b)));
        sides[side] = new Map(sorted.slice(0, 10));
      }
      const plain = (digits: string) => digits.replace('.', '').replace(/^0+/u, '');
      const joined = [...sides.asks, ...sides.bids].map(([price, size]) => plain(price) + plain(size)).join('');
      expect(/"checksum":(\d+)/u.exec(text)?.[1]).toBe(String(naiveCrc(joined)));
      checked += 1;
    }
    expect(checked).toBeGreaterThan(20);
  });

  test('executions: a new order twice, a trade, and then that it is done; numbered without a gap', () => {
    const { texts, say } = socket();
    const { token } = ask('GetWebSocketsToken').result;
    say({ method: 'subscribe', params: { channel: 'executions', token }, req_id: 1 });
    say({ method: 'subscribe', params: { channel: 'balances', token }, req_id: 2 });
    clock.pass(1);
    say({
      method: 'add_order',
      params: { order_type: 'limit', side: 'buy', order_qty: 0.01, symbol: MARKET, limit_price: 59_000, cl_ord_id: 'one', token },
      req_id: 3,
    });
    clock.pass(10);
    control.run({ do: 'fill', orderId: venue.exchange.state.openOrders(trader)[0]!.id, quantity: '0.004' });
    clock.pass(10);
    say({ method: 'cancel_order', params: { cl_ord_id: ['one'], token }, req_id: 4 });
    say({ method: 'cancel_order', params: { cl_ord_id: ['one'], token }, req_id: 5 });
    say({ method: 'add_order', params: { order_type: 'market', side: 'sell', order_qty: 0.01, symbol: MARKET, token: 'old' }, req_id: 6 });
    say({ method: 'ping', req_id: 7 });
    clock.pass(10);
    type Message = {
      channel?: string;
      data?: Record<string, unknown>[];
      sequence?: number;
      req_id?: number;
      success?: boolean;
      error?: string;
    };
    const heard = texts.map((text) => JSON.parse(text) as Message);
    const numbered = heard.filter((message) => message.sequence !== undefined);
    expect(numbered.map((message) => message.sequence)).toEqual(numbered.map((_, place) => place + 1));
    const kinds = heard
      .filter((message) => message.channel === 'executions')
      .flatMap((message) => (message.data ?? []).map((each) => [each['exec_type'], each['order_status'], each['cum_qty']]));
    expect(kinds).toEqual([
      ['pending_new', 'pending_new', 0],
      ['new', 'new', undefined],
      ['trade', 'partially_filled', 0.004],
      ['canceled', 'canceled', 0.004],
    ]);
    expect(heard.filter((message) => message.channel === 'balances').at(-1)?.data).toMatchObject([
      { asset: 'BTC', balance: 1.004 },
      { asset: 'USDT' },
    ]);
    expect(heard.filter((message) => message.req_id !== undefined).map((message) => message.error ?? message.success ?? 'pong')).toEqual([
      true,
      true,
      true,
      true,
      'EOrder:Unknown order',
      'ESession:Invalid session',
      'pong',
    ]);
  });
});

/** CRC-32 bit by bit. */
function naiveCrc(text: string): number {
  let crc = 0xffff_ffff;
  for (const letter of text) {
    crc ^= letter.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}

describe('ccxt as it is installed', () => {
  let started: StartedVenue<KrakenVenue>;
  let kraken: CcxtVenue;
  let trader: number;
  beforeAll(async () => {
    started = await startKrakenVenue({ symbols: 8, pastMinutes: 30, counting: false });
    // Its numbers are milliseconds, and two of the same are refused: it must not ask twice in one.
    kraken = await ccxtAt(started.address, { protocol: 'kraken', config: { enableRateLimit: true, rateLimit: 1 } });
    await kraken.loadMarkets();
    trader = [...started.venue.exchange.state.accounts.values()].at(-1)!.id;
  });
  afterAll(async () => {
    await kraken.close();
    await started.stop();
  });

  const buy = (amount: number, price: number, params = {}) =>
    call<CcxtOrder>(kraken, 'createOrder', MARKET, 'limit', 'buy', amount, price, params);

  test('loads the markets by their common names, trades, and finds its orders again', async () => {
    expect(Object.keys(kraken.markets)).toContain('ETH/BTC');
    expect(await call(kraken, 'fetchBalance')).toMatchObject({ total: { BTC: 1, ETH: 10 } });
    const placed = await buy(0.01, 59_000, { clientOrderId: 'mine-1' });
    expect(await call(kraken, 'fetchOpenOrders', MARKET, undefined, undefined, { clientOrderId: 'mine-1' })).toMatchObject([
      { id: placed.id, clientOrderId: 'mine-1', price: 59_000 },
    ]);
    const internal = started.venue.exchange.state.openOrders(trader)[0]!.id;
    started.control.run({ do: 'fill', orderId: internal, quantity: '0.004' });
    expect(await call(kraken, 'fetchOrder', placed.id, MARKET)).toMatchObject({
      status: 'open',
      filled: 0.004,
      average: 59_000,
      fee: { currency: 'USDT' },
    });
    await call(kraken, 'cancelOrder', undefined, MARKET, { clientOrderId: 'mine-1' });
    expect((await refusalOf(call(kraken, 'cancelOrder', placed.id, MARKET))).name).toBe('OrderNotFound');
    expect(await call(kraken, 'fetchClosedOrders', MARKET)).toMatchObject([{ id: placed.id, status: 'canceled', filled: 0.004 }]);
    expect(await call(kraken, 'fetchMyTrades', MARKET)).toMatchObject([
      { order: placed.id, amount: 0.004, price: 59_000, fee: { cost: 0.236, currency: 'USDT' } },
    ]);
    expect((await refusalOf(buy(10, 59_000))).name).toBe('InsufficientFunds');
  });

  test("arms the dead man's switch", async () => {
    await buy(0.01, 58_000);
    await call(kraken, 'cancelAllOrdersAfter', 60_000);
    expect(started.venue.desk.deadMan.strikesAt(trader)! - Date.now()).toBeGreaterThan(50_000);
    await call(kraken, 'cancelAllOrdersAfter', 0);
    await call(kraken, 'cancelAllOrders', MARKET);
  });

  test('an order whose answer is lost is sent once', async () => {
    started.venue.faults.add({ surface: 'rest', endpoint: 'POST /0/private/AddOrder', times: 5, fault: { kind: 'lose reply' } });
    expect((await refusalOf(buy(0.01, 57_000, { clientOrderId: 'lost' }))).name).toBe('NetworkError');
    expect(started.venue.faults.list()).toMatchObject([{ struck: 1 }]);
    started.venue.faults.clear();
    expect(await call(kraken, 'fetchOpenOrders', MARKET, undefined, undefined, { clientOrderId: 'lost' })).toHaveLength(1);
    await call(kraken, 'cancelAllOrders', MARKET);
  });

  test('websockets: book, orders, balances, an order placed and one refused', async () => {
    const book = await call<{ bids: number[][] }>(kraken, 'watchOrderBook', MARKET, 10);
    expect(book.bids).toHaveLength(10);
    await call(kraken, 'createOrderWs', MARKET, 'limit', 'buy', 0.01, 58_000, { clientOrderId: 'ws-1' });
    expect(await call(kraken, 'watchOrders', MARKET)).toMatchObject([{ status: 'open', symbol: MARKET, price: 58_000 }]);
    expect(await call(kraken, 'watchBalance')).toMatchObject({ BTC: { total: 1.004 } });
    expect((await refusalOf(call(kraken, 'createOrderWs', MARKET, 'limit', 'buy', 100, 58_000))).message).toBe('EOrder:Insufficient funds');
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import type { Account } from '../venue/core/account.ts';
import { Exchange } from '../venue/core/exchange.ts';
import type { OrderRequest, Side, VenueOrder } from '../venue/core/order.ts';
import { makeSymbols } from '../venue/core/symbol.ts';
import { units, unitsText } from '../venue/core/units.ts';
import { DeadMan } from '../venue/core/dead-man.ts';
import { SteppedClock } from '../support/stepped-clock.ts';
import { type SimulatedVenue, simulateVenue } from '../venue/simulated-venue.ts';

const SYMBOL = 'BTCUSDT';

describe('trailing stops', () => {
  let exchange: Exchange;
  let trader: Account;
  let printer: Account;

  beforeEach(() => {
    exchange = new Exchange({ clock: { now: () => 1_700_000_000_000 }, seed: 1, symbols: makeSymbols(1, 1), pastMinutes: 0 });
    trader = exchange.state.addAccount({ name: 'trader' });
    printer = exchange.state.addAccount({ name: 'printer', house: true });
    for (const [account, asset, amount] of [
      [trader, 'USDT', '100000'],
      [trader, 'BTC', '2'],
      [printer, 'USDT', '100000000'],
      [printer, 'BTC', '1000'],
    ] as const)
      exchange.transfer(account.id, asset, units(amount));
  });

  function request(fields: Partial<OrderRequest> & { readonly side: Side }): OrderRequest {
    const standard = { symbol: SYMBOL, type: 'LIMIT' as const, timeInForce: 'GTC' as const, quantity: units('0.001'), quoteQuantity: 0n };
    return { ...standard, price: 0n, stopPrice: 0n, trailingDelta: 0, clientId: '', ...fields };
  }

  /** Two of the house trade at each price in turn, on a book that is else empty. */
  function print(...prices: readonly string[]): void {
    for (const price of prices) {
      exchange.place(printer.id, request({ side: 'SELL', price: units(price) }));
      exchange.place(printer.id, request({ side: 'BUY', price: units(price) }));
    }
  }

  function trail(
    side: Side,
    type: 'STOP_LOSS_LIMIT' | 'TAKE_PROFIT_LIMIT',
    terms: { stop?: string; delta: number; price: string },
  ): VenueOrder {
    const stopPrice = terms.stop === undefined ? 0n : units(terms.stop);
    return exchange.place(
      trader.id,
      request({ side, type, price: units(terms.price), stopPrice, trailingDelta: terms.delta, quantity: units('0.01') }),
    );
  }

  // The five scenarios that Binance publishes, by their prices.
  test.each([
    {
      name: 'A',
      side: 'BUY',
      type: 'STOP_LOSS_LIMIT',
      terms: { stop: '44000', delta: 500, price: '45000' },
      before: ['38500', '37000', '41000', '44000', '45000', '46000', '42000', '44099'],
      trigger: '44100',
    },
    {
      name: 'B',
      side: 'SELL',
      type: 'STOP_LOSS_LIMIT',
      terms: { stop: '39000', delta: 1_000, price: '38000' },
      before: ['41500', '39000', '37000', '41000', '36900.01'],
      trigger: '36900',
    },
    {
      name: 'C',
      side: 'BUY',
      type: 'TAKE_PROFIT_LIMIT',
      terms: { stop: '38000', delta: 850, price: '38500' },
      before: ['42000', '38000', '37000', '39000', '38000', '40144.99'],
      trigger: '40145',
    },
    {
      name: 'D',
      side: 'SELL',
      type: 'TAKE_PROFIT_LIMIT',
      terms: { stop: '42000', delta: 750, price: '41000' },
      before: ['41500', '39000', '42000', '45000', '44000', '46500', '43012.51'],
      trigger: '43012.5',
    },
    {
      name: 'E',
      side: 'SELL',
      type: 'STOP_LOSS_LIMIT',
      terms: { delta: 700, price: '39000' },
      before: ['42000', '39500', '45500', '42315.01'],
      trigger: '42315',
    },
  ] as const)('published scenario $name', ({ side, type, terms, before, trigger }) => {
    print('40000');
    const order = trail(side, type, terms);
    print(...before);
    expect(order.workingAt).toBe(-1);
    print(trigger);
    expect(order.workingAt).toBeGreaterThan(0);
  });

  test('a plain stop waits for its price and refuses one that is already there', () => {
    print('40000');
    const stop = (stopPrice: string) =>
      exchange.place(trader.id, request({ side: 'SELL', type: 'STOP_LOSS', stopPrice: units(stopPrice), quantity: units('0.01') }));
    expect(() => stop('40000')).toThrow('would trigger');
    const order = stop('39000');
    print('39000.01');
    expect(order.status).toBe('NEW');
    expect(unitsText(trader.balance('BTC').locked)).toBe('0.01000000');
    exchange.place(printer.id, request({ side: 'BUY', price: units('38000'), quantity: units('1') }));
    print('39000');
    expect([order.status, unitsText(order.fills[0]!.price)]).toEqual(['FILLED', '38000.00000000']);
  });

  test('a stop with nobody to trade with expires and frees what it locked', () => {
    print('40000');
    const order = exchange.place(
      trader.id,
      request({ side: 'SELL', type: 'STOP_LOSS', stopPrice: units('39000'), quantity: units('0.01') }),
    );
    print('38500');
    expect([order.status, order.expiry, trader.balance('BTC').locked]).toEqual(['EXPIRED', 'INSUFFICIENT_LIQUIDITY', 0n]);
  });
});

describe("pairs, changes and the dead man's switch", () => {
  let sim: SimulatedVenue;
  beforeEach(() => {
    sim = simulateVenue();
  });

  const pair = {
    symbol: SYMBOL,
    side: 'SELL',
    quantity: '0.01',
    aboveType: 'LIMIT_MAKER',
    abovePrice: '61000',
    belowType: 'STOP_LOSS',
    belowStopPrice: '59000',
  };

  function statuses(): unknown[] {
    const orders = sim.client.sign('GET /api/v3/allOrders', { symbol: SYMBOL }).json as unknown as { type: string; status: string }[];
    return orders.map((order) => `${order.type} ${order.status}`);
  }

  test('a pair locks its coins once, and the leg that trades ends the other', () => {
    const placed = sim.client.sign('POST /api/v3/orderList/oco', pair);
    expect([placed.status, placed.json['listOrderStatus']]).toEqual([200, 'EXECUTING']);
    expect(sim.client.sign('GET /api/v3/openOrderList').json).toHaveLength(1);
    const held = () =>
      (sim.client.sign('GET /api/v3/account').json['balances'] as { asset: string; locked: string }[]).find((each) => each.asset === 'BTC')
        ?.locked;
    expect(held()).toBe('0.01000000');
    sim.control.run({ do: 'move price', symbol: SYMBOL, price: '61500' });
    expect(statuses()).toEqual(['STOP_LOSS EXPIRED', 'LIMIT_MAKER FILLED']);
    expect(held()).toBe('0.00000000');
    expect(sim.client.sign('GET /api/v3/openOrderList').json).toHaveLength(0);
    expect(sim.client.sign('GET /api/v3/allOrderList').json).toMatchObject([{ listOrderStatus: 'ALL_DONE' }]);
  });

  test('a pair whose stop is reached sells once, and cancelling one leg cancels both', () => {
    sim.client.sign('POST /api/v3/orderList/oco', pair);
    sim.control.run({ do: 'move price', symbol: SYMBOL, price: '58000' });
    expect(statuses()).toEqual(['STOP_LOSS FILLED', 'LIMIT_MAKER EXPIRED']);
    const again = sim.client.sign('POST /api/v3/orderList/oco', { ...pair, belowStopPrice: '57000' }).json;
    const leg = (again['orders'] as { orderId: number }[])[1]!.orderId;
    const ended = sim.client.sign('DELETE /api/v3/order', { symbol: SYMBOL, orderId: leg });
    expect([ended.status, ended.json['listOrderStatus']]).toEqual([200, 'ALL_DONE']);
    expect(statuses().slice(2)).toEqual(['STOP_LOSS CANCELED', 'LIMIT_MAKER CANCELED']);
  });

  test.each([
    [{ abovePrice: '59500' }, -2010, /relationship/u],
    [{ aboveType: 'STOP_LOSS', abovePrice: '', aboveStopPrice: '61000' }, -1158, /not supported/u],
    [{ quantity: '100' }, -2010, /insufficient/u],
    [{ belowStopPrice: '' }, -1102, /belowStopPrice/u],
  ])('refuses a pair with %j', (fields, code, message) => {
    const reply = sim.client.sign('POST /api/v3/orderList/oco', { ...pair, ...fields });
    expect(reply.json).toMatchObject({ code, msg: expect.stringMatching(message) });
    expect(sim.client.sign('GET /api/v3/openOrders').json).toEqual([]);
  });

  test('a smaller order keeps its place in the queue', () => {
    const order = {
      symbol: SYMBOL,
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      price: '59000',
      quantity: '0.02',
      newClientOrderId: 'first',
    };
    sim.client.sign('POST /api/v3/order', order);
    sim.client.sign('POST /api/v3/order', { ...order, newClientOrderId: 'second' });
    const amended = sim.client.sign('PUT /api/v3/order/amend/keepPriority', {
      symbol: SYMBOL,
      origClientOrderId: 'first',
      newQty: '0.01',
      newClientOrderId: 'third',
    });
    expect(amended.json['amendedOrder']).toMatchObject({ origClientOrderId: 'first', clientOrderId: 'third', qty: '0.01000000' });
    const second = sim.venue.exchange.state.openOrders(sim.trader).find((each) => each.clientId === 'second');
    sim.venue.maker.fill(sim.venue.exchange.state.openOrders(sim.trader)[0]!, units('0.01'));
    expect([second?.executed, sim.client.sign('GET /api/v3/order', { symbol: SYMBOL, origClientOrderId: 'third' }).json['status']]).toEqual(
      [0n, 'FILLED'],
    );
    expect(
      sim.client.sign('PUT /api/v3/order/amend/keepPriority', { symbol: SYMBOL, origClientOrderId: 'second', newQty: '0.03' }).json,
    ).toMatchObject({ code: -2038 });
  });

  test('replacing an order says what became of each half', () => {
    const order = { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '59000', quantity: '0.01' };
    const replace = (fields: Record<string, string | number>) =>
      sim.client.sign('POST /api/v3/order/cancelReplace', { ...order, cancelReplaceMode: 'STOP_ON_FAILURE', ...fields });
    const first = sim.client.sign('POST /api/v3/order', order).json['orderId'] as number;
    const done = replace({ cancelOrderId: first, price: '58000' });
    expect([done.status, done.json['cancelResult'], done.json['newOrderResult']]).toEqual([200, 'SUCCESS', 'SUCCESS']);
    const none = replace({ cancelOrderId: first });
    expect([none.status, none.json['code'], none.json['data']]).toEqual([
      400,
      -2022,
      expect.objectContaining({ newOrderResult: 'NOT_ATTEMPTED' }),
    ]);
    const half = replace({ cancelOrderId: first, cancelReplaceMode: 'ALLOW_FAILURE' });
    expect([half.status, half.json['code'], half.json['data']]).toEqual([
      409,
      -2021,
      expect.objectContaining({ cancelResult: 'FAILURE', newOrderResult: 'SUCCESS' }),
    ]);
    const other = replace({ cancelOrderId: sim.venue.exchange.state.openOrders(sim.trader)[0]!.id, quantity: '1000', price: '9000' });
    expect([other.status, other.json['code']]).toEqual([400, -1013]);
  });

  test("a dead man's switch ends an account's orders when it is not armed again in time", () => {
    const clock = new SteppedClock(sim.clock.now());
    const deadMan = new DeadMan(sim.venue.exchange, clock);
    sim.client.sign('POST /api/v3/order', {
      symbol: SYMBOL,
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      price: '59000',
      quantity: '0.01',
    });
    const open = () => sim.venue.exchange.state.openOrders(sim.trader).length;
    deadMan.arm(sim.trader, 10_000);
    clock.pass(9_000);
    expect(deadMan.arm(sim.trader, 10_000)).toBe(clock.now() + 10_000);
    clock.pass(9_999);
    expect([open(), deadMan.strikesAt(sim.trader)]).toEqual([1, clock.now() + 1]);
    clock.pass(1);
    expect([open(), deadMan.strikesAt(sim.trader)]).toEqual([0, null]);
    expect(deadMan.arm(sim.trader, 0)).toBeNull();
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VenueOrder } from '../../src-main/ports/venue-orders.ts';
import { ENDPOINTS, MARKET_ORDER, SYMBOL, Trading } from './fixtures/trading.ts';
import { PROTOCOLS } from '../venue/protocols.ts';

describe.each(PROTOCOLS)('%s', (protocol) => {
  let at: Trading;
  beforeEach(async () => {
    at = await Trading.within(protocol);
  });
  afterEach(() => at.close());

  const cancel = (order: VenueOrder, venueId: string | null = null) =>
    at.ask({ kind: 'cancel', id: order.id, venueId, symbol: SYMBOL }, 'cancel-taken', 'cancel-refused', 'cancel-unknown');
  const ask = (order: VenueOrder) =>
    at.ask({ kind: 'ask', id: order.id, venueId: null, symbol: SYMBOL, since: at.clock!.now() }, 'found', 'absent', 'unanswered');

  test('an order is placed, known again by its id, and cancelled', async () => {
    const order = at.order();
    const placed = await at.place(order);
    expect(placed).toMatchObject({ kind: 'placed', id: order.id });
    expect(at.standing).toMatchObject([{ status: 'NEW' }]);
    const found = await ask(order);
    expect(found).toMatchObject({
      kind: 'found',
      order: { id: order.id, symbol: SYMBOL, side: 'buy', type: 'limit', size: '0.01', filled: '0', price: '59000', state: 'working' },
      fills: [],
    });
    const looked = await at.ask({ kind: 'look', number: 3, symbols: [SYMBOL], since: 0 }, 'looked');
    expect(looked).toMatchObject({ number: 3, account: { openOrders: [{ id: order.id, trigger: null }], fills: [] } });
    expect(looked.account.balances).toContainEqual(expect.objectContaining({ asset: 'BTC', free: '1', used: '0' }));
    expect(await cancel(order)).toMatchObject({ kind: 'cancel-taken' });
    expect(at.standing).toMatchObject([{ status: 'CANCELED' }]);
    expect(await ask(order)).toMatchObject({ kind: 'found', order: { state: 'cancelled' } });
    expect(await cancel(order)).toMatchObject({ kind: 'cancel-refused' });
    expect(await cancel(order, placed.kind === 'placed' ? placed.venueId : null)).toMatchObject({ kind: 'cancel-refused' });
  });

  /** Hyperliquid has no orders that wait for a price for spot. */
  const takes = ({ trigger }: { readonly trigger?: string | null }): boolean => protocol !== 'hyperliquid' || (trigger ?? null) === null;

  const kinds: readonly (readonly [string, Partial<VenueOrder>, string, object])[] = [
    ['a market order', MARKET_ORDER, 'FILLED', { type: 'MARKET' }],
    ['a market order to sell', { ...MARKET_ORDER, side: 'sell' }, 'FILLED', { type: 'MARKET', side: 'SELL' }],
    [
      'a market order by quote amount',
      { ...MARKET_ORDER, size: null, quoteAmount: '300' },
      'FILLED',
      // Kraken takes its fee on top: what is left of 300 when 0.4 % is taken, in its steps of the asset.
      { type: 'MARKET', quoteQuantity: protocol === 'kraken' ? 29_880_478_087n : 30_000_000_000n },
    ],
    ['a limit order that takes', { price: '61000' }, 'FILLED', { type: 'LIMIT', price: 6_100_000_000_000n }],
    ['a limit order that must rest', { postOnly: true }, 'NEW', { type: 'LIMIT_MAKER' }],
    ['one that takes what is there at once', { timeInForce: 'ioc' }, 'EXPIRED', { timeInForce: 'IOC' }],
    ['a stop', { type: 'stop', price: null, trigger: '61000' }, 'NEW', { type: 'STOP_LOSS', stopPrice: 6_100_000_000_000n }],
    [
      'a stop with a limit',
      { type: 'stop-limit', price: '61500', trigger: '61000' },
      'NEW',
      { type: 'STOP_LOSS_LIMIT', price: 6_150_000_000_000n, stopPrice: 6_100_000_000_000n },
    ],
    [
      'a take-profit',
      { type: 'take-profit', price: null, trigger: '61000', side: 'sell' },
      'NEW',
      { type: 'TAKE_PROFIT', stopPrice: 6_100_000_000_000n },
    ],
    [
      'a take-profit with a limit',
      { type: 'take-profit', price: '60900', trigger: '61000', side: 'sell' },
      'NEW',
      { type: 'TAKE_PROFIT_LIMIT' },
    ],
  ];

  /** There a market order is a limit that takes what is there at once, and one that finds nothing is refused. */
  const standsAsMeant = ({ type, timeInForce }: Partial<VenueOrder>): boolean =>
    protocol !== 'hyperliquid' || (type !== 'market' && timeInForce !== 'ioc');

  test.each(kinds.filter(([, fields]) => takes(fields) && standsAsMeant(fields)))(
    '%s stands there as it was meant',
    async (_name, fields, status, expected) => {
      const order = at.order(fields);
      expect(await at.place(order)).toMatchObject({ kind: 'placed' });
      expect(at.standing).toMatchObject([{ status, ...expected }]);
      const { type, side, price = '59000', trigger = null } = fields;
      expect(await ask(order)).toMatchObject({
        kind: 'found',
        order: { id: order.id, type: type ?? 'limit', side: side ?? 'buy', price, trigger },
      });
    },
  );

  test.each(kinds.filter(([, fields]) => !takes(fields)))('%s is not sent', async (_name, fields) => {
    expect(await at.place(at.order(fields))).toMatchObject({ kind: 'unsent', problem: expect.stringContaining('takes no') as string });
    expect([at.standing, at.venue.log.of(ENDPOINTS[protocol].place)]).toEqual([[], []]);
  });

  test('one that must rest and would take never trades: it is refused, or taken and ended', async () => {
    const order = at.order({ postOnly: true, price: '61000' });
    const told = await at.place(order);
    if (protocol !== 'okx') {
      expect(told).toMatchObject({ kind: 'refused', reason: 'post-only' });
      expect(at.standing).toEqual([]);
      return;
    }
    expect(told).toMatchObject({ kind: 'placed' });
    expect(await ask(order)).toMatchObject({ kind: 'found', order: { state: 'cancelled', filled: '0' }, fills: [] });
  });

  test.each([
    ['too little money', { size: '5' }, 'funds'],
    ['too small a size', { size: '0.00001', price: '50000' }, 'minimum'],
  ] as const)('%s is refused, and does not stand there', async (_name, fields, reason) => {
    expect(await at.place(at.order(fields))).toMatchObject({ kind: 'refused', reason });
    expect(at.standing).toEqual([]);
  });

  const unsent: readonly (readonly [string, Partial<VenueOrder>, RegExp])[] = [
    ['a size finer than the steps', { size: '0.010000001' }, /finer than the steps/u],
    ['a price finer than the steps', { price: '59000.0001' }, /finer than the steps/u],
    ['a trigger finer than the steps', { type: 'stop', price: null, trigger: '61000.001' }, /finer than the steps/u],
    ['nothing', { size: '0' }, /no amount above nothing/u],
    ['a size in words', { size: '1e-3' }, /no amount above nothing/u],
    ['no such market', { symbol: 'BTC/NOTHING' }, /no market/u],
    ['a trailing stop', { type: 'trailing-stop', price: null, trigger: '58000' }, /takes no trailing-stop/u],
    ['an order until an instant', { timeInForce: 'gtd', expiresAt: 1 }, /takes no orders that work GTD/u],
    ['a limit order without a price', { price: null }, /needs a price/u],
    ['a market order with a price', { type: 'market' }, /has no price/u],
    ['a stop without a trigger', { type: 'stop', price: null }, /needs a trigger/u],
    ['a limit order with a trigger', { trigger: '58000' }, /has no trigger/u],
    ['a size and a quote amount', { ...MARKET_ORDER, quoteAmount: '100' }, /either a size or a quote amount/u],
    ['a limit order by quote amount', { size: null, quoteAmount: '100' }, /by quote amount/u],
    ['one that must rest and goes at once', { postOnly: true, timeInForce: 'ioc' }, /can be post-only/u],
    ['an id of somebody else', { id: 'mine' as VenueOrder['id'] }, /cannot be written/u],
  ];
  const judged = unsent.filter(([, { type, trigger }]) => type !== 'stop' || takes({ trigger: trigger ?? '1' }));
  test.each(judged)('%s is not sent', async (_name, fields, problem) => {
    const told = await at.place(at.order(fields));
    expect(told).toMatchObject({ kind: 'unsent' });
    expect(told.kind === 'unsent' ? told.problem : '').toMatch(problem);
    expect([at.standing, at.venue.log.of(ENDPOINTS[protocol].place)]).toEqual([[], []]);
  });

  test('an amount of money that is finer than the venue takes is spent as far as its steps go', async () => {
    const order = at.order({ ...MARKET_ORDER, size: null, quoteAmount: '300.123456789123' });
    expect(await at.place(order)).toMatchObject({ kind: 'placed' });
    const spent =
      at.venue.exchange.state.fillsOf(at.trader).reduce((sum, { fill }) => sum + Number(fill.price) * Number(fill.quantity), 0) / 1e16;
    expect(spent).toBeLessThanOrEqual(300.123456789123);
    expect(spent).toBeGreaterThan(295);
  });

  test('a history of more than a page is read whole', async () => {
    const many = protocol === 'binance' ? 1_003 : 103;
    const trade = { do: 'trade elsewhere', account: 'trader', symbol: 'BTCUSDT', quantity: '0.001' } as const;
    for (let made = 0; made < many; made += 1) at.control.run({ ...trade, side: made % 2 === 0 ? 'BUY' : 'SELL' });
    const looked = await at.ask({ kind: 'look', number: 1, symbols: [SYMBOL], since: at.clock!.now() }, 'looked', 'look-failed');
    const fills = looked.kind === 'looked' ? looked.account.fills : [];
    const truth = at.venue.exchange.state.fillsOf(at.trader);
    expect(truth.length).toBeGreaterThanOrEqual(many);
    expect([fills.length, new Set(fills.map(({ tradeId }) => tradeId)).size]).toEqual([truth.length, truth.length]);
    expect(fills.map(({ time }) => time)).toEqual(fills.map(({ time }) => time).toSorted((a, b) => a - b));
    const never = await at.ask(
      { kind: 'ask', id: at.order().id, venueId: null, symbol: SYMBOL, since: at.clock!.now() },
      'absent',
      'unanswered',
    );
    expect(never.kind).toBe('absent');
  });
});

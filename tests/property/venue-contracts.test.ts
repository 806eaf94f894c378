import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { ContractEvent, UserEvent } from '../venue/core/events.ts';
import { Exchange } from '../venue/core/exchange.ts';
import { MarketMaker } from '../venue/core/market-maker.ts';
import { type OrderRequest, type Side, type VenueOrder, isOpen } from '../venue/core/order.ts';
import { Refusal } from '../venue/core/refusal.ts';
import type { ExchangeOptions } from '../venue/core/state.ts';
import { makeContracts, makeSymbols } from '../venue/core/symbol.ts';
import { units, unitsText } from '../venue/core/units.ts';

const RUNS = process.env['CRYPTOORCH_TEST_LONG'] === '1' ? 2_000 : 100;
const SYMBOL = 'BTC/USDT:USDT';

function setUp(terms: Partial<ExchangeOptions> = {}) {
  let time = Date.UTC(2026, 0, 1);
  const symbols = [...makeSymbols(1, 3), ...makeContracts(2)];
  const exchange = new Exchange({ clock: { now: () => (time += 1_000) }, seed: 3, symbols, pastMinutes: 5, ...terms });
  const [trader, other] = ['trader', 'other'].map((name) => {
    const account = exchange.state.addAccount({ name, maker: units('0.0002'), taker: units('0.0005') });
    exchange.transfer(account.id, 'USDT', units('10000'));
    return account;
  });
  return { exchange, trader: trader!, other: other!, market: exchange.state.market(SYMBOL) };
}

type World = ReturnType<typeof setUp>;

function ordered(side: Side, quantity: string, more: Partial<OrderRequest> = {}): OrderRequest {
  return {
    symbol: SYMBOL,
    side,
    type: more.stopPrice === undefined ? (more.price === undefined ? 'MARKET' : 'LIMIT') : 'STOP_LOSS',
    timeInForce: 'GTC',
    quantity: units(quantity),
    quoteQuantity: 0n,
    price: 0n,
    stopPrice: 0n,
    trailingDelta: 0,
    clientId: '',
    ...more,
  };
}

/** The two trade with each other, such as `0.01 at 60000`: the other one stands there, the trader takes. */
function trade({ exchange, trader, other }: World, side: Side, at: string, more: Partial<OrderRequest> = {}): VenueOrder {
  const [quantity, price] = at.split(' at ') as [string, string];
  exchange.place(other.id, ordered(side === 'BUY' ? 'SELL' : 'BUY', quantity, { price: units(price) }));
  return exchange.place(trader.id, ordered(side, quantity, more));
}

const held = ({ exchange }: World, account: { readonly id: number }) => {
  const { size, cost } = exchange.contracts.position(account.id, SYMBOL);
  return { size: unitsText(size), cost: unitsText(cost), cash: unitsText(exchange.state.account(account.id).free('USDT')) };
};

describe('the contracts of the tests’ venue', () => {
  test('keep one signed position at what it cost, and settle in cash what closing earned', () => {
    const world = setUp();
    trade(world, 'BUY', '0.02 at 60000');
    // 0.0005 of 1,200 as commission; the position itself costs no cash.
    expect(held(world, world.trader)).toEqual({ size: '0.02000000', cost: '1200.00000000', cash: '9999.40000000' });
    expect(held(world, world.other)).toEqual({ size: '-0.02000000', cost: '-1200.00000000', cash: '9999.76000000' });
    trade(world, 'BUY', '0.01 at 63000');
    expect(held(world, world.trader).cost).toBe('1830.00000000');
    // At 61,000 in the mean, 0.015 sold at 62,000 earn 15; the commission is 0.465.
    const closing = trade(world, 'SELL', '0.015 at 62000');
    expect(unitsText(closing.fills[0]!.profit)).toBe('15.00000000');
    expect(closing.fills[0]!.commissionAsset).toBe('USDT');
    // 10,000 - 0.6 - 0.315 - 0.465 + 15.
    expect(held(world, world.trader)).toEqual({ size: '0.01500000', cost: '915.00000000', cash: '10013.62000000' });
  });

  test('turn a position in one order: the old side is closed, the rest opens at the price', () => {
    const world = setUp();
    trade(world, 'BUY', '0.02 at 60000');
    const flip = trade(world, 'SELL', '0.05 at 59000');
    expect(unitsText(flip.fills[0]!.profit)).toBe('-20.00000000');
    expect(held(world, world.trader)).toMatchObject({ size: '-0.03000000', cost: '-1770.00000000' });
  });

  test('let a position be opened as far as cash by leverage goes, and no further', () => {
    const world = setUp();
    const { exchange, trader, other } = world;
    exchange.transfer(other.id, 'USDT', units('1000000'));
    exchange.contracts.setLeverage(trader.id, SYMBOL, 5);
    exchange.place(other.id, ordered('SELL', '2', { price: units('50000') }));
    // 1 at 50,000 by five is all of 10,000: nothing is left for the commission of 25.
    expect(() => exchange.place(trader.id, ordered('BUY', '1'))).toThrow('insufficient balance');
    exchange.place(trader.id, ordered('BUY', '0.9975'));
    expect(() => exchange.place(trader.id, ordered('BUY', '0.01'))).toThrow('insufficient balance');
    // Closing needs none of it, and an order that could turn the position needs only what lies beyond it.
    exchange.place(trader.id, ordered('SELL', '0.9975', { price: units('90000') }));
    expect(() => exchange.place(trader.id, ordered('SELL', '0.05', { price: units('90000') }))).toThrow('insufficient balance');
  });

  test('take what open positions have lost from what new ones may need, and from what coins may cost', () => {
    const world = setUp();
    const { exchange, trader, other, market } = world;
    exchange.transfer(other.id, 'USDT', units('1000000'));
    trade(world, 'BUY', '0.5 at 60000');
    // 10,000 less commissions of 15 less 3,000 of margin.
    expect(unitsText(exchange.contracts.available(trader.id, 'USDT'))).toBe('6985.00000000');
    market.saidMark = units('50000');
    // 5,000 are lost, and the position is worth 25,000 now.
    expect(unitsText(exchange.contracts.available(trader.id, 'USDT'))).toBe('2485.00000000');
    const spot = { ...ordered('BUY', '0.06', { price: units('50000') }), symbol: 'BTCUSDT' };
    expect(() => exchange.place(trader.id, spot)).toThrow('insufficient balance');
    exchange.place(trader.id, { ...spot, quantity: units('0.04') });
    expect(unitsText(exchange.contracts.available(trader.id, 'USDT'))).toBe('485.00000000');
  });

  test('know leverage by account and contract, up to the first bracket’s', () => {
    const { exchange, trader, other } = setUp();
    expect(() => exchange.contracts.setLeverage(trader.id, SYMBOL, 101)).toThrow('bad leverage');
    expect(() => exchange.contracts.setLeverage(trader.id, 'BTCUSDT', 2)).toThrow('bad leverage');
    exchange.contracts.setLeverage(trader.id, SYMBOL, 20);
    expect([trader, other].map(({ id }) => exchange.contracts.leverage(id, SYMBOL))).toEqual([20, 10]);
    expect(exchange.contracts.leverage(trader.id, 'ETH/USDT:USDT')).toBe(10);
    exchange.place(other.id, ordered('SELL', '1', { price: units('60000') }));
    exchange.place(trader.id, ordered('BUY', '1'));
    expect(() => exchange.contracts.setLeverage(trader.id, SYMBOL, 5)).toThrow('insufficient balance');
    expect(exchange.contracts.leverage(trader.id, SYMBOL)).toBe(20);
  });
});

describe('an order that may only reduce', () => {
  test('is refused where it would open or add, and is cut to what is held', () => {
    const world = setUp();
    const { exchange, trader } = world;
    expect(() => trade(world, 'SELL', '0.01 at 60000', { reduceOnly: true })).toThrow('nothing to reduce');
    exchange.cancelAll(world.other.id);
    trade(world, 'BUY', '0.02 at 60000');
    expect(() => exchange.place(trader.id, ordered('BUY', '0.01', { price: units('50000'), reduceOnly: true }))).toThrow(
      'would not reduce',
    );
    const sale = trade(world, 'SELL', '0.05 at 61000', { reduceOnly: true });
    expect([unitsText(sale.quantity), unitsText(sale.executed), sale.status]).toEqual(['0.02000000', '0.02000000', 'FILLED']);
    expect(held(world, trader).size).toBe('0.00000000');
  });

  test('trades no more than is left, and ends when the position is flat', () => {
    const world = setUp();
    const { exchange, trader, other } = world;
    trade(world, 'BUY', '0.03 at 60000');
    const target = exchange.place(trader.id, ordered('SELL', '0.03', { price: units('65000'), reduceOnly: true }));
    const stop = exchange.place(trader.id, ordered('SELL', '0.03', { stopPrice: units('55000'), reduceOnly: true }));
    trade(world, 'SELL', '0.02 at 61000');
    expect([isOpen(target), isOpen(stop)]).toEqual([true, true]);
    const taker = exchange.place(other.id, ordered('BUY', '0.03', { price: units('65000') }));
    expect([unitsText(target.executed), target.status, target.expiry]).toEqual(['0.01000000', 'CANCELED', 'NOTHING_TO_REDUCE']);
    expect([stop.status, stop.expiry]).toEqual(['CANCELED', 'NOTHING_TO_REDUCE']);
    expect(unitsText(taker.executed)).toBe('0.01000000');
    expect(held(world, trader)).toMatchObject({ size: '0.00000000', cost: '0.00000000' });
  });

  test('that waits stays where the venue lets it outlive the position, and comes to nothing then', () => {
    const world = setUp({ waitersHoldNothing: true, waitersOutlivePositions: true });
    const { exchange, trader } = world;
    trade(world, 'BUY', '0.03 at 60000');
    const stop = exchange.place(trader.id, ordered('SELL', '0.03', { stopPrice: units('55000'), reduceOnly: true }));
    trade(world, 'SELL', '0.03 at 61000', { reduceOnly: true });
    expect(isOpen(stop)).toBe(true);
    exchange.place(world.other.id, ordered('SELL', '0.001', { price: units('54000') }));
    const { id } = exchange.state.addAccount({ name: 'third', house: true });
    exchange.place(id, ordered('BUY', '0.001'));
    expect([stop.status, stop.expiry]).toEqual(['EXPIRED', 'REJECTED']);
    expect(held(world, trader).size).toBe('0.00000000');
  });
});

describe('what the venue itself does to a position', () => {
  test('funding moves cash by size, mark and rate: a long pays a rate above zero, a short is paid', () => {
    const world = setUp();
    const { exchange, trader, other, market } = world;
    const told: ContractEvent[] = [];
    exchange.state.onContract((event) => told.push(event));
    trade(world, 'BUY', '0.02 at 60000');
    market.saidMark = units('61500');
    const before = exchange.state.totals().get('USDT');
    exchange.contracts.fund(SYMBOL, units('0.0001'));
    // 0.02 x 61,500 x 0.0001.
    expect(exchange.state.fundingOf(trader.id).map(({ amount }) => unitsText(amount))).toEqual(['-0.12300000']);
    expect(exchange.state.fundingOf(other.id).map(({ amount }) => unitsText(amount))).toEqual(['0.12300000']);
    expect(held(world, trader)).toEqual({ size: '0.02000000', cost: '1200.00000000', cash: '9999.27700000' });
    expect(exchange.state.totals().get('USDT')).toBe(before);
    expect(told.map(({ kind, account }) => `${kind} ${account}`)).toEqual([
      `position ${trader.id}`,
      `position ${other.id}`,
      `funding ${trader.id}`,
      `funding ${other.id}`,
    ]);
  });

  test('a liquidation ends the orders of the contract and closes by an order of the venue’s own, which is marked', () => {
    const world = setUp();
    const { exchange, trader, other } = world;
    const told: UserEvent[] = [];
    trade(world, 'SELL', '0.02 at 60000');
    const target = exchange.place(trader.id, ordered('BUY', '0.02', { price: units('50000'), reduceOnly: true }));
    exchange.place(other.id, ordered('SELL', '0.1', { price: units('66000') }));
    exchange.state.onUser((event) => {
      if (event.account === trader.id) told.push(event);
    });
    exchange.liquidate(trader.id, SYMBOL, { quantity: units('0.005'), forced: 'adl' });
    const closing = exchange.liquidate(trader.id, SYMBOL);
    expect([target.status, target.expiry]).toEqual(['CANCELED', 'LIQUIDATION']);
    expect(closing).toMatchObject({ forced: 'liquidation', clientId: '', reduceOnly: true, side: 'BUY', status: 'FILLED' });
    expect(closing.fills.map(({ profit }) => unitsText(profit))).toEqual(['-90.00000000']);
    expect(held(world, trader)).toMatchObject({ size: '0.00000000', cost: '0.00000000' });
    const fills = told.flatMap((event) => (event.kind === 'execution' && event.fill ? [event] : []));
    expect(fills.map(({ order, fill }) => [order.forced, unitsText(fill!.quantity)])).toEqual([
      ['adl', '0.00500000'],
      ['liquidation', '0.01500000'],
    ]);
    expect(() => exchange.liquidate(trader.id, SYMBOL)).toThrow('nothing to reduce');
  });

  test('a loss may be larger than the cash: the account owes it', () => {
    const world = setUp();
    const { exchange, trader, other } = world;
    exchange.transfer(other.id, 'USDT', units('1000000'));
    trade(world, 'BUY', '1 at 60000');
    exchange.place(other.id, ordered('BUY', '1', { price: units('48000') }));
    exchange.liquidate(trader.id, SYMBOL);
    // 10,000 - 30 - 12,000 - 24.
    expect(held(world, trader)).toEqual({ size: '0.00000000', cost: '0.00000000', cash: '-2054.00000000' });
    const spot = { ...ordered('BUY', '0.001', { price: units('60000') }), symbol: 'BTCUSDT' };
    expect(() => exchange.place(trader.id, spot)).toThrow('insufficient balance');
  });
});

/** Everything here has eight digits at most. */
const exact = (amount: Decimal) => amount.quantize(8, 'down').toFixed();

interface Step {
  readonly kind: 'limit' | 'market' | 'reduce' | 'stop' | 'cancel' | 'walk' | 'fund' | 'liquidate' | 'spot';
  readonly who: 0 | 1;
  readonly side: Side;
  readonly away: number;
  readonly lots: number;
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom('limit', 'limit', 'market', 'reduce', 'stop', 'cancel', 'walk', 'fund', 'liquidate', 'spot'),
    who: fc.constantFrom(0, 1),
    side: fc.constantFrom<Side>('BUY', 'SELL'),
    away: fc.integer({ min: -300, max: 300 }),
    lots: fc.integer({ min: 1, max: 3_000 }),
  }),
  { minLength: 20, maxLength: 50 },
);

function act({ exchange, trader, other, market }: World, maker: MarketMaker, { kind, who, side, away, lots }: Step): void {
  const { id } = who === 0 ? trader : other;
  const quantity = unitsText(BigInt(lots) * market.rules.step);
  const price = market.tape.lastPrice - (market.tape.lastPrice % units('1')) + BigInt(away) * units('1');
  try {
    if (kind === 'walk') maker.step(SYMBOL);
    else if (kind === 'fund') exchange.contracts.fund(SYMBOL, BigInt(away) * units('0.00001'));
    else if (kind === 'cancel') exchange.cancelAll(id, SYMBOL);
    else if (kind === 'liquidate') exchange.liquidate(id, SYMBOL, { quantity: units(quantity) });
    else if (kind === 'spot') exchange.place(id, { ...ordered(side, '0.01', { price }), symbol: 'BTCUSDT' });
    else if (kind === 'stop') exchange.place(id, ordered(side, quantity, { stopPrice: price, reduceOnly: away % 2 === 0 }));
    else exchange.place(id, ordered(side, quantity, kind === 'limit' ? { price } : { reduceOnly: kind === 'reduce' }));
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
  }
}

describe('whatever is done with contracts', () => {
  test('no money is made or lost, positions cancel out, and cash is what the fills and the funding say', () => {
    fc.assert(
      fc.property(steps, fc.boolean(), (given, outlive) => {
        const world = setUp({ waitersHoldNothing: outlive, waitersOutlivePositions: outlive });
        const maker = new MarketMaker(world.exchange, 5);
        const { state, contracts } = world.exchange;
        const before = [...state.totals()];
        for (const each of given) act(world, maker, each);
        expect([...state.totals()]).toEqual(before);
        const sum = (of: 'size' | 'cost') =>
          [...state.accounts.values()].reduce((total, { id }) => total + contracts.position(id, SYMBOL)[of], 0n);
        expect(sum('size')).toBe(0n);
        for (const account of [world.trader, world.other]) {
          let [cash, size, worth] = [Decimal.parse('10000'), Decimal.ZERO, Decimal.ZERO];
          for (const { order, fill } of state.fillsOf(account.id)) {
            const [quantity, value, fee] = [fill.quantity, fill.quote, fill.commission].map((amount) => Decimal.parse(unitsText(amount)));
            const bought = order.side === 'BUY';
            if (order.symbol === SYMBOL) {
              cash = cash.add(Decimal.parse(unitsText(fill.profit))).sub(fee!);
              size = bought ? size.add(quantity!) : size.sub(quantity!);
              worth = bought ? worth.add(value!) : worth.sub(value!);
              worth = worth.add(Decimal.parse(unitsText(fill.profit)));
            } else cash = bought ? cash.sub(value!) : cash.add(value!).sub(fee!);
          }
          for (const { amount } of state.fundingOf(account.id)) cash = cash.add(Decimal.parse(unitsText(amount)));
          const { free, locked } = account.balance('USDT');
          expect(unitsText(free + locked)).toBe(exact(cash));
          const position = contracts.position(account.id, SYMBOL);
          // What went in less what came out, with the profit that was settled, is what the open part cost.
          expect([unitsText(position.size), unitsText(position.cost)]).toEqual([exact(size), exact(worth)]);
          if (position.size === 0n) expect(position.cost).toBe(0n);
        }
      }),
      { numRuns: RUNS, seed: 21 },
    );
  });

  test('a reduce-only order has never made a position larger or turned it', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const world = setUp();
        const maker = new MarketMaker(world.exchange, 5);
        const sizes = new Map<number, bigint>();
        const reducers = new Map<number, boolean>();
        world.exchange.state.onUser((event) => {
          if (event.kind === 'execution' && event.fill) reducers.set(event.account, event.order.reduceOnly);
        });
        world.exchange.state.onContract((event) => {
          if (event.kind !== 'position') return;
          const before = sizes.get(event.account) ?? 0n;
          sizes.set(event.account, event.size);
          if (reducers.get(event.account) !== true) return;
          expect(before > 0n ? event.size >= 0n && event.size <= before : event.size <= 0n && event.size >= before).toBe(true);
        });
        for (const each of given) act(world, maker, each);
      }),
      { numRuns: RUNS, seed: 22 },
    );
  });
});

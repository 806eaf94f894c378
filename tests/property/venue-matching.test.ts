import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Exchange } from '../venue/core/exchange.ts';
import { MarketMaker } from '../venue/core/market-maker.ts';
import { type OrderRequest, type OrderType, type Side, isOpen, remaining } from '../venue/core/order.ts';
import { Refusal } from '../venue/core/refusal.ts';
import { makeSymbols } from '../venue/core/symbol.ts';
import { units, unitsText } from '../venue/core/units.ts';

const RUNS = process.env['CRYPTOORCH_TEST_LONG'] === '1' ? 3_000 : 120;
const SYMBOL = 'BTCUSDT';
const RATE = '0.00075';

interface Step {
  readonly kind: 'limit' | 'maker' | 'market' | 'money' | 'stop' | 'trail' | 'pair' | 'cancel' | 'amend' | 'walk';
  readonly who: 0 | 1 | 2;
  readonly side: Side;
  readonly time: 'GTC' | 'IOC' | 'FOK';
  /** Dollars from 60,000. */
  readonly away: number;
  readonly lots: number;
  readonly which: number;
}

const step = (kinds: readonly Step['kind'][]): fc.Arbitrary<Step> =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    who: fc.constantFrom(0, 1, 2),
    side: fc.constantFrom<Side>('BUY', 'SELL'),
    time: fc.constantFrom('GTC', 'GTC', 'GTC', 'IOC', 'FOK'),
    away: fc.integer({ min: -12, max: 12 }),
    lots: fc.integer({ min: 10, max: 400 }),
    which: fc.nat(50),
  });

function requestOf(given: Step): OrderRequest {
  const types: Partial<Record<Step['kind'], OrderType>> = {
    maker: 'LIMIT_MAKER',
    market: 'MARKET',
    money: 'MARKET',
    stop: 'STOP_LOSS',
    trail: 'STOP_LOSS_LIMIT',
  };
  const type = types[given.kind] ?? 'LIMIT';
  const price = units('60000') + BigInt(given.away) * units('1');
  const quantity = BigInt(given.lots) * units('0.00001');
  return {
    symbol: SYMBOL,
    side: given.side,
    type,
    timeInForce: type === 'LIMIT' ? given.time : 'GTC',
    quantity: given.kind === 'money' ? 0n : quantity,
    quoteQuantity: given.kind === 'money' ? quantity * 60_000n : 0n,
    price: type === 'MARKET' || type === 'STOP_LOSS' ? 0n : price,
    stopPrice: given.kind === 'stop' ? price + units('0.5') : 0n,
    trailingDelta: given.kind === 'trail' ? 10 + given.which : 0,
    clientId: '',
  };
}

/** The venue with three customers of its own; `time` moves a second a step. */
function setUp(feesInQuote = false) {
  let time = Date.UTC(2026, 0, 1);
  const exchange = new Exchange({
    clock: { now: () => (time += 1_000) },
    seed: 3,
    symbols: makeSymbols(1, 3),
    pastMinutes: 5,
    feesInQuote,
  });
  const customers = [0, 1, 2].map((number) => {
    const account = exchange.state.addAccount({ name: `c${number}`, maker: units(RATE), taker: units('0.001') });
    exchange.transfer(account.id, 'USDT', units('20000'));
    exchange.transfer(account.id, 'BTC', units('0.3'));
    return account;
  });
  return { exchange, customers, market: exchange.state.market(SYMBOL) };
}

function act(world: ReturnType<typeof setUp>, given: Step, maker: MarketMaker | null): void {
  const { exchange, customers } = world;
  const account = customers[given.who]!;
  const open = exchange.state.openOrders(account.id);
  const chosen = open[given.which % Math.max(1, open.length)];
  try {
    if (given.kind === 'walk') maker?.step(SYMBOL);
    else if (given.kind === 'cancel') {
      if (chosen) exchange.cancel(account.id, { symbol: SYMBOL, orderId: chosen.id });
    } else if (given.kind === 'amend') {
      if (chosen)
        exchange.amend(
          account.id,
          { symbol: SYMBOL, orderId: chosen.id },
          { quantity: BigInt(given.lots) * units('0.00001'), clientId: '' },
        );
    } else if (given.kind === 'pair') {
      const leg = { ...requestOf({ ...given, kind: 'maker' }) };
      const distance = units(String(20 + given.which));
      const last = world.market.tape.lastPrice;
      const sign = given.side === 'SELL' ? 1n : -1n;
      const limit = { ...leg, price: last + sign * distance };
      const loss = { ...leg, type: 'STOP_LOSS' as const, price: 0n, stopPrice: last - sign * distance };
      exchange.placePair(account.id, {
        clientId: '',
        above: given.side === 'SELL' ? limit : loss,
        below: given.side === 'SELL' ? loss : limit,
      });
    } else exchange.place(account.id, requestOf(given));
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
  }
}

describe("the tests' venue", () => {
  test.each([false, true])('makes and loses no coin, whatever is traded (commissions in money: %s)', (feesInQuote) => {
    const all = ['limit', 'maker', 'market', 'money', 'stop', 'trail', 'pair', 'cancel', 'amend', 'walk'] as const;
    fc.assert(
      fc.property(fc.array(step(all), { minLength: 30, maxLength: 60 }), (steps) => {
        const world = setUp(feesInQuote);
        const maker = new MarketMaker(world.exchange, 5);
        const before = [...world.exchange.state.totals()];
        for (const given of steps) {
          act(world, given, maker);
          const { bids, asks } = world.market;
          if (bids.best !== null && asks.best !== null) expect(bids.best < asks.best).toBe(true);
        }
        expect([...world.exchange.state.totals()]).toEqual(before);
        for (const account of world.customers) {
          // What is locked is what the open orders need, and nothing is left behind by those that ended.
          const holds = new Set(world.exchange.state.openOrders(account.id).map((order) => order.hold));
          const locked = (asset: string) => [...holds].filter((hold) => hold.asset === asset).reduce((sum, hold) => sum + hold.amount, 0n);
          for (const asset of ['USDT', 'BTC']) expect(account.balance(asset).locked).toBe(locked(asset));
          for (const order of world.exchange.state.openOrders(account.id).filter((each) => each.type === 'LIMIT' && !feesInQuote))
            expect(order.hold.amount).toBe(order.side === 'SELL' ? remaining(order) : (order.price * remaining(order)) / units('1'));
          world.exchange.cancelAll(account.id);
          for (const asset of ['USDT', 'BTC']) expect(account.balance(asset).locked).toBe(0n);
        }
      }),
      { numRuns: RUNS, seed: 11 },
    );
  });

  test('trades by price, then by time: a book kept as one plain list gives the same trades', () => {
    fc.assert(
      fc.property(fc.array(step(['limit', 'maker', 'market', 'cancel']), { minLength: 30, maxLength: 60 }), (steps) => {
        const world = setUp();
        const naive: { id: number; side: Side; price: bigint; left: bigint }[] = [];
        const trades: string[] = [];
        const expected: string[] = [];
        world.exchange.state.onMarket((event) => {
          if (event.kind === 'trade')
            trades.push(`${event.trade.takerOrder} ${unitsText(event.trade.price)} ${unitsText(event.trade.quantity)}`);
        });
        for (const given of steps) {
          const known = new Set(world.exchange.state.orders.keys());
          const count = trades.length;
          act(world, given, null);
          const order = [...world.exchange.state.orders.values()].find((each) => !known.has(each.id));
          if (given.kind === 'cancel') {
            for (const entry of [...naive]) if (!isOpen(world.exchange.state.orders.get(entry.id)!)) naive.splice(naive.indexOf(entry), 1);
          }
          if (!order) continue;
          const limit = order.type === 'MARKET' ? null : order.price;
          const crossing = () =>
            naive
              .filter(
                (entry) =>
                  entry.side !== order.side && (limit === null || (order.side === 'BUY' ? entry.price <= limit : entry.price >= limit)),
              )
              .reduce<(typeof naive)[number] | null>((best, entry) => {
                if (best === null) return entry;
                const better = order.side === 'BUY' ? entry.price < best.price : entry.price > best.price;
                return better ? entry : best;
              }, null);
          let left = order.quantity;
          const whole = naive.filter(
            (entry) => entry.side !== order.side && limit !== null && (order.side === 'BUY' ? entry.price <= limit : entry.price >= limit),
          );
          if (order.timeInForce === 'FOK' && whole.reduce((sum, entry) => sum + entry.left, 0n) < left) left = 0n;
          for (let best = crossing(); best && left > 0n; best = crossing()) {
            const taken = best.left < left ? best.left : left;
            expected.push(`${order.id} ${unitsText(best.price)} ${unitsText(taken)}`);
            best.left -= taken;
            left -= taken;
            if (best.left === 0n) naive.splice(naive.indexOf(best), 1);
          }
          if (left > 0n && limit !== null && order.timeInForce === 'GTC')
            naive.push({ id: order.id, side: order.side, price: order.price, left });
          expect(trades.slice(count)).toEqual(expected.slice(count));
        }
        expect(trades).toEqual(expected);
      }),
      { numRuns: RUNS, seed: 12 },
    );
  });

  test.each([false, true])('pays each side what it traded for less its rate, in what it receives or in money (%s)', (feesInQuote) => {
    fc.assert(
      fc.property(fc.array(step(['limit', 'market']), { minLength: 10, maxLength: 40 }), (steps) => {
        const world = setUp(feesInQuote);
        for (const given of steps) act(world, given, null);
        for (const account of world.customers) {
          let usdt = Decimal.parse('20000');
          let btc = Decimal.parse('0.3');
          for (const { order, fill } of world.exchange.state.fillsOf(account.id)) {
            const [price, quantity] = [Decimal.parse(unitsText(fill.price)), Decimal.parse(unitsText(fill.quantity))];
            const rate = Decimal.parse(fill.maker ? RATE : '0.001');
            const inCoin = order.side === 'BUY' && !feesInQuote;
            const money = price.mul(quantity);
            const fee = (inCoin ? quantity : money).mul(rate).quantize(8, 'down');
            expect(unitsText(fill.commission)).toBe(fee.quantize(8, 'down').toFixed());
            expect(fill.commissionAsset).toBe(inCoin ? 'BTC' : 'USDT');
            usdt = (order.side === 'BUY' ? usdt.sub(money) : usdt.add(money)).sub(inCoin ? Decimal.ZERO : fee);
            btc = (order.side === 'BUY' ? btc.add(quantity) : btc.sub(quantity)).sub(inCoin ? fee : Decimal.ZERO);
          }
          const held = (asset: string) => unitsText(account.balance(asset).free + account.balance(asset).locked);
          expect([held('USDT'), held('BTC')]).toEqual([usdt.quantize(8, 'down').toFixed(), btc.quantize(8, 'down').toFixed()]);
        }
      }),
      { numRuns: RUNS, seed: 13 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAmount } from '../../../src-renderer/format/parse-amount.ts';
import { PLAIN_STYLE } from '../../../src-renderer/format/number-style.ts';
import { orderDetail, orderLine, orderTitle, readOrderWords } from '../../../src-shared/domain/order-words.ts';
import type { NamedInstrument, OrderVocabulary, OrderWords, WrittenOrder } from '../../../src-shared/domain/order-words.ts';

const instrument = (base: string, name: string): NamedInstrument => ({
  id: `${base}/USD.SIM`,
  symbol: `${base}/USD`,
  name,
  base,
  quote: 'USD',
});
const vocabulary: OrderVocabulary = {
  instruments: [instrument('BTC', 'Bitcoin'), instrument('ETH', 'Ethereum'), instrument('SOL', 'Solana')],
  active: 'SOL/USD.SIM',
  figure: (typed) => parseAmount(typed, PLAIN_STYLE),
};

const PLAIN: OrderWords = {
  side: 'buy',
  instrument: 'BTC/USD.SIM',
  type: 'limit',
  size: { unit: 'base', value: '0.05' },
  price: '104200',
  trigger: null,
  trail: null,
  stop: null,
  target: null,
  timeInForce: 'gtc',
  postOnly: false,
  reduceOnly: false,
};

function words(line: string, using = vocabulary): OrderWords | string {
  const reading = readOrderWords(line, using);
  if (reading === null) return 'no order';
  return reading.kind === 'order' ? reading.order : reading.problem.kind;
}

describe('orders in words', () => {
  test.each([
    ['buy 0.05 btc limit 104200', {}],
    ['BUY 0.05 BTC LIMIT 104,200.00', { price: '104200' }],
    ['buy 0.05 btc at 104200', {}],
    ['buy 0.05 btc @104200', {}],
    ['buy 0.05 btc limit at 104200', {}],
    ['buy 0.05btc @ 104.2k', {}],
    ['buy 0,05 btc 104200', {}],
    ['buy btc 0.05 104200', {}],
    ['buy limit 104200 btc 0.05', {}],
    ['  buy   0.05  bitcoin   limit price 104200 usd ', {}],
    ['buy 0.05 btc/usd limit 104200', {}],
    ['buy 0.05 btcusd limit 104200', {}],
    ['buy 0.05 btc/usd.sim limit 104200', {}],
    ['sell 0.05 btc limit 104200', { side: 'sell' }],
    ['buy 0.05 btc', { type: 'market', price: null }],
    ['buy 0.05 btc market', { type: 'market', price: null }],
    ['buy 0.05 btc mkt', { type: 'market', price: null }],
    ['buy 5000 usd btc limit 104200', { size: { unit: 'quote', value: '5000' } }],
    ['buy 5k usd of btc limit 104200', { size: { unit: 'quote', value: '5000' } }],
    ['buy $5,000 of btc limit 104200', { size: { unit: 'quote', value: '5000' } }],
    ['buy 5000usd btc limit 104200', { size: { unit: 'quote', value: '5000' } }],
    ['buy 25% btc limit 104200', { size: { unit: 'free', value: '25' } }],
    ['buy 12.5 % btc limit 104200', { size: { unit: 'free', value: '12.5' } }],
    ['sell all btc', { side: 'sell', type: 'market', price: null, size: { unit: 'free', value: '100' } }],
    ['buy max btc limit 104200', { size: { unit: 'free', value: '100' } }],
    ['buy 0.05 limit 104200', { instrument: 'SOL/USD.SIM' }],
    ['buy 0.05 @ 104200', { instrument: 'SOL/USD.SIM' }],
    ['buy 0.05 btc limit 104200 ioc', { timeInForce: 'ioc' }],
    ['buy 0.05 btc fok limit 104200', { timeInForce: 'fok' }],
    ['buy 0.05 btc limit 104200 post only', { postOnly: true }],
    ['sell 0.05 btc limit 104200 reduce only', { side: 'sell', reduceOnly: true }],
    ['buy 0.05 btc stop 105000', { type: 'stop', price: null, trigger: '105000' }],
    ['buy 0.05 btc stop 105000 limit 105100', { type: 'stop-limit', price: '105100', trigger: '105000' }],
    ['buy 0.05 btc stop limit 105000 105100', { type: 'stop-limit', price: '105100', trigger: '105000' }],
    ['buy 0.05 btc stop-limit 105000 limit 105100', { type: 'stop-limit', price: '105100', trigger: '105000' }],
    ['buy 0.05 btc limit 104200 stop 103000', { stop: '103000' }],
    ['buy 0.05 btc limit 104200 stop 103000 target 106000', { stop: '103000', target: '106000' }],
    ['buy 0.05 btc limit 104200 sl 103000 tp 106000', { stop: '103000', target: '106000' }],
    ['buy 0.05 btc market stop 103000', { type: 'market', price: null, stop: '103000' }],
    ['sell 0.05 btc take profit 106000', { side: 'sell', type: 'take-profit', price: null, trigger: '106000' }],
    ['sell 0.05 btc trailing 500', { side: 'sell', type: 'trailing-stop', price: null, trail: { unit: 'price', value: '500' } }],
    ['sell 0.05 btc trailing stop 0.5%', { side: 'sell', type: 'trailing-stop', price: null, trail: { unit: 'percent', value: '0.5' } }],
    [
      'sell 50% btc trail 1.5 %',
      { side: 'sell', type: 'trailing-stop', price: null, size: { unit: 'free', value: '50' }, trail: { unit: 'percent', value: '1.5' } },
    ],
    ['buy 0.05 btc limit 104200 stop loss 103000 take profit 106000', { stop: '103000', target: '106000' }],
  ] as const)('%s', (line, difference) => {
    expect(words(line)).toEqual({ ...PLAIN, ...difference });
  });

  test.each([
    ['', 'no order'],
    ['btc', 'no order'],
    ['buying 0.05 btc', 'no order'],
    ['constructor', 'no order'],
    ['open the ticket, buy', 'no order'],
    ['buy', 'no-size'],
    ['buy btc', 'no-size'],
    ['buy btc limit', 'no-size'],
    ['buy 0.05 btc limit', 'no-price'],
    ['buy 0.05 btc stop', 'no-price'],
    ['buy 0.05 btc limit 104200 stop', 'no-price'],
    ['buy 0.05 btc stop limit 105000', 'no-price'],
    ['buy 0.05 doge limit 1', 'unknown-word'],
    ['buy 0.05 btc limit 104200 please', 'unknown-word'],
    ['buy 0.05 btc limit abc', 'unknown-word'],
    ['buy 0.05 btc 104200 105000', 'unknown-word'],
    ['buy -0.05 btc', 'not-positive'],
    ['buy 0 btc', 'not-positive'],
    ['buy 0% btc', 'not-positive'],
    ['buy 120% btc', 'too-much-percent'],
    ['buy 0.05 btc eth', 'twice'],
    ['buy 0.05 btc 25%', 'twice'],
    ['sell 0.05 btc trailing', 'no-price'],
    ['sell 0.05 btc market trailing 500', 'twice'],
    ['sell 0.05 btc trailing 500 limit 104200', 'twice'],
    ['sell 0.05 btc take profit 106000 limit 106100', 'twice'],
    ['buy 0.05 btc limit 104200 limit 104300', 'twice'],
    ['buy 0.05 btc market limit 104200', 'twice'],
  ])('%s is %s', (line, kind) => {
    expect(words(line)).toBe(kind);
  });

  test('without an instrument on show one must be named', () => {
    expect(words('buy 0.05', { ...vocabulary, active: undefined })).toBe('no-instrument');
  });

  test('whatever is typed, an order has a positive size and only figures that were typed', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'btc',
        'eth',
        'usd',
        'limit',
        'stop',
        'market',
        '@',
        'at',
        'tp',
        'sl',
        'gtc',
        'post',
        '25%',
        '$40',
        '0.05',
        '104200',
        '1e5',
        '%',
        '$',
        '-1',
      ),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.constantFrom('buy', 'sell'), fc.array(word, { maxLength: 8 }), (side, rest) => {
        const reading = readOrderWords([side, ...rest].join(' '), vocabulary);
        if (reading?.kind !== 'order') return;
        expect(Number(reading.order.size.value)).toBeGreaterThan(0);
        for (const figure of [reading.order.price, reading.order.trigger, reading.order.stop, reading.order.target]) {
          if (figure !== null) expect(Number(figure)).toBeGreaterThan(0);
        }
        expect(vocabulary.instruments.map(({ id }) => id)).toContain(reading.order.instrument);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('orders in writing', () => {
  const written: WrittenOrder = {
    side: 'buy',
    type: 'limit',
    size: '0.05 BTC',
    price: '104,231.50',
    trigger: null,
    trail: null,
    stop: null,
    timeInForce: 'gtc',
    expires: null,
    postOnly: false,
    reduceOnly: false,
  };
  const stops = { price: null, trigger: '101,000.00' } as const;

  test.each([
    [{}, 'Buy 0.05 BTC, limit 104,231.50', 'limit 104,231.50 · GTC · PAPER'],
    [{ size: null }, 'Buy, limit 104,231.50', 'limit 104,231.50 · GTC · PAPER'],
    [{ stop: '103,750.00' }, 'Buy 0.05 BTC, limit 104,231.50', 'limit 104,231.50 · stop 103,750.00 · PAPER'],
    [{ stop: '103,750.00', timeInForce: 'ioc' }, 'Buy 0.05 BTC, limit 104,231.50', 'limit 104,231.50 · stop 103,750.00 · IOC · PAPER'],
    [{ type: 'market', price: null }, 'Buy 0.05 BTC, market', 'market · PAPER'],
    [{ type: 'market', price: null, timeInForce: 'fok' }, 'Buy 0.05 BTC, market', 'market · FOK · PAPER'],
    [{ type: 'stop', ...stops }, 'Buy 0.05 BTC, stop 101,000.00', 'stop 101,000.00 · GTC · PAPER'],
    [{ type: 'stop', ...stops, stop: '99,000.00' }, 'Buy 0.05 BTC, stop 101,000.00', 'stop 101,000.00 · protected at 99,000.00 · PAPER'],
    [
      { type: 'stop-limit', trigger: '101,000.00' },
      'Buy 0.05 BTC, stop 101,000.00 limit 104,231.50',
      'stop 101,000.00 limit 104,231.50 · GTC · PAPER',
    ],
    [
      { type: 'take-profit', ...stops, side: 'sell', reduceOnly: true },
      'Sell 0.05 BTC, take profit 101,000.00',
      'take profit 101,000.00 · GTC · reduce only · PAPER',
    ],
    [{ type: 'trailing-stop', price: null, trail: '500.00' }, 'Buy 0.05 BTC, trailing stop 500.00', 'trailing stop 500.00 · GTC · PAPER'],
    [
      { timeInForce: 'gtd', expires: '22 Nov 14:30', postOnly: true },
      'Buy 0.05 BTC, limit 104,231.50',
      'limit 104,231.50 · GTD 22 Nov 14:30 · post only · PAPER',
    ],
  ] as const)('%j', (change, line, detail) => {
    expect(orderLine({ ...written, ...change })).toBe(line);
    expect(orderDetail({ ...written, ...change }, 'PAPER')).toBe(detail);
    expect(line.startsWith(orderTitle({ ...written, ...change }))).toBe(true);
  });
});

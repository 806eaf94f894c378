import { expect, test } from 'vitest';
import { InterestUnion } from '../../../src-main/services/interest-union.ts';

const btc = { instrument: 'BTC/USD.SIM', timeframe: '1m' } as const;
const eth = { instrument: 'ETH/USD.SIM', timeframe: '1m' } as const;

test('all that any page looks at, once, until the last such page has gone', () => {
  const union = new InterestUnion();
  expect(union.set('a', { books: ['x'], tapes: ['x', 'y'], candles: [btc] })).toEqual({ books: ['x'], tapes: ['x', 'y'], candles: [btc] });
  expect(union.set('b', { books: ['x', 'z'], tapes: [], candles: [{ ...btc }, eth, { ...btc, timeframe: '1h' }] })).toEqual({
    books: ['x', 'z'],
    tapes: ['x', 'y'],
    candles: [btc, eth, { ...btc, timeframe: '1h' }],
  });
  expect(union.remove('a')).toEqual({ books: ['x', 'z'], tapes: [], candles: [btc, eth, { ...btc, timeframe: '1h' }] });
  expect(union.set('b', { books: [], tapes: [], candles: [] })).toEqual({ books: [], tapes: [], candles: [] });
  expect(union.remove('b')).toEqual({ books: [], tapes: [], candles: [] });
});

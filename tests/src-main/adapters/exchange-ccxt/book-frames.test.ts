import { describe, expect, it, test } from 'vitest';
import { withPrintedNumbers } from '../../../../src-main/adapters/exchange-ccxt/printed-numbers.ts';
import { BINANCE_BOOK } from '../../../../src-main/adapters/exchange-ccxt/venues/binance-book.ts';
import type { BookFrame } from '../../../../src-main/adapters/exchange-ccxt/venues/book-channel.ts';
import { HYPERLIQUID_BOOK } from '../../../../src-main/adapters/exchange-ccxt/venues/hyperliquid-book.ts';
import { KRAKEN_BOOK, krakenChecksum } from '../../../../src-main/adapters/exchange-ccxt/venues/kraken-book.ts';
import { OKX_BOOK } from '../../../../src-main/adapters/exchange-ccxt/venues/okx-book.ts';
import { OrderBook } from '../../../../src-main/core/order-book/order-book.ts';
import { DepthMessage } from '../../../../src-shared/domain/depth-message.ts';
import { StepReader } from '../../../../src-shared/kernel/step-reader.ts';

/** The worked example of Kraken's guide to the sums of its second websocket: the whole book of BTC/USD, and its sum. */
const GUIDE = {
  bids: [
    ['45283.5', '0.10000000'],
    ['45283.4', '1.54582015'],
    ['45282.1', '0.10000000'],
    ['45281.0', '0.10000000'],
    ['45280.3', '1.54592586'],
    ['45279.0', '0.07990000'],
    ['45277.6', '0.03310103'],
    ['45277.5', '0.30000000'],
    ['45277.3', '1.54602737'],
    ['45276.6', '0.15445238'],
  ],
  asks: [
    ['45285.2', '0.00100000'],
    ['45286.4', '1.54571953'],
    ['45286.6', '1.54571109'],
    ['45289.6', '1.54560911'],
    ['45290.2', '0.15890660'],
    ['45291.8', '1.54553491'],
    ['45294.7', '0.04454749'],
    ['45296.1', '0.35380000'],
    ['45297.5', '0.09945542'],
    ['45299.5', '0.18772827'],
  ],
  checksum: 3_310_070_434,
} as const;

const MARKET = { info: { pair_decimals: '1', lot_decimals: 8 } };

/** A message as Kraken prints it: figures are numbers. */
function printed(
  side: 'snapshot' | 'update',
  bids: readonly (readonly [string, string])[],
  asks: readonly (readonly [string, string])[],
): string {
  const levels = (of: typeof bids) => of.map(([price, qty]) => `{"price":${price},"qty":${qty}}`).join(',');
  const data = `{"symbol":"BTC/USD","bids":[${levels(bids)}],"asks":[${levels(asks)}],"checksum":${String(GUIDE.checksum)},"timestamp":"2023-10-06T17:35:55.440295Z"}`;
  return `{"channel":"book","type":"${side}","data":[${data}]}`;
}

function framesOf(text: string): BookFrame | null {
  const [heard] = KRAKEN_BOOK.read(withPrintedNumbers(text)) ?? [];
  expect(heard?.market).toBe('BTC/USD');
  return heard?.frame ?? null;
}

/** A book that holds what a message says, in the steps that it is written in. */
function bookOf(frame: BookFrame, market: unknown = MARKET): OrderBook {
  const { tick, lot } = KRAKEN_BOOK.steps!(market, frame);
  const [ticks, lots] = [new StepReader(tick), new StepReader(lot)];
  const message = new DepthMessage().begin('snapshot', 0);
  message.last = 1;
  for (const side of ['bids', 'asks'] as const)
    for (const [price, size] of frame[side]) message[side].push(ticks.read(price), lots.read(size));
  const book = new OrderBook();
  book.apply(message);
  return book;
}

describe('Kraken’s sum', () => {
  it('of the example in its guide is the one that the guide names', () => {
    const frame = framesOf(printed('snapshot', GUIDE.bids, GUIDE.asks))!;
    expect([frame.kind, frame.checksum, frame.venueTime]).toEqual(['snapshot', GUIDE.checksum, Date.UTC(2023, 9, 6, 17, 35, 55, 440)]);
    expect(frame.bids).toEqual(GUIDE.bids);
    expect(krakenChecksum(bookOf(frame))).toBe(GUIDE.checksum);
  });

  it('is another where one digit, one level or their order is another', () => {
    const other = GUIDE.asks.map(([price, size], at) => [price, at === 9 ? '0.18772828' : size] as const);
    expect(krakenChecksum(bookOf(framesOf(printed('snapshot', GUIDE.bids, other))!))).not.toBe(GUIDE.checksum);
    expect(krakenChecksum(bookOf(framesOf(printed('snapshot', GUIDE.bids.slice(1), GUIDE.asks))!))).not.toBe(GUIDE.checksum);
  });

  it('is over the ten best of each side alone', () => {
    const deeper = (side: readonly (readonly [string, string])[], price: string) => [...side, [price, '7.00000000'] as const];
    const frame = framesOf(printed('snapshot', deeper(GUIDE.bids, '45000.0'), deeper(GUIDE.asks, '46000.0')))!;
    expect(krakenChecksum(bookOf(frame))).toBe(GUIDE.checksum);
  });

  it('is over the digits as they are written: noughts at the end count; where they are left out, the market’s own decimals say how many there are', () => {
    const finer = framesOf(printed('snapshot', GUIDE.bids, GUIDE.asks))!;
    // Written with eight decimals, whatever the market is said to have.
    expect(KRAKEN_BOOK.steps!({ info: { pair_decimals: 3, lot_decimals: 5 } }, finer)).toEqual({ tick: '0.1', lot: '0.00000001' });
    const bare = (side: readonly (readonly [string, string])[]) =>
      side.map(([price, size]) => [String(Number(price)), String(Number(size))] as const);
    const frame = framesOf(printed('snapshot', bare(GUIDE.bids), bare(GUIDE.asks)))!;
    expect(frame.bids[3]).toEqual(['45281', '0.1']);
    expect(krakenChecksum(bookOf(frame))).toBe(GUIDE.checksum);
    expect(KRAKEN_BOOK.steps!({ info: { pair_decimals: 0, lot_decimals: 8 } }, null)).toEqual({ tick: '1', lot: '0.00000001' });
  });
});

test('numbers are read as they were printed, texts as they are', () => {
  expect(withPrintedNumbers('{"a":0.10000000,"b":[12345678901234567890.5],"c":"0.1","d":null}')).toEqual({
    ...{ a: '0.10000000', b: ['12345678901234567890.5'], c: '0.1', d: null },
  });
});

describe('what is no message of a book, and what is one that is not understood', () => {
  it('at Kraken', () => {
    expect(KRAKEN_BOOK.read({ method: 'subscribe', result: { channel: 'book' }, success: true })).toBeNull();
    expect(KRAKEN_BOOK.read({ channel: 'trade', type: 'update', data: [] })).toBeNull();
    expect(framesOf(printed('update', [['1e5', '1']], []))).toBeNull();
    expect(KRAKEN_BOOK.read({ channel: 'book', type: 'update', data: [7] })).toEqual([{ market: null, frame: null }]);
  });

  it('at Binance', () => {
    const diff = { e: 'depthUpdate', E: 5, s: 'BTCUSDT', U: 3, u: 4, b: [['1', '2']], a: [] };
    expect(BINANCE_BOOK.read(diff)).toEqual([
      {
        market: 'BTCUSDT',
        frame: { kind: 'diff', venueTime: 5, numbers: { first: 3, last: 4, previous: -1 }, checksum: -1, bids: [['1', '2']], asks: [] },
      },
    ]);
    expect(BINANCE_BOOK.read({ ...diff, U: 5 })).toEqual([{ market: 'BTCUSDT', frame: null }]);
    expect(BINANCE_BOOK.read({ ...diff, e: 'trade' })).toBeNull();
    expect(() => BINANCE_BOOK.whole!.read({ lastUpdateId: 'x', bids: [], asks: [] })).toThrow();
  });

  it('at OKX', () => {
    const [arg, action] = [{ channel: 'books', instId: 'BTC-USDT' }, 'update'];
    const data = [{ asks: [['8', '0', '0', '0']], bids: [], ts: '1700000000000', checksum: 0, prevSeqId: 7, seqId: 12 }];
    expect(OKX_BOOK.read({ arg, action, data })).toEqual([
      {
        market: 'BTC-USDT',
        frame: {
          ...{ kind: 'diff', venueTime: 1_700_000_000_000, checksum: -1, bids: [], asks: [['8', '0']] },
          numbers: { first: 8, last: 12, previous: 7 },
        },
      },
    ]);
    expect(OKX_BOOK.read({ arg, action, data: [{ ...data[0], seqId: 'x' }] })).toEqual([{ market: 'BTC-USDT', frame: null }]);
    expect(OKX_BOOK.read({ event: 'subscribe', arg })).toBeNull();
    expect(OKX_BOOK.read({ arg: { ...arg, channel: 'trades' }, data })).toBeNull();
  });

  it('at Hyperliquid', () => {
    const market = { symbol: 'HYPE/USDC', id: '@107' };
    const subscription = { type: 'l2Book', coin: '@107', fast: true };
    expect(HYPERLIQUID_BOOK.subscribe(market, 1)).toEqual({ method: 'subscribe', subscription });
    expect(HYPERLIQUID_BOOK.unsubscribe(market, 2)).toEqual({ method: 'unsubscribe', subscription });
    const levels = [[{ px: '36.502', sz: '120.5', n: 3 }], [{ px: '36.51', sz: '8.0', n: 1 }]];
    const data = { coin: '@107', time: 1_767_878_802_704, levels };
    expect(HYPERLIQUID_BOOK.read({ channel: 'l2Book', data })).toEqual([
      {
        market: '@107',
        frame: {
          ...{ kind: 'snapshot', venueTime: 1_767_878_802_704, checksum: -1, bids: [['36.502', '120.5']], asks: [['36.51', '8.0']] },
          numbers: { first: 1_767_878_802_704, last: 1_767_878_802_704, previous: -1 },
        },
      },
    ]);
    const garbled = [{ market: '@107', frame: null }];
    expect(HYPERLIQUID_BOOK.read({ channel: 'l2Book', data: { ...data, time: '1767878802704' } })).toEqual(garbled);
    expect(HYPERLIQUID_BOOK.read({ channel: 'l2Book', data: { ...data, levels: [levels[0]] } })).toEqual(garbled);
    expect(HYPERLIQUID_BOOK.read({ channel: 'l2Book', data: { ...data, levels: [[{ px: 36.502, sz: '1' }], []] } })).toEqual(garbled);
    // Its answers are its own and say nothing of the book.
    const answer = { channel: 'subscriptionResponse', data: { method: 'unsubscribe', subscription: { ...subscription, nSigFigs: null } } };
    expect(HYPERLIQUID_BOOK.read(answer)).toEqual([]);
    const other = { channel: 'subscriptionResponse', data: { method: 'subscribe', subscription: { type: 'bbo', coin: '@107' } } };
    expect(HYPERLIQUID_BOOK.read(other)).toBeNull();
    expect(HYPERLIQUID_BOOK.read({ channel: 'bbo', data: { coin: '@107' } })).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import type { OrderRow, PositionRow, QuoteRow } from '../../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { CatalogueMarket } from '../../../../src-renderer/state/market-catalogue.ts';
import { listText, readListText } from '../../../../src-renderer/features/watchlist/list-text.ts';
import {
  dayChange,
  figuresOf,
  listedIds,
  marksOf,
  movedInstrument,
  nextWatchSort,
  sortWatch,
  watchItem,
} from '../../../../src-renderer/features/watchlist/watchlist-model.ts';

const instrument = (base: string, name: string): Instrument =>
  ({ id: `${base}/USD.SIM`, priceDecimals: 3, spec: { id: `${base}/USD.SIM`, symbol: `${base}/USD`, name } }) as unknown as Instrument;
const desk = new Map(
  [instrument('BTC', 'Bitcoin'), instrument('ETH', 'Ethereum'), instrument('SOL', 'Solana')].map((each) => [each.id as string, each]),
);
const listed = {
  id: 'DOGE/USDT.BINANCE',
  tick: '0.00001',
  last: 0.2,
  open24h: 0.16,
  quoteVolume24h: 7,
  fetchedAt: 1_000,
} as CatalogueMarket;
const ground = { desk, catalogue: new Map([[listed.id, listed]]) };
const quote = (last: number, open24h: number, quoteVolume24h: number): QuoteRow => ({ last, open24h, quoteVolume24h }) as QuoteRow;

describe('a list', () => {
  it('that holds all keeps the own order, puts new instruments last and leaves out removed ones', () => {
    const own = ['SOL/USD.SIM', 'DOGE/USDT.BINANCE'];
    expect(listedIds({ name: 'A', all: true, own, removed: ['ETH/USD.SIM'] }, desk)).toEqual([...own, 'BTC/USD.SIM']);
    expect(listedIds({ name: 'A', all: false, own, removed: [] }, desk)).toEqual(own);
  });

  it('moves a market and stops at the ends', () => {
    expect(movedInstrument(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
    expect(movedInstrument(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
    expect(movedInstrument(['a', 'b', 'c'], 'a', 9)).toEqual(['b', 'c', 'a']);
  });

  it('as text is read back as it was; remarks and repetitions are left out, what is no market is named with its line', () => {
    const ids = ['BTC/USDT.BINANCE', 'SOL/USD.SIM'];
    expect(readListText(listText(ids))).toEqual({ ids, unread: [] });
    expect(readListText('# mine\r\nbtc/usdt.binance, SOL/USD.SIM # both\n\nBTC/USDT.BINANCE;BTCUSDT\nBTC/USDT')).toEqual({
      ids,
      unread: [
        { line: 4, text: 'BTCUSDT' },
        { line: 5, text: 'BTC/USDT' },
      ],
    });
  });
});

describe('the figures of a market', () => {
  it('are live where the desk hears it', () => {
    const item = watchItem('BTC/USD.SIM', ground);
    expect(item).toMatchObject({ symbol: 'BTC/USD', name: 'Bitcoin', venue: 'SIM', priceDecimals: 3 });
    expect(figuresOf(item, quote(110, 100, 5))).toEqual({ last: 110, change: expect.closeTo(0.1, 12), volume: 5, asOf: null });
    expect(figuresOf(item, undefined)).toEqual({ last: undefined, change: undefined, volume: undefined, asOf: null });
  });

  it('are those of when its venue was asked where it does not, with that time, and none where it never was', () => {
    const item = watchItem('DOGE/USDT.BINANCE', ground);
    expect(item).toMatchObject({ symbol: 'DOGE/USDT', name: 'Dogecoin', priceDecimals: 5, quoteVolume24h: 7 });
    expect(figuresOf(item, quote(9, 9, 9))).toEqual({ last: 0.2, change: expect.closeTo(0.25, 12), volume: 7, asOf: 1_000 });
    const unpriced = { ...listed, last: null, open24h: null, quoteVolume24h: null };
    const nothing = { last: undefined, change: undefined, volume: undefined };
    expect(figuresOf({ ...item, listed: unpriced }, undefined)).toEqual({ ...nothing, asOf: 1_000 });
    expect(figuresOf(watchItem('GONE/USDT.BINANCE', ground), undefined)).toEqual({ ...nothing, asOf: null });
  });

  it('know the change of the day only with a price to measure from', () => {
    expect(dayChange(quote(101.24, 100, 1))).toBeCloseTo(0.0124, 12);
    expect(dayChange(quote(101, 0, 1))).toBeUndefined();
    expect(dayChange(undefined)).toBeUndefined();
  });
});

describe('sorting', () => {
  const items = ['BTC/USD.SIM', 'ETH/USD.SIM', 'SOL/USD.SIM', 'DOGE/USDT.BINANCE'].map((id) => watchItem(id, ground));
  const quotes = new Map([
    ['BTC/USD.SIM', quote(99, 100, 5)],
    ['SOL/USD.SIM', quote(110, 100, 9)],
  ]);
  const by = (order: Parameters<typeof sortWatch>[1]): string[] => sortWatch(items, order, quotes).map(({ base }) => base);

  it('puts unknown figures last in both directions', () => {
    expect(by({ by: 'own', descending: true })).toEqual(['BTC', 'ETH', 'SOL', 'DOGE']);
    expect(by({ by: 'change', descending: true })).toEqual(['DOGE', 'SOL', 'BTC', 'ETH']);
    expect(by({ by: 'change', descending: false })).toEqual(['BTC', 'SOL', 'DOGE', 'ETH']);
    expect(by({ by: 'volume', descending: true })).toEqual(['SOL', 'DOGE', 'BTC', 'ETH']);
    expect(by({ by: 'name', descending: true })).toEqual(['SOL', 'ETH', 'DOGE', 'BTC']);
  });

  it('goes from its natural direction to the other and back to the own order', () => {
    const first = nextWatchSort({ by: 'own', descending: false }, 'change');
    const second = nextWatchSort(first, 'change');
    expect([first, second, nextWatchSort(second, 'change')]).toEqual([
      { by: 'change', descending: true },
      { by: 'change', descending: false },
      { by: 'own', descending: false },
    ]);
    expect(nextWatchSort(first, 'name')).toEqual({ by: 'name', descending: false });
  });
});

it('marks open positions and orders at work', () => {
  const marks = marksOf(
    [
      { instrument: 'a', size: '0' },
      { instrument: 'b', size: '-0.1' },
    ] as PositionRow[],
    [
      { instrument: 'a', state: 'acknowledged' },
      { instrument: 'b', state: 'cancelled' },
    ] as OrderRow[],
  );
  expect([[...marks.positions], [...marks.orders]]).toEqual([['b'], ['a']]);
});

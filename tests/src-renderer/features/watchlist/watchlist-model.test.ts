import { describe, expect, it } from 'vitest';
import type { OrderRow, PositionRow, QuoteRow } from '../../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../../src-shared/domain/instrument.ts';
import {
  dayChange,
  filterInstruments,
  listedInstruments,
  marksOf,
  movedInstrument,
  nextWatchSort,
  sortWatch,
} from '../../../../src-renderer/features/watchlist/watchlist-model.ts';

const instrument = (base: string, name: string): Instrument =>
  ({ id: `${base}/USD.SIM`, spec: { id: `${base}/USD.SIM`, symbol: `${base}/USD`, name } }) as unknown as Instrument;
const BTC = instrument('BTC', 'Bitcoin');
const ETH = instrument('ETH', 'Ethereum');
const SOL = instrument('SOL', 'Solana');
const all = new Map([BTC, ETH, SOL].map((each) => [each.id as string, each]));
const ids = (list: readonly Instrument[]): string[] => list.map((each) => each.id.slice(0, 3));
const quote = (last: number, open24h: number, quoteVolume24h: number): QuoteRow => ({ last, open24h, quoteVolume24h }) as QuoteRow;

describe('the list', () => {
  it('keeps the own order, puts new instruments last and leaves out removed ones', () => {
    expect(ids(listedInstruments(all, ['SOL/USD.SIM', 'GONE/USD.SIM'], ['ETH/USD.SIM']))).toEqual(['SOL', 'BTC']);
  });

  it('filters by every word in symbol, venue or name', () => {
    expect(ids(filterInstruments([BTC, ETH, SOL], 'sim coin'))).toEqual(['BTC']);
    expect(ids(filterInstruments([BTC, ETH, SOL], '  '))).toHaveLength(3);
  });

  it('moves an instrument and stops at the ends', () => {
    expect(movedInstrument(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
    expect(movedInstrument(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
    expect(movedInstrument(['a', 'b', 'c'], 'a', 9)).toEqual(['b', 'c', 'a']);
  });
});

describe('sorting', () => {
  const rows = [
    { instrument: BTC, quote: quote(99, 100, 5), hasPosition: false, hasOrders: false, hasAlert: false },
    { instrument: ETH, quote: undefined, hasPosition: false, hasOrders: false, hasAlert: false },
    { instrument: SOL, quote: quote(110, 100, 9), hasPosition: false, hasOrders: false, hasAlert: false },
  ];
  const by = (order: Parameters<typeof sortWatch>[1]): string[] => sortWatch(rows, order).map((row) => row.instrument.id.slice(0, 3));

  it('puts unknown figures last in both directions', () => {
    expect(by({ by: 'change', descending: true })).toEqual(['SOL', 'BTC', 'ETH']);
    expect(by({ by: 'change', descending: false })).toEqual(['BTC', 'SOL', 'ETH']);
    expect(by({ by: 'volume', descending: true })).toEqual(['SOL', 'BTC', 'ETH']);
    expect(by({ by: 'name', descending: true })).toEqual(['SOL', 'ETH', 'BTC']);
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

it('knows the change of the day only with a price to measure from', () => {
  expect(dayChange(quote(101.24, 100, 1))).toBeCloseTo(0.0124, 12);
  expect(dayChange(quote(101, 0, 1))).toBeUndefined();
  expect(dayChange(undefined)).toBeUndefined();
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

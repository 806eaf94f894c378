import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { type BookedFill, TradeBook } from '../../../../src-main/core/risk/trade-book.ts';
import { BTC, spec } from './desk-of-one.ts';

const PERP = new Instrument(spec('ETH', { kind: 'perpetual' }), 1);

function fill(over: Partial<BookedFill>): BookedFill {
  return {
    ...{ instrument: 0, origin: 'a', side: 'buy', ticks: 10_000_000, lots: 100_000, fee: 100, time: 1_000, closes: false, stops: false },
    ...over,
  };
}

describe('a trade', () => {
  it('goes from flat to flat: 1 BTC at 100,000, sold in halves at 104,000 and 102,000, fees 100 each', () => {
    const book = new TradeBook([BTC]);
    expect(book.book(fill({}))).toEqual([]);
    expect(book.book(fill({ side: 'sell', lots: 50_000, ticks: 10_400_000 }))).toEqual([]);
    const [trade, ...others] = book.book(fill({ side: 'sell', lots: 50_000, ticks: 10_200_000, time: 3_000, stops: true }));
    expect(others).toEqual([]);
    expect(trade).toMatchObject({ instrument: 0, origin: 'a', side: 'buy', closedAt: 3_000, stopped: true });
    expect(trade!.profit).toBeCloseTo(3_000 - 300, 6);
    expect(trade!.ratio).toBeCloseTo(2_700 / 100_000, 12);
    expect(book.trades).toEqual([]);
  });

  it('is the owner’s, whoever closes it: a person’s sale ends what a strategy bought, in the order of names', () => {
    const book = new TradeBook([BTC]);
    book.book(fill({ origin: 'b', fee: 0 }));
    book.book(fill({ origin: 'a', lots: 50_000, fee: 0 }));
    const ended = book.book(fill({ origin: 'you', side: 'sell', lots: 120_000, ticks: 10_100_000, fee: 0 }));
    expect(ended.map(({ origin }) => origin)).toEqual(['a']);
    expect(ended[0]!.profit).toBeCloseTo(500, 6);
    expect(book.trades).toMatchObject([{ origin: 'b', lots: 30_000 }]);
    expect(book.book(fill({ origin: 'you', side: 'sell', lots: 30_000 })).map(({ origin }) => origin)).toEqual(['b']);
  });

  it('of a perpetual may be short, is turned by one fill, and takes funding', () => {
    const book = new TradeBook([BTC, PERP]);
    const eth = { instrument: 1, fee: 0 } as const;
    book.book(fill({ ...eth, side: 'sell', ticks: 400_000 }));
    book.receive(1, 'a', 3);
    book.receive(1, 'nobody', 3);
    const [short] = book.book(fill({ ...eth, ticks: 390_000, lots: 150_000, fee: 3 }));
    expect(short).toMatchObject({ side: 'sell' });
    // 1 ETH sold at 4,000 and bought back at 3,900; two thirds of the fee; funding received.
    expect(short!.profit).toBeCloseTo(100 - 2 + 3, 9);
    expect(book.trades).toMatchObject([{ side: 'buy', lots: 50_000 }]);
  });

  it('of one strategy is not ended by another that opens the other way', () => {
    const book = new TradeBook([BTC, PERP]);
    book.book(fill({ instrument: 1 }));
    expect(book.book(fill({ instrument: 1, origin: 'b', side: 'sell' }))).toEqual([]);
    expect(book.trades).toMatchObject([
      { origin: 'a', side: 'buy' },
      { origin: 'b', side: 'sell' },
    ]);
    expect(book.book(fill({ instrument: 1, origin: 'you', side: 'buy', closes: true })).map(({ origin }) => origin)).toEqual(['b']);
  });

  it('of nothing is worth nothing: a sale of what nobody is known to hold ends none', () => {
    const book = new TradeBook([BTC]);
    expect(book.book(fill({ side: 'sell' }))).toEqual([]);
    expect(book.trades).toEqual([]);
  });

  it('goes on from what was kept', () => {
    const before = new TradeBook([BTC]);
    before.book(fill({}));
    const after = new TradeBook([BTC]);
    after.restore(before.trades);
    expect(after.book(fill({ side: 'sell' }))).toEqual(before.book(fill({ side: 'sell' })));
  });

  it('that cost nothing has no share of it', () => {
    const book = new TradeBook([BTC]);
    book.restore([{ instrument: 0, origin: 'a', side: 'buy', lots: 10, entered: 0, closed: 0, paid: 0 }]);
    expect(book.book(fill({ side: 'sell', lots: 10 }))).toMatchObject([{ ratio: 0 }]);
  });
});

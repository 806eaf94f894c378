import { describe, expect, it } from 'vitest';
import { type GapAttribution, GAP_CAUSES, largestCause } from '../../../../src-shared/domain/attribution.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { attributeGap, type GapInput } from '../../../../src-main/core/attribution/attribute-gap.ts';
import type { MarketView, RefusedOrder, TradedOrder } from '../../../../src-main/core/attribution/traded-run.ts';
import { spec } from '../risk/desk-of-one.ts';

/** Ticks of 0.01, lots of 0.1. */
const INSTRUMENT = new Instrument(spec('BTC', { lot: '0.1', engineLot: '0.1', minNotional: '0' }), 0);
const HOUR = 3_600_000;

/** A market that is worth so many ticks in each hour. */
function hours(...ticks: readonly number[]): MarketView {
  return {
    halfTicks: (_, time) => {
      const at = ticks[Math.floor(time / HOUR)];
      return at === undefined ? null : at * 2;
    },
    sameBar: (_, a, b) => Math.floor(a / HOUR) === Math.floor(b / HOUR),
  };
}

type Filled = readonly [hour: number, ticks: number, lots: number, fee?: string];

function order(id: string, fields: Partial<TradedOrder>, ...fills: readonly Filled[]): TradedOrder {
  return {
    id,
    origin: 's',
    instrument: 0,
    side: 'buy',
    type: 'market',
    decidedAt: (fills[0]?.[0] ?? 0) * HOUR,
    limitTicks: null,
    carried: false,
    paidLots: [],
    end: 'filled',
    fills: fills.map(([hour, ticks, lots, fee = '0']) => ({ time: hour * HOUR + 1, ticks, lots, fee: Decimal.parse(fee) })),
    ...fields,
  };
}

function gapOf(
  session: readonly TradedOrder[],
  backtest: readonly TradedOrder[],
  over: Partial<GapInput> & { readonly refused?: readonly RefusedOrder[]; readonly refusedInBacktest?: readonly RefusedOrder[] } = {},
): GapAttribution {
  const { refused = [], refusedInBacktest = [], ...rest } = over;
  return attributeGap({
    session: { orders: session, refusals: refused },
    backtest: { orders: backtest, refusals: refusedInBacktest },
    instruments: [INSTRUMENT],
    strategies: new Set(['s', 't']),
    marks: [11_000],
    market: hours(10_000, 10_100, 10_200, 10_300),
    opening: [],
    ...rest,
  });
}

/** The parts that are not zero. */
function partsOf({ parts, residual }: Pick<GapAttribution, 'parts' | 'residual'>): Record<string, string> {
  const told: Record<string, string> = {};
  for (const cause of GAP_CAUSES) if (!parts[cause].isZero()) told[cause] = parts[cause].toString();
  return residual.isZero() ? told : { ...told, residual: residual.toString() };
}

describe('an order that was filled in both runs', () => {
  it('is split as in the documented example', () => {
    // Backtest: 0.5 at 100.10, market 100.00, fee 10 bp. Session: 0.4 at 101.30 an hour later, market 101.00, fee 20 bp. Last price 110.00.
    const gap = gapOf([order('a', {}, [1, 10_130, 4, '0.08104'])], [order('a', {}, [0, 10_010, 5, '0.05005'])]);
    expect(gap.backtestProfit.toString()).toBe('4.89995');
    expect(gap.sessionProfit.toString()).toBe('3.39896');
    expect(gap.gap.toString()).toBe('-1.50099');
    expect(partsOf(gap)).toEqual({ size: '-0.97999', timing: '-0.4004', price: '-0.08008', fee: '-0.04052' });
    expect(largestCause(gap.parts)).toBe('size');
  });

  it('sums over several fills, each against the market of its own time', () => {
    const gap = gapOf([order('a', {}, [0, 10_000, 2], [2, 10_200, 2])], [order('a', {}, [0, 10_000, 4])]);
    // Half of 0.4 two units later.
    expect(partsOf(gap)).toEqual({ timing: '-0.4' });
  });

  it('has no timing within one bar where the order waited at the venue', () => {
    const late = order('a', { type: 'stop' }, [1, 10_150, 4]);
    const stop = { ...late, fills: [{ ...late.fills[0]!, time: HOUR + 50 }] };
    const quick: MarketView = { ...hours(0), halfTicks: (_, time) => (time > HOUR + 10 ? 20_400 : 20_200) };
    const gap = gapOf([stop], [order('a', { type: 'stop' }, [1, 10_140, 4])], { market: quick });
    expect(partsOf(gap)).toEqual({ price: '-0.04' });
  });

  it('has all of it in the price where no market is known', () => {
    const gap = gapOf([order('a', {}, [8, 10_150, 4])], [order('a', {}, [9, 10_140, 4])]);
    expect(partsOf(gap)).toEqual({ price: '-0.04' });
  });

  it('is the same decision by its bar where the venue named the fill that it was made on', () => {
    const gap = gapOf(
      [order('a', {}, [0, 10_000, 4]), order('venue-x', { side: 'sell' }, [1, 10_100, 4])],
      [order('a', {}, [0, 10_000, 4]), order('venue-y', { side: 'sell' }, [1, 10_110, 4])],
    );
    expect(partsOf(gap)).toEqual({ price: '-0.04' });
    expect(gap.trades.map(({ both, to }) => [both, to])).toEqual([[2, HOUR + 1]]);
  });

  it('is another decision where the side is another one', () => {
    const gap = gapOf([order('a', { side: 'sell' }, [0, 10_000, 4])], [order('a', {}, [0, 10_000, 4])]);
    expect(partsOf(gap)).toEqual({ signal: '-8' });
  });
});

describe('a fee that took coins', () => {
  it('costs what those would have been sold for later, and leaves no crumb of a trade', () => {
    // 10 lots for 100; a lot of them, worth 10, was the fee. 9 are sold at 102 instead of 10: 91.8 - 100 against 102 - 100 - 10.
    const given = { origin: 's', instrument: 0, lots: 1, value: Decimal.parse('10'), time: 1 };
    const gap = gapOf(
      [order('a', { paidLots: [given] }, [0, 10_000, 10, '10']), order('b', { side: 'sell' }, [2, 10_200, 9])],
      [order('a', {}, [0, 10_000, 10, '10']), order('b', { side: 'sell' }, [2, 10_200, 10])],
    );
    expect([gap.sessionProfit.toString(), gap.backtestProfit.toString()]).toEqual(['-8.2', '-8']);
    expect(partsOf(gap)).toEqual({ fee: '-0.2' });
    expect(gap.trades.map(({ to, both }) => [to, both])).toEqual([[2 * HOUR + 1, 2]]);
  });

  it('has nothing to do with what others hold', () => {
    const given = { origin: 's', instrument: 0, lots: 1, value: Decimal.parse('10'), time: 1 };
    const gap = gapOf(
      [
        order('m', { origin: 'elsewhere' }, [0, 10_000, 4]),
        order('a', { paidLots: [given] }, [0, 10_000, 10, '10']),
        order('n', { origin: 'elsewhere' }, [1, 10_100, 4]),
      ],
      [order('a', {}, [0, 10_000, 10, '10'])],
    );
    // 4 at 100 and 4 at 101 are worth 110; the lot that was worth 10 then would be worth 11.
    expect(partsOf(gap)).toEqual({ fee: '-1', extra: '7.6' });
  });

  it('is extra with the order that it was of, and costs nothing where an earlier one had left coins over', () => {
    const given = { origin: 'you', instrument: 0, lots: 0, value: Decimal.parse('10'), time: 1 };
    const gap = gapOf([order('a', { origin: 'you', paidLots: [given] }, [0, 10_000, 10, '10'])], []);
    expect([gap.sessionProfit.toString(), partsOf(gap)]).toEqual(['10', { extra: '10' }]);
  });
});

describe('an order of before the session', () => {
  it('is extra where it filled in the session alone, missed in the backtest alone, and split like any other in both', () => {
    const old = order('a', { carried: true, decidedAt: -HOUR }, [0, 10_000, 4]);
    expect(partsOf(gapOf([old], []))).toEqual({ extra: '4' });
    expect(partsOf(gapOf([{ ...old, fills: [], end: 'venue' }], [old]))).toEqual({ missed: '-4' });
    expect(partsOf(gapOf([old], [order('a', { carried: true }, [1, 10_100, 4])]))).toEqual({ timing: '0.4' });
  });

  it('is paired by its price where several of one bar could be meant', () => {
    const limits = (id: string, ticks: number): TradedOrder => order(id, { type: 'limit', limitTicks: ticks }, [0, ticks, 4]);
    const gap = gapOf([limits('x', 9_900), limits('y', 9_800)], [limits('p', 9_800), limits('q', 9_900)]);
    expect(partsOf(gap)).toEqual({});
    expect(gap.trades).toMatchObject([{ both: 2 }]);
  });
});

describe('an order that was filled in one run alone', () => {
  const entry = order('a', {}, [0, 10_000, 4]);
  const exit = order('b', { side: 'sell' }, [2, 10_200, 4]);

  it('is missed with its exit where the gate refused it', () => {
    const refused: RefusedOrder[] = [{ origin: 's', instrument: 0, side: 'buy', time: 900, code: 'risk.order-notional' }];
    const gap = gapOf([], [entry, exit], { refused });
    expect(partsOf(gap)).toEqual({ missed: '-0.8' });
    expect(gap.trades).toHaveLength(1);
    expect(gap.trades[0]).toMatchObject({ reasons: ['risk.order-notional'], both: 0, sessionOnly: 0, backtestOnly: 2, to: 2 * HOUR + 1 });
  });

  it('is missed where the venue rejected it', () => {
    const gap = gapOf([order('a', { end: 'funds' })], [entry, exit]);
    expect(partsOf(gap)).toEqual({ missed: '-0.8' });
    expect(gap.trades[0]!.reasons).toEqual(['funds']);
  });

  it('is late where the session ended before it could be filled', () => {
    expect(partsOf(gapOf([order('a', { end: 'acknowledged' })], [entry]))).toEqual({ timing: '-4' });
    expect(partsOf(gapOf([order('a', { end: 'in-doubt' })], [entry]))).toEqual({ missed: '-4' });
    expect(partsOf(gapOf([order('a', { end: 'acknowledged', type: 'limit' })], [entry]))).toEqual({ missed: '-4' });
  });

  it('is another signal where nothing stood in its way, with what follows of it', () => {
    expect(partsOf(gapOf([], [entry, exit]))).toEqual({ signal: '-0.8' });
    expect(partsOf(gapOf([entry, exit], []))).toEqual({ signal: '0.8' });
  });

  it('is extra where a person placed it, and where the backtest could not fill it', () => {
    const mine = { origin: 'you' };
    expect(partsOf(gapOf([order('m', mine, [0, 10_000, 4]), order('n', { ...mine, side: 'sell' }, [1, 10_100, 4])], []))).toEqual({
      extra: '0.4',
    });
    expect(partsOf(gapOf([entry], [order('a', { end: 'funds' })]))).toEqual({ extra: '4' });
    const refusedInBacktest: RefusedOrder[] = [{ origin: 's', instrument: 0, side: 'buy', time: 0, code: 'risk.funds' }];
    expect(partsOf(gapOf([entry], [], { refusedInBacktest }))).toEqual({ extra: '4' });
  });

  it("belongs to the person's closing where a strategy finds closed what it held", () => {
    const closed = order('m', { origin: 'you', side: 'sell' }, [1, 10_100, 4]);
    const gap = gapOf([entry, closed], [entry, exit]);
    // Sold at 101.00 by hand, at 102.00 by the strategy.
    expect(partsOf(gap)).toEqual({ extra: '-0.4' });
  });

  it('is laid to what made its position another one', () => {
    const late = order('a', { decidedAt: 0 }, [1, 10_100, 4]);
    const again = order('c', { decidedAt: 0.5 * HOUR, side: 'sell' }, [1, 10_100, 4]);
    // The backtest held it already and left; the session did not yet hold anything.
    expect(Object.keys(partsOf(gapOf([late], [entry, again])))).toEqual(['timing']);
    // Two strategies have nothing to do with each other.
    expect(partsOf(gapOf([entry], [order('t', { origin: 't' }, [0, 10_000, 4])]))).toEqual({});
    expect(gapOf([entry], [order('t', { origin: 't' }, [0, 10_000, 4])]).trades).toHaveLength(2);
  });

  it('goes on from a gap that a person made', () => {
    // By hand a part is sold of what the strategy holds; its exit sells the rest and its next entry is missing, as it still counts on the part.
    const part = order('m', { origin: 'you', side: 'sell' }, [1, 10_100, 3]);
    const rest = order('b', { side: 'sell' }, [2, 10_200, 1]);
    const gap = gapOf([entry, part, rest], [entry, exit, order('d', {}, [3, 10_300, 4])]);
    expect(Object.keys(partsOf(gap))).toEqual(['extra']);
  });

  it('stays a residual where it is older than the session, with the exit that follows', () => {
    const old = order('x', { type: null }, [0, 10_000, 4]);
    expect(partsOf(gapOf([old, exit], []))).toEqual({ residual: '0.8' });
  });
});

describe('a position from before the session', () => {
  it('is in the profits of both and in no part', () => {
    const out = order('a', { side: 'sell' }, [1, 10_100, 4]);
    const opening = [{ origin: 's', instrument: 0, lots: 4, ticks: 9_900 }];
    const gap = gapOf([out], [{ ...out, fills: [{ ...out.fills[0]!, ticks: 10_110 }] }], { opening });
    expect(gap.sessionProfit.toString()).toBe('0.8');
    expect(gap.backtestProfit.toString()).toBe('0.84');
    expect(partsOf(gap)).toEqual({ price: '-0.04' });
    expect(gap.trades).toHaveLength(1);
    expect(gap.trades[0]).toMatchObject({ side: 'buy', to: HOUR + 1 });
    expect(gap.trades[0]!.sessionProfit.toString()).toBe('0.8');
  });

  it('of a short is bought back', () => {
    const opening = [{ origin: 's', instrument: 0, lots: -4, ticks: 10_000 }];
    const gap = gapOf([order('a', {}, [1, 10_100, 4])], [order('a', {}, [1, 10_100, 2])], { opening });
    expect(gap.trades[0]).toMatchObject({ side: 'sell', to: null });
    expect(Object.keys(partsOf(gap))).toEqual(['size']);
  });
});

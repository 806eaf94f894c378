import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import type { OrderRow, PositionRow } from '../../../../src-shared/contract/rows.ts';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
import type { CandleColumns } from '../../../../src-shared/domain/candle.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { InstrumentSpec } from '../../../../src-shared/domain/instrument.ts';
import { MINUTE_MS } from '../../../../src-shared/kernel/time.ts';
import { lengthOf, tonesOf } from '../../../../src-renderer/features/chart/chart-sound.ts';
import type { ChartObject } from '../../../../src-renderer/features/chart/chart-objects.ts';
import { objectAfter } from '../../../../src-renderer/features/chart/chart-objects.ts';
import { NO_DRAWINGS, readDrawings, useDrawings } from '../../../../src-renderer/features/chart/drawings.ts';
import { barsBefore } from '../../../../src-renderer/features/chart/drawn-bars.ts';
import { clearOf } from '../../../../src-renderer/features/chart/label-layout.ts';
import { dropNudge, nudgeLine, settleNudge, useLineDrag } from '../../../../src-renderer/features/chart/line-drag.ts';
import { logicalOf, measured, timeOfLogical } from '../../../../src-renderer/features/chart/measured.ts';
import { breakEvenOf, breakEvenState, sharesOf } from '../../../../src-renderer/features/chart/new-stop.ts';
import { newestOrder } from '../../../../src-renderer/features/chart/order-keys.ts';
import { dropPending, leastSize, movePending, placePending, steppedSize } from '../../../../src-renderer/features/chart/pending-line.ts';
import { symbolTyped, timeframeTyped, typedAfter } from '../../../../src-renderer/features/chart/typed-jump.ts';
import type { Typed } from '../../../../src-renderer/features/chart/typed-jump.ts';
import { useDesk } from '../../../../src-renderer/state/desk-store.ts';
import { useShownDesk } from '../../../../src-renderer/state/shown-desk.ts';
import { EMPTY_DRAFT, useTicketDraft } from '../../../../src-renderer/state/ticket-draft.ts';

const START = Date.UTC(2026, 10, 21, 13, 0);

function instrumentOf(symbol: string, name: string): Instrument {
  const [base = '', quote = ''] = symbol.split('/');
  const spec = { id: `${symbol}.SIM`, symbol, name, base, quote, tick: '0.01', lot: '0.00001', engineLot: '0.00001', multiplier: '1' };
  return new Instrument({ ...spec, minNotional: '10', makerFee: '0.0008', takerFee: '0.001' } as unknown as InstrumentSpec, 0);
}
const btc = instrumentOf('BTC/USD', 'Bitcoin');
const eth = instrumentOf('ETH/USD', 'Ether');
const etc = instrumentOf('ETC/USD', 'Ether Classic');

/** Minute bars with a hole of three bars after the second. */
function holed(): CandleColumns {
  const columns = candleColumns(4);
  [0, 1, 5, 6].forEach((minute, at) => {
    columns.time[at] = START + minute * MINUTE_MS;
  });
  return columns;
}

describe('a measure', () => {
  it('counts price, percent, bars and time between its points', () => {
    const from = { time: START, price: 200 };
    expect(measured(from, { time: START + 20 * MINUTE_MS, price: 210 }, 5 * MINUTE_MS)).toEqual({
      move: 10,
      share: 0.05,
      bars: 4,
      spanMs: 20 * MINUTE_MS,
    });
    expect(measured(from, { time: START - 5 * MINUTE_MS, price: 190 }, 5 * MINUTE_MS)).toMatchObject({ move: -10, share: -0.05, bars: -1 });
    expect(measured({ time: START, price: 0 }, from, MINUTE_MS).share).toBeNull();
  });

  it('finds its bars again: a place gives its time, and the time its place, beyond both ends too', () => {
    const columns = holed();
    for (const place of [-3, 0, 1, 2, 3, 9]) expect(logicalOf(columns, timeOfLogical(columns, place, MINUTE_MS)!, MINUTE_MS)).toBe(place);
    expect(logicalOf(columns, START + 1.5 * MINUTE_MS, MINUTE_MS)).toBe(1.5);
    expect(logicalOf(columns, START + 4 * MINUTE_MS, MINUTE_MS)).toBe(2);
    expect(timeOfLogical(candleColumns(0), 3, MINUTE_MS)).toBeNull();
  });
});

describe('drawings', () => {
  afterEach(() => {
    useDrawings.setState({ drawings: {} });
  });

  it('are kept by instrument, moved and removed', () => {
    const { addLevel, addMeasure, moveLevel, remove, put } = useDrawings.getState();
    addLevel('A', '10.50');
    addMeasure('A', { time: 1, price: 2 }, { time: 3, price: 4 });
    addLevel('B', '7');
    const of = (instrument: string) => useDrawings.getState().drawings[instrument] ?? NO_DRAWINGS;
    const [level] = of('A').levels;
    moveLevel('A', level!.id, '11.00');
    expect(of('A').levels.map(({ price }) => price)).toEqual(['11.00']);
    remove('A', of('A').measures[0]!.id);
    expect(of('A').measures).toEqual([]);
    put('A', NO_DRAWINGS);
    expect([of('A').levels, of('B').levels.length]).toEqual([[], 1]);
  });

  it('are read back as they were written, and what is broken is left out', () => {
    const { addLevel, addMeasure, load } = useDrawings.getState();
    addLevel('A', '10.50');
    addMeasure('A', { time: 1, price: 2 }, { time: 3, price: 4 });
    const { drawings } = useDrawings.getState();
    load(JSON.parse(JSON.stringify(drawings)));
    expect(useDrawings.getState().drawings).toEqual(drawings);
    const broken = { A: { levels: [{ id: 'x', price: 'NaN' }, 3], measures: [{ id: 'y', from: { time: 1 }, to: null }] }, B: null, C: [] };
    expect(readDrawings(broken)).toEqual({ A: NO_DRAWINGS, C: NO_DRAWINGS });
    expect(readDrawings('nothing')).toEqual({});
  });
});

describe('the sound of closes', () => {
  it('gives a higher price a higher tone, in three octaves from the lowest to the highest', () => {
    const tones = tonesOf([100, 110, 105]);
    expect(tones.map(({ frequency }) => Math.round(frequency))).toEqual([220, 1_760, 622]);
    expect(tones.map(({ at }) => at)).toEqual([0, 90, 180]);
  });

  it('is silent without bars, level for a flat line, and never longer than eight seconds and a tone', () => {
    expect(tonesOf([])).toEqual([]);
    expect(lengthOf([])).toBe(0);
    expect(new Set(tonesOf([5, 5, 5]).map(({ frequency }) => frequency)).size).toBe(1);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 2_000 }), (closes) => {
        const tones = tonesOf(closes);
        const order = (a: number, b: number): number => Math.sign(a - b);
        expect(lengthOf(tones)).toBeLessThanOrEqual(8_090);
        expect(tones.every(({ frequency }) => frequency >= 219.999 && frequency <= 1_760.001)).toBe(true);
        tones.slice(1).forEach(({ frequency }, at) => {
          expect(order(frequency, tones[at]!.frequency) * order(closes[at + 1]!, closes[at]!)).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });
});

describe('typing on the chart', () => {
  const typed = (keys: string): Typed | null => Array.from(keys).reduce<Typed | null>((before, key) => typedAfter(before, key), null);

  it('collects letters to a symbol and digits to a timeframe', () => {
    expect(typed('eth')).toEqual({ kind: 'symbol', text: 'eth' });
    expect(typed('eth15')).toEqual({ kind: 'timeframe', text: '15' });
    expect(typed('4h')).toEqual({ kind: 'timeframe', text: '4h' });
    expect(typed('5btc')).toEqual({ kind: 'symbol', text: 'btc' });
    expect(typedAfter(null, 'Enter')).toBeNull();
  });

  it.each([
    ['1', '1m'],
    ['5', '5m'],
    ['15', '15m'],
    ['60', '1h'],
    ['1h', '1h'],
    ['4', '4h'],
    ['240', '4h'],
    ['1d', '1d'],
    ['1440', '1d'],
    ['7', undefined],
    ['4m', undefined],
  ])('reads %s as %s', (text, timeframe) => {
    expect(timeframeTyped(text)).toBe(timeframe);
  });

  it('finds the first symbol that begins so, by its name where no symbol does; one letter goes on to the next', () => {
    const all = [btc, eth, etc];
    expect(symbolTyped('et', all, btc.id)?.id).toBe(eth.id);
    expect(symbolTyped('e', all, eth.id)?.id).toBe(etc.id);
    expect(symbolTyped('btcusd', all, eth.id)?.id).toBe(btc.id);
    expect(symbolTyped('bitc', all, eth.id)?.id).toBe(btc.id);
    expect(symbolTyped('x', all, eth.id)).toBeUndefined();
  });
});

describe('the stop that a position offers', () => {
  const long = {
    instrument: btc.id,
    size: '0.05',
    entry: '103905.704',
    mark: '104000.00',
    stop: null,
    targets: [],
  } as unknown as PositionRow;

  it('comes out even on the tick that does not lose', () => {
    expect(breakEvenOf(long, btc)).toBe('103905.71');
    expect(breakEvenOf({ ...long, size: '-0.05' }, btc)).toBe('103905.70');
    expect(breakEvenOf({ ...long, entry: '103905.70' }, btc)).toBe('103905.70');
  });

  it('is offered while it would stand behind the market and better the stop that is there', () => {
    expect(breakEvenState(long, btc)).toBe('offered');
    expect(breakEvenState({ ...long, mark: '103900.00' }, btc)).toBe('losing');
    expect(breakEvenState({ ...long, stop: '103000.00' }, btc)).toBe('offered');
    expect(breakEvenState({ ...long, stop: '103950.00' }, btc)).toBe('there');
  });

  it('keeps the targets at their shares, never more than all of the position', () => {
    const targets = [
      { price: '105000', size: '0.03' },
      { price: '106000', size: '0.02' },
      { price: '107000', size: '0.01' },
    ];
    expect(sharesOf({ size: '0.05', targets })).toEqual([
      { price: '105000', share: 60 },
      { price: '106000', share: 40 },
    ]);
  });
});

describe('the pending line', () => {
  beforeEach(() => {
    useTicketDraft.setState({ ...EMPTY_DRAFT, before: null, instrument: btc.id, side: 'sell', type: 'market', size: '0.3' });
    const quote = { instrument: btc.id, bid: 104_230.5, ask: 104_231.5 };
    useShownDesk.setState({ ...useDesk.getState(), quotes: new Map([[btc.id, quote as never]]) }, true);
  });

  it('stands at the best price of its side in the ticket, moves by ticks, and leaves the ticket as it was when it is dropped', () => {
    expect(placePending('buy', btc)).toBe(true);
    const shown = () => {
      const { side, type, price, size } = useTicketDraft.getState();
      return [side, type, price, size];
    };
    expect(shown()).toEqual(['buy', 'limit', '104230.50', '0.3']);
    movePending(-10, btc);
    expect(shown()[2]).toBe('104230.40');
    placePending('sell', btc);
    expect(shown()).toEqual(['sell', 'limit', '104231.50', '0.3']);
    dropPending();
    expect(shown()).toEqual(['sell', 'market', '', '0.3']);
  });

  it('has nowhere to stand without a quote', () => {
    expect(placePending('buy', eth)).toBe(false);
    expect(useTicketDraft.getState().type).toBe('market');
  });

  it('begins with the smallest size of one digit that passes, and steps by its leading digit', () => {
    expect(leastSize(104_000, btc)).toBe('0.0001');
    expect(leastSize(3, btc)).toBe('4');
    expect([steppedSize('0.05', 1, btc), steppedSize('0.05', -1, btc)]).toEqual(['0.06', '0.04']);
    expect([steppedSize('0.01', -1, btc), steppedSize('0.1', 1, btc)]).toEqual(['0.009', '0.2']);
    expect(steppedSize('0.00001', -1, btc)).toBe('0.00001');
  });
});

it('the newest own order that still works is the one that is cancelled', () => {
  const order = (id: string, createdAt: number, part: Partial<OrderRow> = {}): OrderRow =>
    ({ id, createdAt, instrument: btc.id, origin: 'you', state: 'acknowledged', ...part }) as OrderRow;
  const orders = [
    order('a', 1),
    order('b', 3),
    order('c', 9, { state: 'filled' }),
    order('d', 9, { origin: 'sma-cross' }),
    order('e', 9, { instrument: eth.id }),
    order('f', 9, { state: 'in-doubt' }),
  ];
  expect(newestOrder(orders, btc.id)?.id).toBe('b');
  expect(newestOrder([], btc.id)).toBeUndefined();
});

it('the arrow keys go round everything on the chart, and begin again where the chosen thing is gone', () => {
  const objects = ['bars', 'indicator-0', 'order'].map((id): ChartObject => ({ id, words: id, kind: 'line' }));
  expect(objectAfter(objects, null, 1)?.id).toBe('indicator-0');
  expect(objectAfter(objects, null, -1)?.id).toBe('order');
  expect(objectAfter(objects, 'order', 1)?.id).toBe('bars');
  expect(objectAfter(objects, 'gone', 1)?.id).toBe('indicator-0');
  expect(objectAfter([], null, 1)).toBeUndefined();
});

it('a tag moves aside of the marks that it would cover, past one after the other, and stays where nothing is free', () => {
  const tag = { left: 500, right: 600, top: 40, bottom: 60 };
  const box = (left: number, right: number, top = 45, bottom = 70) => ({ left, right, top, bottom });
  expect(clearOf(tag, [])).toBe(0);
  expect(clearOf(tag, [box(560, 580, 70, 90), box(300, 400)])).toBe(0);
  expect(clearOf(tag, [box(560, 580)])).toBe(42);
  expect(clearOf(tag, [box(420, 470), box(560, 580)])).toBe(182);
  expect(clearOf({ ...tag, left: 20 }, [box(560, 580)])).toBe(0);
});

it('knows how many bars have come before those that were drawn', () => {
  const columns = holed();
  expect(barsBefore(columns, { length: 2, oldest: START + 5 * MINUTE_MS })).toBe(2);
  expect(barsBefore(columns, { length: 4, oldest: START })).toBe(0);
  expect(barsBefore(columns, { length: 0, oldest: 0 })).toBe(0);
});

describe('a line moved by keys', () => {
  it('goes tick by tick and stays where Enter leaves it', () => {
    useDrawings.setState({ drawings: { [btc.id]: { levels: [{ id: 'level-1', price: '100.00' }], measures: [] } } });
    const line = { id: 'level-1', drag: { of: 'level', id: 'level-1', instrument: btc.id }, price: '100.00' } as const;
    nudgeLine(line, 1, btc);
    nudgeLine(line, 10, btc);
    expect(useLineDrag.getState().dragging?.price).toBe('100.11');
    expect(useDrawings.getState().drawings[btc.id]?.levels[0]?.price).toBe('100.00');
    expect([settleNudge(), settleNudge()]).toEqual([true, false]);
    expect(useDrawings.getState().drawings[btc.id]?.levels[0]?.price).toBe('100.11');
  });

  it('takes the field of the ticket along, and puts it back when it is dropped', () => {
    useTicketDraft.setState({ ...EMPTY_DRAFT, before: null, instrument: btc.id, bracket: true, stop: '90.00' });
    nudgeLine({ id: 'draft-stop', drag: { of: 'draft', field: 'stop' }, price: '90.00' }, -5, btc);
    expect(useTicketDraft.getState().stop).toBe('89.95');
    expect([dropNudge(), dropNudge()]).toEqual([true, false]);
    expect(useTicketDraft.getState().stop).toBe('90.00');
  });
});

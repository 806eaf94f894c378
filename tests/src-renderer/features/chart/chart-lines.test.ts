import { describe, expect, it } from 'vitest';
import type { OrderRow, PositionRow } from '../../../../src-shared/contract/rows.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { InstrumentSpec } from '../../../../src-shared/domain/instrument.ts';
import { createFormat } from '../../../../src-renderer/format/format.ts';
import { PLAIN_STYLE } from '../../../../src-renderer/format/number-style.ts';
import { EMPTY_DRAFT } from '../../../../src-renderer/state/ticket-draft.ts';
import { chartLines, multipleOfRisk, rangeWithLines } from '../../../../src-renderer/features/chart/chart-lines.ts';

const spec = {
  id: 'BTC/USD.SIM',
  symbol: 'BTC/USD',
  base: 'BTC',
  quote: 'USD',
  tick: '0.01',
  lot: '0.00001',
  engineLot: '0.00001',
  multiplier: '1',
  minNotional: '10',
  makerFee: '0.0008',
  takerFee: '0.001',
};
const instrument = new Instrument(spec as unknown as InstrumentSpec, 0);
const format = createFormat(PLAIN_STYLE, 'utc');
const order = {
  id: 'a',
  instrument: spec.id,
  side: 'buy',
  type: 'limit',
  size: '0.05',
  filled: '0.02',
  price: '104040.00',
  trigger: null,
  amending: null,
  role: null,
  protective: false,
  state: 'partially-filled',
} as unknown as OrderRow;
const position = {
  instrument: spec.id,
  size: '0.05',
  entry: '103905.70',
  mark: '104231.50',
  unrealised: '16.29',
  stop: '103750.00',
  targets: [],
} as unknown as PositionRow;

const NOTHING_TYPED = { dragging: null, draft: null, pending: false, newStop: null, levels: [], alerts: [], chosen: null } as const;

describe('chart lines', () => {
  it('name what is left of an order and offer to cancel it', () => {
    expect(chartLines({ ...NOTHING_TYPED, instrument, orders: [order], position: undefined, format })).toEqual([
      {
        id: 'a',
        kind: 'buy',
        price: 104_040,
        words: 'Buy limit 0.03',
        state: undefined,
        figures: [],
        removes: { what: 'order', id: 'a' },
        drag: { what: { of: 'order', order: 'a', field: 'price' }, price: '104040.00' },
        typed: false,
        offers: [],
        chosen: false,
      },
    ]);
  });

  it('leave out ended orders, other instruments and orders without a price', () => {
    const others = [
      { ...order, state: 'filled' as const },
      { ...order, instrument: 'ETH/USD.SIM' },
      { ...order, type: 'market' as const, price: null },
    ];
    expect(chartLines({ ...NOTHING_TYPED, instrument, orders: others, position: undefined, format })).toEqual([]);
  });

  it('stand where alerts wait, and can only be taken away', () => {
    const [line] = chartLines({
      ...NOTHING_TYPED,
      alerts: [{ alert: 3, level: '104000' }],
      instrument,
      orders: [],
      position: undefined,
      format,
    });
    expect(line).toMatchObject({ id: 'alert-3', kind: 'level', price: 104_000, words: 'Alert 104,000.00', drag: null });
    expect(line?.removes).toEqual({ what: 'alert', id: '3' });
  });

  it('call an order in doubt checking and let nobody cancel it', () => {
    const [line] = chartLines({ ...NOTHING_TYPED, instrument, orders: [{ ...order, state: 'in-doubt' }], position: undefined, format });
    expect(line).toMatchObject({ kind: 'doubt', state: 'checking', removes: null });
  });

  it('show a position with its profit in money and risk, and its stop with what it would lose', () => {
    const lines = chartLines({ ...NOTHING_TYPED, instrument, orders: [], position, format });
    expect(lines.map(({ kind, words, price, figures }) => [kind, words, price, ...figures.map((each) => each.text)])).toEqual([
      ['position', 'Long 0.05', 103_905.7, '+16.29', '+2.1R'],
      ['stop', 'Stop', 103_750, '−7.79'],
    ]);
  });

  it('count at a stop what its order closes, not the whole position', () => {
    const stop = {
      ...order,
      id: 's',
      side: 'sell',
      type: 'stop',
      size: '0.02',
      filled: '0',
      price: null,
      trigger: '103750.00',
      role: 'stop',
    };
    const [line] = chartLines({ ...NOTHING_TYPED, instrument, orders: [stop as OrderRow], position, format });
    expect([line?.words, ...(line?.figures ?? []).map((each) => each.text)]).toEqual(['Stop 0.02', '−3.11']);
  });

  it('draw a stop once: from its order where there is one', () => {
    const stop = {
      ...order,
      id: 's',
      side: 'sell',
      type: 'stop',
      price: null,
      trigger: '103750.00',
      filled: '0',
      role: 'stop',
      protective: true,
      state: 'acknowledged',
    } as OrderRow;
    const lines = chartLines({ ...NOTHING_TYPED, instrument, orders: [stop], position, format });
    expect(lines.map(({ id, words }) => [id, words])).toEqual([
      ['s', 'Stop 0.05'],
      ['position', 'Long 0.05'],
    ]);
  });

  it('know no multiple of a risk that is not there', () => {
    expect(multipleOfRisk({ ...position, stop: null })).toBeUndefined();
    expect(multipleOfRisk({ ...position, stop: '104000.00' })).toBeUndefined();
    expect(multipleOfRisk({ ...position, size: '-0.05', stop: '104000.00', unrealised: '-2.3575' })).toBeCloseTo(-0.5, 6);
  });
});

it('takes lines up to half a screen away into the scale and leaves farther ones', () => {
  expect(rangeWithLines({ minValue: 100, maxValue: 110 }, [96, 114, 90, 120])).toEqual({ minValue: 96, maxValue: 114 });
  expect(rangeWithLines({ minValue: 100, maxValue: 110 }, [])).toEqual({ minValue: 100, maxValue: 110 });
});

describe('lines that can be dragged', () => {
  const stop = {
    ...order,
    id: 's',
    type: 'stop',
    side: 'sell',
    role: 'stop',
    price: null,
    trigger: '103750.00',
    size: '0.05',
    filled: '0',
    state: 'acknowledged',
    protective: true,
  } as OrderRow;
  const base = { ...NOTHING_TYPED, instrument, position, format };

  it('move the price of a limit order and the trigger of a stop', () => {
    expect(chartLines({ ...base, orders: [stop] })[0]?.drag).toEqual({
      what: { of: 'order', order: 's', field: 'trigger' },
      price: '103750.00',
    });
  });

  it('show what a stop would lose where it is dragged to', () => {
    const dragging = { line: 's', drag: { of: 'order', order: 's', field: 'trigger' }, from: '103750.00', price: '103805.70' } as const;
    const [line] = chartLines({ ...base, orders: [stop], dragging });
    expect(line?.price).toBe(103_805.7);
    expect(line?.figures[0]?.text).toBe('−5.00');
  });

  it('stay where they are while nobody knows what became of the order, or of a change of it', () => {
    expect(chartLines({ ...base, orders: [{ ...stop, state: 'in-doubt' }] })[0]?.drag).toBeNull();
    const [line] = chartLines({ ...base, orders: [{ ...stop, amending: { price: null, trigger: '103800.00', size: '0.05' } }] });
    expect([line?.drag, line?.state]).toEqual([null, 'changing to 103,800.00']);
  });

  it('are drawn for the stop and targets of the order in the ticket, where they can be read', () => {
    const targets = [
      { price: '106000', share: '60' },
      { price: 'x', share: '40' },
    ];
    const draft = { ...EMPTY_DRAFT, instrument: spec.id, bracket: true, price: '104000.00', stop: '103000', targets };
    const lines = chartLines({ ...base, position: undefined, orders: [], draft });
    expect(lines.map(({ id, kind, price, typed }) => [id, kind, price, typed])).toEqual([
      ['draft-price', 'buy', 104_000, true],
      ['draft-stop', 'stop', 103_000, true],
      ['draft-target-0', 'target', 106_000, true],
    ]);
    expect(lines[2]?.drag).toEqual({ what: { of: 'draft', field: 'target', at: 0 }, price: '106000.00' });
  });
});

describe('lines beside the orders', () => {
  const base = { ...NOTHING_TYPED, instrument, orders: [], position: undefined, format };
  const words = (lines: readonly { readonly words: string }[]): readonly string[] => lines.map((line) => line.words);

  it('show a trailing stop at its present trigger, as a stop', () => {
    const trailing = { ...order, type: 'trailing-stop', side: 'sell', price: null, trigger: '103700.00', protective: true, filled: '0' };
    const [line] = chartLines({ ...base, orders: [trailing as OrderRow], position });
    expect(line).toMatchObject({ kind: 'stop', price: 103_700, words: 'Trailing stop 0.05', drag: null });
  });

  it('offer a stop to a position without one, and break-even once it is in profit', () => {
    const offers = (part: Partial<PositionRow>) =>
      chartLines({ ...base, position: { ...position, ...part } }).find(({ id }) => id === 'position')?.offers;
    expect(offers({ stop: null })).toEqual(['break-even', 'add-stop']);
    expect(offers({ stop: null, mark: '103000.00' })).toEqual(['add-stop']);
    expect(offers({})).toEqual(['break-even']);
    expect(offers({ stop: '103950.00' })).toEqual([]);
  });

  it('show a new stop with what it would lose, until it is set', () => {
    const newStop = { instrument: spec.id, price: '103805.70' };
    const line = chartLines({ ...base, position: { ...position, stop: null }, newStop }).find(({ id }) => id === 'new-stop');
    expect(line).toMatchObject({ typed: true, offers: ['set-stop'], removes: { what: 'new-stop' } });
    expect(line?.figures[0]?.text).toBe('−5.00');
    expect(chartLines({ ...base, newStop })).toEqual([]);
  });

  it('show drawn lines at their price, or where they are dragged to, and mark the chosen one', () => {
    const levels = [{ id: 'level-1', price: '104000.00' }];
    expect(chartLines({ ...base, levels, chosen: 'level-1' })).toMatchObject([{ kind: 'level', words: 'Line 104,000.00', chosen: true }]);
    const drag = { of: 'level', id: 'level-1', instrument: spec.id } as const;
    const dragging = { line: 'level-1', drag, from: '104000.00', price: '104010.00' };
    expect(chartLines({ ...base, levels, dragging })[0]?.price).toBe(104_010);
  });

  it('show the price that is being typed while its line is pending, and the trigger of an order that waits for one', () => {
    const draft = { ...EMPTY_DRAFT, instrument: spec.id, price: '104000', size: '0.05' };
    expect(chartLines({ ...base, draft })).toEqual([]);
    expect(words(chartLines({ ...base, draft, pending: true }))).toEqual(['Buy limit 0.05, not sent']);
    const stop = chartLines({ ...base, draft: { ...draft, type: 'stop', trigger: '105000' } });
    expect(stop.map(({ id, price }) => [id, price])).toEqual([['draft-trigger', 105_000]]);
  });

  it('say what the legs of a typed order would make from its price on', () => {
    const targets = [{ price: '105000', share: '100' }];
    const draft = { ...EMPTY_DRAFT, instrument: spec.id, price: '104000', size: '0.05', bracket: true, stop: '103000', targets };
    expect(chartLines({ ...base, draft }).map(({ figures }) => figures.map(({ text }) => text))).toEqual([[], ['−50.00'], ['+50.00']]);
  });
});

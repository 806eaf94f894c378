import { describe, expect, it } from 'vitest';
import { defaultForm, formOf, readForm } from '../../../../src-renderer/features/strategies/start-form.ts';
import { lastSignal, strategyLines } from '../../../../src-renderer/features/strategies/strategies-model.ts';
import { PLAIN_STYLE } from '../../../../src-renderer/format/number-style.ts';
import { parseAmount } from '../../../../src-renderer/format/parse-amount.ts';
import type { StrategySpec } from '../../../../src-shared/domain/strategy-spec.ts';
import { INSTRUMENTS, orderRow, strategyRow } from '../sample-rows.ts';

const SPEC: StrategySpec = {
  id: 'sma-cross',
  family: 'trend',
  description: 'Follows.',
  parameters: [
    { name: 'fast', label: 'Fast average', unit: 'bars', default: 20, min: 1, max: 5_000, integer: true },
    { name: 'band', label: 'Band', unit: '%', default: 0.5, min: 0.05, max: 20, integer: false },
  ],
};
const OTHER: StrategySpec = { id: 'grid', family: 'range', description: 'Steps.', parameters: [] };
const parse = (typed: string): string | undefined => parseAmount(typed, PLAIN_STYLE);
const FORM = defaultForm(SPEC, 'BTC/USD.SIM');

describe('the form of a start', () => {
  it('is ready to be sent as it opens', () => {
    expect(readForm(FORM, SPEC, parse)).toEqual({
      request: {
        strategy: 'sma-cross',
        instrument: 'BTC/USD.SIM',
        timeframe: '1m',
        parameters: { fast: 20, band: 0.5 },
        size: { kind: 'equity-fraction', fraction: 0.05 },
      },
    });
  });

  it('says at each field what is wrong', () => {
    const read = readForm({ ...FORM, parameters: { fast: '2.5', band: '30' }, sizeAmount: '101' }, SPEC, parse);
    expect(read).toEqual({
      problems: { fast: 'A whole number is needed.', band: 'From 0.05 to 20.', size: 'More than zero and at most 100.' },
    });
  });

  it.each([
    ['quote', '5k', { kind: 'quote', amount: '5000' }],
    ['base', '0,25', { kind: 'base', amount: '0.25' }],
    ['all', 'nothing', { kind: 'all' }],
  ] as const)('reads a size by %s', (sizeKind, sizeAmount, size) => {
    const read = readForm({ ...FORM, sizeKind, sizeAmount }, SPEC, parse);
    expect('request' in read && read.request.size).toEqual(size);
  });

  it('refuses an amount of nothing', () => {
    expect(readForm({ ...FORM, sizeKind: 'quote', sizeAmount: '0' }, SPEC, parse)).toEqual({
      problems: { size: 'More than zero is needed.' },
    });
    expect(readForm({ ...FORM, sizeAmount: '' }, SPEC, parse)).toMatchObject({ problems: { size: expect.any(String) as string } });
  });

  it('of an instance that ran is as it ran', () => {
    expect(formOf(strategyRow(), undefined)).toEqual({
      strategy: 'sma-cross',
      instrument: 'BTC/USD.SIM',
      timeframe: '5m',
      parameters: { fast: '10', slow: '30' },
      sizeKind: 'equity-fraction',
      sizeAmount: '7.5',
    });
  });

  it('fills in what its file has gained since it ran', () => {
    expect(formOf(strategyRow(), SPEC).parameters).toEqual({ fast: '10', slow: '30', band: '0.5' });
  });
});

describe('the strategies', () => {
  it('run first, then those that ran, then those that never did', () => {
    const ran = strategyRow({ instance: 'sma-cross-11111111', running: false, startedAt: 5_000, stopReason: 'you' });
    const runs = strategyRow();
    const lines = strategyLines({
      strategies: new Map([ran, runs].map((row) => [row.instance, row])),
      gallery: [SPEC, OTHER],
      orders: new Map([
        ['1', orderRow({ id: '1', origin: runs.instance })],
        ['2', orderRow({ id: '2', origin: runs.instance, state: 'filled' })],
      ]),
      instruments: INSTRUMENTS,
      now: 0,
      own: null,
    });
    expect(lines.map((line) => line.key)).toEqual(['sma-cross-0c0b7d48', 'sma-cross-11111111', 'grid']);
    expect(lines[0]).toMatchObject({ kind: 'placed', openOrders: 1 });
  });

  it('say their last signal as a sentence', () => {
    const signal = { instance: 'x', code: 'sma-cross.crossed-up', details: { fast: 10, slow: 30, size: 0.05, base: 'BTC' }, time: 0 };
    const [line] = strategyLines({
      strategies: new Map([['x', strategyRow({ lastSignal: signal })]]),
      gallery: [],
      orders: new Map(),
      instruments: INSTRUMENTS,
      now: 0,
      own: null,
    });
    expect(line?.kind === 'placed' && lastSignal(line)).toBe('SMA 10 crossed above SMA 30, bought 0.05 BTC.');
  });
});

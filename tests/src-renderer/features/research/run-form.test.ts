import { expect, test } from 'vitest';
import { estimateSeconds } from '../../../../src-renderer/features/research/estimate-run.ts';
import { figureText, verdictOf } from '../../../../src-renderer/features/research/report-words.ts';
import { strategyWords } from '../../../../src-renderer/format/strategy-words.ts';
import {
  defaultAmount,
  defaultRunForm,
  formOfRun,
  formOver,
  readRunForm,
  sourceKey,
} from '../../../../src-renderer/features/research/run-form.ts';
import { createFormat } from '../../../../src-renderer/format/format.ts';
import { numberStyleOf } from '../../../../src-renderer/format/number-style.ts';
import { findStrategy } from '../../../../src-main/core/strategies/catalog.ts';
import type { ResearchSource, RunReportView, RunRow } from '../../../../src-shared/contract/research.ts';

const format = createFormat(numberStyleOf('en-US'), 'utc');
const spec = findStrategy('sma-cross')!.spec;
const source: ResearchSource = {
  source: { kind: 'simulated' },
  instrument: 'BTC/USD.SIM',
  timeframes: ['1h', '4h'],
  from: Date.UTC(2022, 0, 2),
  to: Date.UTC(2026, 10, 21, 12),
  gaps: 0,
};
const form = defaultRunForm(spec, source);
const read = (change: Partial<typeof form>) => readRunForm({ ...form, ...change }, spec, source, format.parseAmount);

test('the first form can be sent as it is, and a run gives its form back', () => {
  const made = read({});
  if (!('request' in made)) throw new Error('the form has problems');
  expect(made.request).toMatchObject({
    timeframe: '4h',
    from: Date.UTC(2025, 10, 21),
    to: Date.UTC(2026, 10, 21),
    parameters: { fast: 20, slow: 50 },
    size: { kind: 'all' },
    cash: '100000',
  });
  expect(formOfRun(made.request)).toEqual(form);
});

test('amounts are read in each unit', () => {
  expect(read({ sizeKind: 'equity-fraction', sizeAmount: '12.5' })).toMatchObject({ request: { size: { fraction: 0.125 } } });
  expect(read({ sizeKind: 'quote', sizeAmount: '5k' })).toMatchObject({ request: { size: { kind: 'quote', amount: '5000' } } });
  const back = formOfRun({
    ...(read({}) as { request: Parameters<typeof formOfRun>[0] }).request,
    size: { kind: 'equity-fraction', fraction: 0.125 },
  });
  expect(back).toMatchObject({ sizeKind: 'equity-fraction', sizeAmount: '12.5' });
  expect(defaultAmount('quote')).toBe('5000');
});

test('the last day counts whole, but not beyond what there is', () => {
  expect(read({ from: '2026-11-20', to: '2026-11-21' })).toMatchObject({ request: { from: Date.UTC(2026, 10, 20), to: source.to } });
  expect(read({ from: '2022-01-02', to: '2022-01-03' })).toMatchObject({ request: { from: source.from, to: Date.UTC(2022, 0, 4) } });
});

test('bars are traded as a perpetual where that is asked for, and as spot else', () => {
  const on = { perpetual: true, leverage: '3', direction: 'both', funding: 'stated', fundingBps: '-1.5' } as const;
  const made = read(on);
  if (!('request' in made)) throw new Error('the form has problems');
  expect(made.request.perpetual).toEqual({ leverage: 3, direction: 'both', funding: { kind: 'stated', bps: -1.5 } });
  expect(formOfRun(made.request)).toEqual({ ...form, ...on });
  expect(read({ ...on, funding: 'stored', fundingBps: 'x' })).toMatchObject({ request: { perpetual: { funding: { kind: 'stored' } } } });
  expect(read({ ...on, perpetual: false, leverage: 'x' })).not.toHaveProperty('request.perpetual');
  const wrong = (change: Partial<typeof form>) => {
    const found = read({ ...on, ...change });
    return 'problems' in found ? Object.keys(found.problems) : [];
  };
  expect([wrong({ leverage: '21' }), wrong({ leverage: '' }), wrong({ fundingBps: '' })]).toEqual([
    ['leverage'],
    ['leverage'],
    ['fundingBps'],
  ]);
  const grid = findStrategy('grid')!.spec;
  const short = readRunForm({ ...form, ...on, parameters: { spacing: '1', levels: '5' } }, grid, source, format.parseAmount);
  expect(short).toMatchObject({ problems: { direction: 'grid has no short side.' } });
});

test('each wrong field has its own sentence', () => {
  const problems = (change: Partial<typeof form>) => {
    const made = read(change);
    return 'problems' in made ? Object.keys(made.problems).sort() : [];
  };
  expect(problems({ from: 'x', to: 'y' })).toEqual(['from', 'to']);
  expect(problems({ from: '1 Jan 2000' })).toEqual(['from']);
  expect(problems({ to: '1 Jan 2030' })).toEqual(['to']);
  expect(problems({ from: '2026-02-02', to: '2026-02-01' })).toEqual(['to']);
  expect(problems({ cash: '' })).toEqual(['cash']);
  expect(problems({ cash: '0' })).toEqual(['cash']);
  expect(problems({ parameters: { fast: '1.5', slow: '999999' } })).toEqual(['fast', 'slow']);
  expect(problems({ parameters: {} })).toEqual(['fast', 'slow']);
  expect(problems({ sizeKind: 'base', sizeAmount: '0' })).toEqual(['size']);
  expect(problems({ sizeKind: 'base', sizeAmount: '' })).toEqual(['size']);
  expect(problems({ sizeKind: 'equity-fraction', sizeAmount: '101' })).toEqual(['size']);
});

test('a form over other bars keeps what they have and takes theirs for the rest', () => {
  const other: ResearchSource = {
    ...source,
    source: { kind: 'stored', series: 'x' },
    timeframes: ['1d'],
    from: Date.UTC(2020, 0, 1),
    to: Date.UTC(2020, 5, 1),
  };
  expect(formOver(form, other)).toMatchObject({
    source: 'stored x',
    timeframe: '1d',
    from: '1 Jan 2020',
    to: '31 May 2020',
    strategy: form.strategy,
  });
  expect(formOver({ ...form, from: '2 Feb 2020', to: '3 Mar 2020' }, other)).toMatchObject({ from: '2 Feb 2020', to: '3 Mar 2020' });
});

test('stored series are told apart from the simulated market', () => {
  expect(sourceKey(source)).toBe('simulated BTC/USD.SIM');
  expect(sourceKey({ ...source, source: { kind: 'stored', series: 'abc' } })).toBe('stored abc');
});

test('how long a run takes is told by the newest one like it', () => {
  const request = (read({}) as { request: RunRow['request'] }).request;
  const row = { run: 1, state: 'done', request, seconds: 2 } as RunRow;
  expect(estimateSeconds({ ...request, to: request.from + (request.to - request.from) / 2 }, [row])).toBeCloseTo(1, 9);
  expect(estimateSeconds({ ...request, timeframe: '1h' }, [row])).toBeNull();
  expect(estimateSeconds(request, [{ ...row, seconds: null }])).toBeNull();
});

test('a report says what it came to, and figures carry their sign', () => {
  const figure = (id: string, value: number, hold: number) => ({ id, value: { value, reason: null }, hold: { value: hold, reason: null } });
  const view = {
    figures: [figure('totalReturn', 0.5, 0.2), figure('maxDrawdown', 0.1, 0.3), figure('sharpe', 1.5, 0.4), figure('turnover', 3, 1)],
    refusals: {},
  } as unknown as RunReportView;
  expect(verdictOf(view, format)).toBe(
    'Made +50.00% where holding made +20.00%, with a smaller drawdown (−10.00% against −30.00%): more money, calmer, and more return for the risk.',
  );
  expect(verdictOf({ ...view, figures: [] }, format)).toContain('Nothing was traded');
  expect(figureText({ id: 'maxDrawdown', unit: 'fraction' }, 0.25, format)).toBe('−25.00%');
  expect(figureText({ id: 'exposure', unit: 'fraction' }, 0.25, format)).toBe('25.00%');
  expect(figureText({ id: 'sharpe', unit: 'ratio' }, 1.234, format)).toBe('1.23');
  expect(figureText({ id: 'sharpe', unit: 'ratio' }, null, format)).toBe('—');
  expect(figureText({ id: 'x', unit: 'days' }, 565.17, format)).toBe('565 d');
  expect(figureText({ id: 'x', unit: 'money' }, -387.114, format)).toBe('−387.11');
  expect(figureText({ id: 'x', unit: 'count' }, 14, format)).toBe('14');
  expect(strategyWords({ strategy: 'sma-cross', parameters: { fast: 20, slow: 50 } })).toBe('sma-cross 20/50');
  expect(strategyWords({ strategy: 'buy-and-hold', parameters: {} })).toBe('buy-and-hold');
});

test('a recorded book is played whole, as spot, in bars that it has enough of', () => {
  const from = Date.UTC(2026, 10, 20, 9, 30);
  const book: ResearchSource = {
    source: { kind: 'recorded', recording: 'SIM/BTC-USD/2026-11-20' },
    instrument: 'BTC/USD.SIM',
    timeframes: ['1s', '5s', '10s', '1m'],
    from,
    to: from + 20 * 60_000,
    gaps: 0,
  };
  expect(sourceKey(book)).toBe('recorded SIM/BTC-USD/2026-11-20');
  const over = formOver({ ...form, perpetual: true, queue: 'proportional' }, book);
  expect(over.timeframe).toBe('10s');
  expect(formOver(form, { ...book, to: from + 30_000 }).timeframe).toBe('1s');
  expect(formOver({ ...form, timeframe: '1m' }, book).timeframe).toBe('1m');
  const made = readRunForm({ ...over, from: 'never', to: '' }, spec, book, format.parseAmount);
  if (!('request' in made)) throw new Error('the form has problems');
  expect(made.request).toMatchObject({ source: book.source, from, to: book.to, queue: 'proportional' });
  expect(made.request).not.toHaveProperty('perpetual');
  expect(formOfRun(made.request)).toMatchObject({ source: sourceKey(book), timeframe: '10s', queue: 'proportional', perpetual: false });
  const contract = { ...spec, id: 'funding-carry', perpetualOnly: true as const };
  expect(readRunForm({ ...over, from: '', to: '' }, contract, book, format.parseAmount)).toMatchObject({
    problems: { strategy: expect.stringContaining('a recorded book is traded as spot') as string },
  });
  const row = (request: RunRow['request'], seconds: number) => ({ request, seconds }) as unknown as RunRow;
  const bars = { ...made.request, source: { kind: 'simulated' as const } };
  expect(estimateSeconds(made.request, [row(bars, 1), row(made.request, 8)])).toBe(8);
});

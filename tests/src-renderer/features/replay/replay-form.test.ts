import { describe, expect, it } from 'vitest';
import { instantText, parseInstant } from '../../../../src-renderer/features/replay/instant-text.ts';
import { formOf, formOver, readForm, sourceKey } from '../../../../src-renderer/features/replay/replay-form.ts';
import type { BarsSource } from '../../../../src-shared/contract/research.ts';
import { DAY_MS, HOUR_MS } from '../../../../src-shared/kernel/time.ts';

const MARCH = Date.UTC(2025, 2, 3);

describe('instants as they are typed', () => {
  it.each([
    ['2025-03-03', MARCH, true],
    ['3 Mar 2025', MARCH, true],
    [' 3. march 2025 ', MARCH, true],
    ['3 mar 2025 14:05', MARCH + 14 * HOUR_MS + 300_000, false],
    ['2025-03-03 00:00', MARCH, false],
  ])('%s', (typed, time, wholeDay) => {
    expect(parseInstant(typed)).toEqual({ time, wholeDay });
  });

  it.each(['', '31 Feb 2025', '3 Foo 2025', '2025-13-01', '3 Mar 2025 24:00', '3 Mar 2025 12:60', 'yesterday'])('not %j', (typed) => {
    expect(parseInstant(typed)).toBeUndefined();
  });

  it('are written as they can be typed', () => {
    for (const time of [MARCH, MARCH + HOUR_MS]) expect(parseInstant(instantText(time))?.time).toBe(time);
    expect(instantText(MARCH + 90 * 60_000)).toBe('3 Mar 2025 01:30');
  });
});

const STORED: BarsSource = {
  source: { kind: 'stored', series: 'BTC/USD.FILE:4h' },
  instrument: 'BTC/USD.FILE',
  timeframes: ['4h', '1d'],
  from: MARCH,
  to: MARCH + 300 * DAY_MS,
  gaps: 0,
};
const SIMULATED: BarsSource = {
  source: { kind: 'simulated' },
  instrument: 'ETH/USD.SIM',
  timeframes: ['1m', '5m', '15m', '1h', '4h', '1d'],
  from: MARCH,
  to: MARCH + 100 * DAY_MS + 5 * HOUR_MS,
  gaps: 0,
};

describe('the form of a replay', () => {
  it('opens over the last 720 bars of a source, in hours where there are such', () => {
    expect(formOver(SIMULATED)).toEqual({ source: sourceKey(SIMULATED), timeframe: '1h', from: '12 May 2025', to: '10 Jun 2025' });
    expect(formOver(STORED)).toMatchObject({ timeframe: '4h', from: '30 Aug 2025', to: '27 Dec 2025' });
    expect(formOver(STORED, '1d')).toMatchObject({ timeframe: '1d', from: '3 Mar 2025' });
    expect(formOver({ ...STORED, to: MARCH + 8 * HOUR_MS })).toMatchObject({ from: '3 Mar 2025', to: '3 Mar 2025 08:00' });
  });

  it('opens with what was asked for: a series, or the range of a run', () => {
    const sources = [SIMULATED, STORED];
    expect(formOf({ source: STORED.source }, sources)).toMatchObject({ source: sourceKey(STORED), cash: '100000' });
    const wish = {
      source: SIMULATED.source,
      instrument: 'ETH/USD.SIM',
      timeframe: '5m',
      from: MARCH + HOUR_MS,
      to: MARCH + 2 * DAY_MS,
    } as const;
    expect(formOf(wish, sources)).toMatchObject({ timeframe: '5m', from: '3 Mar 2025 01:00', to: '4 Mar 2025' });
    expect(formOf({ source: { kind: 'stored', series: 'gone' } }, sources)).toMatchObject({ source: sourceKey(SIMULATED) });
    expect(formOf({}, [])).toBeNull();
  });

  it('is read as a request with the bars to come; a whole day at its end is meant with it', () => {
    const form = { source: sourceKey(STORED), timeframe: '4h', from: '10 Mar 2025', to: '11 Mar 2025', cash: '5k' } as const;
    expect(readForm(form, STORED, '5000')).toEqual({
      request: {
        source: STORED.source,
        instrument: STORED.instrument,
        timeframe: '4h',
        from: MARCH + 7 * DAY_MS,
        to: MARCH + 9 * DAY_MS,
        cash: '5000',
      },
      bars: 12,
      problems: null,
    });
    expect(readForm({ ...form, to: '31 Dec 2027' }, STORED, '5000').request?.to).toBe(STORED.to);
  });

  it('says what is wrong, at its field', () => {
    const form = { source: sourceKey(STORED), timeframe: '4h', from: '10 Mar 2025', to: '11 Mar 2025', cash: '1' } as const;
    const problems = (part: object, cash: string | undefined = '1') =>
      Object.keys(readForm({ ...form, ...part }, STORED, cash).problems ?? {});
    expect(problems({ from: 'x', to: 'y' })).toEqual(['from', 'to']);
    expect(problems({ from: '2 Mar 2025' })).toEqual(['from']);
    expect(problems({ from: '1 Jan 2026' })).toEqual(['from', 'to']);
    expect(problems({ to: '9 Mar 2025' })).toEqual(['to']);
    expect(problems({ from: '10 Mar 2025 01:00', to: '10 Mar 2025 03:00' })).toEqual(['to']);
    expect(problems({}, '0')).toEqual(['cash']);
    expect(readForm({ ...form, cash: 'x' }, STORED, undefined).problems).toEqual({ cash: 'More than zero is needed.' });
  });
});

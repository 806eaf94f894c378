import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { chooseStrategy, findStrategy, STRATEGIES } from '../../../../src-main/core/strategies/catalog.ts';
import { suggestion } from '../../../../src-main/core/strategies/parameters.ts';
import { spec } from '../risk/desk-of-one.ts';
import { PaperDesk } from './paper-desk.ts';

const BTC = new Instrument(spec('BTC'), 0);

function said(...args: Parameters<typeof chooseStrategy>): string {
  const chosen = chooseStrategy(...args);
  return chosen.ok ? JSON.stringify(chosen.value.parameters) : `${chosen.fault.code}: ${chosen.fault.message}`;
}

describe('chooseStrategy', () => {
  it('completes parameters with their defaults', () => {
    expect(said('sma-cross', {})).toBe('{"fast":20,"slow":50}');
    expect(said('sma-cross', { slow: 100 })).toBe('{"fast":20,"slow":100}');
    expect(said('buy-and-hold', {})).toBe('{}');
    expect(said('grid', { spacing: 0.25 })).toBe('{"spacing":0.25,"levels":5}');
  });

  it.each<[string, Record<string, number>, string]>([
    ['sma-corss', {}, 'strategy.unknown: There is no strategy sma-corss. Did you mean sma-cross?'],
    ['SMA-Cross', {}, 'Did you mean sma-cross?'],
    ['dcaa', {}, 'Did you mean dca?'],
    ['hodl', {}, 'There is no strategy hodl.'],
    ['rsi-reversion', { buyBelow: 56 }, '56 must be less than sellAbove, 55.'],
    ['donchian-breakout', { exit: 21 }, '21 bars must not be more than those of entry, 20.'],
    ['macd-trend', { fast: 26 }, '26 bars must be fewer than those of slow, 26.'],
    ['volatility-target', { band: 50, most: 40 }, '50% must be less than the largest share, 40%.'],
    ['sma-cross', { fats: 20 }, 'strategy.parameter: Parameter fats of sma-cross: It has no such parameter. Did you mean fast?'],
    ['sma-cross', { toString: 1 }, 'It has no such parameter. There are fast, slow.'],
    ['buy-and-hold', { fast: 1 }, 'It has no such parameter.'],
    ['sma-cross', { fast: 2.5 }, '2.5 is not a whole number.'],
    ['sma-cross', { fast: 0 }, '0 bars is not within 1 to 5000 bars.'],
    ['sma-cross', { fast: Number.NaN }, 'It is not a number.'],
    ['sma-cross', { fast: 50 }, '50 bars must be fewer than those of slow, 50.'],
    ['grid', { spacing: 21 }, '21% is not within 0.05 to 20%.'],
    ['grid', { levels: 51 }, '51 is not within 1 to 50.'],
  ])('refuses %s with %o', (id, given, sentence) => {
    expect(said(id, given)).toContain(sentence);
  });

  it('suggests nothing where too many names are far away', () => {
    expect(suggestion('zzzzzz', 'abcdefghij'.split(''))).toBe('');
    expect(suggestion('', [])).toBe('');
  });
});

describe('the catalogue of strategies', () => {
  it.each(STRATEGIES)('$spec.id has defaults that it accepts', ({ spec: { id, parameters }, create, warmupBars }) => {
    expect(findStrategy(id)?.spec.id).toBe(id);
    for (const { min, max, default: standard, integer } of parameters) {
      expect(standard >= min && standard <= max && (!integer || Number.isInteger(standard))).toBe(true);
    }
    create({}, BTC).onBar({ ...emptyBar(), length: 1 }, 0, new PaperDesk(create({}, BTC)));
    expect(warmupBars({})).toBeGreaterThanOrEqual(0);
  });
});

function emptyBar() {
  const one = Float64Array.of(100);
  return { length: 1, time: one, open: one, high: one, low: one, close: one, volume: one };
}

describe('buy-and-hold', () => {
  const definition = findStrategy('buy-and-hold')!;

  it('buys at the first bar, once', () => {
    const desk = new PaperDesk(definition.create({}, BTC));
    desk.close(1, 2);
    expect(desk.take()).toEqual(['buy 1000']);
    desk.fill('buy', 400);
    desk.fill('buy');
    desk.close(3);
    desk.positionLots = 0;
    desk.close(4);
    expect(desk.take()).toEqual([]);
    expect(desk.signals).toEqual([{ code: 'buy-and-hold.entered', details: { size: 0.01, base: 'BTC' } }]);
  });

  it('asks again after a refusal, and never after a restart that had bought', () => {
    const strategy = definition.create({}, BTC);
    const desk = new PaperDesk(strategy);
    desk.refusing = true;
    strategy.warm(emptyBar());
    desk.close(1, 2);
    expect(desk.take()).toHaveLength(2);
    expect(strategy.memory()).toBe('');
    desk.refusing = false;
    desk.close(3);
    desk.fill('buy');
    const again = definition.create({}, BTC);
    again.restore(strategy.memory());
    const after = new PaperDesk(again);
    after.close(5);
    expect(after.take()).toEqual([]);
    again.onFill({ side: 'sell', ticks: 1, lots: 1, tag: null, complete: true }, after);
    expect(after.signals).toEqual([]);
  });
});

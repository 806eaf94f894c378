import { describe, expect, it } from 'vitest';
import { StrategyColumns } from '../../../../src-main/adapters/strategy-process/strategy-columns.ts';

function bars(count: number): Float64Array {
  return Float64Array.from({ length: count * 6 }, (_, i) => Math.floor(i / 6) * 10 + (i % 6));
}

function filled(count: number, columns = new StrategyColumns(7)): StrategyColumns {
  const rows = bars(count);
  for (let at = 0; at < rows.length; at += 6) columns.push(rows, at);
  return columns;
}

describe('the bars of an instance', () => {
  it('are counted back from the newest, and are not there beyond either end', () => {
    const columns = filled(2_500);
    expect(columns.length).toBe(2_500);
    expect(['time', 'open', 'high', 'low', 'close', 'volume'].map((name) => columns.value(name, 0))).toEqual([
      24_990, 24_991, 24_992, 24_993, 24_994, 24_995,
    ]);
    expect(columns.value('close', 2_499)).toBe(4);
    expect([columns.value('close', 2_500), columns.value('wealth', 0)]).toEqual([Number.NaN, Number.NaN]);
  });

  it('carry the indicators of the catalogue, at the newest bar and at the one before', () => {
    const columns = new StrategyColumns(7);
    expect(columns.add('sma', { period: 2 })).toBe('0:value');
    expect(columns.add('bollinger', {})).toMatch(/^1:/u);
    filled(1, columns);
    expect([columns.indicator(0, 0, false), columns.indicator(0, 0, true)]).toEqual([Number.NaN, Number.NaN]);
    filled(3, columns);
    expect([columns.indicator(0, 0, false), columns.indicator(0, 0, true)]).toEqual([19, 9]);
    expect([columns.indicator(9, 0, false), columns.indicator(0, 9, true)]).toEqual([Number.NaN, Number.NaN]);
  });

  it('say what is wrong with an indicator that cannot be made', () => {
    const columns = new StrategyColumns(7);
    expect(columns.add('smaa', {})).toBe('!There is no indicator "smaa". Did you mean sma?');
    expect(columns.add('sma', { periods: 3 })).toBe('!Indicator sma has no parameter "periods". Did you mean period?');
    expect(columns.add('sma', { period: -1 })).toMatch(/^!Indicator sma: /u);
    expect(columns.add('sma', { period: '3' })).toMatch(/^!Indicator sma: /u);
    for (let i = 0; i < 200; i += 1) columns.add('sma', {});
    expect(columns.add('sma', {})).toBe('!More than 200 indicators.');
    expect(filled(1).add('sma', {})).toBe('!Indicator sma: make indicators in create, before the first bar.');
  });
});

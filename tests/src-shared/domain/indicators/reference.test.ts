import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { indicatorColumns, indicatorOf } from '../../../../src-shared/domain/indicators/catalog.ts';
import type { IndicatorParameters } from '../../../../src-shared/domain/indicators/indicator.ts';
import { publishedBars, TABLES_FOLDER, TABLES_THERE } from '../../../support/reference-bars.ts';

/** A published table: the file, our indicator with the table's parameters, and its column for each of our outputs. */
type Table = readonly [file: string, id: string, parameters: IndicatorParameters, columns: readonly string[]];

const TABLES: readonly Table[] = [
  ['sma', 'sma', { period: 20 }, ['sma']],
  ['ema', 'ema', { period: 20 }, ['ema']],
  ['wma', 'wma', { period: 14 }, ['wma']],
  ['rsi', 'rsi', { period: 14 }, ['rsi']],
  ['macd', 'macd', { fast: 12, slow: 26, signal: 9 }, ['macd', 'signal', 'histogram']],
  ['bb', 'bollinger', { period: 20, width: 2 }, ['upperBand', 'sma', 'lowerBand']],
  ['atr', 'atr', { period: 14 }, ['atr']],
  ['vwap', 'vwap', { days: 0 }, ['vwap']],
  ['donchian', 'donchian', { period: 20 }, ['upperBand', 'centerline', 'lowerBand']],
  ['stoch', 'stochastic', { period: 14, smooth: 3, signal: 3 }, ['oscillator', 'signal']],
  ['keltner', 'keltner', { period: 20, width: 2, atrPeriod: 10 }, ['upperBand', 'centerline', 'lowerBand']],
  ['adx', 'adx', { period: 14 }, ['adx', 'pdi', 'mdi']],
  ['obv', 'obv', {}, ['obv']],
  ['cci', 'cci', { period: 20 }, ['cci']],
  ['willr', 'williams-r', { period: 14 }, ['williamsR']],
  ['mfi', 'mfi', { period: 14 }, ['mfi']],
  ['roc', 'roc', { period: 14 }, ['roc']],
  ['stdev', 'stdev', { period: 14 }, ['stdDev']],
  ['aroon', 'aroon', { period: 25 }, ['aroonUp', 'aroonDown']],
  ['stoch-rsi', 'stoch-rsi', { rsi: 14, period: 14, smooth: 1, signal: 3 }, ['stochRsi', 'signal']],
  ['ulcer', 'ulcer', { period: 14 }, ['ulcerIndex']],
  ['ichimoku', 'ichimoku', { conversion: 9, base: 26, slow: 52 }, ['tenkanSen', 'kijunSen', 'senkouSpanA', 'senkouSpanB']],
];

describe.skipIf(!TABLES_THERE)(TABLES_THERE ? 'published tables' : `published tables: SKIPPED, ${TABLES_FOLDER} is not there`, () => {
  it.each(TABLES)('%s is %s to nine digits', (file, id, parameters, names) => {
    const columns = publishedBars();
    const definition = indicatorOf(id);
    if (definition === undefined) throw new Error(`there is no ${id}`);
    const table = JSON.parse(readFileSync(join(TABLES_FOLDER, `${file}.standard.json`), 'utf8')) as Record<string, number | null>[];
    const ours = indicatorColumns(definition, parameters, columns);
    expect(table).toHaveLength(columns.length);
    const warm = definition.warmUp(parameters);
    for (const [output, name] of names.entries()) {
      const first = table.findIndex((row) => typeof row[name] === 'number');
      expect([name, warm[output]]).toEqual([name, first]);
      for (const [row, expected] of table.entries()) {
        const value = ours[output]![row]!;
        if (typeof expected[name] !== 'number') expect([name, row, value]).toEqual([name, row, Number.NaN]);
        else expect(Math.abs(value - expected[name])).toBeLessThanOrEqual(1e-9 * Math.abs(expected[name]) + 1e-13);
      }
    }
  });

  it('psar is parabolic to nine digits, from its first change of sides on', () => {
    const table = JSON.parse(readFileSync(join(TABLES_FOLDER, 'psar.standard.json'), 'utf8')) as { readonly sar: number | null }[];
    const [ours] = indicatorColumns(indicatorOf('parabolic')!, { step: 0.02, most: 0.2 }, publishedBars());
    const known = table.flatMap(({ sar }, row) => (sar === null ? [] : [{ sar, row }]));
    expect(known.length).toBeGreaterThan(480);
    for (const { sar, row } of known) expect(Math.abs(ours![row]! - sar)).toBeLessThanOrEqual(1e-9 * sar);
  });
});

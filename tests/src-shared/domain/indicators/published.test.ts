import { describe, expect, it } from 'vitest';
import { indicatorColumns, indicatorOf } from '../../../../src-shared/domain/indicators/catalog.ts';
import type { IndicatorParameters } from '../../../../src-shared/domain/indicators/indicator.ts';
import { publishedBars, TABLES_FOLDER, TABLES_THERE } from '../../../support/reference-bars.ts';

/** Values of an output at rows, as published for the same bars by the tests of DaveSkender/Stock.Indicators (Apache-2.0). */
interface Published {
  readonly id: string;
  readonly parameters: IndicatorParameters;
  readonly output?: number;
  readonly at: Readonly<Record<number, number>>;
}

/** In full digits. */
const PUBLISHED: readonly Published[] = [
  { id: 'adl', parameters: {}, at: { 20: 485410044.7052619, 100: 1479456040.5985565, 249: 3266400865.73927, 501: 3439986548.4174113 } },
  {
    id: 'alma',
    parameters: { period: 9, offset: 0.85, sigma: 6 },
    at: { 20: 215.30006600282417, 100: 228.69940678783544, 249: 257.583069064143, 501: 242.68582771752506 },
  },
  {
    id: 'choppiness',
    parameters: { period: 14 },
    at: { 20: 55.56940194313589, 100: 43.02417433799121, 249: 41.84991347421448, 501: 38.65260907128509 },
  },
  {
    id: 'cmf',
    parameters: { period: 20 },
    at: { 20: 0.28714460960974786, 100: 0.19848456569978193, 249: -0.040226278257602985, 501: -0.12375374234545743 },
  },
  {
    id: 'cmo',
    parameters: { period: 14 },
    at: { 20: 5.197505197505226, 100: 15.323854660347434, 249: 48.96142433234446, 501: -26.750216076058855 },
  },
  {
    id: 'kama',
    parameters: { period: 10, fast: 2, slow: 30 },
    at: { 20: 214.3433092438743, 100: 226.4915851763505, 249: 256.08980894684316, 501: 240.1137540707837 },
  },
  {
    id: 'supertrend',
    parameters: { period: 10, width: 3 },
    at: { 20: 212.692853274, 100: 225.365318869875, 249: 254.004135100218, 501: 251.807983370328 },
  },
  // The publisher begins each average with the first close; by these rows nothing is left of the beginning.
  { id: 't3', parameters: { period: 5, volume: 0.7 }, at: { 249: 257.87351884738746, 501: 238.93083272133583 } },
  {
    id: 'tsi',
    parameters: { long: 25, short: 13, signal: 7 },
    at: { 100: 17.625423003137325, 249: 41.92322910683488, 501: -28.351291164810522 },
  },
  {
    id: 'tsi',
    parameters: { long: 25, short: 13, signal: 7 },
    output: 1,
    at: { 100: 15.480848926002533, 249: 42.406329921304504, 501: -29.359687877367932 },
  },
  {
    id: 'vortex',
    parameters: { period: 14 },
    at: { 20: 0.9912641315519034, 100: 1.0325865580448041, 249: 1.1558139534883713, 501: 0.8711542657647825 },
  },
  {
    id: 'vortex',
    parameters: { period: 14 },
    output: 1,
    at: { 20: 0.8412127440904428, 100: 0.7556008146639521, 249: 0.6633720930232566, 501: 1.116299367226708 },
  },
  {
    id: 'vwma',
    parameters: { period: 14 },
    at: { 20: 214.8222312827706, 100: 226.61457149737313, 249: 256.4982785607596, 501: 244.96867064125578 },
  },
  { id: 'hurst', parameters: { period: 100 }, at: { 100: 0.5245796904958474, 249: 0.39296731043228894, 501: 0.4970040299350202 } },
  {
    id: 'hurst',
    parameters: { period: 100 },
    output: 1,
    at: { 100: 0.6055156386781132, 249: 0.4568489896279195, 501: 0.5646426288222869 },
  },
];

/** To four digits. */
const ROUNDED: readonly Published[] = [
  { id: 'ultimate', parameters: { short: 7, middle: 14, long: 28 }, at: { 74: 51.777, 249: 45.3121, 501: 49.5257 } },
  { id: 'connors-rsi', parameters: { rsi: 3, streak: 2, rank: 100 }, at: { 501: 74.7662 } },
  { id: 'connors-rsi', parameters: { rsi: 14, streak: 20, rank: 10 }, at: { 501: 61.6053 } },
];

describe.skipIf(!TABLES_THERE)(TABLES_THERE ? 'published values' : `published values: SKIPPED, ${TABLES_FOLDER} is not there`, () => {
  const found = ({ id, parameters, output = 0 }: Published) => indicatorColumns(indicatorOf(id)!, parameters, publishedBars())[output]!;

  it.each(PUBLISHED)('$id, output $output, to nine digits', (published) => {
    const ours = found(published);
    for (const [row, value] of Object.entries(published.at)) {
      expect([row, Math.abs(ours[Number(row)]! / value - 1)]).toEqual([row, expect.closeTo(0, 9)]);
    }
  });

  it.each(ROUNDED)('$id to four digits', (published) => {
    const ours = found(published);
    for (const [row, value] of Object.entries(published.at)) expect([row, ours[Number(row)]]).toEqual([row, expect.closeTo(value, 4)]);
  });
});

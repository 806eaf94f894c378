import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { HOUR, START, bring, csv, file, freshHome, removeFiles, stored } from './data-kit.ts';

afterAll(removeFiles);
beforeEach(() => void freshHome());

const HEADER = 'time,price,qty';
const MINUTE = 60_000;

/** A day of trades about every four minutes, none between 10:00 and 12:00. */
function trades(): number[][] {
  const random = new Sfc32(3);
  const rows: number[][] = [];
  let price = 100;
  for (let time = START; time < START + 24 * HOUR; time += random.below(8 * MINUTE)) {
    price = Math.round((price + random.normal()) * 100) / 100;
    const hour = Math.floor((time - START) / HOUR);
    if (hour !== 10 && hour !== 11) rows.push([time, price, random.below(1_000) / 1_000]);
  }
  return rows;
}

/** Bars of an hour, by filtering each hour; sizes are added as thousandths. */
function naive(rows: readonly (readonly number[])[]): number[][] {
  return Array.from({ length: 24 }, (_, hour) => rows.filter(([time]) => Math.floor((time! - START) / HOUR) === hour)).flatMap(
    (part, hour) => {
      if (part.length === 0) return [];
      const prices = part.map(([, price]) => price!);
      const volume = part.reduce((sum, [, , size]) => sum + Math.round(size! * 1_000), 0) / 1_000;
      return [[START + hour * HOUR, prices[0]!, Math.max(...prices), Math.min(...prices), prices.at(-1)!, volume]];
    },
  );
}

describe('data import --trades', () => {
  test('makes the bars of a day, none where nobody traded', async () => {
    const rows = trades();
    const { code, report } = await bring(file(csv(rows, HEADER)), '--trades');
    expect(code).toBe(0);
    expect(stored()).toEqual(naive(rows));
    expect(report.series).toMatchObject({ bars: 22, gaps: 1, missing: 2, priceDecimals: 2, volumeDecimals: 3 });
    const lastBefore = rows.filter(([time]) => time! < START + 10 * HOUR).length + 1;
    expect(report.files[0]).toMatchObject({ notes: [], gaps: { first: [{ line: lastBefore, missing: 2 }] } });
  });

  test('leaves out bars that may lack trades, and says so', async () => {
    const rows = trades().filter(([time]) => time! > START + HOUR + 20 * MINUTE && time! < START + 5 * HOUR + 10 * MINUTE);
    const { report } = await bring(file(csv(rows, HEADER)), '--trades');
    expect(stored()).toEqual(naive(rows).slice(1, -1));
    expect(report.files[0]!.notes).toEqual([
      expect.stringMatching(/the first bar, 2024-03-30T01:00:00.000Z, was left out/u),
      expect.stringMatching(/the last bar, 2024-03-30T05:00:00.000Z, was left out/u),
    ]);
  });

  test.each<readonly [string, (rows: number[][]) => (number | string)[][], string]>([
    ['a time that is none', (rows) => [['soon', 1, 1], ...rows], 'time'],
    ['no number', (rows) => [[START, 'x', 1], ...rows], 'number'],
    ['a price of zero', (rows) => [[START, 0, 1], ...rows], 'price'],
    ['a negative size', (rows) => [[START, 1, -1], ...rows], 'volume'],
    ['a short row', (rows) => [[START, 1], ...rows], 'row-shape'],
    ['trades out of order', (rows) => [...rows.slice(1), rows[0]!], 'unsorted'],
  ])('refuses %s, and repairs it when asked', async (_, spoil, kind) => {
    const rows = trades();
    const path = file(csv(spoil(rows), HEADER));
    const strict = await bring(path, '--trades');
    expect(strict.code).toBe(2);
    expect(strict.report.files[0]!.problems).toEqual([expect.objectContaining({ kind, count: 1 })]);
    expect(stored()).toEqual([]);
    expect((await bring(path, '--trades', '--repair')).code).toBe(0);
    expect(stored()).toEqual(naive(rows));
  });

  test.each<readonly [string, readonly (readonly (number | string)[])[], RegExp]>([
    ['trades of less than a bar', [[START + 1_000, 1, 1]], /do not come to a whole bar/u],
    ['text times without a zone', [['2024-03-30 00:00:01', 1, 1]], /without a zone/u],
  ])('refuses %s', async (_, rows, sentence) => {
    const call = await bring(file(csv(rows, HEADER)), '--trades', '--repair');
    expect(call.code).toBe(2);
    expect(call.stderr).toMatch(sentence);
  });
});

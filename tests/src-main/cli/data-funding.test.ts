import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openFundingStore } from '../../../src-main/market-services.ts';
import { callCli } from './call-cli.ts';
import { START, csv, data, file, freshHome, removeFiles } from './data-kit.ts';

const reference = process.env['CRYPTOORCH_REFERENCE_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const RATES = join(reference, 'funding/BTC-USDT_binance.csv');
const ID = 'BTC/USDT.BINANCE:funding';
const EIGHT_HOURS = 8 * 3_600_000;
const ROWS = [0.0001, -0.00012, 0.0003, 0].map((rate, i) => [START + i * EIGHT_HOURS, rate]);
const HEADER = 'ts,rate';

let home = '';
afterAll(removeFiles);
beforeEach(() => {
  home = freshHome();
});

function bring(path: string, ...options: readonly string[]) {
  return data('import', path, '--funding', '--instrument', 'BTC/USDT.BINANCE', '--json', ...options);
}

function stored(from?: number, to?: number): number[][] {
  const store = openFundingStore(home);
  try {
    const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const { time, rate } = store.read(ID, range);
    return Array.from(time, (instant, i) => [instant, rate[i]!]);
  } finally {
    store.close();
  }
}

test('rates are stored, listed, read by range and taken away', async () => {
  const call = await bring(file(csv(ROWS, HEADER), 'rates.csv'));
  expect(call.json).toMatchObject({ imported: true, added: 4, info: { id: ID, rates: 4, from: START, to: START + 3 * EIGHT_HOURS } });
  expect(stored()).toEqual(ROWS);
  expect(stored(START + 1, START + 3 * EIGHT_HOURS)).toEqual(ROWS.slice(1, 3));
  expect((await data('list')).stdout).toMatch(/BTC\/USDT\.BINANCE:funding: 4 rates, 2024-03-30 00:00 to 2024-03-31 00:00: \d+-rates\.csv/u);
  const more = await callCli(
    ['data', 'import', file(csv([...ROWS, [START + 4 * EIGHT_HOURS, 1]], HEADER)), '--funding', '--instrument', 'BTC/USDT.BINANCE'],
    {
      context: { home },
    },
  );
  expect(more.stdout).toMatch(/1 rates added; it holds 5/u);
  expect((await data('remove', ID)).stdout).toMatch(/was taken away/u);
  expect((await data('list', '--json')).json).toEqual({ series: [], funding: [] });
  expect((await data('remove', ID, '--json')).stderr).toMatch(/No funding rates are stored yet/u);
});

test('other rates of a stored instant are refused unless they are to replace them', async () => {
  await bring(file(csv(ROWS, HEADER)));
  const other = file(csv([[START, 0.5], ...ROWS.slice(1)], HEADER));
  expect((await bring(other)).json).toMatchObject({ error: { code: 'data.conflict' } });
  expect(stored()).toEqual(ROWS);
  expect((await bring(other, '--replace')).json).toMatchObject({ added: 0 });
  expect(stored()[0]).toEqual([START, 0.5]);
  expect((await data('remove', 'BTC/USDT.BINANCE:fundin')).code).toBe(2);
  expect((await data('remove', 'ETH/USDT.NOWHERE-ELSE:funding', '--json')).stderr).toMatch(/no stored series/u);
});

test.each<readonly [string, readonly (readonly (number | string)[])[], string]>([
  ['time', [['soon', 1], ...ROWS], 'a time that is none'],
  ['number', [[START, 'x'], ...ROWS], 'no number'],
  ['unsorted', [...ROWS.slice(1), ROWS[0]!], 'an earlier row'],
  ['duplicate', [ROWS[0]!, ...ROWS], 'a repeated row'],
])('problems of kind %s are refused, and repaired when asked', async (kind, rows) => {
  const path = file(csv(rows, HEADER));
  const strict = await bring(path);
  expect(strict.code).toBe(2);
  expect(strict.json).toMatchObject({ imported: false, problems: [{ kind, count: 1 }], error: { code: 'data.refused' } });
  expect((await bring(path, '--repair')).code).toBe(0);
  expect(stored()).toEqual(ROWS);
});

test('what cannot be taken is refused with a reason', async () => {
  expect((await bring(file(csv([['x', 1]], HEADER)), '--repair')).stderr).toMatch(/There are no rates in it/u);
  expect((await bring(file(csv([['2024-03-30 00:00', 1]], HEADER)), '--repair')).stderr).toMatch(/without a zone/u);
  expect((await bring(file(csv(ROWS, HEADER)), file(csv(ROWS, HEADER)))).stderr).toMatch(/one file/u);
  const call = await data('import', file(csv(ROWS, HEADER)), '--funding', '--instrument', 'BTC/USDT');
  expect(call.stderr).toMatch(/need their venue/u);
  expect((await callCli(['data', 'import', file(csv([['x', 1]], HEADER)), '--funding', '--instrument', 'A/B.C'])).code).toBe(2);
});

test.skipIf(!existsSync(RATES))('the reference rates come in (skipped where CRYPTOORCH_REFERENCE_DATA is absent)', async () => {
  const call = await bring(RATES);
  expect(call.code).toBe(0);
  expect(stored()[0]).toEqual([1_577_836_800_000, -0.000_123_59]);
});

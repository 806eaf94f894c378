import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type CliCall, callCli } from './call-cli.ts';
import { HOUR, ROWS, START, bring, csv, data, file, folder, freshHome, removeFiles, stored } from './data-kit.ts';

afterAll(removeFiles);

let home = '';
beforeEach(() => {
  home = freshHome();
});

describe('data list', () => {
  test('says that nothing is there, then what is', async () => {
    expect((await data('list')).stdout).toMatch(/Nothing is stored yet/u);
    const { report } = await bring(file(csv(ROWS.filter((_, i) => i !== 5)), 'mine.csv'));
    expect((await data('list', '--json')).json).toEqual({ series: [report.series], funding: [] });
    const { stdout } = await data('list');
    expect(stdout).toMatch(/BTC\/USD\.TEST:1h +47 +2024-03-30 00:00 +2024-04-01 00:00 +1 in 1/u);
    expect(stdout).toMatch(/mine\.csv \(SHA-256 [0-9a-f]{16}\)/u);
  });
});

describe('data verify', () => {
  test('finds a sound store sound, and shows its gaps', async () => {
    expect((await data('verify')).stdout).toMatch(/Nothing is stored yet/u);
    await bring(file(csv(ROWS.filter((_, i) => i !== 5 && i !== 20))));
    const call = await data('verify');
    expect(call.code).toBe(0);
    expect(call.stdout).toMatch(/sound, 46 bars/u);
    expect(call.stdout).toMatch(/2 bars missing in 2 gaps, the longest 1\n {4}1 from 2024-03-30 05:00\n/u);
    expect((await data('verify', '--data', 'BTC/USD.TEST:1h', '--json')).json).toMatchObject({ sound: true });
    expect((await data('verify', '--data', 'BTC/USD.TEST:2h')).stderr).toMatch(/Did you mean BTC\/USD\.TEST:1h/u);
  });

  test.each<readonly [string, string, RegExp]>([
    [
      'bytes that changed',
      'UPDATE chunks SET data = zeroblob(length(data)) WHERE month % 12 = 2',
      /2024-03: the stored bytes are damaged/u,
    ],
    ['another hash', 'UPDATE chunks SET digest = zeroblob(32)', /do not have the hash/u],
    ['a wrong number of bars', 'UPDATE chunks SET bars = bars - 1', /damaged/u],
    ['a wrong end', 'UPDATE chunks SET last = last + 3600000', /not those that were recorded/u],
    ['a wrong start', 'UPDATE chunks SET first = first - 3600000 * 24 * 40', /belongs to another month/u],
    ['no bars', 'DELETE FROM chunks', /the series has no bars/u],
  ])('says what is wrong: %s', async (_, sql, sentence) => {
    await bring(file(csv(ROWS)));
    const connection = new Database(join(home, 'market.db'));
    connection.exec(sql);
    connection.close();
    const call = await data('verify');
    expect(call.code).toBe(1);
    expect(call.stdout).toMatch(/DAMAGED/u);
    expect(call.stdout).toMatch(sentence);
    expect((await data('verify', '--json')).json).toMatchObject({ sound: false });
    expect((await data('remove', 'BTC/USD.TEST:1h')).code).toBe(0);
    expect((await data('verify')).code).toBe(0);
  });

  test('reading damaged bytes is a fault that names the remedy', async () => {
    await bring(file(csv(ROWS)));
    const connection = new Database(join(home, 'market.db'));
    connection.exec('UPDATE chunks SET data = substr(data, 1, length(data) - 9)');
    connection.close();
    const call = await data('export', 'BTC/USD.TEST:1h', '--out', 'damaged.csv');
    expect(call.code).toBe(1);
    expect(call.stderr).toMatch(/2024-03: the stored bytes are damaged.*data remove BTC\/USD\.TEST:1h/u);
  });
});

describe('data export', () => {
  test.each(['out.csv', 'out.csv.gz', 'out.parquet'])('writes %s, which comes back bit for bit', async (name) => {
    const { report } = await bring(file(csv(ROWS.filter((_, i) => i !== 9))));
    const out = `round-trip-${name}`;
    const call = await data('export', 'BTC/USD.TEST:1h', '--out', out, '--json');
    expect(call.json).toMatchObject({ series: 'BTC/USD.TEST:1h', bars: 47, hash: report.series.hash, file: join(folder, out) });
    freshHome();
    expect((await bring(join(folder, out))).report.series).toMatchObject({ hash: report.series.hash, priceDecimals: 2, volumeDecimals: 3 });
  });

  test('writes a part, and plain rows', async () => {
    await bring(file(csv(ROWS)));
    const call = await data('export', 'BTC/USD.TEST:1h', '--out', 'part.csv.gz', '--from', '2024-03-30T05:00', '--to', '2024-03-30T08:00');
    expect(call.stdout).toMatch(/3 bars of BTC\/USD\.TEST:1h written/u);
    expect(gunzipSync(readFileSync(join(folder, 'part.csv.gz'))).toString()).toBe(csv(ROWS.slice(5, 8)));
  });

  test('leaves a file that is there alone', async () => {
    await bring(file(csv(ROWS)));
    for (const name of ['there.csv', 'there.parquet']) {
      writeFileSync(join(folder, name), 'mine');
      const call = await data('export', 'BTC/USD.TEST:1h', '--out', name);
      expect(call.code).toBe(2);
      expect(call.stderr).toMatch(/already; it was not touched/u);
      expect(readFileSync(join(folder, name), 'utf8')).toBe('mine');
    }
  });

  test.each<readonly [readonly string[], RegExp]>([
    [['--out', 'x.xlsx'], /does not end in/u],
    [['--out', 'x.csv', '--from', 'soon'], /no time such as/u],
    [['--out', 'x.csv', '--from', '2030-01-01'], /no bars in that time/u],
    [['--out', 'no-folder/x.csv'], /could not be read or written/u],
    [['--out', 'no-folder/x.parquet'], /could not be read or written/u],
    [[], /Option --out is needed/u],
  ])('refuses %j', async (argv, sentence) => {
    await bring(file(csv(ROWS)));
    expect((await data('export', 'BTC/USD.TEST:1h', ...argv)).stderr).toMatch(sentence);
  });

  test('names what is not stored', async () => {
    expect((await data('export', 'ETH/USD.TEST:1h', '--out', 'x.csv')).stderr).toMatch(
      /no stored series ETH\/USD\.TEST:1h\. Nothing is stored yet/u,
    );
    expect((await data('export', '--out', 'x.csv')).stderr).toMatch(/ID is needed/u);
    expect((await data('export', 'a', 'b', '--out', 'x.csv')).stderr).toMatch(/Unexpected argument b/u);
  });
});

describe('data compact and remove', () => {
  test('take away what is older than was asked, and everything', async () => {
    await bring(file(csv(ROWS)));
    const now = START + 48 * HOUR;
    const at = (argv: readonly string[]): Promise<CliCall> =>
      callCli(['data', 'compact', ...argv], {
        context: { home, clock: { now: () => now as never, monotonic: () => 0, after: () => expect.fail() } },
      });
    expect((await at([])).stdout).toMatch(/given back/u);
    expect(stored()).toEqual(ROWS);
    expect((await at(['--keep', '1d'])).stdout).toMatch(/BTC\/USD\.TEST:1h: 24 bars taken away/u);
    expect(stored()).toEqual(ROWS.slice(24));
    expect(JSON.parse((await at(['--keep', '2y', '--data', 'BTC/USD.TEST:1h', '--json'])).lastLine)).toMatchObject({
      removed: [{ series: 'BTC/USD.TEST:1h', bars: 0 }],
    });
    expect((await at(['--keep', 'long'])).stderr).toMatch(/no age such as/u);
    expect((await at(['--keep', '0d'])).stderr).toMatch(/no age such as/u);
    expect((await data('remove', 'BTC/USD.TEST:1h', '--json')).json).toEqual({ removed: 'BTC/USD.TEST:1h', bars: 24 });
    expect((await data('remove', 'BTC/USD.TEST:1h')).code).toBe(2);
    expect(stored()).toEqual([]);
  });
});

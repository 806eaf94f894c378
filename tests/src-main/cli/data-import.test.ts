import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { callCli } from './call-cli.ts';
import { HOUR, type Report, ROWS, START, bring, clock, csv, file, folder, freshHome, removeFiles, stored } from './data-kit.ts';

afterAll(removeFiles);

let home = '';
beforeEach(() => {
  home = freshHome();
});

describe('data import', () => {
  const swapped = ROWS.map(([time, open, high, low, close, volume]) => [volume!, close!, low!, high!, open!, time!]);
  test.each<readonly [string, string | Uint8Array, readonly string[]]>([
    ['its own layout', csv(ROWS), []],
    ['gzip', gzipSync(csv(ROWS)), []],
    ['another order and case', csv(swapped, 'Volume,CLOSE,Low,High,Open,Open Time'), []],
    ['short names', csv(ROWS, 't,o,h,l,c,v'), []],
    [
      'the base asset’s volume',
      csv(
        ROWS.map((row) => [...row, 7]),
        'unix,open,high,low,close,Volume BTC,Volume USD',
      ),
      [],
    ],
    ['semicolons and CRLF', csv(ROWS).replaceAll(',', ';').replaceAll('\n', '\r\n'), []],
    ['tabs', csv(ROWS).replaceAll(',', '\t'), []],
    [
      'quotes and a site’s address before the header',
      `https://example.invalid\n${csv(ROWS.map((row) => row.map((field) => `"${field}"`)))}`,
      [],
    ],
    ['no header', csv(ROWS, null), ['--columns', 'time,open,high,low,close,volume']],
    [
      'no header, further columns',
      csv(
        ROWS.map((row) => [9, ...row, 'x']),
        null,
      ),
      ['--columns', '-,time,open,high,low,close,volume,-'],
    ],
    ['a header that is overruled', csv(ROWS, 'a,b,c,d,e,f'), ['--columns', 'time,open,high,low,close,volume']],
    [
      'seconds',
      csv(
        ROWS.map(([time, ...rest]) => [time! / 1_000, ...rest]),
        'timestamp,open,high,low,close,volume',
      ),
      [],
    ],
    [
      'microseconds',
      csv(
        ROWS.map(([time, ...rest]) => [`${time}000`, ...rest]),
        'timestamp,open,high,low,close,volume',
      ),
      [],
    ],
    [
      'nanoseconds',
      csv(
        ROWS.map(([time, ...rest]) => [`${time}000000`, ...rest]),
        'timestamp,open,high,low,close,volume',
      ),
      [],
    ],
    [
      'ISO text',
      csv(
        ROWS.map(([time, ...rest]) => [new Date(time!).toISOString(), ...rest]),
        'date,open,high,low,close,volume',
      ),
      [],
    ],
    [
      'text of a zone',
      csv(ROWS.map(([time, ...rest]) => [clock(time!, time! < Date.UTC(2024, 2, 31, 1) ? 1 : 2), ...rest])),
      ['--zone', 'Europe/Berlin'],
    ],
    [
      'ends, stated',
      csv(
        ROWS.map(([time, ...rest]) => [time! + HOUR, ...rest]),
        'time,open,high,low,close,volume',
      ),
      ['--time', 'end'],
    ],
    [
      'ends, by the name',
      csv(
        ROWS.map(([time, ...rest]) => [time! + HOUR, ...rest]),
        'close_time,open,high,low,close,volume',
      ),
      [],
    ],
    [
      'ends, by the millisecond before',
      csv(
        ROWS.map(([time, ...rest]) => [time! + HOUR - 1, ...rest]),
        'time,open,high,low,close,volume',
      ),
      [],
    ],
    [
      'ends, by the second before',
      csv(
        ROWS.map(([time, ...rest]) => [time! + HOUR - 1_000, ...rest]),
        'time,open,high,low,close,volume',
      ),
      [],
    ],
    [
      'ends, by whole days',
      csv(
        ROWS.map(([time, ...rest]) => [time! + HOUR, ...rest]),
        'time,open,high,low,close,volume',
      ),
      [],
    ],
    ['opens, by whole days', csv(ROWS, 'time,open,high,low,close,volume'), []],
  ])('reads %s', async (_, content, options) => {
    const call = await bring(file(content), ...options);
    expect(call.stderr).toBe('');
    expect(call.code).toBe(0);
    expect(stored()).toEqual(ROWS);
    expect(call.report).toMatchObject({ imported: true, added: 48, unchanged: 0, replaced: 0 });
    expect(call.report.series).toMatchObject({ id: 'BTC/USD.TEST:1h', bars: 48, priceDecimals: 2, volumeDecimals: 3 });
    expect(call.report.files[0]).toMatchObject({ bars: 48, problems: [], refusal: null });
  });

  test('says how it knew what the times mean', async () => {
    const { report } = await bring(
      file(
        csv(
          ROWS.map(([time, ...rest]) => [time! + HOUR - 1, ...rest]),
          'time,open,high,low,close,volume',
        ),
      ),
    );
    expect(report.files[0]!.time).toEqual({
      means: 'end',
      how: 'every time is a millisecond before a whole 1h bar',
      written: ['ms since 1970'],
    });
  });

  test('asks where nothing tells what the times mean', async () => {
    const path = file(csv(ROWS.slice(3, 30), 'time,open,high,low,close,volume'));
    const call = await bring(path);
    expect(call.code).toBe(2);
    expect(call.report).toMatchObject({ imported: false, error: { code: 'data.refused' } });
    expect(call.stderr).toMatch(/--time open or --time end/u);
    expect(stored()).toEqual([]);
    expect((await bring(path, '--time', 'open')).code).toBe(0);
    expect(stored()).toEqual(ROWS.slice(3, 30));
  });

  const changed = (at: number, place: number, value: number | string): (number | string)[][] =>
    ROWS.map((row, i) => row.map((field, j) => (i === at && j === place ? value : field)));
  const without = (...rows: readonly number[]): number[][] => ROWS.filter((_, i) => !rows.includes(i));

  test.each<readonly [string, readonly (readonly (number | string)[])[], string, readonly number[], readonly number[][]]>([
    ['a repeated row', [...ROWS.slice(0, 6), ROWS[5]!, ...ROWS.slice(6)], 'duplicate', [8], ROWS],
    ['rows out of order', [ROWS[1]!, ROWS[0]!, ...ROWS.slice(2)], 'unsorted', [3], ROWS],
    ['newest first', [...ROWS].reverse(), 'unsorted', [3, 4, 5, 6, 7], ROWS],
    ['NaN', changed(7, 4, 'NaN'), 'number', [9], without(7)],
    ['an empty field', changed(7, 5, ''), 'number', [9], without(7)],
    ['text', changed(7, 1, 'n/a'), 'number', [9], without(7)],
    ['a price of zero', changed(7, 3, 0), 'price', [9], without(7)],
    ['a negative volume', changed(7, 5, -1), 'volume', [9], without(7)],
    ['a crossed bar', changed(7, 2, 0.5), 'crossed', [9], without(7)],
    ['a low above', changed(7, 3, 1e6), 'crossed', [9], without(7)],
    ['a time that is none', changed(7, 0, 'never'), 'time', [9], without(7)],
    ['a short row', [...ROWS.slice(0, 7), ROWS[7]!.slice(0, 4), ...ROWS.slice(8)], 'row-shape', [9], without(7)],
    ['a long row', [...ROWS.slice(0, 7), [...ROWS[7]!, 1], ...ROWS.slice(8)], 'row-shape', [9], without(7)],
  ])('refuses %s, and repairs it when asked', async (...[, rows, kind, lines, left]) => {
    const path = file(csv(rows));
    const strict = await bring(path);
    expect(strict.code).toBe(2);
    expect(strict.report.files[0]!.problems).toEqual([expect.objectContaining({ kind, lines, repaired: null })]);
    expect(stored()).toEqual([]);
    const repaired = await bring(path, '--repair');
    expect(repaired.code).toBe(0);
    expect(repaired.report.files[0]!.problems).toEqual([expect.objectContaining({ kind, lines, repaired: expect.any(String) as string })]);
    expect(stored()).toEqual(left);
    expect(repaired.report.series.source).toMatch(/repaired$/u);
  });

  test('never repairs what only the trader can decide', async () => {
    const other = ROWS[5]!.map((value, i) => (i === 5 ? value + 1 : value));
    const shifted = ROWS.map(([time, ...rest], i) => [i < 20 ? time! : time! + HOUR / 2, ...rest]);
    const whole = gzipSync(csv(ROWS));
    for (const [content, kind] of [
      [csv([...ROWS.slice(0, 6), other, ...ROWS.slice(6)]), 'conflict'],
      [csv(shifted), 'misaligned'],
      [csv(ROWS.map(([time, ...rest]) => [clock(time!), ...rest])), 'zone'],
      [whole.subarray(0, whole.length - 100), 'broken-off'],
    ] as const) {
      const call = await bring(file(content), '--repair');
      expect(call.code).toBe(2);
      expect(call.report.files[0]!.problems.map((problem) => problem.kind)).toContain(kind);
      expect(stored()).toEqual([]);
    }
  });

  test('sees a wrong zone by the daylight saving of the rows', async () => {
    const autumn = Date.UTC(2024, 9, 27);
    const rows = ROWS.slice(0, 6).map(([, ...rest], i) => [clock(autumn + i * HOUR, i === 0 ? 2 : 1), ...rest]);
    const local = csv(rows, 'date,open,high,low,close,volume');
    const call = await bring(file(local), '--zone', 'UTC', '--time', 'open', '--repair');
    expect(call.code).toBe(2);
    expect(call.report.error?.message).toMatch(/daylight saving/u);
    expect((await bring(file(local), '--zone', 'Europe/Berlin', '--time', 'open')).code).toBe(0);
    expect(stored().map(([time]) => time)).toEqual(rows.map((_, i) => autumn + i * HOUR));
  });

  test('records gaps and fills none', async () => {
    const { report, code } = await bring(file(csv(without(10, 11, 30))));
    expect(code).toBe(0);
    expect(report.files[0]!.gaps).toEqual({
      count: 2,
      missing: 3,
      first: [
        { line: 11, from: START + 10 * HOUR, missing: 2 },
        { line: 29, from: START + 30 * HOUR, missing: 1 },
      ],
    });
    expect(report.series).toMatchObject({ bars: 45, gaps: 2, missing: 3 });
    expect(stored()).toEqual(without(10, 11, 30));
  });

  test('stores all files or none', async () => {
    const good = file(csv(ROWS.slice(0, 24)));
    const bad = file(csv(changed(30, 4, 'NaN').slice(24)));
    expect((await bring([good, bad])).code).toBe(2);
    expect(stored()).toEqual([]);
    const call = await bring([good, file(csv(ROWS.slice(20)))]);
    expect(call.report).toMatchObject({ added: 48, unchanged: 4, replaced: 0 });
    expect(stored()).toEqual(ROWS);
  });

  test('refuses other figures for stored bars, unless they are to replace them', async () => {
    await bring(file(csv(ROWS)));
    const other = file(csv(changed(5, 5, 77)));
    const call = await callCli(['data', 'import', other, '--instrument', 'BTC/USD.TEST', '--timeframe', '1h'], { context: { home } });
    expect(call.code).toBe(2);
    expect(call.stderr).toMatch(/1 bars differ .* 2024-03-30T05:00:00.000Z.*--replace/u);
    expect(stored()).toEqual(ROWS);
    expect((await bring(other, '--replace')).report).toMatchObject({ replaced: 1, unchanged: 47 });
    expect(stored()[5]![5]).toBe(77);
  });

  test('keeps a venue’s own day and says so', async () => {
    const daily = csv([0, 1, 2].map((day) => [START + day * 24 * HOUR + 4 * HOUR, 1, 2, 1, 2, 3]));
    const call = await callCli(['data', 'import', file(daily), '--instrument', 'A/B', '--timeframe', '1d', '--json'], {
      context: { home },
    });
    expect(call.code).toBe(0);
    expect((JSON.parse(call.lastLine) as Report).files[0]!.notes[0]).toMatch(/04:00/u);
  });

  test.each<readonly [string, string | Uint8Array | null, readonly string[], RegExp]>([
    ['no such file', null, [], /there is no such file/u],
    ['an empty file', '', [], /no rows/u],
    ['a header alone', 'ts,open,high,low,close,volume\n', [], /no bars/u],
    ['no header', csv(ROWS, null), [], /--columns time,open,high,low,close,volume/u],
    ['a missing column', csv(ROWS, 'ts,open,high,low,close,extra'), [], /column volume.*does not name it/u],
    ['a column twice', csv(ROWS, 'ts,open,high,low,close,close'), [], /names it twice/u],
    ['binary', Uint8Array.from([0, 1, 2, 3, 10, 5]), [], /binary/u],
    ['one endless line', 'x'.repeat(70_000), [], /does not end/u],
    ['columns that lack one', csv(ROWS), ['--columns', 'time,open,high,low,close'], /volume must be named once/u],
    ['columns that nobody knows', csv(ROWS), ['--columns', 'time,open,high,low,close,volume,vwap'], /"vwap" is none/u],
    ['a zone that nobody knows', csv(ROWS), ['--zone', 'Mars/Olympus'], /no zone/u],
  ])('refuses %s', async (_, content, options, sentence) => {
    const path = content === null ? join(folder, 'nowhere.csv') : file(content);
    const call = await bring(path, ...options);
    expect(call.code).toBe(2);
    expect(call.stderr).toMatch(sentence);
    expect(stored()).toEqual([]);
  });

  test('tells a person the same', async () => {
    const rows = [...ROWS.slice(0, 6), ROWS[5]!, ...ROWS.slice(6).filter((_, i) => i !== 20)];
    const argv = ['data', 'import', file(csv(rows)), '--instrument', 'BTC/USD.TEST', '--timeframe', '1h'];
    const refused = await callCli(argv, { context: { home } });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/1 rows that repeat another row of the same time and figures; repairable \(line 8\)/u);
    const call = await callCli([...argv, '--repair'], { context: { home } });
    expect(call.stdout).toMatch(/dropped, one of each kept \(line 8\)/u);
    expect(call.stdout).toMatch(/1 bars missing in 1 gap; they stay missing:\n {4}after line 28: 1 from 2024-03-31 02:00/u);
    expect(call.stdout).toMatch(/47 bars added, 0 were there already, 0 replaced/u);
  });
});

describe('Parquet', () => {
  const columns = (times: readonly unknown[], name: string, rows: readonly (readonly number[])[] = ROWS) =>
    [name, 'open', 'high', 'low', 'close', 'volume'].map((column, place) => ({
      name: column,
      data: place === 0 ? [...times] : rows.map((row) => row[place]!),
    }));

  test.each<readonly [string, readonly unknown[], string, readonly string[]]>([
    ['timestamps', ROWS.map(([time]) => new Date(time!)), 'open_time', []],
    ['whole numbers of 64 bits', ROWS.map(([time]) => BigInt(time!)), 'open_time', []],
    ['text', ROWS.map(([time]) => new Date(time!).toISOString()), 'time', []],
    ['text of a zone', ROWS.map(([time]) => clock(time!)), 'time', ['--zone', 'UTC']],
  ])('reads times as %s', async (_, times, name, options) => {
    const call = await bring(file(new Uint8Array(parquetWriteBuffer({ columnData: columns(times, name) })), 'bars.parquet'), ...options);
    expect(call.code).toBe(0);
    expect(stored()).toEqual(ROWS);
  });

  test('is judged as any other file', async () => {
    const times = ROWS.map(([time]) => new Date(time!));
    const rows = ROWS.map((row, i) => (i === 3 ? row.map((value, place) => (place === 4 ? Number.NaN : value)) : row));
    const bad = await bring(file(new Uint8Array(parquetWriteBuffer({ columnData: columns(times, 'ts', rows) }))));
    expect(bad.report.files[0]!.problems).toEqual([expect.objectContaining({ kind: 'number', lines: [4] })]);
    const zoneless = await bring(
      file(
        new Uint8Array(
          parquetWriteBuffer({
            columnData: columns(
              ROWS.map(([time]) => clock(time!)),
              'ts',
            ),
          }),
        ),
      ),
    );
    expect(zoneless.report.files[0]!.problems).toEqual([expect.objectContaining({ kind: 'zone', count: 48 })]);
    const whole = new Uint8Array(parquetWriteBuffer({ columnData: columns(times, 'ts') }));
    expect((await bring(file(whole.subarray(0, whole.length - 20)))).stderr).toMatch(/Parquet file is damaged/u);
    expect(stored()).toEqual([]);
  });
});

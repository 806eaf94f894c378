import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { CandleCsvFiles } from '../../../../src-main/adapters/candles-csv/candle-csv-files.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { CandleFile } from '../../../../src-main/ports/candle-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'candles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEADER = 'ts,open,high,low,close,volume';
const ROW = '1600000000000,10,12,9,11,5';
const NEXT = '1600000060000,11,12,9,10,5';
let count = 0;

async function read(content: string | Uint8Array, name = 'bars.csv'): Promise<CandleFile> {
  count += 1;
  const file = join(folder, `${count}-${name}`);
  writeFileSync(file, content);
  return new CandleCsvFiles().read(file, '1m');
}

async function faultOf(content: string | Uint8Array, name?: string): Promise<Fault> {
  return read(content, name).then(
    () => expect.fail('the file was accepted'),
    (thrown: unknown) => {
      if (!(thrown instanceof Fault)) throw thrown;
      return thrown;
    },
  );
}

const lines = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`;

describe('bad rows', () => {
  const cases: readonly (readonly [string, string, number, string, RegExp])[] = [
    ['short', lines(ROW, '1600000060000,11,12,9,10'), 3, 'volume', /short/u],
    ['very short', lines(ROW, '1600000060000'), 3, 'open', /short/u],
    ['long', lines('1600000000000,10,12,9,11,5,6'), 2, 'volume', /more fields/u],
    ['empty field', lines('1600000000000,10,,9,11,5'), 2, 'high', /empty/u],
    ['trailing comma instead of the volume', lines('1600000000000,10,12,9,11,'), 2, 'volume', /empty/u],
    ['not numeric', lines('1600000000000,10,12,9,x11,5'), 2, 'close', /"x11" is not a decimal/u],
    ['number with a tail', lines('1600000000000,10,12,9,11a,5'), 2, 'close', /not a decimal/u],
    ['hexadecimal', lines('1600000000000,0x10,12,9,11,5'), 2, 'open', /not a decimal/u],
    ['underscore', lines('1600000000000,1_0,12,9,11,5'), 2, 'open', /not a decimal/u],
    ['two points', lines('1600000000000,1.0.0,12,9,11,5'), 2, 'open', /not a decimal/u],
    ['a point alone', lines('1600000000000,.,12,9,11,5'), 2, 'open', /not a decimal/u],
    ['an exponent alone', lines('1600000000000,10e,12,9,11,5'), 2, 'open', /not a decimal/u],
    ['NaN', lines('1600000000000,NaN,12,9,11,5'), 2, 'open', /NaN/u],
    ['infinite', lines('1600000000000,10,Infinity,9,11,5'), 2, 'high', /infinite/u],
    ['infinite, short', lines('1600000000000,10,12,9,11,-inf'), 2, 'volume', /infinite/u],
    ['infinite by exponent', lines('1600000000000,10,1e999,9,11,5'), 2, 'high', /infinite/u],
    ['zero price', lines('1600000000000,10,12,0,11,5'), 2, 'low', /zero/u],
    ['price that vanishes', lines('1600000000000,10,12,1e-999,11,5'), 2, 'low', /zero/u],
    ['negative price', lines('1600000000000,-10,12,9,11,5'), 2, 'open', /negative/u],
    ['negative volume', lines('1600000000000,10,12,9,11,-5'), 2, 'volume', /negative/u],
    ['high below open', lines('1600000000000,13,12,9,11,5'), 2, 'high', /crossed.*open 13/u],
    ['high below close', lines('1600000000000,10,12,9,12.5,5'), 2, 'high', /crossed.*close 12\.5/u],
    ['high below low', lines('1600000000000,10,8,9,11,5'), 2, 'high', /crossed.*low 9/u],
    ['low above open', lines('1600000000000,10,12,10.5,11,5'), 2, 'low', /crossed.*open 10/u],
    ['low above close', lines('1600000000000,11,12,10.5,10,5'), 2, 'low', /crossed.*close 10/u],
    ['duplicated', lines(ROW, ROW), 3, 'ts', /duplicated/u],
    ['unsorted', lines(NEXT, ROW), 3, 'ts', /unsorted/u],
    ['spacing too small', lines(ROW, '1600000030000,11,12,9,10,5'), 3, 'ts', /30 s after/u],
    ['spacing no multiple', lines(ROW, '1600000090000,11,12,9,10,5'), 3, 'ts', /90 s after/u],
    ['seconds', lines('1600000000,10,12,9,11,5', '1600000060,11,12,9,10,5'), 3, 'ts', /look like seconds/u],
    ['half a millisecond', lines('1600000000000.5,10,12,9,11,5'), 2, 'ts', /whole number/u],
    ['negative time', lines('-60000,10,12,9,11,5'), 2, 'ts', /1970/u],
    ['empty line between rows', lines(ROW, '', NEXT), 3, 'ts', /empty/u],
    ['missing column', 'ts,open,high,low,close\n1600000000000,10,12,9,11\n', 1, 'volume', /missing/u],
    ['no header', `${ROW}\n`, 1, 'ts', /missing/u],
    ['column named twice', 'ts,open,high,low,close,volume,open\n', 1, 'open', /twice/u],
    ['empty', '', 1, 'ts', /empty/u],
    ['only a line end', '\n', 1, 'ts', /empty/u],
    ['only a header', `${HEADER}\n`, 2, 'ts', /no bars/u],
    ['a row cut short at the end of the file', `${lines(ROW)}1600000060000,11,12`, 3, 'low', /short/u],
    ['a field in Arabic digits', lines('1600000000000,١٠,12,9,11,5'), 2, 'open', /not a decimal/u],
  ];
  it.each(cases)('%s', async (...row) => {
    const [, content, line, column, problem] = row;
    const plain = await faultOf(content);
    expect(plain.code).toBe('input.row');
    expect(plain.exitCode).toBe(2);
    expect(plain.details).toMatchObject({ line, column });
    expect(plain.details['problem']).toMatch(problem);
    expect(plain.message).toContain('bars.csv');
    const packed = await faultOf(gzipSync(content), 'bars.csv.gz');
    expect(packed.details).toMatchObject({ line, column, problem: plain.details['problem'] });
  });
});

describe('files that are no text of candles', () => {
  const good = lines(...Array.from({ length: 5_000 }, (_, i) => `${1_600_000_000_000 + i * 60_000},10,12,9,11,${i}.25`));

  it('binary', async () => {
    const bytes = Uint8Array.from({ length: 5_000 }, (_, i) => (i * 7_919) % 256);
    expect((await faultOf(bytes)).details).toMatchObject({ line: 1, column: 'ts' });
    expect((await faultOf(Uint8Array.from([0, 1, 2, 3]))).message).toMatch(/binary/u);
    expect((await faultOf(new Uint8Array(200_000).fill(7))).message).toMatch(/does not end|binary/u);
  });

  it('binary after a good start', async () => {
    const bytes = Buffer.concat([Buffer.from(lines(ROW)), Buffer.from([0x31, 0x00, 0x32, 0x0a])]);
    expect((await faultOf(bytes)).details).toMatchObject({ line: 3, column: 'ts' });
  });

  it('UTF-16', async () => {
    expect((await faultOf(Buffer.from(`\ufeff${lines(ROW)}`, 'utf16le'))).message).toMatch(/UTF-16/u);
  });

  it('compressed under a plain name, plain under a compressed one', async () => {
    expect((await faultOf(gzipSync(lines(ROW)))).message).toMatch(/gzip-compressed/u);
    expect((await faultOf(lines(ROW), 'bars.csv.gz')).message).toMatch(/not gzip-compressed/u);
    expect((await faultOf('', 'bars.csv.gz')).message).toMatch(/empty/u);
  });

  it.each([12, 100, 5_000, 20_000])('compressed and cut after %i bytes', async (length) => {
    const fault = await faultOf(gzipSync(good).subarray(0, length), 'bars.csv.gz');
    expect(fault.code).toBe('input.row');
    expect(fault.message).toMatch(/truncated/u);
    expect(fault.details['line']).toBeGreaterThanOrEqual(1);
  });

  it('compressed and cut by the last byte', async () => {
    expect((await faultOf(gzipSync(good).subarray(0, -1), 'bars.csv.gz')).message).toMatch(/truncated/u);
  });

  it('compressed and damaged', async () => {
    const bytes = gzipSync(good);
    bytes[Math.floor(bytes.length / 2)]! ^= 0x55;
    const fault = await faultOf(bytes, 'bars.csv.gz');
    expect(fault.code).toBe('input.row');
  });

  it('absent, or a folder', async () => {
    const files = new CandleCsvFiles();
    await expect(files.read(join(folder, 'nowhere.csv'), '1m')).rejects.toMatchObject({ code: 'input.file' });
    await expect(files.read(folder, '1m')).rejects.toMatchObject({
      code: 'input.file',
      message: expect.stringMatching(/folder/u) as string,
    });
  });
});

describe('what is tolerated', () => {
  it.each([
    ['a byte order mark', `\ufeff${lines(ROW, NEXT)}`],
    ['CRLF', lines(ROW, NEXT).replaceAll('\n', '\r\n')],
    ['no line end at the end', lines(ROW, NEXT).trimEnd()],
    ['empty lines at the end', `${lines(ROW, NEXT)}\n\r\n  \n`],
    ['spaces and tabs', lines(' 1600000000000 ,\t10, 12 ,9,11 ,5 ', NEXT)],
    ['quotes', `"ts","open","high","low","close","volume"\n"1600000000000","10","12","9","11","5"\n${NEXT}\n`],
    ['capitals in the header', `TS,Open,High,Low,Close,Volume\n${ROW}\n${NEXT}\n`],
    ['scientific notation', lines('1.6e12,1e1,1.2E+1,9,110e-1,5', NEXT)],
    ['a sign', lines('+1600000000000,+10,12,9,11,5', NEXT)],
    ['points without digits on one side', lines('1600000000000,10.,12,9,11,5.', NEXT)],
    [
      'another order and further columns',
      'symbol,volume,close,low,high,open,ts,trades\nBTC,5,11,9,12,10,1600000000000,\nBTC,5,10,9,12,11,1600000060000,"7"\n',
    ],
  ])('%s', async (_, content) => {
    const { candles } = await read(content);
    expect(Array.from(candles.time)).toEqual([1_600_000_000_000, 1_600_000_060_000]);
    expect(Array.from(candles.open)).toEqual([10, 11]);
    expect(Array.from(candles.high)).toEqual([12, 12]);
    expect(Array.from(candles.low)).toEqual([9, 9]);
    expect(Array.from(candles.close)).toEqual([11, 10]);
    expect(Array.from(candles.volume)).toEqual([5, 5]);
  });

  it('zero volume, and counts of digits', async () => {
    const file = await read(lines('1600000000000,10.5,12,9.125,11,-0', '1600000060000,11,12,9,10,6.45e-06'));
    expect(file).toMatchObject({ priceDecimals: 3, volumeDecimals: 8, gaps: 0, missing: 0, firstGap: null });
    expect(Object.is(file.candles.volume[0], 0)).toBe(true);
  });

  it('gaps, counted', async () => {
    const at = (minute: number): string => `${1_600_000_000_000 + minute * 60_000},10,12,9,11,5`;
    expect(await read(lines(at(0), at(1), at(4), at(5), at(7)))).toMatchObject({ gaps: 2, missing: 3, firstGap: 1 });
  });
});

describe('numbers', () => {
  it('are the same doubles that Number gives', async () => {
    let state = 12_345;
    const next = (): number => (state = (state * 48_271) % 2_147_483_647);
    const texts = Array.from({ length: 4_000 }, (_, i) => {
      const whole = String(next() % 10 ** (1 + (i % 9)));
      const digits = `${next()}${next()}`.slice(0, 1 + (i % 18));
      return i % 3 === 0 ? `1${whole}.${digits}` : i % 3 === 1 ? `1${whole}${digits}` : `1.${digits}e${(i % 40) - 20}`;
    });
    const { candles } = await read(
      lines(...texts.map((text, i) => `${1_600_000_000_000 + i * 60_000},${text},${text},${text},${text},${text}`)),
    );
    expect(Array.from(candles.close)).toEqual(texts.map(Number));
  });
});

it('reads the same in pieces of any size', async () => {
  const rows = Array.from({ length: 30_000 }, (_, i) => `${1_600_000_000_000 + i * 60_000},10.25,12.5,9,${10 + (i % 2)},${i}.125`);
  const { candles } = await read(gzipSync(lines(...rows)), 'bars.csv.gz');
  expect(candles.length).toBe(30_000);
  expect(candles.volume[29_999]).toBe(29_999.125);
  expect(candles.time[29_999]).toBe(1_600_000_000_000 + 29_999 * 60_000);
});

const reference = process.env['CRYPTOORCH_REFERENCE_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data');
const referenceFile = join(reference, 'candles/Coinbase-BTC-USD-PT4H-20160518_20251028.csv.gz');
const present = (() => {
  try {
    return readFileSync(referenceFile).length > 0;
  } catch {
    return false;
  }
})();
it.skipIf(!present)('reads the reference series (skipped where CRYPTOORCH_REFERENCE_DATA is absent)', async () => {
  const file = await new CandleCsvFiles().read(referenceFile, '4h');
  expect(file).toMatchObject({ priceDecimals: 2, volumeDecimals: 8, gaps: 3, missing: 5 });
  expect(file.candles.length).toBe(20_695);
});

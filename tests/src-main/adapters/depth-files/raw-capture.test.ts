import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryTape } from '../../../../src-main/adapters/depth-files/memory-tape.ts';
import { RawCapture } from '../../../../src-main/adapters/depth-files/raw-capture.ts';
import type { CaptureFacts, CaptureRequest } from '../../../../src-main/ports/depth.ts';
import { DepthMessage } from '../../../../src-shared/domain/depth-message.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'raw-capture-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const T = '1723161600001658384';
const DIFF =
  '{"stream":"x","data":{"e":"depthUpdate","E":1723161601273,"s":"BTCUSDT","U":10,"u":12,"b":[["61685.9900","1.25"]],"a":[["61686.1","0"]]}}';
const TRADE = '{"e":"trade","E":2,"T":1723161601272,"s":"BTCUSDT","t":7,"p":"61685.5","q":"0.0010","m":true,"X":"MARKET"}';
const TICKER = '{"u":12,"s":"BTCUSDT","b":"61685.99","B":"3","a":"61686","A":"2.5"}';

async function read(
  text: string | Buffer,
  changes: Partial<CaptureRequest> = {},
  name = 'capture.txt',
): Promise<{ readonly facts: CaptureFacts; readonly messages: DepthMessage[] }> {
  const file = join(folder, name);
  writeFileSync(file, text);
  const capture = new RawCapture({ file, venue: 'BINANCE', symbol: 'BTC/USDT', tick: null, lot: null, ...changes });
  const facts = await capture.check(() => undefined);
  const tape = new MemoryTape('test', facts.head);
  await capture.copy(facts.head, tape);
  tape.close();
  const cursor = tape.messages();
  const messages: DepthMessage[] = [];
  for (const message = new DepthMessage(); cursor.next(message);) messages.push(message.copy());
  return { facts, messages };
}

function levels({ bids, asks }: DepthMessage): unknown {
  return [bids, asks].map((side) => Array.from({ length: side.length }, (_, i) => [side.ticks[i], side.lots[i]]));
}

describe('a raw capture', () => {
  it('of every kind of frame', async () => {
    const snapshot = '{"lastUpdateId":9,"bids":[["61685.5","2"]],"asks":[["61687","1.5"]]}';
    const linked = '{"e":"depthUpdate","E":1723161601273,"s":"BTCUSDT","U":13,"u":14,"pu":12,"b":[],"a":[]}';
    const future = '{"e":"bookTicker","E":5,"T":4,"u":15,"s":"BTCUSDT","b":"61685","B":"3","a":"61686","A":"2.5"}';
    const frames = [snapshot, DIFF, TRADE, TICKER, linked, future, '{"e":"kline"}', '{"id":1}', TRADE.replace('true', 'false')];
    const { facts, messages } = await read(`${frames.map((frame) => `${T} ${frame}`).join('\r\n')}\n\n`);
    expect(facts).toEqual({
      head: { venue: 'BINANCE', symbol: 'BTC/USDT', tick: '0.01', lot: '0.001' },
      messages: 7,
      from: 1_723_161_600_001,
      to: 1_723_161_600_001,
      ignored: { kline: 1, unnamed: 1 },
    });
    expect(messages.map(({ kind }) => kind)).toEqual(['snapshot', 'diff', 'trade', 'ticker', 'diff', 'ticker', 'trade']);
    const [whole, diff, trade, ticker, link, best, bought] = messages;
    expect([whole!.last, levels(whole!)]).toEqual([9, [[[6_168_550, 2_000]], [[6_168_700, 1_500]]]]);
    expect([diff!.first, diff!.last, diff!.previous, diff!.venueTime, levels(diff!)]).toEqual([
      10,
      12,
      -1,
      1_723_161_601_273,
      [[[6_168_599, 1_250]], [[6_168_610, 0]]],
    ]);
    expect([trade!.last, trade!.ticks, trade!.lots, trade!.side, trade!.venueTime]).toEqual([7, 6_168_550, 1, -1, 1_723_161_601_272]);
    expect([ticker!.last, levels(ticker!)]).toEqual([12, [[[6_168_599, 3_000]], [[6_168_600, 2_500]]]]);
    expect([link!.previous, best!.venueTime, bought!.side]).toEqual([12, 5, 1]);
  });

  it('keeps to steps that are given', async () => {
    const { facts } = await read(`${T} ${TRADE}\n`, { tick: '0.05', lot: '0.0005' });
    expect(facts.head).toMatchObject({ tick: '0.05', lot: '0.0005' });
  });

  it('does not run backwards where the recorder’s clock was set back', async () => {
    const { messages } = await read(`${T} ${TRADE}\n1723161500000000000 ${TRADE}\n`);
    expect(messages.map(({ time }) => time)).toEqual([1_723_161_600_001, 1_723_161_600_001]);
  });

  it('is read from gzip', async () => {
    expect((await read(gzipSync(`${T} ${TRADE}\n`), {}, 'capture.gz')).messages).toHaveLength(1);
  });
});

describe('what is wrong is named, with its line', () => {
  it.each([
    ['no line', 'nonsense', 'line 2, column frame: it is not an instant in ns'],
    ['half a line', `${T} ${DIFF.slice(0, 60)}`, 'line 2, column frame: it is not an instant in ns'],
    ['no JSON', `${T} {"a":}`, 'line 2, column frame: it is not a frame'],
    ['another shape', `${T} ${DIFF.replace('"U":10,', '')}`, 'line 2, column frame: it is not a frame'],
    ['data that is none', `${T} {"stream":"x","data":[]}`, 'line 2, column frame: it is not a frame'],
    ['another symbol', `${T} ${TRADE.replace('BTCUSDT', 'ETHUSDT')}`, 'line 2, column s: it is of ETHUSDT, not of BTCUSDT'],
    ['updates backwards', `${T} ${DIFF.replace('"u":12', '"u":9')}`, 'line 2, column u: its last update 9 comes before its first, 10'],
    ['a price', `${T} ${TRADE.replace('61685.5', '-1')}`, 'column price: "-1" is no price'],
    ['a size', `${T} ${TRADE.replace('0.0010', 'NaN')}`, 'column size: "NaN" is no size'],
    [
      'digits without end',
      `${T} ${TRADE.replace('0.0010', '0.0000000000001')}`,
      'column size: "0.0000000000001" is no size in steps of at most 12 digits',
    ],
    ['a trade of nothing', `${T} ${TRADE.replace('0.0010', '0')}`, 'line 2, column q: a trade has a size'],
    ['a price of zero', `${T} ${TRADE.replace('61685.5', '0.00')}`, 'line 2, column price: it is zero'],
    [
      'levels without end',
      `${T} ${DIFF.replace('[["61686.1","0"]]', JSON.stringify(Array(100_001).fill(['1', '1'])))}`,
      '100001 levels; 100000 are the most',
    ],
  ])('%s', async (_what, line, sentence) => {
    await expect(read(`${T} ${TRADE}\n${line}\n`)).rejects.toThrow(sentence);
  });

  it('a price that does not lie on the tick that was given', async () => {
    await expect(read(`${T} ${TRADE}`, { tick: '1' })).rejects.toThrow('"61685.5" is no price in steps of 1.');
  });

  it('a price too large for steps so fine', async () => {
    await expect(
      read(`${T} ${TRADE.replace('61685.5', '999999999999999').replace('0.0010', '0.000000000001')}`, { tick: '0.000001' }),
    ).rejects.toThrow('is no price in steps of');
    await expect(read(`${T} ${TRADE.replace('61685.5', '99999.000000000001')}`)).rejects.toThrow('too many digits to be counted');
  });

  it('a file that is another one when it is copied', async () => {
    const file = join(folder, 'changing.txt');
    writeFileSync(file, `${T} ${TRADE}\n`);
    const capture = new RawCapture({ file, venue: 'BINANCE', symbol: 'BTC/USDT', tick: null, lot: null });
    const { head } = await capture.check(() => undefined);
    writeFileSync(file, `${T} ${TRADE.replace('61685.5', '61685.55')}\n`);
    await expect(capture.copy(head, new MemoryTape('test', head))).rejects.toThrow('it is not what it was');
  });

  it('nothing in it, no file, a file cut off, one that is not compressed', async () => {
    await expect(read('')).rejects.toThrow('It holds no frame');
    await expect(read(`${T} {"e":"kline"}`)).rejects.toThrow('It holds no frame');
    const missing = new RawCapture({ file: join(folder, 'none'), venue: 'V', symbol: 'A/B', tick: null, lot: null });
    await expect(missing.check(() => undefined)).rejects.toThrow('There is no such file.');
    const whole = gzipSync(Array.from({ length: 500 }, (_, i) => `${T} ${TRADE.replace(':7,', `:${i * 7_919},`)}`).join('\n'));
    await expect(read(whole.subarray(0, whole.length - 200), {}, 'cut.gz')).rejects.toThrow('It ends in the middle.');
    await expect(read('plain', {}, 'plain.gz')).rejects.toThrow('It could not be read (Z_DATA_ERROR).');
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DepthServices } from '../../../src-main/depth-services.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import { recordingsOf } from '../../../src-main/recordings.ts';
import type { DataProgress } from '../../../src-main/services/data-messages.ts';
import { doRecordingWork, recordingRow, type RecordingWork } from '../../../src-main/services/recording-work.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';

const home = mkdtempSync(join(tmpdir(), 'recording-work-'));
afterAll(() => rmSync(home, { recursive: true }));

const NOW = Date.UTC(2026, 10, 20, 12, 0, 30);
const clock: Clock = {
  now: () => utcMs(NOW),
  monotonic: () => 0,
  after: (_ms, callback) => {
    setImmediate(callback);
    return { dispose: () => undefined };
  },
};
const told: DataProgress[] = [];

function work(asked: RecordingWork, file = '') {
  return doRecordingWork(asked, file, { recordings: recordingsOf(home, 7, clock), tell: (progress) => told.push(progress) });
}

const DAY = 'SIM/BTC-USD/2026-11-20';

test('the simulated market is recorded from the present minute, and then from where that ended', async () => {
  const first = await work({ kind: 'record', symbol: 'BTC/USD', minutes: 2, keepDays: null });
  const from = Date.UTC(2026, 10, 20, 12);
  expect(first).toMatchObject({ kind: 'record', pruned: [], days: [{ id: DAY, symbol: 'BTC/USD', venue: 'SIM', damage: null }] });
  expect(told.length).toBeGreaterThan(0);
  expect(told.every(({ share }) => share !== null && share >= 0 && share <= 1)).toBe(true);
  const again = await work({ kind: 'record', symbol: 'BTC/USD', minutes: 1, keepDays: 1 });
  const [row] = new DepthServices().list(home).map(recordingRow);
  expect(row).toMatchObject({ id: DAY, venue: 'SIM', tornBytes: 0 });
  expect(row!.from).toBeGreaterThanOrEqual(from);
  expect(row!.to).toBeGreaterThan(from + 2 * 60_000);
  const messages = [first, again].reduce((sum, result) => sum + (result.kind === 'record' ? result.messages : 0), 0);
  expect(row!.messages).toBe(messages);
  expect(await work({ kind: 'check', recording: null })).toMatchObject({
    checks: [{ id: DAY, messages, gaps: 0, crossed: 0, damage: null }],
  });
});

test('a damaged recording is named by its check, and what is unknown is asked back', async () => {
  const folder = join(home, 'depth', 'SIM', 'BTC-USD');
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.includes('2026-11-20'))!;
  const whole = readFileSync(join(folder, file));
  writeFileSync(join(folder, file), Buffer.from(whole).fill(0, 300, 310));
  const result = await work({ kind: 'check', recording: DAY });
  expect(result.kind === 'check' && result.checks[0]?.damage).toMatch(/\S/u);
  writeFileSync(join(folder, file), whole);
  await expect(work({ kind: 'check', recording: 'SIM/BTC-USD/2020-01-01' })).rejects.toMatchObject({ code: 'depth.unknown' });
});

test('a capture is taken in whole, or refused', async () => {
  const at = Date.UTC(2024, 7, 9);
  const file = join(home, 'raw.txt');
  writeFileSync(
    file,
    [
      `${at}000000 {"lastUpdateId":9,"bids":[["100","2"]],"asks":[["100.5","1.5"]]}`,
      `${at + 5}000000 {"e":"trade","E":1,"T":${at + 5},"s":"BTCUSDT","t":1,"p":"100","q":"0.5","m":true}`,
      `${at + 10}000000 {"e":"depthUpdate","E":1,"s":"BTCUSDT","U":10,"u":10,"b":[["99.5","1"]],"a":[]}`,
      `${at + 20}000000 {"e":"kline"}`,
    ].join('\n'),
  );
  const capture = { kind: 'capture', file: 'token', symbol: 'BTC/USDT', venue: 'BINANCE', tick: null, lot: '0.1' } as const;
  expect(await work(capture, file)).toMatchObject({ messages: 3, ignored: { kline: 1 }, days: [{ id: 'BINANCE/BTC-USDT/2024-08-09' }] });
  await expect(work(capture, file)).rejects.toMatchObject({ code: 'depth.exists' });
  writeFileSync(file, 'nonsense\n');
  await expect(work({ ...capture, venue: 'TEST' }, file)).rejects.toThrow();
  expect(new DepthServices().list(home)).toHaveLength(2);
});

test('a day that cannot even be begun is listed by its name', () => {
  const nothing = {
    head: null,
    segments: 1,
    bytes: 5,
    messages: 0,
    from: Number.NaN,
    to: Number.NaN,
    tornBytes: 0,
    damage: 'It is damaged.',
  };
  expect(recordingRow({ id: 'KRAKEN/ETH-EUR/2025-01-01', ...nothing })).toMatchObject({
    symbol: 'ETH/EUR',
    venue: 'KRAKEN',
    from: null,
    to: null,
    damage: 'It is damaged.',
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, expect, it } from 'vitest';
import { openCandleStore } from '../../src-main/market-services.ts';
import type { DataStart, FromData } from '../../src-main/services/data-messages.ts';
import type { DataResult, DataWork } from '../../src-shared/contract/data-jobs.ts';
import { walkBars } from '../support/candle-kit.ts';

const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-data-thread-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const BARS = 60_000;
const file = join(folder, 'binance-BTCUSDT-1m.csv');

function writeBars(): void {
  const { time, open, high, low, close, volume } = walkBars({ bars: BARS, from: Date.UTC(2024, 0, 1), timeframe: '1m' });
  const rows = Array.from(time, (at, i) => `${at},${open[i]!},${high[i]!},${low[i]!},${close[i]!},${volume[i]!}`);
  writeFileSync(file, `open time,open,high,low,close,volume\n${rows.join('\n')}\n`);
}

/** Does work on its thread; `stop` ends the thread at the first word of how far it is. */
async function work(asked: DataWork, stop = false): Promise<DataResult | null> {
  const workerData: DataStart = { home: folder, marketSeed: 7, work: asked, file };
  const worker = new Worker(new URL('../../src-main/workers/data.ts', import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => {
      resolve(null);
    });
    worker.on('message', (message: FromData) => {
      if (message.kind === 'done') resolve(message.result);
      else if (message.kind === 'failed') reject(new Error(message.fault.cause));
      else if (stop) void worker.terminate();
    });
  });
}

function stored(): number | undefined {
  const store = openCandleStore(folder);
  try {
    expect(store.verify()).toEqual([]);
    return store.find('BTC/USDT.BINANCE:1m')?.bars;
  } finally {
    store.close();
  }
}

it('an import that is ended in the middle leaves nothing behind, and goes through the next time', { timeout: 60_000 }, async () => {
  writeBars();
  const reading = { file: 'chosen', content: 'bars', symbol: 'BTC/USDT', time: null, zone: null, columns: null, repair: false } as const;
  const look = await work({ kind: 'look', reading: { ...reading, timeframe: null } });
  if (look?.kind !== 'look') throw new Error('nothing was looked at');
  expect(look.look).toMatchObject({ bars: BARS, timeframe: '1m', namedSymbol: 'BTC/USDT', block: null });
  const asked: DataWork = {
    kind: 'import',
    reading: { ...reading, timeframe: '1m' },
    venue: 'BINANCE',
    hash: look.look.hash,
    replace: false,
  };
  expect(await work(asked, true)).toBeNull();
  expect(stored()).toBeUndefined();
  expect(await work(asked)).toMatchObject({ added: BARS });
  expect(stored()).toBe(BARS);
});

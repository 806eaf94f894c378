import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CcxtCandles } from '../../../src-main/adapters/exchange-ccxt/ccxt-candles.ts';
import { openCandleStore } from '../../../src-main/market-services.ts';
import { MINUTE_MS, utcMs } from '../../../src-shared/kernel/time.ts';
import { rowsOf, walkBars } from '../../support/candle-kit.ts';
import type { RequestFault } from '../../venue/faults/fault-rules.ts';
import { type StartedVenue, startVenue } from '../../venue/start-venue.ts';
import { type CliCall, callCli } from './call-cli.ts';
import { freshHome, removeFiles } from './data-kit.ts';

const START = Date.UTC(2025, 0, 1);
const ROWS = rowsOf(walkBars({ bars: 2_600, from: START, timeframe: '1m', seed: 9 }));
const KLINES = ROWS.map(([time, ...figures]) => [time!, ...figures.map(String)]);
const ID = 'BTC/USDT.BINANCE:1m';
const BARS = 'GET /api/v3/klines';

let home = '';
let server: StartedVenue;
let waits: number[] = [];
/** The wall clock of the call: in the middle of the last bar. */
let now = 0;

beforeEach(async () => {
  home = freshHome();
  waits = [];
  now = START + 2_599.5 * MINUTE_MS;
  server = await startVenue({ symbols: 1, pastMinutes: 0, givenBars: new Map([['BTCUSDT', KLINES]]) });
});
afterEach(() => server.stop());
afterAll(removeFiles);

/** Goes wrong with one request for bars after the other. */
function misbehave(...faults: readonly RequestFault[]): void {
  faults.forEach((fault, place) => server.venue.faults.add({ surface: 'rest', endpoint: BARS, nth: place + 1, fault }));
}

function status(code: number, headers: Readonly<Record<string, string>> = {}): RequestFault {
  const body = code === 429 ? '{"code":-1003,"msg":"Too many requests"}' : 'away';
  return { kind: 'answer', status: code, body, headers: { 'content-type': 'text/plain', ...headers }, carriedOut: false };
}

function page(bars: readonly unknown[]): RequestFault {
  return { kind: 'answer', status: 200, body: JSON.stringify(bars), carriedOut: false };
}

/** The starts of the pages that were asked for. */
function asked(): number[] {
  return server.venue.log.of(BARS).map((request) => Number(request.params['startTime']));
}

/** How long a silent venue is waited for: long enough for a busy machine, where it is not silence that is tested. */
let patienceMs = 10_000;

function download(...options: readonly string[]): Promise<CliCall> {
  return downloadFrom('2025-01-01', ...options);
}

function downloadFrom(from: string, ...options: readonly string[]): Promise<CliCall> {
  const argv = ['data', 'download', '--instrument', 'BTC/USDT.BINANCE', '--timeframe', '1m', '--from', from, ...options];
  const clock = {
    now: () => utcMs(now),
    monotonic: () => 0,
    after: (ms: number, callback: () => void) => {
      waits.push(ms);
      setImmediate(callback);
      return { dispose: () => undefined };
    },
  };
  const address = (url: string) => url.replace(/^https:\/\/[^/]+/u, server.address);
  return callCli(argv, { context: { home, clock }, services: { candleVenues: new CcxtCandles({ address, timeoutMs: patienceMs }) } });
}

function stored(): number[][] {
  const store = openCandleStore(home);
  try {
    return store.find(ID) === null ? [] : rowsOf(store.read(ID).columns);
  } finally {
    store.close();
  }
}

describe('data download', () => {
  test('stores every finished bar, a page at a time, and not the one that is not over', async () => {
    const call = await download('--json');
    expect(call.stderr).toBe('');
    expect(call.code).toBe(0);
    expect(stored()).toEqual(ROWS.slice(0, 2_599));
    expect(asked().map((start) => (start - START) / MINUTE_MS)).toEqual([0, 1_000, 2_000, 2_599]);
    expect(JSON.parse(call.lastLine)).toMatchObject({
      added: 2_599,
      requests: 4,
      series: { id: ID, gaps: 0, priceDecimals: 2, volumeDecimals: 3, source: 'downloaded from BINANCE' },
    });
  });

  test('goes on from what is stored, at both ends', async () => {
    const part = await downloadFrom('2025-01-01T10:00', '--to', '2025-01-01T12:00');
    expect(part.stdout).toMatch(/120 bars added in 1 requests/u);
    now = START + 13 * 60 * MINUTE_MS;
    server.venue.log.clear();
    const call = await download();
    expect(call.stdout).toMatch(/660 bars added in 2 requests/u);
    expect(asked().map((start) => (start - START) / MINUTE_MS)).toEqual([0, 720]);
    expect(stored()).toEqual(ROWS.slice(0, 780));
    server.venue.log.clear();
    expect((await download()).stdout).toMatch(/0 bars added in 0 requests/u);
    expect(asked()).toEqual([]);
  });

  test('waits as long as the venue says, longer each time where it does not, and asks again after a time-out', async () => {
    misbehave(status(429, { 'Retry-After': '7' }), status(503), { kind: 'lose reply', silent: true });
    patienceMs = 1_000;
    const call = await download();
    patienceMs = 10_000;
    expect(call.code).toBe(0);
    expect(waits).toEqual([7_000, 2_000, 4_000]);
    expect(call.stderr).toMatch(/BINANCE asks to wait.*Asking again in 7 s\./u);
    expect(call.stderr).toMatch(/BINANCE could not be reached.*Asking again in 4 s\./u);
    expect(stored()).toEqual(ROWS.slice(0, 2_599));
  });

  test('gives up after six times, keeps what it has and goes on the next time', async () => {
    misbehave(page(KLINES.slice(0, 500)), ...Array.from({ length: 6 }, () => status(503)));
    const call = await download('--json');
    expect(call.code).toBe(3);
    expect(JSON.parse(call.lastLine)).toMatchObject({ error: { code: 'venue.unreachable' } });
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
    expect(stored()).toEqual(ROWS.slice(0, 500));
    expect((await download()).code).toBe(0);
    expect(stored()).toEqual(ROWS.slice(0, 2_599));
  });

  test('bars that a page repeats are stored once, an empty page is a gap', async () => {
    misbehave(page([]));
    const shift = { kind: 'shift parameter', name: 'startTime', by: -3 * MINUTE_MS } as const;
    server.venue.faults.add({ surface: 'rest', endpoint: BARS, times: 100, fault: shift });
    const call = await download();
    expect(call.code).toBe(0);
    expect(stored()).toEqual(ROWS.slice(1_000, 2_599));
  });

  test('a bar that is none ends it, with nothing of its page stored', async () => {
    const crossed = [KLINES[0]!, [START + MINUTE_MS, '5', '4', '3', '5', '1']];
    misbehave(page(crossed));
    const call = await download();
    expect(call.code).toBe(2);
    expect(call.stderr).toMatch(/the venue gave a bar that is none/u);
    expect(stored()).toEqual([]);
  });

  test.each<readonly [readonly string[], RegExp]>([
    [['--instrument', 'BTC/USDC.BINANCE'], /BINANCE has no BTC\/USDC\. Did you mean BTC\/USDT/u],
    [['--instrument', 'BTC/USDT.BINANC'], /cannot be had from BINANC\. Did you mean binance/u],
    [['--instrument', 'BTC/USDT'], /needs the venue/u],
    [['--from', '2031-01-01'], /lies not before/u],
  ])('refuses %j', async (options, sentence) => {
    const given = new Map([
      ['--instrument', 'BTC/USDT.BINANCE'],
      ['--timeframe', '1m'],
      ['--from', '2025-01-01'],
      [options[0]!, options[1]!],
    ]);
    const address = (url: string) => url.replace(/^https:\/\/[^/]+/u, server.address);
    const clock = { now: () => utcMs(now), monotonic: () => 0, after: () => expect.fail('nothing waits') };
    const call = await callCli(['data', 'download', ...[...given].flat()], {
      context: { home, clock },
      services: { candleVenues: new CcxtCandles({ address }) },
    });
    expect(call.code).toBe(2);
    expect(call.stderr).toMatch(sentence);
    expect(stored()).toEqual([]);
  });
});

import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { describe, expect, test } from 'vitest';
import type { FillRow, OrderRow, QuoteRow, StatusRow } from '../../../src-shared/contract/rows.ts';
import { mergeTape, NUMBERED_LIMIT, TAPE_PRINTS } from '../../../src-main/rpc/conflation-table.ts';
import { PageStream } from '../../../src-main/rpc/page-stream.ts';

const status = (marketTime: number): StatusRow => ({
  marketTime,
  wallTime: marketTime,
  speed: 1,
  seed: 7,
  connected: true,
  venue: 'SIM',
  orderLatencyMs: null,
  orderLatencyP95Ms: null,
  ledger: 'saved',
  balanced: true,
  recovering: false,
  replay: null,
  live: null,
});

const quote = (instrument: string, last: number): QuoteRow => ({
  instrument,
  time: last,
  bid: last,
  ask: last,
  last,
  direction: 'up',
  open24h: last,
  high24h: last,
  low24h: last,
  volume24h: last,
  quoteVolume24h: last,
});

const order = (n: number): OrderRow => ({
  id: `o${String(n).padStart(25, '0')}`,
  instrument: 'BTC/USD.SIM',
  side: 'buy',
  type: 'limit',
  size: `0.${String(n)}`,
  quoteAmount: null,
  price: `${String(n)}.50`,
  trigger: null,
  trail: null,
  expiresAt: null,
  amending: null,
  filled: '0',
  timeInForce: 'gtc',
  postOnly: false,
  reduceOnly: false,
  group: null,
  role: null,
  state: 'acknowledged',
  reason: null,
  origin: 'sma-cross-1',
  createdAt: n,
  updatedAt: n,
  protective: false,
});

const fill = (n: number): FillRow => ({
  id: `fill-${String(n)}`,
  order: `o${String(n).padStart(25, '0')}`,
  instrument: 'BTC/USD.SIM',
  side: 'buy',
  price: `${String(n)}.50`,
  size: `0.${String(n)}`,
  value: `${String(n)}.123456789`,
  fee: `0.${String(n)}`,
  feeAsset: 'USD',
  liquidity: 'taker',
  slippageBps: 0.5,
  realised: null,
  origin: 'sma-cross-1',
  decidedAt: n,
  time: n,
});

describe('what a page is told', () => {
  test('nothing while it does not listen, everything that it looks at while it does', async () => {
    const page = new PageStream();
    const leave = new AbortController();
    page.publish({ kind: 'status', row: status(1) });
    const batches = page.open(leave.signal);
    page.publish({ kind: 'book', row: { instrument: 'BTC/USD.SIM', time: 1, bids: [], asks: [] } });
    page.look({ books: ['BTC/USD.SIM'], tapes: ['BTC/USD.SIM'], candles: [{ instrument: 'BTC/USD.SIM', timeframe: '1m' }] });
    page.publish({ kind: 'book', row: { instrument: 'BTC/USD.SIM', time: 2, bids: [], asks: [] } });
    page.publish({ kind: 'book', row: { instrument: 'ETH/USD.SIM', time: 2, bids: [], asks: [] } });
    page.publish({ kind: 'candle', row: { instrument: 'BTC/USD.SIM', timeframe: '5m', closed: true, bar: [1, 1, 1, 1, 1, 1] } });
    page.publish({ kind: 'status', row: status(2) });
    const first = await batches.next();
    expect(first.value).toMatchObject({
      batch: 1,
      gap: false,
      events: [
        { kind: 'book', row: { time: 2 } },
        { kind: 'status', row: { marketTime: 2 } },
      ],
    });
    expect(first.value?.events).toHaveLength(2);
    page.publish({ kind: 'status', row: status(3) });
    const second = batches.next();
    expect(page.acknowledge(1)).toBe(true);
    expect((await second).value).toMatchObject({ batch: 2 });
    leave.abort();
    expect(await batches.next()).toEqual({ done: true, value: undefined });
    page.publish({ kind: 'status', row: status(4) });
    expect(page.waiting).toBe(0);
  });

  test('a second opening ends the first, and starts from 1', async () => {
    const page = new PageStream();
    const first = page.open(new AbortController().signal);
    const ended = first.next();
    const second = page.open(new AbortController().signal);
    page.publish({ kind: 'status', row: status(1) });
    expect((await ended).done).toBe(true);
    expect((await second.next()).value).toMatchObject({ batch: 1 });
    page.close();
    expect((await second.next()).done).toBe(true);
  });
});

test('a tape grows to 200 prints and counts the rest', () => {
  const row = (from: number, count: number) => ({
    instrument: 'BTC/USD.SIM',
    prints: Array.from({ length: count }, (_, index) => [from + index, 1, 1, 'buy'] as const),
    skipped: 0,
  });
  expect(mergeTape(null, row(0, 250))).toMatchObject({ skipped: 50 });
  const merged = mergeTape(row(0, 150), row(150, 100));
  expect(merged.prints).toHaveLength(TAPE_PRINTS);
  expect(merged.prints[0]?.[0]).toBe(50);
  expect(merged.skipped).toBe(50);
});

test('a page that stands still for 60 s at full load costs main less than 5 MB', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const instruments = Array.from({ length: 8 }, (_, index) => `C${String(index)}/USD.SIM`);
  const page = new PageStream();
  const batches = page.open(new AbortController().signal);
  page.look({
    books: instruments,
    tapes: instruments,
    candles: instruments.map((instrument) => ({ instrument, timeframe: '1m' as const })),
  });
  page.publish({ kind: 'status', row: status(0) });
  await batches.next();
  collect();
  const before = process.memoryUsage().heapUsed;
  // At 1000x a minute of wall time is 1,000 simulated minutes; 60 frames a second each bring every kind.
  let numbered = 0;
  let peak = 0;
  const measure = () => {
    collect();
    peak = Math.max(peak, process.memoryUsage().heapUsed - before);
  };
  for (let frame = 0; frame < 3_600; frame += 1) {
    for (const instrument of instruments) {
      page.publish({ kind: 'quote', row: quote(instrument, frame) });
      page.publish({
        kind: 'book',
        row: {
          instrument,
          time: frame,
          bids: Array.from({ length: 40 }, (_, i) => frame + i),
          asks: Array.from({ length: 40 }, (_, i) => frame + i),
        },
      });
      page.publish({
        kind: 'trades',
        row: { instrument, prints: Array.from({ length: 20 }, (_, i) => [frame, i, 1, 'sell'] as const), skipped: 0 },
      });
      page.publish({ kind: 'candle', row: { instrument, timeframe: '1m', closed: frame % 4 === 0, bar: [frame, 1, 1, 1, 1, 1] } });
    }
    page.publish({ kind: 'order', row: order((numbered += 1)) });
    page.publish({ kind: 'fill', row: fill(numbered) });
    page.publish({
      kind: 'log',
      row: { id: frame, time: frame, level: 'info', area: 'engine', message: `line ${String(frame)} of the log, with some words in it` },
    });
    if (frame % 200 === 199) measure();
  }
  expect(page.waiting).toBeGreaterThan(1_000);
  expect(page.waiting).toBeLessThan(NUMBERED_LIMIT + 4_000 + 400);
  expect(peak).toBeLessThan(5_000_000);
  page.acknowledge(1);
  const next = (await batches.next()).value as { gap: boolean };
  expect(next.gap).toBe(true);
}, 60_000);

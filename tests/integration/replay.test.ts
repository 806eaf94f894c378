import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SqliteCandleStore } from '../../src-main/adapters/candles-sqlite/sqlite-candle-store.ts';
import type { ReplayRequest } from '../../src-shared/contract/replay.ts';
import { decodeDoubles } from '../../src-shared/contract/typed-arrays.ts';
import type { DeskSnapshot } from '../../src-shared/contract/stream.ts';
import { candleColumns, sliceCandles, type CandleColumns } from '../../src-shared/domain/candle.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { HOUR_MS } from '../../src-shared/kernel/time.ts';
import { temporaryFolder } from '../e2e/program.ts';
import { openRealWall, type RealWall } from '../support/real-wall.ts';

const INSTRUMENT = 'TEST/USD.FILE';
const FIRST = Date.UTC(2025, 1, 1);
const BEFORE = 600;
const BARS = 60;
const FROM = FIRST + BEFORE * HOUR_MS;
const TO = FROM + BARS * HOUR_MS;
const REQUEST: ReplayRequest = {
  source: { kind: 'stored', series: `${INSTRUMENT}:1h` },
  instrument: INSTRUMENT,
  timeframe: '1h',
  from: FROM,
  to: TO,
  cash: '25000',
};
const PLAIN = { side: 'buy', type: 'market', timeInForce: 'gtc', postOnly: false, reduceOnly: false } as const;
const ORDER = { ...PLAIN, instrument: INSTRUMENT } as const;

/** Every number in a frame: JSON's own, those in texts, and the doubles behind whatever is base64. */
function numbersIn(value: unknown, found: Set<number>): Set<number> {
  if (typeof value === 'number') found.add(value);
  else if (typeof value === 'string') {
    if (value !== '' && Number.isFinite(Number(value))) found.add(Number(value));
    if (value.length >= 8 && /^[A-Za-z0-9+/]+=*$/u.test(value)) for (const number of doublesIn(value)) found.add(number);
  } else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) numbersIn(part, found);
  return found;
}

function doublesIn(text: string): Iterable<number> {
  try {
    return decodeDoubles(text);
  } catch (thrown) {
    if (thrown instanceof TypeError) return [];
    throw thrown;
  }
}

const folder = temporaryFolder();
const frames: string[] = [];
/** A walk whose prices have six digits after the point, so that hardly one of them is ever met twice. */
const stored: CandleColumns = walk(BEFORE + BARS);
const truth: CandleColumns = sliceCandles(stored, BEFORE, BEFORE + BARS);
let wall: RealWall;
let commands = 0;
const command = () => `replay-${String((commands += 1)).padStart(4, '0')}`;

/** Prices that only bars from `row` on have: whoever knows one of them knows what comes. */
function secretsFrom(row: number): ReadonlySet<number> {
  const prices = (from: number, to: number) =>
    (['open', 'high', 'low', 'close'] as const).flatMap((name) => [...truth[name].subarray(from, to)]);
  const known = new Set(prices(0, row));
  return new Set(prices(row, BARS).filter((price) => !known.has(price)));
}

/** Asks for everything that could tell of a bar, far beyond the clock. */
async function askForTheFuture(): Promise<void> {
  const { client } = wall;
  const later = TO + 1_000 * HOUR_MS;
  for (const timeframe of ['1h', '4h', '1d'] as const)
    await client.market.candles({ instrument: INSTRUMENT, timeframe, before: later, count: 2_000 });
  await client.market.sparkline({ instrument: INSTRUMENT });
  await client.market.tape({ instrument: INSTRUMENT });
  await client.stream.snapshot({});
  await client.ledger.equity({ from: 0, to: later, points: 500 });
  await client.orders.fills({ count: 100 });
}

function forget(): void {
  frames.length = 0;
}

/** No frame since the last look has a number that only later bars have. */
function nothingAhead(row: number): void {
  const secrets = secretsFrom(row);
  expect(secrets.size).toBeGreaterThan(0);
  for (const frame of frames) {
    const told = [...numbersIn(JSON.parse(frame), new Set())].filter((number) => secrets.has(number));
    expect(told, frame.slice(0, 400)).toEqual([]);
  }
}

function walk(length: number): CandleColumns {
  const columns = candleColumns(length);
  const random = new Sfc32(11);
  const rounded = (price: number): number => Math.round(price * 1e6) / 1e6;
  let last = 100;
  for (let row = 0; row < length; row += 1) {
    const open = rounded(last * (1 + (random.next() - 0.5) * 0.0004));
    const close = rounded(open * (1 + (random.next() - 0.5) * 0.02));
    columns.time[row] = FIRST + row * HOUR_MS;
    columns.open[row] = open;
    columns.high[row] = rounded(Math.max(open, close) * (1 + random.next() * 0.004));
    columns.low[row] = rounded(Math.min(open, close) * (1 - random.next() * 0.004));
    columns.close[row] = close;
    columns.volume[row] = rounded(1_000 + random.next() * 500);
    last = close;
  }
  return columns;
}

function store(): void {
  const market = SqliteCandleStore.open(join(folder.path, 'market.db'));
  const key = { venue: 'FILE', symbol: 'TEST/USD', timeframe: '1h' } as const;
  market.write({ key, columns: stored, priceDecimals: 6, volumeDecimals: 6, source: 'test', importedAt: 0, replace: false });
  market.close();
}

beforeAll(async () => {
  store();
  wall = await openRealWall(folder.path, { replays: true, heard: (frame) => frames.push(frame) });
});

afterAll(async () => {
  await wall.close();
  folder.remove();
});

test('no frame that a page gets tells of a bar before it has closed, whatever is asked; orders fill at the next open with costs', async () => {
  const { client } = wall;
  const paced = <Value>(value: Value): Value => {
    wall.advance(1_000);
    return value;
  };
  await client.orders.place({ command: command(), order: { ...PLAIN, instrument: 'BTC/USD.SIM', quantity: { base: '0.05' } } });
  await expect.poll(async () => paced((await client.orders.fills({ count: 10 })).total), { timeout: 20_000 }).toBe(1);
  const paper = await client.stream.snapshot({});

  await client.replay.start({ command: command(), request: REQUEST });
  const stream = (async () => {
    for await (const batch of await client.stream.open({})) await client.stream.acknowledge({ batch: batch.batch });
  })();
  stream.catch(() => undefined);
  forget();
  await client.stream.look({
    books: [INSTRUMENT],
    tapes: [INSTRUMENT],
    candles: [
      { instrument: INSTRUMENT, timeframe: '1h' },
      { instrument: INSTRUMENT, timeframe: '4h' },
    ],
  });
  const first = await client.stream.snapshot({});
  expect(first.account).toMatchObject({ book: 'practice', equity: '25000' });
  expect(first.fills).toEqual([]);
  expect(first.status).toMatchObject({
    marketTime: FROM,
    replay: { from: FROM, to: TO, bar: 0, bars: BARS, playing: false, result: null },
  });
  await askForTheFuture();
  nothingAhead(0);

  const placed = await client.orders.place({ command: command(), order: { ...ORDER, quantity: { base: '2' } } });
  expect(placed.outcome).toBe('recorded');
  await askForTheFuture();
  nothingAhead(0);
  expect((await client.orders.fills({ count: 10 })).total).toBe(0);
  for (let row = 1; row <= 12; row += 1) {
    forget();
    const bars = row === 12 ? 10 : 1;
    const at = row === 12 ? 21 : row;
    expect(paced(await client.replay.move({ command: command(), move: { kind: 'step', bars } }))).toMatchObject({ bar: at });
    await askForTheFuture();
    nothingAhead(at);
  }
  const { fills } = await client.orders.fills({ count: 10 });
  const [fill] = fills;
  const open = truth.open[0]!;
  // At least slippage of a basis point on top of half the spread; the fee is ten basis points.
  expect(fills).toHaveLength(1);
  expect(Number(fill?.price)).toBeGreaterThan(open * 1.0001);
  expect(Number(fill?.price)).toBeLessThan(open * 1.002);
  expect(fill?.time).toBeLessThan(FROM + HOUR_MS);
  expect(Number(fill?.fee)).toBeCloseTo(Number(fill?.value) * 0.001, 6);

  // Played: a frame is held against the newest quote that the page has.
  forget();
  await client.replay.move({ command: command(), move: { kind: 'speed', barsPerSecond: 20 } });
  await client.replay.move({ command: command(), move: { kind: 'play' } });
  const bar = async () => (await client.stream.snapshot({})).status.replay?.bar ?? 0;
  await expect.poll(async () => paced(await bar()), { timeout: 20_000 }).toBeGreaterThan(30);
  const stood = (await client.replay.move({ command: command(), move: { kind: 'pause' } })).bar;
  nothingAhead(stood);
  await askForTheFuture();
  expect(paced(await bar())).toBe(stood);
  nothingAhead(stood);

  // A strategy trades the practice book as it would paper, on bars that there are.
  const strategy = { strategy: 'sma-cross', instrument: INSTRUMENT, parameters: {}, size: { kind: 'quote', amount: '1000' } } as const;
  await expect(client.strategies.start({ command: command(), ...strategy, timeframe: '1m' })).rejects.toMatchObject({
    code: 'replay.timeframe',
  });
  const { instance } = await client.strategies.start({ command: command(), ...strategy, timeframe: '4h' });
  expect((await client.stream.snapshot({})).strategies).toMatchObject([{ strategy: 'sma-cross', timeframe: '4h', running: true }]);
  await client.strategies.stop({ command: command(), instance, close: false });
  await expect(client.market.candles({ instrument: INSTRUMENT, timeframe: '1m', before: TO, count: 10 })).rejects.toMatchObject({
    code: 'replay.timeframe',
  });
  await expect(client.market.loseNext({ what: 'feed' })).rejects.toMatchObject({ code: 'replay.on' });
  await expect(client.research.report({ run: 1 })).rejects.toMatchObject({ code: 'replay.shut' });
  await expect(client.replay.start({ command: command(), request: REQUEST })).rejects.toMatchObject({ code: 'replay.on' });

  const end = await client.replay.move({ command: command(), move: { kind: 'step', bars: BARS } });
  const { account } = await client.stream.snapshot({});
  const hold = truth.close[BARS - 1]! / open - 1;
  expect(end).toMatchObject({ bar: BARS, playing: false, result: { trades: 0, open: 1, fills: 1, fees: fill?.fee } });
  expect(Number(end.result?.profit)).toBeCloseTo(Number(account.equity) - 25_000, 8);
  expect(end.result?.holdFraction).toBeGreaterThan(hold - 0.004);
  expect(end.result?.holdFraction).toBeLessThan(hold);
  expect(await client.replay.move({ command: command(), move: { kind: 'play' } })).toMatchObject({ bar: BARS, playing: false });

  await client.replay.exit({ command: command() });
  const back = await client.stream.snapshot({});
  expect(back.account).toMatchObject({ book: 'paper', account: paper.account.account });
  expect(totals(back)).toEqual(totals(paper));
  expect(back.orders).toEqual(paper.orders);
  expect(back.fills).toEqual(paper.fills);
  // The paper market stood still: it goes on from where it was left.
  expect(back.status.marketTime - paper.status.marketTime).toBeLessThan(60_000);
  await expect(client.replay.exit({ command: command() })).rejects.toMatchObject({ code: 'replay.off' });
  expect(books('ledger.db')).toEqual(['paper']);
  expect(books('practice.db')).toEqual(['practice']);
}, 60_000);

test('a replay that cannot be opened leaves the paper desk as it is', async () => {
  const { client } = wall;
  const from = TO;
  await expect(client.replay.start({ command: command(), request: { ...REQUEST, from, to: from } })).rejects.toMatchObject({
    code: 'replay.range',
  });
  expect((await client.stream.snapshot({})).account.book).toBe('paper');
});

/** What an account holds, by asset. */
function totals({ account }: DeskSnapshot): unknown {
  return Object.fromEntries(account.balances.map(({ asset, total }) => [asset, total]));
}

function books(file: string): unknown {
  const ledger = new Database(join(folder.path, file), { readonly: true });
  try {
    return ledger.prepare('SELECT DISTINCT book FROM scopes').pluck().all();
  } finally {
    ledger.close();
  }
}

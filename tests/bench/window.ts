import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'vite';
import type { Page } from 'playwright-core';
import type { DeskSnapshot, StreamEvent } from '../../src-shared/contract/stream.ts';
import { ChromiumWindow } from '../../src-main/hosts/chromium/chromium-window.ts';
import { findBrowser } from '../../src-main/hosts/chromium/find-browser.ts';
import type { RpcServer } from '../../src-main/rpc/rpc-server.ts';
import { enterDoor } from '../e2e/door.ts';
import { HandClock, wall } from '../src-main/rpc/wall-fixture.ts';

/** Events that are never left out, a second, tried one after the other. */
const LEVELS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000] as const;
const SECONDS = 3;
const TICK_MS = 8;
/** Smooth is at least this share of the frames that the same window paints with nothing to do, 60 a second on a machine of its own. */
const SMOOTH_SHARE = 0.92;
const INSTRUMENTS = Array.from({ length: 8 }, (_, index) => `C${String(index)}/USD.SIM`);

/** What a window takes: the highest load at which it still paints smoothly and misses nothing. */
export interface WindowBench {
  readonly eventsPerSecond: number;
  readonly framesPerSecond: number;
  /** Main's use of one core at that load, 1 = the whole core. */
  readonly mainShare: number;
}

interface Figures {
  readonly frames: number;
  readonly events: number;
  readonly snapshots: number;
}

/** Measures the window's client, stream and store in the installed browser; null where there is none. */
export async function benchWindow(): Promise<WindowBench | null> {
  const browser = findBrowser();
  if (browser === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-window-bench-'));
  try {
    const files = join(folder, 'page');
    await build({
      configFile: false,
      root: join(import.meta.dirname, 'window-page'),
      base: './',
      logLevel: 'error',
      build: { outDir: files },
    });
    const server = streamingWall();
    const window = await ChromiumWindow.open({
      browser,
      folder,
      files,
      headless: true,
      isRoot: process.getuid?.() === 0,
      testDoor: join(folder, 'door'),
      onPort: (port) => server.connect(port, { page: 'bench', unlocked: () => true, armed: () => false }),
      onPainted: () => undefined,
    });
    try {
      const driver = await enterDoor(join(folder, 'door'));
      const page = driver.contexts()[0]?.pages()[0];
      if (!page) throw new Error('the window has no page');
      await page.waitForFunction('typeof figures === "object"');
      return await bestLevel(page, server);
    } finally {
      await window.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function bestLevel(page: Page, server: RpcServer): Promise<WindowBench> {
  const idle = (await level(page, server, 0)).bench.framesPerSecond;
  let best: WindowBench = { eventsPerSecond: 0, framesPerSecond: idle, mainShare: 0 };
  for (const load of LEVELS) {
    const { bench, gaps } = await level(page, server, load);
    if (gaps > 0 || bench.framesPerSecond < idle * SMOOTH_SHARE) break;
    best = bench;
  }
  return best;
}

async function level(page: Page, server: RpcServer, load: number): Promise<{ readonly bench: WindowBench; readonly gaps: number }> {
  const read = async () => JSON.parse(await page.evaluate<string>('JSON.stringify(figures)')) as Figures;
  const before = await read();
  const cpu = process.cpuUsage();
  const start = performance.now();
  let sent = 0;
  for (let now = 0; now < SECONDS * 1_000; now = performance.now() - start) {
    if (load > 0) publishPrices(server, now);
    for (const due = (now / 1_000) * load; sent < due; sent += 1) server.publish(order(sent));
    await wait(TICK_MS);
  }
  const seconds = (performance.now() - start) / 1_000;
  const used = process.cpuUsage(cpu);
  const after = await read();
  return {
    bench: {
      eventsPerSecond: Math.round((after.events - before.events) / seconds),
      framesPerSecond: Math.round((after.frames - before.frames) / seconds),
      mainShare: Math.round((used.user + used.system) / seconds / 10_000) / 100,
    },
    gaps: after.snapshots - before.snapshots,
  };
}

/** What moves in a market all the time; conflated, so that a slow window gets the newest. */
function publishPrices(server: RpcServer, now: number): void {
  const price = 100_000 + Math.round(now);
  const side = Array.from({ length: 40 }, (_, index) => price + index);
  const day = { open24h: price, high24h: price, low24h: price, volume24h: 1, quoteVolume24h: price };
  for (const instrument of INSTRUMENTS) {
    server.publish({ kind: 'quote', row: { instrument, time: now, bid: price, ask: price + 1, last: price, direction: 'up', ...day } });
    server.publish({ kind: 'book', row: { instrument, time: now, bids: side, asks: side } });
    server.publish({ kind: 'trades', row: { instrument, prints: [[now, price, 1, 'buy']], skipped: 0 } });
  }
}

function order(number: number): StreamEvent {
  return {
    kind: 'order',
    row: {
      id: `o${String(number % 500).padStart(25, '0')}`,
      instrument: INSTRUMENTS[number % INSTRUMENTS.length] ?? '',
      side: number % 2 === 0 ? 'buy' : 'sell',
      type: 'limit',
      size: '0.05',
      quoteAmount: null,
      price: `${String(100_000 + number)}.50`,
      trigger: null,
      filled: '0',
      timeInForce: 'gtc',
      postOnly: false,
      reduceOnly: false,
      group: null,
      role: null,
      state: 'acknowledged',
      reason: null,
      origin: 'bench',
      createdAt: number,
      updatedAt: number,
      protective: false,
    },
  };
}

/** The real wall, with a stream and nothing to tell of at first. */
function streamingWall(): RpcServer {
  const clock = new HandClock();
  clock.monotonic = () => performance.now();
  const nothing = {
    quotes: [],
    orders: [],
    fills: [],
    refusals: [],
    positions: [],
    account: null,
    risk: null,
    strategies: [],
    signals: [],
    status: null,
    log: [],
  };
  return wall(
    (os) => ({
      stream: {
        open: os.stream.open.handler(({ context, signal }) => context.stream.open(signal ?? new AbortController().signal)),
        acknowledge: os.stream.acknowledge.handler(({ context, input }) => ({ accepted: context.stream.acknowledge(input.batch) })),
        look: os.stream.look.handler(({ context, input }) => {
          context.stream.look(input);
          return { accepted: true };
        }),
        snapshot: os.stream.snapshot.handler(() => nothing as unknown as DeskSnapshot),
      },
    }),
    {},
    clock,
  ).server;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import type { Page } from 'playwright-core';
import type { OrderRow, QuoteRow } from '../../src-shared/contract/rows.ts';
import { ChromiumWindow } from '../../src-main/hosts/chromium/chromium-window.ts';
import { findBrowser } from '../../src-main/hosts/chromium/find-browser.ts';
import type { FramePort } from '../../src-main/rpc/frame-port.ts';
import { enterDoor } from '../e2e/door.ts';
import { HandClock } from '../src-main/rpc/wall-fixture.ts';
import { openRealWall } from '../support/real-wall.ts';
import type { RealWall } from '../support/real-wall.ts';

/** Order events, which are never left out, a second, tried one after the other. */
const LEVELS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000] as const;
const SECONDS = 3;
const TICK_MS = 8;
/** Smooth is at least this share of the frames that the same window paints on the desk's own market, 60 a second on a machine of its own. */
const SMOOTH_SHARE = 0.92;
const LEVELS_OF_BOOK = 20;

/** What the window takes: the highest load at which it still paints smoothly and misses nothing. */
export interface WindowBench {
  readonly eventsPerSecond: number;
  readonly framesPerSecond: number;
  /** Main's use of one core at that load, the trading thread included, 1 = the whole core. */
  readonly mainShare: number;
}

/** The Trade workspace in the installed browser, on a real desk. */
interface Opened {
  readonly page: Page;
  readonly wall: RealWall;
  /** How often the window asked for a snapshot: once at its start, and after everything it missed. */
  readonly snapshots: () => number;
}

/** Measures the Trade workspace, every panel of it, in the installed browser over a real desk; null where there is no browser. */
export async function benchWindow(): Promise<WindowBench | null> {
  const browser = findBrowser();
  if (browser === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-window-bench-'));
  const files = await builtWindow(join(folder, 'page'));
  const clock = new HandClock();
  clock.monotonic = () => performance.now();
  const wall = await openRealWall(join(folder, 'home'), clock);
  let snapshots = 0;
  const window = await ChromiumWindow.open({
    browser,
    folder: join(folder, 'browser'),
    files,
    look: () => ({}),
    headless: true,
    isRoot: process.getuid?.() === 0,
    testDoor: join(folder, 'door'),
    onPort: (port: FramePort) => {
      port.onFrame((frame) => {
        if (String(frame).includes('/stream/snapshot')) snapshots += 1;
      });
      wall.connect(port);
    },
    onLeave: () => undefined,
    onPainted: () => undefined,
  });
  try {
    const driver = await enterDoor(join(folder, 'door'));
    const page = driver.contexts()[0]?.pages()[0];
    if (!page) throw new Error('the window has no page');
    await page.getByRole('application').waitFor();
    await page.getByRole('tab', { name: 'Orders' }).click();
    await page.evaluate('globalThis.frames = 0; (function count() { globalThis.frames += 1; requestAnimationFrame(count); })(); undefined');
    return await bestLevel({ page, wall, snapshots: () => snapshots });
  } finally {
    await window.close();
    await wall.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function builtWindow(outDir: string): Promise<string> {
  await build({
    configFile: false,
    root: resolve(import.meta.dirname, '../../src-renderer'),
    base: './',
    plugins: [react()],
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      target: 'chrome140',
      chunkSizeWarningLimit: 2_000,
      modulePreload: { polyfill: false },
    },
  });
  return outDir;
}

async function bestLevel(opened: Opened): Promise<WindowBench> {
  const { quotes } = await opened.wall.client.stream.snapshot({});
  const idle = await level(opened, quotes, 0);
  let best: WindowBench = { ...idle.bench, eventsPerSecond: 0 };
  for (const load of LEVELS) {
    const { bench, gaps } = await level(opened, quotes, load);
    if (gaps > 0 || bench.framesPerSecond < idle.bench.framesPerSecond * SMOOTH_SHARE) break;
    best = bench;
  }
  return best;
}

async function level(
  { page, wall, snapshots }: Opened,
  quotes: readonly QuoteRow[],
  load: number,
): Promise<{ readonly bench: WindowBench; readonly gaps: number }> {
  const frames = async () => Number(await page.evaluate<string>('String(globalThis.frames)'));
  const asked = snapshots();
  const before = await frames();
  const cpu = process.cpuUsage();
  const start = performance.now();
  let sent = 0;
  for (let now = 0; now < SECONDS * 1_000; now = performance.now() - start) {
    if (load > 0) for (const quote of quotes) publishPrices(wall, quote, now);
    for (const due = (now / 1_000) * load; sent < due; sent += 1) wall.publish({ kind: 'order', row: order(sent, quotes) });
    await wait(TICK_MS);
  }
  const seconds = (performance.now() - start) / 1_000;
  const used = process.cpuUsage(cpu);
  return {
    bench: {
      eventsPerSecond: Math.round(sent / seconds),
      framesPerSecond: Math.round(((await frames()) - before) / seconds),
      mainShare: Math.round((used.user + used.system) / seconds / 10_000) / 100,
    },
    gaps: snapshots() - asked,
  };
}

/** What moves in a market all the time; conflated, so that a slow window gets the newest. */
function publishPrices(wall: RealWall, quote: QuoteRow, now: number): void {
  const { instrument } = quote;
  const time = quote.time + Math.round(now);
  const price = quote.last * (1 + 1e-5 * Math.sin(now));
  const side = (step: number) => Array.from({ length: LEVELS_OF_BOOK }, (_, at) => [price * (1 + step * (at + 1)), 1]).flat();
  wall.publish({ kind: 'quote', row: { ...quote, time, last: price } });
  wall.publish({ kind: 'book', row: { instrument, time, bids: side(-1e-6), asks: side(1e-6) } });
  wall.publish({ kind: 'trades', row: { instrument, prints: [[time, price, 1, 'buy']], skipped: 0 } });
}

/** An order's life in two events: it works, it is cancelled. */
function order(number: number, quotes: readonly QuoteRow[]): OrderRow {
  const quote = quotes[(number >> 1) % quotes.length];
  const time = (quote?.time ?? 0) + number;
  return {
    id: `o${String((number >> 1) % 500).padStart(25, '0')}`,
    instrument: quote?.instrument ?? '',
    side: number % 4 < 2 ? 'buy' : 'sell',
    type: 'limit',
    size: '5',
    quoteAmount: null,
    price: (quote?.last ?? 1).toFixed(2),
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
    state: number % 2 === 0 ? 'acknowledged' : 'cancelled',
    reason: number % 2 === 0 ? null : 'user',
    origin: 'you',
    createdAt: time,
    updatedAt: time,
    protective: false,
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import type { Page } from 'playwright-core';
import { ChromiumWindow } from '../../src-main/hosts/chromium/chromium-window.ts';
import { findBrowser } from '../../src-main/hosts/chromium/find-browser.ts';
import type { FramePort } from '../../src-main/rpc/frame-port.ts';
import { enterDoor } from '../e2e/door.ts';
import { HandClock } from '../src-main/rpc/wall-fixture.ts';
import { openRealWall } from '../support/real-wall.ts';
import type { RealWall } from '../support/real-wall.ts';

/** A window in the installed browser, on a real desk on its own thread. */
export interface BenchWindow {
  readonly page: Page;
  readonly wall: RealWall;
  /** How often the window asked for a snapshot: once at its start, and after everything it missed. */
  readonly snapshots: () => number;
  /** Use of cores since the last call, 1 = a whole one: of this process with its trading thread, and of everything that draws the window. */
  readonly shares: () => Promise<{ readonly main: number; readonly window: number }>;
  /** What the browser's processes hold for themselves, bytes; null where the system does not tell. */
  readonly memory: () => Promise<number | null>;
  close(): Promise<void>;
}

const REPOSITORY = resolve(import.meta.dirname, '../..');
/** The window as it is shipped, and a page with four charts. */
const PAGES = { terminal: 'src-renderer', fourCharts: 'tests/bench/four-charts' } as const;

/** Builds one of the pages and opens it; null where there is no browser. */
export async function openBenchWindow(name: keyof typeof PAGES): Promise<BenchWindow | null> {
  const browser = findBrowser();
  if (browser === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-window-bench-'));
  const files = await builtPage(join(REPOSITORY, PAGES[name]), join(folder, 'page'));
  const clock = new HandClock();
  clock.monotonic = () => performance.now();
  const wall = await openRealWall(join(folder, 'home'), { clock });
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
  const driver = await enterDoor(join(folder, 'door'));
  const page = driver.contexts()[0]?.pages()[0];
  if (!page) throw new Error('the window has no page');
  await page.getByRole('application').first().waitFor();
  let seen = { at: performance.now(), main: process.cpuUsage(), window: (await window.figures())?.cpuMs ?? 0 };
  return {
    page,
    wall,
    snapshots: () => snapshots,
    shares: async () => {
      const now = { at: performance.now(), main: process.cpuUsage(), window: (await window.figures())?.cpuMs ?? 0 };
      const wallMs = now.at - seen.at;
      const mainMs = (now.main.user + now.main.system - seen.main.user - seen.main.system) / 1_000;
      const shares = { main: mainMs / wallMs, window: (now.window - seen.window) / wallMs };
      seen = now;
      return shares;
    },
    memory: async () => (await window.figures())?.memory ?? null,
    close: async () => {
      await window.close();
      await wall.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function builtPage(root: string, outDir: string): Promise<string> {
  await build({
    configFile: false,
    root,
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

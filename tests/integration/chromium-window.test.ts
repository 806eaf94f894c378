import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ChromiumWindow } from '../../src-main/hosts/chromium/chromium-window.ts';
import { findBrowser } from '../../src-main/hosts/chromium/find-browser.ts';
import type { FramePort } from '../../src-main/rpc/frame-port.ts';

const browser = findBrowser();
const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A window on the fixture page, with everything its documents say, in order. */
async function openWindow() {
  const folder = mkdtempSync(join(tmpdir(), 'window-'));
  cleanups.push(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const said: string[] = [];
  const ports: { port: FramePort; closed: boolean }[] = [];
  let wake = (): void => undefined;
  let painted = 0;
  let left = 0;
  const window = await ChromiumWindow.open({
    browser: browser ?? '',
    folder,
    files: join(import.meta.dirname, 'fixtures/window'),
    look: () => ({}),
    headless: true,
    isRoot: process.getuid?.() === 0,
    testDoor: null,
    onPort: (port) => {
      const entry = { port, closed: false };
      ports.push(entry);
      port.onClose(() => {
        entry.closed = true;
      });
      port.onFrame((frame) => {
        said.push(String(frame));
        wake();
      });
    },
    onLeave: () => {
      left += 1;
      wake();
    },
    onPainted: (milliseconds) => {
      painted = milliseconds;
      wake();
    },
  });
  cleanups.push(() => window.close());
  const until = async <T>(look: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const next = () => until(() => (said.length === 0 ? undefined : (JSON.parse(said.shift() ?? '') as Record<string, unknown>)));
  const ask = (question: object) => {
    ports.at(-1)?.port.send(JSON.stringify(question));
    return next();
  };
  return { window, ports, next, ask, until, painted: () => painted, left: () => left };
}

describe.skipIf(browser === null)('the window in an installed browser', () => {
  test('shows its own files, talks both ways and reaches nobody else', async () => {
    const { window, next, ask, until, painted } = await openWindow();
    expect(await next()).toMatchObject({ ready: 'Fixture', width: 1440, height: 900 });
    expect(await until(() => painted() || undefined)).toBeGreaterThan(0);
    expect(await ask({ ask: 'echo', value: 'größer – \u0000 ≥ 12' })).toEqual({ echo: 'größer – \u0000 ≥ 12' });
    expect(await ask({ ask: 'globals' })).toEqual({ globals: [], bridge: ['send', 'onFrame'], frozen: true });
    expect(await ask({ ask: 'attempt', value: 'fetch' })).toMatchObject({ outcome: 'failed', violations: ['connect-src'] });
    expect(await ask({ ask: 'attempt', value: 'ownFile' })).toMatchObject({ outcome: 'failed', violations: ['connect-src'] });
    expect(await ask({ ask: 'attempt', value: 'image' })).toMatchObject({ outcome: 'failed', violations: ['img-src'] });
    expect(await ask({ ask: 'attempt', value: 'html' })).toMatchObject({ outcome: 'failed', violations: ['require-trusted-types-for'] });
    expect(await ask({ ask: 'attempt', value: 'window' })).toMatchObject({ outcome: 'failed' });
    expect(window.requests.served).toBeGreaterThanOrEqual(3);
    expect([...window.requests.refusedHosts]).toEqual([]);
  }, 30_000);

  test('stays where it is when the page wants to go elsewhere, and counts the host', async () => {
    const { window, ports, next, ask } = await openWindow();
    await next();
    ports.at(-1)?.port.send(JSON.stringify({ ask: 'leave', value: 'https://example.org/elsewhere' }));
    for (let value = 0; window.requests.refused === 0; value += 1) expect(await ask({ ask: 'echo', value })).toEqual({ echo: value });
    expect(await ask({ ask: 'echo', value: 'still here' })).toEqual({ echo: 'still here' });
    expect(ports).toHaveLength(1);
    expect([...window.requests.refusedHosts]).toEqual(['example.org']);
  }, 30_000);

  test('a reload ends the port of the old document and opens one for the new', async () => {
    const { ports, next, ask } = await openWindow();
    await next();
    for (let reload = 1; reload <= 3; reload += 1) {
      ports.at(-1)?.port.send(JSON.stringify({ ask: 'reload' }));
      expect(await next()).toMatchObject({ ready: 'Fixture' });
      expect(await ask({ ask: 'echo', value: reload })).toEqual({ echo: reload });
      expect(ports.map(({ closed }) => closed)).toEqual([...Array.from({ length: reload }, () => true), false]);
    }
  }, 30_000);

  test('an end that was asked for is orderly', async () => {
    const { window, ports, next } = await openWindow();
    await next();
    await window.close();
    expect(await window.ended).toBe('closed');
    expect(ports[0]?.closed).toBe(true);
  }, 30_000);
});

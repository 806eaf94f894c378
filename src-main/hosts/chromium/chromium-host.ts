import { join } from 'node:path';
import { asFault } from '../../../src-shared/kernel/fault.ts';
import type { RunningApp } from '../../rpc/running-app.ts';
import { firstLook } from '../first-look.ts';
import { EXIT } from '../host-parts.ts';
import type { HostParts } from '../host-parts.ts';
import { stopSignal } from '../stop-signal.ts';
import { sandboxInWords } from './browser-arguments.ts';
import { ChromiumWindow } from './chromium-window.ts';

/** Whether the browser runs without a display, which only tests ask for. */
export function isHeadless(env: NodeJS.ProcessEnv): boolean {
  return env['CRYPTOORCH_CHROMIUM_HEADLESS'] === '1';
}

/** Runs the application with its window in an installed browser until the window closes or a signal comes; the exit code. */
export async function runChromium(browser: string, parts: HostParts): Promise<number> {
  const isRoot = process.getuid?.() === 0;
  let shown: ChromiumWindow | null = null;
  const app = await parts.createApp({
    name: 'chromium',
    sandbox: sandboxInWords(isRoot),
    // Every request of the page ends at the gate and no name resolves: there is no host that could have been reached.
    hostsContacted: () => [],
    windowFigures: async () => (await shown?.figures()) ?? null,
    openFolder: null,
  });
  const signal = stopSignal();
  try {
    const window = await openWindow(app, { browser, isRoot }, parts);
    shown = window;
    const end = await Promise.race([window.ended, signal.asked.then(() => 'asked' as const), app.failed]);
    await window.close();
    const { refused, refusedHosts } = window.requests;
    if (refusedHosts.size > 0) parts.say(`${String(refused)} requests of the window were refused, for: ${[...refusedHosts].join(', ')}.`);
    if (end instanceof Error) {
      const fault = asFault(end);
      parts.say(fault.message);
      return fault.exitCode;
    }
    if (end === 'crashed') parts.say('The browser ended unexpectedly. Trading was stopped in order; start again to go on.');
    return end === 'crashed' ? EXIT.environment : EXIT.done;
  } finally {
    await app.shutdown();
    signal.dispose();
  }
}

async function openWindow(
  app: RunningApp,
  { browser, isRoot }: { readonly browser: string; readonly isRoot: boolean },
  parts: HostParts,
): Promise<ChromiumWindow> {
  let pages = 0;
  const testDoor = parts.env['CRYPTOORCH_TEST_DOOR'] ?? null;
  const window = await ChromiumWindow.open({
    browser,
    isRoot,
    folder: join(app.home, 'window'),
    files: parts.files,
    look: () => firstLook(app.appearance()),
    headless: isHeadless(parts.env),
    testDoor,
    onPort: (port) => {
      pages += 1;
      app.connect(port, `page-${String(pages)}`);
    },
    onPainted: (milliseconds) => {
      parts.say(`Window painted ${milliseconds.toFixed(0)} ms after the start.`);
    },
  });
  if (isRoot) parts.say(`The page's sandbox is ${sandboxInWords(isRoot)}.`);
  if (testDoor !== null) parts.say(`The test door is open at ${testDoor}: whoever enters it commands the window.`);
  return window;
}

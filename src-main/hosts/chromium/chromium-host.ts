import { join } from 'node:path';
import { notifySend } from '../notify-send.ts';
import { asFault } from '../../../src-shared/kernel/fault.ts';
import type { FramePort } from '../../rpc/frame-port.ts';
import type { RunningApp } from '../../rpc/running-app.ts';
import { lookOf } from '../first-look.ts';
import { EXIT } from '../host-parts.ts';
import type { HostParts } from '../host-parts.ts';
import { runWindows } from '../run-windows.ts';
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
    chooseFiles: async (several) => (await shown?.chooseFiles(several)) ?? [],
    startChild: null,
    notices: notifySend(),
  });
  const signal = stopSignal();
  let pages = 0;
  const open = async (leave: () => void): Promise<ChromiumWindow> => {
    const onPort = (port: FramePort): void => {
      pages += 1;
      app.connect(port, `page-${String(pages)}`);
    };
    const window = await openWindow(app, { browser, isRoot, leave, onPort }, parts);
    shown = window;
    void window.ended.then(() => {
      const { refused, refusedHosts } = window.requests;
      if (refusedHosts.size > 0) parts.say(`${String(refused)} requests of the window were refused, for: ${[...refusedHosts].join(', ')}.`);
    });
    return window;
  };
  try {
    const end = await runWindows({ app, signal: signal.asked, open, say: parts.say });
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
  window: {
    readonly browser: string;
    readonly isRoot: boolean;
    readonly leave: () => void;
    readonly onPort: (port: FramePort) => void;
  },
  parts: HostParts,
): Promise<ChromiumWindow> {
  const testDoor = parts.env['CRYPTOORCH_TEST_DOOR'] ?? null;
  const opened = await ChromiumWindow.open({
    browser: window.browser,
    isRoot: window.isRoot,
    folder: join(app.home, 'window'),
    files: parts.files,
    look: () => lookOf(app),
    headless: isHeadless(parts.env),
    testDoor,
    onPort: window.onPort,
    onLeave: window.leave,
    onPainted: (milliseconds) => {
      parts.say(`Window painted ${milliseconds.toFixed(0)} ms after the start.`);
    },
  });
  if (window.isRoot) parts.say(`The page's sandbox is ${sandboxInWords(window.isRoot)}.`);
  if (testDoor !== null) parts.say(`The test door is open at ${testDoor}: whoever enters it commands the window.`);
  return opened;
}

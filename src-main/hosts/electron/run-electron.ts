import { join } from 'node:path';
import { asFault } from '../../../src-shared/kernel/fault.ts';
import type { CreateApp } from '../../rpc/running-app.ts';
import { firstLook } from '../first-look.ts';
import { EXIT } from '../host-parts.ts';
import { stopSignal } from '../stop-signal.ts';
import { electronFigures, openElectronWindow, prepareElectron } from './electron-host.ts';
import type { Electron } from './electron-host.ts';
import { ELECTRON_READY } from './launch-electron.ts';

/** Runs the application in Electron until its window closes or a signal comes; the exit code. Call before Electron is ready. */
export async function runElectron(
  electron: Electron,
  here: { readonly createApp: CreateApp; readonly files: string; readonly preload: string },
): Promise<number> {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  prepareElectron(electron);
  const closed = new Promise<void>((resolve) => {
    electron.app.on('window-all-closed', resolve);
  });
  await electron.app.whenReady();
  const app = await here.createApp({
    name: 'electron',
    sandbox: "Chromium's sandbox, with the page isolated from its preload script",
    // Every request that is not for our own scheme is cancelled before it leaves.
    hostsContacted: () => [],
    windowFigures: () => Promise.resolve(electronFigures(electron)),
    openFolder: async (folder) => (await electron.shell.openPath(folder)) === '',
  });
  const signal = stopSignal();
  const refusedHosts = new Set<string>();
  let pages = 0;
  try {
    await openElectronWindow(electron, {
      folder: join(app.home, 'window'),
      files: here.files,
      look: () => firstLook(app.appearance()),
      preload: here.preload,
      onPort: (port) => {
        pages += 1;
        app.connect(port, `page-${String(pages)}`);
      },
      onPainted: (milliseconds) => {
        say(`Window painted ${milliseconds.toFixed(0)} ms after the start.`);
        process.send?.(ELECTRON_READY);
      },
      onRefused: (host) => refusedHosts.add(host),
    });
    const end = await Promise.race([closed, signal.asked, app.failed]);
    if (refusedHosts.size > 0) say(`Requests of the window were refused, for: ${[...refusedHosts].join(', ')}.`);
    if (!(end instanceof Error)) return EXIT.done;
    const fault = asFault(end);
    say(fault.message);
    return fault.exitCode;
  } finally {
    await app.shutdown();
    signal.dispose();
  }
}

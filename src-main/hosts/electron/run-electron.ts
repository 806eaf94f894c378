import { join } from 'node:path';
import { asFault } from '../../../src-shared/kernel/fault.ts';
import type { CreateApp, RunningApp } from '../../rpc/running-app.ts';
import { lookOf } from '../first-look.ts';
import { EXIT } from '../host-parts.ts';
import { runWindows } from '../run-windows.ts';
import { stopSignal } from '../stop-signal.ts';
import { electronChildren } from './electron-child.ts';
import { chooseElectronFiles, electronFigures, openElectronWindow, prepareElectron, serveWindows, watchPower } from './electron-host.ts';
import type { Electron } from './electron-host.ts';
import { electronNotices } from './electron-notices.ts';
import { ELECTRON_READY } from './launch-electron.ts';
import { showTray } from './tray.ts';

/** Runs the application in Electron until its window closes or a signal comes; the exit code. Call before Electron is ready. */
export async function runElectron(
  electron: Electron,
  here: { readonly createApp: CreateApp; readonly files: string; readonly preload: string; readonly icon: string },
): Promise<number> {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  prepareElectron(electron);
  // Without a listener Electron would end with its last window.
  electron.app.on('window-all-closed', () => undefined);
  await electron.app.whenReady();
  let app: RunningApp;
  try {
    app = await here.createApp({
      name: 'electron',
      sandbox: "Chromium's sandbox, with the page isolated from its preload script",
      // Every request that is not for our own scheme is cancelled before it leaves.
      hostsContacted: () => [],
      windowFigures: () => Promise.resolve(electronFigures(electron)),
      openFolder: async (folder) => (await electron.shell.openPath(folder)) === '',
      chooseFiles: (several) => chooseElectronFiles(electron, several),
      startChild: electronChildren(electron),
      notices: electronNotices(electron),
    });
  } catch (thrown) {
    const fault = asFault(thrown);
    say(fault.message);
    return fault.code === 'home.shown' ? EXIT.done : fault.exitCode;
  }
  const signal = stopSignal();
  watchPower(electron, (by) => {
    app.lockWindow(by).catch((thrown: unknown) => {
      say(asFault(thrown).message);
    });
  });
  const refusedHosts = new Set<string>();
  let pages = 0;
  const look = () => lookOf(app);
  serveWindows(electron, {
    files: here.files,
    look,
    onPort: (port) => {
      pages += 1;
      app.connect(port, `page-${String(pages)}`);
    },
    onRefused: (host) => refusedHosts.add(host),
  });
  const onPainted = (milliseconds: number): void => {
    say(`Window painted ${milliseconds.toFixed(0)} ms after the start.`);
    process.send?.(ELECTRON_READY);
  };
  try {
    const end = await runWindows({
      app,
      signal: signal.asked,
      open: (onLeave) =>
        openElectronWindow(electron, { folder: join(app.home, 'window'), look, preload: here.preload, onPainted, onLeave }),
      withoutWindow: (wishes) => showTray(electron, here.icon, wishes),
      say,
    });
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

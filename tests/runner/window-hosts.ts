import { join } from 'node:path';
import { findBrowser } from '../../src-main/hosts/chromium/find-browser.ts';
import { findElectron } from '../../src-main/hosts/electron/find-electron.ts';

/** The repository's folder. */
export const REPOSITORY = join(import.meta.dirname, '../..');

/** A host that shows a window. */
export type WindowHost = 'chromium' | 'electron';

/** Why the end-to-end tests cannot run in a host here, in one line, or null. */
export function whyNoWindow(host: WindowHost): string | null {
  if (host === 'electron') {
    return findElectron(join(REPOSITORY, 'package.json')) === null
      ? "Electron's binary is not on this machine; the tests on it are left out."
      : null;
  }
  return findBrowser() === null ? 'No Chromium, Chrome or Edge is installed; the tests on the window are left out.' : null;
}

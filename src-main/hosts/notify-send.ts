import { spawn } from 'node:child_process';
import type { OsNotices } from '../ports/os-notices.ts';

const PROGRAM = 'notify-send';
const NAME = 'CryptoOrchestrator';

/**
 * Notices by `notify-send`, which desktops of Linux and BSD have: for hosts that have no way of their own. Where it is missing, or there is no
 * desktop to show anything, nothing is shown and nothing said.
 */
export function notifySend(platform: NodeJS.Platform = process.platform, start: typeof spawn = spawn): OsNotices | null {
  if (platform === 'win32' || platform === 'darwin') return null;
  let missing = false;
  return {
    show: (title, body) => {
      if (missing) return;
      const child = start(PROGRAM, [`--app-name=${NAME}`, '--', title, body], { stdio: 'ignore', detached: true });
      child.on('error', () => {
        missing = true;
      });
      child.unref();
    },
  };
}

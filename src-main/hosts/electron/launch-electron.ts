import { spawn } from 'node:child_process';
import { Fault } from '../../../src-shared/kernel/fault.ts';

/** What Electron's main process says over its channel once its window is up. */
export const ELECTRON_READY = 'window-ready';

/**
 * Runs the application in Electron and waits for its end; the exit code. Fails with `environment.missing` when Electron ends before its
 * window was up, so that another host can be tried.
 */
export async function launchElectron(binary: string, appFolder: string): Promise<number> {
  const child = spawn(binary, [appFolder], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  let ready = false;
  child.on('message', (message) => {
    if (message === ELECTRON_READY) ready = true;
  });
  // The terminal's Ctrl+C reaches Electron too, which stops in order; we wait for it.
  const wait = (): void => undefined;
  process.on('SIGINT', wait);
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  process.on('SIGTERM', forward);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (exit) => {
        resolve(exit ?? 1);
      });
    });
    if (ready || code === 0) return code;
    throw new Fault('environment.missing', {
      what: `A working Electron (${binary} ended with ${String(code)})`,
      remedy: 'Another host is tried.',
    });
  } catch (thrown) {
    if (thrown instanceof Fault) throw thrown;
    throw new Fault(
      'environment.missing',
      { what: `A working Electron (${String(thrown)})`, remedy: 'Another host is tried.' },
      { cause: thrown },
    );
  } finally {
    process.off('SIGINT', wait);
    process.off('SIGTERM', forward);
  }
}

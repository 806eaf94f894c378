import { asFault } from '../../src-shared/kernel/fault.ts';
import type { CreateApp } from '../rpc/running-app.ts';
import { isHeadless, runChromium } from './chromium/chromium-host.ts';
import { findBrowser } from './chromium/find-browser.ts';
import { findElectron } from './electron/find-electron.ts';
import { launchElectron } from './electron/launch-electron.ts';
import { runHeadless } from './headless/headless-host.ts';
import type { HostParts } from './host-parts.ts';
import { runFirstHost } from './run-first-host.ts';

/** What the entry file knows of its surroundings. */
export interface Surroundings {
  readonly createApp: CreateApp;
  /** The built renderer. */
  readonly files: string;
  /** The folder with `package.json`, which Electron is started on. */
  readonly appFolder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

function hasDisplay(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (platform === 'darwin' || platform === 'win32' || isHeadless(env)) return true;
  return (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== '';
}

/** Starts the program in the first host that works and waits for its end. Never rejects; the exit code is that of the command line. */
export async function startProgram(here: Surroundings): Promise<number> {
  const { env, platform } = here;
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const parts: HostParts = { createApp: here.createApp, env, files: here.files, say };
  const wanted = env['CRYPTOORCH_HOST'] ?? '';
  const machine = {
    wanted: wanted === '' ? null : wanted,
    electron: findElectron(`${here.appFolder}/package.json`, env),
    browser: findBrowser(env, platform),
    display: hasDisplay(env, platform),
  };
  try {
    return await runFirstHost(
      machine,
      {
        electron: () => launchElectron(machine.electron ?? 'electron', here.appFolder),
        chromium: () => runChromium(machine.browser ?? 'chromium', parts),
        headless: () => runHeadless(parts),
      },
      say,
    );
  } catch (thrown) {
    const fault = asFault(thrown);
    say(fault.message);
    process.stderr.write(`${String(fault.cause ?? thrown)}\n`);
    return fault.exitCode;
  }
}

/** Milliseconds that whatever still holds the process open is given after its orderly end. */
const LAST_MS = 5_000;

/** Ends the process with `code` once nothing holds it open, or soon after. */
export function endProcess(code: number): void {
  process.exitCode = code;
  setTimeout(() => process.exit(code), LAST_MS).unref();
}

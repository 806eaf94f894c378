import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { findBrowser } from '../hosts/chromium/find-browser.ts';
import { findElectron } from '../hosts/electron/find-electron.ts';
import type { Probe } from './context.ts';

const OLDEST_NODE = 22;
const LEAST_DISK = 200 * 1024 * 1024;

/** Opens a database as the ledger does and says how it went; throws what stands in the way. Handed in, because only adapters know the database. */
export type DatabaseProbe = () => string;

/** What the probes look at beside the home folder. */
export interface ProbeParts {
  readonly nodeVersion: string;
  readonly platform: NodeJS.Platform;
  readonly database: DatabaseProbe;
  /** Looks for the keychain of the operating system; fails with what stands in the way. */
  readonly keychain: () => Promise<void>;
  /** A file of the program, from which its packages are found. */
  readonly program: string;
}

/** Looks at everything the program needs around it. Changes nothing: a home folder that does not exist yet is not made. */
export async function environmentProbes(home: string, env: NodeJS.ProcessEnv, parts: ProbeParts): Promise<readonly Probe[]> {
  return [
    nodeProbe(parts.nodeVersion),
    databaseProbe(parts.database),
    homeProbe(home),
    await diskProbe(home),
    browserProbe(env, parts.platform),
    electronProbe(parts.program, env),
    fontProbe(parts.platform),
    await keychainProbe(parts.keychain),
  ];
}

/** Everything but accounts at exchanges can be done without. */
async function keychainProbe(probe: () => Promise<void>): Promise<Probe> {
  const name = 'Keychain';
  try {
    await probe();
    return { name, state: 'ok', detail: 'It answers; keys of exchange accounts can be sealed.', remedy: '' };
  } catch (thrown) {
    const { details, message } = asFault(thrown);
    return {
      name,
      state: 'absent',
      detail: `Without one no exchange account can be added: ${String(details['problem'] ?? message)}`,
      remedy: String(details['remedy'] ?? 'Unlock it.'),
    };
  }
}

function nodeProbe(version: string): Probe {
  const good = Number(version.split('.')[0]) >= OLDEST_NODE;
  const remedy = good ? '' : `Start it with npm from the project's folder, or install Node ${OLDEST_NODE} or newer.`;
  return { name: 'Node', state: good ? 'ok' : 'missing', detail: `${version}.`, remedy };
}

function databaseProbe(probe: DatabaseProbe): Probe {
  const name = 'SQLite';
  try {
    return { name, state: 'ok', detail: `${probe()}.`, remedy: '' };
  } catch (thrown) {
    const problem = thrown instanceof Error ? thrown.message.split('\n')[0]! : String(thrown);
    return { name, state: 'missing', detail: `The database does not load: ${problem}.`, remedy: 'Run npm ci again on this machine.' };
  }
}

/** The folder itself, or the nearest one above it that exists. */
function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}

function homeProbe(home: string): Probe {
  const name = 'Home folder';
  const place = existing(home);
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
  } catch {
    // Whatever the reason, it cannot be written: the remedy is the same.
    return { name, state: 'missing', detail: `${home} cannot be written.`, remedy: 'Choose another folder with CRYPTOORCH_HOME.' };
  }
  const detail = place === home ? `${home} can be written.` : `${home} is made at the first start.`;
  return { name, state: 'ok', detail, remedy: '' };
}

async function diskProbe(home: string): Promise<Probe> {
  const { bavail, bsize } = await statfs(existing(home));
  const free = bavail * bsize;
  const good = free >= LEAST_DISK;
  const detail = `${(free / 1024 ** 3).toFixed(1)} GiB are free.`;
  return {
    name: 'Disk',
    state: good ? 'ok' : 'missing',
    detail,
    remedy: good ? '' : 'Free some space, or choose another folder with CRYPTOORCH_HOME.',
  };
}

function browserProbe(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Probe {
  const found = findBrowser(env, platform);
  if (found !== null) return { name: 'Chromium', state: 'ok', detail: `${found}.`, remedy: '' };
  return {
    name: 'Chromium',
    state: 'absent',
    detail: 'No Chromium, Chrome or Edge was found; the command line works without.',
    remedy: 'For the window, install one or name it with CRYPTOORCH_CHROMIUM.',
  };
}

function electronProbe(program: string, env: NodeJS.ProcessEnv): Probe {
  const found = findElectron(program, env);
  if (found !== null) return { name: 'Electron', state: 'ok', detail: `${found}.`, remedy: '' };
  return { name: 'Electron', state: 'absent', detail: "Electron's binary is not here; the window opens in Chromium.", remedy: '' };
}

const FONT_FOLDERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['/usr/share/fonts', '/usr/local/share/fonts'],
  darwin: ['/System/Library/Fonts', '/Library/Fonts'],
  win32: ['C:\\Windows\\Fonts'],
};

function fontProbe(platform: NodeJS.Platform): Probe {
  const found = (FONT_FOLDERS[platform] ?? []).find((folder) => existsSync(folder) && readdirSync(folder).length > 0);
  const detail = found === undefined ? 'The system has none; the window brings its own.' : `${join(found)}; the window brings its own.`;
  return { name: 'Fonts', state: found === undefined ? 'absent' : 'ok', detail, remedy: '' };
}

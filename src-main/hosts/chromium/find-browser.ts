import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Names on the PATH, the best first. */
const NAMES: readonly string[] = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

/** Where installers put them on systems that do not use the PATH. `%X%` is an environment variable. */
const PLACES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    '%PROGRAMFILES%\\Google\\Chrome\\Application\\chrome.exe',
    '%PROGRAMFILES(X86)%\\Google\\Chrome\\Application\\chrome.exe',
    '%LOCALAPPDATA%\\Google\\Chrome\\Application\\chrome.exe',
    '%LOCALAPPDATA%\\Chromium\\Application\\chrome.exe',
    '%PROGRAMFILES(X86)%\\Microsoft\\Edge\\Application\\msedge.exe',
    '%PROGRAMFILES%\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** Where to look, in order, for an environment and a platform. `CRYPTOORCH_CHROMIUM`, when set, is the only place. */
export function browserPlaces(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly string[] {
  const chosen = env['CRYPTOORCH_CHROMIUM'];
  if (chosen !== undefined && chosen !== '') return [chosen];
  const fixed = (PLACES[platform] ?? []).map((place) => place.replace(/%([^%]+)%/gu, (_, name: string) => env[name] ?? ''));
  if (platform === 'win32') return fixed;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...fixed, ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))];
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Not there, or not for us: either way it is no browser to start.
    return false;
  }
}

/** The installed Chromium, Chrome or Edge to use, or null. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string | null {
  return browserPlaces(env, platform).find(isExecutable) ?? null;
}

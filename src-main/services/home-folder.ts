import { isAbsolute, join, posix, resolve, win32 } from 'node:path';

/** What the place of the home folder depends on. */
export interface HomeSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's own folder. */
  readonly userFolder: string;
  readonly cwd: string;
}

/** The one folder of all state: `CRYPTOORCH_HOME`, else the place where the platform keeps an application's data. */
export function homeFolder({ env, platform, userFolder, cwd }: HomeSurroundings): string {
  const chosen = env['CRYPTOORCH_HOME'];
  if (chosen !== undefined && chosen !== '') return resolve(cwd, chosen);
  if (platform === 'win32') return win32.join(env['LOCALAPPDATA'] ?? win32.join(userFolder, 'AppData', 'Local'), 'CryptoOrchestrator');
  if (platform === 'darwin') return posix.join(userFolder, 'Library', 'Application Support', 'CryptoOrchestrator');
  const data = env['XDG_DATA_HOME'];
  // The XDG Base Directory Specification: a relative path is to be ignored.
  return join(data !== undefined && isAbsolute(data) ? data : join(userFolder, '.local', 'share'), 'cryptoorch');
}

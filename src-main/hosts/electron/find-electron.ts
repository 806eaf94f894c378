import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Electron's binary, or null when it is not on this machine. Looks at files only: the package's own entry would start to download it,
 * and a first start contacts nobody.
 */
export function findElectron(from: string, env: NodeJS.ProcessEnv = process.env): string | null {
  let folder: string;
  try {
    folder = dirname(createRequire(from).resolve('electron/package.json'));
  } catch {
    // Not even the package: an installation without development tools.
    return null;
  }
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : null;
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const binary = override === undefined ? join(folder, 'dist', name ?? 'electron') : join(override, name ?? 'electron');
  return existsSync(binary) ? binary : null;
}

import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'vite';

const ROOT = resolve(import.meta.dirname, '../..');
/** Within the repository, so that its native modules are found, and not within dist/, which others read and pack meanwhile. */
const FOLDER = join(ROOT, 'test-results/at-loopback');

/**
 * Bundles the program anew with two of its modules replaced: where a venue is asked, and the keychain, which a machine without a desktop session does not
 * have. The program itself has no switch for either. Gives the entry file.
 */
export async function buildLoopbackProgram(address: string, keychain: string): Promise<string> {
  const main = join(FOLDER, 'dist/main');
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(join(main, 'workers'), { recursive: true });
  const built = join(ROOT, 'dist/main');
  const bundled = new Set(['trading.js', 'venue.js']);
  symlinkSync(join(ROOT, 'dist/renderer'), join(FOLDER, 'dist/renderer'));
  symlinkSync(join(built, 'venues'), join(main, 'venues'));
  for (const file of readdirSync(join(built, 'workers')))
    if (!bundled.has(file)) symlinkSync(join(built, 'workers', file), join(main, 'workers', file));
  writeFileSync(join(FOLDER, 'package.json'), '{ "type": "module" }');
  const replace = replacing({
    'src-main/venue-address.ts': addressModule(address),
    'src-main/adapters/keychain-os/os-keychain.ts': keychainModule(keychain),
  });
  for (const [name, source] of [
    ['start', 'src-main/hosts/start.ts'],
    ['workers/trading', 'src-main/workers/trading.ts'],
    ['workers/venue', 'src-main/workers/venue.ts'],
  ] as const) {
    await build({
      configFile: false,
      root: ROOT,
      logLevel: 'error',
      publicDir: false,
      plugins: [replace],
      build: {
        ssr: true,
        outDir: main,
        emptyOutDir: false,
        minify: false,
        target: 'node22',
        rolldownOptions: {
          input: { [name]: join(ROOT, source) },
          external: ['electron'],
          output: { format: 'es', entryFileNames: '[name].js', codeSplitting: false },
        },
      },
      ssr: { noExternal: true, external: ['better-sqlite3', '@napi-rs/keyring', 'electron'] },
    });
  }
  return join(main, 'start.js');
}

/** Another text in place of a file; each of them has to be met, or nothing would have been replaced. */
function replacing(texts: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'replaced-modules',
    enforce: 'pre',
    load: (id) => Object.entries(texts).find(([file]) => id === join(ROOT, file))?.[1] ?? null,
  };
}

function addressModule(address: string): string {
  return `import { addressOf } from ${JSON.stringify(join(ROOT, 'tests/venue/address-of.ts'))};
export const venueAddress = addressOf({ address: ${JSON.stringify(address)} });`;
}

function keychainModule(file: string): string {
  return `import { FileKeychain } from ${JSON.stringify(join(ROOT, 'tests/support/file-keychain.ts'))};
export class OsKeychain extends FileKeychain { constructor() { super(${JSON.stringify(file)}); } }`;
}

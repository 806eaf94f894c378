import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { build } from 'vite';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The programs of a campaign at the venue. */
export interface VenuePrograms {
  /** One life of a live session. */
  readonly life: string;
  /** The process of an account. */
  readonly account: string;
}

/** Bundles the programs into `folder`, with the library's module of the venue beside them, as the application has it. */
export async function buildVenueChild(folder: string): Promise<VenuePrograms> {
  const library = resolve(createRequire(import.meta.url).resolve('ccxt'), '../../js/src/pro/binance.js');
  await bundle(library, folder, 'venues/pro/binance');
  await bundle(resolve(import.meta.dirname, 'child.ts'), folder, 'life');
  await bundle(resolve(ROOT, 'tests/integration/fixtures/venue-child-at.ts'), folder, 'account');
  return { life: resolve(folder, 'life.js'), account: resolve(folder, 'account.js') };
}

async function bundle(source: string, folder: string, name: string): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'node22',
      rolldownOptions: { input: { [name]: source }, output: { format: 'es', entryFileNames: '[name].js', codeSplitting: false } },
    },
    ssr: { noExternal: true, external: ['better-sqlite3', '@napi-rs/keyring'] },
  });
}

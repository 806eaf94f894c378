import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { type EnvironmentOptions, type Plugin, defineConfig } from 'vite';

const here = import.meta.dirname;

/** What stays outside the bundles: native addons, and what Electron itself provides. */
const EXTERNAL = ['electron', 'better-sqlite3', '@napi-rs/keyring'];

/** The main side's roots of processes: name of the file in dist/main and its source. */
const ROOTS: Readonly<Record<string, string>> = {
  cli: 'src-main/cli/launcher.ts',
  'command-line': 'src-main/cli/main.ts',
  electron: 'src-main/hosts/electron/main.ts',
  preload: 'src-main/hosts/electron/preload.ts',
  start: 'src-main/hosts/start.ts',
  ...Object.fromEntries(workers().map((name) => [`workers/${name}`, `src-main/workers/${name}.ts`])),
  // The library knows a hundred venues; each of ours is a file that is loaded when it is asked.
  ...Object.fromEntries(
    [
      ...['binance', 'binanceusdm', 'bitget', 'bybit', 'coinbase', 'gate', 'hyperliquid', 'kraken', 'krakenfutures', 'kucoin', 'okx'],
      ...['pro/binance', 'pro/binanceusdm', 'pro/hyperliquid', 'pro/kraken', 'pro/krakenfutures', 'pro/okx'],
    ].map((name) => [`venues/${name}`, `node_modules/ccxt/js/src/${name}.js`]),
  ),
};

function workers(): string[] {
  const folder = resolve(here, 'src-main/workers');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
}

/** One root, bundled into one file. The preload script of a sandboxed window must be CommonJS. */
function mainSide(name: string, source: string): EnvironmentOptions {
  const commonJs = name === 'preload';
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: EXTERNAL },
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    build: {
      outDir: resolve(here, 'dist/main'),
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node22',
      minify: false,
      // A library's own code is not ours to step through.
      sourcemap: !name.startsWith('venues/'),
      rolldownOptions: {
        input: { [name]: resolve(here, source) },
        external: EXTERNAL,
        output: {
          format: commonJs ? 'cjs' : 'es',
          entryFileNames: commonJs ? '[name].cjs' : '[name].js',
          codeSplitting: false,
          ...(name === 'cli' ? { banner: '#!/usr/bin/env node' } : {}),
        },
      },
    },
  };
}

const present = Object.entries(ROOTS).filter(([, source]) => existsSync(resolve(here, source)));
const hasWindow = existsSync(resolve(here, 'src-renderer/index.html'));

/** Makes the command line executable, as npm's `bin` expects. */
const executableCli: Plugin = {
  name: 'executable-cli',
  applyToEnvironment: (environment) => environment.name === environmentName('cli'),
  closeBundle() {
    const file = resolve(here, 'dist/main/cli.js');
    if (existsSync(file)) chmodSync(file, 0o755);
  },
};

function environmentName(root: string): string {
  return `main_${root.replaceAll(/\W/gu, '_')}`;
}

export default defineConfig({
  root: resolve(here, 'src-renderer'),
  base: './',
  publicDir: false,
  cacheDir: resolve(here, 'node_modules/.vite'),
  plugins: [react(), executableCli],
  environments: {
    client: {
      build: {
        outDir: resolve(here, 'dist/renderer'),
        emptyOutDir: true,
        // The window is Chromium of a known major version, and its policy allows neither inline scripts nor data: scripts.
        target: 'chrome140',
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        // The window's files come from the disk, where one larger file beats several smaller ones.
        chunkSizeWarningLimit: 1_500,
        rolldownOptions: { input: resolve(here, 'src-renderer/index.html') },
      },
    },
    ...Object.fromEntries(present.map(([name, source]) => [environmentName(name), mainSide(name, source)])),
  },
  builder: {
    async buildApp(builder) {
      rmSync(resolve(here, 'dist/main'), { recursive: true, force: true });
      const names = [...(hasWindow ? ['client'] : []), ...present.map(([name]) => environmentName(name))];
      for (const name of names) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
});

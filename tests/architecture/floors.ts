/** What a floor may touch: `pure` neither Node nor DOM, `node` Node alone, `web` the DOM alone. */
export type FloorKind = 'pure' | 'node' | 'web';

/** One row of the floors table. */
export interface Floor {
  readonly name: string;
  readonly kind: FloorKind;
  /** Floors that this one may import from, beside itself; type imports count. */
  readonly imports: readonly string[];
  /** True when the folders inside this floor do not know each other. */
  readonly separateFolders?: boolean;
  /** Packages that may be imported; `node:` stands for Node's own modules. A name covers its subpaths. */
  readonly packages: readonly string[];
  /** Packages that only one folder of the floor may import. */
  readonly folderPackages?: Readonly<Record<string, readonly string[]>>;
}

const SHARED = ['src-shared/kernel', 'src-shared/domain', 'src-shared/contract'] as const;
const ENGINE = [...SHARED, 'src-main/ports', 'src-main/core'] as const;
const SERVING = [...ENGINE, 'src-main/sessions', 'src-main/services', 'src-main/rpc'] as const;
const WINDOW_BASE = [...SHARED, 'src-renderer/client', 'src-renderer/format'] as const;
const WINDOW_PACKAGES = ['react', 'react-dom', 'react-aria-components', 'zustand', 'lucide-react', '@tanstack/react-virtual'] as const;

/**
 * The floors table. A folder is a floor; a file belongs to the floor with the longest name that its path begins with.
 * `src-main` holds the files that stand directly in it: `app.ts`, the only one beside the workers that chooses adapters.
 */
export const FLOORS: readonly Floor[] = [
  { name: 'src-shared/kernel', kind: 'pure', imports: [], packages: ['@noble/hashes'] },
  { name: 'src-shared/domain', kind: 'pure', imports: ['src-shared/kernel'], packages: [] },
  { name: 'src-shared/contract', kind: 'pure', imports: ['src-shared/kernel', 'src-shared/domain'], packages: ['zod', '@orpc/contract'] },
  { name: 'src-main/ports', kind: 'pure', imports: SHARED, packages: [] },
  { name: 'src-main/core', kind: 'pure', imports: [...SHARED, 'src-main/ports'], packages: ['zod'] },
  {
    name: 'src-main/adapters',
    kind: 'node',
    imports: ENGINE,
    separateFolders: true,
    packages: ['node:', 'zod'],
    // The home's lock is one that SQLite takes of the operating system.
    folderPackages: {
      'ledger-sqlite': ['better-sqlite3', 'drizzle-orm'],
      'candles-sqlite': ['better-sqlite3'],
      'research-sqlite': ['better-sqlite3'],
      'candles-parquet': ['hyparquet', 'hyparquet-writer'],
      home: ['better-sqlite3'],
      'accounts-sqlite': ['better-sqlite3'],
      'keychain-os': ['@napi-rs/keyring'],
    },
  },
  { name: 'src-main/sessions', kind: 'node', imports: ENGINE, packages: ['node:', 'zod'] },
  { name: 'src-main/services', kind: 'node', imports: [...ENGINE, 'src-main/sessions'], packages: ['node:', 'zod'] },
  {
    name: 'src-main/rpc',
    kind: 'node',
    imports: [...ENGINE, 'src-main/sessions', 'src-main/services'],
    packages: ['node:', 'zod', '@orpc/contract', '@orpc/server', '@orpc/client', '@orpc/standard-server', '@orpc/standard-server-peer'],
  },
  { name: 'src-main/workers', kind: 'node', imports: [...SERVING, 'src-main/adapters', 'src-main'], packages: ['node:'] },
  { name: 'src-main', kind: 'node', imports: [...SERVING, 'src-main/adapters'], packages: ['node:'] },
  {
    name: 'src-main/hosts',
    kind: 'node',
    imports: [...SERVING, 'src-main'],
    separateFolders: true,
    packages: ['node:'],
    folderPackages: { electron: ['electron'] },
  },
  { name: 'src-main/cli', kind: 'node', imports: [...SERVING, 'src-main', 'src-main/hosts'], packages: ['node:', 'zod'] },
  { name: 'src-renderer/client', kind: 'web', imports: SHARED, packages: ['@orpc/contract', '@orpc/client'] },
  { name: 'src-renderer/format', kind: 'web', imports: SHARED, packages: [] },
  { name: 'src-renderer/ui', kind: 'web', imports: WINDOW_BASE, packages: [...WINDOW_PACKAGES, '@fontsource-variable'] },
  { name: 'src-renderer/state', kind: 'web', imports: WINDOW_BASE, packages: ['react', 'zustand'] },
  {
    name: 'src-renderer/features',
    kind: 'web',
    imports: [...WINDOW_BASE, 'src-renderer/ui', 'src-renderer/state'],
    separateFolders: true,
    packages: [...WINDOW_PACKAGES, 'lightweight-charts'],
  },
  {
    name: 'src-renderer/app',
    kind: 'web',
    imports: [...WINDOW_BASE, 'src-renderer/ui', 'src-renderer/state', 'src-renderer/features'],
    packages: [...WINDOW_PACKAGES, '@fontsource-variable', 'flexlayout-react'],
  },
];

/** The only files directly in `src-main` that choose adapters; the workers, roots of processes of their own, choose theirs. */
export const ADAPTER_CHOOSERS: readonly string[] = [
  'src-main/account-services.ts',
  'src-main/alert-services.ts',
  'src-main/away-services.ts',
  'src-main/app.ts',
  'src-main/command-services.ts',
  'src-main/depth-services.ts',
  'src-main/exchange-ground.ts',
  'src-main/market-hearing.ts',
  'src-main/market-services.ts',
  'src-main/run-live.ts',
  'src-main/open-desk.ts',
  'src-main/open-live.ts',
  'src-main/open-live-desk.ts',
  'src-main/open-replay.ts',
  'src-main/research-bars.ts',
  'src-main/research-threads.ts',
  'src-main/run-attribution.ts',
  'src-main/run-backtest.ts',
  'src-main/run-leaks.ts',
  'src-main/run-paper.ts',
  'src-main/run-search.ts',
  'src-main/session-door.ts',
  'src-main/user-strategies.ts',
  'src-main/window-account.ts',
  'src-main/window-desks.ts',
  'src-main/window-home.ts',
];

/** A global name that a kind of floor must not use. `member` narrows it to one property, `new` to its construction. */
export interface BannedGlobal {
  readonly rule: string;
  readonly global: string;
  readonly member?: string;
  readonly construct?: true;
  readonly kinds: readonly FloorKind[];
  readonly instead: string;
}

const PURE: readonly FloorKind[] = ['pure'];
const BROWSER: readonly FloorKind[] = ['pure', 'web'];
const EVERYWHERE: readonly FloorKind[] = ['pure', 'node', 'web'];

const CLOCK = 'take the time from the clock port';
const PORT = 'go through a port';
const WIRE = 'the window asks the main process through its client';

/** Globals that are banned, by kind of floor. The lint and the architecture test both read this list. */
export const BANNED_GLOBALS: readonly BannedGlobal[] = [
  { rule: 'no Date.now', global: 'Date', member: 'now', kinds: PURE, instead: CLOCK },
  { rule: 'no Date.parse', global: 'Date', member: 'parse', kinds: PURE, instead: 'parse UTC text by hand: Date.parse reads local time' },
  { rule: 'no new Date', global: 'Date', construct: true, kinds: PURE, instead: CLOCK },
  { rule: 'no Date', global: 'Date', kinds: PURE, instead: CLOCK },
  { rule: 'no Math.random', global: 'Math', member: 'random', kinds: BROWSER, instead: 'draw from a seeded Sfc32' },
  { rule: 'no setTimeout', global: 'setTimeout', kinds: PURE, instead: PORT },
  { rule: 'no setInterval', global: 'setInterval', kinds: PURE, instead: PORT },
  { rule: 'no setImmediate', global: 'setImmediate', kinds: BROWSER, instead: PORT },
  { rule: 'no queueMicrotask', global: 'queueMicrotask', kinds: PURE, instead: PORT },
  { rule: 'no requestAnimationFrame', global: 'requestAnimationFrame', kinds: PURE, instead: PORT },
  { rule: 'no performance', global: 'performance', kinds: PURE, instead: CLOCK },
  { rule: 'no crypto', global: 'crypto', kinds: PURE, instead: PORT },
  { rule: 'no fetch', global: 'fetch', kinds: BROWSER, instead: WIRE },
  { rule: 'no XMLHttpRequest', global: 'XMLHttpRequest', kinds: EVERYWHERE, instead: WIRE },
  { rule: 'no WebSocket', global: 'WebSocket', kinds: BROWSER, instead: WIRE },
  { rule: 'no EventSource', global: 'EventSource', kinds: EVERYWHERE, instead: WIRE },
  { rule: 'no process', global: 'process', kinds: BROWSER, instead: PORT },
  { rule: 'no Buffer', global: 'Buffer', kinds: BROWSER, instead: 'Uint8Array' },
  { rule: 'no require', global: 'require', kinds: ['pure', 'web'], instead: 'import' },
  { rule: 'no document', global: 'document', kinds: ['pure', 'node'], instead: 'only the window has a document' },
  { rule: 'no window', global: 'window', kinds: ['pure', 'node'], instead: 'only the window has a window' },
  { rule: 'no localStorage', global: 'localStorage', kinds: EVERYWHERE, instead: 'settings live in the main process' },
  { rule: 'no sessionStorage', global: 'sessionStorage', kinds: EVERYWHERE, instead: 'settings live in the main process' },
  { rule: 'no indexedDB', global: 'indexedDB', kinds: EVERYWHERE, instead: 'data lives in the main process' },
  { rule: 'no globalThis', global: 'globalThis', kinds: PURE, instead: 'name what is meant' },
  { rule: 'no console', global: 'console', kinds: ['pure', 'node'], instead: 'write to the log port, or to a stream that was handed in' },
  { rule: 'no eval', global: 'eval', kinds: EVERYWHERE, instead: 'nothing' },
  { rule: 'no Function constructor', global: 'Function', construct: true, kinds: EVERYWHERE, instead: 'nothing' },
];

/** Ceilings, without exemptions. */
export const CEILINGS = { fileLines: 400, functionLines: 70, parameters: 4 } as const;

/** A folder whose files must all be named in its catalog. */
export interface CataloguedFolder {
  readonly rule: string;
  readonly folder: string;
  /** `file`: one entry is one file; `folder`: one entry is one folder with a `panel.tsx`. */
  readonly entry: 'file' | 'folder';
}

export const CATALOGUED_FOLDERS: readonly CataloguedFolder[] = [
  { rule: 'complete catalog of indicators', folder: 'src-shared/domain/indicators', entry: 'file' },
  { rule: 'complete catalog of metrics', folder: 'src-shared/domain/metrics', entry: 'file' },
  { rule: 'complete catalog of strategies', folder: 'src-main/core/strategies', entry: 'file' },
  { rule: 'complete catalog of risk rules', folder: 'src-main/core/risk/rules', entry: 'file' },
  { rule: 'complete catalog of features', folder: 'src-renderer/features', entry: 'folder' },
];

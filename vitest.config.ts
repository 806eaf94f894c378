import { defineConfig } from 'vitest/config';

/** Suites that run inside one process, over the sources. */
const suites = ['property', 'contract', 'golden', 'architecture', 'integration'] as const;

/** Single panels over invented rows in a browser: nothing in them is timed, so that they may run beside other suites. */
const GALLERY = ['gallery', 'tables-gallery', 'ticket-gallery', 'venue-gallery'].map((name) => `tests/e2e/${name}.test.ts`);

/** Unit tests that do not share a process: what they test keeps its state in modules (the window's stores), or they measure the heap or replace timers. */
const ALONE = [
  'tests/src-renderer/**/*.test.{ts,tsx}',
  'tests/src-main/rpc/page-stream.test.ts',
  'tests/src-main/adapters/system-clock/system-clock.test.ts',
];

/** Suites whose files run one after another in one process: what they test has no state of its own outside of what a test makes, and to load it anew for each file took longer than most tests. */
const SHARED: readonly string[] = ['unit', 'property', 'contract', 'golden', 'architecture'];

/** Seconds that one test of a suite may take; whatever starts real processes needs more. */
const timeouts: Partial<Record<string, number>> = {
  unit: 60_000,
  integration: 60_000,
  e2e: 120_000,
  gallery: 120_000,
  property: 60_000,
  architecture: 60_000,
  golden: 60_000,
};

function project(name: string, include: readonly string[], exclude: readonly string[] = []) {
  return {
    test: {
      name,
      include: [...include],
      exclude: [...exclude, '**/node_modules/**'],
      environment: 'node' as const,
      isolate: !SHARED.includes(name),
      setupFiles: ['tests/support/one-seed.ts'],
      retry: 0,
      testTimeout: timeouts[name] ?? 20_000,
      hookTimeout: 60_000,
      // What comes is waited for as long as a busy machine may take; a second would measure the machine.
      expect: { poll: { timeout: 20_000 } },
      // One window at a time: the end-to-end tests measure times to the first paint.
      fileParallelism: name !== 'e2e' && name !== 'gallery',
    },
  };
}

/** Least percentage of branches that the suites cover together. */
const COVERAGE_FLOORS = {
  branches: 85,
  'src-main/core/**': { branches: 95 },
  'src-main/adapters/ledger-sqlite/**': { branches: 95 },
};

/** What the coverage is of. */
const COVERED = ['src-shared/**/*.ts', 'src-main/**/*.ts'];

/** Files that no test loads are counted once, by the unit tests' report, and not looked through again for every other suite's: those say what they loaded. */
const onlyLoaded = process.env['CRYPTOORCH_COVERAGE_ONLY_LOADED'] === '1';

/** A suite alone covers only its part: the floors hold for what all suites' reports come to when they are merged. */
const merging = process.argv.some((arg) => arg.startsWith('--merge-reports'));

export default defineConfig({
  test: {
    projects: [
      project('unit', ['tests/src-*/**/*.test.{ts,tsx}'], ALONE),
      project('unit-alone', ALONE),
      ...suites.map((name) => project(name, [`tests/${name}/**/*.test.ts`])),
      project('gallery', GALLERY),
      project('e2e', ['tests/e2e/**/*.test.ts'], GALLERY),
    ],
    coverage: {
      provider: 'v8',
      reportsDirectory: 'coverage',
      reporter: ['text-summary', 'json-summary', 'html'],
      ...(onlyLoaded ? {} : { include: COVERED }),
      // Roots of processes, and what lives in a strategy's process, run in processes of their own, where this counter does not reach: integration, crash and end-to-end tests hold them.
      exclude: [
        ...(onlyLoaded ? ['src-renderer/**', 'tests/**', 'dist/**', 'test-results/**', '*.ts'] : []),
        'src-main/hosts/electron/**',
        'src-main/hosts/start.ts',
        'src-main/cli/launcher.ts',
        'src-main/cli/main.ts',
        'src-main/workers/*.ts',
        'src-main/adapters/strategy-process/{link-thread,realm,script-modules,strategy-child,strategy-room}.ts',
      ],
      ...(merging ? { thresholds: COVERAGE_FLOORS } : {}),
    },
  },
});

import { join } from 'node:path';
import { whyNoFailingDisk } from '../disk-faults/failing-disk.ts';
import { whyNoWindow } from './window-hosts.ts';

/** One step of the test run. */
export interface Step {
  readonly name: string;
  /** Seconds on a machine with two cores that does nothing else; a step that takes longer says so, and one that takes three times as long has failed. */
  readonly budget: number;
  /** A script of package.json, a vitest project, or a program whose last line is a JSON object. */
  readonly kind: 'script' | 'suite' | 'report';
  /** The script's name, the project's name, or the program with its arguments. */
  readonly runs: string;
  /** Steps whose failure makes this one pointless. */
  readonly needs?: readonly string[];
  /** Runs with nothing beside it, because it measures time or kills processes. */
  readonly alone?: true;
  /** Measures nothing and waits for nobody: one such step at a time runs beside the others, also beside one that is alone, with what they leave of the machine. */
  readonly leisurely?: true;
  /** Waits for a window most of its time, and half a core is enough for it: one such step at a time runs beside two others. */
  readonly patient?: true;
  /** Files of a suite at a time, where they wait for what they have started; one unless said otherwise. */
  readonly workers?: number;
  /** Counts for the coverage floors; one suite looks also through the files that no test loads. */
  readonly coverage?: 'all files' | 'loaded files';
  readonly environment?: Readonly<Record<string, string>>;
  /** Keys of the report that must be zero. */
  readonly zeros?: readonly string[];
  /** In one line why it cannot run on this machine, or null. */
  readonly absent?: () => string | null;
  /** Left out unless named. */
  readonly onlyByName?: true;
}

/** What a disk fault may not lead to, as the report of tests/disk-faults names it. */
const DISK_ZEROS = ['unclear', 'corrupt', 'sentUnrecorded', 'lost', 'diverged'] as const;
const CRASH_ZEROS = ['lost', 'doubled', 'invented', 'unbalanced'] as const;

/** What starts the program again and again lets Node keep it compiled between starts, as the program itself does from its second start in a home. */
const STARTS_OFTEN = { NODE_COMPILE_CACHE: join(import.meta.dirname, '../../.tsbuild/compile-cache') };

/** The window, left open for a trader's day. */
const SOAK: Step = {
  name: 'soak',
  kind: 'report',
  runs: 'tests/bench/soak-main.ts --minutes 480',
  budget: 30_600,
  needs: ['build'],
  alone: true,
  zeros: ['heapGrew', 'memoryGrew', 'listenersGrew'],
  absent: () => whyNoWindow('chromium'),
};

/** A live session that hears fifty markets for ten minutes. */
const LIVE_LOAD: Step = {
  name: 'live-load',
  kind: 'report',
  runs: 'tests/bench/live-main.ts --seconds 600',
  budget: 900,
  alone: true,
  zeros: ['ordersMissed', 'ordersSlow', 'loopLate', 'heapGrew', 'memoryGrew', 'eventsMissed', 'disagreed'],
};

/** The steps of a run, in their order: first what others need, then what has to be alone, then the longest, so that the last two end together. `long` raises the numbers, and adds the window's day. */
export function testSteps(long: boolean): Step[] {
  const more = (budget: number, longBudget: number) => (long ? longBudget : budget);
  const points = more(60, 3_000);
  return [
    { name: 'build', kind: 'script', runs: 'build', budget: 25 },
    { name: 'types', kind: 'script', runs: 'types', budget: 70 },
    {
      name: 'simulate',
      kind: 'report',
      runs: `tests/simulation/main.ts --seeds ${long ? 100_000 : 1_000} --from 1 --json`,
      budget: more(900, 60_000),
      leisurely: true,
      zeros: ['violations'],
    },
    { name: 'format', kind: 'script', runs: 'format:check', budget: 35 },
    {
      name: 'crash',
      kind: 'report',
      runs: `tests/crash/main.ts --points ${points} --seed 1 --json`,
      budget: more(80, 7_200),
      needs: ['build'],
      alone: true,
      zeros: CRASH_ZEROS,
    },
    {
      name: 'crash-venue',
      kind: 'report',
      runs: `tests/crash/main.ts --venue --points ${long ? 10_000 : 300} --seed 1 --json`,
      budget: more(250, 60_000),
      needs: ['build'],
      alone: true,
      zeros: [...CRASH_ZEROS, 'failed'],
    },
    {
      name: 'e2e',
      kind: 'suite',
      runs: 'e2e',
      budget: 560,
      needs: ['build'],
      patient: true,
      environment: STARTS_OFTEN,
      absent: () => whyNoWindow('chromium'),
    },
    {
      name: 'integration',
      kind: 'suite',
      runs: 'integration',
      budget: 380,
      workers: 2,
      coverage: 'loaded files',
      needs: ['build'],
      environment: STARTS_OFTEN,
    },
    { name: 'unit', kind: 'suite', runs: 'unit --project unit-alone', budget: 290, coverage: 'all files' },
    { name: 'gallery', kind: 'suite', runs: 'gallery', budget: 220, needs: ['build'], absent: () => whyNoWindow('chromium') },
    { name: 'lint', kind: 'script', runs: 'lint', budget: 160 },
    { name: 'property', kind: 'suite', runs: 'property', budget: more(150, 3_600) },
    {
      name: 'disk',
      kind: 'report',
      runs: `tests/disk-faults/main.ts ${long ? '--all' : '--each'}`,
      budget: more(130, 14_400),
      needs: ['build'],
      zeros: DISK_ZEROS,
      absent: whyNoFailingDisk,
    },
    { name: 'architecture', kind: 'suite', runs: 'architecture', budget: 40 },
    { name: 'golden', kind: 'suite', runs: 'golden', budget: 50, coverage: 'loaded files' },
    { name: 'mutants', kind: 'report', runs: 'tests/simulation/mutants-main.ts', budget: 40, zeros: ['missed', 'differ'] },
    { name: 'contract', kind: 'suite', runs: 'contract', budget: 25, coverage: 'loaded files' },
    {
      name: 'e2e-electron',
      kind: 'suite',
      runs: 'e2e',
      budget: 540,
      needs: ['build'],
      alone: true,
      environment: { CRYPTOORCH_E2E_HOST: 'electron' },
      absent: () => whyNoWindow('electron'),
      onlyByName: true,
    },
    {
      name: 'screenshots',
      kind: 'suite',
      runs: 'e2e tests/e2e/live-session.test.ts tests/e2e/states.test.ts tests/e2e/research.test.ts tests/e2e/replay.test.ts tests/e2e/live-desk.test.ts',
      budget: 240,
      needs: ['build'],
      alone: true,
      environment: { CRYPTOORCH_SCREENSHOTS: '1' },
      onlyByName: true,
    },
    ...(long ? [LIVE_LOAD, SOAK] : []),
    { name: 'coverage', kind: 'script', runs: 'coverage:merged', budget: 15, alone: true },
  ];
}

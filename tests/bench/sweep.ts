import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { median, rounded } from './timing.ts';

const BARS = 300_000;
const TRIALS = 200;
const ROUNDS = 3;
/** Bars that are weighed: so many that a copy of them could not be overlooked, and so few that nobody would see it. */
const MANY_BARS = 2_000_000;
const FEW_BARS = 10_000;
const THREADS = 4;

/** A sweep of 200 backtests on one thread and on two, and what threads weigh. */
export interface SweepBench {
  readonly trials: number;
  readonly bars: number;
  readonly oneMs: number;
  readonly twoMs: number;
  /** Median over the rounds of one thread's time over that of two. */
  readonly scaling: number;
  /** Bytes of two million bars in shared memory, once for all threads. */
  readonly sharedBytes: number;
  /** Bytes by which a process grows with each thread that reads many bars, and with each that reads few: the difference is what the bars cost a thread. */
  readonly perThread: { readonly manyBars: number; readonly fewBars: number };
  /** That difference as a share of the shared bytes: a copy of its own would make it 1. */
  readonly copied: number;
}

function child<Value>(name: string, ...numbers: number[]): Value {
  const text = execFileSync(process.execPath, [join(import.meta.dirname, name), ...numbers.map(String)], { encoding: 'utf8' });
  return JSON.parse(text) as Value;
}

interface Sweep {
  readonly state: string;
  readonly trials: number;
  readonly ms: number;
  readonly sharpes: readonly number[];
}

function sweep(jobs: number): Sweep {
  const done = child<Sweep>('sweep-child.ts', BARS, TRIALS, jobs);
  if (done.state !== 'done' || done.trials !== TRIALS) throw new Error(`a sweep ended ${done.state} with ${String(done.trials)} trials`);
  return done;
}

function weighed(bars: number): { readonly sharedBytes: number; readonly perThread: number } {
  const { ok, sharedBytes, grown } = child<{ ok: boolean; sharedBytes: number; grown: number }>('sweep-memory-child.ts', bars, THREADS);
  if (!ok) throw new Error('a thread that was weighed did not run its trial');
  return { sharedBytes, perThread: grown / THREADS };
}

/** Times a sweep on one thread and on two, each in a process of its own and turn by turn, and weighs threads with many bars and with few. */
export function benchSweep(): SweepBench {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const one = sweep(1);
    const two = sweep(2);
    if (JSON.stringify(one.sharpes) !== JSON.stringify(two.sharpes)) throw new Error('two threads came to other figures than one');
    return { one: one.ms, two: two.ms };
  });
  const many = weighed(MANY_BARS);
  const few = weighed(FEW_BARS);
  return {
    trials: TRIALS,
    bars: BARS,
    oneMs: rounded(median(rounds.map(({ one }) => one)), 0),
    twoMs: rounded(median(rounds.map(({ two }) => two)), 0),
    scaling: rounded(median(rounds.map(({ one, two }) => one / two)), 2),
    sharedBytes: many.sharedBytes,
    perThread: { manyBars: rounded(many.perThread, 0), fewBars: rounded(few.perThread, 0) },
    copied: rounded((many.perThread - few.perThread) / many.sharedBytes, 3),
  };
}

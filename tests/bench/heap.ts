import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** What backtests of 100,000 and of 1,000,000 bars leave in the heap. */
export interface HeapBench {
  /** Bytes that the outcome of a run with one fill holds, by number of bars: its columns lie outside the heap. */
  readonly held: Readonly<Record<string, number>>;
  /** Bytes still there when a run with thousands of fills has been let go. */
  readonly left: Readonly<Record<string, number>>;
  /** Growth with ten times the bars, bytes: the larger of both. */
  readonly growth: number;
}

const SHORT = 100_000;
const LONG = 1_000_000;

/** Measures in a process of its own, where the collector can be called. */
export function benchHeap(): HeapBench {
  const child = join(import.meta.dirname, 'heap-child.ts');
  const text = execFileSync(process.execPath, ['--expose-gc', child, String(SHORT), String(LONG)], { encoding: 'utf8' });
  const { held, left } = JSON.parse(text) as Pick<HeapBench, 'held' | 'left'>;
  const growth = (bytes: HeapBench['held']) => (bytes[String(LONG)] ?? Number.NaN) - (bytes[String(SHORT)] ?? Number.NaN);
  return { held, left, growth: Math.max(growth(held), growth(left)) };
}

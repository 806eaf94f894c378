import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Changes of a live book, each of which names twenty levels. */
export interface BookBench {
  readonly changesPerSecond: number;
  /** Bytes of the heap that a change takes; nothing is allocated for it. */
  readonly bytesPerChange: number;
}

/** Measures in a process of its own, where nothing else allocates. */
export function benchBook(): BookBench {
  return JSON.parse(
    execFileSync(process.execPath, ['--expose-gc', join(import.meta.dirname, 'book-child.ts')], { encoding: 'utf8' }),
  ) as BookBench;
}

import type { DiskCall, Strike } from './failing-disk.ts';
import type { Findings } from './findings.ts';

/** What became of something that was struck. */
export interface Outcome {
  readonly findings: Findings;
  /** It halted; else nothing was missing. */
  readonly halted: boolean;
}

/** What is struck: a short session or a command, which can be run again and again and makes the same calls each time. */
export interface Struck {
  /** Runs it once, for its writes and syncs and for what it comes to; before the first strike. */
  undisturbed(): Promise<readonly DiskCall[]>;
  /** Runs it on a disk that fails once, then again on a sound one. */
  strike(name: string, strike: Strike): Promise<Outcome>;
}

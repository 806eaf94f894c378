/** What disk faults left behind that they must not, one sentence each. */
export interface Findings {
  /** It ended otherwise than with a sentence, the fault's code and its exit code. */
  readonly unclear: string[];
  /** A ledger, journal or store does not read as what it is. */
  readonly corrupt: string[];
  /** An order is at the venue and not in the ledger. */
  readonly sentUnrecorded: string[];
  /** What was published, or stored, is not there; or another start does not come to what an undisturbed run comes to. */
  readonly lost: string[];
  readonly diverged: string[];
}

export const FINDINGS = ['unclear', 'corrupt', 'sentUnrecorded', 'lost', 'diverged'] as const satisfies readonly (keyof Findings)[];

/** A place to put findings into. */
export function noFindings(): Findings {
  return { unclear: [], corrupt: [], sentUnrecorded: [], lost: [], diverged: [] };
}

/** What a struck process wrote and ended with. */
export interface Ended {
  readonly exitCode: number | null;
  readonly errors: string;
}

/** What is wrong with how a process ended that met a disk fault; null when it is a clear halt. */
export function unclearEnd({ exitCode, errors }: Ended, sentence: RegExp): string | null {
  const lines = errors.trimEnd().split('\n');
  if (exitCode !== 3) return `exit code ${String(exitCode)}: ${errors.slice(0, 600)}`;
  return lines.length === 1 && sentence.test(lines[0] ?? '') ? null : `it said: ${errors.slice(0, 600)}`;
}

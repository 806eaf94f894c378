import { hash } from 'node:crypto';
import type { AccessLine } from '../../ports/account-register.ts';

/** The hash before the first line. */
export const CHAIN_START = '0'.repeat(64);

/** The hash of a line: SHA-256 over the hash before it and its fields as JSON, hexadecimal. */
export function lineHash(before: string, { sequence, at, kind, account, version, by, detail }: Omit<AccessLine, 'hash'>): string {
  return hash('sha256', JSON.stringify([before, sequence, at, kind, account, version, by, detail]));
}

/** Sequence of the first line that does not follow from the one before it, or null. */
export function firstBroken(lines: Iterable<AccessLine>): { readonly lines: number; readonly brokenAt: number | null } {
  let before = CHAIN_START;
  let count = 0;
  for (const line of lines) {
    count += 1;
    if (line.sequence !== count || line.hash !== lineHash(before, line)) return { lines: count, brokenAt: line.sequence };
    before = line.hash;
  }
  return { lines: count, brokenAt: null };
}

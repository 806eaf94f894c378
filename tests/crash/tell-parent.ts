import { writeSync } from 'node:fs';

/** The descriptor on which a parent listens. */
const REPORT = 3;

/** Tells the parent of a child process, as a line, before the next thing happens. */
export function tellParent(acknowledgement: object): void {
  const line = Buffer.from(`${JSON.stringify(acknowledgement)}\n`);
  for (let written = 0; written < line.length;) {
    try {
      written += writeSync(REPORT, line, written);
    } catch (thrown) {
      // The parent has not read yet.
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EAGAIN')) throw thrown;
    }
  }
}

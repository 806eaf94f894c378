import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isoTime } from '../../src-shared/kernel/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';

/** Largest entry, characters. */
const LONGEST_ENTRY = 20_000;

/** Keeps our own failures in `logs/cli.log` of the home folder, one line of JSON each. Anything less than an error leaves the disk as it was. */
export function failureLog(home: string, clock: Clock, say: (line: string) => void): Log {
  return {
    write(event) {
      if (event.level !== 'error') return;
      const folder = join(home, 'logs');
      const line = JSON.stringify({ time: isoTime(clock.now()), ...event }).slice(0, LONGEST_ENTRY);
      try {
        mkdirSync(folder, { recursive: true });
        appendFileSync(join(folder, 'cli.log'), `${line}\n`);
      } catch (thrown) {
        // A log that cannot be written must not hide what it was about.
        say(`The log in ${folder} could not be written: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      }
    },
  };
}

import type { Calibration } from './calibration.ts';
import { leaks } from './leaks.ts';
import { overfitGate } from './overfit-gate.ts';

// Measures how often the program's own checks err, on data whose truth is known.
// `npm run calibrate -- overfit-gate --strategies 200 --seed 1 --json`; exit code 1 when a bound is not held, 2 for a wrong option.

/** Every calibration, by what is typed. */
const CALIBRATIONS: readonly Calibration[] = [overfitGate, leaks];

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

const [name, ...args] = process.argv.slice(2);
const chosen = CALIBRATIONS.find((each) => each.name === name);
if (chosen === undefined) {
  say(`There is no calibration ${name ?? '(none named)'}. There are: ${CALIBRATIONS.map((each) => each.name).join(', ')}.`);
  process.exitCode = 2;
} else {
  try {
    const { report, lines, held } = await chosen.run(args, say);
    for (const line of lines) say(line);
    process.stdout.write(`${JSON.stringify(report)}\n`);
    process.exitCode = held ? 0 : 1;
  } catch (thrown) {
    say(thrown instanceof Error ? thrown.message : String(thrown));
    process.exitCode = 2;
  }
}

import type { Calibration } from './calibration.ts';
import { historyNeeds } from './leaks/history.ts';
import { judgePlanted } from './leaks/judge.ts';

const BARS = 300;
const CUTS = 60;

/** Runs every planted leak past the search for leaks, and every honest twin of one. */
export const leaks: Calibration = {
  name: 'leaks',
  run: (args) => {
    const unknown = args.find((arg) => arg !== '--json');
    if (unknown !== undefined) return Promise.reject(new Error(`leaks does not know ${unknown}; it takes --json and nothing else.`));
    const history = historyNeeds();
    const verdicts = judgePlanted(BARS, CUTS);
    const caught = verdicts.filter((verdict) => verdict.caught).length;
    const accused = verdicts.filter(({ twinAccused }) => twinAccused).length;
    return Promise.resolve({
      report: { planted: verdicts.length, caught, missed: verdicts.length - caught, cleanAccused: accused, leaks: verdicts, history },
      lines: [
        ...verdicts.map(
          ({ name, caught: isCaught, fault, how }) =>
            `${isCaught ? 'caught' : 'MISSED'}  ${name}: ${fault}${how === '' ? '' : ` (${how})`}`,
        ),
        `${String(caught)} of ${String(verdicts.length)} planted leaks caught, ${String(accused)} honest twins accused.`,
      ],
      held: caught === verdicts.length && accused === 0,
    });
  },
};

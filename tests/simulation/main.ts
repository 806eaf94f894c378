import { parseArgs } from 'node:util';
import { loadMutant, MUTANTS } from './mutants.ts';

// Worlds in which everything goes wrong but money: `npm run simulate -- --seeds 1000 --from 1 --json`; exit code 1 when a rule was broken.
// `--lines` tells everything that happened in a world; `--venue NAME` lets every venue speak that protocol; `--mutant NAME` runs a broken program until a rule
// finds it.

const { seeds, from, json, lines, venue, mutant } = readOptions();
if (mutant !== undefined) loadMutant(mutant);
const { simulate } = await import('./simulate.ts');
const protocol = venue === undefined ? undefined : await spoken(venue);
const { found, ...report } = await simulate({
  ...{ seeds, from, lines, protocol, until: mutant?.breaks ?? null },
  told: (seed, world) => {
    for (const line of world.lines) process.stdout.write(line);
    for (const { invariant, step, problem } of world.violations)
      process.stderr.write(`seed ${String(seed)}, step ${String(step)}: ${invariant}: ${problem}\n`);
  },
});
const { violations, seedsPerSecond } = report;
if (!json) process.stdout.write(`${String(report.seeds)} worlds, ${String(violations)} violations, ${String(seedsPerSecond)} a second\n`);
process.stdout.write(`${JSON.stringify({ ...report, found })}\n`);
process.exitCode = violations > 0 ? 1 : 0;

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        seeds: { type: 'string', default: '100' },
        from: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        lines: { type: 'boolean', default: false },
        venue: { type: 'string' },
        mutant: { type: 'string' },
      },
    });
    const named = values.mutant === undefined ? undefined : MUTANTS[values.mutant];
    if (values.mutant !== undefined && named === undefined)
      throw new Error(`there is no mutant ${values.mutant}; there are: ${Object.keys(MUTANTS).join(', ')}`);
    return {
      seeds: wholeNumber('seeds', values.seeds, 1),
      from: wholeNumber('from', values.from, 0),
      json: values.json,
      lines: values.lines,
      venue: values.venue,
      mutant: named,
    };
  } catch (thrown) {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
    process.exit(2);
  }
}

async function spoken(name: string) {
  const { WORLD_PROTOCOLS } = await import('./protocols/protocol-of.ts');
  const found = WORLD_PROTOCOLS.find((each) => each.name === name);
  if (found !== undefined) return found;
  process.stderr.write(`no venue here speaks ${name}; there are: ${WORLD_PROTOCOLS.map((each) => each.name).join(', ')}\n`);
  process.exit(2);
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) throw new Error(`--${name} takes a whole number from ${String(least)}, not ${text}`);
  return value;
}

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { MUTANTS } from './mutants.ts';
import type { SimulationReport } from './simulate.ts';

// Whether the worlds find what is wrong, and are the same each time: `node tests/simulation/mutants-main.ts`. Each mutant has to be found within so many seeds
// by the rule that it breaks; exit code 1 where one is not, or where two processes come to other bytes.

const SEEDS = 200;
const TWICE = 4;

let missed = 0;
for (const [name, { breaks }] of Object.entries(MUTANTS)) {
  const { seeds, found } = await simulated(['--seeds', String(SEEDS), '--mutant', name]);
  const hit = found.find(({ invariant }) => invariant === breaks);
  if (hit === undefined) missed += 1;
  const how =
    hit === undefined ? `NOT FOUND in ${String(seeds)} seeds` : `found by seed ${String(hit.seed)}: ${hit.invariant}: ${hit.problem}`;
  process.stdout.write(`${name}: ${how}\n`);
}
const twice = ['--seeds', String(TWICE)];
const [one, other] = [await simulated(twice), await simulated(twice)];
const differ = one.traceHash === other.traceHash ? 0 : 1;
process.stdout.write(`${JSON.stringify({ mutants: Object.keys(MUTANTS).length, missed, differ, traceHash: one.traceHash })}\n`);
process.exitCode = missed + differ > 0 ? 1 : 0;

function simulated(args: readonly string[]): Promise<SimulationReport> {
  return new Promise((resolve, reject) => {
    const file = join(import.meta.dirname, 'main.ts');
    execFile(process.execPath, [file, '--json', ...args], { maxBuffer: 1 << 26 }, (failed, stdout, stderr) => {
      const last = stdout.trimEnd().split('\n').at(-1) ?? '';
      if (last.startsWith('{')) resolve(JSON.parse(last) as SimulationReport);
      else reject(new Error(`the worlds ended badly: ${stderr.slice(-2_000)}`, { cause: failed }));
    });
  });
}

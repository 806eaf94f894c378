import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildChild } from './build-child.ts';
import { Campaign } from './campaign.ts';

// Kills sessions at crossings of their ports and judges from outside what is left of them.
// `npm run crash -- --points 60 --seed 1 --json`; exit code 1 when anything was lost, doubled, invented, unbalanced or decided otherwise.

const { values } = parseArgs({
  options: { points: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' }, json: { type: 'boolean', default: false } },
});
const points = wholeNumber('points', values.points);
const seed = wholeNumber('seed', values.seed);
const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-crash-'));
try {
  const started = performance.now();
  const program = await buildChild();
  const campaign = new Campaign({ program, folder, points, seed, say: (line) => process.stderr.write(`${line}\n`) });
  const report = await campaign.run();
  const { lost, doubled, invented, unbalanced, diverged, failed } = report;
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  if (!values.json) process.stdout.write(`${String(report.points)} points, ${String(report.kills)} kills, ${String(seconds)} s\n`);
  process.stdout.write(`${JSON.stringify({ ...report, seed, seconds })}\n`);
  process.exitCode = lost + doubled + invented + unbalanced + diverged + failed > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    process.stderr.write(`--${name} takes a whole number from 1, not ${text}\n`);
    process.exit(2);
  }
  return value;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildChild } from './build-child.ts';
import { Campaign } from './campaign.ts';

// Kills sessions at crossings of their ports and judges from outside what is left of them.
// `npm run crash -- --points 60 --seed 1 --json`; exit code 1 when anything was lost, doubled, invented, unbalanced or decided otherwise.

const { points, seed, json } = readOptions();
const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-crash-'));
// Inside the project, so that the bundle finds the native module.
const bundle = resolve(import.meta.dirname, '../../test-results', `crash-${String(process.pid)}`);
try {
  const started = performance.now();
  const program = await buildChild(bundle);
  const campaign = new Campaign({ program, folder, points, seed, say: (line) => process.stderr.write(`${line}\n`) });
  const report = await campaign.run();
  const { lost, doubled, invented, unbalanced, diverged, failed } = report;
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  if (!json) process.stdout.write(`${String(report.points)} points, ${String(report.kills)} kills, ${String(seconds)} s\n`);
  process.stdout.write(`${JSON.stringify({ ...report, seed, seconds })}\n`);
  process.exitCode = lost + doubled + invented + unbalanced + diverged + failed > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
  rmSync(bundle, { recursive: true, force: true });
}

function readOptions(): { readonly points: number; readonly seed: number; readonly json: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        points: { type: 'string', default: '60' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
      },
    });
    return { points: wholeNumber('points', values.points, 1), seed: wholeNumber('seed', values.seed, 0), json: values.json };
  } catch (thrown) {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
    process.exit(2);
  }
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) throw new Error(`--${name} takes a whole number from ${String(least)}, not ${text}`);
  return value;
}

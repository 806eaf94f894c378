import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildChild } from './build-child.ts';
import { Campaign } from './campaign.ts';
import { buildVenueChild } from './venue/build-venue-child.ts';
import { VenueCampaign } from './venue/venue-campaign.ts';

// Kills sessions at crossings of their ports and judges from outside what is left of them.
// `npm run crash -- --points 60 --seed 1 --json`, of live sessions at the tests' venue with `--venue`; exit code 1 when anything was lost, doubled, invented, unbalanced or decided otherwise.

/** What may not be; how soon a start is ready depends on what else the machine does, and is only told. */
const WRONG = ['lost', 'doubled', 'invented', 'unbalanced', 'diverged', 'failed'] as const;
/** Points at the venue that are under way at a time: a life works for a third of a second and waits for several. */
const VENUE_WORKERS = 16;

const { points, seed, json, venue } = readOptions();
const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-crash-'));
// Inside the project, so that the bundle finds the native module.
const bundle = resolve(import.meta.dirname, '../../test-results', `crash-${String(process.pid)}`);
try {
  const started = performance.now();
  const report = await run();
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  if (!json) process.stdout.write(`${String(report.points)} points, ${String(report.kills)} kills, ${String(seconds)} s\n`);
  process.stdout.write(`${JSON.stringify({ ...report, seed, seconds })}\n`);
  process.exitCode = WRONG.some((kind) => (report[kind] ?? 0) > 0) ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
  rmSync(bundle, { recursive: true, force: true });
}

async function run(): Promise<Partial<Record<(typeof WRONG)[number], number>> & { readonly points: number; readonly kills: number }> {
  const common = { folder, points, seed, say: (line: string) => process.stderr.write(`${line}\n`) };
  return venue
    ? new VenueCampaign({ ...common, programs: await buildVenueChild(bundle), workers: VENUE_WORKERS }).run()
    : new Campaign({ ...common, program: await buildChild(bundle) }).run();
}

function readOptions(): { readonly points: number; readonly seed: number; readonly json: boolean; readonly venue: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        points: { type: 'string', default: '60' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        venue: { type: 'boolean', default: false },
      },
    });
    const { json, venue } = values;
    return { points: wholeNumber('points', values.points, 1), seed: wholeNumber('seed', values.seed, 0), json, venue };
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

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildChild } from '../crash/build-child.ts';
import { COMMANDS, CommandStrikes } from './command-strikes.ts';
import { type DiskCall, fileKind, type Strike, whyNoFailingDisk } from './failing-disk.ts';
import { type Findings, FINDINGS } from './findings.ts';
import { SessionStrikes } from './session-strikes.ts';
import { everyStrike, spreadStrikes } from './strike-plan.ts';

// Lets the disk fail at the writes and syncs of sessions and commands, one at a time, and looks at what they leave.
// `node tests/disk-faults/main.ts --strikes 6` takes about so many of each, spread; `--each` every call in one way, the ways in turn, `--all` every call in every way. Exit code 1 for any finding.

/** What is struck: a short session or a command, which can be run undisturbed. */
interface Struck<Ground extends { readonly calls: readonly DiskCall[] }> {
  undisturbed(): Promise<Ground>;
  strike(name: string, strike: Strike, ground: Ground): Promise<{ readonly findings: Findings; readonly halted: boolean }>;
}

const LANES = 2;
const { strikes, all, each, only } = readOptions();
const totals: Record<keyof Findings, number> = { unclear: 0, corrupt: 0, sentUnrecorded: 0, lost: 0, diverged: 0 };
let [count, calls, halts] = [0, 0, 0];

async function campaign<Ground extends { readonly calls: readonly DiskCall[] }>(name: string, struck: Struck<Ground>): Promise<void> {
  if (only !== undefined && only !== name) return;
  const ground = await struck.undisturbed();
  const waiting = [...planned(name, ground.calls)];
  calls += ground.calls.length;
  count += waiting.length;
  const lane = async (): Promise<void> => {
    for (let strike = waiting.shift(); strike !== undefined; strike = waiting.shift()) {
      const { at, how, lasts } = strike;
      const { findings, halted } = await struck.strike(`${String(at)}-${how}-${String(lasts)}`, strike, ground);
      if (halted) halts += 1;
      const call = ground.calls[at - 1];
      const where = `${name}, ${call === undefined ? '' : `${fileKind(call.path)} ${call.kind}`} ${String(at)}, ${how}${lasts ? ' for good' : ''}`;
      for (const kind of FINDINGS) {
        totals[kind] += findings[kind].length;
        for (const finding of findings[kind].slice(0, 3)) process.stderr.write(`${where}: ${kind}: ${finding}\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** All of them: of a session through the whole program every call, whose ways take turns; of everything else in every way. */
function planned(name: string, made: readonly DiskCall[]): readonly Strike[] {
  if (!all && !each) return spreadStrikes(made, strikes);
  return each || name === 'paper' ? spreadStrikes(made, made.length) : everyStrike(made);
}

const absent = whyNoFailingDisk();
if (absent !== null) throw new Error(absent);
const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-disk-'));
// Inside the project, so that the bundle finds the native module.
const bundle = resolve(import.meta.dirname, '../../test-results', `disk-${String(process.pid)}`);
try {
  const started = performance.now();
  const program = await buildChild(bundle, resolve(import.meta.dirname, 'child.ts'));
  for (const kind of ['new', 'resumed'] as const) await campaign(`${kind} session`, new SessionStrikes(kind, program, folder));
  for (const command of COMMANDS) await campaign(command.name, new CommandStrikes(command, folder));
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  process.stdout.write(`${JSON.stringify({ strikes: count, calls, halts, ...totals, seconds })}\n`);
  process.exitCode = Object.values(totals).some((found) => found > 0) ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
  rmSync(bundle, { recursive: true, force: true });
}

function readOptions(): { readonly strikes: number; readonly all: boolean; readonly each: boolean; readonly only: string | undefined } {
  const { values } = parseArgs({
    options: {
      strikes: { type: 'string', default: '6' },
      all: { type: 'boolean', default: false },
      each: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  const count = Number(values.strikes);
  if (!Number.isSafeInteger(count) || count < 1) throw new Error(`--strikes takes a whole number from 1, not ${values.strikes}`);
  return { strikes: count, all: values.all, each: values.each, only: values.only };
}

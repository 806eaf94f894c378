import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildChild } from '../crash/build-child.ts';
import { COMMANDS, CommandStrikes } from './command-strikes.ts';
import { type DiskCall, fileKind, type Strike, whyNoFailingDisk } from './failing-disk.ts';
import { type Findings, FINDINGS } from './findings.ts';
import { LANE_KINDS, Lanes } from './lanes.ts';
import { scenarioInProcess } from './scenario-life.ts';
import { SessionStrikes } from './session-strikes.ts';
import { everyStrike, spreadStrikes } from './strike-plan.ts';
import type { Struck } from './struck.ts';

// Lets the disk fail at the writes and syncs of sessions and commands, one at a time, and looks at what they leave. Exit code 1 for any finding.
// `node tests/disk-faults/main.ts --each` every call of short sessions and imports in one way, the ways in turn, and some of what a process is started for each time;
// `--all` every call in every way; `--strikes 6` about so many of each, spread; `--only "live session"` one kind.

const LANES = 2;
/** Memory that behaves as a disk, where the machine has it: what fails is decided above it. */
const MEMORY = '/dev/shm';
const { strikes, all, each, only } = readOptions();
const totals: Record<keyof Findings, number> = { unclear: 0, corrupt: 0, sentUnrecorded: 0, lost: 0, diverged: 0 };
const kinds: Record<string, { readonly calls: number; strikes: number; halts: number }> = {};

async function campaign(name: string, struck: Struck, plan: (calls: readonly DiskCall[]) => readonly Strike[]): Promise<void> {
  const calls = await struck.undisturbed();
  const waiting = [...plan(calls)];
  const tally = { calls: calls.length, strikes: 0, halts: 0 };
  kinds[name] = tally;
  const lane = async (): Promise<void> => {
    for (let strike = waiting.shift(); strike !== undefined; strike = waiting.shift()) {
      const { at, how, lasts } = strike;
      const { findings, halted } = await struck.strike(`${String(at)}-${how}-${String(lasts)}`, strike);
      tally.strikes += 1;
      if (halted) tally.halts += 1;
      const call = calls[at - 1];
      const where = `${name}, ${call === undefined ? '' : `${fileKind(call.path)} ${call.kind}`} ${String(at)}, ${how}${lasts ? ' for good' : ''}`;
      for (const kind of FINDINGS) {
        totals[kind] += findings[kind].length;
        for (const finding of findings[kind].slice(0, 3)) process.stderr.write(`${where}: ${kind}: ${finding}\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** What costs little each time. */
function everyCall(made: readonly DiskCall[]): readonly Strike[] {
  return all ? everyStrike(made) : spreadStrikes(made, each ? made.length : strikes);
}

/** What a process is started for each time. */
function someCalls(made: readonly DiskCall[]): readonly Strike[] {
  return spreadStrikes(made, all ? made.length : strikes);
}

async function everything(program: string): Promise<void> {
  const wanted = (name: string): boolean => only === undefined || only === name;
  for (const kind of LANE_KINDS) {
    if (!wanted(kind)) continue;
    const lanes = new Lanes(kind, folder);
    try {
      await campaign(kind, lanes, everyCall);
    } finally {
      lanes.close();
    }
  }
  for (const kind of ['new', 'resumed'] as const) {
    const name = `${kind} session alone`;
    if (wanted(name)) await campaign(name, new SessionStrikes(kind, scenarioInProcess(program), folder), someCalls);
  }
  for (const command of COMMANDS)
    if (wanted(command.name))
      await campaign(command.name, new CommandStrikes(command, folder), command.name === 'paper' ? someCalls : everyCall);
}

const absent = whyNoFailingDisk();
if (absent !== null) throw new Error(absent);
const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'cryptoorch-disk-'));
// Inside the project, so that the bundle finds the native module.
const bundle = resolve(import.meta.dirname, '../../test-results', `disk-${String(process.pid)}`);
try {
  const started = performance.now();
  await everything(await buildChild(bundle, resolve(import.meta.dirname, 'child.ts')));
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const sum = (part: 'strikes' | 'calls' | 'halts'): number => Object.values(kinds).reduce((total, kind) => total + kind[part], 0);
  const counted = { strikes: sum('strikes'), calls: sum('calls'), halts: sum('halts') };
  process.stdout.write(`${JSON.stringify({ ...counted, ...totals, kinds, seconds })}\n`);
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

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REAL, useWorld } from './simulated-globals.ts';
import { SqliteLedger } from '../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { EventClock } from './event-clock.ts';
import { protocolOf } from './protocols/protocol-of.ts';
import type { WorldProtocol } from './protocols/world-protocol.ts';
import type { Invariant, Violation } from './violation.ts';
import { World, type WorldReport } from './world.ts';

/** Which worlds are made, and who hears of each. */
export interface Simulation {
  readonly from: number;
  readonly seeds: number;
  /** Everything that happens is kept and told, line by line. */
  readonly lines: boolean;
  /** What every venue speaks; undefined leaves it to the seed. */
  readonly protocol: WorldProtocol | undefined;
  /** No world is made after one in which this was broken; null makes them all. */
  readonly until: Invariant | null;
  readonly told: (seed: number, report: WorldReport) => void;
}

/** What came of all worlds. */
export interface SimulationReport {
  readonly seeds: number;
  readonly violations: number;
  readonly found: readonly Violation[];
  /** What went wrong in them, by kind. */
  readonly faults: Readonly<Record<string, number>>;
  readonly orders: number;
  readonly fills: number;
  readonly lives: number;
  /** Worlds whose sessions had to be armed. */
  readonly armed: number;
  /** Worlds by what their venue speaks. */
  readonly venues: Readonly<Record<string, number>>;
  readonly traceHash: string;
  readonly seedsPerSecond: number;
}

/** Violations that are told one by one. */
const TOLD = 50;
/** Memory that behaves as a disk, where the machine has it: what fails is decided at the port. */
const MEMORY = '/dev/shm';

/** Makes one world after another. The same seeds give the same bytes. */
export async function simulate({ from, seeds, lines, protocol, until, told }: Simulation): Promise<SimulationReport> {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'cryptoorch-simulate-'));
  try {
    const template = join(folder, 'empty.db');
    await emptyLedger(template, folder);
    const loaded = new Set<WorldProtocol>();
    const sum = { violations: 0, orders: 0, fills: 0, lives: 0, armed: 0 };
    const faults = new Map<string, number>();
    const venues: Record<string, number> = {};
    const found: Violation[] = [];
    const hash = createHash('sha256');
    const started = REAL.now();
    let made = 0;
    for (let seed = from; seed < from + seeds && !found.some(({ invariant }) => invariant === until); seed += 1) {
      const spoken = protocol ?? protocolOf(seed);
      // What is loaded when it is first needed is loaded before the first world that counts.
      if (!loaded.has(spoken)) await new World(0, { folder: join(folder, 'first'), keepLines: false, protocol: spoken }).run(template);
      loaded.add(spoken);
      const report = await new World(seed, { folder: join(folder, String(seed)), keepLines: lines, protocol: spoken }).run(template);
      made += 1;
      hash.update(`${String(seed)} ${report.digest}\n`);
      sum.violations += report.violations.length;
      sum.armed += Number(report.armed);
      venues[report.venue] = (venues[report.venue] ?? 0) + 1;
      for (const part of ['orders', 'fills', 'lives'] as const) sum[part] += report[part];
      for (const [kind, count] of report.faults) faults.set(kind, (faults.get(kind) ?? 0) + count);
      found.push(...report.violations.slice(0, Math.max(0, TOLD - found.length)));
      told(seed, report);
    }
    const seedsPerSecond = Math.round((made / (REAL.now() - started)) * 1e5) / 100;
    const byKind = Object.fromEntries([...faults].sort(([a], [b]) => (a < b ? -1 : 1)));
    return { seeds: made, ...sum, venues, found, faults: byKind, traceHash: hash.digest('hex'), seedsPerSecond };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function emptyLedger(file: string, folder: string): Promise<void> {
  const clock = new EventClock(0);
  useWorld(clock, new Sfc32(0));
  (await SqliteLedger.open({ file, backups: folder, clock })).close();
}

import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LiveWorld } from './live-world.ts';
import { SqliteLedger } from '../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import { judgeAccount } from '../crash/venue/judge-account.ts';
import { ledgerOf } from '../crash/venue/venue-life.ts';
import { type ControlledDisk, type DiskCall, diskCalls, type Strike } from './failing-disk.ts';
import { type Ended, type Findings, noFindings, unclearEnd } from './findings.ts';
import { lookAtJournal } from './look-at-journal.ts';
import { lookAtLedger } from './look-at-ledger.ts';
import { toldOf } from './scenario-life.ts';
import type { Outcome, Struck } from './struck.ts';

/** A person who buys twice, trades elsewhere, lets an order rest and a stop wait, and is swept up after: five orders of ours. */
const SEED = 13;

/** What a live session says whose disk fails: the code, then the sentence. */
const HALT =
  /^(?:disk\.full: The disk is full: \S+ could not be written\. |disk\.failed: \S+ could not be read or written: |home\.unwritable: \S+ cannot be written: )/u;

/**
 * A live session at a venue, in a home whose ledger was made before, that is struck once, and then started again on a sound disk. Time passes from event to
 * event.
 */
export class LiveStrikes implements Struck {
  private readonly folder: string;
  private readonly disk: ControlledDisk;

  constructor(folder: string, disk: ControlledDisk) {
    this.folder = folder;
    this.disk = disk;
  }

  async undisturbed(): Promise<readonly DiskCall[]> {
    // What is loaded when it is first needed is loaded before the one that counts.
    let trace = '';
    for (const name of ['first', 'undisturbed']) {
      const world = new LiveWorld(SEED);
      const home = await this.homeOf(name);
      trace = `${home}.trace`;
      const ended = await this.struckLife(world, home, null);
      if (ended.exitCode !== 0) throw new Error(`The undisturbed live session broke down: ${ended.errors}`);
      if (world.arrived.length === 0) throw new Error('The undisturbed live session sent nothing.');
    }
    return diskCalls(trace);
  }

  async strike(name: string, strike: Strike): Promise<Outcome> {
    const home = await this.homeOf(name);
    const world = new LiveWorld(SEED);
    const findings = noFindings();
    const struck = await this.struckLife(world, home, strike);
    if (!diskCalls(`${home}.trace`).some((call) => call.struck)) findings.unclear.push('the disk did not fail');
    const halted = struck.exitCode !== 0;
    const unclear = halted ? unclearEnd(struck, HALT) : null;
    if (unclear !== null) findings.unclear.push(unclear);
    if (halted)
      for (const order of world.opening) findings.unclear.push(`order ${order} still rests at the venue and could open a position`);
    lookAt(world, home, findings);
    await goOn(world, home, findings);
    rmSync(home, { recursive: true });
    rmSync(`${home}.trace`);
    return { findings, halted };
  }

  private async homeOf(name: string): Promise<string> {
    const home = join(this.folder, name);
    const empty = join(this.folder, 'empty.db');
    mkdirSync(home);
    if (!existsSync(empty)) (await SqliteLedger.open({ file: empty, backups: this.folder, clock: new SystemClock() })).close();
    cpSync(empty, ledgerOf(home));
    return home;
  }

  private async struckLife(world: LiveWorld, home: string, strike: Strike | null): Promise<Ended> {
    this.disk.arm({ files: [`${home}/*`], trace: `${home}.trace`, strike });
    try {
      const { wrong } = await world.live(home);
      return { exitCode: wrong.length === 0 ? 0 : 1, errors: wrong.join('; ') };
    } catch (thrown) {
      return toldOf(thrown);
    } finally {
      this.disk.disarm();
    }
  }
}

/** What a struck session left on the disk, before anything is started again. */
function lookAt(world: LiveWorld, home: string, findings: Findings): void {
  lookAtLedger(ledgerOf(home), world.arrived, findings);
  const sessions = join(home, 'sessions');
  if (!existsSync(sessions)) return;
  for (const session of readdirSync(sessions)) lookAtJournal(join(sessions, session, 'journal'), findings);
}

/** Another session goes on; then ledger and venue must be one. */
async function goOn(world: LiveWorld, home: string, findings: Findings): Promise<void> {
  try {
    const { wrong, lost } = await world.live(home);
    findings.diverged.push(...wrong);
    if (lost !== null) findings.diverged.push(`the way to the account was lost: ${lost}`);
  } catch (thrown) {
    findings.diverged.push(`the next start broke down: ${toldOf(thrown).errors}`);
    return;
  }
  const { lost, doubled, invented, unbalanced } = judgeAccount(ledgerOf(home), world, world.spec);
  findings.lost.push(...lost);
  findings.diverged.push(...doubled, ...invented);
  findings.corrupt.push(...unbalanced);
}

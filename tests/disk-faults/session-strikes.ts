import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { JournalReader } from '../../src-main/adapters/journal-files/journal-reader.ts';
import { findStrategy } from '../../src-main/core/strategies/catalog.ts';
import { replaySession } from '../../src-main/sessions/replay-session.ts';
import type { Acknowledgement } from '../crash/acknowledgement.ts';
import { judge } from '../crash/judge.ts';
import { type LedgerContent, readLedger } from '../crash/ledger-content.ts';
import { runChild, type LifeSeen } from '../crash/run-child.ts';
import { filesOf } from '../crash/run-scenario.ts';
import type { ChildOrders } from './child.ts';
import { type DiskCall, diskCalls, failingDisk, type Strike } from './failing-disk.ts';
import { type Findings, noFindings, unclearEnd } from './findings.ts';
import { lookAtLedger, sentOrders } from './look-at-ledger.ts';

/** A minute of market time with fifteen orders and eight fills in it, by strategies and by hand. */
const SEED = 5;
const MINUTES = 1;
/** Where a session is begun again that goes on where one before it ended: eleven orders and three fills later. */
const RESUMED_AT = 0.2;

/** What a session says whose disk fails, as its child writes it: the code, then the sentence. */
const HALT = /^disk\.(?:full: The disk is full: \S+ could not be written\. |failed: \S+ could not be read or written: )/u;

/** An undisturbed session: its writes and syncs, and what it comes to. */
export interface SessionGround {
  readonly calls: readonly DiskCall[];
  readonly content: LedgerContent;
}

/** What became of a struck session. */
export interface SessionStruck {
  readonly findings: Findings;
  /** It halted; else nothing was missing. */
  readonly halted: boolean;
}

/** The sessions that are struck: one in a new home, or one that goes on where another ended in order. */
export type SessionKind = 'new' | 'resumed';

/** A short session that is struck once, and then started again on a sound disk. */
export class SessionStrikes {
  private readonly program: string;
  private readonly folder: string;
  private readonly kind: SessionKind;
  private readonly earlier: Promise<Lives>;

  constructor(kind: SessionKind, program: string, folder: string) {
    this.kind = kind;
    this.program = program;
    this.folder = folder;
    const lives = new Lives(program, join(folder, `${kind}-earlier`));
    this.earlier = lives.live(RESUMED_AT, {}).then(() => lives);
  }

  /** Counts. */
  async undisturbed(): Promise<SessionGround> {
    const lives = new Lives(this.program, join(this.folder, `${this.kind}-undisturbed`));
    const life = await this.begin(lives, null);
    if (!life.ended) throw new Error(`The undisturbed session broke down: ${life.errors}`);
    if (sentOrders(filesOf(lives.home).venue).length === 0) throw new Error('The undisturbed session sent nothing.');
    return { calls: diskCalls(lives.trace), content: readLedger(filesOf(lives.home).ledger) };
  }

  async strike(name: string, strike: Strike, ground: SessionGround): Promise<SessionStruck> {
    const lives = new Lives(this.program, join(this.folder, `${this.kind}-${name}`));
    const findings = noFindings();
    const struck = await this.begin(lives, strike);
    if (!diskCalls(lives.trace).some((call) => call.struck)) findings.unclear.push('the disk did not fail');
    const unclear = struck.ended ? null : unclearEnd(struck, HALT);
    if (unclear !== null) findings.unclear.push(unclear);
    lookAt(lives, findings);
    // Also after one that ended: what it left must be something to go on from.
    const again = await lives.live(MINUTES, {});
    if (!again.ended) findings.diverged.push(`the next start broke down: ${again.errors}`);
    const verdict = judge(lives.told, readLedger(filesOf(lives.home).ledger), ground.content);
    findings.lost.push(...verdict.lost);
    findings.corrupt.push(...verdict.unbalanced);
    findings.diverged.push(...verdict.doubled, ...verdict.invented, ...verdict.diverged);
    rmSync(lives.home, { recursive: true });
    return { findings, halted: !struck.ended };
  }

  /** The life that is struck; the one before it is lived once and copied. */
  private async begin(lives: Lives, strike: Strike | null): Promise<LifeSeen> {
    if (this.kind === 'resumed') lives.goOnFrom(await this.earlier);
    return lives.live(MINUTES, failingDisk([`${lives.home}/*`], lives.trace, strike));
  }
}

/** A home in which one session comes after another. */
class Lives {
  readonly home: string;
  /** Beside the home, where no write of it is counted. */
  readonly trace: string;
  readonly told: Acknowledgement[] = [];
  private readonly program: string;
  private count = 0;

  constructor(program: string, home: string) {
    this.program = program;
    this.home = home;
    this.trace = `${home}.trace`;
    mkdirSync(home, { recursive: true });
  }

  /** Takes the home of others in its present state. */
  goOnFrom(others: Lives): void {
    cpSync(others.home, this.home, { recursive: true });
    this.told.push(...others.told);
    this.count = others.count;
  }

  /** The folder of the newest session's journal. */
  get journal(): string {
    return join(this.home, `life${String(this.count - 1)}`);
  }

  /** Runs a session up to so many minutes of the scenario. */
  async live(minutes: number, environment: NodeJS.ProcessEnv): Promise<LifeSeen> {
    const acknowledged = this.told.filter((each) => each.kind === 'command').map(({ id }) => id);
    const orders: ChildOrders = { home: this.home, seed: SEED, minutes, number: this.count, acknowledged };
    this.count += 1;
    const life = await runChild(this.program, orders, environment);
    this.told.push(...life.acknowledgements);
    return life;
  }
}

/** What a struck session left on the disk, before anything is started again. */
function lookAt({ home, journal, told }: Lives, findings: Findings): void {
  const content = lookAtLedger(filesOf(home), findings);
  if (content !== null) findings.lost.push(...judge(told, content, content).lost);
  else if (told.length > 0) findings.lost.push('the ledger is gone');
  if (!existsSync(join(journal, '000001.journal'))) return;
  try {
    const { firstDifference, difference } = replaySession(new JournalReader(journal), findStrategy);
    if (firstDifference !== null) findings.diverged.push(`its replay: ${difference}`);
  } catch (thrown) {
    // A journal whose very beginning could not be written is no journal yet.
    if (!String(thrown).includes('has no head')) findings.corrupt.push(`its journal: ${String(thrown)}`);
  }
}

import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Acknowledgement } from '../crash/acknowledgement.ts';
import { judge } from '../crash/judge.ts';
import { type LedgerContent, readLedger } from '../crash/ledger-content.ts';
import { filesOf } from '../crash/run-scenario.ts';
import { type DiskCall, diskCalls, type Strike, type WatchedFiles } from './failing-disk.ts';
import { type Findings, noFindings, unclearEnd } from './findings.ts';
import { lookAtJournal } from './look-at-journal.ts';
import { lookAtLedger, sentOrders } from './look-at-ledger.ts';
import type { Outcome, Struck } from './struck.ts';
import type { LiveScenario, ScenarioLife, ScenarioOrders } from './scenario-life.ts';

/** Of market time: what a new session comes to, eleven orders and three fills by strategies and by hand; then one that goes on from there, four orders and three fills more. */
const SEED = 5;
const MINUTES = { new: 0.2, resumed: 0.45 };

/** What a session says whose disk fails, as its child writes it: the code, then the sentence. */
const HALT = /^disk\.(?:full: The disk is full: \S+ could not be written\. |failed: \S+ could not be read or written: )/u;

/** The sessions that are struck: one in a new home, or one that goes on where another ended in order. */
export type SessionKind = 'new' | 'resumed';

/** A short session that is struck once, and then started again on a sound disk. */
export class SessionStrikes implements Struck {
  private readonly live: LiveScenario;
  private readonly folder: string;
  private readonly kind: SessionKind;
  private readonly earlier: Promise<Lives>;
  /** What the undisturbed session comes to. */
  private ground: LedgerContent | null = null;

  constructor(kind: SessionKind, live: LiveScenario, folder: string) {
    this.kind = kind;
    this.live = live;
    this.folder = folder;
    const lives = new Lives(live, join(folder, `${kind}-earlier`));
    this.earlier = lives.live(MINUTES.new, null).then(() => lives);
  }

  async undisturbed(): Promise<readonly DiskCall[]> {
    const lives = new Lives(this.live, join(this.folder, `${this.kind}-undisturbed`));
    const life = await this.begin(lives, null);
    if (!life.ended) throw new Error(`The undisturbed session broke down: ${life.errors}`);
    if (sentOrders(filesOf(lives.home).venue).length === 0) throw new Error('The undisturbed session sent nothing.');
    this.ground = readLedger(filesOf(lives.home).ledger);
    return diskCalls(lives.trace);
  }

  async strike(name: string, strike: Strike): Promise<Outcome> {
    const { ground } = this;
    if (ground === null) throw new Error('a session is struck where it was counted');
    const lives = new Lives(this.live, join(this.folder, `${this.kind}-${name}`));
    const findings = noFindings();
    const struck = await this.begin(lives, strike);
    if (!diskCalls(lives.trace).some((call) => call.struck)) findings.unclear.push('the disk did not fail');
    const unclear = struck.ended ? null : unclearEnd(struck, HALT);
    if (unclear !== null) findings.unclear.push(unclear);
    lookAt(lives, findings);
    // Also after one that ended: what it left must be something to go on from.
    const again = await lives.live(MINUTES[this.kind], null);
    if (!again.ended) findings.diverged.push(`the next start broke down: ${again.errors}`);
    const verdict = judge(lives.told, readLedger(filesOf(lives.home).ledger), ground);
    findings.lost.push(...verdict.lost);
    findings.corrupt.push(...verdict.unbalanced);
    findings.diverged.push(...verdict.doubled, ...verdict.invented, ...verdict.diverged);
    rmSync(lives.home, { recursive: true });
    rmSync(lives.trace);
    return { findings, halted: !struck.ended };
  }

  /** The life that is struck; the one before it is lived once and copied. */
  private async begin(lives: Lives, strike: Strike | null): Promise<ScenarioLife> {
    if (this.kind === 'resumed') lives.goOnFrom(await this.earlier);
    return lives.live(MINUTES[this.kind], { files: [`${lives.home}/*`], trace: lives.trace, strike });
  }
}

/** A home in which one session comes after another. */
class Lives {
  readonly home: string;
  /** Beside the home, where no write of it is counted. */
  readonly trace: string;
  readonly told: Acknowledgement[] = [];
  private readonly scenario: LiveScenario;
  private count = 0;

  constructor(scenario: LiveScenario, home: string) {
    this.scenario = scenario;
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
  async live(minutes: number, disk: WatchedFiles | null): Promise<ScenarioLife> {
    const acknowledged = this.told.filter((each) => each.kind === 'command').map(({ id }) => id);
    const orders: ScenarioOrders = { home: this.home, seed: SEED, minutes, number: this.count, acknowledged };
    this.count += 1;
    const life = await this.scenario(orders, disk);
    this.told.push(...life.acknowledgements);
    return life;
  }
}

/** What a struck session left on the disk, before anything is started again. */
function lookAt({ home, journal, told }: Lives, findings: Findings): void {
  const content = lookAtLedger(filesOf(home).ledger, sentOrders(filesOf(home).venue), findings);
  if (content !== null) findings.lost.push(...judge(told, content, content).lost);
  else if (told.length > 0) findings.lost.push('the ledger is gone');
  lookAtJournal(journal, findings);
}

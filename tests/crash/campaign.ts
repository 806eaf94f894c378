import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { mixSeed, Sfc32 } from '../../src-shared/kernel/random.ts';
import type { Acknowledgement } from './acknowledgement.ts';
import type { ChildOrders } from './child.ts';
import { CROSSING_KINDS, type CrossingKind } from './crossings.ts';
import { judge, type Verdict } from './judge.ts';
import { readLedger, type LedgerContent } from './ledger-content.ts';
import { runChild } from './run-child.ts';
import { filesOf } from './run-scenario.ts';

/** Points that share a scenario and its undisturbed run, at least and at most. */
const POINTS_PER_SCENARIO = { least: 8, most: 40 };
/** Lives in which a point may be killed. */
const MOST_KILLS = 3;
/** Crossings after a restart within which the next kill comes: most of them belong to the recovery. */
const EARLY_CROSSINGS = 40;
/** Wall time within which a restarted session runs again, ms; and the share of restarts that a machine busy with something else may delay. */
const RESTART_MS = 2_000;
const LATE_SHARE = 0.02;

/** A scenario with what it comes to when nothing disturbs it. */
interface Ground {
  readonly seed: number;
  readonly crossings: string;
  readonly content: LedgerContent;
}

/** One point: where the first life dies, and the crossings at which those after it do. */
interface Point {
  readonly name: string;
  readonly kind: CrossingKind;
  readonly kills: readonly number[];
}

/** What a campaign came to. */
export interface CampaignReport {
  readonly points: number;
  readonly kinds: Readonly<Record<CrossingKind, number>>;
  readonly kills: number;
  readonly lost: number;
  readonly doubled: number;
  readonly invented: number;
  readonly unbalanced: number;
  readonly diverged: number;
  /** Lives that broke down, and more late restarts than the machine may be blamed for. */
  readonly failed: number;
  /** Restarts after which the session did not run within two seconds. */
  readonly late: number;
  readonly slowestRestartMs: number;
}

export interface CampaignOptions {
  readonly program: string;
  readonly folder: string;
  readonly points: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** Runs the points of a campaign, two lives at a time. */
export class Campaign {
  private readonly options: CampaignOptions;
  private readonly kinds = Object.fromEntries(CROSSING_KINDS.map((kind) => [kind, 0])) as Record<CrossingKind, number>;
  private readonly wrong = { lost: 0, doubled: 0, invented: 0, unbalanced: 0, diverged: 0, failed: 0 };
  private points = 0;
  private kills = 0;
  private restarts = 0;
  private late = 0;
  private slowestRestartMs = 0;

  constructor(options: CampaignOptions) {
    this.options = options;
  }

  async run(): Promise<CampaignReport> {
    const { points, seed } = this.options;
    const per = Math.min(POINTS_PER_SCENARIO.most, Math.max(POINTS_PER_SCENARIO.least, Math.ceil(points / 8)));
    const tasks: (() => Promise<void>)[] = [];
    for (let first = 0; first < points; first += per)
      tasks.push(() => this.scenario(mixSeed(seed, first), first, Math.min(per, points - first)));
    const worker = async (): Promise<void> => {
      for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) await task();
    };
    await Promise.all([worker(), worker()]);
    const { kinds, kills, wrong, late, slowestRestartMs } = this;
    if (late > Math.max(1, this.restarts * LATE_SHARE))
      this.fail(`${String(late)} of ${String(this.restarts)} restarts took longer than ${String(RESTART_MS)} ms`);
    return { points: this.points, kinds, kills, ...wrong, late, slowestRestartMs: Math.round(slowestRestartMs) };
  }

  /** The undisturbed run of a scenario, then every point on it. */
  private async scenario(seed: number, first: number, count: number): Promise<void> {
    const ground = await this.undisturbed(seed);
    if (ground === null) return;
    const random = new Sfc32(mixSeed(seed, 0x4111));
    for (let number = first; number < first + count; number += 1) {
      await this.point(planPoint(number, ground, random), ground);
      this.points += 1;
    }
  }

  private async undisturbed(seed: number): Promise<Ground | null> {
    const home = join(this.options.folder, `undisturbed-${String(seed)}`);
    const life = await runChild(this.options.program, { home, seed, number: 0, acknowledged: [], dieAt: null } satisfies ChildOrders);
    const end = life.acknowledgements.at(-1);
    if (end?.kind !== 'end') {
      this.fail(`The undisturbed run of scenario ${String(seed)} broke down: ${life.errors}`);
      return null;
    }
    const content = readLedger(filesOf(home).ledger);
    for (const problem of content.problems) this.fail(`undisturbed run of scenario ${String(seed)}: ${problem}`);
    rmSync(home, { recursive: true });
    return { seed, crossings: end.crossings, content };
  }

  private async point(point: Point, ground: Ground): Promise<void> {
    const home = join(this.options.folder, point.name);
    const acknowledged: Acknowledgement[] = [];
    this.kinds[point.kind] += 1;
    for (let number = 0; ; number += 1) {
      const commands = acknowledged.filter((told) => told.kind === 'command').map(({ id }) => id);
      const dieAt = point.kills[number] ?? null;
      const orders: ChildOrders = { home, seed: ground.seed, number, acknowledged: commands, dieAt };
      const life = await runChild(this.options.program, orders);
      acknowledged.push(...life.acknowledgements);
      if (number > 0 && !(life.killed && life.runningAfterMs === Number.POSITIVE_INFINITY)) this.checkRestart(point, life.runningAfterMs);
      if (life.killed) this.kills += 1;
      else if (life.ended) break;
      else {
        this.fail(`${point.name}, scenario ${String(ground.seed)}: life ${String(number)} broke down: ${life.errors}`);
        return;
      }
    }
    this.sum(
      `${point.name} (scenario ${String(ground.seed)}, ${point.kind}, killed at ${point.kills.join(', ')})`,
      judge(acknowledged, readLedger(filesOf(home).ledger), ground.content),
    );
    rmSync(home, { recursive: true });
  }

  private checkRestart(point: Point, ms: number): void {
    this.restarts += 1;
    this.slowestRestartMs = Math.max(this.slowestRestartMs, ms);
    if (ms <= RESTART_MS) return;
    this.late += 1;
    this.options.say(`${point.name}: ran ${ms.toFixed(0)} ms after its restart`);
  }

  private sum(name: string, verdict: Verdict): void {
    for (const [kind, findings] of Object.entries(verdict) as [keyof Verdict, readonly string[]][]) {
      this.wrong[kind] += findings.length;
      for (const finding of findings.slice(0, 5)) this.options.say(`${name}: ${kind}: ${finding}`);
    }
  }

  private fail(line: string): void {
    this.wrong.failed += 1;
    this.options.say(line);
  }
}

/** Kinds take turns; where a kind is crossed is chance. */
function planPoint(number: number, { crossings }: Ground, random: Sfc32): Point {
  const kind = number % CROSSING_KINDS.length;
  const candidates: number[] = [];
  for (let place = 0; place < crossings.length; place += 1) if (crossings[place] === String(kind)) candidates.push(place + 1);
  const first = candidates[random.below(candidates.length)] ?? 1;
  const kills = [first];
  while (kills.length < MOST_KILLS && random.below(3) === 0) kills.push(1 + random.below(EARLY_CROSSINGS));
  return { name: `point-${String(number)}`, kind: CROSSING_KINDS[kind] ?? 'before commit', kills };
}

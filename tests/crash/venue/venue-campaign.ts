import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mixSeed, Sfc32 } from '../../../src-shared/kernel/random.ts';
import { Secret } from '../../../src-shared/kernel/secret.ts';
import { openSecrets } from '../../../src-main/account-services.ts';
import { FileKeychain } from '../../support/file-keychain.ts';
import { FIRST_CUSTOMER } from '../../venue/control/customer.ts';
import { type StartedVenue, startVenue } from '../../venue/start-venue.ts';
import type { VenuePrograms } from './build-venue-child.ts';
import { Elsewhere } from './elsewhere.ts';
import { type AccountVerdict, judgeAccount } from './judge-account.ts';
import { type MarketRead, readMarket } from './read-market.ts';
import { runVenueChild, type VenueLifeSeen } from './run-venue-child.ts';
import { StartGate } from './start-gate.ts';
import { type DeathAt, VENUE_CROSSINGS, type VenueCrossing } from './venue-crossings.ts';
import { ACCOUNT, ledgerOf, type VenueLifeOrders } from './venue-life.ts';
import { liveScript } from './venue-script.ts';

/** Points that share a script and its undisturbed run. */
const POINTS_PER_SCRIPT = { least: 6, most: 30 };
/** Lives in which a point may be killed, and the crossings of its kind within which a later kill comes: most of them belong to the recovery. */
const KILLS = { most: 3, early: 6 };
/** How often a script crosses each kind for each of its deeds, a little less than most do: a place that is not come to spares its point. */
const CROSSINGS_A_DEED: Readonly<Record<VenueCrossing, number>> = {
  ...{ 'before commit': 2.5, 'after commit': 2.5, 'before send': 1, 'on its way': 1, 'before answer': 2.8, 'after answer': 2.8 },
};
/** Every so-manieth point trades through the account's own process, and half of those kill that alone. */
const PROCESS_EVERY = 10;
/** Wall time within which a restarted session is ready, ms. */
const READY_MS = 10_000;
/** Orders that are open when readiness is measured. */
const OPEN_ORDERS = 200;
/** Lives that start at a time: a start is work, the rest of a life mostly waiting. More would measure each other. */
const STARTS = 3;
/** A point that does not come to its end in so many lives never will. */
const MOST_LIVES = 8;

/** What a campaign came to. */
export interface VenueReport extends Readonly<Record<keyof AccountVerdict, number>> {
  readonly points: number;
  /** Of all places of death, in the order of the points: the same seed has the same. */
  readonly pointsHash: string;
  readonly kinds: Readonly<Record<VenueCrossing, number>>;
  readonly kills: number;
  /** Kills of the account's process alone. */
  readonly accountKills: number;
  /** Points whose place of death was not come to. */
  readonly spared: number;
  /** Lives that broke down, hung, or ended with something open. */
  readonly failed: number;
  /** Restarts after which the account was not ready within ten seconds. */
  readonly late: number;
  readonly slowestReadyMs: number;
  /** The same with two hundred open orders, the slowest of its restarts. */
  readonly readyWithOrdersMs: number;
}

export interface VenueCampaignOptions {
  readonly programs: VenuePrograms;
  readonly folder: string;
  readonly points: number;
  readonly seed: number;
  /** Points under way at a time. */
  readonly workers: number;
  readonly say: (line: string) => void;
}

/** What a point is: its script, and where each of its lives dies. */
interface Point {
  readonly name: string;
  readonly seed: number | null;
  readonly kills: readonly DeathAt[];
  /** Through the account's own process. */
  readonly process: boolean;
  readonly killsAccount: boolean;
}

/** What a point stands on: a venue of its own, which lives on. */
interface Stand {
  readonly venue: StartedVenue;
  readonly home: string;
  readonly elsewhere: Elsewhere;
  readonly random: Sfc32;
  readonly done: string[];
}

/** Kills live sessions that trade with a venue on the loopback, and judges what is left by the venue's own account. */
export class VenueCampaign {
  private readonly options: VenueCampaignOptions;
  private readonly kinds = Object.fromEntries(VENUE_CROSSINGS.map((kind) => [kind, 0])) as Record<VenueCrossing, number>;
  private readonly found = { lost: 0, doubled: 0, invented: 0, unbalanced: 0, failed: 0 };
  private readonly counted = { points: 0, kills: 0, accountKills: 0, spared: 0, late: 0 };
  private slowestReadyMs = 0;
  private readyWithOrdersMs = 0;
  private market: MarketRead | null = null;
  private readonly starts = new StartGate(STARTS);

  constructor(options: VenueCampaignOptions) {
    this.options = options;
  }

  async run(): Promise<VenueReport> {
    const { points, seed, workers } = this.options;
    this.market = await readMarket();
    const { least, most } = POINTS_PER_SCRIPT;
    const per = Math.min(most, Math.max(least, Math.ceil(points / 8)));
    // Alone: how soon it is ready is what it is about.
    await this.manyOrders();
    const tasks: (() => Promise<void>)[] = [];
    const planned: Point[] = [];
    for (let first = 0; first < points; first += per) {
      const own = planPoints(mixSeed(seed, first), first, Math.min(per, points - first));
      planned.push(...own);
      tasks.push(() => this.script(mixSeed(seed, first), first, own, tasks));
    }
    const worker = async (): Promise<void> => {
      for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) await task();
    };
    await Promise.all(Array.from({ length: workers }, worker));
    const { kinds, found, counted } = this;
    const times = { slowestReadyMs: Math.round(this.slowestReadyMs), readyWithOrdersMs: Math.round(this.readyWithOrdersMs) };
    const pointsHash = createHash('sha256').update(planned.map(describe).join('\n')).digest('hex').slice(0, 16);
    return { ...counted, pointsHash, kinds, ...found, ...times };
  }

  /** The points of a script, after its undisturbed run: a script that breaks down by itself has none. */
  private async script(seed: number, first: number, points: readonly Point[], tasks: (() => Promise<void>)[]): Promise<void> {
    const name = `undisturbed-${String(first)}`;
    if (!(await this.play({ name, seed, kills: [], process: false, killsAccount: false }))) return;
    for (const point of points)
      tasks.push(async () => {
        this.kinds[point.kills[0]?.kind ?? 'before commit'] += 1;
        await this.play(point);
        this.counted.points += 1;
      });
  }

  /** Lives until the script is done, then the judge; false where a life broke down. */
  private async play(point: Point): Promise<boolean> {
    return this.at(point, async (stand) => {
      for (let number = 0; number < MOST_LIVES; number += 1) {
        const dieAt = point.kills[number] ?? null;
        const life = await this.live(point, stand, dieAt);
        if (number > 0) this.checkReady(point, life);
        const done = this.heed(point, life, dieAt);
        if (done === 'broken') return false;
        if (done === 'over') {
          this.judge(point, stand);
          return true;
        }
        // What happens at the venue while nobody looks.
        if (stand.done.length > 0 || life.readyAfterMs !== null)
          for (let act = stand.random.below(3); act > 0; act -= 1) stand.elsewhere.act();
      }
      this.fail(point, `did not come to its end in ${String(MOST_LIVES)} lives`);
      return false;
    });
  }

  private heed(point: Point, life: VenueLifeSeen, dieAt: DeathAt | null): 'over' | 'again' | 'broken' {
    const { end } = life;
    if (life.killed && dieAt !== null) {
      this.counted.kills += 1;
      return 'again';
    }
    if (end === null) {
      this.fail(point, `a life broke down: ${life.errors}`);
      return 'broken';
    }
    for (const sentence of end.wrong) this.fail(point, `${sentence}; ${life.errors}`);
    if (end.lost !== null) {
      if (point.killsAccount && dieAt !== null) this.counted.accountKills += 1;
      else this.fail(point, `the way to the account was lost: ${end.lost}`);
      return 'again';
    }
    if (dieAt !== null) this.counted.spared += 1;
    return 'over';
  }

  /** Restarts of an account with many open orders: killed as soon as it is ready, three times. */
  private async manyOrders(): Promise<void> {
    const point: Point = { name: 'many-orders', seed: null, kills: [], process: false, killsAccount: false };
    await this.at(point, async (stand) => {
      for (let order = 0; order < OPEN_ORDERS; order += 1) stand.elsewhere.rest(String(50_000 + order * 10));
      for (let number = 0; number < 3; number += 1) {
        const life = await this.live(point, stand, null);
        if (number > 0) {
          this.checkReady(point, life);
          this.readyWithOrdersMs = Math.max(this.readyWithOrdersMs, life.readyAfterMs ?? Number.POSITIVE_INFINITY);
        }
        if (!life.killed) this.fail(point, `a life broke down: ${life.errors}`);
      }
      this.judge(point, stand);
    });
  }

  private async at<Result>(point: Point, play: (stand: Stand) => Promise<Result>): Promise<Result> {
    const folder = join(this.options.folder, point.name);
    const home = join(folder, 'home');
    mkdirSync(home, { recursive: true });
    const venue = await startVenue({ stepMs: 0, symbols: 1, pastMinutes: 1 });
    const random = new Sfc32(mixSeed(point.seed ?? 0, point.kills[0]?.number ?? 0));
    try {
      if (point.process) await seal(folder, home, venue.address);
      return await play({ venue, home, random, elsewhere: new Elsewhere(venue, random), done: [] });
    } finally {
      await venue.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private async live(point: Point, stand: Stand, dieAt: DeathAt | null): Promise<VenueLifeSeen> {
    const { programs, folder } = this.options;
    const { specs, quotes } = this.market ?? { specs: [], quotes: [] };
    const orders: VenueLifeOrders = {
      ...{ home: stand.home, address: stand.venue.address, specs, quotes, seed: point.seed, elsewhere: stand.done, dieAt },
      accountProgram: point.process ? programs.account : null,
      killsAccount: point.killsAccount,
    };
    const onElsewhere = (id: string): void => {
      stand.done.push(id);
      stand.elsewhere.act();
    };
    const onStarted = await this.starts.enter();
    return runVenueChild({ program: programs.life, cache: join(folder, 'cache'), onElsewhere, onStarted }, orders);
  }

  private checkReady(point: Point, { readyAfterMs, killed, end }: VenueLifeSeen): void {
    // One that was killed before, or whose account's process was, says nothing.
    if (readyAfterMs === null && (killed || (end !== null && end.lost !== null))) return;
    const ms = readyAfterMs ?? Number.POSITIVE_INFINITY;
    this.slowestReadyMs = Math.max(this.slowestReadyMs, ms);
    if (ms <= READY_MS) return;
    this.counted.late += 1;
    this.options.say(`${describe(point)}: ready ${ms.toFixed(0)} ms after its restart`);
  }

  private judge(point: Point, { home, venue }: Stand): void {
    const spec = this.market?.specs[0];
    if (spec === undefined) throw new Error('the market was read');
    const verdict = judgeAccount(ledgerOf(home), venue, spec);
    for (const [kind, findings] of Object.entries(verdict) as [keyof AccountVerdict, readonly string[]][]) {
      this.found[kind] += findings.length;
      for (const finding of findings.slice(0, 5)) this.options.say(`${describe(point)}: ${kind}: ${finding}`);
    }
  }

  private fail(point: Point, sentence: string): void {
    this.found.failed += 1;
    this.options.say(`${describe(point)}: ${sentence}`);
  }
}

function describe({ name, seed, kills, process: own, killsAccount }: Point): string {
  const places = kills.map(({ kind, number }) => `${kind} ${String(number)}`).join(', then ');
  const way = own ? `, through the account's process${killsAccount ? ', which is killed' : ''}` : '';
  return `${name} (script ${String(seed)}, killed ${places || 'nowhere'}${way})`;
}

/** Seals the customer's key as the account's, for a process of its own that opens it. */
async function seal(folder: string, home: string, address: string): Promise<void> {
  writeFileSync(join(folder, 'address.txt'), address);
  const { key, secret } = FIRST_CUSTOMER;
  const identity = { id: ACCOUNT.account, version: 1, kind: 'venue-credentials' as const, venue: 'binance', sandbox: false };
  const sealed = new Secret(JSON.stringify({ key, secret, passphrase: null }));
  await openSecrets(home, 'crash campaign', new FileKeychain(join(folder, 'keychain.json'))).seal(identity, sealed);
}

/** The points of a script: of the seed alone, whatever a run comes to, so that the same seed has the same. */
function planPoints(seed: number, first: number, count: number): readonly Point[] {
  const random = new Sfc32(mixSeed(seed, 0x4111));
  const deeds = liveScript(seed).length;
  return Array.from({ length: count }, (_, place) => planPoint(first + place, { seed, deeds, random }));
}

/** Kinds take turns; where a kind is crossed is chance. */
function planPoint(
  number: number,
  { seed, deeds, random }: { readonly seed: number; readonly deeds: number; readonly random: Sfc32 },
): Point {
  const kindOf = (place: number): VenueCrossing => VENUE_CROSSINGS[place % VENUE_CROSSINGS.length] ?? 'before commit';
  const kind = kindOf(number);
  const kills: DeathAt[] = [{ kind, number: 1 + random.below(Math.floor(deeds * CROSSINGS_A_DEED[kind])) }];
  while (kills.length < KILLS.most && random.below(3) === 0)
    kills.push({ kind: kindOf(random.below(VENUE_CROSSINGS.length)), number: 1 + random.below(KILLS.early) });
  const place = number % PROCESS_EVERY;
  const own = place === 3;
  return { name: `point-${String(number)}`, seed, kills, process: own, killsAccount: own && Math.floor(number / PROCESS_EVERY) % 2 === 0 };
}

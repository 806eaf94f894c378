import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { REAL, useWorld } from './simulated-globals.ts';
import type { Engine } from '../../src-main/core/engine/engine.ts';
import { HOUR_MS, MINUTE_MS } from '../../src-shared/kernel/time.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { mixSeed, Sfc32 } from '../../src-shared/kernel/random.ts';
import { VenueControl } from '../venue/control/control.ts';
import { FIRST_CUSTOMER, addCustomer } from '../venue/control/customer.ts';
import { unitsText } from '../venue/core/units.ts';
import type { VenueHouse } from '../venue/house/venue-house.ts';
import { LoopbackServer } from '../venue/server/loopback-server.ts';
import { NOON } from '../venue/simulated-venue.ts';
import { ContractEvents } from './contract-events.ts';
import { Elsewhere, type ElsewhereKind } from './elsewhere.ts';
import { EventClock } from './event-clock.ts';
import { endpointsLike, type LifeFault, type Planned, planFaults, planLife, type PlannedFault } from './fault-plan.ts';
import { judge, wrongBalances } from './judge.ts';
import { Person } from './person.ts';
import { accountAt, Program } from './program.ts';
import { protocolOf } from './protocols/protocol-of.ts';
import type { WorldProtocol } from './protocols/world-protocol.ts';
import { RESTLESS } from './restless.ts';
import { Script } from './script.ts';
import { Trace } from './trace.ts';
import { VenueTruth } from './venue-truth.ts';
import type { Invariant, Violation } from './violation.ts';
import { Watch } from './watch.ts';
import { limitsOf } from './world-limits.ts';
import { WorldMarket } from './world-market.ts';

/** What came of a world. */
export interface WorldReport {
  readonly violations: readonly Violation[];
  /** What went wrong in it, by kind. */
  readonly faults: ReadonlyMap<string, number>;
  readonly digest: string;
  readonly orders: number;
  readonly fills: number;
  readonly lives: number;
  /** Its sessions had to be armed. */
  readonly armed: boolean;
  /** What its venue speaks. */
  readonly venue: string;
  readonly lines: readonly string[];
}

/** What a world is made with beside its seed. */
export interface WorldOptions {
  readonly folder: string;
  readonly keepLines: boolean;
  /** Left to the seed where nothing is said. */
  readonly protocol?: WorldProtocol | undefined;
}

/** How long things happen, and then how long nothing does. */
const ACTIVE_MS = { least: 2 * MINUTE_MS, more: 3 * MINUTE_MS };
/** How long a program may stay away that is over. */
const AWAY_MS = [10 * MINUTE_MS, 3 * HOUR_MS];
const SETTLE_MS = { moving: 45_000, still: 75_000, more: 5 * MINUTE_MS };

/** One world of a seed: a venue, a way to it, and a program that lives, dies and is started again until everything has come to rest. */
export class World {
  private readonly seed: number;
  readonly clock = new EventClock(NOON);
  private readonly trace: Trace;
  private readonly protocol: WorldProtocol;
  readonly venue: VenueHouse;
  private readonly others: Elsewhere;
  private readonly door: LoopbackServer;
  private readonly truth: VenueTruth;
  private readonly watch: Watch;
  private readonly script: Script;
  /** Brackets and other terms are placed in a third of the worlds. */
  private readonly brackets: boolean;
  /** In every other world sessions have to be armed, as with real money. */
  private readonly armed: boolean;
  private readonly folder: string;
  private readonly market: WorldMarket;
  private readonly chance;
  private readonly plan: readonly Planned[];
  private readonly contracts: ContractEvents;
  private readonly activeMs: number;
  private readonly violations: Violation[] = [];
  private readonly faults = new Map<string, number>();
  private program: Program | null = null;
  private lives = 0;
  private step = 0;
  private wallOffset = 0;
  private feedSilentUntil = 0;
  private over = false;
  /** What the rules of the venue's script are called, by their order. */
  private readonly named: string[] = [];
  private sleepingUntil = 0;
  /** How often the account had been looked at when everything stood still. */
  private looked: { readonly engine: Engine | null; readonly looks: number } = { engine: null, looks: 0 };

  constructor(seed: number, options: WorldOptions) {
    this.seed = seed;
    this.protocol = options.protocol ?? protocolOf(seed);
    this.folder = options.folder;
    this.armed = seed % 2 === 1;
    this.trace = new Trace(() => this.clock.now(), options.keepLines);
    const of = (part: number) => new Sfc32(mixSeed(seed, part));
    this.chance = { network: of(1), life: of(2), ours: of(3), faults: of(4), venue: of(5) };
    useWorld(this.clock, of(6));
    this.venue = this.protocol.open({ clock: this.clock, seed, symbols: 2, pastMinutes: 5, stepMs: 1_000 });
    const { leverage, money } = this.protocol.markets;
    const balances = leverage === null ? FIRST_CUSTOMER.balances : { [money[0]]: money[1] };
    const trader = addCustomer(this.venue, { ...FIRST_CUSTOMER, balances }).id;
    this.door = LoopbackServer.unheard(this.venue);
    this.truth = new VenueTruth(this.protocol, this.venue, trader);
    this.others = new Elsewhere(new VenueControl(this.venue), this.truth, this.chance.venue);
    this.watch = new Watch({
      truth: this.truth,
      needsArming: this.armed,
      now: () => this.clock.now(),
      violated: (invariant, problem) => this.violated(invariant, problem),
    });
    this.brackets = seed % 3 === 0;
    this.market = new WorldMarket(accountAt(this.protocol).venue, this.protocol.markets, this);
    this.script = new Script({
      ...{ clock: this.clock, trace: this.trace, watch: this.watch, others: this.others, random: this.chance.ours, armed: this.armed },
      ...{
        person: new Person(of(7), { brackets: this.brackets, shorts: leverage !== null }),
        specs: this.market.specs,
        program: () => this.program,
        step: () => this.step,
      },
    });
    this.activeMs = ACTIVE_MS.least + this.chance.faults.below(ACTIVE_MS.more);
    this.plan = planFaults(this.chance.faults, this.activeMs, this.protocol.faults);
    this.contracts = new ContractEvents({
      ...{ clock: this.clock, random: of(8), venue: this.venue, truth: this.truth, others: this.others },
      away: () => this.sleepingUntil > this.clock.now(),
      count: (kind) => this.count(kind),
      note: (line) => this.trace.note(line),
    });
    this.venue.exchange.state.onUser((event) => {
      if (event.kind !== 'execution') return;
      const id = this.truth.ownId(event.order) ?? event.order.clientId;
      this.trace.note(`venue ${event.execution} ${id} ${event.order.status} ${unitsText(event.order.executed)}`);
      this.watch.arrived(id);
      if (event.execution === 'TRADE' && leverage !== null) this.watch.onTrade(event.order);
    });
  }

  async run(template: string): Promise<WorldReport> {
    mkdirSync(this.folder, { recursive: true });
    const file = `${this.folder}/ledger.db`;
    copyFileSync(template, file);
    if (this.protocol.markets.leverage !== null) this.contracts.begin(this.activeMs);
    this.launch();
    this.market.tell(() =>
      this.program === null || this.program.clock.asleep || this.clock.now() < this.feedSilentUntil ? null : this.program,
    );
    this.script.begin();
    for (const { at, what } of this.plan) this.clock.after(at, () => this.strike(what));
    await this.pass(this.activeMs);
    await this.settle();
    const fills = judge({
      ...{ truth: this.truth, file, scope: accountAt(this.protocol), specs: this.market.specs, networkDoubled: this.watch.networkDoubled },
      ...{ soldElsewhere: this.others.sold, opening: this.watch.opening },
      violated: (invariant, problem) => this.violated(invariant, problem),
    });
    const orders = this.truth.orders.length;
    this.over = true;
    this.program?.die('the world is over');
    rmSync(this.folder, { recursive: true, force: true });
    return {
      violations: this.violations,
      faults: this.faults,
      digest: this.trace.digest(),
      orders,
      fills,
      lives: this.lives,
      armed: this.armed,
      venue: this.protocol.name,
      lines: this.trace.lines,
    };
  }

  private violated(invariant: Invariant, problem: string): void {
    this.trace.note(`VIOLATION ${invariant}: ${problem}`);
    this.violations.push({ invariant, seed: this.seed, step: this.step, problem });
  }

  private count(kind: string, times = 1): void {
    this.trace.note(`fault ${kind}`);
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + times);
  }

  /** Lets time pass; after each event everything that follows from it comes first. */
  private async pass(ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    while (this.clock.runNext(until)) {
      this.step += 1;
      await this.clock.quiet(REAL.setImmediate);
    }
  }

  /** Faults end, then nothing new is wanted; what is on its way arrives, and the market stands still at last. */
  private async settle(): Promise<void> {
    this.script.quiet = true;
    this.contracts.over = true;
    // Who starts the program anew wakes the machine before its time.
    while (this.sleepingUntil > this.clock.now()) await this.pass(Math.min(MINUTE_MS, this.sleepingUntil - this.clock.now() + 1));
    this.tallyRules();
    this.venue.faults.clear();
    this.venue.frost.thaw();
    if (this.program !== null) this.program.network.down = false;
    await this.pass(SETTLE_MS.moving);
    this.venue.walk(0);
    this.looked = { engine: this.program?.engine ?? null, looks: this.program?.engine?.reconciliation.looks ?? 0 };
    await this.pass(SETTLE_MS.still);
    for (let more = 0; more < SETTLE_MS.more && !this.atRest(); more += 20_000) await this.pass(20_000);
    const why = this.whyNotAtRest();
    if (why !== null) this.violated('comes to rest', why);
  }

  private atRest(): boolean {
    return this.whyNotAtRest() === null;
  }

  private whyNotAtRest(): string | null {
    const engine = this.program?.running === true ? this.program.engine : null;
    if (engine === null) return 'the program does not run';
    if (engine.gate.recovering) return 'it is still recovering';
    const before = this.looked.engine === engine ? this.looked.looks : 0;
    if (engine.reconciliation.looks < before + 2) return 'it has not looked at the account twice';
    const [first] = engine.reconciliation.differences;
    const [wrong] = wrongBalances(
      new Map(engine.account.balances.entries()),
      this.truth,
      engine.account.margin?.cost(this.protocol.markets.money[0]) ?? Decimal.ZERO,
    );
    if (first === undefined && wrong !== undefined) return `nobody has noticed that ${wrong}`;
    if (first !== undefined) return `${first.asset} differs: ${first.booked.toString()} is booked, ${first.held.toString()} held`;
    const open = engine.account.orders.all().find(({ state }) => state !== 'acknowledged' && state !== 'partially-filled');
    return open === undefined ? null : `${open.order.id} is still ${open.state}`;
  }

  /** Starts a life of the program. */
  private launch(): void {
    this.lives += 1;
    // One that died while its machine stood still is started on one that does not.
    if (this.sleepingUntil > this.clock.now()) {
      this.sleepingUntil = this.clock.now();
      this.somebodyLooks();
    }
    const none: LifeFault = { dieAt: null, commit: null };
    const { dieAt, commit } = this.script.quiet || this.lives > 6 ? none : planLife(this.chance.life);
    this.program = new Program({
      ...{
        world: this.clock,
        wallOffset: () => this.wallOffset,
        protocol: this.protocol,
        venue: this.venue,
        door: this.door,
        random: this.chance.network,
      },
      ...{
        folder: this.folder,
        number: this.lives,
        specs: this.market.specs,
        limits: limitsOf(this.armed, this.protocol.markets.leverage !== null),
        needsArming: this.armed,
      },
      ...{ dieAt, commitFault: commit },
      find: (name) => (name === 'restless' ? RESTLESS : undefined),
      listener: {
        note: (line) => this.trace.note(line),
        onOpened: (program, opened) => this.script.onOpened(program, opened, `life${String(this.lives)}`),
        onDied: (why) => {
          if (!this.over) this.again(why, 1_000 + this.chance.life.below(9_000));
        },
        onEnded: (why) => this.again(why, 1_000 + this.chance.life.below(20_000)),
        onThrown: (thrown) => this.violated('nothing thrown', thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)),
        onCommitFault: (kind) => this.count(`commit ${kind}`),
        onCrash: (at) => this.count(`program dies ${at}`),
        onRequest: (request) => this.watch.onRequest(request),
        onAnswer: (request, reply) => {
          this.contracts.told();
          this.watch.onAnswer(request, reply);
        },
        onSend: (program, request) => this.watch.onSend(program, request),
        onStep: () => undefined,
      },
    });
    void this.program.start((instrument) => this.market.bars(instrument));
  }

  /** The program is started again soon, or seldom after hours. */
  private again(why: string, soonMs: number): void {
    const { life } = this.chance;
    this.trace.note(`life ${String(this.lives)} is over: ${why}`);
    const away = !this.script.quiet && life.below(10) === 0 ? AWAY_MS[life.below(AWAY_MS.length)]! : 0;
    if (away > 0) {
      this.count('program stays away');
      this.nobodyLooks(away + soonMs);
    }
    this.clock.after(away + soonMs, () => {
      if (away > 0) this.somebodyLooks();
      this.launch();
    });
  }

  private strike(what: PlannedFault): void {
    const { program } = this;
    switch (what.kind) {
      case 'request':
        if (what.fault.kind === 'duplicate request') this.watch.networkDoubled = true;
        for (const endpoint of endpointsLike(what.endpoint, this.protocol.faults, this.brackets)) {
          this.venue.faults.add({ surface: 'rest', endpoint, times: what.times, fault: what.fault });
          this.named.push(what.name);
        }
        return;
      case 'message':
        this.venue.faults.add({ surface: 'user', endpoint: what.endpoint, times: what.times, fault: what.fault });
        this.named.push(what.name);
        return;
      case 'venue clock':
        this.venue.offsetMs = what.offsetMs;
        break;
      case 'our clock':
        this.wallOffset = what.offsetMs;
        break;
      case 'connection cut':
        this.venue.cutConnections();
        break;
      case 'no way to the venue':
        if (program === null) return;
        program.network.down = true;
        program.network.cut();
        this.clock.after(what.ms, () => (program.network.down = false));
        break;
      case 'venue frozen':
        this.venue.frost.freeze(what.ms);
        break;
      case 'program stopped':
      case 'machine suspended':
        this.sleep(what.ms, what.kind === 'program stopped');
        break;
      case 'listening ended':
        this.protocol.faults.endListening?.(this.venue, this.truth.account, what.told);
        break;
      case 'feed silent':
        this.feedSilentUntil = this.clock.now() + what.ms;
        break;
      case 'account process dies':
        program?.child.die('it was killed');
        break;
      case 'program dies':
        program?.die('it was killed');
        break;
      case 'trade elsewhere':
      case 'cancel elsewhere':
      case 'transfer':
        this.elsewhere(what.kind);
        break;
    }
    this.count(what.kind);
  }

  private elsewhere(kind: ElsewhereKind): void {
    if (this.protocol.markets.leverage !== null && this.contracts.isBefore) return;
    try {
      this.others.act(kind);
    } catch (thrown) {
      this.trace.note(`elsewhere: ${String(thrown)}`);
    }
  }

  private tallyRules(): void {
    for (const [place, { struck }] of this.venue.faults.list().entries()) if (struck > 0) this.count(this.named[place] ?? '', struck);
  }

  private sleep(ms: number, counts: boolean): void {
    const { program } = this;
    if (program === null || program.clock.dead || program.clock.asleep) return;
    program.sleep(counts);
    this.nobodyLooks(ms);
    this.clock.after(ms, () => {
      this.somebodyLooks();
      program.wake();
    });
  }

  /** The market may take larger steps for a while. */
  private nobodyLooks(ms: number): void {
    this.sleepingUntil = Math.max(this.sleepingUntil, this.clock.now() + ms);
    if (ms <= 2 * MINUTE_MS) return;
    this.venue.walk(30_000);
    this.market.rest(true);
  }

  private somebodyLooks(): void {
    if (!this.script.quiet) this.venue.walk(1_000);
    this.market.rest(false);
  }
}

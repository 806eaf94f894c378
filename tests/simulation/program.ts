import { exitsAt } from '../../src-main/adapters/exchange-ccxt/ccxt-orders.ts';
import { LiveVenue } from '../../src-main/adapters/exchange-heard/live-venue.ts';
import { SqliteLedger } from '../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { ProcessVenueOrders } from '../../src-main/adapters/venue-process/process-venue-orders.ts';
import { openedAtOf, RECONCILIATION_MEMORY } from '../../src-main/core/engine/reconciliation.ts';
import type { Effects } from '../../src-main/core/engine/effects.ts';
import type { Engine } from '../../src-main/core/engine/engine.ts';
import type { EngineEvent } from '../../src-main/core/engine/engine-event.ts';
import type { FindStrategy } from '../../src-main/core/strategies/strategy.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import type { AccountScope } from '../../src-main/ports/ledger.ts';
import { type FeedEvent, type HeardBars, isFigure } from '../../src-main/ports/market-feed.ts';
import type { VenueOrders, VenueRequest } from '../../src-main/ports/venue-orders.ts';
import { contractTerms } from '../../src-main/exchange-ground.ts';
import { LiveDuties } from '../../src-main/sessions/live-duties.ts';
import { openSession, type OpenedSession } from '../../src-main/sessions/open-session.ts';
import { presentOf } from '../../src-main/sessions/paper.ts';
import { SteadyClock } from '../../src-main/sessions/steady-clock.ts';
import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import type { RiskLimits } from '../../src-shared/domain/limits.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { AccountId, SessionId, VenueId } from '../../src-shared/kernel/ids.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { Random } from '../../src-shared/kernel/random.ts';
import { DAY_MS, utcMs } from '../../src-shared/kernel/time.ts';
import type { VenueHouse } from '../venue/house/venue-house.ts';
import type { LoopbackServer } from '../venue/server/loopback-server.ts';
import { AccountProcess } from './account-process.ts';
import { type Crossing, Crossings, ProgramDied } from './crossings.ts';
import type { EventClock } from './event-clock.ts';
import { type CommitFault, FaultyLedger } from './faulty-ledger.ts';
import { ProgramClock } from './program-clock.ts';
import type { CarriedReply, CarriedRequest, WorldProtocol } from './protocols/world-protocol.ts';
import { SimulatedNetwork } from './simulated-network.ts';

/** As the command line's live sessions have them, ms. */
const ANSWER_MS = 15_000;
const CLOCK_BOUND_MS = 2_000;
/** The session's turn comes so soon after something was heard, and at least so often, ms. */
const TURN_MS = { soon: 10, rest: 500 };

/** The account of every world at its venue. */
export function accountAt({ profile }: WorldProtocol): AccountScope {
  return { book: 'live', account: 'simulated' as AccountId, venue: profile.id.toUpperCase() as VenueId };
}

/** What hears of a life. */
export interface LifeListener {
  readonly note: (line: string) => void;
  /** The session is open; nothing has been decided in it. */
  readonly onOpened: (program: Program, opened: OpenedSession) => void;
  readonly onDied: (why: string) => void;
  /** The session is over, in order or not; the program ends. */
  readonly onEnded: (why: string) => void;
  /** An error that nobody foresaw. */
  readonly onThrown: (thrown: unknown) => void;
  readonly onCommitFault: (kind: CommitFault['kind']) => void;
  readonly onRequest: (request: CarriedRequest) => void;
  readonly onAnswer: (request: CarriedRequest, reply: CarriedReply) => void;
  readonly onSend: (program: Program, request: VenueRequest) => void;
  readonly onStep: (program: Program, event: EngineEvent | null, effects: Effects) => void;
  readonly onCrash: (at: Crossing) => void;
}

/** What a life of the program is started with. */
export interface LifeParts {
  readonly world: EventClock;
  readonly wallOffset: () => number;
  readonly protocol: WorldProtocol;
  readonly venue: VenueHouse;
  readonly door: LoopbackServer;
  readonly random: Random;
  readonly folder: string;
  readonly number: number;
  readonly specs: readonly InstrumentSpec[];
  readonly limits: RiskLimits;
  /** As with real money: nothing is opened before the session was armed. */
  readonly needsArming: boolean;
  readonly find: FindStrategy;
  /** At which crossing of its ports it dies; null lets it live. */
  readonly dieAt: number | null;
  readonly commitFault: CommitFault | null;
  readonly listener: LifeListener;
}

/** One life of the program: the shipped session, engine, ledger, account's process and adapters, until it ends or dies. */
export class Program {
  readonly clock: ProgramClock;
  readonly childClock: ProgramClock;
  readonly network: SimulatedNetwork;
  readonly child: AccountProcess;
  /** Null until the session is open. */
  opened: OpenedSession | null = null;
  ledger: SqliteLedger | null = null;
  private readonly parts: LifeParts;
  private readonly crossings: Crossings;
  private readonly orders: ProcessVenueOrders;
  /** The time that the session goes by, once it is open. */
  private time: Clock;
  private duties: LiveDuties | null = null;
  private live: LiveVenue | null = null;
  private turning = false;
  private over = false;

  constructor(parts: LifeParts) {
    this.parts = parts;
    const { world, wallOffset, protocol, venue, door, random, listener } = parts;
    const { profile } = protocol;
    this.clock = new ProgramClock(world, wallOffset);
    this.time = this.clock;
    this.clock.guard = (work) => this.guard(work);
    this.childClock = new ProgramClock(world, wallOffset);
    this.crossings = new Crossings(parts.dieAt, listener.onCrash);
    this.network = new SimulatedNetwork({
      ...{ world, program: this.childClock, venue, door, random },
      onRequest: listener.onRequest,
      onAnswer: listener.onAnswer,
      note: listener.note,
    });
    this.child = new AccountProcess({ world, parent: this.clock, own: this.childClock, network: this.network, protocol, random });
    this.orders = new ProcessVenueOrders({
      ...{ home: '/home', account: { id: '000000000000acc1', venue: profile.id, sandbox: false, version: 1 } },
      ...{ childFile: 'venue.js', env: {}, clock: this.clock, start: () => this.child, exits: exitsAt(profile.id) },
      deadMansSwitch: profile.deadMansSwitch,
      contracts: contractTerms(protocol.markets.symbols, protocol.markets.leverage ?? 1),
    });
  }

  /** Orders whose session is open and that nothing is wrong with. */
  get running(): boolean {
    return this.opened !== null && !this.over && !this.clock.dead;
  }

  get engine(): Engine | null {
    return this.opened?.engine ?? null;
  }

  /** Starts as `cryptoorch live` does. */
  async start(bars: (instrument: number) => HeardBars): Promise<void> {
    await this.guarded(async () => {
      const { folder, number, specs, limits, needsArming, find, commitFault, listener, protocol } = this.parts;
      const { receiveWindowMs, deadMansSwitch } = protocol.profile;
      const account = accountAt(protocol);
      const patience = { answerMs: ANSWER_MS, receiveWindowMs: receiveWindowMs + CLOCK_BOUND_MS };
      const ledger = await SqliteLedger.open({ file: `${folder}/ledger.db`, backups: `${folder}/backups`, clock: this.clock });
      this.ledger = ledger;
      const faulty = new FaultyLedger({
        ...{ ledger, crossings: this.crossings, fault: commitFault, note: listener.note, strike: listener.onCommitFault },
        isDead: () => this.clock.dead,
      });
      const since = this.clock.now() - DAY_MS;
      const snapshot = faulty.snapshot(account, specs, utcMs(since));
      const clock = new SteadyClock(this.clock, (snapshot.time ?? 0) + 1);
      this.time = clock;
      const live = new LiveVenue({
        ...{ specs, startAt: clock.now(), orders: this.watched(), clock, machine: this.clock, account },
        ...{ booked: faulty, heldSince: this.clock.monotonic() },
        receiveWindowMs: patience.receiveWindowMs,
        onNote: (sentence) => listener.note(`note ${sentence}`),
      });
      this.live = live;
      for (const { index } of live.instruments)
        live.market.hearBars({ instrument: index, timeframe: '1m' }, bars(index), { now: clock.now(), freshMs: -1 });
      live.resume(snapshot, { since, openedAt: openedAtOf(snapshot.memories.get(RECONCILIATION_MEMORY)) });
      const opened = openSession({
        ...{ exchange: live, ledger: faulty, scope: { ...account, session: `life${String(number)}` as SessionId }, snapshot },
        ...{ startAt: clock.now(), cash: null, limits, needsArming, costs: CONSERVATIVE, patience },
        ...{ engineVersion: '0.1.0', configuration: '{}', find, journal: null },
        observer: () => ({ after: (event, effects) => listener.onStep(this, event, effects) }),
      });
      this.opened = opened;
      this.duties = new LiveDuties({
        ...{
          opened,
          account: live,
          clock,
          machine: this.clock,
          deadMansSwitch,
          onNote: (sentence) => listener.note(`note ${sentence}`),
        },
        onLost: (problem) => this.end(`the way to the account was lost: ${problem}`),
      });
      listener.onOpened(this, opened);
      this.rest();
    });
  }

  hear(event: FeedEvent): void {
    // Nothing is decided by them.
    if (isFigure(event)) return;
    this.clock.whenAwake(() => {
      if (this.over || this.live === null) return;
      this.live.market.hear(event, this.time.now());
      this.turnSoon();
    });
  }

  hearBars(instrument: number, bars: HeardBars): void {
    this.clock.whenAwake(() => {
      if (this.over || this.live === null) return;
      this.live.market.hearBars({ instrument, timeframe: '1m' }, bars, { now: this.time.now(), freshMs: 15_000 });
      this.turnSoon();
    });
  }

  /** Bars of an instrument that a strategy begins with. */
  history(instrument: number): CandleColumns | undefined {
    this.live?.subscribe(instrument, '1m');
    return this.live?.history(instrument, '1m', this.time.now(), 5);
  }

  /** Does something with the session as a person would, while it runs. */
  act(deed: (opened: OpenedSession) => void): void {
    this.clock.whenAwake(() => {
      const { opened } = this;
      if (opened === null || !this.running) return;
      this.guard(() => {
        opened.session.pump(presentOf(opened.session, this.time));
        deed(opened);
      });
    });
  }

  /** Ends in order: the fence, cancels, and the sweep. */
  stop(): void {
    this.clock.whenAwake(() => {
      const { duties, opened } = this;
      if (duties === null || opened === null || !this.running) return;
      void this.guarded(async () => {
        const left = await duties.stop(`stop-${String(this.parts.number)}`);
        opened.close();
        this.end(`it was stopped, ${String(left)} left open`);
      });
    });
  }

  /** Both processes are gone at once. */
  die(why: string): void {
    if (this.clock.dead) return;
    this.clock.dead = true;
    this.child.die('its parent has gone');
    this.ledger?.close();
    this.ledger = null;
    this.parts.listener.onDied(why);
  }

  /** The whole machine stands still; suspended, its processes do not even count the time. */
  sleep(counts: boolean): void {
    for (const clock of [this.clock, this.childClock]) clock.sleep(counts);
  }

  wake(): void {
    for (const clock of [this.clock, this.childClock]) clock.wake();
  }

  private watched(): VenueOrders {
    const { orders, crossings } = this;
    const { listener } = this.parts;
    return {
      deadMansSwitch: orders.deadMansSwitch,
      exits: orders.exits,
      send: (request) => {
        if (this.clock.dead) return;
        crossings.cross('before send');
        listener.note(`send ${JSON.stringify(request)}`);
        listener.onSend(this, request);
        orders.send(request);
        crossings.cross('after send');
      },
      listen: (hear) =>
        orders.listen((message) => {
          if (this.over) return;
          listener.note(`heard ${JSON.stringify(message)}`);
          this.guard(() => {
            crossings.cross('before hearing');
            hear(message);
            crossings.cross('after hearing');
          });
          this.turnSoon();
        }),
      close: () => orders.close(),
    };
  }

  private turnSoon(): void {
    if (this.turning) return;
    this.turning = true;
    this.clock.after(TURN_MS.soon, () => {
      this.turning = false;
      this.turn();
    });
  }

  private rest(): void {
    if (this.over) return;
    this.turn();
    this.clock.after(TURN_MS.rest, () => this.rest());
  }

  private turn(): void {
    const { opened, duties } = this;
    if (opened === null || duties === null || !this.running) return;
    this.guard(() => {
      duties.turn();
      if (this.running) opened.session.pump(presentOf(opened.session, this.time));
    });
  }

  /** What is thrown ends the program: its death, a fault that it tells, or an error that nobody foresaw. */
  private guard(work: () => void): void {
    if (this.clock.dead) return;
    try {
      work();
    } catch (thrown) {
      this.thrown(thrown);
    }
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.thrown(thrown);
    }
  }

  private thrown(thrown: unknown): void {
    if (this.clock.dead) return;
    if (thrown instanceof ProgramDied) this.die(thrown.message);
    else if (thrown instanceof Fault) this.end(`fault ${thrown.code}`);
    else {
      this.parts.listener.onThrown(thrown);
      this.end('it threw');
    }
  }

  /** The session is over: the process of the account is closed, then the program is gone. */
  private end(why: string): void {
    if (this.over || this.clock.dead) return;
    this.over = true;
    this.live?.close();
    void this.orders.close().then(() => {
      if (this.clock.dead) return;
      this.clock.dead = true;
      this.ledger?.close();
      this.ledger = null;
      this.parts.listener.onEnded(why);
    });
  }
}

import { ELSEWHERE, type IdentifiedOrder } from '../../src-shared/domain/order.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { AccountKeys, AccountWatch } from '../ports/venue-orders.ts';
import { isProtective } from '../core/engine/order-register.ts';
import { KeyDuty } from './key-duty.ts';
import { lastCancels, type OrderCanceller } from './last-cancels.ts';
import type { OpenedSession } from './open-session.ts';
import { presentOf } from './paper.ts';

/** How often the account is looked at: while all is well, and while something has to be found out, ms. */
const LOOK_EVERY_MS = { well: 10_000, soon: 2_000 };
/** A wall clock that moved so much more or less than time did has jumped, or the machine slept, ms. */
const JUMP_MS = 2_000;
/** A program that did not get to its turn for so long has slept as well, ms. */
const GAP_MS = 20_000;
/** The venue's dead man's switch: how long it holds, and how often it is renewed, ms. */
const HELD_MS = 60_000;
const RENEW_EVERY_MS = 20_000;
/** How long an orderly end waits for the venue to show no order of ours that could open, ms. */
const SWEEP_MS = 30_000;
/** How long the last look at the account may take, and what it gives to find out, ms. */
const LAST_LOOK_MS = 10_000;
/** How long the venue has to say that its dead man's switch is off, ms. */
const RELEASE_MS = 5_000;
const REST_MS = 20;

/** What the duties stand on. */
export interface LiveDutiesParts {
  readonly opened: OpenedSession;
  readonly account: AccountWatch & OrderCanceller;
  readonly clock: Clock;
  /** The machine's own clock, which may be set. */
  readonly machine: Clock;
  readonly deadMansSwitch: boolean;
  /** Left out where no process holds the key. */
  readonly keys?: AccountKeys;
  readonly onNote: (sentence: string) => void;
  /** The way to the account has ended for good: the session has to end. */
  readonly onLost: (problem: string) => void;
}

/** A pause: a sentence, and when it began, ms UTC. */
export interface Pause {
  readonly why: string;
  readonly at: number;
}

/** What a live session does beside deciding: it looks at the account, keeps the dead man's switch from falling, pauses when time or the way to the venue broke, and sweeps up at its end. */
export class LiveDuties {
  private readonly parts: LiveDutiesParts;
  private wall: number;
  private monotonic: number;
  /** When the account was looked at last. */
  private lookedAt = Number.NEGATIVE_INFINITY;
  private renewAt: number;
  private silent = false;
  private lost = false;
  /** Deaths of the account's process that were answered with a pause. */
  private deaths = 0;
  private readonly keys: KeyDuty | null;
  /** Why it paused last, and when, wall time; null once account and ledger agreed again. */
  paused: Pause | null = null;
  /** The end in order has begun. */
  stopping = false;

  constructor(parts: LiveDutiesParts) {
    this.parts = parts;
    const { machine } = parts;
    this.wall = machine.now();
    this.monotonic = machine.monotonic();
    this.renewAt = this.monotonic;
    this.keys = parts.keys === undefined ? null : this.keyDuty(parts.keys);
  }

  /** Once before each slice of the session's events. */
  turn(): void {
    this.watchTime();
    this.watchLink();
    const { account, deadMansSwitch } = this.parts;
    if (this.lost) return;
    this.keys?.turn();
    if (this.keys?.away === true) return;
    if (!this.parts.opened.engine.gate.recovering) this.paused = null;
    if (this.monotonic >= this.lookedAt + this.lookEveryMs) this.look();
    if (deadMansSwitch && this.monotonic >= this.renewAt) {
      account.keepAlive(HELD_MS);
      this.renewAt = this.monotonic + RENEW_EVERY_MS;
    }
  }

  /**
   * The fence, then cancels until the venue shows no order of ours that could open; protective orders stay, and so does what was made elsewhere. Then the account is
   * looked at once more, for what was filled meanwhile. How many could not be brought to an end. Where a step fails, or has failed before, nothing can be booked: the cancels go out without the ledger.
   */
  async stop(id: string): Promise<number> {
    const { session } = this.parts.opened;
    this.stopping = true;
    if (session.failed) return this.stopUnbooked();
    try {
      this.begin('stopping');
      this.cancelOpening(id);
      await this.until(
        SWEEP_MS,
        () => this.opening().length === 0,
        () => this.turn(),
      );
      await this.lastLook();
      await this.releaseSwitch();
    } catch (thrown) {
      if (session.failed) await this.stopUnbooked();
      throw thrown;
    }
    return this.opening().length;
  }

  private async stopUnbooked(): Promise<number> {
    const { opened, account: venue, clock, onNote } = this.parts;
    const left = await lastCancels({ opened, venue, clock, onNote });
    // While something stands that could open, the venue's own switch is the better end; else what protects has to outlive it.
    if (left === 0) await this.releaseSwitch();
    else if (this.parts.deadMansSwitch)
      onNote(`The dead man’s switch is left on: within ${seconds(HELD_MS)} s the venue ends every order of the account, stops among them.`);
    return left;
  }

  private begin(phase: 'locked' | 'unlocked' | 'stopping'): void {
    const { session } = this.parts.opened;
    session.handle({ kind: 'lifecycle', time: session.time, phase });
  }

  private cancelOpening(id: string): void {
    const { session } = this.parts.opened;
    for (const [place, { order }] of this.opening().entries())
      session.command({ type: 'cancel', id: `${id}-${String(place)}`, order: order.id });
  }

  private keyDuty(keys: AccountKeys): KeyDuty {
    const { account, clock, deadMansSwitch, onNote, opened } = this.parts;
    return new KeyDuty({
      ...{ keys, clock, onNote, opening: () => this.opening().length },
      fence: () => {
        this.begin('locked');
        this.cancelOpening(`lock-${String(opened.session.time)}`);
      },
      release: () => {
        if (deadMansSwitch) account.keepAlive(0);
      },
      released: () => !account.link.switchAsked,
      resume: () => {
        this.begin('unlocked');
        this.renewAt = this.monotonic;
        this.look();
      },
    });
  }

  /** Ledger and venue are compared after everything that was sent; where something has to be found out, so long as it takes or may take. */
  private async lastLook(): Promise<void> {
    const { account, onNote, opened } = this.parts;
    if (this.keys?.away === true) return;
    const { gate, reconciliation } = opened.engine;
    const before = account.link.lookedAt;
    const hasLooked = () => account.link.lookedAt !== before;
    this.look();
    await this.until(
      LAST_LOOK_MS,
      () => hasLooked() && (!reconciliation.suspects || gate.differing),
      () => this.turn(),
    );
    if (!hasLooked() && !this.lost)
      onNote('The account could not be read once more at the end: the next session compares ledger and venue before it opens anything.');
  }

  /** What protects a position has to outlive this program, so the switch is off before the account's process goes. */
  private async releaseSwitch(): Promise<void> {
    const { opened, account, deadMansSwitch, onNote } = this.parts;
    if (!deadMansSwitch || this.lost) return;
    account.keepAlive(0);
    await this.until(
      RELEASE_MS,
      () => !account.link.switchAsked,
      () => {
        if (!opened.session.failed) this.watchLink();
      },
    );
    const { heldUntil, switchAsked } = account.link;
    if (heldUntil === null && !switchAsked) return;
    const when = heldUntil === null ? 'within a minute' : `at ${new Date(heldUntil).toISOString()}`;
    onNote(
      `The dead man’s switch could not be taken off: the venue may cancel every order of the account ${when}, stops among them. Look at the venue.`,
    );
  }

  /** Goes on with the session until something holds, at most so long. */
  private async until(ms: number, holds: () => boolean, turn: () => void): Promise<void> {
    const { clock, opened } = this.parts;
    const end = clock.monotonic() + ms;
    while (!holds() && !this.lost && clock.monotonic() < end) {
      turn();
      if (!opened.session.failed) opened.session.pump(presentOf(opened.session, clock));
      await new Promise<void>((resolve) => {
        clock.after(REST_MS, resolve);
      });
    }
  }

  /** Our own orders that could open a position. */
  private opening(): readonly { readonly order: IdentifiedOrder }[] {
    const { orders } = this.parts.opened.engine.account;
    return orders.all().filter(({ order }) => !isProtective(order) && order.origin !== ELSEWHERE);
  }

  /** How often the account is looked at just now, ms. */
  get lookEveryMs(): number {
    return this.unsure ? LOOK_EVERY_MS.soon : LOOK_EVERY_MS.well;
  }

  /** Looks at the account now. */
  look(): void {
    this.parts.account.look();
    this.lookedAt = this.monotonic;
  }

  /** Something about the account has to be found out. */
  private get unsure(): boolean {
    const { gate, reconciliation } = this.parts.opened.engine;
    return gate.recovering || gate.differing || reconciliation.suspects;
  }

  private watchTime(): void {
    const { machine } = this.parts;
    const wall = machine.now();
    const monotonic = machine.monotonic();
    const gap = monotonic - this.monotonic;
    const jump = wall - this.wall - gap;
    this.wall = wall;
    this.monotonic = monotonic;
    if (Math.abs(jump) > JUMP_MS)
      this.pause(`The clock moved by ${seconds(jump)} s beyond the time that passed: the machine slept, or its clock was set.`);
    else if (gap > GAP_MS) this.pause(`The program stood still for ${seconds(gap)} s.`);
  }

  private watchLink(): void {
    const { ended, health, deaths } = this.parts.account.link;
    if (ended !== null && !this.lost) this.lose(ended, deaths);
    const silent = health?.state === 'silent' && health.problem !== null && this.keys?.away !== true;
    if (deaths > this.deaths || (silent && !this.silent)) this.pause(`The account is not heard: ${health?.problem ?? 'its process died.'}`);
    this.deaths = deaths;
    this.silent = silent;
  }

  /** Nothing comes any more. A process that died again and again halts trading: only a person lets the next session open anything. */
  private lose(problem: string, deaths: number): void {
    const { session } = this.parts.opened;
    this.lost = true;
    this.pause(`The way to the account has ended: ${problem}`);
    if (deaths > 0) session.command({ type: 'kill', id: `account-${String(session.time)}`, reason: 'account-process' });
    this.parts.onLost(problem);
  }

  /** Nothing that enlarges exposure is sent until the account was looked at anew and agrees. */
  private pause(why: string): void {
    const { opened, onNote, clock } = this.parts;
    const { session } = opened;
    this.paused = { why, at: clock.now() };
    onNote(`${why} Ledger and venue are compared before anything new is opened.`);
    session.handle({ kind: 'lifecycle', time: utcMs(session.time), phase: 'paused' });
    this.look();
  }
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

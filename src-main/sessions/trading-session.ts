import type { EquityColumn } from '../core/engine/bar-pass.ts';
import { Effects, type CommandOutcome } from '../core/engine/effects.ts';
import type { Engine } from '../core/engine/engine.ts';
import type { EngineCommand, EngineEvent } from '../core/engine/engine-event.ts';
import type { UtcMs } from '../../src-shared/kernel/time.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { invariant } from '../../src-shared/kernel/result.ts';
import type { ExecutionVenue } from '../ports/execution-venue.ts';
import type { LedgerScope, LedgerWriter } from '../ports/ledger.ts';
import type { BarEvent, BarRun, MarketSource } from '../ports/market-source.ts';
import { TimerQueue } from './timer-queue.ts';

/** Sees every step after its records are durable and its orders are sent: the publisher, the crash campaign's judge. */
export interface SessionObserver {
  after(event: EngineEvent | null, effects: Effects): void;
}

/** Keeps the inputs of a session, and what they led to. */
export interface SessionRecorder {
  input(event: EngineEvent): void;
  output(effects: Effects): void;
}

/** Hears of each bar of a run when the engine has handled it. */
export interface BarListener extends EquityColumn {
  closed(event: BarEvent): void;
  /** Hears that so many bars have passed; the equity after each stands in its column. */
  passed(count: number): void;
}

/** What a session is made of; one loop for backtest, paper and live. */
export interface SessionParts {
  readonly engine: Engine;
  readonly source: MarketSource;
  readonly venue: ExecutionVenue;
  readonly ledger: LedgerWriter;
  readonly scope: LedgerScope;
  readonly recorder: SessionRecorder | null;
  readonly observer: SessionObserver | null;
}

/** The loop round the engine: take the next event, let the engine decide, write, act, tell. One event at a time, never two. */
export class TradingSession {
  readonly engine: Engine;
  private readonly parts: SessionParts;
  private readonly effects = new Effects();
  private readonly timers = new TimerQueue();
  private lastBarTime = 0;
  private placesDone = 0;
  private busy = false;
  private broken: { readonly by: unknown } | null = null;

  constructor(parts: SessionParts) {
    this.parts = parts;
    this.engine = parts.engine;
  }

  /** Market time that has been reached. */
  get time(): UtcMs {
    return utcMs(this.engine.account.time);
  }

  /** A step failed: the engine may be ahead of the ledger, so nothing is handled any more and nothing sent. */
  get failed(): boolean {
    return this.broken !== null;
  }

  /** Goes on where a ledger ended: the bars of `time` whose place lies below `placesDone` are handled already. */
  resumeAt(time: number, placesDone: number): void {
    this.lastBarTime = time;
    this.placesDone = placesDone;
  }

  /** Carries out what the engine asked for while it was restored. */
  settle(effects: Effects): void {
    this.enter();
    try {
      this.act(null, effects);
    } catch (thrown) {
      throw this.breakDown(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** Handles a bar, and those that follow it for as long as none asks for anything; each is told to `curve` when it has been handled. */
  handleRun(event: BarEvent, run: BarRun, curve: BarListener): void {
    const { recorder, observer, engine } = this.parts;
    invariant(recorder === null && observer === null, "a run of bars is nobody's but the engine's");
    const { effects } = this;
    this.enter();
    try {
      do {
        engine.step(event, effects);
        curve.closed(event);
        for (let count = 1; count > 0 && effects.none;) {
          count = engine.pass(event, run, curve, effects);
          if (count > 0) curve.passed(count);
        }
      } while (effects.none && run.follow());
      this.lastBarTime = event.time;
      this.placesDone = event.place + 1;
      if (!effects.none) this.act(event, effects);
    } catch (thrown) {
      throw this.breakDown(thrown);
    } finally {
      this.busy = false;
    }
  }

  handle(event: EngineEvent): void {
    this.enter();
    try {
      const { recorder, engine } = this.parts;
      if (event.kind === 'bar') {
        this.lastBarTime = event.time;
        this.placesDone = event.place + 1;
      }
      if (recorder !== null) recorder.input(event);
      engine.step(event, this.effects);
      if (this.parts.observer !== null || !this.effects.none) this.act(event, this.effects);
    } catch (thrown) {
      throw this.breakDown(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** Handles everything up to and including market time `until`, at most `most` events. Returns how many it handled. */
  pump(until: UtcMs, most = Number.POSITIVE_INFINITY): number {
    if (this.broken !== null) throw this.broken.by;
    const { source } = this.parts;
    let handled = 0;
    while (handled < most) {
      const due = this.timers.next;
      const event = source.next(due < until ? utcMs(due) : until);
      if (event !== null) this.handle(event);
      else {
        const timer = due <= until ? this.timers.take() : null;
        if (timer === null) {
          if (until > this.engine.account.time && until !== Number.POSITIVE_INFINITY) this.engine.account.time = until;
          break;
        }
        this.handle({ kind: 'timer', time: timer.at, timer: timer.timer });
      }
      handled += 1;
    }
    return handled;
  }

  /** Carries out a command at the market time reached. A command id that was carried out before changes nothing. */
  command(command: EngineCommand): CommandOutcome {
    if (this.broken !== null) throw this.broken.by;
    if (this.parts.ledger.hasCommand(command.id)) return { ok: true, orders: [], cancelled: 0, kept: 0 };
    let outcome: CommandOutcome | null = null;
    const { recorder, engine } = this.parts;
    this.enter();
    try {
      const event: EngineEvent = { kind: 'command', time: engine.account.time, command };
      if (recorder !== null) recorder.input(event);
      engine.step(event, this.effects);
      outcome = this.effects.outcome;
      this.act(event, this.effects);
    } catch (thrown) {
      throw this.breakDown(thrown);
    } finally {
      this.busy = false;
    }
    invariant(outcome !== null, 'a command has an outcome');
    return outcome;
  }

  /** One step at a time, and none after one that failed: its fault is thrown again. */
  private enter(): void {
    if (this.broken !== null) throw this.broken.by;
    invariant(!this.busy, 'the engine handles one event at a time');
    this.busy = true;
  }

  private breakDown(thrown: unknown): unknown {
    this.broken ??= { by: thrown };
    return thrown;
  }

  /** Records first, in one transaction; only then is anything sent. */
  private act(event: EngineEvent | null, effects: Effects): void {
    const { ledger, venue, scope, recorder, observer } = this.parts;
    if (recorder !== null && (effects.records.length > 0 || effects.actions.length > 0)) recorder.output(effects);
    if (effects.records.length > 0) {
      const { time } = this;
      ledger.commit({ scope, time, sequence: time === this.lastBarTime ? this.placesDone : 0, records: effects.records });
    }
    for (const action of effects.actions) {
      if (action.kind === 'submit') venue.submit(action.order);
      else if (action.kind === 'amend') venue.amend(action.amendment);
      else if (action.kind === 'cancel') venue.cancel(action.order, action.reason);
      else venue.query(action.order);
    }
    for (const { timer, at } of effects.timers) this.timers.arm(timer, at);
    if (observer !== null) observer.after(event, effects);
    effects.clear();
  }
}

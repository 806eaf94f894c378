import type { EngineCommand } from '../../src-main/core/engine/engine-event.ts';
import type { OpenedSession } from '../../src-main/sessions/open-session.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { Random } from '../../src-shared/kernel/random.ts';
import { armAccount, armStrategy } from './arming.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { EventClock } from './event-clock.ts';
import type { Person } from './person.ts';
import type { Program } from './program.ts';
import type { Trace } from './trace.ts';
import type { Watch } from './watch.ts';

/** Seldom a session is armed only so long after it was opened, ms. */
const LATE_ARMING_MS = { least: 1_000, more: 60_000 };

/** What a script stands on. */
export interface ScriptParts {
  readonly clock: EventClock;
  readonly trace: Trace;
  readonly watch: Watch;
  readonly person: Person;
  readonly others: Elsewhere;
  readonly random: Random;
  readonly specs: readonly InstrumentSpec[];
  /** Sessions have to be armed before they open anything. */
  readonly armed: boolean;
  /** The program of now. */
  readonly program: () => Program | null;
  /** How many events have happened. */
  readonly step: () => number;
}

/** What is done with the program while it runs: by a person now and then, and at each start, where a session has to be armed. */
export class Script {
  /** Nothing new is wanted any more. */
  quiet = false;
  private readonly parts: ScriptParts;

  constructor(parts: ScriptParts) {
    this.parts = parts;
  }

  /** The person does something now and then. */
  begin(): void {
    const { clock, random, program } = this.parts;
    clock.after(1_500 + random.below(9_000), () => {
      this.begin();
      const present = program();
      present?.act((opened) => this.act(present, opened));
    });
  }

  /** A session was opened. It is armed at once, or seldom a while later: what was armed before a restart says nothing for it. */
  onOpened(program: Program, opened: OpenedSession, life: string): void {
    const { armed, clock, random, specs, trace, watch } = this.parts;
    if (!armed) return;
    const arm = (session: OpenedSession) => {
      trace.note('armed');
      watch.arm(program);
      armAccount(session, specs, life);
    };
    if (this.quiet || random.below(4) > 0) arm(opened);
    else clock.after(LATE_ARMING_MS.least + random.below(LATE_ARMING_MS.more), () => program.act(arm));
  }

  private act(program: Program, opened: OpenedSession): void {
    const { random, person, trace, watch } = this.parts;
    const { reconciliation, director } = opened.engine;
    if (reconciliation.differences.length > 0) this.acceptTransfers(opened);
    else if (this.quiet) return;
    else if (director.running.length === 0 && random.below(3) === 0) this.startStrategy(program, opened);
    else if (random.below(60) === 0) {
      trace.note('stopped in order');
      watch.fence(program);
      program.stop();
    } else {
      const command = person.next(opened);
      if (command !== null) this.command(opened, command);
    }
  }

  /** Only what really came or went is accepted: anything else is to be found. */
  private acceptTransfers(opened: OpenedSession): void {
    const { others, step } = this.parts;
    const { differences: shown } = opened.engine.reconciliation;
    if (!others.transferred || shown.some(({ cost }) => cost !== undefined)) return;
    const differences = shown.map(({ asset, booked, held }) => ({ asset, amount: held.sub(booked) }));
    this.command(opened, { type: 'accept-differences', id: `accept-${String(step())}`, differences });
  }

  private startStrategy(program: Program, opened: OpenedSession): void {
    const { person, step, armed, watch, trace } = this.parts;
    const history = program.history(1);
    const start = history === undefined ? null : person.startStrategy(opened, history, step());
    if (start === null) return;
    if (armed) {
      trace.note('armed for a strategy');
      watch.arm(program);
      armStrategy(opened, start.record, start.id);
    }
    this.command(opened, start);
  }

  private command({ session }: OpenedSession, command: EngineCommand): void {
    const { trace, watch } = this.parts;
    trace.note(`command ${command.type} ${command.id}`);
    const { halted } = watch;
    // A program that dies in it may have written it down or not: then its own state is what it is held to.
    if (command.type === 'rearm') watch.halted = false;
    const outcome = session.command(command);
    trace.note(`command ${command.id} ${String(outcome.ok)}`);
    if (command.type === 'kill' && outcome.ok) watch.halted = true;
    if (command.type === 'rearm' && !outcome.ok) watch.halted = halted;
  }
}

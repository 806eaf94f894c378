import type { StrategyParameters } from '../../../src-shared/domain/strategy-spec.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { invariant, unwrap } from '../../../src-shared/kernel/result.ts';
import type { Effects } from '../../core/engine/effects.ts';
import type { AnswerEvent } from '../../core/engine/engine-event.ts';
import { findStrategy } from '../../core/strategies/catalog.ts';
import { completeParameters } from '../../core/strategies/parameters.ts';
import type { FindStrategy } from '../../core/strategies/strategy.ts';
import type { StrategyQuestion } from '../../core/user-strategies/awaited-strategy.ts';
import type { Measured } from '../../core/user-strategies/script-answers.ts';
import { specOnly } from '../../core/user-strategies/spec-only.ts';
import type { ScriptMark, StrategyRecord } from '../../ports/ledger.ts';
import type { StrategyScript } from '../../ports/strategy-process.ts';
import type { StrategyAnswer } from '../strategy-questions.ts';
import type { TradingSession } from '../trading-session.ts';
import { measureLater, type OpenedScript, OwnRoom } from './own-room.ts';

/** Questions of one market millisecond are fewer, so numbers of a strategy that is made later are others. */
const NUMBERS_A_MILLISECOND = 1_000;

/** The versions of scripts that ran, kept so that a start goes on with what ran whatever became of the file. */
export interface ScriptVersions {
  keep(script: StrategyScript, hash: string): void;
  /** Fails with `strategy.script` where it is not kept. */
  read(mark: ScriptMark): StrategyScript;
  /** How it stands to its files as they are now; null where it is not kept. */
  state(mark: ScriptMark): 'same' | 'changed' | 'gone' | null;
}

/** The file of an instance that goes on, and how it stands to the version that ran. */
export interface FoundVersion {
  readonly file: string;
  readonly state: 'same' | 'changed' | 'gone';
}

/** What the rooms are made of. */
export interface OwnRoomsParts {
  /** Loads a script in a process of its own. Fails with `strategy.script` and `strategy.failed`. */
  readonly open: (script: StrategyScript) => Promise<OpenedScript>;
  readonly versions: ScriptVersions;
  readonly seed: number;
}

/** The session whose strategies ask, and what its desk does. */
export interface RoomsDesk {
  readonly session: TradingSession;
  readonly handle: (event: AnswerEvent) => void;
  readonly broken: (thrown: unknown) => void;
}

/** A version that is about to be run with values that it takes. */
export interface PreparedScript {
  readonly opened: OpenedScript;
  readonly parameters: StrategyParameters;
  readonly mark: ScriptMark;
}

/** The user's strategies on a desk: a process for each instance, so that one that is ended ends nothing else. */
export class OwnRooms {
  readonly find: FindStrategy;
  private readonly parts: OwnRoomsParts;
  private readonly rooms = new Map<StrategyInstanceId, OwnRoom>();
  /** What has become of the files of the instances that go on, by instance. */
  readonly found = new Map<StrategyInstanceId, FoundVersion>();
  private desk: RoomsDesk | null = null;
  private startAt = 0;

  constructor(parts: OwnRoomsParts) {
    this.parts = parts;
    this.find = (strategy, instance) => this.rooms.get(instance)?.definition ?? findStrategy(strategy);
  }

  /** Opens a room for each instance that ran when the ledger ended; one whose version cannot be opened is stopped by its first answer. */
  recover(records: readonly StrategyRecord[], time: number): void {
    this.startAt = time;
    for (const { running, script, instance, strategy } of records) {
      if (!running || script === undefined) continue;
      const state = this.parts.versions.state(script);
      if (state !== null) this.found.set(instance, { file: script.file, state });
      this.rooms.set(instance, this.room(strategy, script, this.reopen(script)));
    }
  }

  /** From now on answers are handed to a desk. */
  attach(desk: RoomsDesk): void {
    this.desk = desk;
  }

  /** The room of an instance that runs a script of the user's; undefined for a built-in one. */
  of(instance: StrategyInstanceId): OwnRoom | undefined {
    return this.rooms.get(instance);
  }

  /** Loads a version and checks the values that it is to run with. Fails with `strategy.script`, `strategy.failed` and `strategy.parameter`. */
  async prepare(script: StrategyScript, choose: (opened: OpenedScript) => StrategyParameters): Promise<PreparedScript> {
    const opened = await this.parts.open(script);
    try {
      const parameters = unwrap(completeParameters(specOnly(opened.spec), choose(opened)));
      const warmupBars = fittingWarmup(opened.spec.id, await measureLater(opened, parameters));
      this.parts.versions.keep(opened.script, opened.hash);
      return { opened, parameters, mark: { file: script.entry, hash: opened.hash, warmupBars } };
    } catch (thrown) {
      opened.process.end();
      throw thrown;
    }
  }

  /** Runs an instance on a prepared version from here on, if the engine takes it; else everything stays as it was. */
  enter(instance: StrategyInstanceId, { opened, mark }: PreparedScript, take: () => void): void {
    const before = this.rooms.get(instance);
    const room = this.room(opened.spec.id, mark, Promise.resolve(opened));
    this.rooms.set(instance, room);
    try {
      take();
    } finally {
      if (room.used) before?.end();
      else {
        // A command that was refused, or carried out before, has made nothing in it.
        room.end();
        if (before === undefined) this.rooms.delete(instance);
        else this.rooms.set(instance, before);
      }
    }
  }

  /** Ends the processes of instances that have stopped. */
  after({ records }: Pick<Effects, 'records'>): void {
    if (this.rooms.size === 0) return;
    for (const record of records) {
      if (record.kind !== 'strategy' || record.record.running) continue;
      this.rooms.get(record.record.instance)?.end();
      this.rooms.delete(record.record.instance);
    }
  }

  /** Settles when everything that was asked until now has been answered. */
  async idle(): Promise<void> {
    await Promise.all([...this.rooms.values()].map((room) => room.idle()));
  }

  close(): void {
    for (const room of this.rooms.values()) room.end();
    this.rooms.clear();
  }

  private async reopen(mark: ScriptMark): Promise<OpenedScript> {
    return this.parts.open(this.parts.versions.read(mark));
  }

  private room(id: string, mark: ScriptMark, opening: Promise<OpenedScript>): OwnRoom {
    return new OwnRoom({
      ...{ id, mark, opening, seed: this.parts.seed },
      first: () => (this.desk?.session.time ?? this.startAt) * NUMBERS_A_MILLISECOND,
      deliver: (question, answer) => {
        this.deliver(question, answer);
      },
      broken: (thrown) => {
        this.desk?.broken(thrown);
      },
    });
  }

  private deliver({ strategy, bar, number }: StrategyQuestion, { wishes, problem }: StrategyAnswer): void {
    const { desk } = this;
    invariant(desk !== null, 'nothing is answered before the desk is open');
    // What was asked before values changed, or of one that was stopped, is nobody's answer any more.
    const instance = desk.session.engine.director.running.find((running) => running.strategy === strategy);
    if (instance === undefined || (problem === null && wishes.length === 0)) return;
    desk.handle({ kind: 'answer', time: desk.session.time, instance: instance.record.instance, bar, question: number, wishes, problem });
  }
}

/** The bars of history that are wanted. Fails with `strategy.parameter` where values do not fit together. */
export function fittingWarmup(strategy: string, { warmup, conflict }: Measured): number {
  if (conflict !== null) throw new Fault('strategy.parameter', { strategy, ...conflict });
  return warmup;
}

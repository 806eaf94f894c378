import type { StrategyParameters, StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import type { ScriptMark } from '../../ports/ledger.ts';
import type { BarRows, LaterProcess, StrategyRequest, StrategyScript } from '../../ports/strategy-process.ts';
import type { StrategyDefinition } from '../../core/strategies/strategy.ts';
import { awaitedDefinition, type StrategyQuestion } from '../../core/user-strategies/awaited-strategy.ts';
import { type Measured, readConflict, readWarmup } from '../../core/user-strategies/script-answers.ts';
import { specOnly } from '../../core/user-strategies/spec-only.ts';
import { answerTo, type StrategyAnswer } from '../strategy-questions.ts';

/** Most bars and fills that may wait for a strategy: one that falls further behind would trade on what is long past. */
const MOST_WAITING = 1_000;

/** A version of a script, loaded in a process that answers later. */
export interface OpenedScript {
  readonly spec: StrategySpec;
  /** The files that take part, and no others. */
  readonly script: StrategyScript;
  /** SHA-256 of them. */
  readonly hash: string;
  readonly process: LaterProcess;
}

/** What a strategy says of values, asked in its process. Fails with `strategy.script` and `strategy.failed`. */
export async function measureLater(
  { process, spec, script }: Pick<OpenedScript, 'spec' | 'script'> & { readonly process: Pick<LaterProcess, 'callLater'> },
  parameters: StrategyParameters,
): Promise<Measured> {
  const answer = await process.callLater({ kind: 'measure', parameters });
  return {
    warmup: readWarmup(answer, script.entry, spec.id),
    conflict: readConflict(answer, script.entry, Object.keys(parameters)),
  };
}

/** What a room is made of. */
export interface RoomParts {
  /** Id of the strategy. */
  readonly id: string;
  /** The version that runs. */
  readonly mark: ScriptMark;
  readonly opening: Promise<OpenedScript>;
  readonly seed: number;
  /** Number from which the questions of a strategy that is made now are counted. */
  readonly first: () => number;
  /** Takes an answer; never while the engine is at work. */
  readonly deliver: (question: StrategyQuestion, answer: StrategyAnswer) => void;
  /** Hears of a mistake of the program's own. */
  readonly broken: (thrown: unknown) => void;
}

/** One instance of a user's strategy on a desk: its process, and what waits for that, one after the other. Nobody else waits for it. */
export class OwnRoom {
  readonly definition: StrategyDefinition;
  private readonly parts: RoomParts;
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private made = false;
  private ended = false;

  constructor(parts: RoomParts) {
    this.parts = parts;
    const { id, mark, seed, first } = parts;
    const spec = { id, family: 'own', description: '', parameters: [] };
    const ask = (question: StrategyQuestion): void => {
      this.add(question);
    };
    this.definition = awaitedDefinition({ ...specOnly(spec), warmupBars: () => mark.warmupBars }, seed, ask, first);
    // The first question is answered with why it could not be opened.
    parts.opening.catch(() => undefined);
  }

  /** Whether a strategy was made in it. */
  get used(): boolean {
    return this.waiting > 0 || this.made;
  }

  get mark(): ScriptMark {
    return this.parts.mark;
  }

  /** The schema of the version that runs. Fails as opening it did. */
  async spec(): Promise<StrategySpec> {
    return (await this.parts.opening).spec;
  }

  /** Asks what the strategy says of values, once everything before has been answered. Fails with `strategy.script` and `strategy.failed`. */
  measure(parameters: StrategyParameters): Promise<Measured> {
    return this.inTurn(async () => measureLater(await this.parts.opening, parameters));
  }

  /** Settles when everything that was asked until now has been answered. */
  async idle(): Promise<void> {
    await this.last;
  }

  /** Ends the process. What is still asked has no answer any more. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.parts.opening.then(
      ({ process }) => {
        process.end();
      },
      () => undefined,
    );
  }

  private add(question: StrategyQuestion): void {
    if (this.waiting > MOST_WAITING) return;
    this.waiting += 1;
    if (this.waiting > MOST_WAITING) {
      queueMicrotask(() => {
        this.deliver(question, { wishes: [], problem: `${this.parts.mark.file}: it is ${String(MOST_WAITING)} bars and fills behind.` });
      });
      return;
    }
    this.inTurn(async () => {
      if (!this.ended) this.deliver(question, await answerTo(question, { process: this, name: this.parts.mark.file }));
      this.waiting -= 1;
    }).catch(this.parts.broken);
  }

  /** Passes a question on; the strategy that was made before, with other values, is let go of first. */
  async callLater(request: StrategyRequest, bars?: BarRows): Promise<unknown> {
    const { process } = await this.parts.opening;
    if (request.kind === 'create') {
      if (this.made) await process.callLater({ kind: 'forget' });
      this.made = true;
    }
    return bars === undefined ? process.callLater(request) : process.callLater(request, bars);
  }

  private deliver(question: StrategyQuestion, answer: StrategyAnswer): void {
    if (this.ended) return;
    try {
      this.parts.deliver(question, answer);
    } catch (thrown) {
      this.parts.broken(thrown);
    }
  }

  private inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }
}

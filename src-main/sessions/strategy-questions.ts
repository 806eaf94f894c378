import { Fault } from '../../src-shared/kernel/fault.ts';
import type { StrategyQuestion } from '../core/user-strategies/awaited-strategy.ts';
import { checkedAnswer } from '../core/user-strategies/script-answers.ts';
import { readWishes, type UserWish } from '../core/user-strategies/wishes.ts';
import type { LaterProcess } from '../ports/strategy-process.ts';
import type { TradingSession } from './trading-session.ts';

/** What came of a question: wishes, or why the strategy cannot go on. */
export interface StrategyAnswer {
  readonly wishes: readonly UserWish[];
  readonly problem: string | null;
}

/** Where a question goes: the process, and the strategy's file for what is said of it. */
export interface StrategyAddress {
  readonly process: Pick<LaterProcess, 'callLater'>;
  readonly name: string;
}

interface Addressed extends StrategyQuestion, StrategyAddress {}

/** The questions of user strategies that are not answered yet. Each answer is handed to the session as an event, and so is none. */
export class StrategyQuestions {
  private readonly waiting: Addressed[] = [];

  add(question: StrategyQuestion, to: StrategyAddress): void {
    this.waiting.push({ ...question, ...to });
  }

  get pending(): boolean {
    return this.waiting.length > 0;
  }

  /** Has every question answered, one after the other, and each answer handled. Nothing else need wait for it. */
  async settle(session: TradingSession): Promise<void> {
    for (let question = this.waiting.shift(); question !== undefined; question = this.waiting.shift()) {
      const { strategy, bar, number } = question;
      const runs = () => session.engine.director.running.find((instance) => instance.strategy === strategy);
      // A strategy that was stopped is asked no more.
      if (runs() === undefined) continue;
      const { wishes, problem } = await answerTo(question, question);
      const instance = runs();
      if (instance === undefined || (problem === null && wishes.length === 0)) continue;
      session.handle({ kind: 'answer', time: session.time, instance: instance.record.instance, bar, question: number, wishes, problem });
    }
  }
}

/** Asks a question. What goes wrong in the strategy or its process is the answer; a mistake of the program's own is thrown. */
export async function answerTo(
  { kind, request, bars }: Pick<StrategyQuestion, 'kind' | 'request' | 'bars'>,
  { process, name }: StrategyAddress,
): Promise<StrategyAnswer> {
  try {
    const asked = request();
    const answer = checkedAnswer(await (bars === null ? process.callLater(asked) : process.callLater(asked, bars)), name);
    if (kind !== 'bars' && kind !== 'fill') return { wishes: [], problem: null };
    const wishes = readWishes(answer['wishes']);
    return typeof wishes === 'string' ? { wishes: [], problem: `${name}: ${wishes}` } : { wishes, problem: null };
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code === 'internal') throw thrown;
    return { wishes: [], problem: thrown.message };
  }
}

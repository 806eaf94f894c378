import { Fault } from '../../src-shared/kernel/fault.ts';
import type { StrategyQuestion } from '../core/user-strategies/awaited-strategy.ts';
import { checkedAnswer } from '../core/user-strategies/remote-strategy.ts';
import { readWishes, type UserWish } from '../core/user-strategies/wishes.ts';
import type { LaterProcess } from '../ports/strategy-process.ts';
import type { TradingSession } from './trading-session.ts';

/** What came of a question: wishes, or why the strategy cannot go on. */
interface Answer {
  readonly wishes: readonly UserWish[];
  readonly problem: string | null;
}

/** A question with the process that it goes to. */
interface Addressed extends StrategyQuestion {
  readonly process: LaterProcess;
  /** The strategy's file, for what is said of it. */
  readonly name: string;
}

/** The questions of user strategies that are not answered yet. Each answer is handed to the session as an event, and so is none. */
export class StrategyQuestions {
  private readonly waiting: Addressed[] = [];

  add(question: StrategyQuestion, to: { readonly process: LaterProcess; readonly name: string }): void {
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
      const { wishes, problem } = await answerTo(question);
      const instance = runs();
      if (instance === undefined || (problem === null && wishes.length === 0)) continue;
      session.handle({ kind: 'answer', time: session.time, instance: instance.record.instance, bar, question: number, wishes, problem });
    }
  }
}

async function answerTo({ process, request, bars, name }: Addressed): Promise<Answer> {
  try {
    const answer = checkedAnswer(await (bars === null ? process.callLater(request) : process.callLater(request, bars)), name);
    if (request.kind !== 'bars' && request.kind !== 'fill') return { wishes: [], problem: null };
    const wishes = readWishes(answer['wishes']);
    return typeof wishes === 'string' ? { wishes: [], problem: `${name}: ${wishes}` } : { wishes, problem: null };
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code === 'internal') throw thrown;
    return { wishes: [], problem: thrown.message };
  }
}

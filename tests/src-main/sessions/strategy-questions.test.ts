import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { candleColumns } from '../../../src-shared/domain/candle.ts';
import { CONSERVATIVE } from '../../../src-shared/domain/costs.ts';
import { NO_LIMITS } from '../../../src-shared/domain/limits.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { AccountId, SessionId, StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import { CandleReplay } from '../../../src-main/adapters/candle-replay/candle-replay.ts';
import { awaitedDefinition, replayedDefinition } from '../../../src-main/core/user-strategies/awaited-strategy.ts';
import type { StrategyRequest } from '../../../src-main/ports/strategy-process.ts';
import { openSession, type OpenedSession } from '../../../src-main/sessions/open-session.ts';
import { RunTally } from '../../../src-main/sessions/paper.ts';
import { StrategyQuestions } from '../../../src-main/sessions/strategy-questions.ts';
import { simulatedInstruments } from '../../../src-main/command-services.ts';
import { instrumentsOf } from '../../../src-main/sessions/backtest.ts';
import { RegisteredLedger } from '../../support/paper-kit.ts';
import { swingingBars } from '../../support/user-strategy-kit.ts';

const BARS = swingingBars(20);
const INSTANCE = 'mine-1' as StrategyInstanceId;

/** A session over twenty bars whose only strategy is answered by the test. */
class AskedSession {
  readonly questions = new StrategyQuestions();
  readonly tally = new RunTally();
  readonly asked: StrategyRequest['kind'][] = [];
  readonly opened: OpenedSession;
  answerNext: (request: StrategyRequest) => unknown = () => ({ kind: 'took', rows: 1, wishes: [] });
  private readonly exchange: CandleReplay;

  constructor() {
    const instruments = instrumentsOf({ instruments: [simulatedInstruments()[0]!], series: [] });
    const series = [{ instrument: 0, timeframe: '1m' as const, columns: BARS }];
    this.exchange = new CandleReplay({ instruments, series, costs: CONSERVATIVE, balances: new Map() });
    const process = {
      callLater: async (request: StrategyRequest) => (this.asked.push(request.kind), Promise.resolve(this.answerNext(request))),
    };
    const definition = awaitedDefinition(replayedDefinition('mine'), 7, (question) => {
      this.questions.add(question, { process, name: 'mine.ts' });
    });
    const ledger = new RegisteredLedger();
    const scope = { book: 'paper' as const, account: 'a' as AccountId, venue: instruments[0]!.spec.venue, session: 's' as SessionId };
    const specs = instruments.map(({ spec }) => spec);
    this.opened = openSession({
      exchange: this.exchange,
      ledger,
      scope,
      snapshot: ledger.snapshot(scope, specs),
      startAt: BARS.time[0]!,
      cash: Decimal.of(100_000n),
      limits: NO_LIMITS,
      costs: CONSERVATIVE,
      engineVersion: 'test',
      configuration: '{}',
      find: (id) => (id === 'mine' ? definition : undefined),
      journal: null,
      observer: () => this.tally,
    });
    const { session } = this.opened;
    const record = {
      instance: INSTANCE,
      strategy: 'mine',
      instrument: specs[0]!.id,
      timeframe: '1m' as const,
      parameters: {},
      size: { kind: 'base' as const, amount: '0.1' },
      running: true,
      startedAt: session.time,
      stopReason: null,
    };
    session.command({ type: 'start-strategy', id: 'start', record, history: candleColumns(0) });
  }

  /** Handles events until something is asked. */
  toNextQuestion(): void {
    while (!this.questions.pending && this.opened.session.pump(utcMs(BARS.time[19]! + 60_000), 1) > 0);
  }

  async settle(): Promise<void> {
    await this.questions.settle(this.opened.session);
  }
}

let kit: AskedSession;
beforeEach(() => {
  kit = new AskedSession();
});
afterEach(() => {
  kit.opened.close();
});

const ENTER = { kind: 'took', rows: 1, wishes: [{ kind: 'enter' }] };

describe('questions to a strategy of the user', () => {
  it('are answered in their order, and each answer is an event of the session', async () => {
    await kit.settle();
    kit.toNextQuestion();
    kit.answerNext = () => ENTER;
    await kit.settle();
    expect([kit.asked, kit.tally.orders]).toEqual([['create', 'bars'], 1]);
    kit.answerNext = () => ({ wishes: [] });
    kit.toNextQuestion();
    await kit.settle();
    expect([kit.asked.at(-1), kit.tally.fills.length]).toEqual(['fill', 1]);
  });

  it('do not keep a kill from being carried out, and what is wanted after it is refused by the gate', async () => {
    await kit.settle();
    kit.toNextQuestion();
    let release: (answer: unknown) => void = () => undefined;
    kit.answerNext = () => new Promise((resolve) => (release = resolve));
    const settled = kit.settle();
    const { session, engine } = kit.opened;
    expect(session.command({ type: 'kill', id: 'k' })).toMatchObject({ ok: true });
    expect(engine.control.record.state).toBe('HALTED');
    release(ENTER);
    await settled;
    expect([kit.tally.orders, kit.tally.fills.length]).toEqual([0, 0]);
  });

  it('stop a strategy that is late, ends or answers rubbish, with the reason; the session goes on', async () => {
    const cases: [unknown, string][] = [
      [
        new Fault('strategy.failed', { strategy: 'mine.ts', problem: 'it did not answer within 2000 ms.' }),
        'did not answer within 2000 ms',
      ],
      [{ kind: 'fault', place: 'mine.ts:3:8', problem: 'Error: so' }, 'mine.ts:3:8: Error: so'],
      [
        { kind: 'took', wishes: [{ kind: 'limit', side: 'buy', price: null, size: 1, tag: 'a' }] },
        'mine.ts: order "a": its price is no number',
      ],
      ['rubbish', 'mine.ts: its answer holds no list of wishes.'],
    ];
    for (const [answer, reason] of cases) {
      const fresh = new AskedSession();
      await fresh.settle();
      fresh.toNextQuestion();
      fresh.answerNext = () => (answer instanceof Fault ? Promise.reject(answer) : answer);
      await fresh.settle();
      expect(fresh.tally.stopped).toEqual([{ instance: INSTANCE, reason: expect.stringContaining(reason) as string }]);
      expect(fresh.opened.session.pump(utcMs(BARS.time[19]! + 60_000))).toBeGreaterThan(10);
      expect(fresh.asked).toEqual(['create', 'bars']);
      fresh.opened.close();
    }
  });

  it('of a strategy that was stopped meanwhile are dropped, before they are asked and after', async () => {
    await kit.settle();
    kit.toNextQuestion();
    kit.answerNext = () => {
      kit.opened.session.command({ type: 'stop-strategy', id: 'stop', instance: INSTANCE, close: false });
      return ENTER;
    };
    await kit.settle();
    expect(kit.tally.orders).toBe(0);
    const other = new AskedSession();
    other.opened.session.command({ type: 'stop-strategy', id: 'stop', instance: INSTANCE, close: false });
    await other.settle();
    expect(other.asked).toEqual([]);
    other.opened.close();
  });

  it('do not hide a mistake of the program itself', async () => {
    kit.answerNext = () => Promise.reject(new TypeError('ours'));
    await expect(kit.settle()).rejects.toThrow('ours');
  });
});

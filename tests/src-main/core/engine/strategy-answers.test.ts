import { describe, expect, it } from 'vitest';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
import type { StrategyInstanceId } from '../../../../src-shared/kernel/ids.ts';
import type { AnswerEvent } from '../../../../src-main/core/engine/engine-event.ts';
import {
  awaitedDefinition,
  replayedDefinition,
  type StrategyQuestion,
} from '../../../../src-main/core/user-strategies/awaited-strategy.ts';
import { funded, strategyRecord, flatBars, type EngineKit } from './engine-kit.ts';
import { NOW } from '../risk/desk-of-one.ts';

const NAME = 'scripted-1' as StrategyInstanceId;

function awaited(history = candleColumns(0)) {
  const questions: StrategyQuestion[] = [];
  const definition = awaitedDefinition(replayedDefinition('scripted'), 7, (question) => questions.push(question));
  const kit = funded({ find: () => definition });
  kit.command({ type: 'start-strategy', record: strategyRecord({ size: { kind: 'base', amount: '0.1' } }), history });
  return { kit, questions };
}

function answer(kit: EngineKit, over: Partial<AnswerEvent>) {
  return kit.step({ kind: 'answer', time: kit.now, instance: NAME, bar: null, question: 1, wishes: [], problem: null, ...over });
}

describe('a strategy whose answers are awaited', () => {
  it('asks at its start, at each bar and at each fill, and decides nothing itself', () => {
    const { kit, questions } = awaited(
      flatBars(
        NOW - 5_000 * 60_000,
        '1m',
        Array.from({ length: 5_000 }, () => 1),
      ),
    );
    expect(questions.map(({ kind, bars }) => [kind, bars && bars.to - bars.from])).toEqual([
      ['create', null],
      ['warm', 4_096],
      ['warm', 904],
    ]);
    kit.now += 60_000;
    expect(kit.bar(100).records).toEqual([]);
    expect(questions[3]).toMatchObject({ bar: kit.now, number: 4 });
    expect(questions[3]?.request()).toMatchObject({ kind: 'bars', barMs: 60_000, view: { time: kit.now, position: 0 } });
    const [entry] = answer(kit, { bar: kit.now, wishes: [{ kind: 'enter' }] }).sent;
    kit.fill(entry!, 10_000);
    expect(questions[4]?.bar).toBeNull();
    expect(questions[4]?.request()).toMatchObject({
      kind: 'fill',
      view: { position: 0.1 },
      fill: { side: 'buy', price: 100, size: 0.1, tag: null, complete: true },
    });
    // What is asked late shows the account as it is then.
    expect(questions[3]?.request()).toMatchObject({ view: { position: 0.1 } });
  });

  it('has its wishes carried out under the identity of the bar, or of the question, that they answer', () => {
    const ids = (over: Partial<AnswerEvent>, early = 0) => {
      const { kit } = awaited();
      kit.now += 60_000;
      kit.bar(100);
      const bar = kit.now;
      kit.now += early;
      return answer(kit, { wishes: [{ kind: 'enter' }], ...(over.question === undefined ? { bar } : {}), ...over }).sent;
    };
    expect(ids({})).toHaveLength(1);
    // When the answer comes does not change which order it is.
    expect(ids({}, 500)).toEqual(ids({}));
    expect(ids({ question: 3 })).not.toEqual(ids({}));
    expect(ids({ question: 3 })).not.toEqual(ids({ question: 4 }));
  });

  it('is stopped with the reason, its orders cancelled and its position kept, while everybody else goes on', () => {
    const { kit } = awaited();
    kit.now += 60_000;
    kit.bar(100);
    const [order] = answer(kit, { bar: kit.now, wishes: [{ kind: 'limit', side: 'buy', price: 90, size: 0.1, tag: 'a' }] }).sent;
    const stopped = answer(kit, { problem: 'my.ts:3:8: Error: so' });
    expect(stopped.cancelled).toEqual([order]);
    expect(stopped.of('signal')[0]).toMatchObject({ code: 'strategy.failed', details: { problem: 'my.ts:3:8: Error: so' } });
    expect(stopped.of('strategy')[0]?.record).toMatchObject({ running: false, stopReason: 'my.ts:3:8: Error: so' });
    expect(kit.engine.director.running).toEqual([]);
    // Another answer of it comes too late.
    expect(answer(kit, { wishes: [{ kind: 'enter' }] }).records).toEqual([]);
    kit.buy(1_000);
    expect(kit.held()).toBe(1_000);
  });

  it('takes another version over with its position and its orders, and other values without those that rested by the old ones', () => {
    const { kit, questions } = awaited();
    const mark = (hash: string) => ({ file: 'my.ts', hash: hash.repeat(64), warmupBars: 2 });
    const change = (script: ReturnType<typeof mark>, parameters = {}) =>
      kit.command({ type: 'change-strategy', instance: NAME, parameters, size: null, history: flatBars(kit.now, '1m', [1, 2]), script });
    kit.now += 60_000;
    kit.bar(100);
    const [entry] = answer(kit, { bar: kit.now, wishes: [{ kind: 'enter' }] }).sent;
    kit.fill(entry!, 10_000);
    const [resting] = answer(kit, { wishes: [{ kind: 'limit', side: 'sell', price: 200, size: 0.1, tag: 'far' }] }).sent;
    const reloaded = change(mark('b'), { fast: 3 });
    expect(reloaded.cancelled).toEqual([]);
    expect(reloaded.of('signal').map(({ code, details }) => [code, details])).toEqual([
      ['strategy.reloaded', { file: 'my.ts', hash: 'b'.repeat(12) }],
      ['strategy.changed', { parameters: 'fast 3' }],
    ]);
    expect(reloaded.of('strategy')[0]?.record).toMatchObject({ running: true, script: mark('b') });
    expect(kit.engine.director.running).toMatchObject([{ positionLots: 10_000 }]);
    expect(kit.engine.director.running[0]?.workingTags()).toEqual(['far']);
    // The same version with other values is a change like any other.
    const changed = change(mark('b'), { fast: 4 });
    expect(changed.cancelled).toEqual([resting]);
    expect(changed.of('signal').map(({ code }) => code)).toEqual(['strategy.changed']);
    expect(questions.slice(-2).map(({ kind }) => kind)).toEqual(['create', 'warm']);
  });

  it('asks nobody in a replay', () => {
    const definition = replayedDefinition('mine');
    const kit = funded({ find: () => definition });
    kit.command({ type: 'start-strategy', record: strategyRecord(), history: candleColumns(0) });
    kit.now += 60_000;
    expect(kit.bar(100).records).toEqual([]);
    expect(definition.warmupBars({})).toBe(0);
    const [running] = kit.engine.director.running;
    running?.restoreMemory('');
    expect(running?.takeMemory()).toBe('');
  });
});

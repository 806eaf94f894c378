import { describe, expect, test } from 'vitest';
import type { AlertRecord } from '../../../../src-shared/domain/alert.ts';
import type { AlertSpec } from '../../../../src-shared/domain/alert-spec.ts';
import type { StrategyInstanceId } from '../../../../src-shared/kernel/ids.ts';
import { HOUR_MS, SECOND_MS, utcMs } from '../../../../src-shared/kernel/time.ts';
import { Effects } from '../../../../src-main/core/engine/effects.ts';
import { NOW } from '../risk/desk-of-one.ts';
import { AlertKit, BTC, EACH, ONCE, price } from './alert-kit.ts';
import { Answer, snapshot } from './engine-kit.ts';

describe('a restart', () => {
  const record = (over: Partial<AlertRecord>): AlertRecord => ({
    alert: 1,
    spec: price('100'),
    status: 'armed',
    createdAt: utcMs(NOW - HOUR_MS),
    changedAt: utcMs(NOW - HOUR_MS),
    firings: 0,
    ...over,
  });
  const restored = (records: readonly AlertRecord[], { heardFrom = null, memory }: { heardFrom?: number | null; memory?: string } = {}) => {
    const kit = new AlertKit();
    kit.quote(99);
    const effects = new Effects();
    const memories = new Map(memory === undefined ? [] : [['alerts' as StrategyInstanceId, memory]]);
    kit.engine.restoreAlerts(snapshot({ memories, alerts: { newest: 7, records } }), { history: () => undefined, heardFrom }, effects);
    return { kit, timers: new Answer(effects).timers };
  };

  test('goes on as it stood: an armed one speaks, one that is done does not, numbers count on', () => {
    const { kit } = restored([record({}), record({ alert: 2, status: 'done' }), record({ alert: 3, status: 'past' })]);
    expect(kit.tick(100)).toMatchObject([{ alert: 1, away: false }]);
    kit.set(price('200'));
    expect(kit.engine.alerts.newest).toBe(8);
  });

  test('where the market went on without the program, the first price says that it crossed while away', () => {
    const { kit } = restored([record({}), record({ alert: 2, spec: price('105') })], { heardFrom: NOW });
    expect(kit.tick(101)).toMatchObject([{ alert: 1, away: true }]);
    expect(kit.tick(105)).toMatchObject([{ alert: 2, away: false }]);
  });

  test('a silence counts from the last price, or from when the market is heard again', () => {
    const feed: AlertSpec = { kind: 'feed', instrument: BTC, seconds: 60, ...ONCE };
    expect(restored([record({ spec: feed })]).timers).toEqual([{ timer: 'alert:1', at: NOW + 60 * SECOND_MS }]);
    expect(restored([record({ spec: feed })], { heardFrom: NOW + HOUR_MS }).timers).toEqual([
      { timer: 'alert:1', at: NOW + HOUR_MS + 60 * SECOND_MS },
    ]);
  });

  test('a move goes on with the prices that were heard before', () => {
    const spec: AlertSpec = { kind: 'move', instrument: BTC, direction: 'up', percent: 10, minutes: 15, ...ONCE };
    const before = new AlertKit();
    before.set(spec);
    before.tick(90);
    const { kit } = restored([record({ spec })], { memory: before.memory });
    kit.now = before.now;
    expect(kit.tick(99)).toMatchObject([{ against: 90 }]);
  });

  test('what was told of an order in doubt is not told again', () => {
    const spec: AlertSpec = { kind: 'doubt', seconds: 10, ...EACH };
    const kept = {
      windows: [],
      doubts: {
        since: [
          ['a', NOW - 60_000],
          ['b', NOW - 1_000],
        ],
        told: [[1, ['a']]],
      },
    };
    const { timers } = restored([record({ spec })], { memory: JSON.stringify(kept) });
    expect(timers).toEqual([{ timer: 'alert:1', at: NOW + 9 * SECOND_MS }]);
  });

  test('an alert on an instrument that is not offered waits', () => {
    const { kit } = restored([record({ spec: { ...price('100'), instrument: 'XRP/USD.SIM' } as AlertSpec })]);
    expect(kit.tick(100)).toEqual([]);
    expect(kit.engine.alerts.all).toHaveLength(1);
  });
});

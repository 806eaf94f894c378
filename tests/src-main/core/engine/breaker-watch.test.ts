import { describe, expect, it } from 'vitest';
import { BREAKERS, type BreakerKind, type BreakerSpec } from '../../../../src-shared/domain/breaker-spec.ts';
import { IDEAL } from '../../../../src-shared/domain/costs.ts';
import { NO_LIMITS, type RiskLimits } from '../../../../src-shared/domain/limits.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { BREAKER_MEMORY } from '../../../../src-main/core/engine/breaker-watch.ts';
import { TRADE_WATCH } from '../../../../src-main/core/engine/trade-watch.ts';
import { backtest } from '../../../../src-main/run-backtest.ts';
import { logLineOf } from '../../../../src-main/sessions/desk/log-lines.ts';
import { wanderingBars } from '../../../support/search-bars.ts';
import { spec } from '../risk/desk-of-one.ts';
import { EngineKit, funded, intent, snapshot } from './engine-kit.ts';

const MINUTE = 60_000;

function guardedBy(kind: BreakerKind, over: Partial<BreakerSpec> = {}): RiskLimits {
  return { ...NO_LIMITS, breakers: [{ ...BREAKERS[kind].preset, ...over }] };
}

function stateOf(kit: EngineKit): readonly [string, string] {
  return [kit.engine.gate.state, kit.engine.gate.stateReason];
}

describe('circuit breakers on an account', () => {
  it('trip at losses in a row, say why with the figures, and wait for a person over a restart', () => {
    const limits = guardedBy('losses', { count: 2 });
    const kit = funded({ limits });
    const lose = (on: EngineKit) => {
      const id = on.order({ side: 'sell', lots: 10_000, reduceOnly: true });
      on.ack(id);
      return on.fill(id, 10_000, { price: 99 });
    };
    kit.buy(10_000);
    lose(kit);
    kit.buy(10_000);
    const tripped = lose(kit);
    expect(stateOf(kit)).toEqual(['REDUCING', 'breaker.losses']);
    const [signal] = tripped.of('signal');
    expect(signal).toMatchObject({ instance: TRADE_WATCH, code: 'breaker.losses', details: { count: 2, instrument: 'BTC/USD' } });
    expect(logLineOf(signal!)).toMatchObject({ level: 'warn', area: 'risk' });
    const risk = tripped.of('risk-state').at(-1)!.risk;
    expect(risk).toMatchObject({ state: 'REDUCING', reason: 'breaker.losses', evidence: { count: 2 } });
    expect(kit.place(intent()).of('refusal')).toMatchObject([
      { code: 'risk.reducing', details: { reason: 'because the breaker of repeated losses tripped' } },
    ]);
    const again = new EngineKit({ limits: NO_LIMITS });
    again.restore(snapshot({ limits, risk, memories: new Map([[BREAKER_MEMORY, tripped.of('strategy-memory').at(-1)!.memory]]) }));
    again.quote(100);
    expect(again.place(intent()).fault).toBe('risk.reducing');
    // A person starts again: one more loss is the first.
    expect(again.command({ type: 'rearm' }).of('strategy-memory')).toHaveLength(1);
    again.buy(10_000);
    lose(again);
    expect(stateOf(again)).toEqual(['ACTIVE', 'you']);
    again.command({ type: 'set-limits', limits: NO_LIMITS });
    expect(again.command({ type: 'rearm' }).of('strategy-memory')).toEqual([]);
  });

  it('hold what a taking fill lost against half the spread and the model', () => {
    const kit = funded({ limits: guardedBy('abnormal-fills', { count: 1, level: 10, trips: 'HALTED' }) });
    // Quotes of 99.99 and 100.01 make 1 bp; the model of the tests adds 1 bp.
    const taken = (price: number, over = {}) => {
      const id = kit.order(over);
      kit.ack(id);
      return kit.fill(id, 10_000, { price });
    };
    taken(100.2);
    expect(stateOf(kit)[0]).toBe('ACTIVE');
    // A stop is measured from its trigger.
    taken(105.1, { type: 'stop', triggerTicks: 10_500 });
    taken(150, { type: 'trailing-stop', trailTicks: 100 });
    expect(stateOf(kit)[0]).toBe('ACTIVE');
    expect(taken(100.21).of('signal')).toMatchObject([{ details: { actual: '21.0', expected: '2.0', factor: 10 } }]);
    expect(stateOf(kit)).toEqual(['HALTED', 'breaker.abnormal-fills']);
  });

  it('take the instrument’s own spread where no quote is', () => {
    const kit = new EngineKit({
      limits: guardedBy('abnormal-fills', { count: 1, level: 10 }),
      specs: [spec('BTC', { minNotional: '0', halfSpreadBps: 9 })],
    });
    kit.deposit('100000');
    kit.bar(100);
    const id = kit.order();
    kit.ack(id);
    kit.fill(id, 10_000, { price: 101 });
    expect(stateOf(kit)[0]).toBe('ACTIVE');
    const unknown = new EngineKit({
      limits: guardedBy('abnormal-fills', { count: 1, level: 10 }),
      specs: [spec('BTC', { minNotional: '0', halfSpreadBps: null })],
    });
    unknown.deposit('100000');
    unknown.bar(100);
    const worse = unknown.order();
    unknown.ack(worse);
    expect(unknown.fill(worse, 10_000, { price: 101 }).of('signal')).toMatchObject([{ details: { expected: '2.0', actual: '100.0' } }]);
  });

  it('count orders that were not answered, once each, and those that the venue refused', () => {
    const kit = funded({ limits: guardedBy('unanswered', { count: 2, level: 0.5 }) });
    const first = kit.order();
    kit.timer(`answer:${first}`);
    // That its end is asked for is no second silence.
    kit.command({ type: 'cancel', order: first });
    expect(stateOf(kit)[0]).toBe('ACTIVE');
    kit.order();
    const third = kit.order();
    expect(kit.timer(`answer:${third}`).of('signal')).toMatchObject([{ code: 'breaker.unanswered', details: { count: 2, sent: 3 } }]);
    const refused = funded({ limits: guardedBy('rejections', { count: 1, level: 1 }) });
    const order = refused.order();
    expect(refused.end('rejected', order).of('signal')).toMatchObject([{ code: 'breaker.rejections', details: { order } }]);
  });

  it('see a feed that is silent, of what is held at once, and a price that jumps', () => {
    const kit = funded({ limits: guardedBy('silent-feed') });
    kit.now += 5 * MINUTE;
    kit.quote(100);
    expect(stateOf(kit)[0]).toBe('ACTIVE');
    kit.now += 60_000;
    // ETH has been silent for six minutes, and nothing of it is held.
    kit.quote(100);
    expect(stateOf(kit)[0]).toBe('ACTIVE');
    expect(kit.quote(100, 1).of('signal')).toMatchObject([{ details: { instrument: 'ETH/USD', actual: '6 min', limit: '5 min' } }]);
    kit.command({ type: 'rearm' });
    kit.buy(10_000, 1);
    for (let minute = 0; minute < 6; minute += 1) {
      kit.now += MINUTE;
      kit.quote(100);
    }
    expect(stateOf(kit)).toEqual(['REDUCING', 'breaker.silent-feed']);
    // What is as strict already is not told again.
    expect(kit.quote(100).records).toEqual([]);
    const jumpy = funded({ limits: guardedBy('price-jumps') });
    expect(jumpy.quote(110).of('signal')).toEqual([]);
    expect(jumpy.quote(98.9).of('signal')).toMatchObject([{ code: 'breaker.price-jumps', details: { actual: '10.09%' } }]);
  });

  it('see every bar of a backtest', () => {
    const run = (limits: RiskLimits) =>
      backtest({
        instruments: [spec('BTC', { minNotional: '0' })],
        series: [{ instrument: 0, timeframe: '4h', candles: wanderingBars(600, 11) }],
        placements: [
          {
            instance: 'one',
            strategy: 'sma-cross',
            instrument: 0,
            timeframe: '4h',
            parameters: { fast: 5, slow: 20 },
            size: { kind: 'base', amount: '0.01' },
          },
        ],
        cash: Decimal.parse('100000'),
        costs: { ...IDEAL, name: 'none' },
        limits,
        seed: 1,
      });
    const free = run(NO_LIMITS);
    expect(run(guardedBy('price-jumps', { level: 1_000 }))).toEqual(free);
    const halted = run(guardedBy('price-jumps', { level: 0.02, trips: 'HALTED' }));
    expect(halted.refusals['risk.halted']).toBeGreaterThan(0);
    expect(halted.fills.length).toBeLessThan(free.fills.length);
  });
});

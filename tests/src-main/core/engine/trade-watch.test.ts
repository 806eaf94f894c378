import { describe, expect, it } from 'vitest';
import { NO_LIMITS, type RiskLimits } from '../../../../src-shared/domain/limits.ts';
import {
  defaultProtection,
  PROTECTION_KINDS,
  type ProtectionMethod,
  type ProtectionSpec,
} from '../../../../src-shared/domain/protection-spec.ts';
import { IDEAL } from '../../../../src-shared/domain/costs.ts';
import { roundTrips, tripProfit } from '../../../../src-shared/domain/round-trips.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { TRADE_WATCH } from '../../../../src-main/core/engine/trade-watch.ts';
import { backtest } from '../../../../src-main/run-backtest.ts';
import { logLineOf } from '../../../../src-main/sessions/desk/log-lines.ts';
import { lockRows } from '../../../../src-main/sessions/desk/lock-rows.ts';
import { wanderingBars } from '../../../support/search-bars.ts';
import { spec } from '../risk/desk-of-one.ts';
import { type Answer, EngineKit, funded, intent, snapshot, strategyRecord } from './engine-kit.ts';

const HOUR = 3_600_000;

function protection(method: ProtectionMethod, over: Partial<ProtectionSpec> = {}): ProtectionSpec {
  return { ...defaultProtection(PROTECTION_KINDS.find((kind) => kind.method === method)!), ...over };
}

function protectedBy(...protections: readonly ProtectionSpec[]): RiskLimits {
  return { ...NO_LIMITS, protections };
}

const COOLDOWN = protectedBy(protection('CooldownPeriod', { stopMs: 2 * HOUR }));

/** Sells what is held and is filled in full. */
function sell(kit: EngineKit, lots: number, price = 100): Answer {
  const id = kit.order({ side: 'sell', lots, reduceOnly: true });
  kit.ack(id);
  return kit.fill(id, lots, { price });
}

describe('protections on an account', () => {
  it('block entries from the close of a trade on, tell why, and let every exit pass', () => {
    const kit = funded({ limits: COOLDOWN });
    kit.buy(10_000);
    kit.buy(10_000, 1);
    expect(kit.place(intent()).fault).toBeNull();
    const closed = sell(kit, 10_000);
    expect(closed.of('signal')).toMatchObject([
      {
        instance: TRADE_WATCH,
        code: 'protection.cooldown',
        details: { scope: 'BTC/USD', closedMs: kit.now, untilMs: kit.now + 2 * HOUR },
      },
    ]);
    expect(logLineOf(closed.of('signal')[0]!)).toEqual({
      level: 'warn',
      area: 'risk',
      message: 'CooldownPeriod: no new entries in BTC/USD until 16:05 UTC, after a trade that closed at 14:05 UTC',
    });
    expect(kit.place(intent()).fault).toBe('risk.cooldown');
    expect(kit.place(intent()).of('refusal')).toMatchObject([{ code: 'risk.cooldown', details: { until: '16:05 UTC' } }]);
    // The other instrument is free, and what is held of it can be sold.
    expect(kit.place(intent({ instrument: 1 })).fault).toBeNull();
    expect(kit.place(intent({ instrument: 1, side: 'sell', reduceOnly: true })).fault).toBeNull();
    expect(lockRows(kit.engine.trades.locks, kit.engine.account)).toEqual([
      {
        sentence: 'CooldownPeriod: no new entries in BTC/USD until 16:05 UTC, after a trade that closed at 14:05 UTC',
        until: kit.now + 2 * HOUR,
      },
    ]);
    kit.now += 2 * HOUR;
    kit.quote(100);
    expect(kit.place(intent()).fault).toBeNull();
    expect(kit.engine.trades.locks).toEqual([]);
  });

  it('outlast a restart with the trades that they look back on and the one that is open', () => {
    const guard = protectedBy(protection('StoplossGuard', { tradeLimit: 2, lookbackMs: 24 * HOUR, stopMs: 3 * HOUR }));
    const kit = funded({ limits: guard });
    const stopOut = (on: EngineKit): Answer => {
      const id = on.order({ side: 'sell', type: 'stop', triggerTicks: 9_900, lots: 10_000, reduceOnly: true });
      on.ack(id);
      return on.fill(id, 10_000, { price: 99 });
    };
    kit.buy(10_000);
    expect(stopOut(kit).of('signal')).toEqual([]);
    const id = kit.order();
    kit.ack(id);
    const memory = kit.fill(id, 10_000).of('strategy-memory').at(-1)!;
    expect(memory.instance).toBe(TRADE_WATCH);
    const held = {
      instrument: 0,
      lots: 10_000,
      cost: Decimal.parse('10'),
      realised: Decimal.ZERO,
      fees: Decimal.ZERO,
      openedAt: utcMs(kit.now),
    };
    const again = new EngineKit({ limits: NO_LIMITS });
    again.restore(snapshot({ limits: guard, positions: [held], memories: new Map([[TRADE_WATCH, memory.memory]]) }));
    again.quote(100);
    const after = stopOut(again);
    expect(after.of('signal')).toMatchObject([{ code: 'protection.stoploss-guard', details: { trades: 2 } }]);
    expect(again.place(intent()).fault).toBe('risk.stoploss-guard');
    // And once more, now with the block; an instrument that is gone takes nothing along.
    const blocked = after.of('strategy-memory').at(-1)!.memory;
    const third = new EngineKit({ limits: guard, specs: [spec('ETH'), spec('BTC', { minNotional: '0.1' })] });
    third.restore(snapshot({ time: utcMs(again.now), memories: new Map([[TRADE_WATCH, blocked]]) }));
    third.quote(100, 1);
    expect(third.place(intent({ instrument: 1 })).fault).toBe('risk.stoploss-guard');
    const fourth = new EngineKit({ limits: guard, specs: [spec('ETH', { minNotional: '0.1' })] });
    fourth.restore(snapshot({ time: utcMs(again.now), memories: new Map([[TRADE_WATCH, blocked]]) }));
    fourth.quote(100);
    expect(fourth.place(intent()).fault).toBe('risk.stoploss-guard');
  });

  it('that are switched on later count what is held from its average price, and end with their switching off', () => {
    const kit = funded();
    kit.buy(10_000);
    const low = protection('LowProfitPairs', { requiredProfit: 0.05, stopMs: HOUR });
    const set = kit.command({ type: 'set-limits', limits: protectedBy(low) });
    expect(set.of('strategy-memory')).toHaveLength(1);
    const closed = sell(kit, 10_000, 104);
    // 10 paid, 10.40 got, less the fee of the sale.
    expect(closed.of('signal')).toMatchObject([{ code: 'protection.low-profit', details: { actual: '3.00%', limit: '5.00%' } }]);
    expect(kit.place(intent()).fault).toBe('risk.low-profit');
    kit.command({ type: 'set-limits', limits: NO_LIMITS });
    expect(kit.place(intent()).fault).toBeNull();
    expect(kit.command({ type: 'set-limits', limits: NO_LIMITS }).of('strategy-memory')).toEqual([]);
  });

  it('of a start without a memory count what strategies and a person hold', () => {
    const kit = new EngineKit({ limits: COOLDOWN });
    const held = { lots: 30_000, cost: Decimal.parse('30'), realised: Decimal.ZERO, fees: Decimal.ZERO, openedAt: utcMs(kit.now) };
    const record = strategyRecord({ strategy: 'buy-and-hold', parameters: {} });
    kit.restore(
      snapshot({
        positions: [{ instrument: 0, ...held }],
        strategies: [record],
        instancePositions: [{ instrument: 0, ...held, lots: 10_000, instance: record.instance }],
      }),
    );
    kit.quote(100);
    expect(sell(kit, 20_000).of('signal')).toHaveLength(1);
    expect(sell(kit, 10_000).of('signal')).toHaveLength(1);
  });
});

const BARS = wanderingBars(1_500, 11);

function played(strategy: string, over: { readonly limits?: RiskLimits; readonly kind?: 'spot' | 'perpetual' } = {}) {
  const traded = spec('BTC', { kind: over.kind ?? 'spot', minNotional: '0' });
  const outcome = backtest({
    instruments: [traded],
    series: [{ instrument: 0, timeframe: '4h', candles: BARS }],
    placements: [
      {
        instance: 'one',
        strategy,
        instrument: 0,
        timeframe: '4h',
        parameters: PARAMETERS[strategy]!,
        size: { kind: 'base', amount: '0.01' },
        ...(over.kind === 'perpetual' ? { ways: 'both' as const } : {}),
      },
    ],
    cash: Decimal.parse('100000'),
    costs: { ...IDEAL, name: 'none' },
    limits: over.limits ?? NO_LIMITS,
    seed: 1,
    ...(over.kind === 'perpetual' ? { funding: [{ kind: 'stated' as const, bps: 0 }] } : {}),
  });
  return { ...outcome, trips: roundTrips(outcome.fills, [new Instrument(traded, 0)]).filter(({ exitTime }) => exitTime !== null) };
}

const PARAMETERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'sma-cross': { fast: 5, slow: 20 },
  'chandelier-trend': { entry: 10, atrPeriod: 10, distance: 2 },
};

describe('protections in a backtest', () => {
  it('keep every entry so far from the close before it, and take away no exit', () => {
    const free = played('sma-cross');
    const cooled = played('sma-cross', { limits: protectedBy(protection('CooldownPeriod', { stopMs: 48 * HOUR })) });
    const gaps = (trips: typeof free.trips): readonly number[] => trips.slice(1).map((trip, at) => trip.entryTime - trips[at]!.exitTime!);
    expect(Math.min(...gaps(free.trips))).toBeLessThan(48 * HOUR);
    expect(Math.min(...gaps(cooled.trips))).toBeGreaterThanOrEqual(48 * HOUR);
    expect(cooled.refusals['risk.cooldown']).toBeGreaterThan(0);
    expect(Object.keys(cooled.refusals)).toEqual(['risk.cooldown']);
  });

  it('close a position all the same where the order that would turn it is refused', () => {
    const limits = protectedBy(protection('CooldownPeriod', { stopMs: 30 * 24 * HOUR }));
    const { trips, fills, refusals } = played('sma-cross', { limits, kind: 'perpetual' });
    expect(refusals['risk.cooldown']).toBeGreaterThan(0);
    expect(trips.length).toBeGreaterThan(2);
    // What turned before the block began was one order; from then on what is held is left, and nothing is entered for thirty days.
    const gaps = trips.slice(1).map((trip, at) => trip.entryTime - trips[at]!.exitTime!);
    expect(gaps.every((gap) => gap === 0 || gap >= 30 * 24 * HOUR)).toBe(true);
    expect(gaps.filter((gap) => gap > 0).length).toBeGreaterThan(1);
    expect(fills.filter(({ lots }) => lots === 1_000).length).toBeGreaterThan(3);
  });

  it('know a strategy’s own stop for a stop loss', () => {
    const losing = played('chandelier-trend').trips.filter((trip) => tripProfit(trip).sign() < 0);
    expect(losing.length).toBeGreaterThan(2);
    const guard = protection('StoplossGuard', { tradeLimit: 1, lookbackMs: HOUR, stopMs: 96 * HOUR });
    const { refusals, trips } = played('chandelier-trend', { limits: protectedBy(guard) });
    expect(refusals['risk.stoploss-guard']).toBeGreaterThan(0);
    for (const [at, trip] of trips.slice(1).entries())
      if (tripProfit(trips[at]!).sign() < 0) expect(trip.entryTime - trips[at]!.exitTime!).toBeGreaterThanOrEqual(96 * HOUR);
  });
});

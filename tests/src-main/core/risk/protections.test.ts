import { describe, expect, it } from 'vitest';
import type { Side } from '../../../../src-shared/domain/order.ts';
import {
  defaultProtection,
  PROTECTION_KINDS,
  type ProtectionMethod,
  type ProtectionSpec,
} from '../../../../src-shared/domain/protection-spec.ts';
import { faultSentence } from '../../../../src-shared/kernel/fault.ts';
import { EntryLocks } from '../../../../src-main/core/risk/entry-locks.ts';
import { approve } from '../../../../src-main/core/risk/gate.ts';
import type { ClosedTrade } from '../../../../src-main/core/risk/trade-book.ts';
import { order, view } from './desk-of-one.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** 2026-01-05 at a time of day, UTC. */
function at(hours: number, minutes = 0): number {
  return Date.UTC(2026, 0, 5, hours, minutes);
}

function protection(method: ProtectionMethod, over: Partial<ProtectionSpec>): ProtectionSpec {
  return { ...defaultProtection(PROTECTION_KINDS.find((kind) => kind.method === method)!), ...over };
}

function trade(closedAt: number, ratio: number, over: Partial<ClosedTrade> = {}): ClosedTrade {
  return { instrument: 0, origin: 'a', side: 'buy', closedAt, profit: ratio * 1_000, ratio, stopped: true, ...over };
}

/** What the gate says of an entry after these trades, at a time: a refusal's code and sentence, or null. */
function asked(
  specs: readonly ProtectionSpec[],
  trades: readonly ClosedTrade[],
  entry: { readonly time: number; readonly instrument?: number; readonly side?: Side; readonly equity?: number },
): { readonly code: string; readonly sentence: string } | null {
  const locks = new EntryLocks();
  for (const each of trades) locks.take(each, specs, entry.equity ?? 10_000);
  const on = view({ time: entry.time, blocked: [...locks.all] });
  on.markTimes.fill(entry.time);
  if (entry.side === 'sell') on.position.fill(10_000);
  const approval = approve(order({ instrument: entry.instrument ?? 0, side: entry.side ?? 'buy' }), on);
  if (approval.ok) return null;
  const { code, details } = approval.refusal;
  return { code, sentence: faultSentence(code, details) };
}

describe('the worked examples of docs/risk.md', () => {
  it('CooldownPeriod: two hours after a close at 13:00', () => {
    const specs = [protection('CooldownPeriod', { stopMs: 120 * MINUTE })];
    const closed = [trade(at(13), 0.01)];
    expect(asked(specs, closed, { time: at(14, 59) })).toEqual({
      code: 'risk.cooldown',
      sentence:
        'Not sent: BTC/USD takes no new entries until 15:00 UTC, cooling down after a trade that closed at 13:00 UTC. Closing still works.',
    });
    expect(asked(specs, closed, { time: at(15) })).toBeNull();
    expect(asked(specs, closed, { time: at(14), instrument: 1 })).toBeNull();
    // What is held is sold all the same.
    expect(asked(specs, closed, { time: at(14), side: 'sell' })).toBeNull();
    const clock = [protection('CooldownPeriod', { stopMs: null, unlockAt: '14:30' })];
    expect(asked(clock, closed, { time: at(14, 29) })?.code).toBe('risk.cooldown');
    expect(asked(clock, closed, { time: at(14, 30) })).toBeNull();
    const candles = [protection('CooldownPeriod', { stopMs: 8 * HOUR, candleMs: 4 * HOUR })];
    expect(asked(candles, closed, { time: at(23, 59) })?.code).toBe('risk.cooldown');
    expect(asked(candles, closed, { time: at(24) })).toBeNull();
    // A block of no length is none.
    expect(asked([protection('CooldownPeriod', { stopMs: 0 })], closed, { time: at(13) })).toBeNull();
  });

  it('StoplossGuard: three stops within a day', () => {
    const guard = { lookbackMs: 24 * HOUR, tradeLimit: 3, stopMs: 4 * HOUR };
    const specs = [protection('StoplossGuard', guard)];
    const three = [trade(at(10), -0.01), trade(at(11), -0.01, { instrument: 1 }), trade(at(13), -0.01)];
    expect(asked(specs, three, { time: at(16, 59), instrument: 1 })).toEqual({
      code: 'risk.stoploss-guard',
      sentence:
        'Not sent: no new entries in any instrument until 17:00 UTC: 3 stop losses within 24 h, the guard steps in at 3. Closing still works.',
    });
    expect(asked(specs, three, { time: at(17) })).toBeNull();
    expect(asked(specs, [trade(at(10), 0.001), ...three.slice(1)], { time: at(14) })).toBeNull();
    expect(asked(specs, [trade(at(-11), -0.01), ...three.slice(1)], { time: at(14) })).toBeNull();
    expect(
      asked(
        specs,
        three.map((each) => ({ ...each, stopped: false })),
        { time: at(14) },
      ),
    ).toBeNull();
    // A trade that no stop ended adds nothing.
    expect(asked(specs, [...three, trade(at(16), 0.05, { stopped: false })], { time: at(17) })).toBeNull();
    const perPair = [protection('StoplossGuard', { ...guard, onlyPerPair: true, tradeLimit: 2 })];
    expect(asked(perPair, three, { time: at(14) })?.sentence).toContain('in BTC/USD until');
    expect(asked(perPair, three, { time: at(14), instrument: 1 })).toBeNull();
    const perSide = [protection('StoplossGuard', { ...guard, onlyPerSide: true })];
    expect(asked(perSide, three, { time: at(14) })?.sentence).toContain('no new longs in any instrument');
    expect(asked(perSide, [{ ...three[0]!, side: 'sell' }, ...three.slice(1)], { time: at(14) })).toBeNull();
    const shorts = three.map((each): ClosedTrade => ({ ...each, side: 'sell' }));
    expect(asked(perSide, shorts, { time: at(14) })).toBeNull();
  });

  it('MaxDrawdown: a fall of the sum of returns, and of equity', () => {
    const ratios = [trade(at(10), 0.1), trade(at(11), -0.15), trade(at(13), -0.06)];
    const over = (maxAllowedDrawdown: number) => [protection('MaxDrawdown', { lookbackMs: 24 * HOUR, tradeLimit: 3, maxAllowedDrawdown })];
    expect(asked(over(0.2), ratios, { time: at(13, 30), instrument: 1 })).toEqual({
      code: 'risk.trades-drawdown',
      sentence:
        'Not sent: no new entries until 14:00 UTC: 3 trades within 24 h fell 21.00% from their best; 20.00% is allowed. Closing still works.',
    });
    expect(asked(over(0.21), ratios, { time: at(13, 30) })).toBeNull();
    expect(asked(over(0.2), ratios.slice(1), { time: at(13, 30) })).toBeNull();
    const money = [trade(at(10), 0.1, { profit: 1_000 }), trade(at(11), -0.1, { profit: -1_650 }), trade(at(13), -0.1, { profit: -550 })];
    const equity = (maxAllowedDrawdown: number) =>
      over(maxAllowedDrawdown).map((spec) => ({ ...spec, calculationMode: 'equity' as const }));
    expect(asked(equity(0.19), money, { time: at(13, 30), equity: 8_800 })?.sentence).toContain('fell 20.00% from their best; 19.00%');
    expect(asked(equity(0.2), money, { time: at(13, 30), equity: 8_800 })).toBeNull();
    // An account without money has nothing to fall from.
    expect(asked(equity(0.2), [trade(at(9), 0, { profit: 0 }), ...money.slice(1)], { time: at(13, 30), equity: -9_000 })).toBeNull();
  });

  it('LowProfitPairs: two trades that earned 1.5 % together', () => {
    const two = [trade(at(9), 0.03), trade(at(11), 5, { instrument: 1 }), trade(at(13), -0.015)];
    const low = (requiredProfit: number, more: Partial<ProtectionSpec> = {}) => [
      protection('LowProfitPairs', { lookbackMs: 6 * HOUR, tradeLimit: 2, requiredProfit, ...more }),
    ];
    expect(asked(low(0.02), two, { time: at(13, 59) })).toEqual({
      code: 'risk.low-profit',
      sentence:
        'Not sent: no new entries in BTC/USD until 14:00 UTC: trades within 6 h earned 1.50% together; 2.00% is required. Closing still works.',
    });
    expect(asked(low(0.02), two, { time: at(14) })).toBeNull();
    expect(asked(low(0.015), two, { time: at(13, 30) })).toBeNull();
    expect(asked(low(0.02), two, { time: at(13, 30), instrument: 1 })).toBeNull();
    expect(asked(low(0.02), two.slice(1), { time: at(13, 30) })).toBeNull();
    const side = low(0.02, { onlyPerSide: true });
    expect(asked(side, [{ ...two[0]!, side: 'sell' }, two[2]!], { time: at(13, 30) })).toBeNull();
    expect(asked(side, two, { time: at(13, 30) })?.sentence).toContain('no new longs in BTC/USD');
  });
});

describe('blocks', () => {
  const cooldown = protection('CooldownPeriod', { stopMs: HOUR });
  const guard = protection('StoplossGuard', { tradeLimit: 1, stopMs: 3 * HOUR });

  it('are one per protection and scope, which a later trade moves on', () => {
    const locks = new EntryLocks();
    locks.take(trade(at(10), -0.01), [cooldown], 1);
    locks.take(trade(at(10, 30), -0.01), [cooldown], 1);
    expect(locks.all.map(({ until }) => until)).toEqual([at(11, 30)]);
    locks.take(trade(at(10, 40), -0.01, { instrument: 1 }), [cooldown], 1);
    expect(locks.all).toHaveLength(2);
    // What has ended is let go of when the next trade closes.
    locks.take(trade(at(11, 35), -0.01, { instrument: 1 }), [cooldown], 1);
    expect(locks.all.map(({ instrument }) => instrument)).toEqual([1]);
  });

  it('are told by the one that ends last', () => {
    const locks = new EntryLocks();
    locks.take(trade(at(10), -0.01), [cooldown, guard], 1);
    expect(locks.of(0, 'buy', at(10))?.spec).toBe(guard);
    expect(locks.of(1, 'buy', at(10))?.spec).toBe(guard);
    expect(locks.of(0, 'buy', at(13))).toBeNull();
  });

  it('end with their protection, and go on after a restart', () => {
    const locks = new EntryLocks();
    locks.take(trade(at(10), -0.01), [cooldown, guard], 1);
    const after = new EntryLocks();
    after.restore(structuredClone(locks.all), structuredClone(locks.recent));
    expect(after.of(0, 'buy', at(10))).toEqual(locks.of(0, 'buy', at(10)));
    after.take(trade(at(10, 30), -0.01), [cooldown, guard], 1);
    expect(after.all).toHaveLength(2);
    after.keepOnly([cooldown]);
    expect(after.all.map(({ spec }) => spec.method)).toEqual(['CooldownPeriod']);
  });
});

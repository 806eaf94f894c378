import { expect, it } from 'vitest';
import { completeLimits, NO_LIMITS, type RiskLimits } from '../../../src-shared/domain/limits.ts';
import {
  blockEnd,
  defaultProtection,
  PROTECTION_KINDS,
  protectionLine,
  type ProtectionMethod,
  protectionSpan,
  type ProtectionSpec,
} from '../../../src-shared/domain/protection-spec.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const AT = Date.UTC(2026, 0, 5, 13, 0);

function protection(method: ProtectionMethod, over: Partial<ProtectionSpec> = {}): ProtectionSpec {
  return { ...defaultProtection(PROTECTION_KINDS.find((kind) => kind.method === method)!), ...over };
}

it('ends a block after its length, at a time of day, or with a candle', () => {
  expect(blockEnd(protection('CooldownPeriod', { stopMs: 2 * HOUR }), AT)).toBe(AT + 2 * HOUR);
  const clock = { stopMs: null, unlockAt: '14:30' } as const;
  expect(blockEnd(protection('CooldownPeriod', clock), AT)).toBe(Date.UTC(2026, 0, 5, 14, 30));
  expect(blockEnd(protection('CooldownPeriod', clock), AT + 2 * HOUR)).toBe(Date.UTC(2026, 0, 6, 14, 30));
  expect(blockEnd(protection('CooldownPeriod', { stopMs: null }), AT)).toBe(Date.UTC(2026, 0, 6));
  const candles = { stopMs: 8 * HOUR, candleMs: 4 * HOUR };
  expect(blockEnd(protection('CooldownPeriod', candles), AT)).toBe(Date.UTC(2026, 0, 6));
  expect(blockEnd(protection('CooldownPeriod', candles), Date.UTC(2026, 0, 5, 12))).toBe(Date.UTC(2026, 0, 5, 20));
});

it('says a span as a person does', () => {
  expect([30, 90, 120, 1_440, 2_880, 2_940].map((minutes) => protectionSpan(minutes * MINUTE))).toEqual([
    '30 min',
    '90 min',
    '2 h',
    '24 h',
    '2 d',
    '49 h',
  ]);
});

it('puts every protection in one line', () => {
  expect(protectionLine(protection('CooldownPeriod', { stopMs: null, unlockAt: '07:30' }))).toBe(
    'CooldownPeriod: no entry until 07:30 UTC after a trade',
  );
  expect(protectionLine(protection('CooldownPeriod', { stopMs: null }))).toContain('until 00:00 UTC');
  expect(protectionLine(protection('StoplossGuard', { tradeLimit: 4, onlyPerPair: true, onlyPerSide: true, candleMs: HOUR }))).toBe(
    'StoplossGuard: 4 stop losses under 0% within 60 min block entries for 60 min, to the end of a 60 min candle, per instrument, per side',
  );
  expect(protectionLine(protection('MaxDrawdown', { maxAllowedDrawdown: 0.2, lookbackMs: 48 * HOUR, tradeLimit: 20 }))).toBe(
    'MaxDrawdown: a fall over 20% (ratios) of 20 or more trades within 2 d blocks entries for 60 min',
  );
  expect(protectionLine(protection('LowProfitPairs', { requiredProfit: 0.015 }))).toBe(
    'LowProfitPairs: 1 or more trades within 60 min under 1.5% together block their instrument for 60 min',
  );
});

it('completes limits that an older version wrote', () => {
  const { protections: _, ...older } = { ...NO_LIMITS, maxOpenOrders: 3 };
  expect(completeLimits(older as RiskLimits)).toEqual({ ...NO_LIMITS, maxOpenOrders: 3 });
});

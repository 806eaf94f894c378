import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import { type ProtectionMethod, protectionSpan, type ProtectionSpec } from '../../../src-shared/domain/protection-spec.ts';
import type { SignalCode } from '../../../src-shared/domain/signals.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import type { RiskRefusalCode } from '../../../src-shared/kernel/fault-codes.ts';
import type { ProtectionFinding } from './protection.ts';
import { percentText, sinceText } from './risk-texts.ts';

/** A block of new entries with what led to it. */
export interface EntryLock extends ProtectionFinding {
  readonly spec: ProtectionSpec;
  /** Close of the trade that led to it, and the first instant that is free again; market time. */
  readonly since: number;
  readonly until: number;
}

const CODES: Readonly<Record<ProtectionMethod, { readonly refusal: RiskRefusalCode; readonly signal: SignalCode }>> = {
  CooldownPeriod: { refusal: 'risk.cooldown', signal: 'protection.cooldown' },
  StoplossGuard: { refusal: 'risk.stoploss-guard', signal: 'protection.stoploss-guard' },
  MaxDrawdown: { refusal: 'risk.trades-drawdown', signal: 'protection.trades-drawdown' },
  LowProfitPairs: { refusal: 'risk.low-profit', signal: 'protection.low-profit' },
};

/** The codes that a lock is told by: as a refusal, and where it begins. */
export function lockCodes({ spec }: EntryLock): (typeof CODES)[ProtectionMethod] {
  return CODES[spec.method];
}

/** Whether a lock is in the way of an entry. */
export function locks(lock: EntryLock, entry: { readonly instrument: number; readonly side: Side; readonly time: number }): boolean {
  const { instrument, side, until } = lock;
  return entry.time < until && (instrument === null || instrument === entry.instrument) && (side === null || side === entry.side);
}

/** What the sentences of a lock are filled with. */
export function lockDetails(lock: EntryLock, instruments: readonly Instrument[], now: number): FaultDetails {
  const { spec, instrument, side, since, until, trades, actual } = lock;
  const allowed = spec.method === 'MaxDrawdown' ? spec.maxAllowedDrawdown : spec.requiredProfit;
  return {
    protection: spec.method,
    scope: instrument === null ? 'any instrument' : (instruments[instrument]?.spec.symbol ?? ''),
    entries: side === null ? 'entries' : side === 'buy' ? 'longs' : 'shorts',
    until: sinceText(until, now),
    untilMs: until,
    closed: sinceText(since, now),
    closedMs: since,
    trades,
    window: protectionSpan(spec.lookbackMs),
    actual: percentText(actual),
    limit: spec.method === 'StoplossGuard' ? spec.tradeLimit : percentText(allowed),
  };
}

import type { RiskRefusalCode } from '../../../src-shared/kernel/fault-codes.ts';

/** Refusals of whatever would open a position, at any size: what is held can be left all the same. */
export const ENTRY_BLOCKS: ReadonlySet<RiskRefusalCode> = new Set([
  'risk.halted',
  'risk.reducing',
  'risk.daily-loss',
  'risk.weekly-loss',
  'risk.drawdown',
  'risk.cooldown',
  'risk.stoploss-guard',
  'risk.trades-drawdown',
  'risk.low-profit',
  'risk.trade-rate',
]);

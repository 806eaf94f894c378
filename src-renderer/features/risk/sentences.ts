import type { TradingState } from '../../../src-shared/domain/limits.ts';
import { catalogue } from '../../format/catalogue.ts';

/** What the trading state's reason codes say. */
const STATE_REASONS: Readonly<Record<string, string>> = {
  start: 'as the program started',
  'new-day': 'a new UTC day began',
  'kill-switch': 'the kill switch was pressed',
  'risk.daily-loss': 'the daily loss limit was reached',
  'risk.drawdown': 'the drawdown limit was reached',
  you: 'as you asked',
};

/** Why the trading state is what it is, in words; an unknown code stands for itself. */
export function stateReason(code: string): string {
  return STATE_REASONS[code] ?? code;
}

const STATE_MEANS: Readonly<Record<TradingState, string>> = {
  ACTIVE: 'Orders pass when they keep every limit.',
  REDUCING: 'Only orders that reduce a position pass.',
  HALTED: 'Strategies are stopped. Cancelling and closing still work.',
};

/** Every word of the risk panel. */
export const RISK_SENTENCES = catalogue({
  title: 'Risk',
  loading: 'Risk limits are loading',
  limits: 'Limits',
  stateTitle: 'Trading state',
  since: (time: string, reason: string) => `since ${time}, ${reason}`,
  sinceFirstStart: 'since the first start',
  means: (state: TradingState) => STATE_MEANS[state],
  kill: 'Kill switch',
  killHint: 'Stops strategies, cancels what could open or add, and halts. Orders that only protect a position stay.',
  reduce: 'Reduce only',
  reduceHint: 'Lets only orders pass that reduce a position.',
  again: 'Start trading again',
  againTitle: 'Start trading again?',
  againBody: (state: string, since: string, reason: string) =>
    `Trading is ${state} since ${since}: ${reason}. New positions are possible again at once; stopped strategies stay stopped.`,
  alreadyActive: 'Trading is ACTIVE.',
  alreadyHalted: 'Trading is HALTED already.',
  alreadyReducing: 'Trading is REDUCING already.',
  back: 'Back',
  rule: 'Rule',
  scope: 'Scope',
  all: 'all',
  limit: 'Limit',
  used: 'Used',
  share: 'Used, %',
  off: 'off',
  offHint: 'This rule is switched off.',
  perOrder: 'This rule looks at each order by itself.',
  lastRefusal: 'Last refusal',
  never: 'none',
  edit: 'Edit',
  editAll: 'Edit limits',
  refusals: 'Last refusals',
  refusalsTitle: 'Refusals',
  useSize: (size: string) => `Use ${size}`,
  show: 'Show',
  importLimits: 'Import',
  exportLimits: 'Export',
  limitsFile: 'limits.json',
  notLimits: (file: string) => `${file} holds no limits. Nothing was changed; choose a file that Export made.`,
  exposure: 'Exposure by asset',
  noExposure: 'Nothing is held.',
  flatten: 'Hold to flatten',
  flattenHint: 'Sells every position at market. Hold for one second.',
  nothingHeld: 'Nothing is held.',
  flattened: (orders: number) => (orders === 1 ? '1 position is being closed.' : `${String(orders)} positions are being closed.`),
  equity: 'Equity',
  peak: 'Its peak',
  belowPeak: 'Below the peak',
  drawdown: 'Drawdown',
  drawdownSince: (days: number) => `Drawdown, last ${String(days)} days`,
  drawdownChart: (deepest: string) => `Drawdown over time, at the deepest ${deepest}`,
  deepest: (percent: string) => `deepest ${percent}`,
  asTable: 'Table',
  day: 'Day',
  noRefusals: 'Nothing was refused.',
  refusalBy: (origin: string, side: string, symbol: string) => `${side} ${symbol}, by ${origin}`,
  file: 'limits.csv',
  // the form
  formTitle: 'Limits',
  formNote: 'An empty field switches its rule off. Limits hold from the next order on, for you and for strategies.',
  save: 'Save limits',
  saved: 'The limits are saved and hold from now on.',
  missing: 'A figure is needed, or nothing to switch the rule off.',
  positive: 'More than zero is needed.',
  whole: 'A whole number is needed.',
  between: (low: string, high: string) => `From ${low} to ${high}.`,
  percentRange: 'More than zero and at most 100.',
  allowed: 'Instruments that may be traded',
  noneAllowed: 'At least one instrument must stay allowed; the kill switch stops everything.',
  seconds: 's',
});

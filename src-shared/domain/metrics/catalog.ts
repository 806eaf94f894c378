import type { Metric } from '../metric.ts';
import { annualReturn } from './annual-return.ts';
import { calmar } from './calmar.ts';
import { exposure } from './exposure.ts';
import { maxDrawdown } from './max-drawdown.ts';
import { profitFactor } from './profit-factor.ts';
import { sharpe } from './sharpe.ts';
import { sortino } from './sortino.ts';
import { totalReturn } from './total-return.ts';
import { turnover } from './turnover.ts';
import { volatility } from './volatility.ts';
import { winRate } from './win-rate.ts';

/** Every metric, in the order in which a report shows them. */
export const METRICS: readonly Metric[] = [
  totalReturn,
  annualReturn,
  volatility,
  sharpe,
  sortino,
  calmar,
  maxDrawdown,
  exposure,
  turnover,
  winRate,
  profitFactor,
];

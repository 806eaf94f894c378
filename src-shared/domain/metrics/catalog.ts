import type { Metric } from '../metric.ts';
import { annualReturn } from './annual-return.ts';
import { averageTrade } from './average-trade.ts';
import { calmar } from './calmar.ts';
import { conditionalValueAtRisk } from './conditional-value-at-risk.ts';
import { expectancy } from './expectancy.ts';
import { exposure } from './exposure.ts';
import { longestLosingStreak } from './longest-losing-streak.ts';
import { longestUnderWater } from './longest-under-water.ts';
import { maxDrawdown } from './max-drawdown.ts';
import { omega } from './omega.ts';
import { payoff } from './payoff.ts';
import { profitFactor } from './profit-factor.ts';
import { recoveryFactor } from './recovery-factor.ts';
import { sharpe } from './sharpe.ts';
import { sortino } from './sortino.ts';
import { sqn } from './sqn.ts';
import { totalReturn } from './total-return.ts';
import { turnover } from './turnover.ts';
import { ulcerIndex } from './ulcer-index.ts';
import { valueAtRisk } from './value-at-risk.ts';
import { volatility } from './volatility.ts';
import { winRate } from './win-rate.ts';

/** Every metric, in the order in which a report shows them. */
export const METRICS: readonly Metric[] = [
  totalReturn,
  annualReturn,
  volatility,
  sharpe,
  sortino,
  omega,
  calmar,
  maxDrawdown,
  longestUnderWater,
  ulcerIndex,
  recoveryFactor,
  valueAtRisk,
  conditionalValueAtRisk,
  exposure,
  turnover,
  winRate,
  profitFactor,
  payoff,
  averageTrade,
  expectancy,
  sqn,
  longestLosingStreak,
];

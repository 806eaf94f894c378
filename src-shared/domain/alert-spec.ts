import { DAY_MS, SECOND_MS } from '../kernel/time.ts';
import type { Timeframe } from './candle.ts';
import { indicatorOf, parameterProblem } from './indicators/catalog.ts';
import type { IndicatorParameters } from './indicators/indicator.ts';

/** The direction in which a value must cross its level. */
export type Crossing = 'above' | 'below';

/** One line of an indicator: its id, its parameters and the name of the output, `value` where it has one alone. */
export interface IndicatorLine {
  readonly indicator: string;
  readonly parameters: IndicatorParameters;
  readonly output: string;
}

/** What a profit-and-loss alert looks at: the open profit of one position, the day's change of equity, or all profit since the account began. */
export type PnlScope = 'position' | 'day' | 'account';

/** How often an alert speaks: once, or each time; `rearm` is how far the value must go back behind the level before it can cross it again, in the value's own unit. */
export interface AlertRepeat {
  readonly repeat: 'once' | 'each';
  readonly rearm: number;
}

/** The last price of an instrument crosses a level; `level` is decimal text on the instrument's tick. */
export interface PriceAlertSpec extends AlertRepeat {
  readonly kind: 'price';
  readonly instrument: string;
  readonly cross: Crossing;
  readonly level: string;
}

/** The last price moves by so many percent of a price that it had within so many minutes. */
export interface MoveAlertSpec extends AlertRepeat {
  readonly kind: 'move';
  readonly instrument: string;
  readonly direction: 'up' | 'down' | 'either';
  readonly percent: number;
  readonly minutes: number;
}

/** A line of an indicator crosses a level, or another line, on closed bars. */
export interface IndicatorAlertSpec extends AlertRepeat {
  readonly kind: 'indicator';
  readonly instrument: string;
  readonly timeframe: Timeframe;
  readonly line: IndicatorLine;
  readonly cross: Crossing;
  readonly against: number | IndicatorLine;
}

/** Profit and loss reaches an amount of the account's quote asset; below zero for a loss. */
export interface PnlAlertSpec extends AlertRepeat {
  readonly kind: 'pnl';
  readonly of: PnlScope;
  /** Of a position; null for the day and the account. */
  readonly instrument: string | null;
  readonly cross: Crossing;
  readonly amount: number;
}

/** So many percent of a risk limit are used; `rule` is its code, or `any`. */
export interface LimitAlertSpec extends AlertRepeat {
  readonly kind: 'limit';
  readonly rule: string;
  readonly percent: number;
}

/** An instrument has no price for so many seconds. */
export interface FeedAlertSpec extends AlertRepeat {
  readonly kind: 'feed';
  readonly instrument: string;
  readonly seconds: number;
}

/** An order is in doubt for so many seconds. */
export interface DoubtAlertSpec extends AlertRepeat {
  readonly kind: 'doubt';
  readonly seconds: number;
}

/** What an alert waits for. */
export type AlertSpec =
  PriceAlertSpec | MoveAlertSpec | IndicatorAlertSpec | PnlAlertSpec | LimitAlertSpec | FeedAlertSpec | DoubtAlertSpec;

/** Alerts that an account keeps at most, those that have spoken included. */
export const MOST_ALERTS = 200;

/** Closed bars that an indicator's value is worked out over. */
export const ALERT_BARS = 1_000;

/** The limits whose use is a share of something, by their codes. */
export const ALERT_LIMIT_RULES: readonly string[] = [
  'risk.max-position',
  'risk.max-gross-exposure',
  'risk.max-net-exposure',
  'risk.max-leverage',
  'risk.max-asset',
  'risk.max-quote',
  'risk.max-venue',
  'risk.max-strategy',
  'risk.max-group',
  'risk.daily-loss',
  'risk.weekly-loss',
  'risk.drawdown',
  'risk.trade-rate',
  'risk.max-open-orders',
  'risk.order-rate',
];

/** Decimal text above zero. */
const PRICE = /^(?=.*[1-9])\d{1,30}(\.\d{1,30})?$/u;
const LONGEST_SECONDS = DAY_MS / SECOND_MS;
const LONGEST_MINUTES = 1_440;
const LARGEST_AMOUNT = 1e12;
const SMALLEST_PERCENT = 0.01;

function outside(value: number, least: number, most: number): boolean {
  return !(value >= least && value <= most);
}

function lineProblem({ indicator, parameters, output }: IndicatorLine): string | null {
  const definition = indicatorOf(indicator);
  if (definition === undefined) return `There is no indicator ${indicator}.`;
  if (!definition.outputs.some(({ name }) => name === output)) {
    return `${indicator} has no line ${output}; it has ${definition.outputs.map(({ name }) => name).join(', ')}.`;
  }
  return parameterProblem(definition, parameters);
}

function indicatorProblem({ line, against }: IndicatorAlertSpec): string | null {
  if (typeof against !== 'number') return lineProblem(line) ?? lineProblem(against);
  return lineProblem(line) ?? (outside(against, -LARGEST_AMOUNT, LARGEST_AMOUNT) ? 'The level is a number within 1e12.' : null);
}

function pnlProblem({ of, instrument, amount }: PnlAlertSpec): string | null {
  if (outside(amount, -LARGEST_AMOUNT, LARGEST_AMOUNT)) return 'The amount is a number within 1e12.';
  return (of === 'position') === (instrument !== null) ? null : 'An instrument is named for a position, and for nothing else.';
}

/** What is wrong with an alert by itself, as a sentence; null when nothing is. Whether its instrument exists and its level lies on a tick is the engine's to say. */
export function alertProblem(spec: AlertSpec): string | null {
  if (outside(spec.rearm, 0, LARGEST_AMOUNT)) return 'The distance back is a number from 0.';
  switch (spec.kind) {
    case 'price':
      return PRICE.test(spec.level) ? null : 'The level is a price above 0.';
    case 'move':
      if (outside(spec.percent, SMALLEST_PERCENT, 100)) return 'A move is from 0.01 to 100 percent.';
      return outside(spec.minutes, 1, LONGEST_MINUTES) ? 'A move is watched over 1 to 1,440 minutes.' : null;
    case 'indicator':
      return indicatorProblem(spec);
    case 'pnl':
      return pnlProblem(spec);
    case 'limit':
      if (spec.rule !== 'any' && !ALERT_LIMIT_RULES.includes(spec.rule)) return `${spec.rule} is no limit that is used up.`;
      return outside(spec.percent, 1, 100) ? 'The use of a limit is from 1 to 100 percent.' : null;
    case 'feed':
    case 'doubt':
      return outside(spec.seconds, 1, LONGEST_SECONDS) ? 'A silence is from 1 to 86,400 seconds.' : null;
  }
}

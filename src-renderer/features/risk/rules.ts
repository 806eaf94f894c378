import type { RiskLimits } from '../../../src-shared/domain/limits.ts';

/** How a limit is typed and shown: money, a count, a percentage of one, or seconds kept in milliseconds. */
export type LimitKind = 'money' | 'count' | 'percent' | 'seconds';

/** A rule that a person may set, as the window shows it. */
export interface RuleSpec {
  /** The code under which its use and its refusals come. */
  readonly code: string;
  readonly title: string;
  readonly hint: string;
  readonly field: Exclude<keyof RiskLimits, 'allowedInstruments' | 'protections' | 'breakers'>;
  readonly kind: LimitKind;
  /** Lowest and highest figure as typed. */
  readonly range: readonly [low: number, high: number];
}

const MONEY: readonly [number, number] = [0, 1e15];

/** The rules with a figure, in the order of the table. */
export const RULES: readonly RuleSpec[] = [
  {
    code: 'risk.max-order-notional',
    title: 'Order value',
    hint: 'Largest value of one order.',
    field: 'maxOrderNotional',
    kind: 'money',
    range: MONEY,
  },
  {
    code: 'risk.max-position',
    title: 'Position',
    hint: 'Largest value of a position, with every order that could add to it.',
    field: 'maxPositionNotional',
    kind: 'money',
    range: MONEY,
  },
  {
    code: 'risk.max-gross-exposure',
    title: 'Gross exposure',
    hint: 'Largest sum of all positions and opening orders.',
    field: 'maxGrossExposure',
    kind: 'money',
    range: MONEY,
  },
  {
    code: 'risk.daily-loss',
    title: 'Daily loss',
    hint: 'Largest loss since 00:00 UTC, realised and open. Reaching it lets only reducing orders pass until the next UTC day.',
    field: 'maxDailyLoss',
    kind: 'money',
    range: MONEY,
  },
  {
    code: 'risk.drawdown',
    title: 'Drawdown',
    hint: 'Largest fall of equity from its peak. Reaching it halts trading until a person starts it again.',
    field: 'maxDrawdown',
    kind: 'percent',
    range: [0, 100],
  },
  {
    code: 'risk.max-open-orders',
    title: 'Open orders',
    hint: 'Most orders that work at once.',
    field: 'maxOpenOrders',
    kind: 'count',
    range: [0, 10_000],
  },
  {
    code: 'risk.order-rate',
    title: 'Orders a minute',
    hint: 'Most orders within any 60 s of market time.',
    field: 'maxOrdersPerMinute',
    kind: 'count',
    range: [0, 100_000],
  },
  {
    code: 'risk.price-collar',
    title: 'Price collar',
    hint: 'Largest distance of a limit price on the wrong side of the market.',
    field: 'priceCollar',
    kind: 'percent',
    range: [0, 100],
  },
  {
    code: 'risk.stale-data',
    title: 'Data age',
    hint: 'Oldest price that an order may be decided on.',
    field: 'maxDataAgeMs',
    kind: 'seconds',
    range: [0.1, 86_400],
  },
];

/** The code of the rule that names the instruments. */
export const ALLOWED_RULE = 'risk.instrument-not-allowed';

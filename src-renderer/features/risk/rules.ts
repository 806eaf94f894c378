import type { RiskLimits } from '../../../src-shared/domain/limits.ts';

/** How a limit is typed and shown: money, a count, a percentage of one, seconds kept in milliseconds, or a multiple. */
export type LimitKind = 'money' | 'count' | 'percent' | 'seconds' | 'multiple';

/** Under which heading the form shows a rule. */
export type LimitGroup = 'orders' | 'exposure' | 'losses';

/** A rule that a person may set, as the window shows it. */
export interface RuleSpec {
  /** The code under which its use and its refusals come. */
  readonly code: string;
  readonly title: string;
  readonly hint: string;
  readonly field: Exclude<keyof RiskLimits, 'allowedInstruments' | 'protections' | 'breakers'>;
  readonly kind: LimitKind;
  readonly group: LimitGroup;
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
    group: 'orders',
    range: MONEY,
  },
  {
    code: 'risk.max-position',
    title: 'Position',
    hint: 'Largest value of a position, with every order that could add to it.',
    field: 'maxPositionNotional',
    kind: 'money',
    group: 'exposure',
    range: MONEY,
  },
  {
    code: 'risk.max-strategy',
    title: 'By strategy',
    hint: 'Largest value of what one strategy, or you by hand, hold and have ordered.',
    field: 'maxStrategyExposure',
    kind: 'money',
    group: 'exposure',
    range: MONEY,
  },
  {
    code: 'risk.max-asset',
    title: 'By asset',
    hint: 'Largest value of everything of one coin, spot and contracts.',
    field: 'maxAssetExposure',
    kind: 'money',
    group: 'exposure',
    range: MONEY,
  },
  {
    code: 'risk.max-group',
    title: 'Correlated',
    hint: 'Largest value of instruments whose returns move together; needs the correlation below.',
    field: 'maxGroupExposure',
    kind: 'money',
    group: 'exposure',
    range: MONEY,
  },
  {
    code: 'risk.max-quote',
    title: 'By quote',
    hint: 'Largest value of everything quoted in one asset.',
    field: 'maxQuoteExposure',
    kind: 'money',
    group: 'exposure',
    range: MONEY,
  },
  {
    code: 'risk.max-venue',
    title: 'By venue',
    hint: 'Largest value of everything at one venue.',
    field: 'maxVenueExposure',
    kind: 'money',
    group: 'exposure',
    range: MONEY,
  },
  {
    code: 'risk.max-net-exposure',
    title: 'Net exposure',
    hint: 'Largest value of longs above shorts, or of shorts above longs.',
    field: 'maxNetExposure',
    kind: 'money',
    group: 'exposure',
    range: MONEY,
  },
  {
    code: 'risk.max-gross-exposure',
    title: 'Gross exposure',
    hint: 'Largest sum of all positions and opening orders.',
    field: 'maxGrossExposure',
    kind: 'money',
    group: 'exposure',
    range: MONEY,
  },
  {
    code: 'risk.max-leverage',
    title: 'Leverage',
    hint: 'Largest sum of all positions and opening orders as a multiple of equity.',
    field: 'maxLeverage',
    kind: 'multiple',
    group: 'exposure',
    range: [0, 1_000],
  },
  {
    code: 'risk.liquidation-distance',
    title: 'To liquidation',
    hint: 'Smallest distance of a perpetual from its liquidation, as a share of its price.',
    field: 'minLiquidationDistance',
    kind: 'percent',
    group: 'exposure',
    range: [0, 100],
  },
  {
    code: 'risk.daily-loss',
    title: 'Daily loss',
    hint: 'Largest loss since 00:00 UTC, realised and open. Reaching it lets only reducing orders pass until the next UTC day.',
    field: 'maxDailyLoss',
    kind: 'money',
    group: 'losses',
    range: MONEY,
  },
  {
    code: 'risk.weekly-loss',
    title: 'Weekly loss',
    hint: 'Largest loss since Monday 00:00 UTC, realised and open. Reaching it lets only reducing orders pass until the next Monday.',
    field: 'maxWeeklyLoss',
    kind: 'money',
    group: 'losses',
    range: MONEY,
  },
  {
    code: 'risk.drawdown',
    title: 'Drawdown',
    hint: 'Largest fall of equity from its peak. Reaching it halts trading until a person starts it again.',
    field: 'maxDrawdown',
    kind: 'percent',
    group: 'losses',
    range: [0, 100],
  },
  {
    code: 'risk.max-open-orders',
    title: 'Open orders',
    hint: 'Most orders that work at once.',
    field: 'maxOpenOrders',
    kind: 'count',
    group: 'orders',
    range: [0, 10_000],
  },
  {
    code: 'risk.order-rate',
    title: 'Orders a minute',
    hint: 'Most orders within any 60 s of market time.',
    field: 'maxOrdersPerMinute',
    kind: 'count',
    group: 'orders',
    range: [0, 100_000],
  },
  {
    code: 'risk.trade-rate',
    title: 'Entries a day',
    hint: 'Most orders that open or add to a position within any 24 h of market time.',
    field: 'maxTradesPerDay',
    kind: 'count',
    group: 'orders',
    range: [0, 100_000],
  },
  {
    code: 'risk.fat-finger',
    title: 'Fat finger',
    hint: 'Largest order as a multiple of the median of your last 20.',
    field: 'maxTypicalMultiple',
    kind: 'multiple',
    group: 'orders',
    range: [1, 10_000],
  },
  {
    code: 'risk.price-collar',
    title: 'Price collar',
    hint: 'Largest distance of a limit price on the wrong side of the market.',
    field: 'priceCollar',
    kind: 'percent',
    group: 'orders',
    range: [0, 100],
  },
  {
    code: 'risk.stale-data',
    title: 'Data age',
    hint: 'Oldest price that an order may be decided on.',
    field: 'maxDataAgeMs',
    kind: 'seconds',
    group: 'orders',
    range: [0.1, 86_400],
  },
];

/** What `risk.max-group` needs beside its own figure; it has no line of its own in the table. */
const CORRELATION: RuleSpec = {
  code: 'risk.max-group',
  title: 'Correlation from',
  hint: 'From which correlation of their last 96 quarter-hour returns on instruments count as moving together. They are off until so many are known.',
  field: 'groupCorrelation',
  kind: 'percent',
  group: 'exposure',
  range: [0, 100],
};

/** Every figure of the form. */
export const FORM_RULES: readonly RuleSpec[] = RULES.flatMap((rule) => (rule.code === CORRELATION.code ? [rule, CORRELATION] : [rule]));

/** The code of the rule that names the instruments. */
export const ALLOWED_RULE = 'risk.instrument-not-allowed';

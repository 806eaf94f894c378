import { eventIterator, type } from '@orpc/contract';
import * as z from 'zod/mini';
import type { AlertsRow } from './alerts.ts';
import { call } from './base.ts';
import type {
  AccountRow,
  BookRow,
  CandleRow,
  FillRow,
  LogRow,
  NoticeRow,
  OrderRow,
  PositionRow,
  QuoteRow,
  RefusalRow,
  RiskRow,
  SignalRow,
  StatusRow,
  StrategyRow,
  TradesRow,
} from './rows.ts';
import type { GoesOnRow, LockRow } from './lock.ts';
import type { DataJobRow } from './data-jobs.ts';
import type { CheckRow } from './checks.ts';
import type { PortfolioRunRow } from './portfolios.ts';
import type { RunRow } from './research.ts';
import type { SearchRow } from './searches.ts';
import type { OwnStrategiesRow } from './strategies.ts';
import type { VenueRow } from './venue.ts';
import { instrumentId, timeframe } from './scalars.ts';

/** Everything that main tells a page unasked, by kind. */
export interface StreamRows {
  quote: QuoteRow;
  book: BookRow;
  candle: CandleRow;
  trades: TradesRow;
  order: OrderRow;
  fill: FillRow;
  refusal: RefusalRow;
  position: PositionRow;
  account: AccountRow;
  risk: RiskRow;
  strategy: StrategyRow;
  signal: SignalRow;
  status: StatusRow;
  log: LogRow;
  notice: NoticeRow;
  run: RunRow;
  portfolio: PortfolioRunRow;
  search: SearchRow;
  data: DataJobRow;
  check: CheckRow;
  own: OwnStrategiesRow;
  alerts: AlertsRow;
  lock: LockRow;
  goesOn: GoesOnRow;
  venue: VenueRow;
}

/** The kinds of stream events. */
export type StreamKind = keyof StreamRows;

/** One stream event. */
export type StreamEvent = { readonly [Kind in StreamKind]: { readonly kind: Kind; readonly row: StreamRows[Kind] } }[StreamKind];

/** What reaches a page at once: events in order, a number to acknowledge, and whether something numbered was lost before it (then ask for a snapshot). */
export interface StreamBatch {
  readonly batch: number;
  readonly gap: boolean;
  readonly events: readonly StreamEvent[];
}

/** What a page looks at: books and tapes are sent only for these. */
export const interest = z.object({
  books: z.array(instrumentId).check(z.maxLength(16)),
  tapes: z.array(instrumentId).check(z.maxLength(16)),
  candles: z.array(z.object({ instrument: instrumentId, timeframe })).check(z.maxLength(16)),
});

/** What a page looks at. */
export type Interest = z.infer<typeof interest>;

/** Everything a page needs to draw itself from nothing. */
export interface DeskSnapshot {
  readonly quotes: readonly QuoteRow[];
  readonly orders: readonly OrderRow[];
  readonly fills: readonly FillRow[];
  readonly refusals: readonly RefusalRow[];
  readonly positions: readonly PositionRow[];
  readonly account: AccountRow;
  readonly risk: RiskRow;
  readonly strategies: readonly StrategyRow[];
  readonly signals: readonly SignalRow[];
  readonly status: StatusRow;
  readonly log: readonly LogRow[];
  readonly alerts: AlertsRow;
  /** Of the window; the desk itself knows nothing of it. */
  readonly lock?: LockRow;
  /** Null where the account that is traded is at no venue. */
  readonly venue: VenueRow | null;
}

/** What a locked page needs so that its stream stands; what it carries then is the lock, what goes on in counts, and that the window is to be closed. */
const locked = call.$meta({ openWhileLocked: true });

/** The stream between main and a page. */
export const streamContract = {
  /** Open orders and the newest 500 of orders, fills, refusals and log lines, with positions, account, risk and strategies. A locked window is refused it and asks `lock.goesOn`. */
  snapshot: call.input(z.object({})).output(type<DeskSnapshot>()),
  /** Batches, each sent once the one before is acknowledged. One open stream per page; a second one ends the first. */
  open: locked.input(z.object({})).output(eventIterator(type<StreamBatch>())),
  /** Says that a batch was applied. */
  acknowledge: call
    .$meta({ privilege: 'open', ratePerSecond: 200, openWhileLocked: true })
    .input(z.object({ batch: z.int() }))
    .output(type<{ readonly accepted: boolean }>()),
  /** Replaces what the page looks at. */
  look: locked.input(interest).output(type<{ readonly accepted: boolean }>()),
};

import type { CandleColumns, Timeframe } from '../../../src-shared/domain/candle.ts';
import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import type { Instrument, InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { utcMs, type UtcMs } from '../../../src-shared/kernel/time.ts';
import { MatchingCore } from '../../core/matching/matching-core.ts';
import { ReportQueue } from '../../core/matching/report-queue.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../ports/approved-order.ts';
import type { EndReason, ExecutionVenue } from '../../ports/execution-venue.ts';
import type { PriceEvent } from '../../ports/market-feed.ts';
import type { MarketEvent, MarketSource, QuoteEvent } from '../../ports/market-source.ts';
import { HeardEvidence } from './heard-evidence.ts';
import { HeardMarket } from './heard-market.ts';

/** Ended orders that the venue can still be asked about. */
const KEPT_FINALS = 1_000;

/** What a venue of paper is made of. */
export interface PaperVenueParts {
  readonly specs: readonly InstrumentSpec[];
  readonly costs: CostProfile;
  /** Our own time at the start, ms UTC. */
  readonly startAt: UtcMs;
  /** As of `HeardMarketParts`. */
  readonly onHeard?: () => void;
}

/**
 * A real market with a venue of paper: what is heard is the market, orders are filled on it by the matching core and never leave the program. At one
 * instant: reports, then what was heard in its order.
 */
export class PaperVenue implements MarketSource, ExecutionVenue {
  readonly instruments: readonly Instrument[];
  readonly evidence: HeardEvidence;
  readonly market: HeardMarket;
  private readonly core: MatchingCore;
  private readonly reports = new ReportQueue();
  private readonly deposits = new Set<string>();
  private time: number;

  constructor({ specs, costs, startAt, onHeard }: PaperVenueParts) {
    this.market = new HeardMarket({
      specs,
      startAt,
      ...(onHeard === undefined ? {} : { onHeard }),
      meeting: {
        quote: (instrument, touch) => {
          this.evidence.quote(instrument, touch);
          this.core.onQuote(instrument, touch.bidTicks, touch.askTicks);
        },
        print: (print) => {
          const { instrument, lots, time } = print;
          this.evidence.trade(instrument, this.instruments[instrument]!.sizeOf(lots).toNumber(), time);
          this.core.onPrint(print);
        },
      },
    });
    this.instruments = this.market.instruments;
    this.evidence = new HeardEvidence(this.instruments);
    this.core = new MatchingCore({
      instruments: this.instruments,
      costs,
      balances: new Map(),
      evidence: this.evidence,
      keptFinals: KEPT_FINALS,
      report: (report) => {
        this.reports.add(report);
      },
    });
    this.time = startAt;
  }

  /** Takes something that was heard at `at`, our own time. */
  hear(event: PriceEvent, at: number): void {
    this.market.hear(event, at);
  }

  next(until: UtcMs): MarketEvent | null {
    for (;;) {
      const report = this.reports.next;
      const arrival = this.core.nextArrival;
      const soonest = Math.min(report, arrival, this.market.dueAt(this.time));
      if (soonest > until) {
        this.time = Math.max(this.time, until);
        return null;
      }
      this.time = Math.max(this.time, soonest);
      if (report === soonest) return this.reports.take();
      if (arrival === soonest) this.core.advance(arrival);
      else {
        const event = this.market.take(soonest);
        if (event !== null) return event;
      }
    }
  }

  history(instrument: number, timeframe: Timeframe, _before: UtcMs, count: number): CandleColumns {
    return this.market.history(instrument, timeframe, count);
  }

  subscribe(instrument: number, timeframe: Timeframe): void {
    this.market.barsOf(instrument, timeframe);
  }

  placeOf(instrument: number, timeframe: Timeframe): number {
    return this.market.placeOf(instrument, timeframe);
  }

  submit(order: ApprovedOrder): void {
    this.core.submit(order, this.time);
  }

  cancel(order: ClientOrderId, reason: EndReason): void {
    this.core.cancel(order, reason, this.time);
  }

  amend(amendment: ApprovedAmendment): void {
    this.core.amend(amendment, this.time);
  }

  query(order: ClientOrderId): void {
    this.reports.add({ kind: 'status', order, status: this.core.hasSeen(order) ? this.core.status(order) : null, time: utcMs(this.time) });
  }

  /** Brings money in, once per id. */
  deposit(id: string, asset: string, amount: Decimal): void {
    if (this.deposits.has(id)) return;
    this.deposits.add(id);
    this.core.deposit(asset, amount);
  }

  quotesAt(): readonly QuoteEvent[] {
    return this.market.quotesAt();
  }

  close(): void {
    this.market.close();
  }
}

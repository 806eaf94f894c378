import { sliceCandles, TIMEFRAMES, type CandleColumns, type Timeframe } from '../../../src-shared/domain/candle.ts';
import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import type { FundingPlan } from '../../../src-shared/domain/funding.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { utcMs, type UtcMs } from '../../../src-shared/kernel/time.ts';
import { BarEvidence } from '../../core/matching/bar-evidence.ts';
import { MatchingCore } from '../../core/matching/matching-core.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../ports/approved-order.ts';
import type { EndReason, ExecutionVenue } from '../../ports/execution-venue.ts';
import type { BarEvent, BarRun, MarketEvent, MarketSource, QuoteEvent } from '../../ports/market-source.ts';
import { ReportQueue } from '../../core/matching/report-queue.ts';
import { BAR, OPEN, RANGE, SeriesCursor } from './series-cursor.ts';

/** Ended orders that the replayed venue can still be asked about. */
const KEPT_FINALS = 32;

/** Stored bars of an instrument. */
export interface ReplaySeries {
  /** Dense index of the instrument. */
  readonly instrument: number;
  readonly timeframe: Timeframe;
  readonly columns: CandleColumns;
}

/** What a replay is made of. */
export interface ReplayParts {
  readonly instruments: readonly Instrument[];
  readonly series: readonly ReplaySeries[];
  readonly costs: CostProfile;
  /** What the venue holds for the account at the start, per asset. */
  readonly balances: ReadonlyMap<string, Decimal>;
  /** Signed lots of those balances that are positions, by instrument: what only reduces may sell them. None where absent. */
  readonly positions?: readonly number[];
  /** What contracts among them cost, signed; by instrument. */
  readonly openCosts?: readonly Decimal[];
  /** Funding by instrument, null for spot; needed where a perpetual is traded. */
  readonly funding?: readonly (FundingPlan | null)[];
}

/**
 * Stored bars played as a market with a venue. Each bar passes its open (arrivals and whatever takes at the open), its last millisecond
 * (stops and limits within its range) and its close (the event). At one instant: reports, closes by instrument and timeframe, arrivals,
 * opens by instrument. An instrument's finest bars fill its orders; coarser ones are told only. While no order is alive the bars alone pass.
 */
export class CandleReplay implements MarketSource, ExecutionVenue, BarRun {
  readonly instruments: readonly Instrument[];
  private readonly cursors: readonly SeriesCursor[];
  private readonly core: MatchingCore;
  private readonly reports = new ReportQueue();
  private readonly first: SeriesCursor;
  private readonly bar: BarEvent;
  // A field that begins as a double stays one: no object is made at each bar.
  private time = Number.NaN;
  /** The bar told last is of the only series, and no order is alive: until something is sent, bars follow bars. */
  private running = false;

  constructor(parts: ReplayParts) {
    const { instruments, series, costs, balances } = parts;
    this.instruments = instruments;
    this.cursors = cursorsOf(instruments, series);
    const evidence = new BarEvidence();
    for (const { drives, instrument, timeframeMs, columns } of this.cursors) if (drives) evidence.attach(instrument, timeframeMs, columns);
    this.core = new MatchingCore({
      instruments,
      costs,
      balances,
      ...(parts.positions === undefined ? {} : { positions: parts.positions }),
      ...(parts.openCosts === undefined ? {} : { openCosts: parts.openCosts }),
      evidence,
      report: (report) => {
        this.reports.add(report);
      },
      keptFinals: KEPT_FINALS,
      margin: {
        funding: parts.funding ?? [],
        report: (report) => {
          this.reports.addMargin(report);
        },
      },
    });
    const first = this.cursors[0];
    invariant(first !== undefined, 'a replay has bars');
    this.time = this.cursors.reduce((least, { columns }) => Math.min(least, columns.time[0] ?? least), Number.POSITIVE_INFINITY);
    this.first = first;
    this.bar = {
      kind: 'bar',
      instrument: first.instrument,
      timeframe: first.timeframe,
      time: Number.NaN,
      received: Number.NaN,
      columns: first.columns,
      row: 0,
      place: 0,
      last: false,
    };
  }

  follow(): boolean {
    if (!this.running) return false;
    const cursor = this.first;
    if (cursor.ended) return false;
    this.time = cursor.columns.time[cursor.row]! + cursor.timeframeMs;
    this.tell(cursor);
    return true;
  }

  get ahead(): number {
    return this.running ? Math.max(0, this.first.columns.length - 1 - this.first.row) : 0;
  }

  skip(count: number): void {
    const cursor = this.first;
    invariant(count > 0 && count <= this.ahead, 'only bars that are ahead are skipped');
    cursor.row += count - 1;
    this.follow();
  }

  next(until: UtcMs): MarketEvent | null {
    const { core, reports } = this;
    this.running = false;
    if (core.idle && reports.empty) return this.pass(until);
    for (;;) {
      const idle = core.idle;
      const cursor = this.earliest(!idle);
      const step = cursor === null ? Number.POSITIVE_INFINITY : cursor.stepTime;
      if (!idle || !reports.empty) {
        const arrival = core.nextArrival;
        const report = reports.next;
        const funding = core.nextFunding;
        if (!reports.empty && report <= step && report <= arrival && (report <= funding || cursor === null)) {
          if (report > until) return this.rest(until);
          this.time = Math.max(this.time, report);
          return reports.take();
        }
        // Behind the last bar nothing is paid any more.
        if (cursor !== null && funding <= step && funding <= arrival) {
          if (funding > until) return this.rest(until);
          this.time = funding;
          core.fund(funding);
          continue;
        }
        if (arrival < step || (arrival === step && cursor !== null && cursor.stage !== BAR)) {
          if (arrival > until) return this.rest(until);
          this.time = arrival;
          core.advance(arrival);
          continue;
        }
      }
      if (cursor === null || step > until) return this.rest(until);
      this.time = step;
      if (cursor.stage === BAR) return this.tell(cursor);
      this.match(step, cursor.stage);
    }
  }

  /** The bars are those it was made of; asking for others is a mistake of the program. */
  subscribe(instrument: number, timeframe: Timeframe): void {
    this.cursorOf(instrument, timeframe);
  }

  history(instrument: number, timeframe: Timeframe, before: UtcMs, count: number): CandleColumns {
    const { columns, timeframeMs } = this.cursorOf(instrument, timeframe);
    let from = 0;
    let to = columns.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (columns.time[middle]! + timeframeMs <= before) from = middle + 1;
      else to = middle;
    }
    return sliceCandles(columns, Math.max(0, to - count), to);
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
    this.reports.add({ kind: 'status', order, status: this.core.status(order), time: utcMs(this.time) });
  }

  /** Nothing but bars can happen. */
  private pass(until: number): BarEvent | null {
    const cursor = this.cursors.length === 1 ? this.first : this.earliest(false);
    if (cursor === null || cursor.ended) return this.rest(until);
    const time = cursor.columns.time[cursor.row]! + cursor.timeframeMs;
    if (time > until) return this.rest(until);
    this.time = time;
    this.running = this.cursors.length === 1;
    return this.tell(cursor);
  }

  /** Place of a bar among those of one instant. */
  placeOf(instrument: number, timeframe: Timeframe): number {
    return this.cursors.indexOf(this.cursorOf(instrument, timeframe));
  }

  /** Brings money in; a replay is begun once, so the id does not matter. */
  deposit(_id: string, asset: string, amount: Decimal): void {
    this.core.deposit(asset, amount);
  }

  /** Stored bars have no quotes. */
  quotesAt(): readonly QuoteEvent[] {
    return [];
  }

  /** A replay holds nothing open. */
  close(): void {
    this.reports.clear();
  }

  private rest(until: number): null {
    if (until !== Number.POSITIVE_INFINITY) this.time = Math.max(this.time, until);
    return null;
  }

  /** The cursor whose next step comes first; `matching` says whether opens and ranges are steps. */
  private earliest(matching: boolean): SeriesCursor | null {
    const { cursors, time } = this;
    let first: SeriesCursor | null = null;
    for (let i = 0; i < cursors.length; i += 1) {
      const cursor = cursors[i]!;
      if (!cursor.aim(matching, time)) continue;
      if (first === null || cursor.stepTime < first.stepTime || (cursor.stepTime === first.stepTime && cursor.stage < first.stage))
        first = cursor;
    }
    return first;
  }

  /** All opens, or all ranges, of an instant are matched before anybody hears of any of them. */
  private match(time: number, stage: number): void {
    if (this.core.margined) this.seePrices(time, stage);
    for (const cursor of this.cursors) {
      if (cursor.stage !== stage || cursor.stepTime !== time || cursor.ended) continue;
      const { instrument, timeframeMs, columns, row } = cursor;
      if (stage === OPEN) {
        cursor.opened = true;
        this.core.onOpen(instrument, timeframeMs, columns, row);
      } else {
        cursor.ranged = true;
        this.core.onRange(instrument, timeframeMs, columns, row);
      }
    }
    if (this.core.margined && stage === RANGE) this.seeCloses(time);
  }

  /** Opens are prices at which margin is judged before any order; ranges are known of all bars before orders and margin meet any. */
  private seePrices(time: number, stage: number): void {
    for (const cursor of this.cursors) {
      if (cursor.stage !== stage || cursor.stepTime !== time || cursor.ended) continue;
      const { instrument, columns, row } = cursor;
      if (stage === OPEN) this.core.see(instrument, columns.open[row]!);
      else this.core.seeRange(instrument, columns.low[row]!, columns.high[row]!);
    }
    if (stage === OPEN) this.core.judge(time);
  }

  private seeCloses(time: number): void {
    this.core.judge(time);
    for (const cursor of this.cursors)
      if (cursor.ranged && cursor.stage === RANGE && cursor.stepTime === time)
        this.core.see(cursor.instrument, cursor.columns.close[cursor.row]!);
  }

  /** The bar that closes at the time reached. */
  private tell(cursor: SeriesCursor): BarEvent {
    const { bar, time } = this;
    const { columns, row } = cursor;
    if (bar.place !== cursor.place) {
      bar.place = cursor.place;
      bar.instrument = cursor.instrument;
      bar.timeframe = cursor.timeframe;
      bar.columns = columns;
    }
    bar.row = row;
    bar.time = time;
    bar.received = time;
    bar.last = row === columns.length - 1;
    cursor.advance();
    return bar;
  }

  private cursorOf(instrument: number, timeframe: Timeframe): SeriesCursor {
    const cursor = this.cursors.find((candidate) => candidate.instrument === instrument && candidate.timeframe === timeframe);
    invariant(cursor !== undefined, 'the replay has bars of this instrument and timeframe');
    return cursor;
  }
}

/** Cursors in order of instrument and timeframe, however the series were given. */
function cursorsOf(instruments: readonly Instrument[], series: readonly ReplaySeries[]): SeriesCursor[] {
  const ordered = [...series].sort((a, b) => a.instrument - b.instrument || TIMEFRAMES[a.timeframe] - TIMEFRAMES[b.timeframe]);
  return ordered.map((one, i) => {
    const before = ordered[i - 1];
    const same = before?.instrument === one.instrument;
    invariant(instruments[one.instrument]?.index === one.instrument, 'bars belong to an instrument of the replay');
    invariant(!same || before.timeframe !== one.timeframe, 'an instrument has one series of a timeframe');
    return new SeriesCursor(one, i, !same);
  });
}

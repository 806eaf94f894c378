import { candleColumns, TIMEFRAMES, type CandleColumns, type Timeframe } from '../../../../src-shared/domain/candle.ts';
import { mixSeed } from '../../../../src-shared/kernel/random.ts';
import { invariant } from '../../../../src-shared/kernel/result.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src-shared/kernel/time.ts';
import { bookSide, type Book } from './book.ts';
import { dayPath, type DayPath } from './day-path.ts';
import { DaySeries } from './day-series.ts';
import { Lru } from './lru.ts';
import { MinuteFactors } from './minute-factors.ts';
import { minuteRecord, printsUntil, type MinuteRecord, type PrintColumns } from './minute-record.ts';
import { SELL, BUY, TapeScratch } from './minute-tape.ts';
import { quoteState, type QuoteState } from './quotes.ts';
import { SIM_END_MS, SIM_ORIGIN_MS, SIM_PROFILES, type SimProfile } from './sim-instruments.ts';
import { BarSum, joinTickBars, minuteTickBars, type TickBars } from './tick-bars.ts';

/** The best prices at an instant and the print before it. */
export interface SimQuote {
  readonly bidTicks: number;
  readonly askTicks: number;
  readonly lastTicks: number;
  readonly lastLots: number;
  /** Aggressor of the last print: 1 bought, -1 sold. */
  readonly lastSide: number;
  /** Instant of the last print, ms UTC. */
  readonly lastTime: number;
  /** Instant from which these best prices hold, ms UTC. */
  readonly time: number;
}

/** One bar in quote and base units. */
export interface SimBar {
  /** Open of the bar, ms UTC. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** What happened within the 24 hours up to an instant, that instant included: sums over exactly the prints of (t - 24 h, t]. */
export interface SimStats {
  readonly openTicks: number;
  readonly highTicks: number;
  readonly lowTicks: number;
  readonly lastTicks: number;
  readonly lots: number;
  /** Sum of price x size, quote units, a double for display. */
  readonly quoteVolume: number;
}

/** The first instant that can be asked for: a day after the origin, so that every instant has a past. */
export const SIM_FIRST_MS: number = SIM_ORIGIN_MS + DAY_MS;

/** What is kept of days and minutes already computed; about 40 MB when all are full. */
const KEPT = { dayPaths: 64, minuteDays: 256, hourDays: 4_096, minutes: 1_024 };
const INSTRUMENTS_MAX = 64;
const BOOK_STREAM = 0xb00c;
const HOUR_MINUTES = 60;

/**
 * Eight simulated coins. Every answer is a pure function of seed, instrument and instant: it does not depend on what was asked before, and
 * any instant can be entered without playing what lies before it. Typed arrays handed out by `prints` are shared: read them, do not write.
 */
export class SimMarket {
  readonly seed: number;
  readonly instruments: readonly SimProfile[];
  private readonly days: DaySeries;
  private readonly factors: MinuteFactors;
  private readonly scratch = new TapeScratch();
  private readonly sum = new BarSum();
  private readonly dayPaths = new Lru<DayPath>(KEPT.dayPaths);
  private readonly minuteDays = new Lru<TickBars>(KEPT.minuteDays);
  private readonly hourDays = new Lru<TickBars>(KEPT.hourDays);
  private readonly minutes = new Lru<MinuteRecord>(KEPT.minutes);

  constructor(seed: number, profiles: readonly SimProfile[] = SIM_PROFILES) {
    invariant(Number.isSafeInteger(seed), 'a seed is a whole number');
    invariant(profiles.length <= INSTRUMENTS_MAX, 'at most 64 simulated instruments');
    this.seed = seed;
    this.instruments = profiles;
    this.days = new DaySeries(seed, profiles);
    this.factors = new MinuteFactors(seed, this.days);
  }

  /** One-minute bars that opened at or after `fromMs` and closed at or before `toMs`. */
  minuteBars(instrument: number, fromMs: number, toMs: number): CandleColumns {
    return this.bars(instrument, '1m', fromMs, toMs);
  }

  /** Bars that opened at or after `fromMs` and closed at or before `toMs`: with `toMs` the present, no bar knows the future. */
  bars(instrument: number, timeframe: Timeframe, fromMs: number, toMs: number): CandleColumns {
    const span = TIMEFRAMES[timeframe];
    const first = Math.ceil(Math.max(fromMs, SIM_FIRST_MS) / span);
    const end = Math.floor(Math.min(toMs, SIM_END_MS) / span);
    const columns = candleColumns(Math.max(0, end - first));
    for (let row = 0; row < columns.length; row += 1) {
      const open = (first + row) * span;
      this.sum.reset();
      this.addSpan(instrument, open, open + span);
      this.writeRow(instrument, columns, row, open);
    }
    return columns;
  }

  /** The bar that `t` lies in, of the prints up to and including `t`; null before its first print. */
  formingBar(instrument: number, timeframe: Timeframe, t: number): SimBar | null {
    const span = TIMEFRAMES[timeframe];
    const open = Math.floor(t / span) * span;
    this.sum.reset();
    this.addPrintsIn(instrument, open - 1, t);
    if (this.sum.empty) return null;
    const { ticksPerUnit, lotsPerUnit } = this.profile(instrument);
    const { sum } = this;
    return {
      time: open,
      open: sum.open / ticksPerUnit,
      high: sum.high / ticksPerUnit,
      low: sum.low / ticksPerUnit,
      close: sum.close / ticksPerUnit,
      volume: sum.lots / lotsPerUnit,
    };
  }

  /** The prints of the minute that `minuteStart` lies in. */
  prints(instrument: number, minuteStart: number): PrintColumns {
    return this.record(instrument, minuteStart);
  }

  /** Best prices and last print at `t`. A print of this very millisecond has happened: it stands at the bid or ask given here. */
  quote(instrument: number, t: number): SimQuote {
    const record = this.record(instrument, t);
    const state = quoteState(record, t);
    // Before a minute's first print the last one is that of the minute before; every minute has at least two.
    const lastRecord = state.prints > 0 ? record : this.record(instrument, record.start - MINUTE_MS);
    const last = state.prints > 0 ? state.prints - 1 : lastRecord.length - 1;
    const { step } = this.profile(instrument);
    return {
      bidTicks: state.bid * step,
      askTicks: (state.bid + state.spread) * step,
      lastTicks: lastRecord.ticks[last] as number,
      lastLots: lastRecord.lots[last] as number,
      lastSide: lastRecord.side[last] as number,
      lastTime: lastRecord.time[last] as number,
      time: state.since,
    };
  }

  /** The first instant after `t` at which best prices or the last print may differ, ms UTC: from print to print and requote to requote. */
  nextChange(instrument: number, t: number): number {
    return quoteState(this.record(instrument, t), t).until;
  }

  /**
   * The book at `t`, its touch being the quote of `t`, twenty levels deep and at least `reach` ticks. At the instant of a print the touch
   * still holds what the print takes.
   */
  book(instrument: number, t: number, reach = 0): Book {
    const profile = this.profile(instrument);
    const record = this.record(instrument, t);
    const state = quoteState(record, t);
    const side = (direction: -1 | 1): Book['bids'] =>
      bookSide({
        profile,
        key: mixSeed(this.seed, BOOK_STREAM, instrument, direction + 1),
        best: direction < 0 ? state.bid : state.bid + state.spread,
        direction,
        t,
        atLeast: printedNow(record, state, t, direction),
        reach: Math.ceil(reach / profile.step),
      });
    return { bids: side(-1), asks: side(1) };
  }

  /** Open, extremes and volume of the prints in (t - 24 h, t]. */
  stats24h(instrument: number, t: number): SimStats {
    const { sum } = this;
    sum.reset();
    this.addPrintsIn(instrument, t - DAY_MS, t);
    const { ticksPerUnit, lotsPerUnit } = this.profile(instrument);
    return {
      openTicks: sum.open,
      highTicks: sum.high,
      lowTicks: sum.low,
      lastTicks: sum.close,
      lots: sum.lots,
      quoteVolume: sum.turnover / ticksPerUnit / lotsPerUnit,
    };
  }

  private profile(instrument: number): SimProfile {
    const profile = this.instruments[instrument];
    invariant(profile !== undefined, 'the instrument is one of the simulated market');
    return profile;
  }

  private writeRow(instrument: number, columns: CandleColumns, row: number, open: number): void {
    const { ticksPerUnit, lotsPerUnit } = this.profile(instrument);
    // Division by a power of ten gives the double nearest to the decimal price; multiplication by 0.01 would not.
    columns.time[row] = open;
    columns.open[row] = this.sum.open / ticksPerUnit;
    columns.high[row] = this.sum.high / ticksPerUnit;
    columns.low[row] = this.sum.low / ticksPerUnit;
    columns.close[row] = this.sum.close / ticksPerUnit;
    columns.volume[row] = this.sum.lots / lotsPerUnit;
  }

  /** Adds whole minutes from `from` (included) to `to` (excluded), by hours and days' tables where they fit. */
  private addSpan(instrument: number, from: number, to: number): void {
    let at = from;
    while (at < to) {
      const day = Math.floor(at / DAY_MS);
      const end = Math.min(to, (day + 1) * DAY_MS);
      const sinceMidnight = at - day * DAY_MS;
      if (at % HOUR_MS === 0 && end - at >= HOUR_MS) {
        const hours = Math.floor((end - at) / HOUR_MS);
        const first = sinceMidnight / HOUR_MS;
        this.sum.addRows(this.hours(instrument, day), first, first + hours);
        at += hours * HOUR_MS;
      } else {
        const stop = Math.min(end, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS);
        this.sum.addRows(this.minutesOf(instrument, day), sinceMidnight / MINUTE_MS, (stop - day * DAY_MS) / MINUTE_MS);
        at = stop;
      }
    }
  }

  /** Adds exactly the prints in (from, to]. */
  private addPrintsIn(instrument: number, from: number, to: number): void {
    const firstRecord = this.record(instrument, Math.max(from, SIM_FIRST_MS));
    const lastRecord = this.record(instrument, to);
    const begin = printsUntil(firstRecord, from);
    const end = printsUntil(lastRecord, to);
    if (firstRecord.start === lastRecord.start) {
      this.sum.addPrints(firstRecord, begin, end);
      return;
    }
    this.sum.addPrints(firstRecord, begin, firstRecord.length);
    this.addSpan(instrument, firstRecord.start + MINUTE_MS, lastRecord.start);
    this.sum.addPrints(lastRecord, 0, end);
  }

  private record(instrument: number, t: number): MinuteRecord {
    invariant(t >= SIM_FIRST_MS - MINUTE_MS && t < SIM_END_MS, 'the simulated market is asked for 2022-01-02 to 2099-12-31');
    const minute = Math.floor(t / MINUTE_MS);
    return this.minutes.get(minute * INSTRUMENTS_MAX + instrument, () => {
      const start = minute * MINUTE_MS;
      return minuteRecord(this.profile(instrument), this.path(instrument, Math.floor(start / DAY_MS)), start, this.scratch);
    });
  }

  private path(instrument: number, day: number): DayPath {
    return this.dayPaths.get(day * INSTRUMENTS_MAX + instrument, () =>
      dayPath({ seed: this.seed, profiles: this.instruments, days: this.days, factors: this.factors }, instrument, day),
    );
  }

  private minutesOf(instrument: number, day: number): TickBars {
    return this.minuteDays.get(day * INSTRUMENTS_MAX + instrument, (key) => {
      const bars = minuteTickBars(this.profile(instrument), this.path(instrument, day), this.scratch);
      // The hours outlive the minutes: long charts and 24 h figures need no second look at the prints.
      this.hourDays.get(key, () => joinTickBars(bars, HOUR_MINUTES));
      return bars;
    });
  }

  private hours(instrument: number, day: number): TickBars {
    return this.hourDays.get(day * INSTRUMENTS_MAX + instrument, () => joinTickBars(this.minutesOf(instrument, day), HOUR_MINUTES));
  }
}

/** Lots of the print that happens at exactly `t` against this side of the book, else 0. */
function printedNow(record: MinuteRecord, state: QuoteState, t: number, direction: -1 | 1): number {
  if (state.prints === 0 || state.requoted || state.since !== t) return 0;
  const print = state.prints - 1;
  const hit = direction > 0 ? BUY : SELL;
  return record.side[print] === hit ? (record.lots[print] as number) : 0;
}

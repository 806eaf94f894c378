import type { RiskLimits, TradingState } from '../../../src-shared/domain/limits.ts';
import { DAY_MS, utcDay, utcMs } from '../../../src-shared/kernel/time.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import type { RiskStateRecord } from '../../ports/ledger.ts';
import type { Trip } from './circuit-breakers.ts';

/** A new peak is worth recording once it is this much above the last recorded one: quotes make new peaks many times a second. */
const PEAK_STEP = 1.0005;

/** Why everything is stopped at once: a person's kill switch, or an account whose process died again and again. */
export type HaltReason = 'kill-switch' | 'account-process';

/** The reasons that the monitor itself gives. */
const START = 'start';
const DAILY_LOSS = 'risk.daily-loss';
const DRAWDOWN = 'risk.drawdown';
const WEEKLY_LOSS = 'risk.weekly-loss';
const NEW_DAY = 'new-day';
const NEW_WEEK = 'new-week';
/** Day 4 after 1970-01-01, a Thursday, was the first Monday. */
const MONDAY = 4;
const DAYS_A_WEEK = 7;

/**
 * Watches equity against the limits and keeps the trading state with its reason. Pure: time and equity are handed in, and time is the
 * market's, so that rules keep their meaning at any simulated speed. Watching costs a few comparisons and allocates nothing.
 */
export class RiskMonitor {
  private limitsNow: RiskLimits;
  private state: TradingState = 'ACTIVE';
  private reason = START;
  private since = 0;
  private evidence: FaultDetails | null = null;
  private peak = 0;
  private recordedPeak = 0;
  private day = Number.NEGATIVE_INFINITY;
  private dayStart = 0;
  private week = Number.NEGATIVE_INFINITY;
  private weekStart = 0;
  /** NaN while unknown: after a restart until the first observation. */
  private newestEquity = Number.NaN;
  private dayBegins = Number.NEGATIVE_INFINITY;
  private dayEnds = Number.NEGATIVE_INFINITY;
  /** Equity at or below these trips; -Infinity where the rule is off. */
  private lossFloor = Number.NEGATIVE_INFINITY;
  private weekFloor = Number.NEGATIVE_INFINITY;
  private drawdownFloor = Number.NEGATIVE_INFINITY;
  /** The highest of them. */
  private floor = Number.NEGATIVE_INFINITY;

  constructor(limits: RiskLimits) {
    this.limitsNow = limits;
  }

  get limits(): RiskLimits {
    return this.limitsNow;
  }

  /** Takes other limits from the next observation on. A state that an older limit led to stays. */
  set limits(limits: RiskLimits) {
    this.limitsNow = limits;
    this.setFloors();
  }

  get tradingState(): TradingState {
    return this.state;
  }

  get stateReason(): string {
    return this.reason;
  }

  get stateSince(): number {
    return this.since;
  }

  get equityPeak(): number {
    return this.peak;
  }

  get dayStartEquity(): number {
    return this.dayStart;
  }

  get weekStartEquity(): number {
    return this.weekStart;
  }

  /** The state as the ledger keeps it. */
  get record(): RiskStateRecord {
    return {
      state: this.state,
      reason: this.reason,
      since: utcMs(this.since),
      equityPeak: this.peak,
      day: Number.isFinite(this.day) ? this.day : 0,
      dayStartEquity: this.dayStart,
      ...(this.limitsNow.maxWeeklyLoss === null ? {} : { week: this.week, weekStartEquity: this.weekStart }),
      ...(this.evidence === null ? {} : { evidence: this.evidence }),
    };
  }

  /** Goes on where a recorded state ended: same state, same reason, same marks. */
  restore(record: RiskStateRecord): void {
    this.state = record.state;
    this.reason = record.reason;
    this.since = record.since;
    this.evidence = record.evidence ?? null;
    this.peak = record.equityPeak;
    this.recordedPeak = record.equityPeak;
    this.dayStart = record.dayStartEquity;
    this.week = record.week ?? weekOf(record.day);
    this.weekStart = record.weekStartEquity ?? record.dayStartEquity;
    this.newestEquity = Number.NaN;
    this.setDay(record.day);
    this.setFloors();
  }

  /**
   * Takes the equity at an instant of market time. True when the record should be written: the state changed, a day began, or the peak
   * rose noticeably.
   */
  observe(time: number, equity: number): boolean {
    if (!this.isQuiet(time, equity)) return this.look(time, equity);
    this.newestEquity = equity;
    return false;
  }

  /** Whether observing this would change nothing but the newest equity. */
  isQuiet(time: number, equity: number): boolean {
    return time < this.dayEnds && time !== this.dayBegins && equity <= this.peak && equity > this.floor;
  }

  private look(time: number, equity: number): boolean {
    let changed = false;
    if (time >= this.dayEnds) changed = this.beginDay(time, equity);
    else if (time === this.dayBegins) this.markDayStart(equity);
    this.newestEquity = equity;
    if (equity > this.peak) changed = this.raisePeak(equity) || changed;
    if (equity <= this.drawdownFloor) changed = this.trip('HALTED', DRAWDOWN, time) || changed;
    else if (equity <= this.weekFloor) changed = this.trip('REDUCING', WEEKLY_LOSS, time) || changed;
    else if (equity <= this.lossFloor) changed = this.trip('REDUCING', DAILY_LOSS, time) || changed;
    return changed;
  }

  /** A circuit breaker tripped. False where the state is as strict already and a person must end it; REDUCING until the next day becomes the breaker's. */
  tripBreaker(time: number, { state, reason, evidence }: Trip): boolean {
    if (!this.trip(state, reason, time)) return false;
    this.evidence = evidence;
    return true;
  }

  /** Stops all opening until a person starts again. Never refused. */
  kill(time: number, reason: HaltReason = 'kill-switch'): void {
    this.enter('HALTED', reason, time);
  }

  /** A person lets only reducing orders pass. Changes nothing while HALTED; false then. */
  reduce(time: number): boolean {
    if (this.state === 'HALTED') return false;
    this.enter('REDUCING', 'you', time);
    return true;
  }

  /**
   * A person starts trading again. The peak starts anew at the present equity: from the old one the drawdown rule would trip again at
   * once. The day's start stays, so a daily loss beyond its limit trips again until the next UTC day or a higher limit.
   */
  rearm(time: number, equity: number): void {
    this.enter('ACTIVE', 'you', time);
    this.peak = equity;
    this.recordedPeak = equity;
    this.setFloors();
  }

  /** Money was brought in (or taken out, negative): neither profit nor loss, so every mark moves with it. */
  transfer(amount: number): void {
    this.peak += amount;
    this.recordedPeak = this.peak;
    this.dayStart += amount;
    this.weekStart += amount;
    this.newestEquity += amount;
    this.setFloors();
  }

  /** The marks as they stand have been recorded. */
  noteRecorded(): void {
    this.recordedPeak = this.peak;
  }

  private beginDay(time: number, equity: number): boolean {
    this.setDay(utcDay(time));
    // The last equity of the old day is what this day starts from, unless this very instant is its start or there is none.
    this.markDayStart(Number.isNaN(this.newestEquity) || time === this.dayBegins ? equity : this.newestEquity);
    this.beginWeek(time);
    if (this.state === 'REDUCING' && this.reason === DAILY_LOSS) this.enter('ACTIVE', NEW_DAY, time);
    return true;
  }

  private beginWeek(time: number): void {
    const week = weekOf(this.day);
    if (week === this.week) return;
    this.week = week;
    this.weekStart = this.dayStart;
    this.setFloors();
    if (this.state === 'REDUCING' && this.reason === WEEKLY_LOSS) this.enter('ACTIVE', NEW_WEEK, time);
  }

  private setDay(day: number): void {
    this.day = day;
    this.dayBegins = day * DAY_MS;
    this.dayEnds = this.dayBegins + DAY_MS;
  }

  private markDayStart(equity: number): void {
    if (equity === this.dayStart) return;
    // At a Monday's first instant both begin with the same equity.
    if ((this.day - MONDAY) % DAYS_A_WEEK === 0) this.weekStart = equity;
    this.dayStart = equity;
    this.setFloors();
  }

  private raisePeak(equity: number): boolean {
    this.peak = equity;
    this.setDrawdownFloor();
    if (equity < this.recordedPeak * PEAK_STEP) return false;
    this.recordedPeak = equity;
    return true;
  }

  private trip(state: TradingState, reason: string, time: number): boolean {
    const passing = rank(this.reason) > rank(reason);
    if (this.state === 'HALTED' || (this.state === state && !passing)) return false;
    this.enter(state, reason, time);
    return true;
  }

  private enter(state: TradingState, reason: string, time: number): void {
    this.state = state;
    this.reason = reason;
    this.since = time;
    this.evidence = null;
  }

  private setFloors(): void {
    const { maxDailyLoss, maxWeeklyLoss } = this.limitsNow;
    this.weekFloor = maxWeeklyLoss === null ? Number.NEGATIVE_INFINITY : this.weekStart - Number(maxWeeklyLoss);
    this.lossFloor = maxDailyLoss === null ? Number.NEGATIVE_INFINITY : this.dayStart - Number(maxDailyLoss);
    this.setDrawdownFloor();
  }

  private setDrawdownFloor(): void {
    const { maxDrawdown } = this.limitsNow;
    this.drawdownFloor = maxDrawdown === null || this.peak <= 0 ? Number.NEGATIVE_INFINITY : this.peak * (1 - maxDrawdown);
    this.floor = Math.max(this.lossFloor, this.weekFloor, this.drawdownFloor);
  }
}

/** The week of a day, from Monday on. */
function weekOf(day: number): number {
  return Math.floor((day - MONDAY) / DAYS_A_WEEK);
}

/** How soon a reason to reduce ends by itself: a day's before a week's, and what a person must end never. */
function rank(reason: string): number {
  if (reason === DAILY_LOSS) return 2;
  return reason === WEEKLY_LOSS ? 1 : 0;
}

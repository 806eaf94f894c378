import type { AlertStatus } from '../../../src-shared/domain/alert.ts';
import { SECOND_MS } from '../../../src-shared/kernel/time.ts';
import type { LedgerRecord } from '../../ports/ledger.ts';
import type { AlertWatch } from '../alerts/alert-watch.ts';
import { DoubtClock, type KeptDoubts } from '../alerts/doubt-clock.ts';
import type { AccountState } from './account.ts';
import type { Effects } from './effects.ts';

/** Timers of alerts: this, and the alert's number. */
export const ALERT_TIMER = 'alert:';

/** What an alert found. */
export interface Found {
  readonly value: number;
  readonly against?: number | null;
  readonly subject?: string | null;
}

/** Writes what becomes of an alert. */
export interface AlertVoice {
  fire(watch: AlertWatch, found: Found, effects: Effects): void;
  turn(watch: AlertWatch, status: AlertStatus, effects: Effects): void;
}

/** Alerts that speak when nothing comes: of a price, and of an order's fate. They are looked at by timers of the market's time. */
export class AlertSilences {
  /** What a restart must know has changed since it was kept. */
  changed = false;
  private readonly account: AccountState;
  private readonly voice: AlertVoice;
  private readonly doubts = new DoubtClock();
  private heardFrom = 0;

  constructor(account: AccountState, voice: AlertVoice) {
    this.account = account;
    this.voice = voice;
  }

  get kept(): KeptDoubts {
    return this.doubts.kept;
  }

  /** Goes on with what was kept; a silence before `heardFrom` is nobody's but the program's. */
  begin(heardFrom: number, kept: KeptDoubts | undefined): void {
    this.heardFrom = heardFrom;
    if (kept !== undefined) this.doubts.restore(kept);
  }

  forget(alert: number): void {
    this.doubts.forget(alert);
  }

  /** Orders that are in doubt already count from now where nobody counted before. */
  countFromNow(): void {
    for (const { state, order } of this.account.orders.all()) {
      if (state === 'in-doubt' && this.doubts.begin(order.id, this.account.time)) this.changed = true;
    }
  }

  /** Arms the timer that an alert needs next, if it is one of these. */
  arm(watch: AlertWatch, effects: Effects): void {
    const { spec, record } = watch;
    if (spec.kind === 'feed' && record.status === 'armed') armAt(watch, this.silentSince(watch) + spec.seconds * SECOND_MS, effects);
    else if (spec.kind === 'doubt') {
      for (const [, since] of this.doubts.untold(record.alert)) armAt(watch, this.doubtEnds(since, spec.seconds), effects);
    }
  }

  /** An alert's timer has come. */
  look(watch: AlertWatch, effects: Effects): void {
    const { spec } = watch;
    if (spec.kind === 'doubt') this.lookAtDoubts(watch, spec.seconds * SECOND_MS, effects);
    else if (spec.kind === 'feed' && watch.record.status === 'armed') {
      const silent = this.account.time - this.silentSince(watch);
      if (silent >= spec.seconds * SECOND_MS) this.voice.fire(watch, { value: silent / SECOND_MS }, effects);
      else this.arm(watch, effects);
    }
  }

  /** An order moved on. */
  follow({ order, state, reason }: Extract<LedgerRecord, { kind: 'order-state' }>, watches: readonly AlertWatch[], effects: Effects): void {
    const { time } = this.account;
    if (state !== 'in-doubt') {
      if (this.doubts.end(order)) this.changed = true;
      return;
    }
    // A record with a reason says that its end was asked for.
    if (reason !== null || !this.doubts.begin(order, time)) return;
    this.changed = true;
    for (const watch of watches) if (watch.spec.kind === 'doubt') armAt(watch, this.doubtEnds(time, watch.spec.seconds), effects);
  }

  private doubtEnds(since: number, seconds: number): number {
    return Math.max(this.account.time, since + seconds * SECOND_MS);
  }

  /** Since when an instrument is silent: its last price, or later when the alert was armed or the market is heard again. */
  private silentSince({ instrument, record }: AlertWatch): number {
    return Math.max(this.account.market.markTime[instrument]!, record.changedAt, this.heardFrom);
  }

  private lookAtDoubts(watch: AlertWatch, longestMs: number, effects: Effects): void {
    const { time } = this.account;
    const { alert } = watch.record;
    for (const [order, since] of this.doubts.untold(alert)) {
      if (watch.record.status !== 'armed' || since + longestMs > time) continue;
      this.doubts.tell(alert, order);
      this.changed = true;
      this.voice.fire(watch, { value: (time - since) / SECOND_MS, subject: order }, effects);
    }
  }
}

function armAt({ record }: AlertWatch, at: number, effects: Effects): void {
  effects.timers.push({ timer: `${ALERT_TIMER}${String(record.alert)}`, at });
}

import type { AlertRecord, AlertStatus } from '../../../src-shared/domain/alert.ts';
import type { AlertSpec } from '../../../src-shared/domain/alert-spec.ts';
import type { RiskRow } from '../../../src-shared/contract/rows.ts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { SECOND_MS, utcMs } from '../../../src-shared/kernel/time.ts';
import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import type { BarEvent } from '../../ports/market-source.ts';
import { AlertValues, usedLimit } from '../alerts/alert-values.ts';
import { AlertWatch } from '../alerts/alert-watch.ts';
import type { KeptDoubts } from '../alerts/doubt-clock.ts';
import type { KeptWindow } from '../alerts/move-window.ts';
import type { AccountState } from './account.ts';
import { type AlertVoice, AlertSilences, type Found } from './alert-silences.ts';
import type { Effects } from './effects.ts';
import { LazyMemory } from './lazy-memory.ts';
import type { TradingControl } from './trading-control.ts';

/** Under which name the ledger keeps what alerts have heard. */
export const ALERT_MEMORY = 'alerts' as StrategyInstanceId;

/** Room for what a division of doubles leaves over: 2 percent of 60,000 is reached at 61,200. */
const SLACK = 1e-12;

/** What a restart goes on with beside the records. */
interface Memory {
  readonly windows: readonly (readonly [alert: number, window: KeptWindow])[];
  readonly doubts: KeptDoubts;
}

/** What the alerts look at. */
export interface AlertParts {
  readonly account: AccountState;
  readonly control: TradingControl;
  readonly limitUse: () => RiskRow['use'];
}

/** What alerts begin with at a start. */
export interface AlertStart {
  readonly newest: number;
  readonly records: readonly AlertRecord[];
  /** Closed bars up to the start, by alert. */
  readonly history: (alert: AlertRecord) => CandleColumns | undefined;
  readonly memory: string | undefined;
  /** Market time from which the market is heard again, where it went on without the program; null where nothing was missed. */
  readonly heardFrom: number | null;
}

/**
 * Watches what alerts wait for, on the events that the engine handles anyway. A firing and every other change of an alert is a record of
 * the step that led to it, so it is durable before anybody is told and happens once. Without alerts it costs nothing.
 */
export class Alerts implements AlertVoice {
  /** Whether anything is watched. */
  on = false;
  private readonly parts: AlertParts;
  private readonly values: AlertValues;
  private readonly records = new Map<number, AlertRecord>();
  private readonly silences: AlertSilences;
  private newestAlert = 0;
  private watches: readonly AlertWatch[] = [];
  /** Those that look at a price of each instrument, and those that look at the account. */
  private byInstrument: readonly (readonly AlertWatch[])[] = [];
  private ofAccount: readonly AlertWatch[] = [];
  private ofLimits: readonly AlertWatch[] = [];
  private ofBars: readonly AlertWatch[] = [];
  private ofDoubt: readonly AlertWatch[] = [];
  private lastLook = Number.NEGATIVE_INFINITY;
  private heardMore = false;
  /** Up to when the prices of an instrument that has no quotes are judged. */
  private readonly judgedTo: Float64Array;
  private readonly path = new Float64Array(4);
  private next: AlertStatus | 'fired' = 'new';

  constructor(parts: AlertParts) {
    this.parts = parts;
    this.values = new AlertValues(parts.account, parts.control.monitor);
    this.silences = new AlertSilences(parts.account, this);
    this.judgedTo = new Float64Array(parts.account.instruments.length);
  }

  /** The number of the newest alert, whatever became of it. */
  get newest(): number {
    return this.newestAlert;
  }

  /** Every alert that is not removed, oldest first. */
  get all(): readonly AlertRecord[] {
    return [...this.records.values()];
  }

  get(alert: number): AlertRecord | undefined {
    return this.records.get(alert);
  }

  /** Goes on with what the ledger knows. Account and prices stand already. */
  restore({ newest, records, history, memory, heardFrom }: AlertStart, effects: Effects): void {
    const { account } = this.parts;
    this.newestAlert = newest;
    const kept = memory === undefined ? null : (JSON.parse(memory) as Memory);
    this.silences.begin(heardFrom ?? 0, kept?.doubts);
    const windows = new Map(kept?.windows);
    for (const record of records) {
      this.records.set(record.alert, record);
      const watch = this.watchOf(record, history(record));
      if (watch === null) continue;
      watch.away = heardFrom !== null;
      const window = windows.get(record.alert);
      if (window !== undefined) watch.window?.restore(window);
      this.watches = [...this.watches, watch];
    }
    this.judgedTo.set(account.market.markTime);
    this.lastLook = Math.floor(account.time / SECOND_MS);
    this.arrange();
    if (this.on) this.values.refresh();
    for (const watch of this.watches) this.silences.arm(watch, effects);
  }

  /** Keeps a new alert, as the value that it looks at stands now. */
  add(spec: AlertSpec, history: CandleColumns, effects: Effects): void {
    const { account } = this.parts;
    const time = utcMs(account.time);
    this.newestAlert += 1;
    this.begin({ alert: this.newestAlert, spec, status: 'new', createdAt: time, changedAt: time, firings: 0 }, { history, effects });
  }

  /** Makes an alert speak at its next crossing again. */
  rearm(record: AlertRecord, history: CandleColumns, effects: Effects): void {
    this.drop(record.alert);
    this.begin({ ...record, status: 'new', changedAt: utcMs(this.parts.account.time) }, { history, effects });
  }

  remove(record: AlertRecord, effects: Effects): void {
    this.drop(record.alert);
    this.records.delete(record.alert);
    this.silences.forget(record.alert);
    const changedAt = utcMs(this.parts.account.time);
    effects.records.push({ kind: 'alert', alert: { ...record, status: 'removed', changedAt } });
    this.arrange();
  }

  /** An instrument has a new last price. */
  onPrice(instrument: number, effects: Effects): void {
    const { account } = this.parts;
    const ticks = account.market.markTicks[instrument]!;
    for (const watch of this.byInstrument[instrument]!) {
      if (watch.record.changedAt < account.time) this.takePrice(watch, ticks, effects);
    }
    this.judgedTo[instrument] = account.time;
    this.lookAtAccount(instrument, effects);
  }

  /** A bar has closed. Where an instrument has quotes, they were judged already. */
  onBar(event: BarEvent, effects: Effects): void {
    for (const watch of this.ofBars) {
      const { spec } = watch;
      if (spec.kind !== 'indicator' || watch.instrument !== event.instrument || spec.timeframe !== event.timeframe) continue;
      watch.bars?.take(event.columns, event.row);
      if (watch.record.changedAt < event.time) this.judgeLine(watch, effects);
    }
    if (this.parts.account.market.askTicks[event.instrument]! > 0) return;
    this.judgeBar(event, effects);
    this.lookAtAccount(event.instrument, effects);
  }

  /** A timer of an alert has come. */
  onTimer(alert: number, effects: Effects): void {
    const watch = this.watches.find(({ record }) => record.alert === alert);
    if (watch !== undefined) this.silences.look(watch, effects);
  }

  /** What a step wrote: orders in doubt, and what changes profit and limits. Adds what was heard to the batch, so that a restart goes on with it. */
  onRecords(effects: Effects, from: number): void {
    const { records } = effects;
    const last = records.length;
    let booked = false;
    for (let at = from; at < last; at += 1) {
      const record = records[at]!;
      booked ||= AlertValues.isBooking(record);
      if (record.kind === 'order-state') this.silences.follow(record, this.ofDoubt, effects);
    }
    if (booked) this.values.refresh();
    if (this.ofLimits.length > 0) this.lookAtLimits(effects);
    if (this.heardMore || this.silences.changed) {
      this.heardMore = false;
      this.silences.changed = false;
      effects.records.push(new LazyMemory(ALERT_MEMORY, () => this.memory));
    }
  }

  private get memory(): string {
    const windows = this.watches.flatMap(({ record, window }) => (window === null ? [] : [[record.alert, window.kept] as const]));
    return JSON.stringify({ windows, doubts: this.silences.kept } satisfies Memory);
  }

  private begin(record: AlertRecord, { history, effects }: { readonly history: CandleColumns; readonly effects: Effects }): void {
    const watch = this.watchOf(record, history);
    if (watch === null) return;
    this.watches = [...this.watches, watch].sort((a, b) => a.record.alert - b.record.alert);
    this.arrange();
    this.values.refresh();
    this.turn(watch, this.firstStatus(watch), effects);
    if (watch.spec.kind === 'doubt') this.silences.countFromNow();
    this.silences.arm(watch, effects);
  }

  /** On which side of its level an alert begins: a value that is known is not a crossing. */
  private firstStatus(watch: AlertWatch): AlertStatus {
    const { rule, spec } = watch;
    if (rule === null) return 'armed';
    const value = this.valueNow(watch, spec);
    return Number.isNaN(value) ? 'new' : (rule.next('new', value) as AlertStatus);
  }

  private valueNow(watch: AlertWatch, spec: AlertSpec): number {
    const { account, limitUse } = this.parts;
    if (spec.kind === 'price') return account.market.markTicks[watch.instrument] || Number.NaN;
    if (spec.kind === 'indicator') return watch.lineValue - watch.otherValue;
    // Without a price of anything, equity is not known.
    if (account.market.mark.every((price) => price === 0)) return Number.NaN;
    if (spec.kind === 'limit') return usedLimit(spec, limitUse())?.percent ?? Number.NaN;
    if (spec.kind !== 'pnl') return Number.NaN;
    account.revalue();
    return this.values.pnl(spec.of, watch.instrument);
  }

  private watchOf(record: AlertRecord, history: CandleColumns | undefined): AlertWatch | null {
    if (record.status === 'done') return null;
    const { spec } = record;
    const id = 'instrument' in spec ? spec.instrument : null;
    const instrument = this.parts.account.instruments.find((candidate) => candidate.id === id) ?? null;
    // One of an instrument that is not offered any more waits until it is again.
    return id !== null && instrument === null ? null : new AlertWatch(record, instrument, history);
  }

  private drop(alert: number): void {
    this.watches = this.watches.filter(({ record }) => record.alert !== alert);
  }

  private arrange(): void {
    const { watches } = this;
    const ofKinds = (...kinds: readonly AlertSpec['kind'][]): readonly AlertWatch[] =>
      watches.filter(({ spec }) => kinds.includes(spec.kind));
    const priced = ofKinds('price', 'move', 'feed');
    this.byInstrument = this.parts.account.instruments.map(({ index }) => priced.filter(({ instrument }) => instrument === index));
    this.ofAccount = ofKinds('pnl');
    this.ofLimits = ofKinds('limit');
    this.ofBars = ofKinds('indicator');
    this.ofDoubt = ofKinds('doubt');
    this.on = watches.length > 0;
  }

  /** Takes one price, in ticks, to an alert on the prices of its instrument. */
  private takePrice(watch: AlertWatch, ticks: number, effects: Effects): void {
    const { account } = this.parts;
    const { spec, record } = watch;
    const price = account.instruments[watch.instrument]!.toPrice(ticks);
    if (spec.kind === 'price') {
      if (this.crosses(watch, ticks)) this.cross(watch, { value: price }, effects);
    } else if (spec.kind === 'move') this.judgeMove(watch, price, effects);
    else if (record.status === 'past') {
      this.turn(watch, 'armed', effects);
      this.silences.arm(watch, effects);
    }
  }

  /** The prices of a bar in the order in which a rising or a falling one is taken to have had them. */
  private judgeBar({ instrument, columns, row, time }: BarEvent, effects: Effects): void {
    const open = columns.open[row]!;
    const close = columns.close[row]!;
    const { path } = this;
    path[0] = open;
    path[1] = close >= open ? columns.low[row]! : columns.high[row]!;
    path[2] = close >= open ? columns.high[row]! : columns.low[row]!;
    path[3] = close;
    // What of a longer bar was judged in shorter ones is not judged again.
    const from = columns.time[row]! >= this.judgedTo[instrument]! ? 0 : time > this.judgedTo[instrument]! ? 3 : 4;
    const traded = this.parts.account.instruments[instrument]!;
    for (const watch of this.byInstrument[instrument]!) {
      if (watch.record.changedAt >= time) continue;
      for (let at = from; at < 4; at += 1) this.takePrice(watch, traded.toTicks(path[at]!), effects);
    }
    this.judgedTo[instrument] = time;
  }

  private judgeMove(watch: AlertWatch, price: number, effects: Effects): void {
    const { spec, window } = watch;
    if (spec.kind !== 'move' || window === null || watch.record.status !== 'armed') return;
    const { time } = this.parts.account;
    window.take(time, price);
    this.heardMore = true;
    const rise = price / window.lowest - 1;
    const fall = 1 - price / window.highest;
    const share = spec.percent / 100 - SLACK;
    const up = spec.direction !== 'down' && rise >= share;
    const down = spec.direction !== 'up' && fall >= share;
    if (!up && !down) {
      watch.away = false;
      return;
    }
    const risen = up && (!down || rise >= fall);
    const against = risen ? window.lowest : window.highest;
    // The next move is measured from here.
    window.clear();
    window.take(time, price);
    this.fire(watch, { value: (risen ? rise : -fall) * 100, against }, effects);
  }

  private judgeLine(watch: AlertWatch, effects: Effects): void {
    const value = watch.lineValue;
    const against = watch.otherValue;
    if (this.crosses(watch, value - against)) this.cross(watch, { value, against }, effects);
  }

  /** Whether a value changes how an alert on a level stands. Nothing is allocated for one that does not. */
  private crosses(watch: AlertWatch, value: number): boolean {
    if (watch.rule === null || Number.isNaN(value)) return false;
    this.next = watch.rule.next(watch.record.status, value);
    if (this.next !== watch.record.status) return true;
    watch.away = false;
    return false;
  }

  /** Does what `crosses` found. */
  private cross(watch: AlertWatch, found: Found, effects: Effects): void {
    if (this.next === 'fired') {
      this.fire(watch, found, effects);
      return;
    }
    watch.away = false;
    this.turn(watch, this.next, effects);
  }

  private lookAtAccount(instrument: number, effects: Effects): void {
    const { account } = this.parts;
    for (const watch of this.ofAccount) {
      const { spec, record } = watch;
      if (spec.kind !== 'pnl' || record.changedAt >= account.time) continue;
      if (spec.of === 'position' && watch.instrument !== instrument) continue;
      const value = this.values.pnl(spec.of, watch.instrument);
      if (this.crosses(watch, value)) this.cross(watch, { value }, effects);
    }
    // Working out what limits are used takes more than a price: once a second of the market, and after whatever is written.
    if (this.ofLimits.length > 0 && Math.floor(account.time / SECOND_MS) > this.lastLook) this.lookAtLimits(effects);
  }

  private lookAtLimits(effects: Effects): void {
    const { account, limitUse } = this.parts;
    this.lastLook = Math.floor(account.time / SECOND_MS);
    const use = limitUse();
    for (const watch of this.ofLimits) {
      const { spec, record } = watch;
      if (spec.kind !== 'limit' || record.changedAt >= account.time) continue;
      const used = usedLimit(spec, use);
      if (used !== null && this.crosses(watch, used.percent)) this.cross(watch, { value: used.percent, subject: used.subject }, effects);
    }
  }

  /** An alert speaks. */
  fire(watch: AlertWatch, { value, against = null, subject = null }: Found, effects: Effects): void {
    const { spec, record, away } = watch;
    const time = utcMs(this.parts.account.time);
    const number = record.firings + 1;
    watch.away = false;
    watch.record = { ...record, firings: number };
    effects.records.push({ kind: 'alert-fired', firing: { alert: record.alert, number, spec, time, value, against, subject, away } });
    this.turn(watch, statusAfter(spec), effects);
  }

  /** An alert stands another way now. */
  turn(watch: AlertWatch, status: AlertStatus, effects: Effects): void {
    watch.record = { ...watch.record, status, changedAt: utcMs(this.parts.account.time) };
    this.records.set(watch.record.alert, watch.record);
    effects.records.push({ kind: 'alert', alert: watch.record });
    if (status !== 'done') return;
    this.drop(watch.record.alert);
    this.arrange();
  }
}

/** How an alert stands when it has spoken: one on a level waits behind it, one on a move or on orders listens on. */
function statusAfter({ kind, repeat }: AlertSpec): AlertStatus {
  if (repeat === 'once') return 'done';
  return kind === 'move' || kind === 'doubt' ? 'armed' : 'past';
}

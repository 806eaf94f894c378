import type { AlertsRow } from '../../../src-shared/contract/alerts.ts';
import type { LogRow, NoticeRow, OrderRow, RefusalRow, RiskRow, StatusRow } from '../../../src-shared/contract/rows.ts';
import type { DeskSnapshot, Interest, StreamEvent } from '../../../src-shared/contract/stream.ts';
import type { VenueRow } from '../../../src-shared/contract/venue.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { signalSentence } from '../../../src-shared/domain/signals.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import type { Effects } from '../../core/engine/effects.ts';
import type { Engine } from '../../core/engine/engine.ts';
import type { EngineEvent } from '../../core/engine/engine-event.ts';
import { FIRST_HOUR_MEMORY } from '../../core/engine/first-hour.ts';
import { TRADE_WATCH } from '../../core/engine/trade-watch.ts';
import { limitUse } from '../../core/risk/limit-use.ts';
import type { ExecutionReport, VenueOrderStatus } from '../../ports/execution-venue.ts';
import type { LedgerRecord, LedgerScope, StrategyRecord } from '../../ports/ledger.ts';
import type { LedgerReader } from '../../ports/ledger-reader.ts';
import type { MarketView } from '../../ports/market-view.ts';
import { utcDay, utcMs, DAY_MS, type UtcMs } from '../../../src-shared/kernel/time.ts';
import type { FoundVersion } from '../own/own-rooms.ts';
import type { SessionObserver } from '../trading-session.ts';
import { AccountRows } from './account-rows.ts';
import { AlertRows, TOLD_FIRINGS } from './alert-rows.ts';
import { lockRows } from './lock-rows.ts';
import { LatencyTrack } from './latency-track.ts';
import { ASKED_STOPS, logLineOf } from './log-lines.ts';
import { MarketRows } from './market-rows.ts';
import { fillRow, instrumentAt, OrderRows, refusalRow } from './order-rows.ts';
import { StrategyRows } from './strategy-rows.ts';

/** Records after which the account's money and its count of open orders may be others. */
const ACCOUNT_RECORDS: ReadonlySet<LedgerRecord['kind']> = new Set<LedgerRecord['kind']>(['order', 'order-state', 'amendment', 'fill']);
const NOTHING: Interest = { books: [], tapes: [], candles: [] };
const KEPT = 500;

/** What the publisher reads and whom it tells. */
export interface PublisherParts {
  readonly engine: Engine;
  readonly view: MarketView;
  readonly scope: LedgerScope;
  readonly tell: (event: StreamEvent) => void;
}

/** Turns what the session does into rows for windows. It looks, and changes nothing. */
export class DeskPublisher implements SessionObserver {
  readonly latency = new LatencyTrack();
  private readonly parts: PublisherParts;
  private readonly byId: ReadonlyMap<string, Instrument>;
  private readonly orders = new OrderRows();
  private readonly accounts: AccountRows;
  private readonly strategies: StrategyRows;
  private readonly markets: MarketRows;
  private readonly alertRows: AlertRows;
  private readonly log: LogRow[] = [];
  private interest: Interest = NOTHING;
  /** Fills that were booked since this publisher listens. */
  private fills = 0;
  /** Collects refusals while somebody listens for them. */
  private refusals: RefusalRow[] | null = null;
  private told = 0;
  private accountChanged = true;
  private toldState: string;

  constructor(parts: PublisherParts) {
    this.parts = parts;
    const { instruments } = parts.engine.account;
    this.toldState = parts.engine.control.record.state;
    this.byId = new Map(instruments.map((instrument) => [instrument.id as string, instrument]));
    this.accounts = new AccountRows(parts.engine, parts.scope);
    this.strategies = new StrategyRows(instruments);
    this.markets = new MarketRows(parts.view, instruments);
    this.alertRows = new AlertRows(parts.engine);
  }

  /** Takes over what the ledger knows from before this start. */
  seed(reader: LedgerReader, strategies: readonly Parameters<StrategyRows['placed']>[0][]): void {
    const { scope, engine } = this.parts;
    this.orders.seed(reader.orderHistory(scope, { count: KEPT }).toReversed());
    this.orders.seed(reader.ordersById([...engine.account.orders.all()].map((entry) => entry.order.id)));
    for (const row of reader.fillsSince(scope, utcDay(engine.account.time) * DAY_MS)) this.accounts.booked(row);
    for (const record of strategies) this.strategies.placed(record, reader.fillsOf(scope, record.instance, record.startedAt));
    this.alertRows.seed(reader.alertFirings(scope, TOLD_FIRINGS));
    for (const row of reader.signals(scope, KEPT).toReversed()) this.strategies.signalled(row);
  }

  after(event: EngineEvent | null, effects: Effects): void {
    if (event?.kind === 'execution') this.followTrigger(event.report);
    for (const record of effects.records) this.publish(record);
    if (effects.records.filter((record) => this.alertRows.take(record)).length > 0) this.parts.tell({ kind: 'alerts', row: this.alerts() });
    // A window never sees an order without what it leaves of the account.
    if (effects.records.some(({ kind }) => ACCOUNT_RECORDS.has(kind))) this.parts.tell({ kind: 'account', row: this.accounts.account() });
  }

  /** A trailing stop's trigger is nowhere but at the venue: as it moves, and in what a start is told. */
  private followTrigger(report: ExecutionReport): void {
    const ticks = report.kind === 'trigger-moved' ? report.triggerTicks : report.kind === 'status' ? trailedTo(report.status) : null;
    const row = ticks === null ? null : this.orders.triggerMoved(report.order, ticks, this.byId);
    if (row !== null) this.parts.tell({ kind: 'order', row });
  }

  look(interest: Interest): void {
    this.interest = interest;
  }

  /** Tells quotes, and books, tapes and candles that are looked at. */
  publishMarket(): void {
    const { engine, tell } = this.parts;
    const time = utcMs(engine.account.time);
    const open = this.orders.open();
    for (const instrument of engine.account.instruments) {
      const held = engine.account.positions.lots(instrument.index) !== 0;
      this.tellMark(instrument, { time, open: held ? open : null });
    }
    this.markets.looked(this.interest, time, tell);
  }

  /** A quote and, where `open` is given, the position valued at its very last price: a window never sees one without the other. */
  private tellMark(instrument: Instrument, { time, open }: { readonly time: UtcMs; readonly open: readonly OrderRow[] | null }): void {
    const { tell } = this.parts;
    tell({ kind: 'quote', row: this.markets.quote(instrument.index, time) });
    if (open !== null) tell({ kind: 'position', row: this.accounts.position(instrument, open, this.markets.lastTicks(instrument.index)) });
  }

  /** Tells positions, account, risk and strategies. */
  publishAccount(): void {
    const { tell, engine } = this.parts;
    const open = this.orders.open();
    const time = utcMs(engine.account.time);
    for (const instrument of engine.account.instruments) {
      if (this.accountChanged || engine.account.positions.lots(instrument.index) !== 0) this.tellMark(instrument, { time, open });
    }
    this.accountChanged = false;
    tell({ kind: 'account', row: this.accounts.account() });
    for (const instance of this.strategies.instances()) this.tellStrategy(instance);
  }

  get fillsBooked(): number {
    return this.fills;
  }

  /** Does something and says what the gate refused meanwhile. */
  hearRefusals<Value>(act: () => Value): { readonly value: Value; readonly refused: readonly RefusalRow[] } {
    const refused: RefusalRow[] = [];
    this.refusals = refused;
    try {
      return { value: act(), refused };
    } finally {
      this.refusals = null;
    }
  }

  publishRisk(): void {
    this.parts.tell({ kind: 'risk', row: this.risk() });
  }

  publishStatus(row: StatusRow, venue: VenueRow | null): void {
    this.parts.tell({ kind: 'status', row });
    if (venue !== null) this.parts.tell({ kind: 'venue', row: venue });
  }

  /** Something a person should read once. */
  notice(code: string, details: FaultDetails, urgency: NoticeRow['urgency']): void {
    this.told += 1;
    this.parts.tell({ kind: 'notice', row: { id: this.told, time: this.parts.engine.account.time, urgency, code, details } });
  }

  /** A line for the log panel. */
  logLine(level: LogRow['level'], area: string, message: string): void {
    this.told += 1;
    const row: LogRow = { id: this.told, time: this.parts.engine.account.time, level, area, message };
    this.log.push(row);
    if (this.log.length > KEPT) this.log.shift();
    this.parts.tell({ kind: 'log', row });
  }

  /** Says of an instance of the user's own that goes on what has become of its file. */
  logVersion(instance: string, { file, state }: FoundVersion): void {
    if (state === 'same') this.logLine('info', 'strategy', `${instance}: goes on with ${file}.`);
    else {
      const change = state === 'gone' ? 'The file is gone.' : 'The file has changed since: Reload takes it as it is now.';
      this.logLine('warn', 'strategy', `${instance}: goes on with the version of ${file} that ran. ${change}`);
    }
  }

  /** The alerts of the account. */
  alerts(): AlertsRow {
    return this.alertRows.rows();
  }

  risk(): RiskRow {
    const { control, gate, trades, account, firstHour } = this.parts.engine;
    const reducedUntil = firstHour.until;
    const { state, reason, since, evidence } = control.record;
    const said = evidence === undefined ? '' : signalSentence(reason, evidence);
    return {
      state,
      reason,
      since,
      evidence: said,
      limits: control.limits,
      reducedUntil,
      locks: lockRows(trades.locks, account),
      use: limitUse(gate),
    };
  }

  snapshot(status: StatusRow, reader: LedgerReader): Omit<DeskSnapshot, 'venue'> {
    const { engine, scope } = this.parts;
    const time = utcMs(engine.account.time);
    const open = this.orders.open();
    return {
      quotes: engine.account.instruments.map(({ index }) => this.markets.quote(index, time)),
      orders: this.orders.all(),
      fills: reader.fills(scope, { count: KEPT }).fills,
      refusals: reader.refusals(scope, KEPT),
      positions: engine.account.instruments.map((instrument) =>
        this.accounts.position(instrument, open, this.markets.lastTicks(instrument.index)),
      ),
      account: this.accounts.account(),
      risk: this.risk(),
      strategies: this.strategies.instances().flatMap((instance) => this.strategyRow(instance) ?? []),
      signals: reader.signals(scope, KEPT),
      status,
      log: this.log.toReversed(),
      alerts: this.alerts(),
    };
  }

  tape(index: number): ReturnType<MarketRows['trades']> {
    return this.markets.trades(index, utcMs(this.parts.engine.account.time), 600_000);
  }

  book(index: number): ReturnType<MarketRows['book']> {
    return this.markets.book(index, utcMs(this.parts.engine.account.time));
  }

  private publish(record: LedgerRecord): void {
    const { tell, engine } = this.parts;
    const { instruments } = engine.account;
    const line = logLineOf(record);
    if (line !== null) this.logLine(line.level, line.area, line.message);
    this.logTradingState(record);
    switch (record.kind) {
      case 'order':
        this.latency.sent(record.order.id, record.order.decidedAt);
        tell({ kind: 'order', row: this.orders.recorded(record.order, instrumentAt(instruments, record.order.instrument)) });
        break;
      case 'order-state': {
        // That its end was asked for says nothing of the venue.
        if (record.state !== 'submitted') this.latency.answered(record.order, record.time);
        const row = this.orders.moved(record, this.byId);
        if (row !== null) tell({ kind: 'order', row });
        break;
      }
      case 'amendment': {
        const row = this.orders.amended(record, this.byId);
        if (row !== null) tell({ kind: 'order', row });
        break;
      }
      case 'fill': {
        const row = fillRow(record, instruments, this.orders.decidedAt(record.fill.order) ?? record.fill.time);
        this.fills += 1;
        this.accounts.booked(row);
        this.strategies.booked(row);
        tell({ kind: 'fill', row });
        break;
      }
      case 'refusal': {
        const row = refusalRow(record, instrumentAt(instruments, record.instrument));
        this.refusals?.push(row);
        tell({ kind: 'refusal', row });
        break;
      }
      case 'signal': {
        const row = { instance: record.instance, code: record.code, details: record.details, time: record.time };
        this.strategies.signalled(row);
        if (record.instance === TRADE_WATCH || record.instance === FIRST_HOUR_MEMORY) this.publishRisk();
        tell({ kind: 'signal', row });
        break;
      }
      case 'strategy':
        this.strategies.placed(record.record, []);
        this.tellStrategy(record.record.instance);
        this.tellFailure(record.record);
        break;
      case 'risk-state':
      case 'limits':
        this.publishRisk();
        break;
      case 'transfer':
      case 'carry':
      case 'alert':
      case 'alert-fired':
      case 'alert-seen':
      case 'strategy-memory':
      case 'command':
    }
    this.accountChanged = true;
  }

  /** A strategy that could not go on may leave a position to look after. */
  private tellFailure({ running, stopReason, instance, instrument }: StrategyRecord): void {
    if (running || stopReason === null || ASKED_STOPS.has(stopReason)) return;
    this.notice('strategy.failed', { instance, instrument, problem: stopReason }, 'assertive');
  }

  /** Turns of the trading state; a new peak or day is recorded too and says nothing here. */
  private logTradingState(record: LedgerRecord): void {
    if (record.kind !== 'risk-state' || record.risk.state === this.toldState) return;
    this.toldState = record.risk.state;
    this.logLine(record.risk.state === 'ACTIVE' ? 'info' : 'warn', 'risk', `Trading is ${record.risk.state} (${record.risk.reason}).`);
  }

  private strategyRow(instance: string): ReturnType<StrategyRows['row']> {
    const { account } = this.parts.engine;
    return this.strategies.row(instance, (index) => account.market.markTicks[index] ?? 0, account.time);
  }

  private tellStrategy(instance: string): void {
    const row = this.strategyRow(instance);
    if (row !== null) this.parts.tell({ kind: 'strategy', row });
  }
}

function trailedTo(status: VenueOrderStatus | null): number | null {
  return status === null || status.terms.trailTicks === null ? null : status.terms.triggerTicks;
}

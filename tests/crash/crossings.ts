import type { CandleColumns, Timeframe } from '../../src-shared/domain/candle.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { ClientOrderId, SessionId } from '../../src-shared/kernel/ids.ts';
import type { UtcMs } from '../../src-shared/kernel/time.ts';
import type { SimExchange, SimLoss } from '../../src-main/adapters/exchange-sim/sim-exchange.ts';
import type { Effects } from '../../src-main/core/engine/effects.ts';
import type { EngineEvent } from '../../src-main/core/engine/engine-event.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../src-main/ports/approved-order.ts';
import type { EndReason } from '../../src-main/ports/execution-venue.ts';
import type { AccountScope, Ledger, LedgerBatch, LedgerSnapshot } from '../../src-main/ports/ledger.ts';
import type { MarketEvent, QuoteEvent } from '../../src-main/ports/market-source.ts';
import type { SessionRegister, SessionStart } from '../../src-main/ports/session-register.ts';
import type { PaperExchange } from '../../src-main/sessions/open-session.ts';
import type { SessionObserver } from '../../src-main/sessions/trading-session.ts';
import { amendmentKey } from './scenario.ts';

/** Where a session may die: before and after everything that passes one of its ports. */
export const CROSSING_KINDS = [
  'before commit',
  'after commit',
  'before send',
  'after send',
  'before answer',
  'after answer',
  'before publish',
  'after publish',
] as const;

export type CrossingKind = (typeof CROSSING_KINDS)[number];

/** Is told whenever something passes a port. */
export interface CrossingListener {
  /** `order` is the one that is sent, cancelled or asked about. */
  cross(kind: CrossingKind, order?: ClientOrderId): void;
}

/** Counts the crossings of ports, and dies at one of them. */
export class Crossings implements CrossingListener {
  /** Kind of every crossing so far, as its place in `CROSSING_KINDS`: one digit each. */
  passed = '';
  private readonly dieAt: number | null;
  private readonly die: () => void;

  /** `dieAt` counts from 1. */
  constructor(dieAt: number | null, die: () => void) {
    this.dieAt = dieAt;
    this.die = die;
  }

  cross(kind: CrossingKind): void {
    this.passed += String(CROSSING_KINDS.indexOf(kind));
    if (this.passed.length === this.dieAt) this.die();
  }
}

/** The ledger, with a crossing before and after each commit. */
export class CrossedLedger implements Ledger, SessionRegister {
  private readonly ledger: Ledger & SessionRegister;
  private readonly crossings: CrossingListener;

  constructor(ledger: Ledger & SessionRegister, crossings: CrossingListener) {
    this.ledger = ledger;
    this.crossings = crossings;
  }

  begin(start: SessionStart): void {
    this.ledger.begin(start);
  }
  end(session: SessionId): void {
    this.ledger.end(session);
  }
  commit(batch: LedgerBatch): void {
    this.crossings.cross('before commit');
    this.ledger.commit(batch);
    this.crossings.cross('after commit');
  }
  hasCommand(id: string): boolean {
    return this.ledger.hasCommand(id);
  }
  hasFill(order: ClientOrderId, fill: string): boolean {
    return this.ledger.hasFill(order, fill);
  }
  snapshot(scope: AccountScope, instruments: readonly { readonly id: string }[]): LedgerSnapshot {
    return this.ledger.snapshot(scope, instruments);
  }
}

/** The exchange, with a crossing before and after each send and each answer; some orders' requests or answers are lost on the way. */
export class CrossedExchange implements PaperExchange {
  private readonly exchange: SimExchange;
  private readonly crossings: CrossingListener;
  private readonly losses: ReadonlyMap<string, SimLoss>;
  private answering = false;

  constructor(exchange: SimExchange, crossings: CrossingListener, losses: ReadonlyMap<string, SimLoss>) {
    this.exchange = exchange;
    this.crossings = crossings;
    this.losses = losses;
  }

  get instruments(): readonly Instrument[] {
    return this.exchange.instruments;
  }
  next(until: UtcMs): MarketEvent | null {
    if (this.answering) this.crossings.cross('after answer');
    this.answering = false;
    const event = this.exchange.next(until);
    if (event?.kind === 'execution') {
      this.crossings.cross('before answer');
      this.answering = true;
    }
    return event;
  }
  submit(order: ApprovedOrder): void {
    const loss = this.losses.get(order.id);
    if (loss !== undefined) this.exchange.loseNext(loss);
    this.send(() => this.exchange.submit(order), order.id);
  }
  cancel(order: ClientOrderId, reason: EndReason): void {
    this.send(() => this.exchange.cancel(order, reason), order);
  }
  amend(amendment: ApprovedAmendment): void {
    const loss = this.losses.get(amendmentKey(amendment.order, amendment.number));
    if (loss !== undefined) this.exchange.loseNext(loss);
    this.send(() => this.exchange.amend(amendment), amendment.order);
  }
  query(order: ClientOrderId): void {
    this.send(() => this.exchange.query(order), order);
  }
  history(instrument: number, timeframe: Timeframe, before: UtcMs, count: number): CandleColumns {
    return this.exchange.history(instrument, timeframe, before, count);
  }
  subscribe(instrument: number, timeframe: Timeframe): void {
    this.exchange.subscribe(instrument, timeframe);
  }
  placeOf(instrument: number, timeframe: Timeframe): number {
    return this.exchange.placeOf(instrument, timeframe);
  }
  deposit(id: string, asset: string, amount: Decimal): void {
    this.send(() => this.exchange.deposit(id, asset, amount));
  }
  quotesAt(time: number): readonly QuoteEvent[] {
    return this.exchange.quotesAt(time);
  }

  private send(action: () => void, order?: ClientOrderId): void {
    this.crossings.cross('before send', order);
    action();
    this.crossings.cross('after send', order);
  }
}

/** Tells what was published, with a crossing before and after; what came to nothing is not told. */
export class CrossedObserver implements SessionObserver {
  private readonly tell: (effects: Effects) => void;
  private readonly crossings: CrossingListener;

  constructor(tell: (effects: Effects) => void, crossings: CrossingListener) {
    this.tell = tell;
    this.crossings = crossings;
  }

  after(_event: EngineEvent | null, effects: Effects): void {
    if (effects.records.length === 0) return;
    this.crossings.cross('before publish');
    this.tell(effects);
    this.crossings.cross('after publish');
  }
}

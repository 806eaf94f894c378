import type { EngineCommand } from '../../src-main/core/engine/engine-event.ts';
import { findStrategy } from '../../src-main/core/strategies/catalog.ts';
import type { LedgerScope } from '../../src-main/ports/ledger.ts';
import { openSession, type OpenedSession } from '../../src-main/sessions/open-session.ts';
import { type CandleColumns, TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import { type CostProfile, IDEAL } from '../../src-shared/domain/costs.ts';
import { NO_LIMITS } from '../../src-shared/domain/limits.ts';
import type { OrderIntent } from '../../src-shared/domain/order.ts';
import type { SizeRule } from '../../src-shared/domain/strategy-spec.ts';
import type { ClientOrderId, SessionId } from '../../src-shared/kernel/ids.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { INSTANCE, MemoryJournal, PARAMETERS, SIZE } from './attribution-kit.ts';
import { HeardAccount, HeardVenue } from './heard-venue.ts';
import { RegisteredLedger, SCOPE } from './paper-kit.ts';
import { BTC } from './research-kit.ts';

/** What the backtest of these sessions costs: the fee of a plain venue. */
export const LIVE_COSTS: CostProfile = { ...IDEAL, name: 'live', takerFeeBps: 10, makerFeeBps: 10 };

type CommandPart = EngineCommand extends infer Each ? (Each extends EngineCommand ? Omit<Each, 'id'> : never) : never;

/** An account at a venue that sessions trade with, one after the other; each may be killed. */
export class LiveAccount {
  readonly account: HeardAccount;
  readonly ledger = new RegisteredLedger();
  private lives = 0;

  constructor(candles: CandleColumns) {
    this.account = new HeardAccount(candles);
  }

  /** Starts at the open of a bar, and a little. */
  open(row: number, heard: { heard?: CandleColumns; lost?: readonly number[] } = {}): LiveLife {
    this.lives += 1;
    const startAt = this.account.candles.time[row]! + 30_000;
    const scope: LedgerScope = { ...SCOPE, book: 'live', session: `life${String(this.lives)}` as SessionId };
    const snapshot = this.ledger.snapshot(scope, [BTC], utcMs(0));
    const venue = new HeardVenue(this.account, startAt, heard);
    const journal = new MemoryJournal();
    const opened = openSession({
      ...{ exchange: venue, ledger: this.ledger, scope, snapshot, startAt, cash: null, limits: NO_LIMITS, costs: LIVE_COSTS },
      patience: { answerMs: 15_000, receiveWindowMs: 5_000 },
      configuration: JSON.stringify({ market: 'live', seed: 1, costs: LIVE_COSTS }),
      ...{ engineVersion: 'test', find: findStrategy, journal, observer: () => null },
    });
    return new LiveLife(opened, venue, journal, this.account.candles);
  }
}

/** One session with the account. */
export class LiveLife {
  readonly opened: OpenedSession;
  readonly venue: HeardVenue;
  private readonly journal: MemoryJournal;
  private readonly candles: CandleColumns;
  private commands = 0;

  constructor(opened: OpenedSession, venue: HeardVenue, journal: MemoryJournal, candles: CandleColumns) {
    this.opened = opened;
    this.venue = venue;
    this.journal = journal;
    this.candles = candles;
  }

  /** What its journal has so far. */
  get frames(): readonly Uint8Array[] {
    return this.journal.frames;
  }

  /** The bar that runs. */
  get row(): number {
    return Math.floor((this.opened.session.time - this.candles.time[0]!) / TIMEFRAMES['4h']);
  }

  /** Goes on to so long after the open of a bar. */
  to(row: number, ms = 60_000): this {
    const time = this.candles.time[Math.min(row, this.candles.length - 1)]! + Math.max(0, row - this.candles.length + 1) * TIMEFRAMES['4h'];
    this.opened.session.pump(utcMs(time + ms));
    return this;
  }

  /** What a person orders; the ids of the orders. */
  place(intents: readonly OrderIntent[]): readonly ClientOrderId[] {
    return this.command({ type: 'place', intents });
  }

  command(part: CommandPart): readonly ClientOrderId[] {
    this.commands += 1;
    const outcome = this.opened.session.command({ id: `${String(this.opened.session.time)}-${String(this.commands)}`, ...part });
    if (!outcome.ok) throw outcome.fault;
    return outcome.orders;
  }

  /** Starts the breakout strategy. */
  start(size: SizeRule = SIZE): this {
    const { session } = this.opened;
    const record = {
      instance: INSTANCE,
      strategy: 'donchian-breakout',
      instrument: BTC.id,
      timeframe: '4h',
      parameters: PARAMETERS,
    } as const;
    this.command({
      type: 'start-strategy',
      record: { ...record, size, running: true, startedAt: session.time, stopReason: null },
      history: this.venue.history(0, '4h', session.time, PARAMETERS['entry'] as number),
    });
    return this;
  }

  /** The bars that were not told are fetched: strategies begin anew from them, as the program has them do. */
  warm(row: number): void {
    this.venue.fetchTo(this.candles.time[row]!);
    const { record } = this.opened.engine.director.running[0]!;
    const history = this.venue.history(0, '4h', this.opened.session.time, Number.MAX_SAFE_INTEGER);
    this.command({ type: 'change-strategy', instance: record.instance, parameters: record.parameters, size: null, history });
  }
}

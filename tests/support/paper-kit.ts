import { join } from 'node:path';
import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import { NO_LIMITS, type RiskLimits } from '../../src-shared/domain/limits.ts';
import type { OrderIntent } from '../../src-shared/domain/order.ts';
import type { SizeRule, StrategyParameters } from '../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { ClientOrderId, SessionId, StrategyInstanceId } from '../../src-shared/kernel/ids.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { SIM_ANCHOR_MS } from '../../src-main/adapters/exchange-sim/market/sim-instruments.ts';
import { SimMarket } from '../../src-main/adapters/exchange-sim/market/sim-market.ts';
import { SimExchange, type SimLoss } from '../../src-main/adapters/exchange-sim/sim-exchange.ts';
import { VenueJournal } from '../../src-main/adapters/exchange-sim/venue-journal.ts';
import type { CommandOutcome } from '../../src-main/core/engine/effects.ts';
import { findStrategy } from '../../src-main/core/strategies/catalog.ts';
import type { Ledger, LedgerScope } from '../../src-main/ports/ledger.ts';
import type { Journal } from '../../src-main/ports/journal.ts';
import type { SessionRegister } from '../../src-main/ports/session-register.ts';
import { openSession, type OpenedSession } from '../../src-main/sessions/open-session.ts';
import { CrossedExchange, CrossedLedger, type CrossingKind } from '../crash/crossings.ts';
import { MemoryLedger } from './memory-ledger.ts';

/** Market time at which paper accounts of tests begin: a minute after midnight, half a second past a second. */
export const BEGIN = SIM_ANCHOR_MS + 60_500;

/** Thrown where a test lets the process die. */
export class Death extends Error {}

/** The ledger of tests, which keeps no list of sessions. */
export class RegisteredLedger extends MemoryLedger implements SessionRegister {
  begin(): void {
    // Nothing to write down.
  }
  end(): void {
    // Nothing to write down.
  }
}

export interface PaperOptions {
  readonly seed?: number;
  readonly limits?: RiskLimits;
  readonly cash?: string;
  readonly startAt?: number;
}

/** A paper account on the simulated market whose process can die at any crossing of a port, and start again. */
export class PaperHome {
  readonly market: SimMarket;
  readonly ledger: Ledger & SessionRegister;
  /** By order id; of amendments by `amendmentKey`. */
  readonly losses = new Map<string, SimLoss>();
  /** Everything that crossed a port. */
  readonly crossed: CrossingKind[] = [];
  private readonly folder: string;
  private readonly options: PaperOptions;
  private dieAt: ((kind: CrossingKind) => boolean) | null = null;
  private lives = 0;

  constructor(folder: string, options: PaperOptions = {}, ledger: Ledger & SessionRegister = new RegisteredLedger()) {
    this.folder = folder;
    this.options = options;
    this.ledger = ledger;
    this.market = new SimMarket(options.seed ?? 7);
  }

  /** Starts (again): from what ledger and venue know; with a journal where one is given. */
  open(journal: Journal | null = null): PaperLife {
    const { limits = NO_LIMITS, cash = '100000', startAt = BEGIN } = this.options;
    this.lives += 1;
    const scope: LedgerScope = { ...SCOPE, session: `life${String(this.lives)}` as SessionId };
    const snapshot = this.ledger.snapshot(
      scope,
      this.market.instruments.map(({ spec }) => spec),
    );
    const venue = new SimExchange({
      market: this.market,
      costs: CONSERVATIVE,
      journal: new VenueJournal(join(this.folder, 'venue.jsonl')),
      start: { time: utcMs(snapshot.time ?? startAt), placesDone: snapshot.sequence },
    });
    const crossings = { cross: (kind: CrossingKind) => this.cross(kind) };
    const exchange = new CrossedExchange(venue, crossings, this.losses);
    const opened = openSession({
      exchange,
      ledger: new CrossedLedger(this.ledger, crossings),
      scope,
      snapshot,
      startAt,
      cash: Decimal.parse(cash),
      limits,
      costs: CONSERVATIVE,
      engineVersion: 'test',
      configuration: '{}',
      find: findStrategy,
      journal,
      observer: () => null,
    });
    return new PaperLife(opened, exchange);
  }

  /** From now on the process dies at the crossing that is number `count` of a kind. */
  dieBefore(kind: CrossingKind, count = 1): void {
    let seen = 0;
    this.dieAt = (crossed) => crossed === kind && (seen += 1) === count;
  }

  /** Lets something happen in the midst of which the process dies. */
  dying(life: () => unknown): void {
    try {
      life();
    } catch (thrown) {
      if (thrown instanceof Death) return;
      throw thrown;
    }
    throw new Error('the process did not die');
  }

  private cross(kind: CrossingKind): void {
    this.crossed.push(kind);
    if (this.dieAt?.(kind) !== true) return;
    this.dieAt = null;
    throw new Death();
  }
}

export const SCOPE: LedgerScope = {
  book: 'paper',
  account: 'paper-1' as LedgerScope['account'],
  venue: 'SIM' as LedgerScope['venue'],
  session: 'life' as SessionId,
};

/** One life of the account. */
export class PaperLife {
  readonly opened: OpenedSession;
  readonly exchange: CrossedExchange;
  private readonly instruments;

  constructor(opened: OpenedSession, exchange: CrossedExchange) {
    this.opened = opened;
    this.exchange = exchange;
    this.instruments = exchange.instruments;
  }

  get time(): number {
    return this.opened.session.time;
  }

  /** Moves the market on by `ms`, in slices of at most `slice` events. */
  run(ms: number, slice = Number.POSITIVE_INFINITY): void {
    const until = utcMs(this.time + ms);
    while (this.opened.session.pump(until, slice) === slice) continue;
  }

  place(id: string, ...intents: readonly Partial<OrderIntent>[]): CommandOutcome {
    return this.opened.session.command({ type: 'place', id, intents: intents.map(intent) });
  }

  cancel(id: string, order: ClientOrderId): CommandOutcome {
    return this.opened.session.command({ type: 'cancel', id, order });
  }

  close(id: string, percent = 100): CommandOutcome {
    return this.opened.session.command({ type: 'close', id, instrument: null, percent });
  }

  start(instance: string, strategy: string, placement: { instrument: number; parameters?: StrategyParameters; size?: SizeRule }): void {
    const { instrument: index, parameters = {}, size = { kind: 'equity-fraction', fraction: 0.1 } } = placement;
    const instrument = this.instruments[index];
    const definition = findStrategy(strategy);
    if (instrument === undefined || definition === undefined) throw new RangeError('an instrument and a strategy that exist');
    this.exchange.subscribe(index, '1m');
    const { time } = this.opened.session;
    const record = {
      instance: instance as StrategyInstanceId,
      strategy,
      instrument: instrument.id,
      timeframe: '1m' as const,
      parameters,
      size,
      running: true,
      startedAt: time,
      stopReason: null,
    };
    const history = this.exchange.history(index, '1m', time, definition.warmupBars(parameters));
    this.opened.session.command({ type: 'start-strategy', id: `start-${instance}`, record, history });
  }

  /** State and filled lots of an order that is out, or undefined. */
  stateOf(order: ClientOrderId): string | undefined {
    return this.opened.engine.account.orders.get(order)?.state;
  }
}

/** A market buy of one thousandth of the first instrument, with what the test changes. */
export function intent(fields: Partial<OrderIntent>): OrderIntent {
  return {
    instrument: 0,
    side: 'buy',
    type: 'market',
    lots: fields.quoteAmount === undefined ? 100 : 0,
    quoteAmount: null,
    limitTicks: null,
    triggerTicks: null,
    trailTicks: null,
    expiresAt: null,
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
    group: null,
    ...fields,
  };
}

/** The client id of the first order of a command, or a fault. */
export function orderOf(outcome: CommandOutcome, leg = 0): ClientOrderId {
  if (!outcome.ok) throw outcome.fault;
  const order = outcome.orders[leg];
  if (order === undefined) throw new RangeError('the command recorded an order');
  return order;
}

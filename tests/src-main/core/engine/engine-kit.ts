import { candleColumns, TIMEFRAMES, type CandleColumns, type Timeframe } from '../../../../src-shared/domain/candle.ts';
import type { Liquidity } from '../../../../src-shared/domain/fill.ts';
import { Instrument, type InstrumentSpec } from '../../../../src-shared/domain/instrument.ts';
import { NO_LIMITS, type RiskLimits } from '../../../../src-shared/domain/limits.ts';
import { termsOf, type OrderIntent, type OrderTerms } from '../../../../src-shared/domain/order.ts';
import type { SizeRule } from '../../../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import {
  type AccountId,
  type ClientOrderId,
  type SessionId,
  type StrategyInstanceId,
  type VenueFillId,
  type VenueId,
} from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { Effects, type CommandOutcome, type VenueAction } from '../../../../src-main/core/engine/effects.ts';
import type { EngineCommand, EngineEvent } from '../../../../src-main/core/engine/engine-event.ts';
import { Engine } from '../../../../src-main/core/engine/engine.ts';
import { findStrategy } from '../../../../src-main/core/strategies/catalog.ts';
import type { Strategy, StrategyDefinition, StrategyDesk, StrategyFill } from '../../../../src-main/core/strategies/strategy.ts';
import type { ExecutionReport, VenueOrderStatus } from '../../../../src-main/ports/execution-venue.ts';
import type { HeldPosition } from '../../../../src-main/ports/market-source.ts';
import { hashedOrderIds } from '../../../../src-main/sessions/hashed-order-ids.ts';
import type { LedgerRecord, LedgerScope, LedgerSnapshot, StrategyRecord } from '../../../../src-main/ports/ledger.ts';
import { NOW, spec } from '../risk/desk-of-one.ts';

type RecordOf<Kind extends LedgerRecord['kind']> = Extract<LedgerRecord, { kind: Kind }>;
type CommandPart = EngineCommand extends infer Each ? (Each extends EngineCommand ? Omit<Each, 'id'> : never) : never;

/** What one step asked for, copied out of the effects. */
export class Answer {
  readonly records: readonly LedgerRecord[];
  readonly actions: readonly VenueAction[];
  readonly timers: readonly { readonly timer: string; readonly at: number }[];
  readonly outcome: CommandOutcome | null;

  constructor({ records, actions, timers, outcome }: Effects) {
    this.records = [...records];
    this.actions = [...actions];
    this.timers = [...timers];
    this.outcome = outcome;
  }

  of<Kind extends LedgerRecord['kind']>(kind: Kind): readonly RecordOf<Kind>[] {
    return this.records.filter((record): record is RecordOf<Kind> => record.kind === kind);
  }

  /** The ids that were sent to the venue. */
  get sent(): readonly ClientOrderId[] {
    return this.actions.flatMap((action) => (action.kind === 'submit' ? [action.order.id] : []));
  }

  get cancelled(): readonly ClientOrderId[] {
    return this.actions.flatMap((action) => (action.kind === 'cancel' ? [action.order] : []));
  }

  get queried(): readonly ClientOrderId[] {
    return this.actions.flatMap((action) => (action.kind === 'query' ? [action.order] : []));
  }

  /** States that orders came to, in order. */
  get states(): readonly string[] {
    return this.of('order-state').map(({ state }) => state);
  }

  get fault(): string | null {
    return this.outcome === null || this.outcome.ok ? null : this.outcome.fault.code;
  }
}

/** What an engine of the tests is made of. */
export interface KitOptions {
  readonly limits?: RiskLimits;
  readonly specs?: readonly InstrumentSpec[];
  readonly answerTimeoutMs?: number;
  readonly receiveWindowMs?: number;
  readonly find?: (id: string) => StrategyDefinition | undefined;
  readonly needsArming?: boolean;
  readonly reconciles?: boolean;
}

export const SPECS: readonly InstrumentSpec[] = [spec('BTC', { minNotional: '0.1' }), spec('ETH', { minNotional: '0.1' })];

/** An engine with a hand on each of its doors. */
export class EngineKit {
  readonly engine: Engine;
  readonly instruments: readonly Instrument[];
  now = NOW;
  private commands = 0;
  private fills = 0;

  constructor({
    limits = NO_LIMITS,
    specs = SPECS,
    answerTimeoutMs = 5_000,
    receiveWindowMs = 5_000,
    find = findStrategy,
    reconciles = false,
    needsArming = false,
  }: KitOptions = {}) {
    this.instruments = specs.map((each, index) => new Instrument(each, index));
    const scope: LedgerScope = { book: 'paper', account: 'paper-1' as AccountId, venue: 'SIM' as VenueId, session: 's1' as SessionId };
    this.engine = new Engine(
      {
        scope,
        instruments: this.instruments,
        quote: specs[0]?.settle ?? 'USD',
        limits,
        takerFeeRate: null,
        answerTimeoutMs,
        receiveWindowMs,
        reconciles,
        needsArming,
        orderId: hashedOrderIds(scope),
      },
      find,
    );
  }

  step(event: EngineEvent): Answer {
    const effects = new Effects();
    this.engine.step(event, effects);
    return new Answer(effects);
  }

  restore(snapshot: LedgerSnapshot, history: (record: StrategyRecord) => CandleColumns = () => candleColumns(0)): Answer {
    const effects = new Effects();
    this.engine.restore(snapshot, history, effects);
    return new Answer(effects);
  }

  command(part: CommandPart, id = `c${(this.commands += 1)}`): Answer {
    return this.step({ kind: 'command', time: this.now, command: { ...part, id } as EngineCommand });
  }

  deposit(amount: string, asset = 'USD'): Answer {
    return this.command({ type: 'deposit', asset, amount: Decimal.parse(amount), note: '' });
  }

  quote(price: number, instrument = 0): Answer {
    const ticks = this.instruments[instrument]!.toTicks(price);
    const prices = { bidTicks: ticks - 1, askTicks: ticks + 1, lastTicks: ticks };
    return this.step({ kind: 'quote', instrument, time: this.now, received: this.now, ...prices });
  }

  /** Closes a bar of one price at the present instant. */
  bar(
    close: number,
    { instrument = 0, timeframe = '1m', last = false }: { instrument?: number; timeframe?: Timeframe; last?: boolean } = {},
  ): Answer {
    const columns = flatBars(this.now - TIMEFRAMES[timeframe], timeframe, [close]);
    return this.step({ kind: 'bar', instrument, timeframe, time: this.now, received: this.now, columns, row: 0, place: 0, last });
  }

  place(...intents: readonly OrderIntent[]): Answer {
    return this.command({ type: 'place', intents });
  }

  /** Places one order and gives its id. */
  order(over: Partial<OrderIntent> = {}): ClientOrderId {
    const answer = this.place(intent(over));
    const [id] = answer.sent;
    if (id === undefined) throw new Error(`the order was not sent: ${String(answer.fault)}`);
    return id;
  }

  report(report: ExecutionReport): Answer {
    return this.step({ kind: 'execution', time: report.time, report });
  }

  ack(order: ClientOrderId): Answer {
    return this.report({ kind: 'acknowledged', order, time: utcMs(this.now) });
  }

  end(kind: 'cancelled' | 'rejected' | 'expired', order: ClientOrderId): Answer {
    return this.report({ kind, order, reason: 'venue', time: utcMs(this.now) });
  }

  /** A fill as the venue would report it; a size of a tenth pays a fee of a tenth of a dollar. */
  fillOf(order: ClientOrderId, lots: number, price: number, id = `f${(this.fills += 1)}`) {
    const ticks = this.instruments[0]!.toTicks(price);
    const fee = Decimal.of(BigInt(lots), 5);
    return { id: id as VenueFillId, order, ticks, lots, liquidity: 'taker' as Liquidity, fee, time: utcMs(this.now) };
  }

  fill(order: ClientOrderId, lots: number, { price = 100, remaining = 0, id = `f${(this.fills += 1)}` } = {}): Answer {
    return this.report({ kind: 'fill', order, fill: this.fillOf(order, lots, price, id), remaining, time: utcMs(this.now) });
  }

  /** Buys at market and is filled in full. */
  buy(lots: number, instrument = 0): void {
    const id = this.order({ lots, instrument });
    this.ack(id);
    this.fill(id, lots);
  }

  /** The venue's word on an order: with the terms it has here and no amendment, unless said otherwise. */
  status(
    order: ClientOrderId,
    status: (Omit<VenueOrderStatus, 'terms' | 'amendment' | 'amendRefusal'> & Partial<VenueOrderStatus>) | null,
  ): Answer {
    const known = this.engine.account.orders.get(order)?.order;
    const terms: OrderTerms = known === undefined ? NO_TERMS : termsOf(known);
    return this.report({
      kind: 'status',
      order,
      status: status && { terms, amendment: 0, amendRefusal: null, ...status },
      time: utcMs(this.now),
    });
  }

  /** A look at the venue's account. */
  look(balances: Readonly<Record<string, string>>, settled = true): Answer {
    const amounts = Object.entries(balances).map(([asset, amount]) => ({ asset, amount: Decimal.parse(amount) }));
    return this.step({ kind: 'account', time: this.now, from: this.now, balances: amounts, settled });
  }

  /** A look at an account of contracts; `lessCost` says how the venue counts its dollars. */
  lookAt(
    dollars: string,
    { positions, lessCost = false }: { readonly positions: readonly HeldPosition[]; readonly lessCost?: boolean },
  ): Answer {
    const usd = { asset: 'USD', amount: Decimal.parse(dollars), ...(lessCost ? { lessCost } : {}) };
    return this.step({ kind: 'account', time: this.now, from: this.now, balances: [usd], positions, settled: true });
  }

  timer(timer: string): Answer {
    return this.step({ kind: 'timer', time: this.now, timer });
  }

  balance(asset = 'USD'): string {
    return this.engine.account.balances.of(asset).toString();
  }

  held(instrument = 0): number {
    return this.engine.account.positions.lots(instrument);
  }

  stateOf(order: ClientOrderId): string | undefined {
    return this.engine.account.orders.get(order)?.state;
  }
}

/** An engine with money and a price of 100 for each instrument. */
export function funded(options: KitOptions = {}): EngineKit {
  const kit = new EngineKit(options);
  kit.deposit('100000');
  for (const { index } of kit.instruments) kit.quote(100, index);
  return kit;
}

const NO_TERMS: OrderTerms = { lots: 0, limitTicks: null, triggerTicks: null, trailTicks: null, expiresAt: null };

/** A market buy of a tenth of a coin, unless told otherwise. */
export function intent(over: Partial<OrderIntent> = {}): OrderIntent {
  return {
    instrument: 0,
    side: 'buy',
    type: 'market',
    lots: 10_000,
    quoteAmount: null,
    limitTicks: null,
    triggerTicks: null,
    trailTicks: null,
    expiresAt: null,
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
    group: null,
    ...over,
  };
}

export function flatBars(from: number, timeframe: Timeframe, closes: readonly number[]): CandleColumns {
  const columns = candleColumns(closes.length);
  for (const column of [columns.open, columns.high, columns.low, columns.close]) column.set(closes);
  columns.time.set(closes.map((_, i) => from + i * TIMEFRAMES[timeframe]));
  columns.volume.fill(1);
  return columns;
}

export const ALL: SizeRule = { kind: 'all' };

export function strategyRecord(over: Partial<StrategyRecord> = {}): StrategyRecord {
  return {
    instance: 'scripted-1' as StrategyInstanceId,
    strategy: 'scripted',
    instrument: SPECS[0]!.id,
    timeframe: '1m',
    parameters: {},
    size: ALL,
    running: true,
    startedAt: utcMs(NOW - 1),
    stopReason: null,
    ...over,
  };
}

/** A strategy that does what the test says, and tells what it was told. */
export class Scripted implements Strategy {
  bar: (desk: StrategyDesk, close: number) => void = () => undefined;
  filled: (desk: StrategyDesk, fill: StrategyFill) => void = () => undefined;
  remembered = '';
  warmed = 0;
  readonly bars: number[] = [];
  readonly fills: StrategyFill[] = [];

  readonly definition: StrategyDefinition = {
    spec: { id: 'scripted', family: 'trend', description: '', parameters: [] },
    warmupBars: () => 0,
    create: () => this,
  };
  readonly find = (id: string): StrategyDefinition | undefined => (id === 'scripted' ? this.definition : findStrategy(id));

  warm(history: CandleColumns): void {
    this.warmed = history.length;
  }
  onBar(columns: CandleColumns, row: number, desk: StrategyDesk): void {
    this.bars.push(columns.close[row]!);
    this.bar(desk, columns.close[row]!);
  }
  onFill(fill: StrategyFill, desk: StrategyDesk): void {
    this.fills.push(fill);
    this.filled(desk, fill);
  }
  memory(): string {
    return this.remembered;
  }
  restore(memory: string): void {
    this.remembered = memory;
  }
}

/** A ledger that knows nothing but what the test says. */
export function snapshot(over: Partial<LedgerSnapshot> = {}): LedgerSnapshot {
  return {
    time: utcMs(NOW),
    sequence: 0,
    balances: new Map([['USD', Decimal.parse('100000')]]),
    positions: [],
    instancePositions: [],
    openOrders: [],
    endedOrders: [],
    risk: null,
    limits: null,
    strategies: [],
    memories: new Map(),
    recentOrderTimes: [],
    ...over,
  };
}

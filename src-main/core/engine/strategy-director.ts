import type { StrategyParameters } from '../../../src-shared/domain/strategy-spec.ts';
import { TIMEFRAMES, type CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Fill } from '../../../src-shared/domain/fill.ts';
import { directionOf, LIQUIDATION_TAG, type IdentifiedOrder } from '../../../src-shared/domain/order.ts';
import type { PairCounts } from '../../../src-shared/domain/pair-counts.ts';
import { signalPrice, signalSize } from '../../../src-shared/domain/signals.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { asFault, Fault, type FaultDetails } from '../../../src-shared/kernel/fault.ts';
import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { FeeLots, LedgerPosition, StrategyRecord } from '../../ports/ledger.ts';
import type { BarEvent } from '../../ports/market-source.ts';
import type { Refusal } from '../risk/refusal.ts';
import { pairProblem } from '../strategies/building/pair-problem.ts';
import type { FindStrategy, StrategyDefinition, StrategyFill } from '../strategies/strategy.ts';
import type { AccountState } from './account.ts';
import type { Closings } from './closings.ts';
import { exitSide } from './exit-side.ts';
import type { CommandOutcome } from './effects.ts';
import { grantWishes } from '../user-strategies/wishes.ts';
import type { AnswerEvent, EngineCommand } from './engine-event.ts';
import type { OrderDesk } from './order-desk.ts';
import type { OpenOrder } from './order-register.ts';
import { PairInstance } from './pair-instance.ts';
import { type HostDoors, StrategyInstance, type StrategyWish } from './strategy-host.ts';

/** Digits of a version's hash that are shown. */
const SHOWN_DIGITS = 12;
const DONE: CommandOutcome = { ok: true, orders: [], cancelled: 0, kept: 0 };

/** Runs the strategies: gives each its bars and fills, and takes its wishes to the order desk. */
export class StrategyDirector {
  private readonly account: AccountState;
  private readonly desk: OrderDesk;
  private readonly find: FindStrategy;
  private readonly doors: HostDoors;
  /** Running instances by instrument, in the order of their names. */
  private readonly byInstrument: StrategyInstance[][];
  /** Of a pair its first leg. */
  private readonly byName = new Map<string, StrategyInstance>();
  private readonly pairs = new Map<string, PairInstance>();

  constructor(account: AccountState, desk: OrderDesk, find: FindStrategy) {
    this.account = account;
    this.desk = desk;
    this.find = find;
    this.byInstrument = account.instruments.map(() => []);
    this.doors = {
      submit: (from, wish) => this.submit(from, wish),
      submitBoth: (legs, wishes) => this.submitBoth(legs, wishes),
      cancel: (entry) => {
        this.desk.cancel(entry, 'strategy');
      },
      signal: (from, code, details) => {
        this.signal(from, code, details);
      },
    };
  }

  get running(): readonly StrategyInstance[] {
    return [...this.byName.values()];
  }

  start(record: StrategyRecord, history: CandleColumns): CommandOutcome {
    const fault = this.admit(record, history);
    if (fault !== null) return { ok: false, fault };
    this.desk.effects.records.push({ kind: 'strategy', record });
    return DONE;
  }

  /** Takes an instance up again after a restart, with its memory and its own position. */
  resume(
    record: StrategyRecord,
    history: CandleColumns,
    kept: { readonly memory: string | undefined; readonly position: LedgerPosition | undefined },
  ): void {
    const fault = record.against === undefined ? this.admit(record, history) : onlyInBacktests(record);
    if (fault !== null) throw fault;
    const instance = this.byName.get(record.instance);
    invariant(instance !== undefined, 'an admitted instance runs');
    if (kept.memory !== undefined && kept.memory !== '') instance.restoreMemory(kept.memory);
    if (kept.position !== undefined) instance.positionLots = kept.position.lots;
  }

  /**
   * Gives a running instance other parameters from its next bar on: it is made anew with them and the bars so far, and keeps its position
   * and its name. What it remembers belongs to its parameters, so orders that rest by the old ones are cancelled; with another size alone
   * it goes on as it was. Another version of its file takes over position and orders as they are. The ledger keeps the change, so that a
   * restart goes on with it.
   */
  change(command: Extract<EngineCommand, { type: 'change-strategy' }>): CommandOutcome {
    const { instance: name, parameters, history, script } = command;
    const before = this.byName.get(name);
    if (before === undefined)
      return { ok: false, fault: new Fault('strategy.unknown', { strategy: name, suggestion: 'It is not running.' }) };
    if (this.pairs.has(name)) return { ok: false, fault: onlyInBacktests(before.record) };
    const renewed = script !== undefined && script.hash !== before.record.script?.hash;
    const record = { ...before.record, parameters, size: command.size ?? before.record.size, ...(script && { script }) };
    const column = this.byInstrument[before.instrument.index] ?? [];
    column.splice(column.indexOf(before), 1);
    const fault = this.admit(record, history);
    if (fault !== null) {
      this.join(before);
      return { ok: false, fault };
    }
    const instance = this.byName.get(name);
    invariant(instance !== undefined, 'an admitted instance runs');
    instance.positionLots = before.positionLots;
    instance.warmedTo = Math.max(instance.warmedTo, before.warmedTo, before.decisionTime);
    const memory = before.strategy.memory();
    const same = describe(parameters) === describe(before.record.parameters);
    if (same) {
      if (memory !== '') instance.restoreMemory(memory);
    } else if (!renewed) this.cancelResting(name);
    const { records } = this.desk.effects;
    records.push({ kind: 'strategy', record });
    // Also where it remembers nothing: what the ledger has is of the old parameters.
    records.push({ kind: 'strategy-memory', instance: name, memory: instance.takeMemory() });
    if (renewed) this.signal(instance, 'strategy.reloaded', { file: script.file, hash: script.hash.slice(0, SHOWN_DIGITS) });
    if (!same) this.signal(instance, 'strategy.changed', { parameters: describe(parameters) });
    if (command.size !== null) this.signal(instance, 'strategy.resized', {});
    return DONE;
  }

  /** Cancels what rests by an instance. */
  private cancelResting(name: StrategyInstanceId): void {
    for (const entry of this.account.orders.all())
      if (entry.order.origin === name && entry.order.type !== 'market') this.desk.cancel(entry, 'strategy');
  }

  stop(name: StrategyInstanceId, reason: string, closings: Closings | null): CommandOutcome {
    const instance = this.byName.get(name);
    if (instance === undefined)
      return { ok: false, fault: new Fault('strategy.unknown', { strategy: name, suggestion: 'It is not running.' }) };
    const held = instance.positionLots;
    let cancelled = 0;
    for (const entry of this.account.orders.all()) {
      if (entry.order.origin !== name) continue;
      this.desk.cancel(entry, 'strategy');
      cancelled += 1;
    }
    const pair = this.pairs.get(name);
    this.remove(instance, reason);
    if (closings !== null && pair !== undefined) pair.leave();
    else if (closings !== null && (held > 0 || exitSide(instance.instrument, held) === 'buy')) {
      closings.begin({ instrument: instance.instrument.index, lots: held, origin: name, decision: `stop@${String(this.account.time)}` });
    }
    return { ok: true, orders: [], cancelled, kept: 0 };
  }

  /** Stops every instance; their orders are the caller's matter. */
  stopAll(reason: string): void {
    for (const instance of [...this.byName.values()]) this.remove(instance, reason);
  }

  onBar(event: BarEvent): void {
    const instances = this.byInstrument[event.instrument];
    if (instances === undefined) return;
    for (const instance of instances) {
      if (instance.timeframe !== event.timeframe || event.time <= instance.warmedTo) continue;
      instance.decisionTime = event.time;
      instance.leg = 0;
      instance.onBar(event.columns, event.row);
      this.keepMemory(instance);
    }
  }

  /** The instance that alone hears of this series' bars and can go over several by itself, or null. */
  spanning(event: BarEvent): StrategyInstance | null {
    const instances = this.byInstrument[event.instrument];
    const [only] = instances ?? [];
    if (only === undefined || instances?.length !== 1 || only.strategy.onBars === undefined) return null;
    return only.timeframe === event.timeframe && event.time >= only.warmedTo ? only : null;
  }

  onFill(entry: OpenOrder, fill: Fill, feeLots: readonly FeeLots[]): void {
    const { order } = entry;
    const instance = this.holderOf(order.origin, order.instrument);
    let taken = 0;
    for (const { origin, instrument, lots } of feeLots) {
      const giver = this.holderOf(origin, instrument);
      if (giver === undefined) continue;
      giver.positionLots -= lots;
      if (giver === instance) taken += lots;
    }
    if (instance === undefined) return;
    const direction = directionOf(order.side);
    instance.positionLots += direction * fill.lots;
    invariant(Number.isSafeInteger(instance.positionLots), 'a position stays a safe integer of lots');
    instance.fillKey = fill.id;
    instance.leg = 0;
    const lots = fill.lots - direction * taken;
    instance.onFill({ side: order.side, ticks: fill.ticks, lots, tag: order.tag, complete: entry.state === 'filled' });
    instance.fillKey = null;
    this.keepMemory(instance);
  }

  /** What the strategies over two instruments have met so far. */
  pairCounts(): readonly PairCounts[] {
    return [...this.pairs.values()].map((pair) => pair.counts);
  }

  /** Who of an origin holds an instrument: of a pair the leg that does. */
  private holderOf(origin: string, instrument: number): StrategyInstance | undefined {
    const first = this.byName.get(origin);
    return first === undefined || first.instrument.index === instrument ? first : this.pairs.get(origin)?.legs[1];
  }

  /** What each instance on an instrument holds by its own fills, signed lots, in the order of their names. */
  holdings(instrument: number): readonly (readonly [origin: string, lots: number])[] {
    return (this.byInstrument[instrument] ?? []).map(({ record, positionLots }) => [record.instance, positionLots] as const);
  }

  /** The venue closed what an instance held; its open orders end by reports of their own. */
  onLiquidation(origin: string, traded: number, { side, ticks, lots }: Pick<StrategyFill, 'side' | 'ticks' | 'lots'>): void {
    const instance = this.holderOf(origin, traded);
    if (instance === undefined) return;
    instance.positionLots += directionOf(side) * lots;
    const { instrument } = instance;
    this.signal(instance, 'strategy.liquidated', {
      size: signalSize(instrument, lots),
      base: instrument.spec.base,
      price: signalPrice(instrument, ticks),
    });
    instance.fillKey = `liquidation@${String(this.account.time)}`;
    instance.leg = 0;
    instance.strategy.onLiquidation?.({ side, ticks, lots, tag: LIQUIDATION_TAG, complete: true }, instance);
    instance.fillKey = null;
    this.keepMemory(instance);
  }

  /** Carries out what a user's strategy wants, under the identity of the bar or the question that it answers; or stops it. */
  answer({ instance: name, bar, question, wishes, problem }: AnswerEvent): void {
    const instance = this.byName.get(name);
    if (instance === undefined) return;
    if (problem !== null) {
      this.signal(instance, 'strategy.failed', { problem });
      this.stop(name, problem, null);
      return;
    }
    if (bar !== null) instance.decisionTime = bar;
    else instance.fillKey = `answer-${String(question)}`;
    instance.leg = 0;
    grantWishes(wishes, instance);
    instance.fillKey = null;
  }

  private admit(record: StrategyRecord, history: CandleColumns): Fault | null {
    const definition = this.find(record.strategy, record.instance);
    const instrument = this.account.instruments.find((candidate) => candidate.id === record.instrument);
    if (definition === undefined) return new Fault('strategy.unknown', { strategy: record.strategy, suggestion: '' });
    if (instrument === undefined) return new Fault('instrument.unknown', { instrument: record.instrument });
    const { createPair } = definition;
    if (createPair !== undefined && record.against !== undefined)
      return this.admitPair(record, { id: definition.spec.id, createPair }, instrument);
    let strategy;
    try {
      strategy = definition.create(record.parameters, instrument);
    } catch (thrown) {
      return asFault(thrown);
    }
    strategy.warm(history);
    const lastOpen = history.time[history.length - 1];
    const instance = new StrategyInstance(record, { instrument, strategy, account: this.account, doors: this.doors });
    // What closed when it was started, or before, is not its to decide on, whether or not it needs a past.
    instance.warmedTo = Math.max(record.startedAt, lastOpen === undefined ? 0 : lastOpen + TIMEFRAMES[record.timeframe]);
    this.byName.set(record.instance, instance);
    this.join(instance);
    return null;
  }

  /** A strategy over two instruments: both are perpetuals of one account, and each of them tells it of its bars. */
  private admitPair(record: StrategyRecord, { id, createPair }: PairMaker, first: Instrument): Fault | null {
    const second = this.account.instruments.find((candidate) => candidate.id === record.against);
    if (second === undefined) return new Fault('instrument.unknown', { instrument: record.against ?? '' });
    const problem = pairProblem(first.spec, second.spec);
    if (problem !== null) return new Fault('strategy.pair', { strategy: id, problem });
    let strategy;
    try {
      strategy = createPair(record.parameters);
    } catch (thrown) {
      return asFault(thrown);
    }
    const pair = new PairInstance(record, { instruments: [first, second], strategy, account: this.account, doors: this.doors });
    this.byName.set(record.instance, pair.legs[0]);
    this.pairs.set(record.instance, pair);
    for (const leg of pair.legs) {
      leg.warmedTo = record.startedAt;
      this.join(leg);
    }
    return null;
  }

  /** Instances of one instrument decide in the order of their names, so that it does not matter when each was started. */
  private join(instance: StrategyInstance): void {
    const column = this.byInstrument[instance.instrument.index] ?? [];
    const place = column.findIndex((other) => other.record.instance > instance.record.instance);
    column.splice(place < 0 ? column.length : place, 0, instance);
  }

  private remove(instance: StrategyInstance, reason: string): void {
    const name = instance.record.instance;
    this.byName.delete(name);
    for (const leg of this.pairs.get(name)?.legs ?? [instance]) {
      const column = this.byInstrument[leg.instrument.index] ?? [];
      column.splice(column.indexOf(leg), 1);
    }
    this.pairs.delete(name);
    this.desk.effects.records.push({ kind: 'strategy', record: { ...instance.record, running: false, stopReason: reason } });
  }

  private submit(instance: StrategyInstance, wish: StrategyWish): Refusal | null {
    const order = this.orderOf(instance, wish);
    return this.refusedAsNothing(instance, order) ?? this.desk.place(order);
  }

  private submitBoth(legs: readonly [StrategyInstance, StrategyInstance], wishes: readonly [StrategyWish, StrategyWish]): boolean {
    const orders = [this.orderOf(legs[0], wishes[0]), this.orderOf(legs[1], wishes[1])] as const;
    if ((this.refusedAsNothing(legs[0], orders[0]) ?? this.refusedAsNothing(legs[1], orders[1])) !== null) return false;
    return this.desk.placeBoth(...orders);
  }

  private orderOf(instance: StrategyInstance, wish: StrategyWish): IdentifiedOrder {
    const { market, time } = this.account;
    const instrument = instance.instrument.index;
    // In one piece, and not as an intent that is then identified: a run may make as many orders as bars.
    const order: IdentifiedOrder = {
      instrument,
      side: wish.side,
      type: wish.limitTicks === null ? 'market' : 'limit',
      lots: wish.lots,
      quoteAmount: wish.quoteAmount,
      limitTicks: wish.limitTicks,
      triggerTicks: null,
      trailTicks: null,
      timeInForce: 'gtc',
      expiresAt: null,
      postOnly: false,
      reduceOnly: !wish.opens,
      group: null,
      id: this.desk.idOf(instrument, instance),
      origin: instance.origin,
      tag: wish.tag,
      decidedAt: utcMs(time),
      decisionTicks: market.markTicks[instrument] ?? 0,
    };
    instance.leg += 1;
    return order;
  }

  /** An order of no size never comes to the gate. */
  private refusedAsNothing(instance: StrategyInstance, order: IdentifiedOrder): Refusal | null {
    if (order.lots !== 0 || (order.quoteAmount !== null && order.quoteAmount.sign() > 0)) return null;
    const { minNotional } = instance.instrument.spec;
    const unit = instance.instrument.spec.quote;
    const refusal: Refusal = {
      code: 'risk.min-notional',
      details: { limit: `${minNotional} ${unit}`, actual: `0 ${unit}`, instrument: instance.instrument.id },
    };
    this.desk.refuse(order, refusal);
    return refusal;
  }

  private signal(instance: StrategyInstance, code: string, details: FaultDetails): void {
    this.desk.effects.records.push({ kind: 'signal', instance: instance.record.instance, code, details, time: utcMs(this.account.time) });
  }

  keepMemory(instance: StrategyInstance): void {
    const memory = instance.changedMemory();
    if (memory !== null) this.desk.effects.records.push({ kind: 'strategy-memory', instance: instance.record.instance, memory });
  }
}

interface PairMaker {
  readonly id: string;
  readonly createPair: NonNullable<StrategyDefinition['createPair']>;
}

function onlyInBacktests({ strategy }: StrategyRecord): Fault {
  return new Fault('strategy.pair', { strategy, problem: 'it runs in backtests alone.' });
}

/** `fast 12, slow 40` */
function describe(parameters: StrategyParameters): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => `${name} ${String(parameters[name])}`)
    .join(', ');
}

import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { directionOf, type IdentifiedOrder } from '../../../src-shared/domain/order.ts';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { CorrelationGroups, type CorrelationMemory } from '../risk/correlation-groups.ts';
import type { AccountState } from './account.ts';
import type { Effects } from './effects.ts';
import { LazyMemory } from './lazy-memory.ts';
import type { TradingControl } from './trading-control.ts';

/** Under which name the ledger keeps what the account usually does. */
export const HABITS_MEMORY = 'habits' as StrategyInstanceId;

/** Orders that the usual one is taken from, and how few say nothing yet. */
const TYPICAL_OF = 20;
const TYPICAL_FROM = 5;

/** An order that opened or added to a position. */
interface Entry {
  readonly id: string;
  readonly time: number;
}

interface Memory {
  readonly entries: readonly Entry[];
  readonly values: readonly number[];
  readonly moves: CorrelationMemory | null;
  readonly instruments: readonly string[];
}

/** What the gate must remember of orders and prices for the limits that ask for it. What no limit asks for is not followed. */
export class OrderHabits {
  private readonly account: AccountState;
  private readonly control: TradingControl;
  private entries: Entry[] = [];
  private values: number[] = [];
  private readonly moves: CorrelationGroups;
  private readonly alone: readonly (readonly number[])[];
  private followsMoves = false;
  private countsEntries = false;
  private knowsUsual = false;

  constructor(account: AccountState, control: TradingControl) {
    this.account = account;
    this.control = control;
    const { length } = account.instruments;
    this.moves = new CorrelationGroups(length);
    this.alone = account.instruments.map(({ index }) => [index]);
  }

  /** Takes the limits as they are now. */
  configure(): void {
    const { maxGroupExposure, groupCorrelation, maxTradesPerDay, maxTypicalMultiple } = this.control.limits;
    this.countsEntries = maxTradesPerDay !== null;
    this.knowsUsual = maxTypicalMultiple !== null;
    this.followsMoves = maxGroupExposure !== null && groupCorrelation !== null && this.account.instruments.length > 1;
    if (this.followsMoves) this.moves.join(groupCorrelation ?? 1);
  }

  restore(memory: string | undefined): void {
    this.configure();
    if (memory === undefined) return;
    const { entries, values, moves, instruments } = JSON.parse(memory) as Memory;
    this.entries = [...entries];
    this.values = [...values];
    // Samples are columns of the instruments there were.
    const same = instruments.join() === this.account.instruments.map(({ id }) => id).join();
    if (moves !== null && same) this.moves.restore(moves);
  }

  /** An instant is over: time goes on to the next event. */
  settle(effects: Effects): void {
    if (this.followsMoves && this.moves.take(this.account.time, this.account.market.mark)) this.keep(effects);
  }

  /** What a step wrote: the value of every order that could open a position. */
  onRecords(effects: Effects, from: number): void {
    if (!this.knowsUsual) return;
    const before = this.values.length;
    const { records } = effects;
    for (let at = from; at < records.length; at += 1) {
      const record = records[at]!;
      if (record.kind === 'order' && !record.order.reduceOnly) this.note(record.order);
    }
    if (this.values.length === before) return;
    this.values = this.values.slice(-TYPICAL_OF);
    this.keep(effects);
  }

  private note({ instrument, limitTicks, triggerTicks, decisionTicks, quoteAmount, lots }: IdentifiedOrder): void {
    const ticks = limitTicks ?? triggerTicks ?? decisionTicks;
    const value = quoteAmount?.toApproximate() ?? this.account.instruments[instrument]?.approximateNotional(ticks, lots) ?? 0;
    if (value > 0) this.values.push(value);
  }

  /** A fill was booked: it opened or added where it leaves a position on its order's side. */
  onFill({ id, side, instrument }: IdentifiedOrder, effects: Effects): void {
    if (!this.countsEntries) return;
    if (directionOf(side) * this.account.positions.lots(instrument) <= 0 || this.entries.some((entry) => entry.id === id)) return;
    this.entries.push({ id, time: this.account.time });
    this.keep(effects);
  }

  /** Orders that opened or added within the last 24 h. */
  entriesWithinDay(): number {
    const from = this.account.time - DAY_MS;
    while (this.entries.length > 0 && this.entries[0]!.time <= from) this.entries.shift();
    return this.entries.length;
  }

  /** Orders that are out, have not filled and could open or add. */
  unfilledEntries(): number {
    const { instruments, orders } = this.account;
    return orders.all().filter(({ order }) => {
      const opens = !order.reduceOnly && (order.side === 'buy' || instruments[order.instrument]?.margin !== null);
      return opens && !this.entries.some(({ id }) => id === order.id);
    }).length;
  }

  typicalNotional(): number | null {
    if (this.values.length < TYPICAL_FROM) return null;
    const sorted = [...this.values].sort((a, b) => a - b);
    const half = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
  }

  movesWith(instrument: number): readonly number[] {
    if (!this.followsMoves) return this.alone[instrument] ?? [];
    return this.account.instruments.filter(({ index }) => this.moves.together(index, instrument)).map(({ index }) => index);
  }

  /** How many returns the groups are made of so far. */
  get sampled(): number {
    return this.moves.warm;
  }

  private keep(effects: Effects): void {
    effects.records.push(new LazyMemory(HABITS_MEMORY, () => this.memory()));
  }

  private memory(): string {
    const memory: Memory = {
      entries: this.entries,
      values: this.values,
      moves: this.followsMoves ? this.moves.memory : null,
      instruments: this.account.instruments.map(({ id }) => id),
    };
    return JSON.stringify(memory);
  }
}

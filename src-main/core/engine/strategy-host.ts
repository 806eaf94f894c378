import type { CandleColumns, Timeframe } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { type Side, STOP_TAG } from '../../../src-shared/domain/order.ts';
import type { Ways } from '../../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import type { StrategyRecord } from '../../ports/ledger.ts';
import type { BarSpan, Strategy, StrategyDesk, StrategyFill } from '../strategies/strategy.ts';
import { ENTRY_BLOCKS } from '../risk/entry-blocks.ts';
import type { Refusal } from '../risk/refusal.ts';
import type { AccountState } from './account.ts';
import type { OrderSource } from './engine-config.ts';
import type { OpenOrder } from './order-register.ts';

/** Digits after the point to which a strategy's money is rounded down. */
const MONEY_DIGITS = 8;
/** Contracts are sized at this much above the last price, so that what they need is still there when the market moves before the fill. */
export const MOVED = 1.005;

/** What a strategy's wish becomes; the engine gives it an identity and takes it to the gate. */
export interface StrategyWish {
  readonly side: Side;
  readonly lots: number;
  readonly quoteAmount: Decimal | null;
  readonly limitTicks: number | null;
  readonly tag: string | null;
  /** It may open or enlarge a position; else it only shrinks one. */
  readonly opens: boolean;
}

/** What the host needs of the engine. */
export interface HostDoors {
  /** Why it did not go out, or null. */
  submit(instance: StrategyInstance, wish: StrategyWish): Refusal | null;
  /** Both, or neither. False where one of them was refused. */
  submitBoth(legs: readonly [StrategyInstance, StrategyInstance], wishes: readonly [StrategyWish, StrategyWish]): boolean;
  cancel(entry: OpenOrder): void;
  signal(instance: StrategyInstance, code: string, details: FaultDetails): void;
}

/** A strategy at work on one instrument. It is its strategy's desk: what the strategy may see and ask for. */
export class StrategyInstance implements StrategyDesk, OrderSource {
  readonly record: StrategyRecord;
  readonly origin: string;
  readonly instrument: Instrument;
  readonly strategy: Strategy;
  readonly timeframe: Timeframe;
  readonly ways: Ways;
  /** Signed lots that it holds, by its own fills alone. */
  positionLots = 0;
  /** Close time of the bar being decided on. */
  decisionTime = 0;
  /** Close of the newest bar it was warmed with: bars up to then are known to it. */
  warmedTo = 0;
  /** Id of the fill being reacted to, or null. */
  fillKey: string | null = null;
  /** Orders already made for the event being handled. */
  leg = 0;
  private lastMemory = '';
  private readonly account: AccountState;
  private readonly doors: HostDoors;

  constructor(record: StrategyRecord, parts: { instrument: Instrument; strategy: Strategy; account: AccountState; doors: HostDoors }) {
    this.record = record;
    this.origin = record.instance;
    this.instrument = parts.instrument;
    this.strategy = parts.strategy;
    this.timeframe = record.timeframe;
    this.ways = record.ways ?? 'long';
    this.account = parts.account;
    this.doors = parts.doors;
  }

  /** The event being handled, as the part of an order's identity that tells decisions apart. */
  decision(): string {
    return this.fillKey === null ? `${this.timeframe}@${String(this.decisionTime)}` : `fill:${this.fillKey}`;
  }

  get time(): number {
    return this.account.time;
  }

  outstandingLots(side: Side): number {
    let lots = 0;
    for (const entry of this.account.orders.all()) {
      if (!this.owns(entry) || entry.order.side !== side) continue;
      lots += Math.max(0, entry.worstLots - entry.filledLots);
    }
    return lots;
  }

  get canShort(): boolean {
    return this.instrument.margin !== null;
  }

  fundingRate(back: number): number {
    return this.account.fundingRate(this.instrument.index, back);
  }

  enter(way: 'long' | 'short' = 'long'): void {
    const { size } = this.record;
    if (this.instrument.margin !== null || way === 'short') {
      const turned = Math.max(0, way === 'long' ? -this.positionLots : this.positionLots);
      const wish = { side: way === 'long' ? 'buy' : 'sell', lots: turned + this.marketLots(turned > 0), opens: true } as const;
      // Where nothing may be opened, what is held the other way is left all the same.
      const refusal = this.market(wish, null);
      if (refusal !== null && turned > 0 && ENTRY_BLOCKS.has(refusal.code)) this.exit();
      return;
    }
    const byAmount = size.kind !== 'base';
    const lots = byAmount ? 0 : this.instrument.lotsWithin(Decimal.parse(size.amount));
    const quoteAmount = byAmount ? this.entryAmount() : null;
    this.doors.submit(this, { side: 'buy', lots, quoteAmount, limitTicks: null, tag: null, opens: true });
  }

  private market({ side, lots, opens }: Pick<StrategyWish, 'side' | 'lots' | 'opens'>, tag: string | null): Refusal | null {
    return this.doors.submit(this, { side, lots, quoteAmount: null, limitTicks: null, tag, opens });
  }

  exit(why?: 'stop'): void {
    const held = this.positionLots;
    const opening = held < 0 ? 'sell' : 'buy';
    // The rest of an entry that is still being filled would trade against the exit.
    for (const entry of this.account.orders.all()) if (this.owns(entry) && entry.order.side === opening) this.doors.cancel(entry);
    const tag = why === undefined ? null : STOP_TAG;
    if (this.instrument.margin === null) this.sellAtMarket(held, tag);
    else if (held !== 0) this.close(held, tag);
  }

  /** Another strategy may hold the same contract the other way: then what this one closes turns what both hold together. */
  private close(held: number, tag: string | null): void {
    const whole = this.account.positions.lots(this.instrument.index);
    const reduces = whole > 0 === held > 0 && Math.abs(whole) >= Math.abs(held);
    this.market({ side: held > 0 ? 'sell' : 'buy', lots: Math.abs(held), opens: !reduces }, tag);
  }

  /** Lots of a market order by the size rule, at the newest price; where it turns a position, of what that leaves. */
  private marketLots(turns: boolean): number {
    const { size } = this.record;
    const { instrument, account } = this;
    if (size.kind === 'base') return instrument.lotsWithin(Decimal.parse(size.amount));
    const ticks = Math.ceil((account.market.markTicks[instrument.index] ?? 0) * MOVED);
    if (ticks === 0) return 0;
    return this.lotsFor(turns && size.kind === 'all' ? account.freeIfClosed(instrument) : this.entryAmount(), ticks);
  }

  /** Lots that an amount buys, fee included; of a contract what it is enough for as margin, with the fee. */
  private lotsFor(amount: Decimal, ticks: number): number {
    const { instrument } = this;
    const rate = this.account.feeRate(instrument.index);
    if (instrument.margin === null) return instrument.lotsForAmount(amount, ticks, rate);
    const { leverage } = instrument.margin;
    return instrument.lotsForAmount(amount.mul(leverage), ticks, rate.mul(leverage));
  }

  get capital(): number {
    const { size } = this.record;
    const { index, lotSize, spec } = this.instrument;
    const mark = this.account.market.mark[index]!;
    if (size.kind === 'base') return Decimal.parse(size.amount).toNumber() * mark;
    if (this.instrument.margin !== null && size.kind === 'all') return this.account.equity();
    if (size.kind === 'all') return this.account.freeCash(spec.settle).toNumber() + this.positionLots * lotSize * mark;
    return this.entryAmount().toNumber();
  }

  spend(amount: number): void {
    const wanted = Decimal.of(BigInt(Math.max(0, Math.floor(amount * 10 ** MONEY_DIGITS))), MONEY_DIGITS);
    const free = this.account.freeCash(this.instrument.spec.settle);
    if (this.instrument.margin !== null) {
      const { index } = this.instrument;
      const ticks = Math.max(1, this.account.market.markTicks[index] ?? 0);
      this.market({ side: 'buy', lots: this.instrument.lotsForAmount(wanted, ticks, this.account.feeRate(index)), opens: true }, null);
      return;
    }
    const quoteAmount = wanted.compare(free) < 0 ? wanted : free;
    this.doors.submit(this, { side: 'buy', lots: 0, quoteAmount, limitTicks: null, tag: null, opens: true });
  }

  sell(lots: number): void {
    this.sellAtMarket(lots, null);
  }

  private sellAtMarket(lots: number, tag: string | null): void {
    const held = Math.min(lots, this.positionLots, this.account.positions.lots(this.instrument.index));
    if (held > 0) this.market({ side: 'sell', lots: held, opens: false }, tag);
  }

  limit(side: Side, ticks: number, lots: number, tag: string): void {
    invariant(!this.workingTags().includes(tag), 'a tag names one working order');
    // A strategy's limit orders are long only: its sells shrink what it holds.
    const limitTicks = this.instrument.orderTicks(ticks, side);
    if (lots > 0) this.doors.submit(this, { side, lots, quoteAmount: null, limitTicks, tag, opens: side === 'buy' });
  }

  cancel(tag: string): void {
    for (const entry of this.account.orders.all()) if (this.owns(entry) && entry.order.tag === tag) this.doors.cancel(entry);
  }

  workingTags(): readonly string[] {
    const tags: string[] = [];
    for (const entry of this.account.orders.all()) if (this.owns(entry) && entry.order.tag !== null) tags.push(entry.order.tag);
    return tags;
  }

  sizeAt(ticks: number, parts: number): number {
    const { size } = this.record;
    if (size.kind === 'base') return Math.floor(this.instrument.lotsWithin(Decimal.parse(size.amount)) / parts);
    const share = this.entryAmount().divide(Decimal.of(BigInt(parts)), 8, 'down');
    return this.lotsFor(share, ticks);
  }

  signal(code: string, details: FaultDetails): void {
    this.doors.signal(this, code, details);
  }

  /** The memory when it differs from the one last taken, else null. */
  changedMemory(): string | null {
    const memory = this.strategy.memory();
    if (memory === this.lastMemory) return null;
    this.lastMemory = memory;
    return memory;
  }

  /** The memory, whether or not it was taken before. */
  takeMemory(): string {
    this.lastMemory = this.strategy.memory();
    return this.lastMemory;
  }

  restoreMemory(memory: string): void {
    this.lastMemory = memory;
    this.strategy.restore(memory);
  }

  onBar(columns: CandleColumns, row: number): void {
    this.strategy.onBar(columns, row, this);
  }

  /** Takes bars by itself, when its strategy can; see `Strategy.onBars`. */
  onBars(span: BarSpan): number {
    const { strategy } = this;
    invariant(strategy.onBars !== undefined, 'only strategies that can are given spans');
    return strategy.onBars(span, this);
  }

  onFill(fill: StrategyFill): void {
    this.strategy.onFill(fill, this);
  }

  /** Quote money an entry spends by the size rule; a fraction of equity is floored to cents. */
  entryAmount(): Decimal {
    const { size } = this.record;
    const asset = this.instrument.spec.settle;
    if (size.kind === 'quote') return Decimal.parse(size.amount);
    if (size.kind === 'equity-fraction') return Decimal.of(BigInt(Math.max(0, Math.floor(this.account.equity() * size.fraction * 100))), 2);
    return this.account.freeCash(asset);
  }

  private owns(entry: OpenOrder): boolean {
    // The other leg of a pair has the same origin.
    return entry.order.origin === this.record.instance && entry.order.instrument === this.instrument.index;
  }
}

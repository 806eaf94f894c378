import { candleColumns, type CandleColumns } from '../../../../src-shared/domain/candle.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { Side } from '../../../../src-shared/domain/order.ts';
import type { FaultDetails } from '../../../../src-shared/kernel/fault.ts';
import type { Strategy, StrategyDesk } from '../../../../src-main/core/strategies/strategy.ts';
import { spec } from '../risk/desk-of-one.ts';

export interface PaperOrder {
  readonly side: Side;
  readonly lots: number;
  readonly ticks: number | null;
  readonly tag: string | null;
}

/** Bars of one close each. */
export function bars(...closes: readonly number[]): CandleColumns {
  const columns = candleColumns(closes.length);
  for (const column of [columns.open, columns.high, columns.low, columns.close]) column.set(closes);
  return columns;
}

/** A desk that takes every order and fills when the test says so. */
export class PaperDesk implements StrategyDesk {
  readonly instrument = new Instrument(spec('BTC'), 0);
  time = 0;
  positionLots = 0;
  readonly canShort = false;
  readonly ways = 'long';
  entryLots = 1_000;
  capital = 1_000;
  working: PaperOrder[] = [];
  /** What was asked for, in order. */
  readonly asked: string[] = [];
  readonly signals: { readonly code: string; readonly details: FaultDetails }[] = [];
  refusing = false;
  private readonly strategy: Strategy;
  private price = 0;

  constructor(strategy: Strategy) {
    this.strategy = strategy;
  }

  fundingRate(): number {
    return Number.NaN;
  }
  outstandingLots(side: Side): number {
    return this.working.reduce((sum, order) => sum + (order.side === side ? order.lots : 0), 0);
  }
  enter(): void {
    this.submit({ side: 'buy', lots: this.entryLots, ticks: null, tag: null });
  }
  exit(): void {
    this.submit({ side: 'sell', lots: this.positionLots, ticks: null, tag: null });
  }
  spend(amount: number): void {
    this.submit({ side: 'buy', lots: Math.floor(amount / (this.price * this.instrument.lotSize)), ticks: null, tag: null });
  }
  sell(lots: number): void {
    this.submit({ side: 'sell', lots: Math.min(lots, this.positionLots), ticks: null, tag: null });
  }
  limit(...[side, ticks, lots, tag]: Parameters<StrategyDesk['limit']>): void {
    if (this.workingTags().includes(tag)) throw new Error(`${tag} is out already`);
    this.submit({ side, lots, ticks, tag });
  }
  cancel(tag: string): void {
    this.working = this.working.filter((order) => order.tag !== tag);
  }
  workingTags(): readonly string[] {
    return this.working.flatMap(({ tag }) => tag ?? []);
  }
  sizeAt(_ticks: number, parts: number): number {
    return Math.floor(this.entryLots / parts);
  }
  signal(code: string, details: FaultDetails): void {
    this.signals.push({ code, details });
  }

  /** Closes bars one after the other. */
  close(...closes: readonly number[]): void {
    this.pass(bars(...closes));
  }

  /** Closes bars with highs, lows and times of their own one after the other; the desk's time stays. */
  pass(columns: CandleColumns): void {
    for (let row = 0; row < columns.length; row += 1) {
      this.price = columns.close[row]!;
      this.strategy.onBar(columns, row, this);
    }
  }

  /** Fills the newest order of a side, whole or in part, and tells the strategy. */
  fill(side: Side, lots?: number): void {
    const order = this.working.findLast((candidate) => candidate.side === side);
    if (order === undefined) throw new Error(`nothing to ${side}`);
    const filled = lots ?? order.lots;
    this.working = this.working.filter((candidate) => candidate !== order);
    if (filled < order.lots) this.working.push({ ...order, lots: order.lots - filled });
    this.positionLots += side === 'buy' ? filled : -filled;
    this.strategy.onFill({ side, ticks: order.ticks ?? 0, lots: filled, tag: order.tag, complete: filled === order.lots }, this);
  }

  /** What was asked since the last look. */
  take(): string[] {
    return this.asked.splice(0);
  }

  private submit(order: PaperOrder): void {
    this.asked.push(`${order.side} ${String(order.lots)}${order.ticks === null ? '' : ` at ${String(order.ticks)}`}`);
    if (!this.refusing) this.working.push(order);
  }
}

import type { Side } from '../../../src-shared/domain/order.ts';
import type { MarketEvidence } from './market-evidence.ts';
import type { VenueDesk } from './venue-desk.ts';
import type { VenueOrder } from './venue-order.ts';

/** A trade of the market. */
export interface Print {
  readonly instrument: number;
  readonly time: number;
  readonly ticks: number;
  readonly lots: number;
  /** The side that took. */
  readonly aggressor: Side;
}

/**
 * How orders meet quotes and prints. What takes finds the quote of that instant and a share of an ordinary minute's volume; what it does
 * not get it takes from the prints that follow. What rests is filled by prints through its price, or at it once its queue is eaten.
 */
export class TapeRules {
  private readonly desk: VenueDesk;
  private readonly evidence: MarketEvidence;
  private readonly bids: Float64Array;
  private readonly asks: Float64Array;
  private prints = 0;

  constructor(desk: VenueDesk, evidence: MarketEvidence, instruments: number) {
    this.desk = desk;
    this.evidence = evidence;
    this.bids = new Float64Array(instruments);
    this.asks = new Float64Array(instruments);
  }

  quote(instrument: number, bidTicks: number, askTicks: number): void {
    this.bids[instrument] = bidTicks;
    this.asks[instrument] = askTicks;
  }

  /** An order that has just been admitted. Where no quote is known it waits: for a bar's open, or for a print. */
  arrive(entry: VenueOrder, time: number): void {
    const ticks = this.touch(entry);
    if (ticks === 0) return;
    if (entry.state === 'taking') this.takeAtOnce(entry, ticks, time);
    else if (entry.state === 'arriving') this.meet(entry, ticks, time);
    else if (entry.state === 'armed') this.desk.trail(entry, ticks, time);
  }

  /** Whether a limit would take at once; false where no quote is known. */
  crosses(entry: VenueOrder, limitTicks: number): boolean {
    const ticks = this.touch(entry);
    return ticks > 0 && (entry.order.side === 'buy' ? ticks <= limitTicks : ticks >= limitTicks);
  }

  print(print: Print): void {
    const { orders } = this.desk;
    const list = orders.of(print.instrument);
    if (list.length === 0) return;
    this.prints += 1;
    for (const entry of list) {
      if (entry.state === 'armed' && entry.touchedBy !== this.prints) this.tryTrigger(entry, print);
    }
    for (const entry of list) {
      if (entry.ended || entry.touchedBy === this.prints) continue;
      if (entry.state === 'taking') this.takeFrom(entry, print);
      else if (entry.state === 'arriving') this.meet(entry, this.touch(entry) || print.ticks, print.time);
      else if (entry.state === 'resting' && entry.restsFrom !== print.time) this.serve(entry, print);
    }
    orders.sweep(print.instrument);
  }

  /** The price in ticks that an order would take at; 0 where no quote is known. */
  private touch(entry: VenueOrder): number {
    const quotes = entry.order.side === 'buy' ? this.asks : this.bids;
    return quotes[entry.order.instrument] ?? 0;
  }

  private tryTrigger(entry: VenueOrder, print: Print): void {
    const { triggerTicks } = entry.terms;
    if (triggerTicks === null || (entry.above ? print.ticks < triggerTicks : print.ticks > triggerTicks)) {
      this.desk.trail(entry, print.ticks, print.time);
      return;
    }
    entry.touchedBy = this.prints;
    this.desk.trigger(entry, print.time);
    const ticks = this.touch(entry) || print.ticks;
    if (entry.state === 'taking') this.takeAtOnce(entry, ticks, print.time);
    else this.meet(entry, ticks, print.time);
  }

  private meet(entry: VenueOrder, ticks: number, time: number): void {
    const { side, postOnly } = entry.order;
    const { limitTicks } = entry.terms;
    if (limitTicks !== null && (side === 'buy' ? ticks <= limitTicks : ticks >= limitTicks)) {
      if (postOnly) {
        this.desk.end(entry, 'post-only', time);
        return;
      }
      this.takeAtOnce(entry, ticks, time);
      if (entry.ended) return;
    }
    this.desk.rest(entry, time);
  }

  private takeAtOnce(entry: VenueOrder, ticks: number, time: number): void {
    this.take(entry, ticks, { time, volume: this.evidence.minuteVolume(entry.order.instrument, time) });
  }

  private takeFrom(entry: VenueOrder, print: Print): void {
    this.take(entry, this.touch(entry) || print.ticks, { time: print.time, volume: this.baseUnits(print.instrument, print.lots) });
  }

  private take(entry: VenueOrder, ticks: number, from: { readonly time: number; readonly volume: number }): void {
    const { side, instrument } = entry.order;
    const price = this.desk.instrument(instrument).toPrice(ticks);
    this.desk.takeLiquidity(entry, { price, addSpread: false, lateMs: 0, time: from.time, volume: from.volume, taken: 0 });
    // The legs trade on the other side.
    const other = (side === 'buy' ? this.bids : this.asks)[instrument] ?? 0;
    this.desk.legsBegin(entry, other === 0 ? price : this.desk.instrument(instrument).toPrice(other), from.time);
  }

  private serve(entry: VenueOrder, print: Print): void {
    const { side } = entry.order;
    const { limitTicks } = entry.terms;
    if (limitTicks === null) return;
    const beyond = side === 'buy' ? limitTicks - print.ticks : print.ticks - limitTicks;
    // At its own price an order is met by those who take from its side only.
    if (beyond < 0 || (beyond === 0 && print.aggressor === side)) return;
    const eaten = beyond > 0 ? 0 : Math.min(entry.queueAhead, print.lots);
    entry.queueAhead = beyond > 0 ? 0 : entry.queueAhead - eaten;
    const left = print.lots - eaten;
    if (left <= 0) return;
    this.desk.give(entry, { volume: this.baseUnits(print.instrument, left), taken: 0, time: print.time });
    this.desk.legsBegin(entry, this.desk.instrument(print.instrument).toPrice(print.ticks), print.time);
  }

  private baseUnits(instrument: number, lots: number): number {
    return this.desk.instrument(instrument).sizeOf(lots).toNumber();
  }
}

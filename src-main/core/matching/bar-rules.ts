import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { VenueDesk } from './venue-desk.ts';
import type { VenueOrder } from './venue-order.ts';

/** The bar being worked on; one object is reused. */
interface Bar {
  opens: number;
  closes: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/**
 * How orders meet a bar. Its open is a moment: what waits for the market takes there. Its range is known at its end: stops first,
 * the nearest to the open before the others, then limits that the price went through, in order of arrival; whatever the range leaves
 * open is decided against the trader.
 */
export class BarRules {
  private readonly desk: VenueDesk;
  private readonly bar: Bar = { opens: 0, closes: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };

  constructor(desk: VenueDesk) {
    this.desk = desk;
  }

  /** The open of a bar: arrivals, market orders, limits and stops that it lies beyond. */
  open(instrument: number, timeframeMs: number, columns: CandleColumns, row: number): void {
    const { orders } = this.desk;
    const list = orders.of(instrument);
    if (list.length === 0) return;
    const bar = this.look(timeframeMs, columns, row);
    for (const entry of list) if (!entry.ended && this.hasArrived(entry, bar)) this.atOpen(entry, bar);
    orders.sweep(instrument);
  }

  /** The range of a bar, as of its last millisecond. */
  range(instrument: number, timeframeMs: number, columns: CandleColumns, row: number): void {
    const { orders } = this.desk;
    const list = orders.of(instrument);
    if (list.length === 0) return;
    const bar = this.look(timeframeMs, columns, row);
    this.trailStops(list, bar);
    this.triggerStops(list, bar);
    for (const entry of list) {
      if (entry.state !== 'resting' || entry.restsFrom === bar.closes - 1 || !passesLimit(entry, bar)) continue;
      this.give(entry, bar, bar.closes - 1);
      // Legs that this fill woke may be stopped out in the same bar; their targets wait for the next.
      this.triggerStops(list, bar);
    }
    this.triggerProfits(list, bar);
    orders.sweep(instrument);
  }

  private look(timeframeMs: number, columns: CandleColumns, row: number): Bar {
    const { bar } = this;
    bar.opens = columns.time[row]!;
    bar.closes = bar.opens + timeframeMs;
    bar.open = columns.open[row]!;
    bar.high = columns.high[row]!;
    bar.low = columns.low[row]!;
    bar.close = columns.close[row]!;
    bar.volume = columns.volume[row]!;
    return bar;
  }

  /** At the venue by the open; or on its way since before it and there within this first bar, as if it met the open late. */
  private hasArrived(entry: VenueOrder, bar: Bar): boolean {
    if (entry.arrivesAt <= bar.opens) {
      if (entry.state === 'in-flight') this.desk.admit(entry, entry.arrivesAt);
      return !entry.ended;
    }
    if (entry.missedOpen || entry.sentAt > bar.opens) return false;
    entry.missedOpen = entry.arrivesAt >= bar.closes;
    if (entry.missedOpen) return false;
    this.desk.admit(entry, entry.arrivesAt);
    return !entry.ended;
  }

  private atOpen(entry: VenueOrder, bar: Bar): void {
    entry.opened = true;
    const time = Math.max(bar.opens, entry.arrivesAt);
    switch (entry.state) {
      case 'taking':
        this.take(entry, bar, { price: bar.open, time });
        return;
      case 'arriving':
        this.meet(entry, bar, { price: bar.open, time });
        return;
      case 'armed':
        if (isBeyond(entry, bar.open)) this.trigger(entry, bar, { price: bar.open, time });
        else this.trail(entry, bar.open, time);
        return;
      case 'resting':
        if (entry.order.side === 'buy' ? bar.open < entry.limitPrice : bar.open > entry.limitPrice) this.give(entry, bar, time);
        return;
      default:
    }
  }

  /** Triggers every stop within the range, the nearest to the open first, until none is left: each may wake or end others. */
  private triggerStops(list: readonly VenueOrder[], bar: Bar): void {
    for (;;) {
      let nearest: VenueOrder | null = null;
      let distance = Number.POSITIVE_INFINITY;
      for (const entry of list) {
        if (entry.state !== 'armed' || !entry.opened || isProfit(entry) || !reachesTrigger(entry, bar)) continue;
        const away = Math.abs(entry.triggerPrice - bar.open);
        if (away < distance) {
          nearest = entry;
          distance = away;
        }
      }
      if (nearest === null) return;
      const price = clamp(nearest.triggerPrice, bar);
      this.trigger(nearest, bar, { price, time: bar.closes - 1 });
    }
  }

  /**
   * A bar says where it opened and closed and how far it went, not in which order it went there. For a trailing stop it is taken to have
   * gone to the nearer extreme first, then to the other, then to its close: what that path does to the trigger, and the trigger to the
   * order, is what happens.
   */
  private trailStops(list: readonly VenueOrder[], bar: Bar): void {
    const time = bar.closes - 1;
    const highFirst = bar.high - bar.open <= bar.open - bar.low;
    for (const entry of list) {
      if (entry.state !== 'armed' || !entry.opened || entry.terms.trailTicks === null) continue;
      for (const price of highFirst ? [bar.high, bar.low, bar.close] : [bar.low, bar.high, bar.close]) {
        if (isBeyond(entry, price)) {
          this.trigger(entry, bar, { price: clamp(entry.triggerPrice, bar), time });
          break;
        }
        this.trail(entry, price, time);
      }
    }
  }

  private trail(entry: VenueOrder, price: number, time: number): void {
    if (entry.terms.trailTicks !== null) this.desk.trail(entry, this.desk.instrument(entry.order.instrument).toTicks(price), time);
  }

  /** Take-profits come last: a stop within the same bar is taken to have been there first. Touching their trigger is not enough. */
  private triggerProfits(list: readonly VenueOrder[], bar: Bar): void {
    for (const entry of list) {
      if (entry.state !== 'armed' || !entry.opened || !isProfit(entry)) continue;
      const passed = entry.above ? bar.high > entry.triggerPrice : bar.low < entry.triggerPrice;
      if (passed) this.trigger(entry, bar, { price: clamp(entry.triggerPrice, bar), time: bar.closes - 1 });
    }
  }

  private trigger(entry: VenueOrder, bar: Bar, at: { readonly price: number; readonly time: number }): void {
    this.desk.trigger(entry, at.time);
    if (entry.state === 'taking') this.take(entry, bar, at);
    else this.meet(entry, bar, at);
  }

  /** A limit order meets the market: it takes when it crosses, and what is left rests. */
  private meet(entry: VenueOrder, bar: Bar, at: { readonly price: number; readonly time: number }): void {
    const { side, postOnly } = entry.order;
    if (side === 'buy' ? at.price <= entry.limitPrice : at.price >= entry.limitPrice) {
      if (postOnly) {
        this.desk.end(entry, 'post-only', at.time);
        return;
      }
      this.take(entry, bar, at);
      if (entry.ended) return;
    }
    this.desk.rest(entry, at.time);
  }

  private take(entry: VenueOrder, bar: Bar, at: { readonly price: number; readonly time: number }): void {
    const before = entry.filledLots;
    const taken = takenOf(entry, bar);
    // What was at the venue before the bar opened is not late.
    const lateMs = at.time === entry.arrivesAt ? Math.max(0, entry.arrivesAt - bar.opens) : 0;
    this.desk.takeLiquidity(entry, { price: at.price, addSpread: true, lateMs, time: at.time, volume: bar.volume, taken });
    note(entry, bar, taken + entry.filledLots - before);
  }

  private give(entry: VenueOrder, bar: Bar, time: number): void {
    const before = entry.filledLots;
    const taken = takenOf(entry, bar);
    this.desk.give(entry, { volume: bar.volume, taken, time });
    note(entry, bar, taken + entry.filledLots - before);
  }
}

/** Lots that the order has had of this bar. */
function takenOf(entry: VenueOrder, bar: Bar): number {
  return entry.barOpen === bar.opens ? entry.barLots : 0;
}

function note(entry: VenueOrder, bar: Bar, lots: number): void {
  entry.barOpen = bar.opens;
  entry.barLots = lots;
}

function reachesTrigger(entry: VenueOrder, bar: Bar): boolean {
  return isBeyond(entry, entry.above ? bar.high : bar.low);
}

/** Whether a price has reached the trigger; a trailing stop that has seen no price yet has none. */
function isBeyond(entry: VenueOrder, price: number): boolean {
  if (entry.terms.triggerTicks === null) return false;
  return entry.above ? price >= entry.triggerPrice : price <= entry.triggerPrice;
}

function isProfit(entry: VenueOrder): boolean {
  return entry.order.type === 'take-profit';
}

/** Touching is not enough: what stood in the queue before it was not seen. */
function passesLimit(entry: VenueOrder, bar: Bar): boolean {
  return entry.order.side === 'buy' ? bar.low < entry.limitPrice : bar.high > entry.limitPrice;
}

/** A leg that woke in this bar may have its trigger beyond the range already; then the range's edge is the price there was. */
function clamp(price: number, bar: Bar): number {
  return Math.min(bar.high, Math.max(bar.low, price));
}

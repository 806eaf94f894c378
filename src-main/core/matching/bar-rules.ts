import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { VenueDesk } from './venue-desk.ts';
import type { VenueOrder } from './venue-order.ts';

/** A bar being worked on; one object per instrument is reused. */
interface Bar {
  instrument: number;
  /** Its range has been matched: what is known of the market then is its close. */
  ranged: boolean;
  opens: number;
  closes: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** A price at which an order meets the market, when, and by how much later than the bar's open. */
interface Meeting {
  readonly price: number;
  readonly time: number;
  readonly lateMs: number;
}

/**
 * How orders meet a bar. Its open is a moment: what waits for the market takes there. Its range is known at its end: stops first,
 * the nearest to the open before the others, then limits that the price went through, in order of arrival; whatever the range leaves
 * open is decided against the trader.
 */
export class BarRules {
  private readonly desk: VenueDesk;
  private readonly bars: readonly Bar[];

  constructor(desk: VenueDesk, instruments: number) {
    this.desk = desk;
    this.bars = Array.from({ length: instruments }, (_, instrument) => blankBar(instrument));
  }

  /** The open of a bar: arrivals, market orders, limits and stops that it lies beyond. */
  open(instrument: number, timeframeMs: number, columns: CandleColumns, row: number): void {
    const { orders } = this.desk;
    const list = orders.of(instrument);
    if (list.length === 0) return;
    const bar = this.look(instrument, timeframeMs, columns, row);
    for (const entry of list) if (!entry.ended && this.hasArrived(entry, bar)) this.atOpen(entry, bar);
    orders.sweep(instrument);
  }

  /** The range of a bar, as of its last millisecond. */
  range(instrument: number, timeframeMs: number, columns: CandleColumns, row: number): void {
    const { orders } = this.desk;
    const list = orders.of(instrument);
    if (list.length === 0) return;
    const bar = this.look(instrument, timeframeMs, columns, row);
    bar.ranged = true;
    this.triggerStops(list, bar);
    if (this.trailStops(list, bar)) this.triggerStops(list, bar);
    for (const entry of list) {
      if (entry.state !== 'resting' || entry.restsFrom === bar.closes - 1 || !passesLimit(entry, bar)) continue;
      this.give(entry, bar, { price: entry.limitPrice, time: bar.closes - 1 });
      // Legs that this fill woke may be stopped out in the same bar; their targets wait for the next.
      this.triggerStops(list, bar);
    }
    this.triggerProfits(list, bar);
    this.trailClose(list, bar);
    orders.sweep(instrument);
  }

  /** Whether a limit would take at once at the last price that is known; false for an order that no bar has met yet. */
  crosses(entry: VenueOrder, limitTicks: number): boolean {
    const bar = this.bars[entry.order.instrument]!;
    if (!entry.opened || bar.closes === 0) return false;
    const limit = this.desk.instrument(entry.order.instrument).toPrice(limitTicks);
    return isWithin(entry, bar.ranged ? bar.close : bar.open, limit);
  }

  /**
   * An amended limit order meets the market anew: inside a bar at its open, as one that came late to it. Between two bars it rests, unless
   * it crosses the last close: then it takes at the next open.
   */
  meetAmended(entry: VenueOrder, time: number): void {
    if (entry.state !== 'arriving' || !entry.opened) return;
    const bar = this.bars[entry.order.instrument]!;
    if (!bar.ranged) this.meet(entry, bar, { price: bar.open, time, lateMs: Math.max(0, time - bar.opens) });
    else if (!isWithin(entry, bar.close, entry.limitPrice)) this.desk.rest(entry, time);
  }

  private look(instrument: number, timeframeMs: number, columns: CandleColumns, row: number): Bar {
    const bar = this.bars[instrument]!;
    bar.ranged = false;
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
    const { open, opens } = bar;
    const time = Math.max(opens, entry.arrivesAt);
    switch (entry.state) {
      case 'taking':
        this.take(entry, bar, { price: open, time, lateMs: time - opens });
        return;
      case 'arriving':
        this.meet(entry, bar, { price: open, time, lateMs: time - opens });
        return;
      case 'armed':
        entry.seenPrice = open;
        if (isBeyond(entry, open)) this.trigger(entry, bar, { price: open, time, lateMs: time - opens });
        else this.trail(entry, open, time);
        return;
      case 'resting':
        if (entry.order.side === 'buy' ? open < entry.limitPrice : open > entry.limitPrice) this.give(entry, bar, { price: open, time });
        return;
      default:
    }
  }

  /** Triggers every stop within the range, the nearest to the open first, until none is left: each may wake or end others. A liquidation comes in its place among them. */
  private triggerStops(list: readonly VenueOrder[], bar: Bar): void {
    const { margin } = this.desk.funds;
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
      const cut = margin?.busy === true ? margin.distance(bar.instrument) : Number.POSITIVE_INFINITY;
      if (Number.isFinite(cut) && cut <= distance) margin?.judge(bar.closes - 1);
      if (nearest === null) return;
      if (nearest.state === 'armed') this.trigger(nearest, bar, { price: stopPrice(nearest, bar), time: bar.closes - 1, lateMs: 0 });
    }
  }

  /**
   * A bar says how far it went, not in which order. A trailing stop is taken to have met the worst of both: its trigger as it stood at the
   * open first, against the whole range; where that was not reached, the best price of the bar moves the trigger, and the rest of the range
   * then comes after it. Whether a trigger moved. One that was woken within the bar knows nothing of the best price.
   */
  private trailStops(list: readonly VenueOrder[], bar: Bar): boolean {
    const time = bar.closes - 1;
    let moved = false;
    for (const entry of list) {
      if (entry.state !== 'armed' || !entry.opened || entry.terms.trailTicks === null || entry.restsFrom === time) continue;
      const best = entry.above ? bar.low : bar.high;
      entry.seenPrice = best;
      this.trail(entry, best, time);
      moved = true;
    }
    return moved;
  }

  /** The close comes after everything, so it moves the trigger of those that were woken within the bar. */
  private trailClose(list: readonly VenueOrder[], bar: Bar): void {
    for (const entry of list) if (entry.state === 'armed' && entry.opened) this.trail(entry, bar.close, bar.closes - 1);
  }

  private trail(entry: VenueOrder, price: number, time: number): void {
    if (entry.terms.trailTicks !== null) this.desk.trail(entry, this.desk.instrument(entry.order.instrument).toTicks(price), time);
  }

  /**
   * Take-profits come last: a stop within the same bar is taken to have been there first, also one that such an order wakes. Touching their
   * trigger is not enough, and one that was woken within the bar waits for the next.
   */
  private triggerProfits(list: readonly VenueOrder[], bar: Bar): void {
    const time = bar.closes - 1;
    for (const entry of list) {
      if (entry.state !== 'armed' || !entry.opened || !isProfit(entry) || entry.restsFrom === time) continue;
      if (entry.above ? bar.high <= entry.triggerPrice : bar.low >= entry.triggerPrice) continue;
      this.trigger(entry, bar, { price: clamp(entry.triggerPrice, bar), time, lateMs: 0 });
      this.triggerStops(list, bar);
    }
  }

  private trigger(entry: VenueOrder, bar: Bar, at: Meeting): void {
    this.desk.trigger(entry, at.time);
    if (entry.state === 'taking') this.take(entry, bar, at);
    else this.meet(entry, bar, at);
  }

  /** A limit order meets the market: it takes when it crosses, and what is left rests. */
  private meet(entry: VenueOrder, bar: Bar, at: Meeting): void {
    if (isWithin(entry, at.price, entry.limitPrice)) {
      if (entry.order.postOnly) {
        this.desk.end(entry, 'post-only', at.time);
        return;
      }
      this.take(entry, bar, at);
      if (entry.ended) return;
    }
    this.desk.rest(entry, at.time);
  }

  private take(entry: VenueOrder, bar: Bar, { price, time, lateMs }: Meeting): void {
    const before = entry.filledLots;
    const taken = takenOf(entry, bar);
    this.desk.takeLiquidity(entry, { price, addSpread: true, lateMs, time, volume: bar.volume, taken });
    note(entry, bar, taken + entry.filledLots - before);
    this.desk.legsBegin(entry, price, time);
  }

  private give(entry: VenueOrder, bar: Bar, { price, time }: Pick<Meeting, 'price' | 'time'>): void {
    const before = entry.filledLots;
    const taken = takenOf(entry, bar);
    this.desk.give(entry, { volume: bar.volume, taken, time });
    note(entry, bar, taken + entry.filledLots - before);
    this.desk.legsBegin(entry, price, time);
  }
}

function blankBar(instrument: number): Bar {
  return { instrument, ranged: true, opens: 0, closes: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };
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

/** Whether a limit takes at a price of the market. */
function isWithin(entry: VenueOrder, price: number, limit: number): boolean {
  return entry.order.side === 'buy' ? price <= limit : price >= limit;
}

/** A stop that was woken or amended with the market beyond its trigger already gets what the market was then: never a better price than that. */
function stopPrice({ above, triggerPrice, seenPrice }: VenueOrder, bar: Bar): number {
  if (seenPrice === 0) return clamp(triggerPrice, bar);
  return clamp(above ? Math.max(triggerPrice, seenPrice) : Math.min(triggerPrice, seenPrice), bar);
}

function clamp(price: number, bar: Bar): number {
  return Math.min(bar.high, Math.max(bar.low, price));
}

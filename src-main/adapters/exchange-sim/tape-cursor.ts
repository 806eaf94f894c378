import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import type { Print } from '../../core/matching/tape-rules.ts';
import type { SimMarket } from './market/sim-market.ts';
import type { PrintColumns } from './market/minute-record.ts';

interface Place {
  prints: PrintColumns;
  minute: number;
  row: number;
  readonly orders: Set<ClientOrderId>;
}

/** Walks the prints of the instruments that have orders alive, in order of time, then of instrument. The others pass unseen. */
export class TapeCursor {
  private readonly market: SimMarket;
  private readonly places: (Place | null)[];
  private nextTime = Number.POSITIVE_INFINITY;
  private nextInstrument = -1;

  constructor(market: SimMarket, instruments: number) {
    this.market = market;
    this.places = Array.from({ length: instruments }, () => null);
  }

  /** Time of the next print, or Infinity when nothing is watched. */
  get next(): number {
    return this.nextTime;
  }

  /** An order is alive from `time` on: the prints after it concern it. */
  watch(order: ClientOrderId, instrument: number, time: number): void {
    const place = this.places[instrument];
    if (place === null || place === undefined) {
      const minute = Math.floor(time / MINUTE_MS) * MINUTE_MS;
      const opened: Place = { prints: this.market.prints(instrument, minute), minute, row: 0, orders: new Set([order]) };
      this.places[instrument] = opened;
      this.skip(opened, instrument, time);
    } else place.orders.add(order);
    this.aim();
  }

  unwatch(order: ClientOrderId, instrument: number): void {
    const place = this.places[instrument];
    if (place === null || place === undefined || !place.orders.delete(order) || place.orders.size > 0) return;
    this.places[instrument] = null;
    this.aim();
  }

  *watched(): Generator<number> {
    for (const [instrument, place] of this.places.entries()) if (place !== null) yield instrument;
  }

  /** The print at `next`; the cursor moves on. */
  take(): Print {
    const instrument = this.nextInstrument;
    const place = this.places[instrument];
    if (place === null || place === undefined) throw new RangeError('there is a next print');
    const { prints, row } = place;
    const print: Print = {
      instrument,
      time: prints.time[row] ?? 0,
      ticks: prints.ticks[row] ?? 0,
      lots: prints.lots[row] ?? 0,
      aggressor: (prints.side[row] ?? 1) > 0 ? 'buy' : 'sell',
    };
    this.advance(place, instrument);
    this.aim();
    return print;
  }

  private skip(place: Place, instrument: number, time: number): void {
    while ((place.prints.time[place.row] ?? Number.POSITIVE_INFINITY) <= time) this.advance(place, instrument);
    if (place.row >= place.prints.length) this.turn(place, instrument);
  }

  private advance(place: Place, instrument: number): void {
    place.row += 1;
    if (place.row >= place.prints.length) this.turn(place, instrument);
  }

  private turn(place: Place, instrument: number): void {
    place.minute += MINUTE_MS;
    place.prints = this.market.prints(instrument, place.minute);
    place.row = 0;
  }

  private aim(): void {
    this.nextTime = Number.POSITIVE_INFINITY;
    this.nextInstrument = -1;
    for (const [instrument, place] of this.places.entries()) {
      const time = place === null ? Number.POSITIVE_INFINITY : (place.prints.time[place.row] ?? Number.POSITIVE_INFINITY);
      if (time >= this.nextTime) continue;
      this.nextTime = time;
      this.nextInstrument = instrument;
    }
  }
}

import type { DepthMessage, LevelList } from '../../../src-shared/domain/depth-message.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { MINUTE_MS, type UtcMs } from '../../../src-shared/kernel/time.ts';
import type { DepthHead, DepthSource } from '../../ports/depth.ts';
import type { Book, BookSide } from './market/book.ts';
import type { SimMarket } from './market/sim-market.ts';

/** How often the book is told, ms. */
const STEP_MS = 100;
/** How far behind the touch the book is told at least, in the instrument's price steps. */
const REACH_STEPS = 50;

/**
 * The book and the trades of a simulated instrument as an exchange would send them: a snapshot, then ten times a second what has changed and
 * the best prices, and every trade at its instant. Updates are numbered by the tenth of a second, so that they follow each other wherever one begins.
 */
export class SimDepthFeed implements DepthSource {
  readonly head: DepthHead;
  private readonly market: SimMarket;
  private readonly instrument: number;
  private readonly reach: number;
  /** Instant of the book told last. */
  private at: number;
  private book: Book;
  private printedTo: number;
  private snapshotDue = true;
  private tickerDue = false;

  /** Begins at the tenth of a second at or after `from`. */
  constructor(market: SimMarket, instrument: number, from: UtcMs) {
    const profile = market.instruments[instrument];
    invariant(profile !== undefined, 'the instrument is one of the simulated market');
    const { venue, symbol, tick, engineLot } = profile.spec;
    this.head = { venue, symbol, tick, lot: engineLot };
    this.market = market;
    this.instrument = instrument;
    this.reach = REACH_STEPS * profile.step;
    this.at = Math.ceil(from / STEP_MS) * STEP_MS;
    this.printedTo = this.at;
    this.book = this.look(this.at);
  }

  requestSnapshot(): void {
    this.snapshotDue = true;
  }

  next(until: UtcMs, message: DepthMessage): boolean {
    if (this.snapshotDue) return this.at <= until && this.tellSnapshot(message);
    if (this.tickerDue) return this.tellTicker(message);
    if (this.tellPrint(until, message)) return true;
    return this.at + STEP_MS <= until && this.tellChanges(message);
  }

  private tellSnapshot(message: DepthMessage): boolean {
    this.snapshotDue = false;
    this.begin('snapshot', message);
    pushAll(message.bids, this.book.bids);
    pushAll(message.asks, this.book.asks);
    return true;
  }

  private tellTicker(message: DepthMessage): boolean {
    this.tickerDue = false;
    this.begin('ticker', message);
    const { bids, asks } = this.book;
    message.bids.push(bids.ticks[0]!, bids.lots[0]!);
    message.asks.push(asks.ticks[0]!, asks.lots[0]!);
    return true;
  }

  /** The next trade before the next book. */
  private tellPrint(until: number, message: DepthMessage): boolean {
    const end = Math.min(until, this.at + STEP_MS);
    // The first instant of the next minute belongs to the next minute's trades.
    for (let minute = minuteOf(this.printedTo); minute <= end; minute += MINUTE_MS) {
      const { time, ticks, lots, side, length } = this.market.prints(this.instrument, minute);
      let row = 0;
      while (row < length && time[row]! <= this.printedTo) row += 1;
      if (row === length) continue;
      if (time[row]! > end) break;
      message.begin('trade', time[row]!);
      message.venueTime = time[row]!;
      message.ticks = ticks[row]!;
      message.lots = lots[row]!;
      message.side = side[row]! > 0 ? 1 : -1;
      this.printedTo = time[row]!;
      return true;
    }
    this.printedTo = end;
    return false;
  }

  private tellChanges(message: DepthMessage): boolean {
    const before = this.book;
    this.at += STEP_MS;
    this.book = this.look(this.at);
    this.begin('diff', message);
    message.first = message.last;
    pushChanges(message.bids, before.bids, this.book.bids);
    pushChanges(message.asks, before.asks, this.book.asks);
    this.tickerDue = true;
    return true;
  }

  private begin(kind: DepthMessage['kind'], message: DepthMessage): void {
    message.begin(kind, this.at);
    message.venueTime = this.at;
    message.last = this.at / STEP_MS;
  }

  private look(time: number): Book {
    return this.market.book(this.instrument, time, this.reach);
  }
}

function minuteOf(time: number): number {
  return Math.floor(time / MINUTE_MS) * MINUTE_MS;
}

function pushAll(list: LevelList, { ticks, lots }: BookSide): void {
  for (let i = 0; i < ticks.length; i += 1) list.push(ticks[i]!, lots[i]!);
}

/** Levels that differ, both sides being in the same order; what is not told any more is taken away. */
function pushChanges(list: LevelList, before: BookSide, now: BookSide): void {
  const known = new Map<number, number>();
  for (let i = 0; i < before.ticks.length; i += 1) known.set(before.ticks[i]!, before.lots[i]!);
  for (let i = 0; i < now.ticks.length; i += 1) {
    const ticks = now.ticks[i]!;
    if (known.get(ticks) !== now.lots[i]!) list.push(ticks, now.lots[i]!);
    known.delete(ticks);
  }
  for (const ticks of known.keys()) list.push(ticks, 0);
}

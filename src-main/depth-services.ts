import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DepthMessage } from '../src-shared/domain/depth-message.ts';
import type { InstrumentSpec } from '../src-shared/domain/instrument.ts';
import { Decimal } from '../src-shared/kernel/decimal.ts';
import { diskFault } from '../src-shared/kernel/disk-fault.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { type Random, Sfc32 } from '../src-shared/kernel/random.ts';
import { invariant } from '../src-shared/kernel/result.ts';
import { DAY_MS, isoTime, MINUTE_MS, type UtcMs, utcMs } from '../src-shared/kernel/time.ts';
import { DepthStore } from './adapters/depth-files/depth-store.ts';
import { dayOf, DepthWriter, type TornEnd } from './adapters/depth-files/depth-writer.ts';
import { LiveCapture } from './adapters/depth-files/live-capture.ts';
import { MemoryTape } from './adapters/depth-files/memory-tape.ts';
import { RawCapture } from './adapters/depth-files/raw-capture.ts';
import { SIM_PROFILES } from './adapters/exchange-sim/market/sim-instruments.ts';
import { SimMarket } from './adapters/exchange-sim/market/sim-market.ts';
import { SimDepthFeed } from './adapters/exchange-sim/sim-depth-feed.ts';
import { HomeLock } from './adapters/home/home-lock.ts';
import { OrderBook } from './core/order-book/order-book.ts';
import { bookSentence } from './core/order-book/book-sentence.ts';
import type { Clock } from './ports/clock.ts';
import type {
  BookWatch,
  CaptureFacts,
  CaptureRequest,
  DepthCheck,
  DepthCursor,
  DepthDay,
  DepthTape,
  FrameFeed,
  KeptBook,
} from './ports/depth.ts';
import type { MarketFeed } from './ports/market-feed.ts';
import type { ViewedSide } from './ports/market-view.ts';
import { recordDepth } from './sessions/record-depth.ts';
import { recordFrames } from './sessions/record-frames.ts';

/** A recording of the simulated market that is asked for. */
export interface RecordRequest {
  /** `BTC/USD` */
  readonly symbol: string;
  readonly seed: number;
  /** Market time to begin at, ms UTC; null takes the present minute, or where the recordings end that are there. */
  readonly from: UtcMs | null;
  readonly durationMs: number;
  /** Days that are kept of this instrument, counted back from the newest recorded; null keeps all. */
  readonly keepDays: number | null;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told how much of it is done, 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/** What a recording left behind. */
export interface RecordOutcome {
  readonly messages: number;
  readonly days: readonly DepthDay[];
  /** Torn ends of earlier recordings that were cut off. */
  readonly torn: readonly TornEnd[];
  /** Days that were taken away. */
  readonly pruned: readonly string[];
}

/** A recording of a real venue's market that is asked for. */
export interface FrameRequest extends Omit<RecordRequest, 'seed' | 'from'> {
  readonly feed: FrameFeed;
  /** Told what a person should know while it goes on. */
  readonly onNote: (sentence: string) => void;
}

/** What a recording of a real market left behind: besides, frames that were not understood, and changes that did not follow the one before. */
export interface FrameOutcome extends RecordOutcome {
  readonly garbled: number;
  readonly gaps: number;
}

/** A venue's book that is to be kept for a while. */
export interface WatchRequest extends Pick<FrameRequest, 'symbol' | 'durationMs' | 'clock' | 'signal' | 'onProgress' | 'onNote'> {
  readonly feed: MarketFeed;
  /** Levels of each side that are told at the end. */
  readonly levels: number;
}

/** A book as it stands: a level is its price and its size, decimal text, the best first. */
export interface WatchOutcome extends BookWatch {
  readonly venue: string;
  readonly symbol: string;
  /** Frames that were not understood. */
  readonly garbled: number;
  /** Nothing while the book is not known. */
  readonly bids: readonly (readonly [price: string, size: string])[];
  readonly asks: readonly (readonly [price: string, size: string])[];
}

/** What an import left behind. */
export interface ImportOutcome extends CaptureFacts {
  readonly days: readonly DepthDay[];
}

/** How often it is told how far a watch has come, and whether it is to end, ms. */
const PROGRESS_MS = 100;

/** The recorded order books of a home folder. */
export class DepthServices {
  /** Whether anything was ever recorded in a home. */
  static has(home: string): boolean {
    return existsSync(depthFolder(home));
  }

  /** Every recorded day. */
  list(home: string): readonly DepthDay[] {
    const store = storeOf(home);
    return store.ids().map((id) => store.day(id));
  }

  /** A recording by its id. Fails with `depth.unknown`. */
  open(home: string, id: string): DepthTape {
    return storeOf(home).open(id);
  }

  /** A raw capture, read into memory. */
  async read(request: CaptureRequest, onProgress: (lines: number) => void): Promise<DepthTape> {
    const capture = new RawCapture(request);
    const { head } = await capture.check(onProgress);
    const tape = new MemoryTape(request.file, head);
    await capture.copy(head, tape);
    tape.close();
    return tape;
  }

  /** Takes a raw capture in. All of it is checked before anything is written. Fails with `depth.exists` where one of its days is there. */
  async import(home: string, request: CaptureRequest, onProgress: (lines: number) => void): Promise<ImportOutcome> {
    const store = storeOf(home);
    const capture = new RawCapture(request);
    const facts = await capture.check(onProgress);
    const { head, from, to } = facts;
    const folder = store.folderOf(head);
    const days = daysOf(from, to);
    return this.locked(home, async () => {
      for (const day of days) if (store.has(head, day)) throw new Fault('depth.exists', { folder, day });
      const writer = new DepthWriter({ folder, head });
      try {
        await capture.copy(head, writer);
        writer.close();
      } catch (thrown) {
        // Part of a capture would only keep the whole one out.
        writer.abandon();
        store.remove(head, days);
        throw thrown;
      }
      return { ...facts, days: days.filter((day) => store.has(head, day)).map((day) => store.day(store.idOf(head, day))) };
    });
  }

  /** Records the simulated market; recordings only go forward. Fails with `depth.behind`. */
  async record(home: string, request: RecordRequest): Promise<RecordOutcome> {
    const { symbol, seed, durationMs, keepDays, clock, signal, onProgress } = request;
    const instrument = SIM_PROFILES.findIndex((profile) => profile.spec.symbol === symbol);
    const spec = SIM_PROFILES[instrument]?.spec;
    invariant(spec !== undefined, 'the symbol is one of the simulated market');
    const store = storeOf(home);
    return this.locked(home, async () => {
      const from = beginning(store, spec, request);
      const until = utcMs(from + durationMs);
      const source = new SimDepthFeed(new SimMarket(seed), instrument, from);
      const { head } = source;
      let segments = 0;
      const onSegment = (): void => {
        // The feed begins with one of its own accord.
        if (segments > 0) source.requestSnapshot();
        segments += 1;
      };
      const sink = new DepthWriter({ folder: store.folderOf(head), head, onSegment });
      const tell = (time: number): void => onProgress((time - from) / durationMs);
      const messages = await recordDepth({ source, sink, until, clock, signal, onProgress: tell });
      const pruned = keepDays === null || sink.newestDay === '' ? [] : store.prune(head, sink.newestDay, keepDays);
      const days = daysOf(from, until).filter((day) => store.has(head, day));
      return { messages, torn: sink.torn, pruned, days: days.map((day) => store.day(store.idOf(head, day))) };
    });
  }

  /** Records the market of a real venue as it is; closes the feed. Fails as the feed and the disk do. */
  async recordFrames(home: string, request: FrameRequest): Promise<FrameOutcome> {
    const { feed, symbol, durationMs, keepDays, clock, signal, onProgress, onNote } = request;
    const store = storeOf(home);
    try {
      const head = await feed.head(symbol);
      return await this.locked(home, async () => {
        const from = clock.now();
        const until = from + durationMs;
        const order = new LiveCapture(head);
        let segments = 0;
        const onSegment = (): void => {
          // The first begins with one of its own accord.
          if (segments > 0) order.beginSegment();
          segments += 1;
        };
        const sink = new DepthWriter({ folder: store.folderOf(head), head, onSegment });
        const tell = (time: number): void => onProgress((time - from) / durationMs);
        const random = chance();
        const messages = await recordFrames({ feed, symbol, order, sink, until, clock, random, signal, onProgress: tell, onNote });
        const pruned = keepDays === null || sink.newestDay === '' ? [] : store.prune(head, sink.newestDay, keepDays);
        const days = daysOf(from, clock.now()).filter((day) => store.has(head, day));
        const { garbled, gaps } = order;
        return { messages, garbled, gaps, torn: sink.torn, pruned, days: days.map((day) => store.day(store.idOf(head, day))) };
      });
    } finally {
      await feed.close();
    }
  }

  /** Keeps the book of a real venue as it is; closes the feed. Fails as the feed does, and with `depth.unread` where this program reads no book of the venue. */
  async watch({ feed, symbol, durationMs, levels, clock, signal, onProgress, onNote }: WatchRequest): Promise<WatchOutcome> {
    try {
      const [spec] = await feed.instruments([symbol]);
      invariant(spec !== undefined, 'a feed has what it is asked for, or fails');
      const { venue } = spec;
      const changed = (trouble: Parameters<typeof bookSentence>[1]): void => onNote(bookSentence(symbol, trouble));
      const kept = feed.keep?.(symbol, { changed, note: onNote }) ?? null;
      if (kept === null) throw new Fault('depth.unread', { venue });
      const from = clock.now();
      while (!signal.aborted && clock.now() < from + durationMs) {
        await new Promise<void>((resolve) => {
          clock.after(Math.min(PROGRESS_MS, from + durationMs - clock.now()), resolve);
        });
        onProgress(Math.min(1, (clock.now() - from) / durationMs));
      }
      const outcome = { venue, symbol, ...kept.look(clock.now()), garbled: kept.garbled };
      return { ...outcome, bids: shownLevels(kept, 'bids', levels), asks: shownLevels(kept, 'asks', levels) };
    } finally {
      await feed.close();
    }
  }

  /** Reads recordings to their end, all or one, and keeps a book by them. */
  verify(home: string, id: string | null): readonly DepthCheck[] {
    const store = storeOf(home);
    return (id === null ? store.ids() : [id]).map((each) => check(store, each));
  }

  /** One writer at a time: another one's half-written end is no torn one. */
  private async locked<Value>(home: string, work: () => Promise<Value>): Promise<Value> {
    const folder = depthFolder(home);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (thrown) {
      throw diskFault(thrown, folder);
    }
    const lock = HomeLock.take(folder, 'cryptoorch depth', Date.now());
    try {
      return await work();
    } finally {
      lock.release();
    }
  }
}

/** Waits are never as long as another program's. */
function chance(): Random {
  return new Sfc32(randomInt(2 ** 32 - 1));
}

function shownLevels(kept: KeptBook, which: 'bids' | 'asks', levels: number): WatchOutcome['bids'] {
  if (kept.steps === null) return [];
  const [price, size] = [Decimal.parse(kept.steps.tick), Decimal.parse(kept.steps.lot)];
  const times = (step: Decimal, count: number) => step.mul(Decimal.of(BigInt(count))).toString();
  const { ticks, lots }: ViewedSide = kept.side(which, Number.POSITIVE_INFINITY);
  return Array.from({ length: Math.min(levels, ticks.length) }, (_, level) => [times(price, ticks[level]!), times(size, lots[level]!)]);
}

function depthFolder(home: string): string {
  return join(home, 'depth');
}

function storeOf(home: string): DepthStore {
  return new DepthStore(depthFolder(home));
}

/** Where a recording begins: behind what is recorded already. */
function beginning(store: DepthStore, spec: InstrumentSpec, { from, clock }: RecordRequest): UtcMs {
  const newest = store.newest(spec);
  if (from === null) return utcMs(Math.max(Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS, newest + 1));
  if (from <= newest) throw new Fault('depth.behind', { folder: store.folderOf(spec), to: isoTime(newest) });
  return from;
}

function daysOf(from: number, to: number): readonly string[] {
  const days: string[] = [];
  for (let day = Math.floor(from / DAY_MS); day * DAY_MS <= to; day += 1) days.push(dayOf(day * DAY_MS));
  return days;
}

function check(store: DepthStore, id: string): DepthCheck {
  const book = new OrderBook();
  const message = new DepthMessage();
  let [messages, snapshots, missingTrades, before] = [0, 0, 0, 0];
  let damage: string | null = null;
  let tornBytes = 0;
  try {
    tornBytes = id.split('/').length === 3 ? store.day(id).tornBytes : 0;
    const cursor: DepthCursor = store.open(id).messages();
    while (cursor.next(message)) {
      messages += 1;
      book.apply(message);
      if (message.kind === 'snapshot') snapshots += 1;
      if (message.kind !== 'trade') continue;
      if (before > 0 && message.last > before + 1) missingTrades += message.last - before - 1;
      before = Math.max(before, message.last);
    }
  } catch (thrown) {
    if (!(thrown instanceof Fault) || (thrown.code !== 'depth.corrupt' && thrown.code !== 'depth.version')) throw thrown;
    damage = thrown.message;
  }
  const { gap, crossed } = book.problems;
  return { id, messages, snapshots, tornBytes, gaps: gap, crossed, missingTrades, damage };
}

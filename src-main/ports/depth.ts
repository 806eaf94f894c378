import type { DepthMessage } from '../../src-shared/domain/depth-message.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import type { UtcMs } from '../../src-shared/kernel/time.ts';
import type { ViewedSide } from './market-view.ts';

/** What a recording of an order book is of. */
export interface DepthHead {
  /** `BINANCE` */
  readonly venue: string;
  /** `BTC/USDT` */
  readonly symbol: string;
  /** Price step of its messages, quote units as decimal text. */
  readonly tick: string;
  /** Size step of its messages, base units as decimal text. */
  readonly lot: string;
}

/** Messages of a recording in their order. Reading fails with `depth.corrupt` where they are not what was written. */
export interface DepthCursor {
  /** Fills `message` with the next one; false at the end, and `message` is then as it was. */
  next(message: DepthMessage): boolean;
}

/** A recording that can be read from its beginning as often as one likes. */
export interface DepthTape {
  readonly head: DepthHead;
  /** What to call it: a recording's id or a file. */
  readonly name: string;
  messages(): DepthCursor;
}

/** Where messages are recorded. Fails with `disk.full` or `disk.failed`; what was flushed before stays. */
export interface DepthSink {
  append(message: DepthMessage): void;
  /** Makes everything so far durable. */
  flush(): void;
  close(): void;
}

/**
 * A feed of one instrument's book that is pulled forward. It begins with a snapshot, and gives another one when it is asked to; a feed that
 * gets its snapshots by another way than its changes holds the changes back until it has the snapshot they belong to.
 */
export interface DepthSource {
  readonly head: DepthHead;
  /** Fills `message` with the next one at or before `until`; false when there is none. */
  next(until: UtcMs, message: DepthMessage): boolean;
  /** The next message is to be a snapshot. */
  requestSnapshot(): void;
}

/** One day of a recording as it lies on disk. */
export interface DepthDay {
  /** `BINANCE/BTC-USDT/2024-08-09` */
  readonly id: string;
  /** Null where not even the beginning can be read. */
  readonly head: DepthHead | null;
  readonly segments: number;
  readonly bytes: number;
  readonly messages: number;
  /** Received first and last, ms UTC. */
  readonly from: number;
  readonly to: number;
  /** Bytes at the end of a segment that were cut off when its process died: they are not read. */
  readonly tornBytes: number;
  /** Why it cannot be read, or null. */
  readonly damage: string | null;
}

/** What a check of a recorded day found. */
export interface DepthCheck {
  readonly id: string;
  readonly messages: number;
  readonly tornBytes: number;
  /** Whole books in it; without one only levels named since its beginning are known. */
  readonly snapshots: number;
  /** Problems of the book that the messages make, by name: gaps, crossed. */
  readonly gaps: number;
  readonly crossed: number;
  /** Trades missing between their numbers. */
  readonly missingTrades: number;
  /** Why it cannot be read, or null. */
  readonly damage: string | null;
}

/** What a replay met on its way. */
export interface DepthFacts {
  readonly messages: number;
  /** Whole books in it; without one only levels named since its beginning are known. */
  readonly snapshots: number;
  readonly gaps: number;
  readonly crossed: number;
  /** How long the book was not known, ms of the time played, and how long from the first message on until it first was. */
  readonly unknownMs: number;
  readonly firstKnownMs: number | null;
  /** Orders that ended because they came while it was not known. */
  readonly turnedAway: number;
}

/** What a raw capture is read as. */
export interface CaptureRequest {
  readonly file: string;
  /** `BINANCE` */
  readonly venue: string;
  /** `BTC/USDT` */
  readonly symbol: string;
  /** Steps as decimal text; null takes those of the file's own digits. */
  readonly tick: string | null;
  readonly lot: string | null;
}

/** What is in a raw capture. */
export interface CaptureFacts {
  readonly head: DepthHead;
  readonly messages: number;
  /** Received first and last, ms UTC. */
  readonly from: number;
  readonly to: number;
  /** Frames of other kinds, by name: they are not read. */
  readonly ignored: Readonly<Record<string, number>>;
}

/** Who hears a venue's frames: each with the instant at which it was received, and why some may be missing. */
export interface FrameListener {
  frame(json: unknown, at: number): void;
  lost(problem: string): void;
}

/** Book changes and trades of a venue's instruments as it sends them. Its questions fail with `venue.busy`, `venue.unreachable`, `venue.refused`, `venue.garbled`. */
export interface FrameFeed {
  /** What a recording of a symbol is of; `instrument.unknown` for what the venue does not have. */
  head(symbol: string): Promise<DepthHead>;
  /** Tells every frame of a symbol until the feed is closed. */
  listen(symbol: string, listener: FrameListener): void;
  /** The whole book, as the venue answers. */
  snapshot(symbol: string): Promise<unknown>;
  /** Leaves the venue: nothing is told any more. */
  close(): Promise<void>;
}

/** Why a book is not known: changes are missing, a bid stands at or above an ask, the venue names another sum, the connection was lost, or nothing is heard of it. */
export type BookTrouble = 'gap' | 'crossed' | 'checksum' | 'lost' | 'silent';

/** Whether a book is known, and how often and for how long it was not. */
export interface BookWatch {
  readonly known: boolean;
  readonly messages: number;
  /** Whole books that were taken. */
  readonly snapshots: number;
  readonly gaps: number;
  readonly crossed: number;
  /** Sums of the venue's that the book did not add up to. */
  readonly checksums: number;
  /** Not known since it first was, ms. */
  readonly unknownMs: number;
}

/** Who is told when a book is known, and when it is not any more. */
export interface BookListener {
  /** `trouble` says why it is not known; null where it is. `time` is our own, ms UTC. */
  changed(trouble: BookTrouble | null, time: number): void;
}

/** A venue's book that is kept as it is told, until it is released. */
export interface KeptBook extends Releasable {
  /** Steps that it is told in: price and size, decimal text. Null until the venue's markets are known. */
  readonly steps: { readonly tick: string; readonly lot: string } | null;
  /** Frames that were not understood. */
  readonly garbled: number;
  /** A side in whole steps, best first, as far as `reach` steps behind the best and as every level is known; nothing while it is not known. */
  side(which: 'bids' | 'asks', reach: number): ViewedSide;
  /** What it says of itself at a time, ms UTC. */
  look(time: number): BookWatch;
}

/** Who hears of a kept book besides: why it could not be had, as a sentence. */
export interface KeptBookListener extends BookListener {
  note(sentence: string): void;
}

/** A venue whose books can be kept: each is checked by its numbers, its sums or its silence, and asked for anew when it is not known. */
export interface BookFeed {
  /** Keeps the book of a symbol, once however many keep it; null where this program reads none of the venue's. */
  keep(symbol: string, listener: KeptBookListener): KeptBook | null;
}

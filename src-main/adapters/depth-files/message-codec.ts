import { type DepthKind, type DepthMessage, type LevelList, MOST_LEVELS } from '../../../src-shared/domain/depth-message.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

const KINDS: readonly DepthKind[] = ['snapshot', 'diff', 'ticker', 'trade'];
const HAS_VENUE_TIME = 4;
const HAS_PREVIOUS = 8;
const HAS_CHECKSUM = 16;
const BOUGHT = 32;
const KNOWN_BITS = 63;

/** What both ends of the encoding remember from message to message: numbers are written as differences to it. It begins anew with each block. */
class Running {
  time = 0;
  update = 0;
  trade = 0;
  bid = 0;
  ask = 0;

  reset(): void {
    this.time = this.update = this.trade = this.bid = this.ask = 0;
  }
}

/** Writes messages as bytes. */
export class MessageEncoder {
  private readonly before = new Running();

  reset(): void {
    this.before.reset();
  }

  write(message: DepthMessage, to: ByteWriter): void {
    const { before } = this;
    to.byte(flagsOf(message));
    to.signed(message.time - before.time);
    before.time = message.time;
    if (message.venueTime !== 0) to.signed(message.venueTime - message.time);
    if (message.kind === 'trade') {
      to.signed(message.last - before.trade);
      to.signed(message.ticks - before.bid);
      to.count(message.lots);
      before.trade = message.last;
      return;
    }
    if (message.kind === 'diff') {
      to.signed(message.first - before.update);
      to.count(message.last - message.first);
      if (message.previous >= 0) to.signed(message.first - message.previous);
      if (message.checksum >= 0) to.count(message.checksum);
    } else to.signed(message.last - before.update);
    if (message.last > 0) before.update = message.last;
    before.bid = writeLevels(message.bids, before.bid, to);
    before.ask = writeLevels(message.asks, before.ask, to);
  }
}

/** Reads messages from bytes. */
export class MessageDecoder {
  private readonly before = new Running();

  reset(): void {
    this.before.reset();
  }

  /** Fills a message; false where the bytes are none. */
  read(from: ByteReader, message: DepthMessage): boolean {
    const { before } = this;
    const flags = from.byte();
    if (flags > KNOWN_BITS) return false;
    const kind = KINDS[flags & 3]!;
    before.time += from.signed();
    message.begin(kind, before.time);
    if ((flags & HAS_VENUE_TIME) !== 0) message.venueTime = before.time + from.signed();
    if (kind === 'trade') {
      before.trade += from.signed();
      message.last = before.trade;
      message.ticks = before.bid + from.signed();
      message.lots = from.count();
      message.side = (flags & BOUGHT) === 0 ? -1 : 1;
      return !from.overrun;
    }
    if (kind === 'diff') {
      message.first = before.update + from.signed();
      message.last = message.first + from.count();
      if ((flags & HAS_PREVIOUS) !== 0) message.previous = message.first - from.signed();
      if ((flags & HAS_CHECKSUM) !== 0) message.checksum = from.count();
    } else message.last = before.update + from.signed();
    if (message.last > 0) before.update = message.last;
    const bid = readLevels(message.bids, before.bid, from);
    const ask = bid === null ? null : readLevels(message.asks, before.ask, from);
    if (bid === null || ask === null) return false;
    before.bid = bid;
    before.ask = ask;
    return !from.overrun;
  }
}

function flagsOf(message: DepthMessage): number {
  return (
    KINDS.indexOf(message.kind) |
    (message.venueTime === 0 ? 0 : HAS_VENUE_TIME) |
    (message.kind === 'diff' && message.previous >= 0 ? HAS_PREVIOUS : 0) |
    (message.kind === 'diff' && message.checksum >= 0 ? HAS_CHECKSUM : 0) |
    (message.kind === 'trade' && message.side === 1 ? BOUGHT : 0)
  );
}

/** Writes levels from a price that both ends know; gives the first one's price, or that price again. */
function writeLevels(levels: LevelList, from: number, to: ByteWriter): number {
  const { length, ticks, lots } = levels;
  to.count(length);
  let before = from;
  for (let i = 0; i < length; i += 1) {
    to.signed(ticks[i]! - before);
    to.count(lots[i]!);
    before = ticks[i]!;
  }
  return length === 0 ? from : ticks[0]!;
}

function readLevels(levels: LevelList, from: number, source: ByteReader): number | null {
  const length = source.count();
  if (length > MOST_LEVELS) return null;
  let before = from;
  for (let i = 0; i < length && !source.overrun; i += 1) {
    before += source.signed();
    levels.push(before, source.count());
  }
  return length === 0 ? from : levels.ticks[0]!;
}

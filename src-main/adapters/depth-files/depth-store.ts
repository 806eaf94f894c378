import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import { suggestion } from '../../../src-shared/kernel/closest.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import type { DepthCursor, DepthDay, DepthHead, DepthTape } from '../../ports/depth.ts';
import { BlockCursor, type DepthBlock } from './depth-blocks.ts';
import { segmentName, segmentOf } from './depth-format.ts';
import { dayOf } from './depth-writer.ts';
import { SegmentReader } from './segment-reader.ts';

/** The recordings of a home folder: `<folder>/<venue>/<BASE-QUOTE>/<day>.<segment>.depth`. */
export class DepthStore {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The folder of an instrument's recordings. */
  folderOf({ venue, symbol }: Pick<DepthHead, 'venue' | 'symbol'>): string {
    return join(this.folder, venue, symbol.replace('/', '-'));
  }

  /** The id of a day, `BINANCE/BTC-USDT/2024-08-09`. */
  idOf({ venue, symbol }: Pick<DepthHead, 'venue' | 'symbol'>, day: string): string {
    return `${venue}/${symbol.replace('/', '-')}/${day}`;
  }

  /** Ids of all days, in order: `BINANCE/BTC-USDT/2024-08-09`. */
  ids(): readonly string[] {
    return this.names('').flatMap((venue) =>
      this.names(venue).flatMap((symbol) =>
        [...new Set(this.segments(join(venue, symbol)).map(({ day }) => day))].map((day) => `${venue}/${symbol}/${day}`),
      ),
    );
  }

  /** What lies on disk of one day, as far as it can be read. Fails with `depth.unknown`. */
  day(id: string): DepthDay {
    let head: DepthHead | null = null;
    let damage: string | null = null;
    let [segments, bytes, messages, tornBytes, from, to] = [0, 0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    try {
      for (const segment of this.readersOf(id)) {
        segments += 1;
        bytes += segment.wholeBytes;
        tornBytes += segment.tornBytes;
        head ??= segment.head;
        for (const block of segment.blocks) {
          messages += block.messages;
          from = Math.min(from, block.from);
          to = Math.max(to, block.to);
        }
      }
    } catch (thrown) {
      if (!(thrown instanceof Fault) || (thrown.code !== 'depth.corrupt' && thrown.code !== 'depth.version')) throw thrown;
      damage = thrown.message;
    }
    return { id, head, segments, bytes, messages, from, to, tornBytes, damage };
  }

  /** A recording by its id: one day, or without the day all days of an instrument. Fails with `depth.unknown`. */
  open(id: string): DepthTape {
    for (const { head } of this.readersOf(id)) if (head !== null) return new StoredTape(id, head, () => this.readersOf(id));
    throw new Fault('depth.corrupt', { file: id, offset: 0, problem: 'no segment of it has a head.' });
  }

  /** Whether anything was recorded on a day. */
  has(head: DepthHead, day: string): boolean {
    const { venue, symbol } = head;
    return this.segments(join(venue, symbol.replace('/', '-'))).some((segment) => segment.day === day);
  }

  /** The newest instant recorded of an instrument, ms UTC; -Infinity where there is none. */
  newest({ venue, symbol }: Pick<DepthHead, 'venue' | 'symbol'>): number {
    const last = this.segments(join(venue, symbol.replace('/', '-'))).at(-1);
    return last === undefined ? Number.NEGATIVE_INFINITY : this.day(this.idOf({ venue, symbol }, last.day)).to;
  }

  /** Takes away an instrument's days that lie so many days and more before the newest; gives those it took. */
  prune(head: DepthHead, newest: string, keepDays: number): readonly string[] {
    const oldest = dayOf(Date.parse(newest) - (keepDays - 1) * DAY_MS);
    return this.removeWhere(head, (day) => day < oldest);
  }

  /** Takes away days of an instrument. */
  remove(head: DepthHead, days: readonly string[]): void {
    this.removeWhere(head, (day) => days.includes(day));
  }

  private removeWhere(head: DepthHead, goes: (day: string) => boolean): readonly string[] {
    const folder = this.folderOf(head);
    try {
      const days = new Set<string>();
      for (const name of readdirSync(folder)) {
        const day = segmentOf(name)?.day;
        if (day === undefined || !goes(day)) continue;
        rmSync(join(folder, name));
        days.add(day);
      }
      return [...days].sort();
    } catch (thrown) {
      throw diskFault(thrown, folder);
    }
  }

  /** Segments are read one at a time: a day may be larger than memory. */
  private *readersOf(id: string): Generator<SegmentReader> {
    const [venue = '', symbol = '', day] = id.split('/');
    const place = join(venue, symbol);
    const segments = this.segments(place).filter((segment) => day === undefined || segment.day === day);
    if (segments.length === 0) throw this.unknown(id);
    for (const segment of segments) yield new SegmentReader(join(this.folder, place, segmentName(segment.day, segment.segment)));
  }

  private segments(place: string): readonly { readonly day: string; readonly segment: number }[] {
    return this.names(place)
      .flatMap((name) => segmentOf(name) ?? [])
      .sort((a, b) => (a.day === b.day ? a.segment - b.segment : a.day < b.day ? -1 : 1));
  }

  private names(place: string): readonly string[] {
    const folder = join(this.folder, place);
    if (place.includes('..') || statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
    try {
      return readdirSync(folder)
        .filter((name) => !name.startsWith('.') && !name.startsWith('home.'))
        .sort();
    } catch (thrown) {
      throw diskFault(thrown, folder);
    }
  }

  private unknown(id: string): Fault {
    const known = this.ids();
    const otherwise = known.length === 0 ? 'Nothing was recorded yet.' : `There are ${known.join(', ')}.`;
    return new Fault('depth.unknown', { id, folder: this.folder, suggestion: suggestion(id, known, otherwise) });
  }
}

class StoredTape implements DepthTape {
  readonly head: DepthHead;
  readonly name: string;
  private readonly segments: () => Iterable<SegmentReader>;

  constructor(name: string, head: DepthHead, segments: () => Iterable<SegmentReader>) {
    this.name = name;
    this.head = head;
    this.segments = segments;
  }

  messages(): DepthCursor {
    return new BlockCursor(this.blocks(), (problem) => new Fault('depth.corrupt', { file: this.name, offset: 0, problem }));
  }

  private *blocks(): Generator<DepthBlock> {
    for (const { head, blocks, file } of this.segments()) {
      // A head that was cut off has nothing behind it.
      if (head === null) continue;
      const { tick, lot } = this.head;
      if (head.tick !== tick || head.lot !== lot)
        throw new Fault('depth.corrupt', {
          file,
          offset: 0,
          problem: `its steps are ${head.tick} and ${head.lot}, not ${tick} and ${lot}.`,
        });
      yield* blocks;
    }
  }
}

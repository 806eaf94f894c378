import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { InvariantError } from '../../../../src-shared/kernel/result.ts';
import { FileJournal } from '../../../../src-main/adapters/journal-files/file-journal.ts';
import { JournalReader } from '../../../../src-main/adapters/journal-files/journal-reader.ts';
import { pruneJournals } from '../../../../src-main/adapters/journal-files/prune-journals.ts';
import { temporaryFolder } from '../../../support/ledger-kit.ts';

let home: ReturnType<typeof temporaryFolder>;
let folder: string;
beforeEach(() => {
  home = temporaryFolder();
  folder = join(home.path, 'journal');
});
afterEach(() => home.remove());

const FRAMES = Array.from({ length: 40 }, (_, i) => Uint8Array.from({ length: 1 + ((i * 7) % 23) }, (_none, j) => (i * 31 + j * 17) % 256));

function write(frames: readonly Uint8Array[], { segmentBytes = 300, close = true } = {}): FileJournal {
  const journal = new FileJournal({ folder, session: 'session-1', engineVersion: '0.1.0', segmentBytes });
  for (const frame of frames) journal.append(frame);
  if (close) journal.close();
  return journal;
}

function read(): { frames: number[][]; end: string | null } {
  const reader = new JournalReader(folder);
  const frames = [...reader].map((frame) => [...frame]);
  return { frames, end: reader.end };
}

const segments = () => readdirSync(folder).sort();
const all = FRAMES.map((frame) => [...frame]);

test('what was appended is read again, over several segments', () => {
  write(FRAMES);
  expect(segments().length).toBeGreaterThan(2);
  expect(read()).toEqual({ frames: all, end: 'closed' });
  expect(new JournalReader(folder).head).toEqual({ session: 'session-1', engineVersion: '0.1.0', segment: 1 });
});

test('what was appended is there before the journal is closed', () => {
  const journal = write(FRAMES, { close: false });
  expect(read()).toEqual({ frames: all, end: 'torn' });
  journal.close();
  journal.close();
  expect(read().end).toBe('closed');
  expect(() => journal.append(new Uint8Array(1))).toThrow(InvariantError);
});

test('a frame longer than a segment has one of its own; one without bytes is refused', () => {
  const long = new Uint8Array(1_000).fill(7);
  write([long, long, Uint8Array.of(1)]);
  expect(read().frames.map(({ length }) => length)).toEqual([1_000, 1_000, 1]);
  rmSync(folder, { recursive: true });
  expect(() => write([new Uint8Array(0)])).toThrow(InvariantError);
});

test('an older journal is never written over, and an unwritable place is a fault', () => {
  write(FRAMES);
  expect(() => write(FRAMES)).toThrow(expect.objectContaining({ code: 'disk.failed' }));
  writeFileSync(join(home.path, 'plain'), '');
  const inFile = { folder: join(home.path, 'plain', 'x'), session: 's', engineVersion: '1' };
  expect(() => new FileJournal(inFile)).toThrow(expect.objectContaining({ code: 'disk.failed' }));
});

describe('damage', () => {
  test('any one changed byte is found, wherever it is', () => {
    write(FRAMES);
    const names = segments();
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (pick, place, change) => {
        const file = join(folder, names[pick % names.length]!);
        const good = readFileSync(file);
        const bad = Buffer.from(good);
        bad[place % bad.length]! ^= change;
        writeFileSync(file, bad);
        try {
          expect(read).toThrow(expect.objectContaining({ code: 'journal.corrupt' }));
        } finally {
          writeFileSync(file, good);
        }
      }),
      { numRuns: 2_000, seed: 11 },
    );
    expect(read().end).toBe('closed');
  });

  test('a cut at any place of the last segment gives a torn beginning of the frames, never more and never others', () => {
    write(FRAMES);
    const file = join(folder, segments().at(-1)!);
    const good = readFileSync(file);
    for (let length = 0; length < good.length; length += 1) {
      writeFileSync(file, good.subarray(0, length));
      const { frames, end } = read();
      expect(end).toBe('torn');
      expect(frames).toEqual(all.slice(0, frames.length));
    }
  });

  test('a cut in any earlier segment is found', () => {
    write(FRAMES);
    const file = join(folder, segments()[0]!);
    for (let length = readFileSync(file).length - 1; length >= 0; length -= 1) {
      truncateSync(file, length);
      expect(read).toThrow(expect.objectContaining({ code: 'journal.corrupt' }));
    }
  });

  test('a missing, a strange or an added piece is found, with its place', () => {
    write(FRAMES);
    const [first = '', second = ''] = segments();
    appendFileSync(join(folder, segments().at(-1)!), 'x');
    expect(read).toThrow(expect.objectContaining({ code: 'journal.corrupt' }));
    const other = readFileSync(join(folder, second));
    writeFileSync(join(folder, second), readFileSync(join(folder, first)));
    expect(read).toThrow(
      expect.objectContaining({ code: 'journal.corrupt', details: expect.objectContaining({ file: join(folder, second), offset: 0 }) }),
    );
    writeFileSync(join(folder, second), other);
    rmSync(join(folder, second));
    expect(read).toThrow(expect.objectContaining({ code: 'journal.corrupt' }));
  });

  test('a segment of another session is found', () => {
    write(FRAMES);
    const strange = join(home.path, 'strange');
    const journal = new FileJournal({ folder: strange, session: 'session-2', engineVersion: '0.1.0', segmentBytes: 300 });
    for (const frame of FRAMES) journal.append(frame);
    journal.close();
    writeFileSync(join(folder, segments()[1]!), readFileSync(join(strange, segments()[1]!)));
    expect(read).toThrow(expect.objectContaining({ code: 'journal.corrupt' }));
  });

  test('nothing at all is a fault', () => {
    expect(read).toThrow(Fault);
    mkdirSync(folder);
    expect(read).toThrow(expect.objectContaining({ code: 'journal.corrupt' }));
    writeFileSync(join(folder, '000001.journal'), '');
    expect(read).toThrow(expect.objectContaining({ code: 'journal.corrupt' }));
  });

  test('another version of the layout is named', () => {
    write([Uint8Array.of(1)]);
    const file = join(folder, '000001.journal');
    const bytes = readFileSync(file);
    bytes.writeUInt32LE(9, 16);
    bytes.writeUInt32LE(crc32(bytes.subarray(28, 28 + bytes.readUIntLE(20, 3)), crc32(bytes.subarray(0, 24))), 24);
    writeFileSync(file, bytes);
    expect(read).toThrow(expect.objectContaining({ code: 'journal.version', details: { file, found: 9, known: 1 } }));
  });
});

describe('retention', () => {
  const now = 1_800_000_000_000;
  function session(name: string, bytes: number, ageMs: number): void {
    const place = join(home.path, 'sessions', name, 'journal');
    mkdirSync(place, { recursive: true });
    const file = join(place, '000001.journal');
    writeFileSync(file, new Uint8Array(bytes));
    utimesSync(file, (now - ageMs) / 1_000, (now - ageMs) / 1_000);
  }
  const prune = (maxBytes: number, maxAgeMs: number) =>
    pruneJournals({ sessions: join(home.path, 'sessions'), keep: new Set(['running']), maxBytes, maxAgeMs, now });

  test('lets the oldest go until the rest is small enough, and whatever is too old, but never the running one', () => {
    session('a', 100, 5_000);
    session('b', 100, 4_000);
    session('c', 100, 3_000);
    session('running', 500, 9_000);
    mkdirSync(join(home.path, 'sessions', 'without'));
    expect(prune(10_000, 10_000)).toEqual([]);
    expect(prune(650, 10_000)).toEqual(['a', 'b']);
    expect(prune(10_000, 1_000)).toEqual(['c']);
    expect(existsSync(join(home.path, 'sessions', 'running', 'journal'))).toBe(true);
  });

  test('a folder that is not there is a fault', () => {
    expect(() => prune(1, 1)).toThrow(expect.objectContaining({ code: 'disk.failed' }));
  });
});

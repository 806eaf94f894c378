import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DepthStore } from '../../../../src-main/adapters/depth-files/depth-store.ts';
import { DepthWriter } from '../../../../src-main/adapters/depth-files/depth-writer.ts';
import type { DepthTape } from '../../../../src-main/ports/depth.ts';
import { DepthMessage } from '../../../../src-shared/domain/depth-message.ts';
import { DAY_MS } from '../../../../src-shared/kernel/time.ts';

const HEAD = { venue: 'V', symbol: 'A/B', tick: '0.01', lot: '0.1' };
/** 2024-01-01T00:00:00Z. */
const DAY = 1_704_067_200_000;
const ID = 'V/A-B/2024-01-01';
let folder: string;
let store: DepthStore;
let place: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'depth-files-'));
  store = new DepthStore(folder);
  place = store.folderOf(HEAD);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function trade(time: number, id: number): DepthMessage {
  const message = new DepthMessage().begin('trade', time);
  message.last = id;
  message.ticks = 100 + (id % 7);
  message.lots = 1 + ((id * 7_919) % 997);
  return message;
}

function write(
  ids: readonly number[],
  options: { readonly day?: number; readonly segmentBytes?: number; readonly onSegment?: () => void } = {},
): void {
  const writer = new DepthWriter({ folder: place, head: HEAD, ...options });
  for (const id of ids) {
    writer.append(trade(DAY + (options.day ?? 0) * DAY_MS + id, id));
    writer.flush();
  }
  writer.close();
}

function idsOf(tape: DepthTape): number[] {
  const message = new DepthMessage();
  const cursor = tape.messages();
  const found: number[] = [];
  while (cursor.next(message)) found.push(message.last);
  return found;
}

const fileOf = (name: string): string => join(place, name);

describe('segments', () => {
  it('a day is read in the order in which it was written, over all its segments', () => {
    write([1, 2, 3]);
    write([4, 5]);
    expect(readdirSync(place)).toEqual(['2024-01-01.0001.depth', '2024-01-01.0002.depth']);
    expect(idsOf(store.open(ID))).toEqual([1, 2, 3, 4, 5]);
    expect(store.day(ID)).toMatchObject({ id: ID, head: HEAD, segments: 2, messages: 5, from: DAY + 1, to: DAY + 5, tornBytes: 0 });
    expect(store.day(ID).bytes).toBe(readdirSync(place).reduce((sum, name) => sum + statSync(fileOf(name)).size, 0));
  });

  it('one ends when it has become large, and with its day', () => {
    let begun = 0;
    write([1, 2, 3], { segmentBytes: 1, onSegment: () => (begun += 1) });
    expect(begun).toBe(4);
    const writer = new DepthWriter({ folder: place, head: HEAD });
    for (const day of [1, 2]) writer.append(trade(DAY + day * DAY_MS, day));
    expect(writer.newestDay).toBe('2024-01-03');
    writer.close();
    expect(store.ids()).toEqual([ID, 'V/A-B/2024-01-02', 'V/A-B/2024-01-03']);
    expect(idsOf(store.open('V/A-B'))).toEqual([1, 2, 3, 1, 2]);
    expect([store.has(HEAD, '2024-01-03'), store.has(HEAD, '2024-01-04')]).toEqual([true, false]);
  });

  it('a message of an earlier instant stays in the day that has begun', () => {
    const writer = new DepthWriter({ folder: place, head: HEAD });
    writer.append(trade(DAY + DAY_MS, 1));
    writer.append(trade(DAY + DAY_MS - 1, 2));
    writer.close();
    expect(store.ids()).toEqual(['V/A-B/2024-01-02']);
  });

  it('old days are taken away, those of other instruments are not', () => {
    for (const day of [0, 1, 2, 3]) write([1], { day });
    const other = { ...HEAD, symbol: 'C/B' };
    const writer = new DepthWriter({ folder: store.folderOf(other), head: other });
    writer.append(trade(DAY, 1));
    writer.close();
    expect(store.prune(HEAD, '2024-01-04', 2)).toEqual(['2024-01-01', '2024-01-02']);
    expect(store.ids()).toEqual(['V/A-B/2024-01-03', 'V/A-B/2024-01-04', 'V/C-B/2024-01-01']);
    expect(() => store.prune({ ...HEAD, symbol: 'X/Y' }, '2024-01-04', 2)).toThrow(/could not be read/u);
  });

  it('nothing is open of what nobody wrote, and the message says what there is', () => {
    expect(() => store.open('V/A-B')).toThrow('Nothing was recorded yet.');
    write([1]);
    expect(() => store.open('V/A-B/2024-01-02')).toThrow(`Did you mean ${ID}?`);
    expect(() => store.open('../../etc')).toThrow(`There are ${ID}.`);
    expect(() => store.open('')).toThrow('There is no recording');
  });
});

describe('a process that died', () => {
  it('at any byte: what was flushed is read, the next writer cuts the rest off', () => {
    write([1, 2, 3]);
    const file = fileOf('2024-01-01.0001.depth');
    const whole = readFileSync(file);
    const reached = new Set<number>();
    for (let cut = 1; cut < whole.length; cut += 1) {
      writeFileSync(file, whole.subarray(0, cut));
      const { messages, tornBytes, bytes, head, damage } = store.day(ID);
      expect([tornBytes + bytes, damage]).toEqual([cut, null]);
      if (head === null) expect(() => store.open(ID)).toThrow('no segment of it has a head');
      else expect(idsOf(store.open(ID))).toEqual([1, 2, 3].slice(0, messages));
      expect(new DepthWriter({ folder: place, head: HEAD }).torn).toEqual(tornBytes === 0 ? [] : [{ file, bytes: tornBytes }]);
      expect(new DepthWriter({ folder: place, head: HEAD }).torn).toEqual([]);
      expect(statSync(file, { throwIfNoEntry: false })?.size ?? 0).toBe(bytes);
      reached.add(messages);
    }
    expect([...reached]).toEqual([0, 1, 2, 3]);
  });

  it('goes on in a segment of its own', () => {
    write([1, 2]);
    const file = fileOf('2024-01-01.0001.depth');
    truncateSync(file, statSync(file).size - 3);
    write([3]);
    expect(idsOf(store.open(ID))).toEqual([1, 2, 3]);
    expect(store.day(ID).tornBytes).toBe(0);
  });
});

describe('damage', () => {
  it('of any one byte is noticed', () => {
    write([1, 2, 3]);
    const file = fileOf('2024-01-01.0001.depth');
    const whole = readFileSync(file);
    for (let at = 0; at < whole.length; at += 1) {
      const damaged = Buffer.from(whole);
      damaged[at] = damaged[at]! ^ 0x11;
      writeFileSync(file, damaged);
      expect(() => idsOf(store.open(ID)), `byte ${at}`).toThrow(/damaged at byte|has version/u);
    }
  });

  it('is left as it is by the next recording', () => {
    write([1, 2, 3]);
    const file = fileOf('2024-01-01.0001.depth');
    const damaged = readFileSync(file).fill(0x55, 120, 130);
    writeFileSync(file, damaged.subarray(0, damaged.length - 4));
    write([4]);
    expect(readFileSync(file)).toEqual(damaged.subarray(0, damaged.length - 4));
    expect(store.day(ID)).toMatchObject({ damage: expect.stringContaining('is damaged at byte') as string });
  });

  it('bytes behind the end are not taken for a torn end', () => {
    write([1]);
    appendFileSync(fileOf('2024-01-01.0001.depth'), 'more');
    expect(() => store.open(ID)).toThrow('something follows the end');
  });

  it('a newer layout is not read', () => {
    write([1]);
    const file = fileOf('2024-01-01.0001.depth');
    const bytes = readFileSync(file);
    bytes.writeUInt32LE(2, 16);
    writeFileSync(file, bytes);
    expect(() => store.open(ID)).toThrow('has version 2; this program reads 1');
  });

  it('segments of other steps are not joined', () => {
    write([1]);
    const writer = new DepthWriter({ folder: place, head: { ...HEAD, tick: '0.5' } });
    writer.append(trade(DAY, 2));
    writer.close();
    expect(() => idsOf(store.open(ID))).toThrow('its steps are 0.5 and 0.1');
  });

  it('a folder that cannot be made is a disk’s fault', () => {
    writeFileSync(join(folder, 'V'), '');
    expect(() => new DepthWriter({ folder: place, head: HEAD })).toThrow('could not be read or written');
    expect(store.ids()).toEqual([]);
  });
});

import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { type VenueEntry, VenueJournal } from '../../../../src-main/adapters/exchange-sim/venue-journal.ts';
import type { ApprovedOrder } from '../../../../src-main/ports/approved-order.ts';
import { order, orderId, temporaryFolder } from '../../../support/ledger-kit.ts';

let folder: { readonly path: string; remove(): void };
let file: string;

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'venue.jsonl');
});
afterEach(() => {
  folder.remove();
});

const ENTRIES: readonly VenueEntry[] = [
  { kind: 'deposit', id: 'opening', asset: 'USD', amount: '100000.00000001', at: 1 },
  { kind: 'order', order: order(1, { quoteAmount: Decimal.parse('12.345'), lots: 0 }) as ApprovedOrder, at: 2 },
  { kind: 'order', order: order(2, { group: { id: 'grün', role: 'stop' } }) as ApprovedOrder, at: 2 },
  { kind: 'cancel', order: orderId(1), reason: 'user', at: 3 },
];

function write(): void {
  const journal = new VenueJournal(file);
  for (const entry of ENTRIES) journal.append(entry);
  journal.close();
}

test('gives back what was appended, decimals exact', () => {
  write();
  const journal = new VenueJournal(file);
  expect(journal.entries).toEqual(ENTRIES);
  journal.close();
});

test('a line that was cut off was never accepted, wherever it was cut', () => {
  write();
  const whole = readFileSync(file);
  const start = whole.subarray(0, -1).lastIndexOf(10) + 1;
  for (let length = start; length < whole.length; length += 1) {
    writeFileSync(file, whole);
    truncateSync(file, length);
    const journal = new VenueJournal(file);
    expect(journal.entries).toEqual(ENTRIES.slice(0, -1));
    // What comes next stands on a line of its own.
    journal.append(ENTRIES[3]!);
    journal.close();
    expect(readFileSync(file)).toEqual(whole);
  }
});

test('cuts at the byte, also behind letters of several', () => {
  write();
  const whole = readFileSync(file);
  writeFileSync(file, Buffer.concat([whole, Buffer.from('{"kind":"cancel","order":"ü')]));
  new VenueJournal(file).close();
  expect(readFileSync(file)).toEqual(whole);
});

test('a folder that is not there is a fault of the disk', () => {
  expect(() => new VenueJournal(join(folder.path, 'none', 'venue.jsonl'))).toThrow(expect.objectContaining({ code: 'disk.failed' }));
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import type { LedgerBatch } from '../../../src-main/ports/ledger.ts';
import { temporaryFolder } from '../../support/ledger-kit.ts';
import { orderOf, PaperHome, RegisteredLedger } from '../../support/paper-kit.ts';

let folder: { readonly path: string; remove(): void };

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

/** A ledger that keeps its batches, and whose disk is full from some moment on. */
class WatchedLedger extends RegisteredLedger {
  readonly batches: LedgerBatch[] = [];
  readonly ended: string[] = [];
  full = false;

  override end(session?: string): void {
    if (session !== undefined) this.ended.push(session);
  }

  override commit(batch: LedgerBatch): void {
    if (this.full) throw new Fault('disk.full', { file: 'ledger.db' });
    this.batches.push({ ...batch, records: [...batch.records] });
    super.commit(batch);
  }
}

describe('TradingSession', () => {
  test('writes, then sends, one transaction per step', () => {
    const ledger = new WatchedLedger();
    const paper = new PaperHome(folder.path, {}, ledger);
    const life = paper.open();
    paper.crossed.length = 0;
    life.place('c1', { lots: 200 });
    expect(paper.crossed).toEqual(['before commit', 'after commit', 'before send', 'after send']);
    expect(ledger.batches.at(-1)?.records.map(({ kind }) => kind)).toEqual(['order', 'command']);
  });

  test('sends nothing of what could not be written', () => {
    const ledger = new WatchedLedger();
    const paper = new PaperHome(folder.path, {}, ledger);
    const life = paper.open();
    paper.crossed.length = 0;
    ledger.full = true;
    expect(() => life.place('c1', {})).toThrow(expect.objectContaining({ code: 'disk.full' }));
    expect(paper.crossed).toEqual(['before commit']);
  });

  test('handles nothing and sends nothing after a step that failed, even when the disk is well again', () => {
    const ledger = new WatchedLedger();
    const paper = new PaperHome(folder.path, {}, ledger);
    const life = paper.open();
    const { session } = life.opened;
    ledger.full = true;
    expect(() => life.place('c1', {})).toThrow(expect.objectContaining({ code: 'disk.full' }));
    expect(session.failed).toBe(true);
    ledger.full = false;
    paper.crossed.length = 0;
    const full = expect.objectContaining({ code: 'disk.full' }) as Error;
    expect(() => life.place('c2', {})).toThrow(full);
    expect(() => {
      life.run(MINUTE_MS);
    }).toThrow(full);
    expect(() => {
      session.handle({ kind: 'timer', time: session.time, timer: { kind: 'day' } as never });
    }).toThrow(full);
    expect(paper.crossed).toEqual([]);
    // The next start goes on from the ledger, and the command is carried out then.
    const again = paper.open();
    expect(again.opened.session.failed).toBe(false);
    orderOf(again.place('c1', {}));
  });

  test('one that failed is not ended in the ledger: the next start says so', () => {
    const ledger = new WatchedLedger();
    const paper = new PaperHome(folder.path, {}, ledger);
    const life = paper.open();
    ledger.full = true;
    expect(() => life.place('c1', {})).toThrow(expect.objectContaining({ code: 'disk.full' }));
    life.opened.close();
    paper.open().opened.close();
    expect(ledger.ended).toEqual(['life2']);
  });

  test('carries a command out once', () => {
    const paper = new PaperHome(folder.path, {}, new WatchedLedger());
    const life = paper.open();
    orderOf(life.place('c1', {}));
    expect(life.place('c1', {})).toEqual({ ok: true, orders: [], cancelled: 0, kept: 0 });
    expect(life.opened.engine.account.orders.size).toBe(1);
  });

  test('a batch says how far the bars of its instant were handled, and nothing where it has none', () => {
    const ledger = new WatchedLedger();
    const paper = new PaperHome(folder.path, {}, ledger);
    const life = paper.open();
    life.start('hold-3', 'buy-and-hold', { instrument: 3 });
    life.start('hold-5', 'buy-and-hold', { instrument: 5 });
    life.run(2 * MINUTE_MS);
    const decided = ledger.batches.filter(({ records }) => records.some(({ kind }) => kind === 'order'));
    expect(decided.map(({ sequence }) => sequence)).toEqual([3, 5].map((instrument) => life.exchange.placeOf(instrument, '1m') + 1));
    const answered = ledger.batches.filter(({ time }) => time % MINUTE_MS === 250);
    expect(answered.length).toBeGreaterThan(0);
    for (const { sequence } of answered) expect(sequence).toBe(0);
  });

  test('stops after as many events as it was allowed, and goes on from there', () => {
    const paper = new PaperHome(folder.path);
    const { session } = paper.open().opened;
    const until = (session.time + 10_000) as typeof session.time;
    let handled = 0;
    let slices = 0;
    for (let count = 7; count === 7; slices += 1) {
      count = session.pump(until, 7);
      handled += count;
    }
    // Ten seconds of eight quotes.
    expect(handled).toBe(80);
    expect(slices).toBe(12);
    expect(session.time).toBe(until);
    expect(session.pump(until)).toBe(0);
  });
});

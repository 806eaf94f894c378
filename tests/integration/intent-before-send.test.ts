import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';
import type { CrossingKind } from '../crash/crossings.ts';
import { filesOf, runScenario } from '../crash/run-scenario.ts';
import { temporaryFolder } from '../support/ledger-kit.ts';

let folder: { readonly path: string; remove(): void };

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

/** Looks, through a connection of its own, at what is durable when something is about to be sent. */
class Spy {
  readonly unseen: ClientOrderId[] = [];
  sends = 0;
  private readonly file: string;
  private connection: Database.Database | null = null;

  constructor(file: string) {
    this.file = file;
  }

  cross(kind: CrossingKind, order?: ClientOrderId): void {
    if (kind !== 'before send' || order === undefined) return;
    this.sends += 1;
    this.connection ??= new Database(this.file, { readonly: true });
    if (this.connection.prepare('SELECT 1 FROM orders WHERE client_id = ?').get(order) === undefined) this.unseen.push(order);
  }

  close(): void {
    this.connection?.close();
  }
}

test.each([1, 2, 3, 4])('nothing is sent before its intent can be read through a second connection (scenario %i)', async (seed) => {
  const spy = new Spy(filesOf(folder.path).ledger);
  await runScenario({ home: folder.path, seed, number: 0, acknowledged: new Set(), crossings: spy, journal: false, tell: () => undefined });
  spy.close();
  expect(spy.unseen).toEqual([]);
  expect(spy.sends).toBeGreaterThan(20);
});

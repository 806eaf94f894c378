import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MIGRATIONS } from '../../src-main/adapters/ledger-sqlite/migrations.ts';
import { type LedgerContent, readLedger } from '../crash/ledger-content.ts';
import type { Findings } from './findings.ts';

/**
 * What a halted session left on the disk, before anything is started again, with the client ids of what the venue was sent; null where its ledger had not been
 * made when the disk failed.
 */
export function lookAtLedger(ledger: string, sent: readonly string[], findings: Findings): LedgerContent | null {
  if (!isWhole(ledger)) {
    if (sent.length > 0) findings.sentUnrecorded.push('orders without a ledger');
    return null;
  }
  const content = readLedger(ledger);
  findings.corrupt.push(...integrity(ledger), ...content.problems);
  for (const order of sent) if (!content.orders.has(order)) findings.sentUnrecorded.push(`order ${order}`);
  return content;
}

/** Client ids of all orders that arrived. A line without an end was never accepted. */
export function sentOrders(venue: string): readonly string[] {
  if (!existsSync(venue)) return [];
  const files = statSync(venue).isDirectory() ? readdirSync(venue).map((name) => join(venue, name)) : [venue];
  return files.flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(0, -1).flatMap(orderOf));
}

function orderOf(line: string): readonly string[] {
  const entry = JSON.parse(line) as { readonly kind: string; readonly order: { readonly id: string } };
  return entry.kind === 'order' ? [entry.order.id] : [];
}

/** All of it was made: the next start goes on where making it was broken off. */
function isWhole(file: string): boolean {
  return existsSync(file) && asked(file, 'PRAGMA user_version') === MIGRATIONS.length;
}

function integrity(file: string): readonly string[] {
  const found = asked(file, 'PRAGMA integrity_check');
  return found === 'ok' ? [] : [String(found)];
}

/** The first value of a question's answer. */
function asked(file: string, question: string): unknown {
  const connection = new Database(file, { readonly: true });
  try {
    return connection.prepare(question).pluck().get();
  } finally {
    connection.close();
  }
}

import Database from 'better-sqlite3';
import { Decimal } from '../../src-shared/kernel/decimal.ts';

/** What a ledger says that funding has brought altogether; below zero where it cost. */
export function bookedFunding(file: string): Decimal {
  const database = new Database(file, { readonly: true });
  try {
    const rows = database.prepare<[], { amount: string }>("SELECT postings.amount FROM postings WHERE postings.account = 'carry'").all();
    return rows.reduce((sum, { amount }) => sum.sub(Decimal.parse(amount)), Decimal.ZERO);
  } finally {
    database.close();
  }
}

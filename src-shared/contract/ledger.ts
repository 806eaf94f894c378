import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import { call } from './base.ts';

/** The outcome of a whole check of the ledger. */
export interface LedgerCheck {
  readonly balanced: boolean;
  readonly transactions: number;
  readonly postings: number;
  readonly fills: number;
  readonly orders: number;
  readonly auditEntries: number;
  /** Sentences, one per finding; empty when all is well. */
  readonly problems: readonly string[];
}

/** The ledger as a whole. */
export const ledgerContract = {
  verify: call.$meta({ privilege: 'open', ratePerSecond: 1 }).input(z.object({})).output(type<LedgerCheck>()),
  /** Every fill with full precision as CSV text. */
  exportFills: call
    .$meta({ privilege: 'unlocked', ratePerSecond: 1 })
    .input(z.object({}))
    .output(type<{ readonly csv: string; readonly rows: number }>()),
};

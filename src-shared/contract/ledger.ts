import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import { call } from './base.ts';
import { accountId } from './books.ts';
import { instant } from './scalars.ts';

/** The outcome of a whole check of the ledger. */
export interface LedgerCheck {
  readonly balanced: boolean;
  readonly transactions: number;
  readonly postings: number;
  readonly fills: number;
  readonly orders: number;
  readonly auditEntries: number;
  /** Fills that the audit log counts and that are not there. */
  readonly missing: number;
  /** Sentences, one per finding; empty when all is well. */
  readonly problems: readonly string[];
}

/** Which curve is wanted: of an account (the open one), or of one strategy instance; between two instants of market time, with at most so many points. */
export const equityRequest = z.object({
  account: z.optional(accountId),
  instance: z.optional(z.string().check(z.maxLength(60))),
  from: instant,
  to: instant,
  points: z.int().check(z.gte(2), z.lte(2_000)),
});

/** Which curve is wanted. */
export type EquityRequest = z.infer<typeof equityRequest>;

/** The ledger as a whole. */
export const ledgerContract = {
  verify: call.$meta({ privilege: 'open', ratePerSecond: 1 }).input(z.object({})).output(type<LedgerCheck>()),
  /** Copies the ledger into the folder of backups, checks the copy and names its file. */
  backup: call.$meta({ privilege: 'unlocked', ratePerSecond: 1 }).input(z.object({})).output(type<{ readonly file: string }>()),
  /** Equity at the closes of bars, quote units, worked out from booked fills; of an instance its profit since it began. NaN where a price is not known. */
  equity: call
    .$meta({ privilege: 'open', ratePerSecond: 20 })
    .input(equityRequest)
    .output(type<{ readonly times: Float64Array; readonly equity: Float64Array }>()),
  /** Every fill with full precision as CSV text. */
  exportFills: call
    .$meta({ privilege: 'unlocked', ratePerSecond: 1 })
    .input(z.object({}))
    .output(type<{ readonly csv: string; readonly rows: number }>()),
};

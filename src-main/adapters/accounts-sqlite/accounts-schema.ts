import * as z from 'zod/mini';
import type { AccountRecord } from '../../ports/account-register.ts';

/** Version of the file's layout. */
export const ACCOUNTS_VERSION = 1;

/** The register and the log. Lines of the log are only added: the file itself refuses anything else. */
export const ACCOUNTS_SQL = `
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  record TEXT NOT NULL
) STRICT;
CREATE TABLE access (
  sequence INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  account TEXT NOT NULL,
  version INTEGER NOT NULL,
  by TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER access_no_update BEFORE UPDATE ON access BEGIN SELECT RAISE(ABORT, 'lines of the access log are kept'); END;
CREATE TRIGGER access_no_delete BEFORE DELETE ON access BEGIN SELECT RAISE(ABORT, 'lines of the access log are kept'); END;
`;

const instant = z.int().check(z.nonnegative());
const right = z.nullable(z.boolean());

const accountSchema = z.object({
  id: z.string(),
  name: z.string(),
  venue: z.string(),
  sandbox: z.boolean(),
  disabled: z.nullable(z.enum(['you', 'withdrawal-rights'])),
  version: z.int().check(z.gte(1)),
  addedAt: instant,
  rotatedAt: instant,
  usedAt: z.nullable(instant),
  checkedAt: z.nullable(instant),
  rights: z.nullable(z.object({ read: right, trade: right, withdraw: right, addressBound: right })),
  withdrawalAccepted: z.boolean(),
});

/** An account from its text; null where that is not one. */
export function readAccount(text: string): AccountRecord | null {
  try {
    const read = accountSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    // Not JSON, so not an account.
    return null;
  }
}

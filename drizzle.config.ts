import { defineConfig } from 'drizzle-kit';

/**
 * A change of the ledger's schema: edit schema.ts or schema-alerts.ts, run `npx drizzle-kit generate --name <what>`, add STRICT, WITHOUT ROWID and triggers to the
 * new file by hand, run the ledger's migration test with `-u` to pack it, and store a ledger of the version before under tests/golden.
 */
export default defineConfig({
  dialect: 'sqlite',
  schema: './src-main/adapters/ledger-sqlite/schema*.ts',
  out: './src-main/adapters/ledger-sqlite/migrations',
});

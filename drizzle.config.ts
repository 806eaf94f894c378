import { defineConfig } from 'drizzle-kit';

/** `npx drizzle-kit generate` writes the next migration from the schema; docs of the ledger say what to do with it. */
export default defineConfig({
  dialect: 'sqlite',
  schema: './src-main/adapters/ledger-sqlite/schema.ts',
  out: './src-main/adapters/ledger-sqlite/migrations',
});

import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { scopes } from './schema.ts';

// Part of the schema, as schema.ts says.

/** Every alert that ever was, as it stands. */
export const alerts = sqliteTable(
  'alerts',
  {
    scopeId: integer('scope_id')
      .notNull()
      .references(() => scopes.id),
    alert: integer().notNull(),
    record: text().notNull(),
    removed: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.scopeId, table.alert] })],
);

/** What alerts said, each once; `seen` is the market time at which a person had seen it. */
export const alertFirings = sqliteTable(
  'alert_firings',
  {
    scopeId: integer('scope_id')
      .notNull()
      .references(() => scopes.id),
    alert: integer().notNull(),
    number: integer().notNull(),
    batchId: integer('batch_id').notNull(),
    time: integer().notNull(),
    firing: text().notNull(),
    seen: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.scopeId, table.alert, table.number] }),
    index('alert_firings_time').on(table.scopeId, table.time),
    index('alert_firings_unseen')
      .on(table.scopeId, table.time)
      .where(sql`"seen" IS NULL`),
  ],
);

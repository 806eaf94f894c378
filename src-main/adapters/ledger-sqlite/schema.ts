import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

// The migrations are made from this file; STRICT, WITHOUT ROWID and the triggers, which it cannot say, are added to them by hand.
// Amounts are exact decimal text. Times are ms UTC of the market unless a name says wall.

/** Migrations that were applied, newest last; `PRAGMA user_version` says the same. */
export const schemaVersions = sqliteTable('schema_versions', {
  version: integer().primaryKey(),
  name: text().notNull(),
  appliedWall: integer('applied_wall').notNull(),
});

/** Book, account and venue: what every record belongs to. */
export const scopes = sqliteTable(
  'scopes',
  { id: integer().primaryKey(), book: text().notNull(), account: text().notNull(), venue: text().notNull() },
  (table) => [uniqueIndex('scopes_identity').on(table.book, table.account, table.venue)],
);

export const sessions = sqliteTable(
  'sessions',
  {
    id: integer().primaryKey(),
    session: text().notNull(),
    scopeId: integer('scope_id')
      .notNull()
      .references(() => scopes.id),
    engineVersion: text('engine_version').notNull(),
    configuration: text().notNull(),
    startedAt: integer('started_at').notNull(),
    startedWall: integer('started_wall').notNull(),
    endedWall: integer('ended_wall'),
  },
  (table) => [uniqueIndex('sessions_identity').on(table.session)],
);

export const instruments = sqliteTable('instruments', { id: integer().primaryKey(), instrument: text().notNull() }, (table) => [
  uniqueIndex('instruments_identity').on(table.instrument),
]);

/** What was known of an instrument from a moment on; ticks and lots of a row mean what its specification says. */
export const specifications = sqliteTable(
  'specifications',
  {
    id: integer().primaryKey(),
    instrumentId: integer('instrument_id')
      .notNull()
      .references(() => instruments.id),
    validFrom: integer('valid_from').notNull(),
    specification: text().notNull(),
  },
  (table) => [uniqueIndex('specifications_identity').on(table.instrumentId, table.specification)],
);

/** One row per batch, written last: a chain of hashes over everything of it that is money or an order. The batch's rows name it before it stands, so no foreign key holds them to it; the check of the whole ledger does. */
export const audit = sqliteTable('audit', {
  id: integer().primaryKey(),
  scopeId: integer('scope_id')
    .notNull()
    .references(() => scopes.id),
  sessionId: integer('session_id')
    .notNull()
    .references(() => sessions.id),
  time: integer().notNull(),
  sequence: integer().notNull(),
  wall: integer().notNull(),
  records: text().notNull(),
  /** Fills of the account so far. */
  fills: integer().notNull(),
  hash: text().notNull(),
});

export const orders = sqliteTable(
  'orders',
  {
    id: integer().primaryKey(),
    clientId: text('client_id').notNull(),
    scopeId: integer('scope_id')
      .notNull()
      .references(() => scopes.id),
    sessionId: integer('session_id')
      .notNull()
      .references(() => sessions.id),
    specificationId: integer('specification_id')
      .notNull()
      .references(() => specifications.id),
    batchId: integer('batch_id').notNull(),
    origin: text().notNull(),
    tag: text(),
    side: text().notNull(),
    type: text().notNull(),
    lots: integer().notNull(),
    quoteAmount: text('quote_amount'),
    limitTicks: integer('limit_ticks'),
    triggerTicks: integer('trigger_ticks'),
    timeInForce: text('time_in_force').notNull(),
    postOnly: integer('post_only').notNull(),
    reduceOnly: integer('reduce_only').notNull(),
    groupId: text('group_id'),
    groupRole: text('group_role'),
    decidedAt: integer('decided_at').notNull(),
    decisionTicks: integer('decision_ticks').notNull(),
    state: text().notNull(),
    filledLots: integer('filled_lots').notNull(),
    reason: text(),
    updatedAt: integer('updated_at').notNull(),
    open: integer().notNull(),
    trailTicks: integer('trail_ticks'),
    expiresAt: integer('expires_at'),
    /** Amendments asked for so far. */
    amendments: integer().notNull().default(0),
    /** Present terms as JSON where an amendment was taken, and those of one that is not answered yet. */
    terms: text(),
    pending: text(),
  },
  (table) => [
    uniqueIndex('orders_client').on(table.clientId),
    // The newest ended orders and the open ones lie side by side in it: a change of state touches one page.
    index('orders_state').on(table.scopeId, table.open, table.updatedAt),
    index('orders_decided').on(table.scopeId, table.decidedAt),
    index('orders_group')
      .on(table.scopeId, table.groupId)
      .where(sql`"group_id" IS NOT NULL`),
  ],
);

/** Every state an order was in. Append-only. */
export const orderEvents = sqliteTable(
  'order_events',
  {
    orderId: integer('order_id')
      .notNull()
      .references(() => orders.id),
    batchId: integer('batch_id').notNull(),
    line: integer().notNull(),
    state: text().notNull(),
    filledLots: integer('filled_lots').notNull(),
    reason: text(),
    time: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.batchId, table.line] })],
);

/** Every amendment of an order: asked for, taken, or not. Append-only. */
export const amendments = sqliteTable(
  'amendments',
  {
    orderId: integer('order_id')
      .notNull()
      .references(() => orders.id),
    batchId: integer('batch_id').notNull(),
    line: integer().notNull(),
    number: integer().notNull(),
    state: text().notNull(),
    lots: integer().notNull(),
    limitTicks: integer('limit_ticks'),
    triggerTicks: integer('trigger_ticks'),
    trailTicks: integer('trail_ticks'),
    expiresAt: integer('expires_at'),
    reason: text(),
    time: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.batchId, table.line] })],
);

/** A double entry: of a fill, a deposit or a correction. Append-only. */
export const transactions = sqliteTable('transactions', {
  id: integer().primaryKey(),
  scopeId: integer('scope_id')
    .notNull()
    .references(() => scopes.id),
  batchId: integer('batch_id').notNull(),
  kind: text().notNull(),
  note: text().notNull(),
  time: integer().notNull(),
});

/** The lines of a transaction; they sum to zero per asset. Append-only. */
export const postings = sqliteTable(
  'postings',
  {
    transactionId: integer('transaction_id')
      .notNull()
      .references(() => transactions.id),
    line: integer().notNull(),
    account: text().notNull(),
    asset: text().notNull(),
    amount: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.transactionId, table.line] })],
);

/** Every fill, with its transaction's number as its own. Append-only. */
export const fills = sqliteTable(
  'fills',
  {
    id: integer()
      .primaryKey()
      .references(() => transactions.id),
    scopeId: integer('scope_id')
      .notNull()
      .references(() => scopes.id),
    instrumentId: integer('instrument_id')
      .notNull()
      .references(() => instruments.id),
    specificationId: integer('specification_id')
      .notNull()
      .references(() => specifications.id),
    orderId: integer('order_id')
      .notNull()
      .references(() => orders.id),
    batchId: integer('batch_id').notNull(),
    venueFill: text('venue_fill').notNull(),
    origin: text().notNull(),
    side: text().notNull(),
    ticks: integer().notNull(),
    lots: integer().notNull(),
    liquidity: text().notNull(),
    notional: text().notNull(),
    fee: text().notNull(),
    realised: text(),
    /** Realised by the origin's own fills alone. */
    originRealised: text('origin_realised'),
    slippageBps: real('slippage_bps'),
    time: integer().notNull(),
    /** What was taken for the fee, as JSON of assets and amounts; NULL where it was `fee` in the settle asset. */
    paid: text(),
  },
  (table) => [
    uniqueIndex('fills_venue').on(table.scopeId, table.instrumentId, table.venueFill),
    index('fills_time').on(table.scopeId, table.time),
    index('fills_order').on(table.orderId),
  ],
);

/** What positions gave up for the fee of a fill: sales of lots for its value. Append-only. */
export const feeLots = sqliteTable(
  'fee_lots',
  {
    fillId: integer('fill_id')
      .notNull()
      .references(() => fills.id),
    line: integer().notNull(),
    instrumentId: integer('instrument_id')
      .notNull()
      .references(() => instruments.id),
    origin: text().notNull(),
    lots: integer().notNull(),
    value: text().notNull(),
    realised: text().notNull(),
    /** Realised by the origin's own fills alone. */
    originRealised: text('origin_realised'),
  },
  (table) => [primaryKey({ columns: [table.fillId, table.line] })],
);

/** What an account holds per asset: the sum of its holdings' postings. */
export const balances = sqliteTable(
  'balances',
  {
    scopeId: integer('scope_id')
      .notNull()
      .references(() => scopes.id),
    asset: text().notNull(),
    amount: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.scopeId, table.asset] })],
);

/** Positions by average cost per instrument: of all origins together (origin '') and of each alone. */
export const positions = sqliteTable(
  'positions',
  {
    scopeId: integer('scope_id')
      .notNull()
      .references(() => scopes.id),
    instrumentId: integer('instrument_id')
      .notNull()
      .references(() => instruments.id),
    origin: text().notNull(),
    lots: integer().notNull(),
    cost: text().notNull(),
    realised: text().notNull(),
    fees: text().notNull(),
    openedAt: integer('opened_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.scopeId, table.instrumentId, table.origin] })],
);

export const refusals = sqliteTable(
  'refusals',
  {
    id: integer().primaryKey(),
    scopeId: integer('scope_id')
      .notNull()
      .references(() => scopes.id),
    sessionId: integer('session_id')
      .notNull()
      .references(() => sessions.id),
    specificationId: integer('specification_id')
      .notNull()
      .references(() => specifications.id),
    code: text().notNull(),
    details: text().notNull(),
    origin: text().notNull(),
    side: text().notNull(),
    time: integer().notNull(),
  },
  (table) => [index('refusals_scope').on(table.scopeId)],
);

export const signals = sqliteTable(
  'signals',
  {
    id: integer().primaryKey(),
    scopeId: integer('scope_id')
      .notNull()
      .references(() => scopes.id),
    sessionId: integer('session_id')
      .notNull()
      .references(() => sessions.id),
    instance: text().notNull(),
    code: text().notNull(),
    details: text().notNull(),
    time: integer().notNull(),
  },
  (table) => [index('signals_scope').on(table.scopeId)],
);

export const strategies = sqliteTable(
  'strategies',
  {
    scopeId: integer('scope_id')
      .notNull()
      .references(() => scopes.id),
    instance: text().notNull(),
    record: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.scopeId, table.instance] })],
);

export const memories = sqliteTable(
  'memories',
  {
    scopeId: integer('scope_id')
      .notNull()
      .references(() => scopes.id),
    instance: text().notNull(),
    memory: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.scopeId, table.instance] })],
);

export const riskStates = sqliteTable('risk_states', {
  scopeId: integer('scope_id')
    .primaryKey()
    .references(() => scopes.id),
  risk: text().notNull(),
});

/** Every set of limits that was ever set; the newest holds. Append-only. */
export const limits = sqliteTable(
  'limits',
  {
    id: integer().primaryKey(),
    scopeId: integer('scope_id')
      .notNull()
      .references(() => scopes.id),
    sessionId: integer('session_id')
      .notNull()
      .references(() => sessions.id),
    limits: text().notNull(),
    time: integer().notNull(),
  },
  (table) => [index('limits_scope').on(table.scopeId)],
);

/** Commands that were carried out and are never carried out again. */
export const commands = sqliteTable('commands', {
  id: text().primaryKey(),
  scopeId: integer('scope_id')
    .notNull()
    .references(() => scopes.id),
  sessionId: integer('session_id')
    .notNull()
    .references(() => sessions.id),
  time: integer().notNull(),
});

// Made from the files in migrations/ by the test that compares the two; do not edit.

/** One step of the schema. */
export interface Migration {
  /** The version that the schema has after it, from 1. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** Every step, oldest first; a step that was released is never changed. */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    name: '0000_initial',
    sql: `
CREATE TABLE "audit" (
	"id" integer PRIMARY KEY NOT NULL,
	"scope_id" integer NOT NULL,
	"session_id" integer NOT NULL,
	"time" integer NOT NULL,
	"sequence" integer NOT NULL,
	"wall" integer NOT NULL,
	"records" text NOT NULL,
	"fills" integer NOT NULL,
	"hash" text NOT NULL,
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON UPDATE no action ON DELETE no action
) STRICT;
CREATE TABLE "balances" (
	"scope_id" integer NOT NULL,
	"asset" text NOT NULL,
	"amount" text NOT NULL,
	PRIMARY KEY("scope_id", "asset"),
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
CREATE TABLE "commands" (
	"id" text PRIMARY KEY NOT NULL,
	"scope_id" integer NOT NULL,
	"session_id" integer NOT NULL,
	"time" integer NOT NULL,
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
CREATE TABLE "fills" (
	"id" integer PRIMARY KEY NOT NULL,
	"scope_id" integer NOT NULL,
	"instrument_id" integer NOT NULL,
	"specification_id" integer NOT NULL,
	"order_id" integer NOT NULL,
	"batch_id" integer NOT NULL,
	"venue_fill" text NOT NULL,
	"origin" text NOT NULL,
	"side" text NOT NULL,
	"ticks" integer NOT NULL,
	"lots" integer NOT NULL,
	"liquidity" text NOT NULL,
	"notional" text NOT NULL,
	"fee" text NOT NULL,
	"realised" text,
	"origin_realised" text,
	"slippage_bps" real,
	"time" integer NOT NULL,
	FOREIGN KEY ("id") REFERENCES "transactions"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("instrument_id") REFERENCES "instruments"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("specification_id") REFERENCES "specifications"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON UPDATE no action ON DELETE no action
) STRICT;
CREATE UNIQUE INDEX "fills_venue" ON "fills" ("scope_id","instrument_id","venue_fill");
CREATE INDEX "fills_time" ON "fills" ("scope_id","time");
CREATE TABLE "instruments" (
	"id" integer PRIMARY KEY NOT NULL,
	"instrument" text NOT NULL
) STRICT;
CREATE UNIQUE INDEX "instruments_identity" ON "instruments" ("instrument");
CREATE TABLE "limits" (
	"id" integer PRIMARY KEY NOT NULL,
	"scope_id" integer NOT NULL,
	"session_id" integer NOT NULL,
	"limits" text NOT NULL,
	"time" integer NOT NULL,
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON UPDATE no action ON DELETE no action
) STRICT;
CREATE INDEX "limits_scope" ON "limits" ("scope_id");
CREATE TABLE "memories" (
	"scope_id" integer NOT NULL,
	"instance" text NOT NULL,
	"memory" text NOT NULL,
	PRIMARY KEY("scope_id", "instance"),
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
CREATE TABLE "order_events" (
	"order_id" integer NOT NULL,
	"batch_id" integer NOT NULL,
	"line" integer NOT NULL,
	"state" text NOT NULL,
	"filled_lots" integer NOT NULL,
	"reason" text,
	"time" integer NOT NULL,
	PRIMARY KEY("order_id", "batch_id", "line"),
	FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
CREATE TABLE "orders" (
	"id" integer PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"scope_id" integer NOT NULL,
	"session_id" integer NOT NULL,
	"specification_id" integer NOT NULL,
	"batch_id" integer NOT NULL,
	"origin" text NOT NULL,
	"tag" text,
	"side" text NOT NULL,
	"type" text NOT NULL,
	"lots" integer NOT NULL,
	"quote_amount" text,
	"limit_ticks" integer,
	"trigger_ticks" integer,
	"time_in_force" text NOT NULL,
	"post_only" integer NOT NULL,
	"reduce_only" integer NOT NULL,
	"group_id" text,
	"group_role" text,
	"decided_at" integer NOT NULL,
	"decision_ticks" integer NOT NULL,
	"state" text NOT NULL,
	"filled_lots" integer NOT NULL,
	"reason" text,
	"updated_at" integer NOT NULL,
	"open" integer NOT NULL,
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("specification_id") REFERENCES "specifications"("id") ON UPDATE no action ON DELETE no action
) STRICT;
CREATE UNIQUE INDEX "orders_client" ON "orders" ("client_id");
CREATE INDEX "orders_state" ON "orders" ("scope_id","open","updated_at");
CREATE INDEX "orders_decided" ON "orders" ("scope_id","decided_at");
CREATE TABLE "positions" (
	"scope_id" integer NOT NULL,
	"instrument_id" integer NOT NULL,
	"origin" text NOT NULL,
	"lots" integer NOT NULL,
	"cost" text NOT NULL,
	"realised" text NOT NULL,
	"fees" text NOT NULL,
	"opened_at" integer NOT NULL,
	PRIMARY KEY("scope_id", "instrument_id", "origin"),
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("instrument_id") REFERENCES "instruments"("id") ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
CREATE TABLE "postings" (
	"transaction_id" integer NOT NULL,
	"line" integer NOT NULL,
	"account" text NOT NULL,
	"asset" text NOT NULL,
	"amount" text NOT NULL,
	PRIMARY KEY("transaction_id", "line"),
	FOREIGN KEY ("transaction_id") REFERENCES "transactions"("id") ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
CREATE TABLE "refusals" (
	"id" integer PRIMARY KEY NOT NULL,
	"scope_id" integer NOT NULL,
	"session_id" integer NOT NULL,
	"specification_id" integer NOT NULL,
	"code" text NOT NULL,
	"details" text NOT NULL,
	"origin" text NOT NULL,
	"side" text NOT NULL,
	"time" integer NOT NULL,
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("specification_id") REFERENCES "specifications"("id") ON UPDATE no action ON DELETE no action
) STRICT;
CREATE INDEX "refusals_scope" ON "refusals" ("scope_id");
CREATE TABLE "risk_states" (
	"scope_id" integer PRIMARY KEY NOT NULL,
	"risk" text NOT NULL,
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action
) STRICT;
CREATE TABLE "schema_versions" (
	"version" integer PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"applied_wall" integer NOT NULL
) STRICT;
CREATE TABLE "scopes" (
	"id" integer PRIMARY KEY NOT NULL,
	"book" text NOT NULL,
	"account" text NOT NULL,
	"venue" text NOT NULL
) STRICT;
CREATE UNIQUE INDEX "scopes_identity" ON "scopes" ("book","account","venue");
CREATE TABLE "sessions" (
	"id" integer PRIMARY KEY NOT NULL,
	"session" text NOT NULL,
	"scope_id" integer NOT NULL,
	"engine_version" text NOT NULL,
	"configuration" text NOT NULL,
	"started_at" integer NOT NULL,
	"started_wall" integer NOT NULL,
	"ended_wall" integer,
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action
) STRICT;
CREATE UNIQUE INDEX "sessions_identity" ON "sessions" ("session");
CREATE TABLE "signals" (
	"id" integer PRIMARY KEY NOT NULL,
	"scope_id" integer NOT NULL,
	"session_id" integer NOT NULL,
	"instance" text NOT NULL,
	"code" text NOT NULL,
	"details" text NOT NULL,
	"time" integer NOT NULL,
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON UPDATE no action ON DELETE no action
) STRICT;
CREATE INDEX "signals_scope" ON "signals" ("scope_id");
CREATE TABLE "specifications" (
	"id" integer PRIMARY KEY NOT NULL,
	"instrument_id" integer NOT NULL,
	"valid_from" integer NOT NULL,
	"specification" text NOT NULL,
	FOREIGN KEY ("instrument_id") REFERENCES "instruments"("id") ON UPDATE no action ON DELETE no action
) STRICT;
CREATE UNIQUE INDEX "specifications_identity" ON "specifications" ("instrument_id","specification");
CREATE TABLE "strategies" (
	"scope_id" integer NOT NULL,
	"instance" text NOT NULL,
	"record" text NOT NULL,
	PRIMARY KEY("scope_id", "instance"),
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
CREATE TABLE "transactions" (
	"id" integer PRIMARY KEY NOT NULL,
	"scope_id" integer NOT NULL,
	"batch_id" integer NOT NULL,
	"kind" text NOT NULL,
	"note" text NOT NULL,
	"time" integer NOT NULL,
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action
) STRICT;
CREATE TRIGGER "transactions_no_update" BEFORE UPDATE ON "transactions" BEGIN SELECT RAISE(ABORT, 'transactions are only added to'); END;
CREATE TRIGGER "transactions_no_delete" BEFORE DELETE ON "transactions" BEGIN SELECT RAISE(ABORT, 'transactions are only added to'); END;
CREATE TRIGGER "postings_no_update" BEFORE UPDATE ON "postings" BEGIN SELECT RAISE(ABORT, 'postings are only added to'); END;
CREATE TRIGGER "postings_no_delete" BEFORE DELETE ON "postings" BEGIN SELECT RAISE(ABORT, 'postings are only added to'); END;
CREATE TRIGGER "fills_no_update" BEFORE UPDATE ON "fills" BEGIN SELECT RAISE(ABORT, 'fills are only added to'); END;
CREATE TRIGGER "fills_no_delete" BEFORE DELETE ON "fills" BEGIN SELECT RAISE(ABORT, 'fills are only added to'); END;
CREATE TRIGGER "order_events_no_update" BEFORE UPDATE ON "order_events" BEGIN SELECT RAISE(ABORT, 'order events are only added to'); END;
CREATE TRIGGER "order_events_no_delete" BEFORE DELETE ON "order_events" BEGIN SELECT RAISE(ABORT, 'order events are only added to'); END;
CREATE TRIGGER "audit_no_update" BEFORE UPDATE ON "audit" BEGIN SELECT RAISE(ABORT, 'audit entries are only added to'); END;
CREATE TRIGGER "audit_no_delete" BEFORE DELETE ON "audit" BEGIN SELECT RAISE(ABORT, 'audit entries are only added to'); END;
CREATE TRIGGER "limits_no_update" BEFORE UPDATE ON "limits" BEGIN SELECT RAISE(ABORT, 'limits are only added to'); END;
CREATE TRIGGER "limits_no_delete" BEFORE DELETE ON "limits" BEGIN SELECT RAISE(ABORT, 'limits are only added to'); END;
CREATE TRIGGER "refusals_no_update" BEFORE UPDATE ON "refusals" BEGIN SELECT RAISE(ABORT, 'refusals are only added to'); END;
CREATE TRIGGER "refusals_no_delete" BEFORE DELETE ON "refusals" BEGIN SELECT RAISE(ABORT, 'refusals are only added to'); END;
`,
  },
  {
    version: 2,
    name: '0001_amendments',
    sql: `
CREATE TABLE "amendments" (
	"order_id" integer NOT NULL,
	"batch_id" integer NOT NULL,
	"line" integer NOT NULL,
	"number" integer NOT NULL,
	"state" text NOT NULL,
	"lots" integer NOT NULL,
	"limit_ticks" integer,
	"trigger_ticks" integer,
	"trail_ticks" integer,
	"expires_at" integer,
	"reason" text,
	"time" integer NOT NULL,
	PRIMARY KEY("order_id", "batch_id", "line"),
	FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
ALTER TABLE "orders" ADD "trail_ticks" integer;
ALTER TABLE "orders" ADD "expires_at" integer;
ALTER TABLE "orders" ADD "amendments" integer DEFAULT 0 NOT NULL;
ALTER TABLE "orders" ADD "terms" text;
ALTER TABLE "orders" ADD "pending" text;
CREATE INDEX "orders_group" ON "orders" ("scope_id","group_id") WHERE "group_id" IS NOT NULL;
CREATE TRIGGER "amendments_no_update" BEFORE UPDATE ON "amendments" BEGIN SELECT RAISE(ABORT, 'amendments are only added to'); END;
CREATE TRIGGER "amendments_no_delete" BEFORE DELETE ON "amendments" BEGIN SELECT RAISE(ABORT, 'amendments are only added to'); END;
`,
  },
  {
    version: 3,
    name: '0002_fills_of_an_order',
    sql: `
CREATE INDEX "fills_order" ON "fills" ("order_id");
`,
  },
  {
    version: 4,
    name: '0003_paid_fees',
    sql: `
CREATE TABLE "fee_lots" (
	"fill_id" integer NOT NULL,
	"line" integer NOT NULL,
	"instrument_id" integer NOT NULL,
	"origin" text NOT NULL,
	"lots" integer NOT NULL,
	"value" text NOT NULL,
	"realised" text NOT NULL,
	"origin_realised" text,
	PRIMARY KEY("fill_id", "line"),
	FOREIGN KEY ("fill_id") REFERENCES "fills"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("instrument_id") REFERENCES "instruments"("id") ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
ALTER TABLE "fills" ADD "paid" text;
CREATE TRIGGER "fee_lots_no_update" BEFORE UPDATE ON "fee_lots" BEGIN SELECT RAISE(ABORT, 'lots given up for fees are only added to'); END;
CREATE TRIGGER "fee_lots_no_delete" BEFORE DELETE ON "fee_lots" BEGIN SELECT RAISE(ABORT, 'lots given up for fees are only added to'); END;
`,
  },
  {
    version: 5,
    name: '0004_alerts',
    sql: `
CREATE TABLE "alert_firings" (
	"scope_id" integer NOT NULL,
	"alert" integer NOT NULL,
	"number" integer NOT NULL,
	"batch_id" integer NOT NULL,
	"time" integer NOT NULL,
	"firing" text NOT NULL,
	"seen" integer,
	PRIMARY KEY("scope_id", "alert", "number"),
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
CREATE INDEX "alert_firings_time" ON "alert_firings" ("scope_id","time");
CREATE INDEX "alert_firings_unseen" ON "alert_firings" ("scope_id","time") WHERE "seen" IS NULL;
CREATE TABLE "alerts" (
	"scope_id" integer NOT NULL,
	"alert" integer NOT NULL,
	"record" text NOT NULL,
	"removed" integer NOT NULL,
	PRIMARY KEY("scope_id", "alert"),
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
CREATE TRIGGER "alert_firings_no_update" BEFORE UPDATE OF "scope_id", "alert", "number", "batch_id", "time", "firing" ON "alert_firings" BEGIN SELECT RAISE(ABORT, 'alert_firings are only added to'); END;
CREATE TRIGGER "alert_firings_no_delete" BEFORE DELETE ON "alert_firings" BEGIN SELECT RAISE(ABORT, 'alert_firings are only added to'); END;
`,
  },
];

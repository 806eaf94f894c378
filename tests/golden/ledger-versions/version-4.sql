PRAGMA foreign_keys = OFF;
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
	"time" integer NOT NULL, "paid" text,
	FOREIGN KEY ("id") REFERENCES "transactions"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("instrument_id") REFERENCES "instruments"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("specification_id") REFERENCES "specifications"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON UPDATE no action ON DELETE no action
) STRICT;
CREATE TABLE "instruments" (
	"id" integer PRIMARY KEY NOT NULL,
	"instrument" text NOT NULL
) STRICT;
CREATE TABLE "limits" (
	"id" integer PRIMARY KEY NOT NULL,
	"scope_id" integer NOT NULL,
	"session_id" integer NOT NULL,
	"limits" text NOT NULL,
	"time" integer NOT NULL,
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON UPDATE no action ON DELETE no action
) STRICT;
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
	"open" integer NOT NULL, "trail_ticks" integer, "expires_at" integer, "amendments" integer DEFAULT 0 NOT NULL, "terms" text, "pending" text,
	FOREIGN KEY ("scope_id") REFERENCES "scopes"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON UPDATE no action ON DELETE no action,
	FOREIGN KEY ("specification_id") REFERENCES "specifications"("id") ON UPDATE no action ON DELETE no action
) STRICT;
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
CREATE TABLE "specifications" (
	"id" integer PRIMARY KEY NOT NULL,
	"instrument_id" integer NOT NULL,
	"valid_from" integer NOT NULL,
	"specification" text NOT NULL,
	FOREIGN KEY ("instrument_id") REFERENCES "instruments"("id") ON UPDATE no action ON DELETE no action
) STRICT;
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
CREATE INDEX "fills_order" ON "fills" ("order_id");
CREATE INDEX "fills_time" ON "fills" ("scope_id","time");
CREATE UNIQUE INDEX "fills_venue" ON "fills" ("scope_id","instrument_id","venue_fill");
CREATE UNIQUE INDEX "instruments_identity" ON "instruments" ("instrument");
CREATE INDEX "limits_scope" ON "limits" ("scope_id");
CREATE UNIQUE INDEX "orders_client" ON "orders" ("client_id");
CREATE INDEX "orders_decided" ON "orders" ("scope_id","decided_at");
CREATE INDEX "orders_group" ON "orders" ("scope_id","group_id") WHERE "group_id" IS NOT NULL;
CREATE INDEX "orders_state" ON "orders" ("scope_id","open","updated_at");
CREATE INDEX "refusals_scope" ON "refusals" ("scope_id");
CREATE UNIQUE INDEX "scopes_identity" ON "scopes" ("book","account","venue");
CREATE UNIQUE INDEX "sessions_identity" ON "sessions" ("session");
CREATE INDEX "signals_scope" ON "signals" ("scope_id");
CREATE UNIQUE INDEX "specifications_identity" ON "specifications" ("instrument_id","specification");
INSERT INTO "amendments" VALUES (2, 6, 0, 1, 'asked', 900000, 9990000, NULL, NULL, NULL, NULL, 1767571200009);
INSERT INTO "amendments" VALUES (2, 7, 0, 1, 'amended', 900000, 9990000, NULL, NULL, NULL, NULL, 1767571200009);
INSERT INTO "amendments" VALUES (2, 8, 0, 2, 'asked', 900000, 9980000, NULL, NULL, NULL, NULL, 1767571200009);
INSERT INTO "audit" VALUES (1, 1, 1, 1767571200000, 1, 1800000000000, 'transfer limits risk-state', 0, '310ad0fd6e6d2bc6bb9c240a737aa5f7fcfdc2bce3656a7fe40f321402d1b336');
INSERT INTO "audit" VALUES (2, 1, 1, 1767571200005, 2, 1800000000000, 'order strategy-memory signal strategy', 0, 'cb07b7295ff5d3e77c0a3d5435e4d8124e5a75f9d87bca82d0820248acbbc61f');
INSERT INTO "audit" VALUES (3, 1, 1, 1767571200005, 3, 1800000000000, 'fill order-state', 1, 'bcc3b00bf1217e4fd55a1f69614b80f8cfd2c8475289bcddfc2e6658f0741c76');
INSERT INTO "audit" VALUES (4, 1, 1, 1767571200005, 4, 1800000000000, 'order command refusal', 1, '91c9eed7a1fe0c816620ee236a5d74b31857899d5d411a66860c1b181b15545b');
INSERT INTO "audit" VALUES (5, 1, 1, 1767571200005, 5, 1800000000000, 'order-state', 1, '30d943fc9c3f811032129769c0cf1d94133dd43f6e8606f2883a01faea50b3db');
INSERT INTO "audit" VALUES (6, 1, 2, 1767571200009, 6, 1800000000000, 'amendment', 1, '537bf6a14aec49cf92c35b6711ed9c4b523cf66883c25aef8e5ee638a740ea96');
INSERT INTO "audit" VALUES (7, 1, 2, 1767571200009, 7, 1800000000000, 'amendment', 1, '22c4c2a60602c12df18030c4fd0751ea9fec38ef34c08c040dd4a7e2f43322a6');
INSERT INTO "audit" VALUES (8, 1, 2, 1767571200009, 8, 1800000000000, 'amendment', 1, '91387a59c99c16004c3cf9c3cc9532bd704c6fb46a72c4a8ceafe053ea8e93f6');
INSERT INTO "audit" VALUES (9, 1, 3, 1767571200012, 9, 1800000000000, 'fill order-state', 2, '877294c9a33f7865e24b16b6e035a6f857361fa7d7d27405487cccc80ec84030');
INSERT INTO "balances" VALUES (1, 'BTC', '0.0040999055');
INSERT INTO "balances" VALUES (1, 'USD', '589.5');
INSERT INTO "commands" VALUES ('command-1', 1, 1, 1767571200005);
INSERT INTO "fee_lots" VALUES (3, 0, 1, 'you', 10, '0.00945', '-0.00055', '-0.00055');
INSERT INTO "fills" VALUES (2, 1, 1, 1, 1, 3, 'f-1', 'sma-cross-1', 'buy', 10000000, 400000, 'taker', '400', '0.5', NULL, NULL, 1.5, 1767571200005, NULL);
INSERT INTO "fills" VALUES (3, 1, 1, 1, 2, 9, 'f-2', 'you', 'buy', 10000000, 10000, 'maker', '10', '0.00945', NULL, NULL, 0, 1767571200012, '[["BTC","0.0000000945"]]');
INSERT INTO "instruments" VALUES (1, 'BTC/USD.SIM');
INSERT INTO "instruments" VALUES (2, 'SHIB/USD.SIM');
INSERT INTO "instruments" VALUES (3, 'BTC/IDR.SIM');
INSERT INTO "instruments" VALUES (4, 'WEI/USD.SIM');
INSERT INTO "limits" VALUES (1, 1, 1, '{"maxOrderNotional":"25000","maxPositionNotional":"30000","maxGrossExposure":"150000","maxOpenOrders":50,"priceCollar":0.05,"maxDataAgeMs":5000,"maxOrdersPerMinute":60,"maxDailyLoss":"5000","maxDrawdown":0.2,"allowedInstruments":null}', 1767571200005);
INSERT INTO "memories" VALUES (1, 'sma-cross-1', '{}');
INSERT INTO "order_events" VALUES (1, 3, 0, 'filled', 400000, NULL, 1767571200005);
INSERT INTO "order_events" VALUES (2, 5, 0, 'acknowledged', 0, NULL, 1767571200005);
INSERT INTO "order_events" VALUES (2, 9, 0, 'partially-filled', 10000, NULL, 1767571200012);
INSERT INTO "orders" VALUES (1, 'o0000000000000000000000001', 1, 1, 1, 2, 'sma-cross-1', NULL, 'buy', 'limit', 400000, NULL, 10000000, NULL, 'gtc', 0, 0, NULL, NULL, 1767571200001, 10000000, 'filled', 400000, NULL, 1767571200005, 0, NULL, NULL, 0, NULL, NULL);
INSERT INTO "orders" VALUES (2, 'o0000000000000000000000002', 1, 1, 1, 4, 'you', NULL, 'buy', 'limit', 1000000, NULL, 10000000, NULL, 'gtc', 0, 0, NULL, NULL, 1767571200002, 10000000, 'partially-filled', 10000, NULL, 1767571200012, 1, NULL, NULL, 2, '{"lots":900000,"limitTicks":9990000,"triggerTicks":null,"trailTicks":null,"expiresAt":null}', '{"lots":900000,"limitTicks":9980000,"triggerTicks":null,"trailTicks":null,"expiresAt":null}');
INSERT INTO "positions" VALUES (1, 1, '', 409990, '409.99', '-0.00055', '0.50945', 1767571200005);
INSERT INTO "positions" VALUES (1, 1, 'sma-cross-1', 400000, '400', '0', '0.5', 1767571200005);
INSERT INTO "positions" VALUES (1, 1, 'you', 9990, '9.99', '-0.00055', '0.00945', 1767571200012);
INSERT INTO "postings" VALUES (1, 0, 'holdings', 'USD', '1000');
INSERT INTO "postings" VALUES (1, 1, 'funding', 'USD', '-1000');
INSERT INTO "postings" VALUES (2, 0, 'holdings', 'BTC', '0.004');
INSERT INTO "postings" VALUES (2, 1, 'market', 'BTC', '-0.004');
INSERT INTO "postings" VALUES (2, 2, 'holdings', 'USD', '-400.5');
INSERT INTO "postings" VALUES (2, 3, 'market', 'USD', '400');
INSERT INTO "postings" VALUES (2, 4, 'fees', 'USD', '0.5');
INSERT INTO "postings" VALUES (3, 0, 'holdings', 'BTC', '0.0001');
INSERT INTO "postings" VALUES (3, 1, 'market', 'BTC', '-0.0001');
INSERT INTO "postings" VALUES (3, 2, 'holdings', 'USD', '-10');
INSERT INTO "postings" VALUES (3, 3, 'market', 'USD', '10');
INSERT INTO "postings" VALUES (3, 4, 'holdings', 'BTC', '-0.0000000945');
INSERT INTO "postings" VALUES (3, 5, 'fees', 'BTC', '0.0000000945');
INSERT INTO "refusals" VALUES (1, 1, 1, 1, 'risk.halted', '{}', 'you', 'buy', 1767571200005);
INSERT INTO "risk_states" VALUES (1, '{"state":"ACTIVE","reason":"start","since":1767571200005,"equityPeak":1000,"day":20458,"dayStartEquity":1000}');
INSERT INTO "schema_versions" VALUES (1, '0000_initial', 1800000000000);
INSERT INTO "schema_versions" VALUES (2, '0001_amendments', 1800000000000);
INSERT INTO "schema_versions" VALUES (4, '0003_paid_fees', 1800000000000);
INSERT INTO "scopes" VALUES (1, 'paper', 'paper-1', 'SIM');
INSERT INTO "sessions" VALUES (1, 'session-1', 1, '0.1.0', '{"seed":7}', 1767571200000, 1800000000000, 1800000000000);
INSERT INTO "sessions" VALUES (2, 'session-2', 1, '0.1.0', '{"seed":7}', 1767571200000, 1800000000000, 1800000000000);
INSERT INTO "sessions" VALUES (3, 'session-3', 1, '0.1.0', '{"seed":7}', 1767571200000, 1800000000000, NULL);
INSERT INTO "signals" VALUES (1, 1, 1, 'sma-cross-1', 'crossed-up', '{}', 1767571200005);
INSERT INTO "specifications" VALUES (1, 1, 0, '{"id":"BTC/USD.SIM","symbol":"BTC/USD","name":"BTC","venue":"SIM","kind":"spot","base":"BTC","quote":"USD","settle":"USD","tick":"0.01","lot":"0.00000001","engineLot":"0.00000001","multiplier":"1","minNotional":"1","makerFee":"0.0008","takerFee":"0.001","halfSpreadBps":null,"validFrom":0}');
INSERT INTO "specifications" VALUES (2, 2, 0, '{"id":"SHIB/USD.SIM","symbol":"SHIB/USD","name":"SHIB","venue":"SIM","kind":"spot","base":"SHIB","quote":"USD","settle":"USD","tick":"0.00000001","lot":"1","engineLot":"1","multiplier":"1","minNotional":"1","makerFee":"0.0008","takerFee":"0.001","halfSpreadBps":null,"validFrom":0}');
INSERT INTO "specifications" VALUES (3, 3, 0, '{"id":"BTC/IDR.SIM","symbol":"BTC/IDR","name":"BTC","venue":"SIM","kind":"spot","base":"BTC","quote":"IDR","settle":"IDR","tick":"1000","lot":"0.00000001","engineLot":"0.00000001","multiplier":"1","minNotional":"1","makerFee":"0.0008","takerFee":"0.001","halfSpreadBps":null,"validFrom":0}');
INSERT INTO "specifications" VALUES (4, 4, 0, '{"id":"WEI/USD.SIM","symbol":"WEI/USD","name":"WEI","venue":"SIM","kind":"spot","base":"WEI","quote":"USD","settle":"USD","tick":"0.000000000000000001","lot":"0.000000000000000001","engineLot":"0.000000000000000001","multiplier":"1","minNotional":"1","makerFee":"0.0008","takerFee":"0.001","halfSpreadBps":null,"validFrom":0}');
INSERT INTO "strategies" VALUES (1, 'sma-cross-1', '{"instance":"sma-cross-1","strategy":"sma-cross","instrument":"BTC/USD.SIM","timeframe":"1m","parameters":{"fast":20,"slow":50},"size":{"kind":"all"},"running":true,"startedAt":1767571200005,"stopReason":null}');
INSERT INTO "transactions" VALUES (1, 1, 1, 'deposit', 'start | money', 1767571200000);
INSERT INTO "transactions" VALUES (2, 1, 3, 'fill', '', 1767571200005);
INSERT INTO "transactions" VALUES (3, 1, 9, 'fill', '', 1767571200012);
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
CREATE TRIGGER "amendments_no_update" BEFORE UPDATE ON "amendments" BEGIN SELECT RAISE(ABORT, 'amendments are only added to'); END;
CREATE TRIGGER "amendments_no_delete" BEFORE DELETE ON "amendments" BEGIN SELECT RAISE(ABORT, 'amendments are only added to'); END;
CREATE TRIGGER "fee_lots_no_update" BEFORE UPDATE ON "fee_lots" BEGIN SELECT RAISE(ABORT, 'lots given up for fees are only added to'); END;
CREATE TRIGGER "fee_lots_no_delete" BEFORE DELETE ON "fee_lots" BEGIN SELECT RAISE(ABORT, 'lots given up for fees are only added to'); END;
PRAGMA user_version = 4;

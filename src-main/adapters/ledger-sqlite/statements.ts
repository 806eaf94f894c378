import type Database from 'better-sqlite3';
import type { Connection } from './connection.ts';

const FILL_COLUMNS = `f.id, o.client_id AS "order", f.specification_id AS specification, f.venue_fill AS venueFill, f.origin, f.side, f.ticks, f.lots,
  f.liquidity, f.notional, f.fee, f.realised, f.origin_realised AS originRealised, f.slippage_bps AS slippageBps,
  o.decided_at AS decidedAt, f.time, f.paid`;

const ORDER_COLUMNS = `client_id AS clientId, specification_id AS specification, origin, tag, side, type, lots, quote_amount AS quoteAmount,
  limit_ticks AS limitTicks, trigger_ticks AS triggerTicks, time_in_force AS timeInForce, post_only AS postOnly, reduce_only AS reduceOnly,
  group_id AS groupId, group_role AS groupRole, decided_at AS decidedAt, decision_ticks AS decisionTicks, state, filled_lots AS filledLots,
  reason, updated_at AS updatedAt, trail_ticks AS trailTicks, expires_at AS expiresAt, amendments, terms, pending`;

/** Orders with what a start needs to know of each. */
const ORDERS_OF_START = `SELECT ${ORDER_COLUMNS}, i.instrument,
    (SELECT sum(e.filled_lots) FROM orders e WHERE e.scope_id = o.scope_id AND e.group_id = o.group_id AND e.group_role = 'entry') AS entryLots,
    (SELECT sum(l.lots) FROM orders e JOIN fills f ON f.order_id = e.id JOIN fee_lots l ON l.fill_id = f.id AND l.instrument_id = f.instrument_id
      WHERE e.scope_id = o.scope_id AND e.group_id = o.group_id) AS feeLots,
    (SELECT sum(e.filled_lots) FROM orders e WHERE e.scope_id = o.scope_id AND e.group_id = o.group_id AND e.group_role <> 'entry') AS legLots,
    (SELECT max(coalesce(json_extract(e.terms, '$.lots'), e.lots)) FROM orders e WHERE e.scope_id = o.scope_id AND e.group_id = o.group_id
      AND e.group_role <> 'entry' AND e.open = 0) AS endedLots,
    (SELECT a.time FROM amendments a WHERE a.order_id = o.id AND a.number = o.amendments AND a.state = 'asked') AS pendingSince,
    (SELECT json_group_array(f.venue_fill) FROM fills f WHERE f.order_id = o.id) AS fillIds
    FROM orders o JOIN (SELECT s.id AS sid, n.instrument FROM specifications s JOIN instruments n
    ON n.id = s.instrument_id) i ON i.sid = o.specification_id`;

/** The text of a value with the other sign; a rebate's is below zero already. */
const NEGATED = `CASE WHEN l.value LIKE '-%' THEN substr(l.value, 2) ELSE '-' || l.value END`;

function postingsAdd(lines: number): string {
  return `INSERT INTO postings (transaction_id, line, account, asset, amount) VALUES ${Array(lines).fill('(?, ?, ?, ?, ?)').join(', ')}`;
}

/** Every statement the ledger prepares, by name. A test explains each of them on a large ledger: what is not listed here does not run. */
export const STATEMENTS = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',
  // sessions
  scopeFind: 'SELECT id FROM scopes WHERE book = ? AND account = ? AND venue = ?',
  scopeAdd: 'INSERT INTO scopes (book, account, venue) VALUES (?, ?, ?)',
  // The newest entry of an account: walks back from the newest of all and stops at the first that is the account's.
  scopeLast: 'SELECT time, sequence, fills FROM audit WHERE scope_id = ? ORDER BY id DESC LIMIT 1',
  sessionAdd: 'INSERT INTO sessions (session, scope_id, engine_version, configuration, started_at, started_wall) VALUES (?, ?, ?, ?, ?, ?)',
  sessionEnd: 'UPDATE sessions SET ended_wall = ? WHERE session = ?',
  sessionList: `SELECT s.session, c.book, c.account, c.venue, s.engine_version AS engineVersion, s.configuration, s.started_at AS startedAt,
    s.started_wall AS startedWall, s.ended_wall AS endedWall
    FROM sessions s JOIN scopes c ON c.id = s.scope_id ORDER BY s.id DESC LIMIT ?`,
  instrumentFind: 'SELECT id FROM instruments WHERE instrument = ?',
  instrumentAdd: 'INSERT INTO instruments (instrument) VALUES (?)',
  specificationFind: 'SELECT id FROM specifications WHERE instrument_id = ? AND specification = ?',
  specificationAdd: 'INSERT INTO specifications (instrument_id, valid_from, specification) VALUES (?, ?, ?)',
  specificationGet: 'SELECT specification FROM specifications WHERE id = ?',
  // writing a batch
  auditLast: 'SELECT id, hash FROM audit WHERE id = (SELECT max(id) FROM audit)',
  auditAdd: 'INSERT INTO audit (id, scope_id, session_id, time, sequence, wall, records, fills, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  orderAdd: `INSERT INTO orders (client_id, scope_id, session_id, specification_id, batch_id, origin, tag, side, type, lots, quote_amount, limit_ticks,
    trigger_ticks, time_in_force, post_only, reduce_only, group_id, group_role, decided_at, decision_ticks, trail_ticks, expires_at, state, filled_lots, reason,
    updated_at, open) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'recorded', 0, NULL, ?, 1)`,
  orderFind: `SELECT o.id, o.scope_id AS scopeId, o.specification_id AS specificationId, s.instrument_id AS instrumentId
    FROM orders o JOIN specifications s ON s.id = o.specification_id WHERE o.client_id = ?`,
  orderMove: 'UPDATE orders SET state = ?, filled_lots = ?, reason = ?, updated_at = ?, open = ? WHERE id = ?',
  orderEventAdd: 'INSERT INTO order_events (order_id, batch_id, line, state, filled_lots, reason, time) VALUES (?, ?, ?, ?, ?, ?, ?)',
  orderAmendAsked: 'UPDATE orders SET amendments = ?, pending = ? WHERE id = ?',
  orderAmended: 'UPDATE orders SET terms = ?, pending = NULL WHERE id = ?',
  orderAmendRefused: 'UPDATE orders SET pending = NULL WHERE id = ?',
  amendmentAdd: `INSERT INTO amendments (order_id, batch_id, line, number, state, lots, limit_ticks, trigger_ticks, trail_ticks, expires_at, reason, time)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  transactionLast: 'SELECT max(id) AS last FROM transactions',
  transactionAdd: 'INSERT INTO transactions (id, scope_id, batch_id, kind, note, time) VALUES (?, ?, ?, ?, ?, ?)',
  postingAdd: postingsAdd(1),
  // Fills have four lines, five, or six: written at once.
  postingAdd4: postingsAdd(4),
  postingAdd5: postingsAdd(5),
  postingAdd6: postingsAdd(6),
  fillFind: 'SELECT 1 FROM fills WHERE scope_id = ? AND instrument_id = ? AND venue_fill = ?',
  fillAdd: `INSERT INTO fills (id, scope_id, instrument_id, specification_id, order_id, batch_id, venue_fill, origin, side, ticks, lots, liquidity,
    notional, fee, realised, origin_realised, slippage_bps, time, paid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  feeLotsAdd:
    'INSERT INTO fee_lots (fill_id, line, instrument_id, origin, lots, value, realised, origin_realised) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  balanceGet: 'SELECT amount FROM balances WHERE scope_id = ? AND asset = ?',
  balanceSet: 'INSERT INTO balances (scope_id, asset, amount) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET amount = excluded.amount',
  balanceSet2:
    'INSERT INTO balances (scope_id, asset, amount) VALUES (?, ?, ?), (?, ?, ?) ON CONFLICT DO UPDATE SET amount = excluded.amount',
  positionGet: `SELECT lots, cost, realised, fees, opened_at AS openedAt FROM positions WHERE scope_id = ? AND instrument_id = ? AND origin = ?`,
  // A fill moves two positions: its instrument's over all origins, and its origin's.
  positionSet2: `INSERT INTO positions (scope_id, instrument_id, origin, lots, cost, realised, fees, opened_at)
    VALUES (?, ?, '', ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET lots = excluded.lots, cost = excluded.cost, realised = excluded.realised, fees = excluded.fees, opened_at = excluded.opened_at`,
  refusalAdd:
    'INSERT INTO refusals (scope_id, session_id, specification_id, code, details, origin, side, time) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  signalAdd: 'INSERT INTO signals (scope_id, session_id, instance, code, details, time) VALUES (?, ?, ?, ?, ?, ?)',
  strategySet: 'INSERT INTO strategies (scope_id, instance, record) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET record = excluded.record',
  memorySet: 'INSERT INTO memories (scope_id, instance, memory) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET memory = excluded.memory',
  riskSet: 'INSERT INTO risk_states (scope_id, risk) VALUES (?, ?) ON CONFLICT DO UPDATE SET risk = excluded.risk',
  limitsAdd: 'INSERT INTO limits (scope_id, session_id, limits, time) VALUES (?, ?, ?, ?)',
  alertSet: `INSERT INTO alerts (scope_id, alert, record, removed) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET record = excluded.record, removed = excluded.removed`,
  // No conflict is let pass: a firing that is there already must not happen again.
  alertFiringAdd: 'INSERT INTO alert_firings (scope_id, alert, number, batch_id, time, firing) VALUES (?, ?, ?, ?, ?, ?)',
  alertsSeen: 'UPDATE alert_firings SET seen = ? WHERE scope_id = ? AND seen IS NULL AND time <= ?',
  alertSeen: 'UPDATE alert_firings SET seen = ? WHERE scope_id = ? AND seen IS NULL AND time <= ? AND alert = ?',
  commandAdd: 'INSERT INTO commands (id, scope_id, session_id, time) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  commandFind: 'SELECT 1 FROM commands WHERE id = ?',
  // a start
  balanceList: 'SELECT asset, amount FROM balances WHERE scope_id = ?',
  positionList: `SELECT i.instrument, p.origin, p.lots, p.cost, p.realised, p.fees, p.opened_at AS openedAt
    FROM positions p JOIN instruments i ON i.id = p.instrument_id WHERE p.scope_id = ?`,
  orderOpen: `${ORDERS_OF_START} WHERE o.scope_id = ? AND o.open = 1 ORDER BY o.id`,
  // Ended ones of which a late fill may still come.
  orderUnfilled: `${ORDERS_OF_START} WHERE o.scope_id = ? AND o.open = 0 AND o.updated_at >= ? AND o.state IN ('cancelled', 'expired') ORDER BY o.updated_at`,
  orderTimes: 'SELECT decided_at FROM orders WHERE scope_id = ? AND decided_at > ? ORDER BY decided_at',
  riskGet: 'SELECT risk FROM risk_states WHERE scope_id = ?',
  limitsGet: 'SELECT limits FROM limits WHERE id = (SELECT max(id) FROM limits WHERE scope_id = ?)',
  strategyList: 'SELECT record FROM strategies WHERE scope_id = ? ORDER BY instance',
  memoryList: 'SELECT instance, memory FROM memories WHERE scope_id = ?',
  alertList: 'SELECT record FROM alerts WHERE scope_id = ? AND removed = 0 ORDER BY alert',
  alertNewest: 'SELECT max(alert) AS newest FROM alerts WHERE scope_id = ?',
  // what is open, for a person
  orderHeld: `SELECT ${ORDER_COLUMNS}, (SELECT min(e.time) FROM order_events e WHERE e.order_id = o.id AND e.state = 'in-doubt' AND e.batch_id >=
    coalesce((SELECT max(k.batch_id) FROM order_events k WHERE k.order_id = o.id AND k.state <> 'in-doubt'), 0)) AS doubtSince
    FROM orders o WHERE o.scope_id = ? AND o.open = 1 ORDER BY o.id`,
  positionHeld: `SELECT p.lots, p.cost, p.opened_at AS openedAt, (SELECT max(s.id) FROM specifications s WHERE s.instrument_id = p.instrument_id) AS specification
    FROM positions p WHERE p.scope_id = ? AND p.origin = '' AND p.lots <> 0`,
  // lists
  alertFiringList: 'SELECT firing, seen FROM alert_firings WHERE scope_id = ? ORDER BY time DESC LIMIT ?',
  alertUnseen: 'SELECT firing FROM alert_firings WHERE scope_id = ? AND seen IS NULL ORDER BY time',
  orderGet: `SELECT ${ORDER_COLUMNS} FROM orders WHERE client_id = ?`,
  orderMoves:
    'SELECT e.state, e.filled_lots AS filledLots, e.reason, e.time FROM order_events e JOIN orders o ON o.id = e.order_id WHERE o.client_id = ? ORDER BY e.batch_id, e.line',
  orderHistory: `SELECT ${ORDER_COLUMNS} FROM orders WHERE scope_id = ? AND open = 0 AND updated_at < ? ORDER BY updated_at DESC, id DESC LIMIT ?`,
  orderEnded: 'SELECT count(*) AS orders FROM orders WHERE scope_id = ? AND open = 0',
  fillPage: `SELECT ${FILL_COLUMNS} FROM fills f JOIN orders o ON o.id = f.order_id WHERE f.scope_id = ? AND f.time < ? ORDER BY f.time DESC, f.id DESC LIMIT ?`,
  fillsSince: `SELECT ${FILL_COLUMNS} FROM fills f JOIN orders o ON o.id = f.order_id WHERE f.scope_id = ? AND f.time >= ? ORDER BY f.time, f.id`,
  fillsOf: `SELECT ${FILL_COLUMNS} FROM fills f JOIN orders o ON o.id = f.order_id WHERE f.scope_id = ? AND f.time >= ? AND (f.origin = ?
    OR (f.paid IS NOT NULL AND EXISTS (SELECT 1 FROM fee_lots l WHERE l.fill_id = f.id AND l.origin = ?))) ORDER BY f.time, f.id`,
  feeLotsOf: `SELECT i.instrument, l.origin, l.lots, l.value, l.realised, l.origin_realised AS originRealised
    FROM fee_lots l JOIN instruments i ON i.id = l.instrument_id WHERE l.fill_id = ? ORDER BY l.line`,
  fillsAfter: `SELECT ${FILL_COLUMNS} FROM fills f JOIN orders o ON o.id = f.order_id WHERE f.id > ? ORDER BY f.id LIMIT ?`,
  refusalList: `SELECT specification_id AS specification, code, details, origin, side, time FROM refusals WHERE scope_id = ? ORDER BY id DESC LIMIT ?`,
  signalList: 'SELECT instance, code, details, time FROM signals WHERE scope_id = ? ORDER BY id DESC LIMIT ?',
  accountList: `SELECT c.id, c.book, c.account, c.venue, (SELECT min(started_wall) FROM sessions WHERE scope_id = c.id) AS createdWall,
    (SELECT wall FROM audit WHERE scope_id = c.id ORDER BY id DESC LIMIT 1) AS usedWall,
    (SELECT fills FROM audit WHERE scope_id = c.id ORDER BY id DESC LIMIT 1) AS fills,
    (SELECT count(*) FROM orders WHERE scope_id = c.id AND open = 1) AS openOrders,
    (SELECT count(*) FROM positions WHERE scope_id = c.id AND origin = '' AND lots <> 0) AS positions FROM scopes c ORDER BY c.id`,
  lastCommit: `SELECT (SELECT session FROM sessions WHERE id = session_id) AS session, time, sequence, wall
    FROM audit WHERE id = (SELECT max(id) FROM audit)`,
  // the check of the whole ledger
  checkAudit: 'SELECT id, scope_id AS scope, session_id AS session, time, sequence, wall, records, fills, hash FROM audit ORDER BY id',
  checkFillsCounted: `SELECT sum(a.fills) AS counted FROM audit a WHERE a.id IN (SELECT max(id) FROM audit GROUP BY scope_id)`,
  checkOrders: `SELECT batch_id AS batch, id, scope_id AS scope, session_id AS session, ${ORDER_COLUMNS} FROM orders ORDER BY batch_id, id`,
  checkEvents: `SELECT batch_id AS batch, order_id AS "order", line, state, filled_lots AS filledLots, reason, time FROM order_events ORDER BY batch_id, line`,
  checkAmendments: `SELECT batch_id AS batch, order_id AS "order", line, number, state, lots, limit_ticks AS limitTicks, trigger_ticks AS triggerTicks,
    trail_ticks AS trailTicks, expires_at AS expiresAt, reason, time FROM amendments ORDER BY batch_id, line`,
  checkTransactions: `SELECT t.batch_id AS batch, t.id, t.kind, t.note, t.time, f.id AS fill, f.instrument_id AS instrument, f.specification_id AS specification,
    f.order_id AS "order", f.venue_fill AS venueFill, f.origin, f.side, f.ticks, f.lots, f.liquidity, f.notional, f.fee, f.realised,
    f.origin_realised AS originRealised, f.slippage_bps AS slippageBps, f.time AS fillTime, f.paid
    FROM transactions t LEFT JOIN fills f ON f.id = t.id ORDER BY t.id`,
  checkPostings: 'SELECT transaction_id AS "transaction", line, account, asset, amount FROM postings ORDER BY transaction_id, line',
  checkFeeLots: `SELECT fill_id AS fill, line, instrument_id AS instrument, origin, lots, value, realised, origin_realised AS originRealised
    FROM fee_lots ORDER BY fill_id, line`,
  checkBalances: `SELECT c.book, c.account, coalesce(b.asset, s.asset) AS asset, coalesce(b.amount, '0') AS kept, coalesce(s.amount, '0') AS summed
    FROM (SELECT t.scope_id AS scope, p.asset, decimal_sum(p.amount) AS amount FROM postings p JOIN transactions t ON t.id = p.transaction_id
      WHERE p.account = 'holdings' GROUP BY t.scope_id, p.asset) s
    FULL JOIN balances b ON b.scope_id = s.scope AND b.asset = s.asset JOIN scopes c ON c.id = coalesce(b.scope_id, s.scope)`,
  // What a fee took is a sale for its value.
  checkPositions: `WITH trades AS (
      SELECT scope_id, instrument_id, origin, CASE side WHEN 'buy' THEN lots ELSE -lots END AS lots,
        CASE side WHEN 'buy' THEN notional ELSE '-' || notional END AS spent, realised, origin_realised, fee FROM fills
      UNION ALL SELECT f.scope_id, l.instrument_id, l.origin, -l.lots, ${NEGATED}, l.realised, l.origin_realised, '0'
        FROM fee_lots l JOIN fills f ON f.id = l.fill_id)
    SELECT i.instrument, p.origin, p.lots, p.cost, p.realised, p.fees, coalesce(s.lots, 0) AS summedLots, coalesce(s.spent, '0') AS spent,
    coalesce(s.realised, '0') AS summedRealised, coalesce(s.fees, '0') AS summedFees FROM positions p JOIN instruments i ON i.id = p.instrument_id LEFT JOIN (
      SELECT scope_id, instrument_id, '' AS origin, sum(lots) AS lots, decimal_sum(spent) AS spent, decimal_sum(realised) AS realised,
        decimal_sum(fee) AS fees FROM trades GROUP BY scope_id, instrument_id
      UNION ALL SELECT scope_id, instrument_id, origin, sum(lots), decimal_sum(spent), decimal_sum(origin_realised), decimal_sum(fee)
        FROM trades GROUP BY scope_id, instrument_id, origin) s
    ON s.scope_id = p.scope_id AND s.instrument_id = p.instrument_id AND s.origin = p.origin`,
  checkMissingPositions: `SELECT i.instrument, f.origin FROM (SELECT DISTINCT scope_id, instrument_id, origin FROM fills
      UNION SELECT DISTINCT scope_id, instrument_id, '' FROM fills
      UNION SELECT DISTINCT f.scope_id, l.instrument_id, l.origin FROM fee_lots l JOIN fills f ON f.id = l.fill_id
      UNION SELECT DISTINCT f.scope_id, l.instrument_id, '' FROM fee_lots l JOIN fills f ON f.id = l.fill_id) f
    JOIN instruments i ON i.id = f.instrument_id
    WHERE NOT EXISTS (SELECT 1 FROM positions p WHERE p.scope_id = f.scope_id AND p.instrument_id = f.instrument_id AND p.origin = f.origin)`,
  checkOrderFills: `SELECT o.client_id AS "order", o.filled_lots AS filledLots, coalesce(s.lots, 0) AS lots FROM orders o
    LEFT JOIN (SELECT order_id, sum(lots) AS lots FROM fills GROUP BY order_id) s ON s.order_id = o.id WHERE o.filled_lots <> coalesce(s.lots, 0)`,
  checkOrderTerms: `SELECT o.client_id AS "order" FROM orders o LEFT JOIN amendments a ON a.order_id = o.id AND (a.batch_id, a.line) =
      (SELECT batch_id, line FROM amendments WHERE order_id = o.id AND state = 'amended' ORDER BY batch_id DESC, line DESC LIMIT 1)
    WHERE o.terms IS NOT CASE WHEN a.order_id IS NULL THEN NULL ELSE json_object('lots', a.lots, 'limitTicks', a.limit_ticks, 'triggerTicks',
      a.trigger_ticks, 'trailTicks', a.trail_ticks, 'expiresAt', a.expires_at) END`,
  checkOrderStates: `SELECT o.client_id AS "order", o.state, coalesce(e.state, 'recorded') AS last FROM orders o
    LEFT JOIN order_events e ON e.order_id = o.id AND (e.batch_id, e.line) =
      (SELECT batch_id, line FROM order_events WHERE order_id = o.id ORDER BY batch_id DESC, line DESC LIMIT 1)
    WHERE o.state <> coalesce(e.state, 'recorded') OR o.open <> (o.state IN ('recorded', 'submitted', 'acknowledged', 'partially-filled', 'in-doubt'))`,
} as const;

/** The name of a registered statement. */
export type StatementName = keyof typeof STATEMENTS;

/** A prepared statement. `Row` is what it gives. */
export type Prepared<Row> = Database.Statement<unknown[], Row>;

/** Prepares a registered statement; `Row` is the row that its text gives. */
export function prepare<Row = unknown>(connection: Connection, name: StatementName): Prepared<Row> {
  return connection.prepare<unknown[], Row>(STATEMENTS[name]);
}

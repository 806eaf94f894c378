import Database from 'better-sqlite3';
import { openLedgerReader } from '../../src-main/adapters/ledger-sqlite/ledger-reader.ts';

/** What is in a ledger, as text per row: by client id and fill id where there is one, in the order of the rows otherwise. */
export interface LedgerContent {
  /** Every order with what became of it. */
  readonly orders: ReadonlyMap<string, string>;
  /** Every fill with its postings; a fill id that stands there twice is told twice. */
  readonly fills: readonly (readonly [id: string, row: string])[];
  /** Double entries that say they are a fill's, and there is no such fill: its postings stand there once more. */
  readonly entriesWithoutFill: number;
  /** Commands that were carried out. */
  readonly commands: ReadonlySet<string>;
  readonly refusals: readonly string[];
  /** What alerts said: alert, number and time, by which a firing is acknowledged. */
  readonly firings: ReadonlySet<string>;
  /** The sums and states of the account at the end. */
  readonly state: readonly string[];
  /** States that every order was in: client id, state, filled lots. */
  readonly events: ReadonlySet<string>;
  readonly problems: readonly string[];
}

const ORDERS = `SELECT o.client_id AS id, s.specification, o.origin, o.tag, o.side, o.type, o.lots, o.quote_amount, o.limit_ticks, o.trigger_ticks,
  o.trail_ticks, o.expires_at, o.amendments, o.terms, o.pending, o.time_in_force, o.post_only, o.reduce_only, o.group_id, o.group_role, o.decided_at, o.decision_ticks, o.state, o.filled_lots, o.reason
  FROM orders o JOIN specifications s ON s.id = o.specification_id ORDER BY o.client_id`;
const FILLS = `SELECT f.venue_fill AS id, o.client_id, f.origin, f.side, f.ticks, f.lots, f.liquidity, f.notional, f.fee, f.time,
  (SELECT group_concat(p.account || ' ' || p.asset || ' ' || p.amount, ', ') FROM postings p WHERE p.transaction_id = f.id) AS postings
  FROM fills f JOIN orders o ON o.id = f.order_id ORDER BY f.venue_fill`;
const STATE = [
  'SELECT asset, amount FROM balances ORDER BY asset',
  `SELECT i.instrument, p.origin, p.lots, p.cost, p.realised, p.fees FROM positions p JOIN instruments i ON i.id = p.instrument_id
   ORDER BY i.instrument, p.origin`,
  'SELECT risk FROM risk_states',
  'SELECT limits, time FROM limits ORDER BY id',
  'SELECT instance, record FROM strategies ORDER BY instance',
  'SELECT instance, memory FROM memories ORDER BY instance',
  'SELECT instance, code, details, time FROM signals ORDER BY time, instance, code, details',
  `SELECT o.client_id AS id, a.number, a.state, a.lots, a.limit_ticks, a.trigger_ticks, a.trail_ticks, a.expires_at, a.reason, a.time
   FROM amendments a JOIN orders o ON o.id = a.order_id ORDER BY o.client_id, a.number, a.batch_id, a.line`,
  'SELECT alert, record FROM alerts ORDER BY alert',
  'SELECT alert, number, firing FROM alert_firings ORDER BY alert, number',
  "SELECT kind, note, time FROM transactions WHERE kind <> 'fill' ORDER BY id",
];

/** Reads a ledger that nobody writes to, and has it checked. */
export function readLedger(file: string): LedgerContent {
  const reader = openLedgerReader(file);
  const { problems } = reader.verify();
  reader.close();
  const connection = new Database(file, { readonly: true });
  const rows = (sql: string): Record<string, unknown>[] => connection.prepare(sql).all() as Record<string, unknown>[];
  const text = (row: unknown): string => JSON.stringify(row);
  const identified = (sql: string): [string, string][] => rows(sql).map((row) => [String(row['id']), text(row)]);
  const content: LedgerContent = {
    orders: new Map(identified(ORDERS)),
    fills: identified(FILLS),
    entriesWithoutFill: rows("SELECT t.id FROM transactions t LEFT JOIN fills f ON f.id = t.id WHERE t.kind = 'fill' AND f.id IS NULL")
      .length,
    commands: new Set(rows('SELECT id FROM commands').map(({ id }) => String(id))),
    refusals: rows('SELECT code, details, origin, side, time FROM refusals ORDER BY time, origin, code, details').map(text),
    firings: new Set(
      rows('SELECT alert, number, time FROM alert_firings').map(
        ({ alert, number, time }) => `${String(alert)} ${String(number)} ${String(time)}`,
      ),
    ),
    state: STATE.flatMap((sql) => rows(sql).map(text)),
    events: new Set(
      rows('SELECT o.client_id AS id, e.state, e.filled_lots AS lots FROM order_events e JOIN orders o ON o.id = e.order_id').map(
        ({ id, state, lots }) => `${String(id)} ${String(state)} ${String(lots)}`,
      ),
    ),
    problems,
  };
  connection.close();
  return content;
}

import type { FillRow, OrderRow, RefusalRow, SignalRow } from '../../../src-shared/contract/rows.ts';
import type { LedgerCheck } from '../../../src-shared/contract/ledger.ts';
import type { AlertFiring, AlertRecord } from '../../../src-shared/domain/alert.ts';
import type { SessionId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { AccountScope, Book, LedgerSnapshot } from '../../ports/ledger.ts';
import type {
  AccountHolding,
  AccountSummary,
  LastCommit,
  LedgerReader,
  OrderStory,
  PageRequest,
  SeenFiring,
  SessionSummary,
} from '../../ports/ledger-reader.ts';
import { type Connection, guarded, openConnection } from './connection.ts';
import { HoldingQuery } from './holding-query.ts';
import type { OrderColumns } from './order-columns.ts';
import { type FillColumns, type OrderMoveColumns, type RefusalColumns, type SignalColumns, RowReader } from './row-reader.ts';
import { SnapshotQuery } from './snapshot-query.ts';
import { prepare } from './statements.ts';
import { verifyLedger } from './verify.ts';

/** Fills read at a time when all are wanted. */
const CHUNK = 1_000;
/** Rows of a time before this are wanted when none is said: later than any time. */
const ALL_TIME = Number.MAX_SAFE_INTEGER;

interface AccountColumns {
  readonly id: number;
  readonly book: Book;
  readonly account: string;
  readonly venue: string;
  readonly createdWall: number;
  readonly usedWall: number | null;
  readonly fills: number | null;
  readonly openOrders: number;
  readonly positions: number;
}

interface SessionColumns {
  readonly session: string;
  readonly book: Book;
  readonly account: string;
  readonly venue: string;
  readonly engineVersion: string;
  readonly configuration: string;
  readonly startedAt: number;
  readonly startedWall: number;
  readonly endedWall: number | null;
}

/** Opens a reader of a ledger file that exists and is of this program's version. */
export function openLedgerReader(file: string): LedgerReader {
  return guarded(file, () => new SqliteLedgerReader(file));
}

class SqliteLedgerReader implements LedgerReader {
  private readonly file: string;
  private readonly connection: Connection;
  private readonly rows: RowReader;
  private readonly query: SnapshotQuery;
  private readonly held: HoldingQuery;
  private readonly sql;

  constructor(file: string) {
    this.file = file;
    this.connection = openConnection(file, 'read');
    this.rows = new RowReader(this.connection);
    this.query = new SnapshotQuery(this.connection);
    this.held = new HoldingQuery(this.connection, this.rows);
    const { connection } = this;
    this.sql = {
      scope: prepare<{ id: number }>(connection, 'scopeFind'),
      last: prepare<{ fills: number }>(connection, 'scopeLast'),
      order: prepare<OrderColumns>(connection, 'orderGet'),
      moves: prepare<OrderMoveColumns>(connection, 'orderMoves'),
      history: prepare<OrderColumns>(connection, 'orderHistory'),
      ended: prepare<{ orders: number }>(connection, 'orderEnded'),
      page: prepare<FillColumns>(connection, 'fillPage'),
      since: prepare<FillColumns>(connection, 'fillsSince'),
      of: prepare<FillColumns>(connection, 'fillsOf'),
      after: prepare<FillColumns>(connection, 'fillsAfter'),
      refusals: prepare<RefusalColumns>(connection, 'refusalList'),
      signals: prepare<SignalColumns>(connection, 'signalList'),
      alerts: prepare<{ record: string }>(connection, 'alertList'),
      firings: prepare<{ firing: string; seen: number | null }>(connection, 'alertFiringList'),
      unseen: prepare<{ firing: string }>(connection, 'alertUnseen'),
      accounts: prepare<AccountColumns>(connection, 'accountList'),
      balances: prepare<{ asset: string; amount: string }>(connection, 'balanceList'),
      sessions: prepare<SessionColumns>(connection, 'sessionList'),
      lastCommit: prepare<LastCommit>(connection, 'lastCommit'),
    };
  }

  orderHistory(account: AccountScope, { before = ALL_TIME, count }: PageRequest): readonly OrderRow[] {
    return this.of(account, [], (scope) => this.sql.history.all(scope, before, count).map((row) => this.rows.order(row)));
  }

  endedOrders(account: AccountScope): number {
    return this.of(account, 0, (scope) => this.sql.ended.get(scope)?.orders ?? 0);
  }

  ordersById(ids: readonly string[]): readonly OrderRow[] {
    return guarded(this.file, () => ids.flatMap((id) => this.sql.order.all(id)).map((row) => this.rows.order(row)));
  }

  orderStory(id: string): OrderStory | null {
    return guarded(this.file, () => {
      const row = this.sql.order.get(id);
      return row === undefined ? null : this.rows.story(row, this.sql.moves.all(id));
    });
  }

  fills(account: AccountScope, { before = ALL_TIME, count }: PageRequest): { readonly fills: readonly FillRow[]; readonly total: number } {
    const none: { fills: readonly FillRow[]; total: number } = { fills: [], total: 0 };
    return this.of(account, none, (scope) => ({
      fills: this.sql.page.all(scope, before, count).map((row) => this.rows.fill(row, 'all')),
      total: this.sql.last.get(scope)?.fills ?? 0,
    }));
  }

  fillsSince(account: AccountScope, time: number): readonly FillRow[] {
    return this.of(account, [], (scope) => this.sql.since.all(scope, time).map((row) => this.rows.fill(row, 'all')));
  }

  fillsOf(account: AccountScope, origin: string, since: number): readonly FillRow[] {
    return this.of(account, [], (scope) => this.sql.of.all(scope, since, origin, origin).map((row) => this.rows.fill(row, 'own')));
  }

  *everyFill(): IterableIterator<FillRow> {
    let after = 0;
    for (;;) {
      const from = after;
      const chunk = guarded(this.file, () => this.sql.after.all(from, CHUNK));
      for (const row of chunk) {
        yield this.rows.fill(row, 'all');
        after = row.id;
      }
      if (chunk.length < CHUNK) return;
    }
  }

  refusals(account: AccountScope, count: number): readonly RefusalRow[] {
    return this.of(account, [], (scope) => this.sql.refusals.all(scope, count).map((row) => this.rows.refusal(row)));
  }

  signals(account: AccountScope, count: number): readonly SignalRow[] {
    return this.of(account, [], (scope) => this.sql.signals.all(scope, count).map((row) => this.rows.signal(row)));
  }

  alerts(account: AccountScope): readonly AlertRecord[] {
    return this.of(account, [], (scope) => this.sql.alerts.all(scope).map(({ record }) => JSON.parse(record) as AlertRecord));
  }

  alertFirings(account: AccountScope, count: number): readonly SeenFiring[] {
    return this.of(account, [], (scope) =>
      this.sql.firings.all(scope, count).map(({ firing, seen }) => ({ firing: JSON.parse(firing) as AlertFiring, seen })),
    );
  }

  unseenFirings(account: AccountScope): readonly AlertFiring[] {
    return this.of(account, [], (scope) => this.sql.unseen.all(scope).map(({ firing }) => JSON.parse(firing) as AlertFiring));
  }

  accounts(): readonly AccountSummary[] {
    return guarded(this.file, () =>
      this.sql.accounts.all().map(({ id, book, account, venue, createdWall, usedWall, fills, openOrders, positions }) => ({
        account: { book, account: account as AccountScope['account'], venue: venue as AccountScope['venue'] },
        createdWall,
        usedWall: usedWall ?? createdWall,
        balances: new Map(this.sql.balances.all(id).map(({ asset, amount }) => [asset, amount])),
        positions,
        openOrders,
        fills: fills ?? 0,
      })),
    );
  }

  sessions(count: number): readonly SessionSummary[] {
    return guarded(this.file, () => this.sql.sessions.all(count).map(sessionOf));
  }

  lastCommit(): LastCommit | null {
    return guarded(this.file, () => this.sql.lastCommit.get() ?? null);
  }

  snapshot(account: AccountScope, instruments: readonly { readonly id: string }[]): LedgerSnapshot {
    return guarded(this.file, () => this.query.read(account, instruments, null));
  }

  holding(account: AccountScope): AccountHolding {
    return guarded(this.file, () => this.held.read(account));
  }

  verify(): LedgerCheck {
    return guarded(this.file, () => verifyLedger(this.connection));
  }

  close(): void {
    this.connection.close();
  }

  /** What an account has, or `none` for an account that the ledger does not know. */
  private of<Value>({ book, account, venue }: AccountScope, none: Value, read: (scope: number) => Value): Value {
    return guarded(this.file, () => {
      const scope = this.sql.scope.get(book, account, venue);
      return scope === undefined ? none : read(scope.id);
    });
  }
}

function sessionOf({ session, book, account, venue, ...rest }: SessionColumns): SessionSummary {
  const { startedAt, startedWall, endedWall } = rest;
  return {
    session: session as SessionId,
    account: { book, account: account as AccountScope['account'], venue: venue as AccountScope['venue'] },
    engineVersion: rest.engineVersion,
    configuration: rest.configuration,
    startedAt: utcMs(startedAt),
    startedWall: utcMs(startedWall),
    endedWall: endedWall === null ? null : utcMs(endedWall),
  };
}

import type { ClientOrderId, SessionId } from '../../../src-shared/kernel/ids.ts';
import type { UtcMs } from '../../../src-shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AccountScope, BookedTrades, Ledger, LedgerBatch, LedgerSnapshot } from '../../ports/ledger.ts';
import type { SessionRegister, SessionStart } from '../../ports/session-register.ts';
import { BatchWriter } from './batch-writer.ts';
import { type Connection, guarded, openConnection, sqliteFault } from './connection.ts';
import { migrateLedger } from './migrate.ts';
import { SessionTable } from './session-table.ts';
import { SnapshotQuery } from './snapshot-query.ts';
import { prepare } from './statements.ts';

/** Where a ledger lies and what it needs. */
export interface SqliteLedgerOptions {
  /** The ledger's file; made when absent. */
  readonly file: string;
  /** Folder for backups, made when needed. */
  readonly backups: string;
  readonly clock: Clock;
}

/** The ledger in a SQLite file: the one writer of an account's truth. A batch is one transaction, synced to the disk before `commit` returns. */
export class SqliteLedger implements Ledger, BookedTrades, SessionRegister {
  private readonly file: string;
  private readonly clock: Clock;
  private readonly connection: Connection;
  private readonly sessions: SessionTable;
  private readonly writer: BatchWriter;
  private readonly query: SnapshotQuery;
  private readonly sql;

  private constructor({ file, clock }: SqliteLedgerOptions) {
    this.file = file;
    this.clock = clock;
    this.connection = openConnection(file, 'write');
    this.sessions = new SessionTable(this.connection);
    this.writer = new BatchWriter(this.connection);
    this.query = new SnapshotQuery(this.connection);
    this.sql = {
      begin: prepare(this.connection, 'begin'),
      commit: prepare(this.connection, 'commit'),
      rollback: prepare(this.connection, 'rollback'),
      commandFind: prepare(this.connection, 'commandFind'),
      orderFind: prepare<{ scopeId: number; instrumentId: number }>(this.connection, 'orderFind'),
      fillFind: prepare(this.connection, 'fillFind'),
      scopeFind: prepare<{ id: number }>(this.connection, 'scopeFind'),
      instrumentFind: prepare<{ id: number }>(this.connection, 'instrumentFind'),
    };
  }

  /** Opens a ledger, bringing it to this program's version after a backup. Fails with `ledger.newer-version`, `ledger.corrupt`, `disk.full` or `disk.failed`. */
  static async open(options: SqliteLedgerOptions): Promise<SqliteLedger> {
    await migrateLedger(options);
    return guarded(options.file, () => new SqliteLedger(options));
  }

  begin(start: SessionStart): void {
    this.transaction(() => this.sessions.add(start, this.clock.now()));
  }

  end(session: SessionId): void {
    this.transaction(() => this.sessions.end(session, this.clock.now()));
  }

  commit(batch: LedgerBatch): void {
    const session = this.sessions.of(batch.scope);
    this.transaction(() => this.writer.write(session, batch, this.clock.now()));
  }

  hasCommand(id: string): boolean {
    return guarded(this.file, () => this.sql.commandFind.get(id) !== undefined);
  }

  hasOrder(order: ClientOrderId): boolean {
    return guarded(this.file, () => this.sql.orderFind.get(order) !== undefined);
  }

  hasTrade({ book, account, venue }: AccountScope, instrument: string, trade: string): boolean {
    return guarded(this.file, () => {
      const scope = this.sql.scopeFind.get(book, account, venue);
      const traded = this.sql.instrumentFind.get(instrument);
      return scope !== undefined && traded !== undefined && this.sql.fillFind.get(scope.id, traded.id, trade) !== undefined;
    });
  }

  hasFill(order: ClientOrderId, fill: string): boolean {
    return guarded(this.file, () => {
      const known = this.sql.orderFind.get(order);
      return known !== undefined && this.sql.fillFind.get(known.scopeId, known.instrumentId, fill) !== undefined;
    });
  }

  snapshot(account: AccountScope, instruments: readonly { readonly id: string }[], endedSince?: UtcMs): LedgerSnapshot {
    return guarded(this.file, () => this.query.read(account, instruments, endedSince ?? null));
  }

  /** Folds the write-ahead log into the file and closes it. */
  close(): void {
    guarded(this.file, () => this.connection.close());
  }

  private transaction(work: () => void): void {
    try {
      this.sql.begin.run();
      work();
      this.sql.commit.run();
    } catch (thrown) {
      this.undo();
      throw sqliteFault(thrown, this.file);
    }
  }

  /** After a full or failing disk SQLite may have undone the transaction by itself. */
  private undo(): void {
    this.writer.forget();
    if (this.connection.inTransaction) this.sql.rollback.run();
  }
}

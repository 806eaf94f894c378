import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { suggestion } from '../../../src-shared/kernel/closest.ts';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { Access, AccessCheck, AccessLine, AccountRecord, AccountRegister } from '../../ports/account-register.ts';
import type { Clock } from '../../ports/clock.ts';
import { CHAIN_START, firstBroken, lineHash } from './access-chain.ts';
import { ACCOUNTS_SQL, ACCOUNTS_VERSION, readAccount } from './accounts-schema.ts';

/** How long a statement waits for another process's write, ms. */
const BUSY_TIMEOUT_MS = 10_000;

/** Who writes, and by which clock. */
export interface SqliteAccountsOptions {
  readonly file: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Which of the program's processes this is. */
  readonly by: string;
}

/** The accounts and the access log in one file, so that a change and its line are one transaction; several processes may have it open. */
export class SqliteAccounts implements AccountRegister {
  private readonly options: SqliteAccountsOptions;
  private readonly connection: Database.Database;

  private constructor(options: SqliteAccountsOptions, connection: Database.Database) {
    this.options = options;
    this.connection = connection;
  }

  /** Opens the file, made with its folder where there is none. */
  static open(options: SqliteAccountsOptions): SqliteAccounts {
    const { file } = options;
    return guarded(file, () => {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      const connection = new Database(file, { timeout: BUSY_TIMEOUT_MS });
      try {
        connection.pragma('journal_mode = WAL');
        connection.pragma('synchronous = FULL');
        prepare(connection, file);
        return new SqliteAccounts(options, connection);
      } catch (thrown) {
        connection.close();
        throw thrown;
      }
    });
  }

  list(): readonly AccountRecord[] {
    return this.within(() =>
      this.connection
        .prepare<[], { record: string }>('SELECT record FROM accounts ORDER BY name')
        .all()
        .map(({ record }) => this.read(record)),
    );
  }

  find(name: string): AccountRecord {
    return this.within(() => {
      const row = this.connection.prepare<[string], { record: string }>('SELECT record FROM accounts WHERE name = ?').get(name);
      if (row !== undefined) return this.read(row.record);
      const names = this.list().map((account) => account.name);
      throw new Fault('account.unknown', {
        account: name,
        suggestion: suggestion(name, names, names.length === 0 ? 'There are none yet.' : `Accounts are ${names.join(', ')}.`),
      });
    });
  }

  add(record: AccountRecord, access: Access): void {
    this.transaction(() => {
      const taken = this.connection.prepare<[string]>('SELECT 1 FROM accounts WHERE name = ?').get(record.name);
      if (taken !== undefined) throw new Fault('account.taken', { account: record.name });
      this.connection
        .prepare<[string, string, string]>('INSERT INTO accounts (id, name, record) VALUES (?, ?, ?)')
        .run(record.id, record.name, JSON.stringify(record));
      this.append(access);
    });
  }

  change(id: string, part: Partial<AccountRecord>, access: Access): AccountRecord {
    return this.transaction(() => {
      const row = this.connection.prepare<[string], { record: string }>('SELECT record FROM accounts WHERE id = ?').get(id);
      if (row === undefined) throw new Fault('account.unknown', { account: id, suggestion: 'It was removed meanwhile.' });
      const next = { ...this.read(row.record), ...part };
      this.connection.prepare<[string, string]>('UPDATE accounts SET record = ? WHERE id = ?').run(JSON.stringify(next), id);
      this.append(access);
      return next;
    });
  }

  remove(id: string, access: Access): void {
    this.transaction(() => {
      this.connection.prepare<[string]>('DELETE FROM accounts WHERE id = ?').run(id);
      this.append(access);
    });
  }

  note(access: Access): void {
    this.transaction(() => {
      this.append(access);
    });
  }

  lines(most: number): readonly AccessLine[] {
    return this.within(() =>
      this.connection.prepare<[number], AccessLine>('SELECT * FROM access ORDER BY sequence DESC LIMIT ?').all(most),
    );
  }

  verify(): AccessCheck {
    return this.within(() => firstBroken(this.connection.prepare<[], AccessLine>('SELECT * FROM access ORDER BY sequence').iterate()));
  }

  close(): void {
    this.connection.close();
  }

  private append({ kind, account, version, detail }: Access): void {
    const last = this.connection
      .prepare<[], Pick<AccessLine, 'sequence' | 'hash'>>('SELECT sequence, hash FROM access ORDER BY sequence DESC LIMIT 1')
      .get();
    const { clock, by } = this.options;
    const line = { sequence: (last?.sequence ?? 0) + 1, at: clock.now(), kind, account, version, by, detail };
    this.connection
      .prepare<[AccessLine]>('INSERT INTO access VALUES (@sequence, @at, @kind, @account, @version, @by, @detail, @hash)')
      .run({ ...line, hash: lineHash(last?.hash ?? CHAIN_START, line) });
  }

  private read(text: string): AccountRecord {
    const account = readAccount(text);
    if (account === null) throw new Fault('accounts.corrupt', { file: this.options.file, problem: 'an account is not written as one.' });
    return account;
  }

  private transaction<Value>(work: () => Value): Value {
    return this.within(() => this.connection.transaction(work).immediate());
  }

  private within<Value>(work: () => Value): Value {
    return guarded(this.options.file, work);
  }
}

/** Makes the tables of a new file. A file of a newer version, or of another program, is refused untouched. */
function prepare(connection: Database.Database, file: string): void {
  connection
    .transaction(() => {
      // Read inside: another process may have gone first.
      const found = Number(connection.pragma('user_version', { simple: true }));
      if (found > ACCOUNTS_VERSION) throw new Fault('accounts.newer-version', { file, found, known: ACCOUNTS_VERSION });
      if (found === ACCOUNTS_VERSION) return;
      const tables = connection.prepare<[], { count: number }>('SELECT count(*) AS count FROM sqlite_schema').get();
      if (tables?.count !== 0) throw new Fault('accounts.corrupt', { file, problem: 'it belongs to another program.' });
      connection.exec(ACCOUNTS_SQL);
      connection.pragma(`user_version = ${String(ACCOUNTS_VERSION)}`);
    })
    .immediate();
}

/** Runs `work` and turns what SQLite or the disk throws into a fault of the table. */
function guarded<Value>(file: string, work: () => Value): Value {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof Database.SqliteError)) throw diskFault(thrown, file);
    const { code, message } = thrown;
    if (code === 'SQLITE_FULL') throw new Fault('disk.full', { file }, { cause: thrown });
    if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
      throw new Fault('accounts.corrupt', { file, problem: `${message}.` }, { cause: thrown });
    throw new Fault('disk.failed', { file, problem: `${message} (${code}).` }, { cause: thrown });
  }
}

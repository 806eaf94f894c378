import type { InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import type { SessionId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import type { AccountScope, LedgerScope } from '../../ports/ledger.ts';
import type { SessionStart } from '../../ports/session-register.ts';
import type { Connection } from './connection.ts';
import { prepare } from './statements.ts';

/** The numbers under which the ledger keeps an instrument and what is known of it. */
interface InstrumentNumbers {
  readonly instrumentId: number;
  readonly specificationId: number;
}

/** A session that has begun, with the numbers its rows carry. */
export class OpenSession {
  readonly id: number;
  readonly scopeId: number;
  private readonly scope: LedgerScope;
  private readonly instruments: readonly InstrumentNumbers[];

  constructor(numbers: { readonly id: number; readonly scopeId: number }, scope: LedgerScope, instruments: readonly InstrumentNumbers[]) {
    this.id = numbers.id;
    this.scopeId = numbers.scopeId;
    this.scope = scope;
    this.instruments = instruments;
  }

  /** The numbers of a dense index. */
  instrument(index: number): InstrumentNumbers {
    const numbers = this.instruments[index];
    invariant(numbers !== undefined, 'the instrument is one of the session');
    return numbers;
  }

  /** Holds that a batch is of the book, account and venue that its session began with. */
  check(scope: LedgerScope): void {
    const { book, account, venue } = this.scope;
    invariant(
      scope.book === book && scope.account === account && scope.venue === venue,
      'a batch is of the book, account and venue of its session',
    );
  }
}

/** The list of sessions and of what their instruments were. */
export class SessionTable {
  private readonly open = new Map<SessionId, OpenSession>();
  private readonly sql;

  constructor(connection: Connection) {
    this.sql = {
      scopeFind: prepare<{ id: number }>(connection, 'scopeFind'),
      scopeAdd: prepare(connection, 'scopeAdd'),
      sessionAdd: prepare(connection, 'sessionAdd'),
      sessionEnd: prepare(connection, 'sessionEnd'),
      instrumentFind: prepare<{ id: number }>(connection, 'instrumentFind'),
      instrumentAdd: prepare(connection, 'instrumentAdd'),
      specificationFind: prepare<{ id: number }>(connection, 'specificationFind'),
      specificationAdd: prepare(connection, 'specificationAdd'),
    };
  }

  /** The session of a batch, which must have begun and must be of the same account. */
  of(scope: LedgerScope): OpenSession {
    const session = this.open.get(scope.session);
    invariant(session !== undefined, `session ${scope.session} has begun before its first batch`);
    session.check(scope);
    return session;
  }

  add(start: SessionStart, wall: number): void {
    const { scope } = start;
    const scopeId = this.scopeId(scope);
    const instruments = start.instruments.map((spec) => this.specification(spec));
    const added = this.sql.sessionAdd.run(scope.session, scopeId, start.engineVersion, start.configuration, start.startedAt, wall);
    this.open.set(scope.session, new OpenSession({ id: Number(added.lastInsertRowid), scopeId }, scope, instruments));
  }

  end(session: SessionId, wall: number): void {
    const { changes } = this.sql.sessionEnd.run(wall, session);
    invariant(changes === 1, `session ${session} has begun before it ends`);
  }

  private scopeId({ book, account, venue }: AccountScope): number {
    return this.sql.scopeFind.get(book, account, venue)?.id ?? Number(this.sql.scopeAdd.run(book, account, venue).lastInsertRowid);
  }

  private specification(spec: InstrumentSpec): InstrumentNumbers {
    const text = JSON.stringify(spec);
    const instrumentId = this.sql.instrumentFind.get(spec.id)?.id ?? Number(this.sql.instrumentAdd.run(spec.id).lastInsertRowid);
    const known = this.sql.specificationFind.get(instrumentId, text)?.id;
    return {
      instrumentId,
      specificationId: known ?? Number(this.sql.specificationAdd.run(instrumentId, spec.validFrom, text).lastInsertRowid),
    };
  }
}

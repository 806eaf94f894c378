import type { SqliteLedger } from '../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import type { AccountScope, BookedTrades, Ledger, LedgerBatch, LedgerSnapshot } from '../../src-main/ports/ledger.ts';
import type { SessionRegister, SessionStart } from '../../src-main/ports/session-register.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { ClientOrderId, SessionId } from '../../src-shared/kernel/ids.ts';
import type { UtcMs } from '../../src-shared/kernel/time.ts';
import { type Crossings, ProgramDied } from './crossings.ts';

/** What happens to the n-th commit of a life: the disk refuses it, the program dies before it or before it learns of it. */
export interface CommitFault {
  readonly nth: number;
  readonly kind: 'fails' | 'lost before' | 'unknown after';
}

/** What a faulty ledger stands on. */
export interface FaultyLedgerParts {
  readonly ledger: SqliteLedger;
  readonly crossings: Crossings;
  readonly fault: CommitFault | null;
  readonly isDead: () => boolean;
  readonly strike: (kind: CommitFault['kind']) => void;
  readonly note: (line: string) => void;
}

/** The ledger on SQLite, whose commits can fail, be lost before, or be unknown after. */
export class FaultyLedger implements Ledger, BookedTrades, SessionRegister {
  private readonly parts: FaultyLedgerParts;
  private commits = 0;

  constructor(parts: FaultyLedgerParts) {
    this.parts = parts;
  }

  commit(batch: LedgerBatch): void {
    const { crossings, fault, strike, note } = this.parts;
    const { ledger } = this.living;
    this.commits += 1;
    const now = fault?.nth === this.commits ? fault.kind : null;
    crossings.cross('before commit');
    if (now !== null) strike(now);
    if (now === 'fails') throw new Fault('disk.full', { file: 'ledger.db' });
    if (now === 'lost before') throw new ProgramDied(now);
    ledger.commit(batch);
    note(`commit ${String(batch.time)} ${batch.records.map(({ kind }) => kind).join(' ')}`);
    if (now === 'unknown after') throw new ProgramDied(now);
    crossings.cross('after commit');
  }

  hasCommand(id: string): boolean {
    return this.living.ledger.hasCommand(id);
  }

  hasOrder(order: ClientOrderId): boolean {
    return this.living.ledger.hasOrder(order);
  }

  hasTrade(scope: AccountScope, instrument: string, trade: string): boolean {
    return this.living.ledger.hasTrade(scope, instrument, trade);
  }

  hasFill(order: ClientOrderId, fill: string): boolean {
    return this.living.ledger.hasFill(order, fill);
  }

  snapshot(scope: AccountScope, instruments: readonly { readonly id: string }[], endedSince?: UtcMs): LedgerSnapshot {
    return this.living.ledger.snapshot(scope, instruments, endedSince);
  }

  begin(start: SessionStart): void {
    this.living.ledger.begin(start);
    this.parts.crossings.cross('begin');
  }

  end(session: SessionId): void {
    this.living.ledger.end(session);
  }

  /** A dead program touches no disk. */
  private get living(): FaultyLedgerParts {
    if (this.parts.isDead()) throw new ProgramDied('it was dead before');
    return this.parts;
  }
}

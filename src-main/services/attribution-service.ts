import type { GapView, SessionRow } from '../../src-shared/contract/attribution.ts';
import type { LedgerReader } from '../ports/ledger-reader.ts';

/** What holding sessions against their backtests needs. */
export interface AttributionParts {
  readonly reader: Pick<LedgerReader, 'sessions'>;
  /** Whether a session's journal is still there. */
  readonly hasJournal: (session: string) => boolean;
  /** Holds one against its backtest, on a thread of its own. */
  readonly split: (session: string) => Promise<GapView>;
}

/** The sessions of the home, and each beside its backtest. */
export class AttributionService {
  private readonly parts: AttributionParts;
  /** One at a time, so that trading keeps its core; a session that is asked for again meanwhile is worked out once. */
  private readonly going = new Map<string, Promise<GapView>>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(parts: AttributionParts) {
    this.parts = parts;
  }

  sessions(count: number): { readonly sessions: readonly SessionRow[] } {
    const { reader, hasJournal } = this.parts;
    return {
      sessions: reader.sessions(count).map(({ session, account, startedWall, endedWall }) => ({
        session,
        book: account.book,
        account: account.account,
        venue: account.venue,
        startedAt: startedWall,
        endedAt: endedWall,
        journal: hasJournal(session),
      })),
    };
  }

  /** Fails with `session.unknown`, and where there is no backtest to run. */
  split(session: string): Promise<GapView> {
    const before = this.going.get(session);
    if (before !== undefined) return before;
    const found = this.after(session);
    this.going.set(session, found);
    // Whoever asked hears how it ended; the next one only waits for it.
    this.last = found.then(
      () => this.going.delete(session),
      () => this.going.delete(session),
    );
    return found;
  }

  private async after(session: string): Promise<GapView> {
    await this.last;
    return this.parts.split(session);
  }
}

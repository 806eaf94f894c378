import type { LedgerCheck } from '../../src-shared/contract/ledger.ts';
import type { FillRow, OrderRow, RefusalRow, SignalRow } from '../../src-shared/contract/rows.ts';
import type { SessionId } from '../../src-shared/kernel/ids.ts';
import type { UtcMs } from '../../src-shared/kernel/time.ts';
import type { AccountScope, LedgerSnapshot } from './ledger.ts';

/** A session as the ledger lists it. Wall times are ms UTC. */
export interface SessionSummary {
  readonly session: SessionId;
  readonly account: AccountScope;
  readonly engineVersion: string;
  /** JSON text, as the session was begun with. */
  readonly configuration: string;
  /** Market time of the start. */
  readonly startedAt: UtcMs;
  readonly startedWall: UtcMs;
  /** Wall time of its orderly end; null while it runs, or when it was killed. */
  readonly endedWall: UtcMs | null;
}

/** An account as the ledger lists it. Wall times are ms UTC. */
export interface AccountSummary {
  readonly account: AccountScope;
  readonly createdWall: number;
  /** Of the newest batch; of the beginning where there is none. */
  readonly usedWall: number;
  readonly balances: ReadonlyMap<string, string>;
  readonly positions: number;
  readonly openOrders: number;
  readonly fills: number;
}

/** The newest batch of the whole ledger. */
export interface LastCommit {
  readonly session: SessionId;
  /** Market time. */
  readonly time: UtcMs;
  readonly sequence: number;
  readonly wall: UtcMs;
}

/** Which rows of a list are asked for, newest first: at most `count`, of a market time before `before` where given. */
export interface PageRequest {
  readonly before?: number | undefined;
  readonly count: number;
}

/** Reads the ledger beside its writer, on a connection of its own; sees every committed batch at once. Every call throws `disk.failed` when the file cannot be read. */
export interface LedgerReader {
  /** Orders that ended, newest first. */
  orderHistory(account: AccountScope, page: PageRequest): readonly OrderRow[];
  /** How many orders ended. */
  endedOrders(account: AccountScope): number;
  /** The orders of these client ids, open or ended; unknown ids are left out. */
  ordersById(ids: readonly string[]): readonly OrderRow[];
  /** Fills, newest first, and how many there are in all. */
  fills(account: AccountScope, page: PageRequest): { readonly fills: readonly FillRow[]; readonly total: number };
  /** Fills at or after a market time, oldest first. */
  fillsSince(account: AccountScope, time: number): readonly FillRow[];
  /** Fills of one origin at or after a market time, oldest first; `realised` is by the origin's own fills alone. */
  fillsOf(account: AccountScope, origin: string, since: number): readonly FillRow[];
  /** Every fill of the ledger, oldest first, read as the caller asks for it. */
  everyFill(): IterableIterator<FillRow>;
  /** Refusals, newest first. */
  refusals(account: AccountScope, count: number): readonly RefusalRow[];
  /** What strategies said, newest first. */
  signals(account: AccountScope, count: number): readonly SignalRow[];
  /** Every account, oldest first. */
  accounts(): readonly AccountSummary[];
  /** Sessions, newest first. */
  sessions(count: number): readonly SessionSummary[];
  lastCommit(): LastCommit | null;
  /** The same as the writer's `snapshot`. */
  snapshot(account: AccountScope, instruments: readonly { readonly id: string }[]): LedgerSnapshot;
  /** Checks the whole ledger against itself. */
  verify(): LedgerCheck;
  close(): void;
}

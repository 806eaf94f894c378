import type { LedgerCheck } from '../../src-shared/contract/ledger.ts';
import type { FillRow, OrderRow, RefusalRow, SignalRow } from '../../src-shared/contract/rows.ts';
import type { AlertFiring, AlertRecord } from '../../src-shared/domain/alert.ts';
import type { OrderState } from '../../src-shared/domain/order-state.ts';
import type { SessionId } from '../../src-shared/kernel/ids.ts';
import type { UtcMs } from '../../src-shared/kernel/time.ts';
import type { AccountScope, LedgerSnapshot, RiskStateRecord } from './ledger.ts';

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

/** What an alert said, and when a person had seen it. */
export interface SeenFiring {
  readonly firing: AlertFiring;
  /** Market time, or null. */
  readonly seen: number | null;
}

/** The newest batch of the whole ledger. */
export interface LastCommit {
  readonly session: SessionId;
  /** Market time. */
  readonly time: UtcMs;
  readonly sequence: number;
  readonly wall: UtcMs;
}

/** An open order, and since when (market time) nobody knows whether the venue has it; null where that is known. */
export interface HeldOrder extends OrderRow {
  readonly doubtSince: number | null;
}

/** One step of an order as it was recorded. Amounts are decimal text, times market time. */
export interface OrderMove {
  readonly state: OrderState;
  readonly filled: string;
  /** Why it ended, or why its end was asked for; null where neither. */
  readonly reason: string | null;
  readonly time: number;
}

/** An order with everything that was recorded of it, oldest first. */
export interface OrderStory {
  readonly order: OrderRow;
  /** What its origin names it by: of one that was made elsewhere the venue's number. */
  readonly tag: string | null;
  readonly moves: readonly OrderMove[];
}

/** Something held: signed base units, and the average price of what is open. Decimal text. */
export interface HeldPosition {
  readonly instrument: string;
  readonly size: string;
  readonly entry: string;
  /** Market time of the fill that opened it. */
  readonly openedAt: number;
}

/** What is open of an account, as of one instant. */
export interface AccountHolding {
  /** Market time of the newest batch; null for an account that the ledger does not know. */
  readonly time: number | null;
  readonly orders: readonly HeldOrder[];
  readonly positions: readonly HeldPosition[];
  readonly risk: RiskStateRecord | null;
  /** Instances that run, or that go on with the next session. */
  readonly strategies: readonly string[];
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
  /** An order with every step of it; null where there is none of this client id. */
  orderStory(id: string): OrderStory | null;
  /** Fills, newest first, and how many there are in all. */
  fills(account: AccountScope, page: PageRequest): { readonly fills: readonly FillRow[]; readonly total: number };
  /** Fills at or after a market time, oldest first. */
  fillsSince(account: AccountScope, time: number): readonly FillRow[];
  /** Fills of one origin at or after a market time, oldest first, and those of others whose fee took lots of what it holds; `realised` is by the origin's own fills alone. */
  fillsOf(account: AccountScope, origin: string, since: number): readonly FillRow[];
  /** Every fill of the ledger, oldest first, read as the caller asks for it. */
  everyFill(): IterableIterator<FillRow>;
  /** Refusals, newest first. */
  refusals(account: AccountScope, count: number): readonly RefusalRow[];
  /** What strategies said, newest first. */
  signals(account: AccountScope, count: number): readonly SignalRow[];
  /** Every alert that is not removed, oldest first. */
  alerts(account: AccountScope): readonly AlertRecord[];
  /** What alerts said, newest first; with when a person had seen it, market time, or null. */
  alertFirings(account: AccountScope, count: number): readonly SeenFiring[];
  /** What alerts said and nobody has seen, oldest first. */
  unseenFirings(account: AccountScope): readonly AlertFiring[];
  /** Every account, oldest first. */
  accounts(): readonly AccountSummary[];
  /** Sessions, newest first. */
  sessions(count: number): readonly SessionSummary[];
  lastCommit(): LastCommit | null;
  /** The same as the writer's `snapshot`. */
  snapshot(account: AccountScope, instruments: readonly { readonly id: string }[]): LedgerSnapshot;
  /** What is open of an account, without knowing its instruments. */
  holding(account: AccountScope): AccountHolding;
  /** Checks the whole ledger against itself. */
  verify(): LedgerCheck;
  close(): void;
}

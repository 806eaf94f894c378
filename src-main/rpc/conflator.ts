import { invariant } from '../../src-shared/kernel/result.ts';

/** What happens to events of one kind while nobody can take them. */
export type ConflationRule<Row> =
  /** The newest row of each key replaces the one before. */
  | { readonly keep: 'last'; readonly key: (row: Row) => string }
  /** As `last`, but rows that are closed are kept too, each of them, up to `limit` of all keys. */
  | { readonly keep: 'last-and-closed'; readonly key: (row: Row) => string; readonly closed: (row: Row) => boolean; readonly limit: number }
  /** Rows of one key grow together; `merge` (null for the first) bounds what it returns and counts the rest in it. */
  | { readonly keep: 'merged'; readonly key: (row: Row) => string; readonly merge: (older: Row | null, newer: Row) => Row }
  /** The newest `limit` rows. */
  | { readonly keep: 'newest'; readonly limit: number }
  /** Every row. More than `limit` of all such kinds together are a gap: all are let go and the taker is told to ask for a snapshot. */
  | { readonly keep: 'all' };

/** One rule for every kind of event. */
export type ConflationTable<Rows> = { readonly [Kind in keyof Rows]: ConflationRule<Rows[Kind]> };

/** An event: its kind and the row that kind carries. */
export type ConflatedEvent<Rows> = { readonly [Kind in keyof Rows]: { readonly kind: Kind; readonly row: Rows[Kind] } }[keyof Rows];

/** Events in order of arrival, under a number that counts from 1 without holes. */
export interface ConflatedBatch<Rows> {
  readonly batch: number;
  /** Whether something that is never dropped was lost before this batch; the taker must ask for a snapshot. */
  readonly gap: boolean;
  readonly events: readonly ConflatedEvent<Rows>[];
}

interface Waiting<Rows> {
  readonly arrival: number;
  readonly event: ConflatedEvent<Rows>;
}

/** The rows of one kind and key that wait. */
type KeyedRows<Rows> = Map<string, Waiting<Rows>>;

/**
 * Holds what a slow taker has not taken, bounded by the table: at most one batch is on its way at a time, and what waits costs a bounded
 * amount of memory however long the taker stands still.
 */
export class Conflator<Rows extends object> {
  private readonly table: ConflationTable<Rows>;
  private readonly everyLimit: number;
  private readonly onWaiting: () => void;
  private readonly keyed = new Map<keyof Rows, KeyedRows<Rows>>();
  private readonly queues = new Map<keyof Rows, Waiting<Rows>[]>();
  private every: Waiting<Rows>[] = [];
  private arrivals = 0;
  private lastBatch = 0;
  private unacknowledged = false;
  private gap = false;

  /** `onWaiting` is called when `take` would now return something that it did not before. `everyLimit` bounds the rows of all kinds that keep every row. */
  constructor(table: ConflationTable<Rows>, options: { readonly everyLimit: number; readonly onWaiting: () => void }) {
    this.table = table;
    this.everyLimit = options.everyLimit;
    this.onWaiting = options.onWaiting;
  }

  /** Takes in an event; it waits, replaces what waits, or is counted, as its kind's rule says. */
  offer<Kind extends keyof Rows>(kind: Kind, row: Rows[Kind]): void {
    const wasEmpty = this.isEmpty();
    this.arrivals += 1;
    const rule: ConflationRule<Rows[Kind]> = this.table[kind];
    switch (rule.keep) {
      case 'last':
        this.replace(kind, rule.key(row), row);
        break;
      case 'last-and-closed':
        this.offerClosing(kind, row, rule);
        break;
      case 'merged':
        this.offerMerged(kind, row, rule);
        break;
      case 'newest':
        this.enqueue(kind, row);
        if (this.queueOf(kind).length > rule.limit) this.queueOf(kind).shift();
        break;
      case 'all':
        this.offerEvery(kind, row);
        break;
    }
    if (wasEmpty && !this.unacknowledged) this.onWaiting();
  }

  /** The next batch, or null while nothing waits or the last batch is not acknowledged. */
  take(): ConflatedBatch<Rows> | null {
    if (this.unacknowledged || this.isEmpty()) return null;
    const waiting = [...this.every];
    for (const rows of this.keyed.values()) waiting.push(...rows.values());
    for (const queue of this.queues.values()) waiting.push(...queue);
    waiting.sort((a, b) => a.arrival - b.arrival);
    const batch = { batch: this.lastBatch + 1, gap: this.gap, events: waiting.map((entry) => entry.event) };
    this.lastBatch = batch.batch;
    this.unacknowledged = true;
    this.clear();
    this.gap = false;
    return batch;
  }

  /** Says that batch `batch` was applied; false when that is not the one on its way. */
  acknowledge(batch: number): boolean {
    if (!this.unacknowledged || batch !== this.lastBatch) return false;
    this.unacknowledged = false;
    if (!this.isEmpty()) this.onWaiting();
    return true;
  }

  /** Something that is never dropped was lost before it came here: the taker must ask for a snapshot. */
  lose(): void {
    const wasEmpty = this.isEmpty();
    this.gap = true;
    if (wasEmpty && !this.unacknowledged) this.onWaiting();
  }

  /** Lets go of whatever waits, and has the taker ask how things stand: what it was to be told is not for it any more, or was kept from it. */
  forget(): void {
    this.clear();
    this.lose();
  }

  /** A new taker: nothing is on its way, and whatever waited is let go, because it starts from a snapshot. */
  restart(): void {
    this.clear();
    this.gap = false;
    this.unacknowledged = false;
    this.lastBatch = 0;
  }

  /** Rows that wait, of all kinds. */
  get size(): number {
    let size = this.every.length;
    for (const rows of this.keyed.values()) size += rows.size;
    for (const queue of this.queues.values()) size += queue.length;
    return size;
  }

  private isEmpty(): boolean {
    return !this.gap && this.size === 0;
  }

  private clear(): void {
    this.every = [];
    this.keyed.clear();
    this.queues.clear();
  }

  private waiting<Kind extends keyof Rows>(kind: Kind, row: Rows[Kind]): Waiting<Rows> {
    return { arrival: this.arrivals, event: { kind, row } };
  }

  private rowsOf(kind: keyof Rows): KeyedRows<Rows> {
    const known = this.keyed.get(kind);
    if (known) return known;
    const rows: KeyedRows<Rows> = new Map();
    this.keyed.set(kind, rows);
    return rows;
  }

  private queueOf(kind: keyof Rows): Waiting<Rows>[] {
    const known = this.queues.get(kind);
    if (known) return known;
    const queue: Waiting<Rows>[] = [];
    this.queues.set(kind, queue);
    return queue;
  }

  private replace<Kind extends keyof Rows>(kind: Kind, key: string, row: Rows[Kind]): void {
    this.rowsOf(kind).set(key, this.waiting(kind, row));
  }

  private enqueue<Kind extends keyof Rows>(kind: Kind, row: Rows[Kind]): void {
    this.queueOf(kind).push(this.waiting(kind, row));
  }

  private offerClosing<Kind extends keyof Rows>(
    kind: Kind,
    row: Rows[Kind],
    rule: Extract<ConflationRule<Rows[Kind]>, { keep: 'last-and-closed' }>,
  ): void {
    const key = rule.key(row);
    if (!rule.closed(row)) {
      this.replace(kind, key, row);
      return;
    }
    // What was forming until now is this closed row's past.
    this.rowsOf(kind).delete(key);
    this.enqueue(kind, row);
    if (this.queueOf(kind).length > rule.limit) {
      this.queues.delete(kind);
      this.gap = true;
    }
  }

  private offerMerged<Kind extends keyof Rows>(
    kind: Kind,
    row: Rows[Kind],
    rule: Extract<ConflationRule<Rows[Kind]>, { keep: 'merged' }>,
  ): void {
    const key = rule.key(row);
    const older = this.rowsOf(kind).get(key)?.event;
    invariant(older === undefined || older.kind === kind, 'a kind keeps its own rows only');
    this.replace(kind, key, rule.merge(older === undefined ? null : (older.row as Rows[Kind]), row));
  }

  private offerEvery<Kind extends keyof Rows>(kind: Kind, row: Rows[Kind]): void {
    if (this.every.length >= this.everyLimit) {
      this.every = [];
      this.gap = true;
    }
    this.every.push(this.waiting(kind, row));
  }
}

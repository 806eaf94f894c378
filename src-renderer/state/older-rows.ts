import { useCallback, useEffect, useRef, useState } from 'react';
import type { Result } from '../../src-shared/kernel/result.ts';

/** One page of the ledger, newest first, and how many rows there are in all where that is told. */
export interface RowPage<Row> {
  readonly rows: readonly Row[];
  readonly total?: number;
}

/** How a list is read. Keep it stable. */
export interface PagedList<Row> {
  /** Reads at most `count` rows of a market time before `before`, newest first. */
  readonly read: (before: number, count: number) => Promise<Result<RowPage<Row>>>;
  readonly idOf: (row: Row) => string;
  readonly timeOf: (row: Row) => number;
}

/** Rows that are older than those the window was told of. */
export interface OlderRows<Row> {
  /** Newest first. */
  readonly rows: readonly Row[];
  /** Whether everything has been read. */
  readonly complete: boolean;
  /** In all, once it was told. */
  readonly total: number | undefined;
  /** Why the last page could not be read. */
  readonly failure: string | null;
  /** Reads the next page, or all that is left, unless something is being read; `oldest` is what the window knows without this list. */
  readonly more: (oldest: number, all?: boolean) => void;
}

const PAGE = 1_000;

/** How far a list was read. */
interface Reading {
  busy: boolean;
  gone: boolean;
  before: number;
  readonly seen: Set<string>;
}

/** Reads one page, or all pages that are left: a hundred thousand rows are drawn anew once, not once a page. */
async function readOn<Row>(
  list: PagedList<Row>,
  reading: Reading,
  { oldest, all }: { readonly oldest: number; readonly all: boolean },
): Promise<Omit<OlderRows<Row>, 'more'>> {
  const rows: Row[] = [];
  let total: number | undefined;
  for (;;) {
    // Rows of one instant may stand on two pages: it is asked for again, and again without it once it brought nothing new.
    const result = await list.read(Math.min(reading.before, oldest + 1), PAGE);
    if (!result.ok) return { rows, complete: false, total, failure: result.fault.message };
    const page = result.value;
    const fresh = page.rows.filter((row) => !reading.seen.has(list.idOf(row)));
    for (const row of fresh) {
      reading.seen.add(list.idOf(row));
      rows.push(row);
    }
    const last = page.rows.at(-1);
    if (last !== undefined) reading.before = list.timeOf(last) + (fresh.length > 0 ? 1 : 0);
    total = page.total ?? total;
    const complete = page.rows.length < PAGE;
    if (complete || !all || reading.gone) return { rows, complete, total, failure: null };
  }
}

/** Reads a list of the ledger page by page, each row once. */
export function useOlderRows<Row>(list: PagedList<Row>): OlderRows<Row> {
  const [state, setState] = useState<Omit<OlderRows<Row>, 'more'>>({ rows: [], complete: false, total: undefined, failure: null });
  const reading = useRef<Reading>({ busy: false, gone: false, before: Infinity, seen: new Set() });
  useEffect(() => {
    const now = reading.current;
    now.gone = false;
    return () => {
      now.gone = true;
    };
  }, []);
  const more = useCallback(
    (oldest: number, all = false) => {
      const now = reading.current;
      if (now.busy) return;
      now.busy = true;
      void readOn(list, now, { oldest, all }).then((found) => {
        now.busy = false;
        if (now.gone) return;
        setState((known) => ({
          rows: found.rows.length === 0 ? known.rows : [...known.rows, ...found.rows],
          complete: known.complete || found.complete,
          total: found.total ?? known.total,
          failure: found.failure,
        }));
      });
    },
    [list],
  );
  return { ...state, more };
}

/** What the window was told of, then what was read, each once; both newest first. */
export function joinedRows<Row>(told: readonly Row[], older: readonly Row[], idOf: (row: Row) => string): readonly Row[] {
  if (older.length === 0) return told;
  const known = new Set(told.map(idOf));
  return [...told, ...older.filter((row) => !known.has(idOf(row)))];
}

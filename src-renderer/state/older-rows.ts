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
  /** Reads the next page, unless one is being read; `oldest` is what the window knows without this list. */
  readonly more: (oldest: number) => void;
}

const PAGE = 1_000;

/** Reads a list of the ledger page by page, each row once. */
export function useOlderRows<Row>(list: PagedList<Row>): OlderRows<Row> {
  const [state, setState] = useState<Omit<OlderRows<Row>, 'more'>>({ rows: [], complete: false, total: undefined, failure: null });
  const reading = useRef({ busy: false, gone: false, before: Infinity, seen: new Set<string>() });
  useEffect(() => {
    const now = reading.current;
    now.gone = false;
    return () => {
      now.gone = true;
    };
  }, []);
  const more = useCallback(
    (oldest: number) => {
      const now = reading.current;
      if (now.busy) return;
      now.busy = true;
      // Rows of one instant may stand on two pages: it is asked for again, and again without it once it brought nothing new.
      const before = Math.min(now.before, oldest + 1);
      void list.read(before, PAGE).then((result) => {
        now.busy = false;
        if (now.gone) return;
        if (!result.ok) {
          setState((known) => ({ ...known, failure: result.fault.message }));
          return;
        }
        const page = result.value;
        const fresh = page.rows.filter((row) => !now.seen.has(list.idOf(row)));
        for (const row of fresh) now.seen.add(list.idOf(row));
        const last = page.rows.at(-1);
        if (last !== undefined) now.before = list.timeOf(last) + (fresh.length > 0 ? 1 : 0);
        setState((known) => ({
          rows: fresh.length === 0 ? known.rows : [...known.rows, ...fresh],
          complete: page.rows.length < PAGE,
          total: page.total ?? known.total,
          failure: null,
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

import type { OrderRow, PositionRow, QuoteRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';

/** What a watchlist is sorted by; `own` is the order that the trader gave it. */
export type WatchSort = 'own' | 'name' | 'change' | 'volume';

export interface WatchOrder {
  readonly by: WatchSort;
  readonly descending: boolean;
}

/** A row before it is drawn. */
export interface WatchRow {
  readonly instrument: Instrument;
  readonly quote: QuoteRow | undefined;
  readonly hasPosition: boolean;
  readonly hasOrders: boolean;
  readonly hasAlert: boolean;
}

/** The change since 24 h ago as a share of one; undefined while it is not known. */
export function dayChange(quote: QuoteRow | undefined): number | undefined {
  if (quote === undefined || !(quote.open24h > 0)) return undefined;
  return quote.last / quote.open24h - 1;
}

/** The instruments that are listed, in the trader's own order; new ones come last. */
export function listedInstruments(
  all: ReadonlyMap<string, Instrument>,
  own: readonly string[],
  removed: readonly string[],
): readonly Instrument[] {
  const gone = new Set(removed);
  const known = own.flatMap((id) => all.get(id) ?? []);
  const others = [...all.values()].filter((instrument) => !own.includes(instrument.id));
  return [...known, ...others].filter((instrument) => !gone.has(instrument.id));
}

/** The rows of instruments that a filter lets pass: every word is part of symbol, name or venue. */
export function filterInstruments(instruments: readonly Instrument[], filter: string): readonly Instrument[] {
  const words = filter.toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return instruments;
  return instruments.filter(({ spec }) => {
    const text = `${spec.id} ${spec.name}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function sortKey(row: WatchRow, by: WatchSort): number | undefined {
  return by === 'change' ? dayChange(row.quote) : row.quote?.quoteVolume24h;
}

/** Rows in the chosen order (stable); unknown figures come last in both directions. */
export function sortWatch(rows: readonly WatchRow[], { by, descending }: WatchOrder): readonly WatchRow[] {
  if (by === 'own') return rows;
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (by === 'name') return sign * a.instrument.spec.symbol.localeCompare(b.instrument.spec.symbol, 'en');
    const keyA = sortKey(a, by);
    const keyB = sortKey(b, by);
    if (keyA === undefined || keyB === undefined) return Number(keyA === undefined) - Number(keyB === undefined);
    return sign * (keyA - keyB);
  });
}

/** What a click on a sort head leads to: its natural direction, the other one, then the trader's own order. */
export function nextWatchSort(now: WatchOrder, by: WatchSort): WatchOrder {
  const first = by !== 'name';
  if (now.by !== by) return { by, descending: first };
  return now.descending === first ? { by, descending: !first } : { by: 'own', descending: false };
}

/** The own order with one instrument moved by some places. */
export function movedInstrument(order: readonly string[], id: string, by: number): readonly string[] {
  const from = order.indexOf(id);
  const to = Math.max(0, Math.min(order.length - 1, from + by));
  if (from < 0 || to === from) return order;
  const rest = order.filter((other) => other !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}

/** The instruments with an open position, and those with orders at work. */
export function marksOf(
  positions: Iterable<PositionRow>,
  orders: Iterable<OrderRow>,
): { readonly positions: ReadonlySet<string>; readonly orders: ReadonlySet<string> } {
  const held = new Set<string>();
  for (const row of positions) if (Number(row.size) !== 0) held.add(row.instrument);
  const working = new Set<string>();
  for (const row of orders) if (!FINAL_STATES.has(row.state)) working.add(row.instrument);
  return { positions: held, orders: working };
}

import type { OrderRow, PositionRow, QuoteRow } from '../../../src-shared/contract/rows.ts';
import { coinName } from '../../../src-shared/domain/coin-names.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { NamedMarket } from '../../../src-shared/domain/market-index.ts';
import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';
import { venueTag } from '../../state/active-instrument.ts';
import type { CatalogueMarket } from '../../state/market-catalogue.ts';

/** What a watchlist is sorted by; `own` is the order that the trader gave it. */
export type WatchSort = 'own' | 'name' | 'change' | 'volume';

export interface WatchOrder {
  readonly by: WatchSort;
  readonly descending: boolean;
}

/** A market of a list: of the desk, of the catalogue, of both, or one that neither knows any more. */
export interface WatchItem extends NamedMarket {
  readonly symbol: string;
  /** Digits after the point of a price. */
  readonly priceDecimals: number;
  /** There where the desk hears it. */
  readonly instrument: Instrument | null;
  readonly listed: CatalogueMarket | null;
}

/** What is known of a market's price: live, or as of when its venue was asked. */
export interface WatchFigures {
  readonly last: number | undefined;
  /** Change since 24 h before, a share of one. */
  readonly change: number | undefined;
  /** Traded in 24 h, quote units. */
  readonly volume: number | undefined;
  /** When these figures were fetched, ms UTC; null where they are live, or nothing is known. */
  readonly asOf: number | null;
}

/** What a list is made of. */
export interface ListGround {
  /** Instruments of the desk. */
  readonly desk: ReadonlyMap<string, Instrument>;
  readonly catalogue: ReadonlyMap<string, CatalogueMarket>;
}

/** A named list. One that holds `all` has every instrument of the desk, also those that come later. */
export interface NamedList {
  readonly name: string;
  readonly all: boolean;
  /** Ids in the trader's own order. */
  readonly own: readonly string[];
  /** Instruments of the desk that were taken off a list that holds all. */
  readonly removed: readonly string[];
}

const DECIMALS_UNKNOWN = 2;

/** A market by its id, with whatever is known of it. */
export function watchItem(id: string, { desk, catalogue }: ListGround): WatchItem {
  const instrument = desk.get(id) ?? null;
  const listed = catalogue.get(id) ?? null;
  const symbol = instrument?.spec.symbol ?? id.slice(0, Math.max(0, id.lastIndexOf('.')));
  const [base = '', quote = ''] = symbol.split('/');
  return {
    ...{ id, symbol, base, quote, instrument, listed },
    name: instrument?.spec.name ?? coinName(base),
    venue: venueTag(id),
    quoteVolume24h: listed?.quoteVolume24h ?? null,
    priceDecimals: instrument?.priceDecimals ?? listed?.tick.split('.')[1]?.length ?? (listed === null ? DECIMALS_UNKNOWN : 0),
  };
}

/** The ids of a list in the trader's own order; instruments of the desk that are new come last where the list holds all. */
export function listedIds({ all, own, removed }: NamedList, desk: ReadonlyMap<string, Instrument>): readonly string[] {
  const gone = new Set(removed);
  const placed = new Set(own);
  const others = all ? [...desk.keys()].filter((id) => !placed.has(id)) : [];
  return [...own, ...others].filter((id) => !gone.has(id));
}

/** The change since 24 h ago as a share of one; undefined while it is not known. */
export function dayChange(quote: Pick<QuoteRow, 'last' | 'open24h'> | undefined): number | undefined {
  if (quote === undefined || !(quote.open24h > 0)) return undefined;
  return quote.last / quote.open24h - 1;
}

/** What is known of a market's price: the desk's quote, else what its venue said when it was asked. */
export function figuresOf({ instrument, listed }: WatchItem, quote: QuoteRow | undefined): WatchFigures {
  if (instrument !== null) return { last: quote?.last, change: dayChange(quote), volume: quote?.quoteVolume24h, asOf: null };
  const last = listed?.last ?? undefined;
  return {
    last,
    change: last === undefined ? undefined : dayChange({ last, open24h: listed?.open24h ?? 0 }),
    volume: listed?.quoteVolume24h ?? undefined,
    asOf: listed?.fetchedAt ?? null,
  };
}

/** Markets in the chosen order (stable); unknown figures come last in both directions. */
export function sortWatch(
  items: readonly WatchItem[],
  { by, descending }: WatchOrder,
  quotes: ReadonlyMap<string, QuoteRow>,
): readonly WatchItem[] {
  if (by === 'own') return items;
  const sign = descending ? -1 : 1;
  if (by === 'name') return [...items].sort((a, b) => sign * (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0));
  const keyed = items.map((item) => ({ item, key: figuresOf(item, quotes.get(item.id))[by] }));
  keyed.sort((a, b) => {
    if (a.key === undefined || b.key === undefined) return Number(a.key === undefined) - Number(b.key === undefined);
    return sign * (a.key - b.key);
  });
  return keyed.map(({ item }) => item);
}

/** What a click on a sort head leads to: its natural direction, the other one, then the trader's own order. */
export function nextWatchSort(now: WatchOrder, by: WatchSort): WatchOrder {
  const first = by !== 'name';
  if (now.by !== by) return { by, descending: first };
  return now.descending === first ? { by, descending: !first } : { by: 'own', descending: false };
}

/** The own order with one market moved by some places. */
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

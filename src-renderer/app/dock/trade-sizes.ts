import { DENSITIES, FRAME } from '../../ui/tokens.ts';
import type { DensityName } from '../../ui/tokens.ts';

/** The arrangement a window of some width gets: `wide` has the left column, `middle` not, in `narrow` book and trades are tabs of one panel. */
export type Arrangement = 'wide' | 'middle' | 'narrow';

/** The Trade workspace's sizes in pixels. Widths and heights with the gaps between them add up to the workspace. */
export interface TradeSizes {
  readonly left: number;
  readonly chart: number;
  readonly bookColumn: number;
  readonly ticketColumn: number;
  readonly upper: number;
  readonly dock: number;
  readonly watchlist: number;
  readonly instrument: number;
  readonly book: number;
  readonly trades: number;
  readonly ticket: number;
  readonly account: number;
}

export interface TradeSpace {
  /** The workspace between the bars. */
  readonly width: number;
  readonly height: number;
  readonly density: DensityName;
  /** What the ticket needs for its present form, gaps included; it says so when a bracket opens. */
  readonly ticketHeight?: number | undefined;
}

const GAP = FRAME.gap;
const WIDE_FROM = 1280;
const BOOK_COLUMN_FROM = 1200;
const LARGE_FROM = 1800;
const TALL_FROM = 1000;
const BARS = FRAME['top-bar'] + FRAME.foot;
const CHART_LEAST = 560;
const LEFT_LEAST = 176;
const WATCHLIST_ROWS = 8;
const ACCOUNT_LEAST = 84;
const INSTRUMENT_MOST = 304;
/** The watchlist takes at most this share of the left column. */
const LEFT_SHARE = 0.68;
const TRADES_LEAST_ROWS = 7;
/** Filter and sort row of the watchlist. */
const WATCHLIST_FIXED = 36 + 16;
/** Spread row and imbalance row of the book. */
const BOOK_FIXED = 24 + 16;
/** The ticket's form at dense, and what each step of density adds to its controls. */
const TICKET_DENSE = 628;
const TICKET_STEP = 32;

/** The arrangement for a window's width. */
export function arrangementFor(width: number): Arrangement {
  if (width >= WIDE_FROM) return 'wide';
  return width >= BOOK_COLUMN_FROM ? 'middle' : 'narrow';
}

function dockRows(height: number): number {
  const windowHeight = height + BARS;
  if (windowHeight < 760) return 3;
  return windowHeight < TALL_FROM ? 7 : 9;
}

function columnWidths(width: number): Pick<TradeSizes, 'left' | 'chart' | 'bookColumn' | 'ticketColumn'> {
  const large = width >= LARGE_FROM;
  const bookColumn = large ? 288 : 244;
  const ticketColumn = large ? 320 : 288;
  if (arrangementFor(width) !== 'wide') return { left: 0, chart: width - bookColumn - ticketColumn - 2 * GAP, bookColumn, ticketColumn };
  const rest = width - bookColumn - ticketColumn - 3 * GAP;
  const left = Math.max(LEFT_LEAST, Math.min(large ? 248 : 204, rest - CHART_LEAST));
  return { left, chart: rest - left, bookColumn, ticketColumn };
}

/** Watchlist over instrument card: eight rows, more only where the card would stand half empty. */
function leftHeights(upper: number, width: number, head: number): Pick<TradeSizes, 'watchlist' | 'instrument'> {
  const row = width >= LARGE_FROM ? 48 : 40;
  const fixed = head + WATCHLIST_FIXED;
  const room = upper - GAP;
  const shortRows = Math.floor((room * LEFT_SHARE - fixed) / row);
  const spareRows = Math.floor((room - INSTRUMENT_MOST - fixed) / row);
  const rows = Math.max(3, Math.min(WATCHLIST_ROWS, shortRows), spareRows);
  const watchlist = fixed + rows * row;
  return { watchlist, instrument: room - watchlist };
}

/** Book over trades: as many levels as leave seven prints; both sides have equally many. */
function bookHeights(upper: number, density: DensityName): Pick<TradeSizes, 'book' | 'trades'> {
  const { 'book-row': row, 'panel-head': head } = DENSITIES[density];
  const columnHead = FRAME['book-head'];
  const room = upper - GAP;
  const tradesLeast = head + columnHead + TRADES_LEAST_ROWS * row;
  const fixed = head + columnHead + BOOK_FIXED;
  const levels = Math.max(3, Math.floor((room - tradesLeast - fixed) / (2 * row)));
  const book = fixed + levels * 2 * row;
  return { book, trades: room - book };
}

/** The sizes of the Trade workspace: exactly those of the design at 1440x900 and 1920x1080, and by the same rules in between and beyond. */
export function tradeSizes({ width, height, density, ticketHeight }: TradeSpace): TradeSizes {
  const heights = DENSITIES[density];
  const dock = heights['panel-head'] + 2 * heights['table-head'] + dockRows(height) * heights.row;
  const upper = height - GAP - dock;
  const steps = { dense: 0, compact: 1, comfortable: 2 }[density];
  const wanted = ticketHeight ?? TICKET_DENSE + steps * TICKET_STEP;
  const ticket = Math.min(wanted, height - GAP - ACCOUNT_LEAST);
  return {
    ...columnWidths(width),
    upper,
    dock,
    ...leftHeights(upper, width, heights['panel-head']),
    ...bookHeights(upper, density),
    ticket,
    account: height - GAP - ticket,
  };
}

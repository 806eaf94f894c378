import { TIMEFRAMES, type CandleColumns, candleColumns, sliceCandles } from '../../src-shared/domain/candle.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { decimalsOf } from '../core/market-data/decimals-of.ts';
import type { CandlePages, VenueBar } from '../ports/candle-venues.ts';
import type { CandleStore, SeriesKey } from '../ports/candle-store.ts';
import type { Clock } from '../ports/clock.ts';

/** What to download, and where to. */
export interface DownloadOrder {
  readonly key: SeriesKey;
  readonly id: string;
  /** Opens from here, ms UTC. */
  readonly from: number;
  /** Opens before here, ms UTC; a bar that is not over yet is never stored. */
  readonly to: number;
}

/** What a download needs around it. */
export interface DownloadRooms {
  readonly pages: CandlePages;
  readonly store: CandleStore;
  readonly clock: Clock;
  /** Hears after each page how far it has come: the next open to ask for, and the share done from 0 to 1. */
  readonly onProgress: (next: number, done: number) => void;
  /** Hears that a request is asked again, and in how many ms. */
  readonly onWait: (fault: Fault, waitMs: number) => void;
}

/** What came of it. */
export interface DownloadOutcome {
  readonly added: number;
  readonly requests: number;
}

/** Times that one page is asked for before the download gives up; what is stored by then stays. */
const MOST_TRIES = 6;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** Fetches what a series lacks before its first and after its last stored bar, a page and a transaction at a time: it can be ended anywhere and goes on from there. */
export async function downloadCandles(order: DownloadOrder, rooms: DownloadRooms): Promise<DownloadOutcome> {
  const stored = rooms.store.find(order.id);
  const spans = stored
    ? [
        { from: order.from, to: Math.min(order.to, stored.from) },
        { from: Math.max(order.from, stored.to), to: order.to },
      ]
    : [{ from: order.from, to: order.to }];
  const wanted = spans.filter((span) => span.from < span.to);
  const total = wanted.reduce((sum, span) => sum + span.to - span.from, 0);
  let before = 0;
  let added = 0;
  let requests = 0;
  for (const span of wanted) {
    for (let next = span.from; next < span.to;) {
      const bars = await patientPage(next, rooms);
      requests += 1;
      const columns = goodBars(bars, { order, from: next, to: Math.min(span.to, rooms.clock.now()) });
      if (columns.length > 0) added += store(columns, order, rooms);
      next = nextOpen(columns, next, order, rooms.pages.limit);
      rooms.onProgress(Math.min(next, span.to), (before + Math.min(next, span.to) - span.from) / total);
    }
    before += span.to - span.from;
  }
  return { added, requests };
}

/** After a page without news the same stretch is a gap: venues give bars from the instant on that was asked for. */
function nextOpen({ length, time }: CandleColumns, asked: number, { key }: DownloadOrder, limit: number): number {
  const bar = TIMEFRAMES[key.timeframe];
  return length > 0 ? time[length - 1]! + bar : asked + limit * bar;
}

async function patientPage(since: number, { pages, clock, onWait }: DownloadRooms): Promise<readonly VenueBar[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await pages.page(since);
    } catch (thrown) {
      if (!(thrown instanceof Fault) || thrown.code === 'venue.refused' || attempt === MOST_TRIES) throw thrown;
      if (thrown.code !== 'venue.busy' && thrown.code !== 'venue.unreachable') throw thrown;
      const waitMs = Math.max(Number(thrown.details['waitMs'] ?? 0), Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1)));
      onWait(thrown, waitMs);
      await new Promise<void>((resolve) => void clock.after(waitMs, resolve));
    }
  }
}

interface Wanted {
  readonly order: DownloadOrder;
  readonly from: number;
  /** Bars must be over by then. */
  readonly to: number;
}

/** The bars of a page that are wanted, over and not yet had; anything that is no bar is refused. */
function goodBars(bars: readonly VenueBar[], { order, from, to }: Wanted): CandleColumns {
  const bar = TIMEFRAMES[order.key.timeframe];
  const columns = candleColumns(bars.length);
  let length = 0;
  for (const row of [...bars].sort((a, b) => Number(a[0]) - Number(b[0]))) {
    const [time, open, high, low, close, volume] = row.map(Number) as [number, number, number, number, number, number];
    const whole = Math.min(open, low, close) > 0 && low <= Math.min(open, close) && high >= Math.max(open, close) && volume >= 0;
    if (!Number.isFinite(time + high) || !whole || time % bar !== 0) {
      throw new Fault('data.refused', {
        file: order.id,
        problem: `the venue gave a bar that is none: ${JSON.stringify(row).slice(0, 120)}.`,
      });
    }
    const known = length > 0 && time <= columns.time[length - 1]!;
    if (time < from || known || time + bar > to) continue;
    [columns.time[length], columns.open[length], columns.high[length]] = [time, open, high];
    [columns.low[length], columns.close[length], columns.volume[length]] = [low, close, volume];
    length += 1;
  }
  return sliceCandles(columns, 0, length);
}

function store(columns: CandleColumns, { key }: DownloadOrder, { store: candles, clock }: DownloadRooms): number {
  const { open, high, low, close, volume } = columns;
  return candles.write({
    key,
    columns,
    priceDecimals: Math.max(...[open, high, low, close].map((column) => decimalsOf(column))),
    volumeDecimals: decimalsOf(volume),
    source: `downloaded from ${key.venue}`,
    importedAt: clock.now(),
    replace: false,
  }).added;
}

import type { BookRow, CandleRow, QuoteRow, TradesRow } from '../../../src-shared/contract/rows.ts';
import type { Interest, StreamEvent } from '../../../src-shared/contract/stream.ts';
import { TIMEFRAMES, type Timeframe } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { utcMs, type UtcMs } from '../../../src-shared/kernel/time.ts';
import type { MarketView } from '../../ports/market-view.ts';
import { BOOK_REACH, thinnedSide } from './book-side.ts';
import { instrumentAt } from './order-rows.ts';

/** Market time between two looks at the figures of 24 hours, ms. */
const STATS_EVERY_MS = 1_000;
/** Prints told at once; the page counts the rest. */
const PRINTS_AT_ONCE = 200;

interface Seen {
  lastTicks: number;
  direction: 'up' | 'down' | 'same';
  printsTo: number;
  statsAt: number;
  stats: Pick<QuoteRow, 'open24h' | 'high24h' | 'low24h' | 'volume24h' | 'quoteVolume24h'> | null;
}

/** The market as rows: quotes of all instruments; books, tapes and candles of those somebody looks at. */
export class MarketRows {
  private readonly view: MarketView;
  private readonly instruments: readonly Instrument[];
  private readonly seen: Seen[];
  private readonly openBars = new Map<string, number>();

  constructor(view: MarketView, instruments: readonly Instrument[]) {
    this.view = view;
    this.instruments = instruments;
    this.seen = instruments.map(() => ({ lastTicks: 0, direction: 'same', printsTo: 0, statsAt: Number.NEGATIVE_INFINITY, stats: null }));
  }

  quote(index: number, time: UtcMs): QuoteRow {
    const instrument = instrumentAt(this.instruments, index);
    const seen = this.seenAt(index);
    const { bidTicks, askTicks, lastTicks } = this.view.quote(index, time);
    if (lastTicks !== seen.lastTicks) {
      seen.direction = seen.lastTicks === 0 ? 'same' : lastTicks > seen.lastTicks ? 'up' : 'down';
      seen.lastTicks = lastTicks;
    }
    const contract = this.view.contract?.(index) ?? null;
    return {
      instrument: instrument.id,
      time,
      bid: instrument.toPrice(bidTicks),
      ask: instrument.toPrice(askTicks),
      last: instrument.toPrice(lastTicks),
      direction: seen.direction,
      ...this.stats(index, instrument, time),
      ...(contract === null ? {} : { contract }),
    };
  }

  /** Last price of the newest quote, ticks; 0 before the first. */
  lastTicks(index: number): number {
    return this.seenAt(index).lastTicks;
  }

  book(index: number, time: UtcMs): BookRow {
    const instrument = instrumentAt(this.instruments, index);
    // Where prices of so many figures alone are taken, levels lie many ticks apart.
    const reach = BOOK_REACH * instrument.orderStep(this.view.quote(index, time).bidTicks);
    const { bids, asks, staleSince = null } = this.view.book(index, time, reach);
    const flat = (levels: ReturnType<typeof thinnedSide>): number[] =>
      levels.flatMap(([ticks, lots]) => [instrument.toPrice(ticks), instrument.sizeOf(lots).toNumber()]);
    const row = { instrument: instrument.id, time, bids: flat(thinnedSide(bids, 'bid')), asks: flat(thinnedSide(asks, 'ask')) };
    return staleSince === null ? row : { ...row, staleSince };
  }

  /** Prints since the last call for this instrument, or of the last `span` ms. */
  trades(index: number, time: UtcMs, span: number | null): TradesRow {
    const instrument = instrumentAt(this.instruments, index);
    const seen = this.seenAt(index);
    const from = span === null ? Math.max(seen.printsTo, time - 60_000) : time - span;
    if (span === null) seen.printsTo = time;
    const prints = this.view.prints(index, utcMs(from), time);
    const rows: TradesRow['prints'][number][] = [];
    const first = Math.max(0, prints.length - PRINTS_AT_ONCE);
    for (let i = first; i < prints.length; i += 1) {
      rows.push([
        prints.time[i] ?? 0,
        instrument.toPrice(prints.ticks[i] ?? 0),
        instrument.sizeOf(prints.lots[i] ?? 0).toNumber(),
        (prints.side[i] ?? 1) > 0 ? 'buy' : 'sell',
      ]);
    }
    return { instrument: instrument.id, prints: rows, skipped: first };
  }

  /** What a page that looks at `interest` should hear now. */
  looked(interest: Interest, time: UtcMs, tell: (event: StreamEvent) => void): void {
    for (const id of interest.books) {
      const index = this.indexOf(id);
      if (index !== null) tell({ kind: 'book', row: this.book(index, time) });
    }
    for (const id of interest.tapes) {
      const index = this.indexOf(id);
      if (index === null) continue;
      const row = this.trades(index, time, null);
      if (row.prints.length > 0) tell({ kind: 'trades', row });
    }
    for (const { instrument, timeframe } of interest.candles) {
      const index = this.indexOf(instrument);
      if (index !== null) this.candles(index, timeframe, time, tell);
    }
  }

  /** Bars that closed since the last look, each of them, then the forming one. */
  private candles(index: number, timeframe: Timeframe, time: UtcMs, tell: (event: StreamEvent) => void): void {
    const id = instrumentAt(this.instruments, index).id;
    const key = `${id} ${timeframe}`;
    const span = TIMEFRAMES[timeframe];
    const open = Math.floor(time / span) * span;
    const since = this.openBars.get(key) ?? open;
    if (since < open) {
      const closed = this.view.bars(index, timeframe, utcMs(since), time);
      for (let i = 0; i < closed.length; i += 1) tell({ kind: 'candle', row: candleRow(id, timeframe, barAt(closed, i), true) });
    }
    this.openBars.set(key, open);
    const bar = this.view.formingBar(index, timeframe, time);
    if (bar !== null) tell({ kind: 'candle', row: candleRow(id, timeframe, bar, false) });
  }

  private stats(index: number, instrument: Instrument, time: UtcMs): NonNullable<Seen['stats']> {
    const seen = this.seenAt(index);
    if (seen.stats === null || time - seen.statsAt >= STATS_EVERY_MS) {
      const { openTicks, highTicks, lowTicks, lots, quoteVolume } = this.view.stats24h(index, time);
      seen.statsAt = time;
      seen.stats = {
        open24h: instrument.toPrice(openTicks),
        high24h: instrument.toPrice(highTicks),
        low24h: instrument.toPrice(lowTicks),
        volume24h: instrument.sizeOf(lots).toNumber(),
        quoteVolume24h: quoteVolume,
      };
    }
    return seen.stats;
  }

  private seenAt(index: number): Seen {
    const seen = this.seen[index];
    if (seen === undefined) throw new RangeError('the instrument has a column');
    return seen;
  }

  private indexOf(id: string): number | null {
    return this.instruments.find((instrument) => instrument.id === id)?.index ?? null;
  }
}

function candleRow(instrument: string, timeframe: Timeframe, bar: CandleRow['bar'], closed: boolean): CandleRow {
  return { instrument, timeframe, closed, bar };
}

function barAt(columns: ReturnType<MarketView['bars']>, row: number): CandleRow['bar'] {
  const { time, open, high, low, close, volume } = columns;
  return [time[row] ?? 0, open[row] ?? 0, high[row] ?? 0, low[row] ?? 0, close[row] ?? 0, volume[row] ?? 0];
}

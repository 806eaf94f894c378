import type { ContractFigures } from '../../../src-shared/domain/contract-figures.ts';
import { type CandleColumns, candleColumns, type Timeframe, TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { asFault, type Fault } from '../../../src-shared/kernel/fault.ts';
import { DAY_MS, MINUTE_MS, utcMs, type UtcMs } from '../../../src-shared/kernel/time.ts';
import type { Print } from '../../core/matching/tape-rules.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MarketFeed } from '../../ports/market-feed.ts';
import type { MarketView, ViewedBook, ViewedPrints, ViewedQuote, ViewedSide, ViewedStats } from '../../ports/market-view.ts';
import type { HeardBooks } from './heard-books.ts';
import type { HeardFigures } from './heard-figures.ts';
import type { Touch } from './heard-evidence.ts';
import type { MarketMeeting } from './heard-market.ts';
import { HeardPrints } from './heard-prints.ts';
import { KeptBars } from './kept-bars.ts';
import { type HeardBar, WatchedBars } from './watched-bars.ts';

/** Most bars of one question. */
const PAGE = 500;
/** The figures of 24 h are taken from such bars, asked for anew so often, ms. */
const DAY_BARS: Timeframe = '15m';
const DAY_AGAIN_MS = MINUTE_MS;

/** What a view is made of. */
export interface HeardViewParts {
  readonly feed: MarketFeed;
  readonly instruments: readonly Instrument[];
  readonly clock: Clock;
  /** The venue's own record of a bar that has closed, which corrects what was put together from trades. */
  readonly onClosed: (instrument: Instrument, timeframe: Timeframe, bar: HeardBar) => void;
  readonly onProblem: (fault: Fault) => void;
}

/** What was heard of one instrument. */
interface Heard {
  readonly instrument: Instrument;
  touch: Touch | null;
  last: Print | null;
  readonly prints: HeardPrints;
  readonly series: Map<Timeframe, WatchedBars>;
  /** The day's bars; when they were asked for, and whether they are being. */
  day: CandleColumns;
  dayAt: number;
  asking: boolean;
}

/** A real market to look at: quotes and trades as they were heard, bars as the venue keeps them, books as they are kept; of one that is not kept the best prices. */
export class HeardView implements MarketView {
  readonly meeting: MarketMeeting;
  private readonly parts: HeardViewParts;
  private readonly heard: readonly Heard[];
  private closed = false;
  /** Books that are kept; null where none are. */
  books: HeardBooks | null = null;
  /** What is said of perpetuals; null where nobody hears it. */
  figures: HeardFigures | null = null;

  constructor(parts: HeardViewParts) {
    this.parts = parts;
    this.heard = parts.instruments.map((instrument) => ({
      ...{ instrument, touch: null, last: null, prints: new HeardPrints(), series: new Map<Timeframe, WatchedBars>() },
      ...{ day: candleColumns(0), dayAt: Number.NEGATIVE_INFINITY, asking: false },
    }));
    this.meeting = {
      quote: (index, touch) => {
        this.of(index).touch = touch;
      },
      print: (print) => {
        this.meet(print);
      },
    };
  }

  /** Whether every instrument has a price. */
  get priced(): boolean {
    return this.heard.every(({ touch }) => touch !== null);
  }

  /** Closed bars up to an instant, oldest first, asked of the venue. Fails as the feed does. */
  async past(index: number, timeframe: Timeframe, to: UtcMs, count: number): Promise<CandleColumns> {
    const { feed } = this.parts;
    const span = TIMEFRAMES[timeframe];
    const kept = new KeptBars(timeframe);
    let since = Math.floor(to / span) * span - count * span;
    for (;;) {
      const { bars, time } = await feed.bars(this.symbolOf(index), timeframe, since, PAGE);
      kept.add(bars, Math.min(time, to));
      if (bars.length < PAGE || kept.closedAt <= since || kept.closedAt + span > to) break;
      since = kept.closedAt;
    }
    return kept.closedBy(to, count);
  }

  quote(index: number): ViewedQuote {
    const { touch, last } = this.of(index);
    return {
      bidTicks: touch?.bidTicks ?? 0,
      askTicks: touch?.askTicks ?? 0,
      lastTicks: last?.ticks ?? touch?.bidTicks ?? 0,
      lastLots: last?.lots ?? 0,
      lastSide: last?.aggressor === 'sell' ? -1 : 1,
      lastTime: last?.time ?? 0,
    };
  }

  stats24h(index: number, time: UtcMs): ViewedStats {
    const heard = this.of(index);
    const { instrument, day } = heard;
    this.refreshDay(heard, index);
    const { time: opened, open, high, low, close, volume, length } = day;
    const last = this.quote(index).lastTicks;
    let [openTicks, highTicks, lowTicks, base, quoteVolume] = [0, last, last, 0, 0];
    for (let row = 0; row < length; row += 1) {
      if (opened[row]! < time - DAY_MS) continue;
      if (openTicks === 0) openTicks = instrument.toTicks(open[row]!);
      highTicks = Math.max(highTicks, instrument.toTicks(high[row]!));
      lowTicks = Math.min(lowTicks, instrument.toTicks(low[row]!));
      base += volume[row]!;
      quoteVolume += volume[row]! * close[row]!;
    }
    return { openTicks: openTicks || last, highTicks, lowTicks, quoteVolume, lots: Math.round(base / instrument.lotSize) };
  }

  contract(index: number): ContractFigures | null {
    return this.figures?.of(index) ?? null;
  }

  book(index: number, _time: UtcMs, reach: number): ViewedBook {
    const kept = this.books?.shown(index, reach) ?? null;
    if (kept !== null) return kept;
    const { touch } = this.of(index);
    const side = (ticks: number, lots: number): ViewedSide => ({ ticks: Float64Array.of(ticks), lots: Float64Array.of(lots) });
    const none: ViewedSide = { ticks: new Float64Array(0), lots: new Float64Array(0) };
    return touch === null
      ? { bids: none, asks: none }
      : { bids: side(touch.bidTicks, touch.bidLots), asks: side(touch.askTicks, touch.askLots) };
  }

  prints(index: number, from: UtcMs, to: UtcMs): ViewedPrints {
    return this.of(index).prints.between(from, to);
  }

  bars(index: number, timeframe: Timeframe, from: UtcMs, to: UtcMs): CandleColumns {
    return this.watched(index, timeframe).closedBetween(from, to);
  }

  formingBar(index: number, timeframe: Timeframe, time: UtcMs): HeardBar | null {
    return this.watched(index, timeframe).formingAt(time);
  }

  close(): void {
    this.closed = true;
    for (const { series } of this.heard) for (const bars of series.values()) bars.stop();
  }

  private of(index: number): Heard {
    return this.heard[index]!;
  }

  private symbolOf(index: number): string {
    return this.of(index).instrument.spec.symbol;
  }

  private meet(print: Print): void {
    const heard = this.of(print.instrument);
    heard.last = print;
    heard.prints.add(print);
    if (heard.series.size === 0) return;
    const price = heard.instrument.toPrice(print.ticks);
    const size = print.lots * heard.instrument.lotSize;
    for (const bars of heard.series.values()) bars.trade(print.time, price, size);
  }

  private watched(index: number, timeframe: Timeframe): WatchedBars {
    const { series, instrument } = this.of(index);
    const { feed, clock, onClosed, onProblem } = this.parts;
    const known = series.get(timeframe);
    if (known !== undefined) return known;
    const made = new WatchedBars({
      ...{ feed, timeframe, clock, onProblem, symbol: instrument.spec.symbol },
      onClosed: (bar) => {
        onClosed(instrument, timeframe, bar);
      },
    });
    series.set(timeframe, made);
    return made;
  }

  private refreshDay(heard: Heard, index: number): void {
    const { clock, onProblem } = this.parts;
    if (heard.asking || clock.monotonic() - heard.dayAt < DAY_AGAIN_MS) return;
    heard.asking = true;
    heard.dayAt = clock.monotonic();
    this.past(index, DAY_BARS, utcMs(clock.now()), DAY_MS / TIMEFRAMES[DAY_BARS])
      .then(
        (columns) => {
          heard.day = columns;
        },
        (thrown: unknown) => {
          if (!this.closed) onProblem(asFault(thrown));
        },
      )
      .finally(() => {
        heard.asking = false;
      });
  }
}

import { type CandleColumns, candleColumns, type Timeframe, TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { MarketView } from '../../core/attribution/traded-run.ts';
import type { BarEvent, QuoteEvent } from '../../ports/market-source.ts';
import type { BarSeries } from '../backtest-types.ts';

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;

/** What the prices did since the last bar closed. */
interface BegunBar {
  readonly open: number;
  high: number;
  low: number;
  close: number;
}

/** Rows of one timeframe while they come. */
class Rows {
  readonly timeframe: Timeframe;
  /** Null while no quote has come. */
  begun: BegunBar | null = null;
  readonly time: number[] = [];
  readonly open: number[] = [];
  readonly high: number[] = [];
  readonly low: number[] = [];
  readonly close: number[] = [];
  readonly volume: number[] = [];

  constructor(timeframe: Timeframe) {
    this.timeframe = timeframe;
  }

  /** Whether it is a new one: some feeds tell a bar again after a gap; a series has each once. */
  add({ columns, row }: Pick<BarEvent, 'columns' | 'row'>): boolean {
    if (columns.time[row]! <= (this.time.at(-1) ?? Number.NEGATIVE_INFINITY)) return false;
    for (const name of COLUMNS) this[name].push(columns[name][row]!);
    return true;
  }

  price(price: number): void {
    const { begun } = this;
    if (begun === null) this.begun = { open: price, high: price, low: price, close: price };
    else {
      begun.high = Math.max(begun.high, price);
      begun.low = Math.min(begun.low, price);
      begun.close = price;
    }
  }

  /** With the bar that had begun when the session ended, as far as its prices went: what was decided on the last close is filled at its open. */
  columns(withBegun: boolean): CandleColumns {
    const { begun } = this;
    const last = this.time.length - 1;
    const columns = candleColumns(this.time.length + (withBegun && begun !== null ? 1 : 0));
    for (const name of COLUMNS) columns[name].set(this[name]);
    if (!withBegun || begun === null) return columns;
    for (const name of ['open', 'high', 'low', 'close'] as const) columns[name][last + 1] = begun[name];
    columns.time[last + 1] = this.time[last]! + TIMEFRAMES[this.timeframe];
    // How much would have traded nobody knows; as much as in the bar before it.
    columns.volume[last + 1] = this.volume[last]!;
    return columns;
  }
}

/** A series of the market. */
export interface HeardSeries {
  readonly instrument: number;
  readonly timeframe: Timeframe;
}

/** The market as a session heard it: its bars, and where it had quotes their middle whenever that moved. */
export class HeardMarket {
  readonly instruments: readonly Instrument[];
  /** Decisions on bars by when those were heard, by instrument and by what the decision would be called at their close. */
  private readonly decisions = new Map<string, string>();
  private readonly rows: Map<Timeframe, Rows>[];
  private readonly quoteTimes: number[][];
  private readonly quoteHalves: number[][];
  private readonly lastTicks: number[];
  private readonly lastQuoteAt: number[];

  constructor(instruments: readonly Instrument[]) {
    this.instruments = instruments;
    this.rows = instruments.map(() => new Map<Timeframe, Rows>());
    this.quoteTimes = instruments.map(() => []);
    this.quoteHalves = instruments.map(() => []);
    this.lastTicks = instruments.map(() => 0);
    this.lastQuoteAt = instruments.map(() => Number.NEGATIVE_INFINITY);
  }

  bar(event: BarEvent): void {
    const { instrument, timeframe, columns, row, time } = event;
    const rows = this.rowsOf(event);
    rows.add(event);
    rows.begun = null;
    const closed = columns.time[row]! + TIMEFRAMES[timeframe];
    if (closed !== time) this.decisions.set(`${String(instrument)} ${timeframe}@${String(closed)}`, `${timeframe}@${String(time)}`);
    if (this.quoteTimes[instrument]!.length > 0) rows.price(this.lastPrice(instrument));
    // A quote of the same instant is the newer word, as it is for the engine.
    if (this.lastQuoteAt[instrument] !== time) this.lastTicks[instrument] = this.instruments[instrument]!.toTicks(columns.close[row]!);
  }

  /** Takes bars that the session knew and was not told of as they closed: those that opened after the newest of their series. When the first of them closed; null where none is new. */
  missed(place: HeardSeries, candles: CandleColumns): number | null {
    if (candles.length === 0) return null;
    const rows = this.rowsOf(place);
    let first: number | null = null;
    for (let row = 0; row < candles.length; row += 1)
      if (rows.add({ columns: candles, row })) first ??= candles.time[row]! + TIMEFRAMES[place.timeframe];
    if (first !== null) rows.begun = null;
    return first;
  }

  /** Whether bars of a series were heard. */
  hears({ instrument, timeframe }: HeardSeries): boolean {
    return this.rows[instrument]!.has(timeframe);
  }

  /** What the session called a decision that a backtest makes at the close of a bar: there a bar is known when it was heard. */
  decisionOf(instrument: number, decision: string): string {
    return this.decisions.get(`${String(instrument)} ${decision}`) ?? decision;
  }

  quote({ instrument, time, bidTicks, askTicks, lastTicks }: Omit<QuoteEvent, 'kind' | 'received'>): void {
    this.lastTicks[instrument] = lastTicks;
    this.lastQuoteAt[instrument] = time;
    for (const rows of this.rows[instrument]!.values()) rows.price(this.lastPrice(instrument));
    const halves = this.quoteHalves[instrument]!;
    if (bidTicks <= 0 || askTicks <= 0 || halves.at(-1) === bidTicks + askTicks) return;
    this.quoteTimes[instrument]!.push(time);
    halves.push(bidTicks + askTicks);
  }

  /** The bars by instrument and timeframe; the finest of an instrument, which fill its orders, with the one that had begun at the end. */
  series(): readonly BarSeries[] {
    return this.rows.flatMap((kept, instrument) => {
      const finest = Math.min(...Array.from(kept.keys(), (timeframe) => TIMEFRAMES[timeframe]));
      return Array.from(kept.values(), (rows) => ({
        instrument,
        timeframe: rows.timeframe,
        candles: rows.columns(TIMEFRAMES[rows.timeframe] === finest),
      }));
    });
  }

  /** When the newest bar closed that is known. */
  get closedAt(): number {
    return Math.max(...this.rows.flatMap((kept) => [...kept.values()].map(({ time, timeframe }) => time.at(-1)! + TIMEFRAMES[timeframe])));
  }

  /** When the first bar closes of which the session did not hear the end; Infinity where none had begun. */
  get unheardFrom(): number {
    const begun = this.rows.flatMap((kept) => [...kept.values()].filter((rows) => rows.begun !== null));
    return Math.min(...begun.map(({ time, timeframe }) => time.at(-1)! + 2 * TIMEFRAMES[timeframe]));
  }

  /** Last price by instrument, ticks; 0 where nothing was heard. */
  get marks(): readonly number[] {
    return this.lastTicks;
  }

  private rowsOf({ instrument, timeframe }: HeardSeries): Rows {
    const kept = this.rows[instrument]!;
    const rows = kept.get(timeframe) ?? new Rows(timeframe);
    kept.set(timeframe, rows);
    return rows;
  }

  private lastPrice(instrument: number): number {
    return this.instruments[instrument]!.toPrice(this.lastTicks[instrument]!);
  }

  /** The market to hold fills against: the middle of the quotes where there were any, else the bars that a backtest is filled from. */
  view(series: readonly BarSeries[]): MarketView {
    const finest = this.instruments.map(({ index }) => finestOf(series, index));
    return {
      halfTicks: (instrument, time) => {
        const place = lastAt(this.quoteTimes[instrument]!, time);
        if (place >= 0) return this.quoteHalves[instrument]![place]!;
        const bars = finest[instrument] ?? null;
        const price = bars === null ? null : barPrice(bars, time);
        return price === null ? null : this.instruments[instrument]!.toTicks(price) * 2;
      },
      sameBar: (instrument, a, b) => {
        const bars = finest[instrument] ?? null;
        if (bars === null) return a === b;
        const span = TIMEFRAMES[bars.timeframe];
        return Math.floor(a / span) === Math.floor(b / span);
      },
    };
  }
}

function finestOf(series: readonly BarSeries[], instrument: number): BarSeries | null {
  return series
    .filter((one) => one.instrument === instrument)
    .reduce<BarSeries | null>((best, one) => (best === null || TIMEFRAMES[one.timeframe] < TIMEFRAMES[best.timeframe] ? one : best), null);
}

/** The open of the bar that runs at an instant, else the close of the one before. */
function barPrice({ candles, timeframe }: BarSeries, time: number): number | null {
  const row = lastAt(candles.time, time);
  if (row < 0) return null;
  return time < candles.time[row]! + TIMEFRAMES[timeframe] ? candles.open[row]! : candles.close[row]!;
}

/** Place of the last of rising times at or before an instant, -1 where there is none. */
function lastAt(times: ArrayLike<number>, time: number): number {
  let from = 0;
  let to = times.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (times[middle]! <= time) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

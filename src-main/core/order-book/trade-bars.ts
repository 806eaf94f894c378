import { type CandleColumns, candleColumns, sliceCandles, type Timeframe, TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import { DepthMessage } from '../../../src-shared/domain/depth-message.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { DepthCursor } from '../../ports/depth.ts';

/** A recording that begins later than this share of a bar after the bar's open does not know that bar. */
const LATEST_BEGIN = 1 / 60;

/** What one reading of a recording tells. */
export interface TapeSummary {
  /** Bars of its trades, whole ones only. A bar without a trade repeats the close before it, with volume 0, as exchanges do. */
  readonly bars: CandleColumns;
  readonly messages: number;
  readonly trades: number;
  /** Trades missing between the numbers of those that are there. */
  readonly missingTrades: number;
  /** Received first and last, ms UTC; NaN where there is nothing. */
  readonly from: number;
  readonly to: number;
}

/** Reads a recording to its end and makes bars of its trades, by the instant at which they were received. */
export function summarize(cursor: DepthCursor, timeframe: Timeframe, instrument: Instrument): TapeSummary {
  const message = new DepthMessage();
  const builder = new BarBuilder(TIMEFRAMES[timeframe], instrument);
  let [messages, trades, missingTrades, before] = [0, 0, 0, 0];
  let [from, to] = [Number.NaN, Number.NaN];
  while (cursor.next(message)) {
    if (messages === 0) {
      from = message.time;
      builder.begin(from);
    }
    messages += 1;
    to = message.time;
    if (message.kind !== 'trade') continue;
    trades += 1;
    if (before > 0 && message.last > before + 1) missingTrades += message.last - before - 1;
    before = Math.max(before, message.last);
    builder.add(message);
  }
  return { bars: builder.finish(to), messages, trades, missingTrades, from, to };
}

class BarBuilder {
  private readonly span: number;
  private readonly instrument: Instrument;
  private columns = candleColumns(256);
  private rows = 0;
  /** Open of the bar being made, and of the first that is told. */
  private opens = 0;
  private first = 0;
  private open = 0;
  private high = 0;
  private low = 0;
  private close = 0;
  private lots = 0;

  constructor(span: number, instrument: Instrument) {
    this.span = span;
    this.instrument = instrument;
  }

  begin(time: number): void {
    const opens = Math.floor(time / this.span) * this.span;
    this.opens = opens;
    this.first = time - opens <= this.span * LATEST_BEGIN ? opens : opens + this.span;
  }

  add({ time, ticks, lots }: DepthMessage): void {
    this.reach(time);
    if (this.lots === 0) this.open = this.high = this.low = ticks;
    this.high = Math.max(this.high, ticks);
    this.low = Math.min(this.low, ticks);
    this.close = ticks;
    this.lots += lots;
  }

  finish(to: number): CandleColumns {
    if (Number.isFinite(to)) this.reach(to);
    return sliceCandles(this.columns, 0, this.rows);
  }

  /** Ends the bars that ended at or before an instant. */
  private reach(time: number): void {
    while (this.opens + this.span <= time) {
      if (this.close > 0 && this.opens >= this.first) this.tell();
      this.opens += this.span;
      this.open = this.high = this.low = this.close;
      this.lots = 0;
    }
  }

  private tell(): void {
    if (this.rows === this.columns.length) this.grow();
    const { columns, rows, instrument } = this;
    columns.time[rows] = this.opens;
    columns.open[rows] = instrument.toPrice(this.open);
    columns.high[rows] = instrument.toPrice(this.high);
    columns.low[rows] = instrument.toPrice(this.low);
    columns.close[rows] = instrument.toPrice(this.close);
    columns.volume[rows] = instrument.sizeOf(this.lots).toNumber();
    this.rows += 1;
  }

  private grow(): void {
    const wider = candleColumns(this.columns.length * 2);
    for (const key of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) wider[key].set(this.columns[key]);
    this.columns = wider;
  }
}

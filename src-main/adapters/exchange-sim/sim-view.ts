import type { CandleColumns, Timeframe } from '../../../src-shared/domain/candle.ts';
import { MINUTE_MS, type UtcMs } from '../../../src-shared/kernel/time.ts';
import type { MarketView, ViewedPrints, ViewedQuote, ViewedSide, ViewedStats } from '../../ports/market-view.ts';
import type { SimMarket } from './market/sim-market.ts';

/** The simulated market to look at. */
export class SimView implements MarketView {
  private readonly market: SimMarket;

  constructor(market: SimMarket) {
    this.market = market;
  }

  quote(instrument: number, time: UtcMs): ViewedQuote {
    return this.market.quote(instrument, time);
  }

  stats24h(instrument: number, time: UtcMs): ViewedStats {
    return this.market.stats24h(instrument, time);
  }

  book(instrument: number, time: UtcMs, reach: number): { readonly bids: ViewedSide; readonly asks: ViewedSide } {
    return this.market.book(instrument, time, reach);
  }

  prints(instrument: number, from: UtcMs, to: UtcMs): ViewedPrints {
    const rows: [number, number, number, number][] = [];
    for (let minute = Math.floor(from / MINUTE_MS) * MINUTE_MS; minute <= to; minute += MINUTE_MS) {
      const { length, time, ticks, lots, side } = this.market.prints(instrument, minute);
      for (let row = 0; row < length; row += 1) {
        const at = time[row] ?? 0;
        if (at > from && at <= to) rows.push([at, ticks[row] ?? 0, lots[row] ?? 0, side[row] ?? 0]);
      }
    }
    const column = (index: 0 | 1 | 2 | 3): Float64Array => Float64Array.from(rows, (row) => row[index]);
    return { length: rows.length, time: column(0), ticks: column(1), lots: column(2), side: column(3) };
  }

  bars(instrument: number, timeframe: Timeframe, from: UtcMs, to: UtcMs): CandleColumns {
    return this.market.bars(instrument, timeframe, from, to);
  }

  formingBar(instrument: number, timeframe: Timeframe, time: UtcMs): readonly [number, number, number, number, number, number] | null {
    const bar = this.market.formingBar(instrument, timeframe, time);
    return bar === null ? null : [bar.time, bar.open, bar.high, bar.low, bar.close, bar.volume];
  }
}

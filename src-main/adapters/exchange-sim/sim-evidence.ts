import { DAY_MS, MINUTE_MS, utcDay } from '../../../src-shared/kernel/time.ts';
import type { MarketEvidence } from '../../core/matching/market-evidence.ts';
import type { SimMarket } from './market/sim-market.ts';

/** Days that volatility is taken from. */
const TRAILING_DAYS = 30;
/** Minutes that an ordinary minute's volume is taken from. */
const TRAILING_MINUTES = 30;

/** What a trader could know of the simulated market before a fill: closed bars and the book shown, nothing later. */
export class SimEvidence implements MarketEvidence {
  private readonly market: SimMarket;
  private readonly volatilities = new Map<number, number>();
  private readonly minutes = new Map<number, { readonly minute: number; readonly volume: number }>();

  constructor(market: SimMarket) {
    this.market = market;
  }

  dailyVolatility(instrument: number, time: number): number {
    const day = utcDay(time);
    const key = day * this.market.instruments.length + instrument;
    const known = this.volatilities.get(key);
    if (known !== undefined) return known;
    const volatility = this.closedDays(instrument, day);
    if (this.volatilities.size > 64) this.volatilities.clear();
    this.volatilities.set(key, volatility);
    return volatility;
  }

  dailyVolume(instrument: number, time: number): number {
    return this.minuteVolume(instrument, time) * (DAY_MS / MINUTE_MS);
  }

  minuteVolume(instrument: number, time: number): number {
    const minute = Math.floor(time / MINUTE_MS);
    const known = this.minutes.get(instrument);
    if (known?.minute === minute) return known.volume;
    const bars = this.market.minuteBars(instrument, (minute - TRAILING_MINUTES) * MINUTE_MS, minute * MINUTE_MS);
    const volume = bars.volume.reduce((sum, value) => sum + value, 0) / Math.max(1, bars.length);
    this.minutes.set(instrument, { minute, volume });
    return volume;
  }

  queueAhead(order: { readonly instrument: number; readonly side: 'buy' | 'sell'; readonly ticks: number }, time: number): number {
    const { bidTicks, askTicks } = this.market.quote(order.instrument, time);
    const behind = order.side === 'buy' ? bidTicks - order.ticks : order.ticks - askTicks;
    const book = this.market.book(order.instrument, time, Math.max(0, behind));
    const side = order.side === 'buy' ? book.bids : book.asks;
    const level = side.ticks.indexOf(order.ticks);
    return level < 0 ? 0 : (side.lots[level] ?? 0);
  }

  /** Standard deviation of daily log returns over the days that have closed. */
  private closedDays(instrument: number, day: number): number {
    const bars = this.market.bars(instrument, '1d', (day - TRAILING_DAYS - 1) * DAY_MS, day * DAY_MS);
    const returns: number[] = [];
    for (let row = 1; row < bars.length; row += 1) returns.push(Math.log((bars.close[row] ?? 1) / (bars.close[row - 1] ?? 1)));
    const mean = returns.reduce((sum, value) => sum + value, 0) / Math.max(1, returns.length);
    const squares = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return Math.sqrt(squares / Math.max(1, returns.length - 1));
  }
}

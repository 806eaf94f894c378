import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { DAY_MS, MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { ASSUMED_VOLATILITY, type MarketEvidence } from '../../core/matching/market-evidence.ts';

/** Days that volatility is taken from, and minutes that an ordinary minute's volume is taken from. */
export const TRAILING_DAYS = 30;
const TRAILING_MINUTES = 30;

/** The best prices and what is shown there, whole ticks and lots. */
export interface Touch {
  readonly bidTicks: number;
  readonly bidLots: number;
  readonly askTicks: number;
  readonly askLots: number;
}

/** What is known of one instrument. */
interface Known {
  volatility: number;
  dailyVolume: number;
  /** Base units of each of the last minutes, by minute modulo their number, and which minute each is. */
  readonly minutes: Float64Array;
  readonly which: Float64Array;
  readonly touch: { -readonly [Side in keyof Touch]: Touch[Side] };
}

/**
 * What a trader could know of a real market before a fill: closed days, the trades heard so far, the sizes at the touch. Behind the touch nothing is
 * heard, so an order that rests there is taken to stand behind as much as is shown at the touch: against the trader.
 */
export class HeardEvidence implements MarketEvidence {
  private readonly known: readonly Known[];

  constructor(instruments: readonly Instrument[]) {
    this.known = instruments.map(() => ({
      volatility: ASSUMED_VOLATILITY,
      dailyVolume: 0,
      minutes: new Float64Array(TRAILING_MINUTES),
      which: new Float64Array(TRAILING_MINUTES).fill(-1),
      touch: { bidTicks: 0, bidLots: 0, askTicks: 0, askLots: 0 },
    }));
  }

  /** Takes closed days of an instrument. */
  learnDays(instrument: number, { length, close, volume }: CandleColumns): void {
    const known = this.of(instrument);
    if (length === 0) return;
    known.dailyVolume = volume.reduce((sum, value) => sum + value, 0) / length;
    if (length < 3) return;
    const returns = Array.from({ length: length - 1 }, (_, row) => Math.log(close[row + 1]! / close[row]!));
    const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
    known.volatility = Math.sqrt(returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1));
  }

  quote(instrument: number, touch: Touch): void {
    const { touch: kept } = this.of(instrument);
    kept.bidTicks = touch.bidTicks;
    kept.bidLots = touch.bidLots;
    kept.askTicks = touch.askTicks;
    kept.askLots = touch.askLots;
  }

  trade(instrument: number, size: number, time: number): void {
    const { minutes, which } = this.of(instrument);
    const minute = Math.floor(time / MINUTE_MS);
    const place = minute % TRAILING_MINUTES;
    if (which[place] !== minute) minutes[place] = 0;
    which[place] = minute;
    minutes[place]! += size;
  }

  dailyVolatility(instrument: number): number {
    return this.of(instrument).volatility;
  }

  dailyVolume(instrument: number): number {
    return this.of(instrument).dailyVolume;
  }

  /** Mean of the minutes heard of the last thirty, this one not among them; a day's share while none was heard whole. */
  minuteVolume(instrument: number, time: number): number {
    const { minutes, which, dailyVolume } = this.of(instrument);
    const present = Math.floor(time / MINUTE_MS);
    let first = present;
    let sum = 0;
    for (let place = 0; place < TRAILING_MINUTES; place += 1) {
      const minute = which[place]!;
      if (minute < present - TRAILING_MINUTES || minute >= present) continue;
      first = Math.min(first, minute);
      sum += minutes[place]!;
    }
    const heard = present - first;
    return heard === 0 ? (dailyVolume * MINUTE_MS) / DAY_MS : sum / heard;
  }

  queueAhead(order: { readonly instrument: number; readonly side: 'buy' | 'sell'; readonly ticks: number }): number {
    const { bidTicks, bidLots, askTicks, askLots } = this.of(order.instrument).touch;
    if (order.side === 'buy') return order.ticks > bidTicks ? 0 : bidLots;
    return order.ticks < askTicks ? 0 : askLots;
  }

  private of(instrument: number): Known {
    return this.known[instrument]!;
  }
}

import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import type { Trade } from './events.ts';
import { floorTo, least, most, times, unitsOfNumber } from './units.ts';

/** A minute of trading; amounts in units. */
export interface Bar {
  readonly time: number;
  readonly open: bigint;
  high: bigint;
  low: bigint;
  close: bigint;
  volume: bigint;
  quote: bigint;
  takerVolume: bigint;
  takerQuote: bigint;
  trades: number;
  readonly firstTrade: number;
}

/** Most prints that a market remembers. */
const KEPT_TRADES = 5_000;

/** What a market printed: its last trades, and minutes from before it opened until now. */
export class Tape {
  readonly trades: Trade[] = [];
  readonly bars: Bar[];
  lastPrice: bigint;

  constructor(bars: readonly Bar[], start: bigint) {
    this.bars = [...bars];
    this.lastPrice = this.bars.at(-1)?.close ?? start;
  }

  add(trade: Trade): void {
    this.lastPrice = trade.price;
    this.trades.push(trade);
    if (this.trades.length > KEPT_TRADES * 2) this.trades.splice(0, KEPT_TRADES);
    const time = trade.time - (trade.time % MINUTE_MS);
    let bar = this.bars.at(-1);
    if (!bar || bar.time < time) {
      bar = { ...emptyBar(time, trade.price), firstTrade: trade.id };
      this.bars.push(bar);
    }
    bar.high = most(bar.high, trade.price);
    bar.low = least(bar.low, trade.price);
    bar.close = trade.price;
    bar.volume += trade.quantity;
    bar.quote += trade.quote;
    bar.trades += 1;
    if (trade.buyerIsMaker) return;
    bar.takerVolume += trade.quantity;
    bar.takerQuote += trade.quote;
  }

  /** The mean price by volume of the last `minutes` at `now`; the last price where nothing traded. */
  mean(minutes: number, now: number): bigint {
    let volume = 0n;
    let quote = 0n;
    for (let i = this.bars.length - 1; i >= 0 && this.bars[i]!.time > now - (minutes + 1) * MINUTE_MS; i -= 1) {
      volume += this.bars[i]!.volume;
      quote += this.bars[i]!.quote;
    }
    return volume === 0n ? this.lastPrice : (quote * 100_000_000n) / volume;
  }

  /** Bars of `length` ms from `since` on. Minutes in which nothing traded leave no gap inside a longer bar, and none of their own. */
  joined(length: number, since: number): Bar[] {
    const joined: Bar[] = [];
    for (const bar of this.bars) {
      const time = bar.time - (bar.time % length);
      if (time < since) continue;
      const last = joined.at(-1);
      if (last?.time !== time) {
        joined.push({ ...bar, time });
        continue;
      }
      last.high = most(last.high, bar.high);
      last.low = least(last.low, bar.low);
      last.close = bar.close;
      last.volume += bar.volume;
      last.quote += bar.quote;
      last.takerVolume += bar.takerVolume;
      last.takerQuote += bar.takerQuote;
      last.trades += bar.trades;
    }
    return joined;
  }
}

export function emptyBar(time: number, price: bigint): Bar {
  return {
    time,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 0n,
    quote: 0n,
    takerVolume: 0n,
    takerQuote: 0n,
    trades: 0,
    firstTrade: -1,
  };
}

/** Minutes of a past that never was, ending before `now` at about `end`: a walk backwards, the same for the same seed. */
export function inventedPast(options: {
  readonly minutes: number;
  readonly now: number;
  readonly end: bigint;
  readonly tick: bigint;
  readonly step: bigint;
  readonly seed: number;
}): Bar[] {
  const { minutes, now, end, tick, step, seed } = options;
  const random = new Sfc32(seed);
  const bars: Bar[] = [];
  const onTick = (price: number) => most(tick, floorTo(unitsOfNumber(price), tick));
  let price = Number(end) / 1e8;
  let close = end;
  const last = now - (now % MINUTE_MS) - MINUTE_MS;
  for (let i = 0; i < minutes; i += 1) {
    price *= 1 + 0.0006 * random.normal();
    const open = onTick(price);
    const [upper, lower] = [most(open, close), least(open, close)];
    const volume = most(step, floorTo(unitsOfNumber((5_000 * (0.2 + random.next())) / price), step));
    const quote = times(volume, close);
    bars.push({
      time: last - i * MINUTE_MS,
      open,
      high: upper + tick * BigInt(random.below(5)),
      low: most(tick, lower - tick * BigInt(random.below(5))),
      close,
      volume,
      quote,
      takerVolume: floorTo(volume / 2n, step),
      takerQuote: quote / 2n,
      trades: 1 + random.below(50),
      firstTrade: -1,
    });
    close = open;
  }
  return bars.reverse();
}

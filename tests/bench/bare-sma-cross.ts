import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import { DAY_MS } from '../../src-shared/kernel/time.ts';

/** What the loop is told: everything that the engine gets from its specification. */
export interface BareOptions {
  readonly fast: number;
  readonly slow: number;
  readonly cash: number;
  readonly tick: number;
  readonly lot: number;
  readonly feeRate: number;
  readonly fixedBps: number;
  readonly impact: number;
  readonly participation: number;
  readonly latencyMs: number;
  readonly maxOrder: number;
  readonly maxPosition: number;
}

/** What the loop finds. */
export interface BareResult {
  readonly fills: number;
  readonly trades: number;
  readonly profit: Float64Array;
  readonly fees: number;
  readonly maxDrawdown: number;
  readonly sharpe: number;
  readonly finalEquity: number;
  readonly equity: Float64Array;
}

const TRAILING = 30;

/**
 * The least that an sma-cross backtest with every cost costs: one loop over typed arrays, everything inlined, money in doubles, nothing
 * kept but columns. It knows one instrument, one strategy and whole-account market orders, and its bars must have no gaps.
 */
export function bareSmaCross(candles: CandleColumns, options: BareOptions): BareResult {
  const { time, open, close, volume, length } = candles;
  const { fast, slow, cash: start, tick, lot, feeRate, fixedBps, impact, participation, latencyMs, maxOrder, maxPosition } = options;
  const equity = new Float64Array(length);
  // Memory that is never touched may still have to be cleared, so there is no more of it than the fills need.
  const most = Math.ceil(length / 20);
  const fillPrice = new Float64Array(most);
  const fillLots = new Float64Array(most);
  const fillTime = new Float64Array(most);
  const entryTime = new Float64Array(most);
  const exitTime = new Float64Array(most);
  const profit = new Float64Array(most);
  const daySquares = new Float64Array(TRAILING);
  const dayVolume = new Float64Array(TRAILING);
  const dayBars = new Float64Array(TRAILING);
  const barMs = length > 1 ? time[1]! - time[0]! : DAY_MS;
  const late = Math.sqrt(latencyMs / DAY_MS);
  let cash = start;
  let held = 0;
  let paid = 0;
  let fees = 0;
  let fills = 0;
  let trades = 0;
  let fastSum = 0;
  let slowSum = 0;
  let wanted = 0;
  let peak = start;
  let maxDrawdown = 0;
  let dayEnds = Number.NEGATIVE_INFINITY;
  let dayBase = start;
  let days = 0;
  let mean = 0;
  let squared = 0;
  let pastSquares = 0;
  let pastVolume = 0;
  let pastBars = 0;
  let todaySquares = 0;
  let todayVolume = 0;
  let todayBars = 0;
  let turned = 0;
  for (let i = 0; i < length; i += 1) {
    if (wanted !== 0) {
      const buys = wanted > 0;
      const covered = ((pastBars + todayBars) * barMs) / DAY_MS;
      const volatility = Math.sqrt((pastSquares + todaySquares) / covered);
      const daily = (pastVolume + todayVolume) / covered;
      const base = fixedBps + volatility * late * 10_000;
      let ticks = buys ? Math.ceil((open[i]! * (1 + base / 10_000)) / tick) : Math.floor((open[i]! * (1 - base / 10_000)) / tick);
      let lots = buys ? Math.floor(cash / (ticks * tick * (1 + feeRate)) / lot) : held;
      const most = Math.floor((volume[i]! * participation) / lot);
      if (lots > most) lots = most;
      const bps = base + impact * volatility * Math.sqrt((lots * lot) / daily) * 10_000;
      ticks = buys ? Math.ceil((open[i]! * (1 + bps / 10_000)) / tick) : Math.floor((open[i]! * (1 - bps / 10_000)) / tick);
      if (buys) lots = Math.min(lots, Math.floor(cash / (ticks * tick * (1 + feeRate)) / lot));
      const notional = ticks * tick * (lots * lot);
      const fee = notional * feeRate;
      fees += fee;
      fillPrice[fills] = ticks;
      fillLots[fills] = buys ? lots : -lots;
      fillTime[fills] = time[i]! + latencyMs;
      fills += 1;
      if (buys) {
        cash -= notional + fee;
        held = lots;
        paid = notional + fee;
        entryTime[trades] = time[i]! + latencyMs;
      } else {
        cash += notional - fee;
        held = 0;
        exitTime[trades] = time[i]! + latencyMs;
        profit[trades] = notional - fee - paid;
        trades += 1;
      }
      wanted = 0;
    }
    if (time[i]! >= dayEnds) {
      if (i > 0) {
        const change = equity[i - 1]! / dayBase - 1;
        days += 1;
        const away = change - mean;
        mean += away / days;
        squared += away * (change - mean);
        dayBase = equity[i - 1]!;
        const slot = turned % TRAILING;
        daySquares[slot] = todaySquares;
        dayVolume[slot] = todayVolume;
        dayBars[slot] = todayBars;
        turned += 1;
        pastSquares = pastVolume = pastBars = todaySquares = todayVolume = todayBars = 0;
        for (let day = 0; day < TRAILING; day += 1) {
          pastSquares += daySquares[day]!;
          pastVolume += dayVolume[day]!;
          pastBars += dayBars[day]!;
        }
      }
      dayEnds = (Math.floor(time[i]! / DAY_MS) + 1) * DAY_MS;
    }
    const last = close[i]!;
    const move = last / (i > 0 ? close[i - 1]! : open[i]!) - 1;
    todaySquares += move * move;
    todayVolume += volume[i]!;
    todayBars += 1;
    fastSum += last;
    slowSum += last;
    if (i >= fast) fastSum -= close[i - fast]!;
    if (i >= slow) slowSum -= close[i - slow]!;
    const worth = cash + held * lot * last;
    equity[i] = worth;
    if (worth > peak) peak = worth;
    else if ((peak - worth) / peak > maxDrawdown) maxDrawdown = (peak - worth) / peak;
    if (i < slow - 1 || i === length - 1) continue;
    const gap = fastSum / fast - slowSum / slow;
    if (gap > 0 && held === 0) {
      if (cash < maxOrder && cash < maxPosition) wanted = 1;
    } else if (gap < 0 && held > 0) wanted = -1;
  }
  const finalEquity = equity[length - 1]!;
  const change = finalEquity / dayBase - 1;
  days += 1;
  const away = change - mean;
  mean += away / days;
  squared += away * (change - mean);
  const sharpe = (mean / Math.sqrt(squared / (days - 1))) * Math.sqrt(365);
  return { fills, trades, profit: profit.subarray(0, trades), fees, maxDrawdown, sharpe, finalEquity, equity };
}

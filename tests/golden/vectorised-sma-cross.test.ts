import { describe, expect, it } from 'vitest';
import { backtest } from '../../src-main/run-backtest.ts';
import { candleColumns } from '../../src-shared/domain/candle.ts';
import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import { NO_LIMITS } from '../../src-shared/domain/limits.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { MINUTE_MS } from '../../src-shared/kernel/time.ts';
import { spec } from '../src-main/core/risk/desk-of-one.ts';

const BARS = 1_000_000;
const FAST = 20;
const SLOW = 50;
const CASH = 10_000_000;
const START = Date.UTC(2023, 0, 1);

/** A seeded walk in whole cents. */
function closesInCents(): Int32Array {
  const random = new Sfc32(4_711);
  const cents = new Int32Array(BARS);
  let price = 3_000_000;
  for (let i = 0; i < BARS; i += 1) {
    price = Math.max(100_000, Math.round(price * Math.exp(0.0006 * random.normal() + Math.log(3_000_000 / price) * 1e-4)));
    cents[i] = price;
  }
  return cents;
}

/** Opens lie beside the close before, so that an open is no close. */
function opensInCents(closes: Int32Array): Int32Array {
  const random = new Sfc32(815);
  return closes.map((_, i) => Math.max(1, (i === 0 ? closes[0]! : closes[i - 1]!) + random.below(101) - 50));
}

/** Sums of the last `window` values, column by column: whole numbers, so nothing is rounded. */
function windowSums(values: Int32Array, window: number): Float64Array {
  const running = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i += 1) running[i + 1] = running[i]! + values[i]!;
  return running.subarray(window).map((sum, i) => sum - running[i]!);
}

interface Deal {
  readonly time: number;
  readonly side: string;
  readonly ticks: number;
}

/**
 * The rules as columns: the sign of fast less slow at each close is the position held from the next open on, one unit or none; a fill is a
 * change of it. A tie changes nothing. Money in units of 1e-5: a price of whole cents times a fee of a thousandth.
 */
function vectorised(opens: Int32Array, closes: Int32Array): { readonly deals: readonly Deal[]; readonly equity: Float64Array; readonly fees: number } {
  const fast = windowSums(closes, FAST);
  const slow = windowSums(closes, SLOW);
  // Row i of `slow` ends at bar i + SLOW - 1.
  const sign = slow.map((sum, i) => Math.sign(fast[i + SLOW - FAST]! * SLOW - sum * FAST));
  const held = new Int8Array(BARS);
  for (let bar = SLOW; bar < BARS; bar += 1) {
    const said = sign[bar - SLOW]!;
    held[bar] = said === 0 ? held[bar - 1]! : said > 0 ? 1 : 0;
  }
  const change = held.map((now, bar) => now - (bar === 0 ? 0 : held[bar - 1]!));
  const deals: Deal[] = [];
  const equity = new Float64Array(BARS);
  let cash = CASH * 100_000;
  let fees = 0;
  change.forEach((step, bar) => {
    if (step !== 0) {
      deals.push({ time: START + bar * MINUTE_MS, side: step > 0 ? 'buy' : 'sell', ticks: opens[bar]! });
      fees += opens[bar]!;
      cash -= step * opens[bar]! * 1_000 + opens[bar]!;
    }
    equity[bar] = (cash + held[bar]! * closes[bar]! * 1_000) / 100_000;
  });
  return { deals, equity, fees: fees / 100_000 };
}

describe('a million bars, one unit a time, a fee of a thousandth, the next open and no other cost', () => {
  const closes = closesInCents();
  const opens = opensInCents(closes);
  const oracle = vectorised(opens, closes);
  const candles = candleColumns(BARS);
  for (let i = 0; i < BARS; i += 1) {
    candles.time[i] = START + i * MINUTE_MS;
    candles.open[i] = opens[i]! / 100;
    candles.close[i] = closes[i]! / 100;
    candles.high[i] = Math.max(opens[i]!, closes[i]!) / 100;
    candles.low[i] = Math.min(opens[i]!, closes[i]!) / 100;
    candles.volume[i] = 1_000;
  }
  const outcome = backtest({
    instruments: [spec('BTC', { minNotional: '0' })],
    series: [{ instrument: 0, timeframe: '1m', candles }],
    placements: [
      {
        instance: 'sma-cross-1',
        strategy: 'sma-cross',
        instrument: 0,
        timeframe: '1m',
        parameters: { fast: FAST, slow: SLOW },
        size: { kind: 'base', amount: '1' },
      },
    ],
    cash: Decimal.of(BigInt(CASH)),
    costs: { ...CONSERVATIVE, takerFeeBps: 10, makerFeeBps: 10, halfSpreadBps: 0, slippageBps: 0, impact: 0, participation: 1, latencyMs: 0 },
    limits: NO_LIMITS,
    seed: 1,
  });

  it('fill as the columns say, each at its bar, its side and its open', () => {
    const fills = outcome.fills.map(({ time, side, ticks }) => ({ time, side, ticks }));
    expect(fills.length).toBeGreaterThan(10_000);
    expect(fills).toEqual(oracle.deals);
    expect(outcome.fills.every(({ lots }) => lots === 100_000)).toBe(true);
  });

  it('have the equity of the columns at every bar, to one part in a thousand million', () => {
    expect(outcome.equity.length).toBe(BARS);
    let worst = 0;
    for (let i = 0; i < BARS; i += 1) worst = Math.max(worst, Math.abs(outcome.equity[i]! / oracle.equity[i]! - 1));
    expect(worst).toBeLessThanOrEqual(1e-9);
  });

  it('pay the fees of the columns, exactly', () => {
    const fees = outcome.fills.reduce((sum, { fee }) => sum.add(fee), Decimal.ZERO);
    expect(fees.toNumber()).toBe(oracle.fees);
  });
});

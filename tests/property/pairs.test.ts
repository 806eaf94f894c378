import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candleColumns, type CandleColumns } from '../../src-shared/domain/candle.ts';
import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import { NO_LIMITS, type RiskLimits } from '../../src-shared/domain/limits.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';
import { HOUR_MS, utcMs, type UtcMs } from '../../src-shared/kernel/time.ts';
import { CandleReplay } from '../../src-main/adapters/candle-replay/candle-replay.ts';
import { RunLedger } from '../../src-main/adapters/ledger-memory/run-ledger.ts';
import { ENTRY_BARS } from '../../src-main/core/engine/pair-instance.ts';
import { findStrategy } from '../../src-main/core/strategies/catalog.ts';
import type { ApprovedOrder } from '../../src-main/ports/approved-order.ts';
import type { ExecutionEvent } from '../../src-main/ports/market-source.ts';
import { instrumentsOf, type ReplayMarket, runBacktest } from '../../src-main/sessions/backtest.ts';
import { backtest } from '../../src-main/run-backtest.ts';
import type { BacktestOutcome, BacktestSpec } from '../../src-main/sessions/backtest-types.ts';
import { playPortfolio } from '../../src-main/sessions/research/portfolio.ts';
import { spec } from '../src-main/core/risk/desk-of-one.ts';

const LONG = process.env['CRYPTOORCH_TEST_LONG'] === '1';
const RUNS = LONG ? 600 : 40;
const START = 480_000 * HOUR_MS;
const CASH = 20_000;

/** What a run of two related markets is made of. */
interface Case {
  readonly seed: number;
  readonly bars: number;
  /** Share of the bars that each of them lacks. */
  readonly gaps: number;
  readonly jumps: number;
  readonly leverage: number;
  /** Volume of a bar, base units; little of it fills in parts. */
  readonly volume: number;
  readonly fraction: number;
  readonly gross: string | null;
  readonly latencyMs: number;
}

const CASES: fc.Arbitrary<Case> = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  bars: fc.integer({ min: 120, max: 400 }),
  gaps: fc.constantFrom(0, 0.02, 0.2),
  jumps: fc.constantFrom(0, 0.01, 0.05),
  leverage: fc.constantFrom(1, 3, 20),
  volume: fc.constantFrom(50, 2_000, 1e9),
  fraction: fc.constantFrom(0.1, 0.5, 1),
  gross: fc.constantFrom(null, '15000'),
  latencyMs: fc.constantFrom(0, 250, 5_000_000),
});

/** Two markets of one trend whose spread comes back, jumps now and then, and lacks bars here and there. */
function markets({ seed, bars, gaps, jumps, volume }: Case): readonly [CandleColumns, CandleColumns] {
  const random = new Sfc32(seed);
  let trend = 5;
  let spread = 0;
  let before = [0, 0];
  const rows: number[][][] = [[], []];
  for (let i = 0; i < bars; i += 1) {
    trend += 0.01 * random.normal();
    spread = 0.85 * spread + 0.01 * random.normal() + (random.next() < jumps ? 0.3 * random.normal() : 0);
    const now = [Math.exp(trend + spread), Math.exp(trend + 1)].map((price) => Math.round(price * 100) / 100);
    for (const leg of [0, 1]) {
      const [open, close] = [before[leg]! > 0 ? before[leg]! : now[leg]!, now[leg]!];
      if (random.next() >= gaps) rows[leg]!.push([START + i * HOUR_MS, open, Math.max(open, close), Math.min(open, close), close, volume]);
    }
    before = now;
  }
  return [columnsOf(rows[0]!), columnsOf(rows[1]!)];
}

function columnsOf(rows: readonly (readonly number[])[]): CandleColumns {
  const columns = candleColumns(rows.length);
  (['time', 'open', 'high', 'low', 'close', 'volume'] as const).forEach((name, at) => columns[name].set(rows.map((row) => row[at]!)));
  return columns;
}

function specOf(given: Case): BacktestSpec {
  const terms = { maxLeverage: 20, leverage: given.leverage, maintenanceMargin: '0.01', liquidationFee: '0.01' };
  const limits: RiskLimits = { ...NO_LIMITS, maxGrossExposure: given.gross };
  return {
    instruments: ['ETH', 'BTC'].map((base) => spec(base, { kind: 'perpetual', terms, minNotional: '0' })),
    series: markets(given).map((candles, instrument) => ({ instrument, timeframe: '1h', candles })),
    placements: [
      {
        instance: 'pairs-1',
        strategy: 'pairs',
        instrument: 0,
        against: 1,
        timeframe: '1h',
        parameters: { bars: 20, entry: 1, exit: 0.2, stop: 3, hold: 10 },
        size: { kind: 'equity-fraction', fraction: given.fraction },
      },
    ],
    cash: Decimal.of(BigInt(CASH)),
    costs: { ...CONSERVATIVE, latencyMs: given.latencyMs },
    limits,
    seed: 1,
    funding: [
      { kind: 'stated', bps: 3 },
      { kind: 'against', bps: 1 },
    ],
  };
}

/** Lots of both legs at each close of each of them, by the fills alone. */
function heldAtCloses(
  run: BacktestSpec,
  { fills }: BacktestOutcome,
): readonly { readonly leg: number; readonly last: boolean; readonly lots: readonly number[] }[] {
  const closes = run.series
    .flatMap(({ instrument: leg, candles }) =>
      [...candles.time].map((time, row) => ({ leg, time: time + HOUR_MS, last: row === candles.length - 1 })),
    )
    .sort((a, b) => a.time - b.time || a.leg - b.leg);
  const lots = [0, 0];
  let next = 0;
  return closes.map(({ leg, time, last }) => {
    for (; next < fills.length && fills[next]!.time < time; next += 1) {
      const { instrument, side, lots: filled } = fills[next]!;
      lots[instrument]! += side === 'buy' ? filled : -filled;
    }
    return { leg, last, lots: [...lots] };
  });
}

/** A venue that takes some of the opening orders and never fills them, and rejects others; of closing orders none twice in a row. */
class FaultyMarket implements ReplayMarket {
  private readonly inner: CandleReplay;
  private readonly random: Sfc32;
  private readonly share: number;
  private readonly news: ExecutionEvent[] = [];
  private readonly never = new Set<string>();
  private readonly rejected = new Set<number>();

  constructor(inner: CandleReplay, share: number) {
    this.inner = inner;
    this.random = new Sfc32(5);
    this.share = share;
  }
  get instruments(): ReplayMarket['instruments'] {
    return this.inner.instruments;
  }
  get ahead(): number {
    return this.inner.ahead;
  }
  next(until: UtcMs): ReturnType<ReplayMarket['next']> {
    return this.news.shift() ?? this.inner.next(until);
  }
  follow(): boolean {
    return this.news.length === 0 && this.inner.follow();
  }
  skip(count: number): void {
    this.inner.skip(count);
  }
  history(...asked: Parameters<ReplayMarket['history']>): CandleColumns {
    return this.inner.history(...asked);
  }
  subscribe(...asked: Parameters<ReplayMarket['subscribe']>): void {
    this.inner.subscribe(...asked);
  }
  submit(order: ApprovedOrder): void {
    const again = this.rejected.delete(order.instrument) && order.reduceOnly;
    if (again || this.random.next() >= this.share) this.inner.submit(order);
    else if (!order.reduceOnly && this.random.next() < 0.5) this.never.add(order.id);
    else {
      this.rejected.add(order.instrument);
      this.tell('rejected', order.id, order.decidedAt);
    }
  }
  cancel(...asked: Parameters<ReplayMarket['cancel']>): void {
    if (this.never.delete(asked[0])) this.tell('cancelled', asked[0], utcMs(0));
    else this.inner.cancel(...asked);
  }
  amend(...asked: Parameters<ReplayMarket['amend']>): void {
    this.inner.amend(...asked);
  }
  query(...asked: Parameters<ReplayMarket['query']>): void {
    this.inner.query(...asked);
  }
  private tell(kind: 'rejected' | 'cancelled', order: ClientOrderId, time: UtcMs): void {
    this.news.push({ kind: 'execution', time, report: { kind, order, reason: 'venue', time } });
  }
}

function faultyRun(run: BacktestSpec, share: number): BacktestOutcome {
  const inner = new CandleReplay({
    instruments: instrumentsOf(run),
    series: run.series.map(({ instrument, timeframe, candles }) => ({ instrument, timeframe, columns: candles })),
    costs: run.costs,
    balances: new Map([['USD', run.cash]]),
    funding: run.funding!,
  });
  return runBacktest(run, { market: new FaultyMarket(inner, share), ledger: new RunLedger(), find: findStrategy });
}

describe('a pair', () => {
  it('is never long or short of both, nor left with one leg for more than a few of its bars, whatever becomes of its orders', () => {
    let [unwound, singles, most] = [0, 0, 0];
    fc.assert(
      fc.property(CASES, fc.constantFrom(0, 0.2, 0.5), (given, faults) => {
        const run = specOf({ ...given, volume: 1e9, latencyMs: given.latencyMs % HOUR_MS });
        const outcome = faultyRun(run, faults);
        unwound += outcome.pairs![0]!.unwound;
        const alone = [0, 0];
        for (const { leg, last, lots } of heldAtCloses(run, outcome)) {
          expect(lots[0]! * lots[1]!).toBeLessThanOrEqual(0);
          // Behind the last bar of either nothing is decided any more.
          if (last) break;
          const single = lots[leg] !== 0 && lots[1 - leg] === 0;
          if (single) singles += 1;
          alone[leg] = single ? alone[leg]! + 1 : 0;
          most = Math.max(most, alone[leg]);
          // One more where its first closing order is refused.
          expect(alone[leg]).toBeLessThanOrEqual(ENTRY_BARS + 1);
        }
      }),
      { numRuns: RUNS, seed: 11 },
    );
    expect(unwound).toBeGreaterThan(20);
    expect(singles).toBeGreaterThan(20);
    expect(most).toBeGreaterThanOrEqual(ENTRY_BARS);
  });

  it('keeps its legs opposite where orders fill in parts and late', () => {
    fc.assert(
      fc.property(CASES, (given) => {
        const run = specOf(given);
        for (const { lots } of heldAtCloses(run, backtest(run))) expect(lots[0]! * lots[1]!).toBeLessThanOrEqual(0);
      }),
      { numRuns: RUNS, seed: 11 },
    );
  });

  it('has as many instants as its legs have together, and misses those that only one of them has', () => {
    fc.assert(
      fc.property(CASES, (given) => {
        const run = specOf(given);
        const outcome = backtest(run);
        const [first, second] = run.series.map(({ candles }) => candles);
        const [counts] = outcome.pairs!;
        // Nobody decides on the last bar of a market.
        const told = [first!, second!].map(({ time, length }) => [...time.subarray(0, length - 1)]);
        const both = told[0]!.filter((time) => told[1]!.includes(time)).length;
        expect(counts!.asked).toBe(both);
        expect(counts!.missed).toBe(told[0]!.length + told[1]!.length - 2 * both);
      }),
      { numRuns: RUNS / 4, seed: 11 },
    );
  });

  it('comes to the same bytes again, in whatever order its markets are named', () => {
    fc.assert(
      fc.property(CASES, (given) => {
        const run = specOf(given);
        const bytes = (of: BacktestSpec): string => {
          const { fills, equity, cash, refusals, pairs, carry } = backtest(of);
          return JSON.stringify([fills, [...equity], cash, refusals, pairs, carry]);
        };
        expect(bytes(run)).toBe(bytes({ ...run, series: [...run.series].reverse() }));
      }),
      { numRuns: RUNS / 4, seed: 11 },
    );
  });

  it('gains what its two legs gain, to the last digit', () => {
    let traded = 0;
    fc.assert(
      fc.property(CASES, (given) => {
        const run = specOf(given);
        const { outcome, report, parts, rows } = playPortfolio(run, (each) => backtest(each));
        traded += outcome.fills.length;
        const gained = report.finalEquity.sub(run.cash);
        const sum = (all: typeof rows): Decimal => all.instruments.reduce((total, { profit }) => total.add(profit), Decimal.ZERO);
        expect(rows.instruments).toHaveLength(2);
        expect(sum(rows).equals(gained)).toBe(true);
        expect(sum(parts).equals(gained)).toBe(true);
        // The same from the fills by hand: what was paid and received, fees, funding, and what is left at its last close.
        let cents = run.cash;
        const left = [0, 0];
        for (const { instrument, side, ticks, lots, fee } of outcome.fills) {
          const value = Decimal.parse('0.0000001').mul(Decimal.of(BigInt(ticks) * BigInt(lots)));
          cents = (side === 'buy' ? cents.sub(value) : cents.add(value)).sub(fee);
          left[instrument]! += side === 'buy' ? lots : -lots;
        }
        for (const { amount } of outcome.carry) cents = cents.add(amount);
        run.series.forEach(({ candles }, leg) => {
          const price = Decimal.fromNumber(candles.close[candles.length - 1]!);
          cents = cents.add(price.mul(Decimal.of(BigInt(left[leg]!), 5)));
        });
        expect(report.finalEquity.equals(cents)).toBe(true);
      }),
      { numRuns: RUNS / 2 },
    );
    expect(traded).toBeGreaterThan(100);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CandleReplay } from '../../src-main/adapters/candle-replay/candle-replay.ts';
import { RunLedger } from '../../src-main/adapters/ledger-memory/run-ledger.ts';
import { findStrategy } from '../../src-main/core/strategies/catalog.ts';
import { instrumentsOf, runBacktest, type ReplayMarket } from '../../src-main/sessions/backtest.ts';
import type { BacktestOutcome, BacktestSpec } from '../../src-main/sessions/backtest-types.ts';
import type { LedgerBatch } from '../../src-main/ports/ledger.ts';
import { candleColumns, type CandleColumns } from '../../src-shared/domain/candle.ts';
import { CONSERVATIVE, IDEAL } from '../../src-shared/domain/costs.ts';
import { DEFAULT_LIMITS, NO_LIMITS } from '../../src-shared/domain/limits.ts';
import type { StrategyParameters } from '../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { HOUR_MS } from '../../src-shared/kernel/time.ts';
import { spec } from '../src-main/core/risk/desk-of-one.ts';

function wanderingBars(seed: number, length: number, gaps: boolean): CandleColumns {
  const columns = candleColumns(length);
  const random = new Sfc32(seed);
  let price = 100;
  let hour = 490_000;
  for (let i = 0; i < length; i += 1) {
    hour += gaps && random.next() < 0.1 ? 1 + random.below(40) : 1;
    const open = price;
    price = Math.round(price * Math.exp(0.01 * random.normal()) * 100) / 100;
    columns.time[i] = hour * HOUR_MS;
    columns.open[i] = open;
    columns.close[i] = price;
    columns.high[i] = Math.max(open, price);
    columns.low[i] = Math.min(open, price);
    columns.volume[i] = random.next() < 0.2 ? 5 : 5_000;
  }
  return columns;
}

/** Keeps every batch, so that two runs can be held against each other record by record. */
class Witness extends RunLedger {
  readonly batches: string[] = [];

  override commit(batch: LedgerBatch): void {
    this.batches.push(JSON.stringify([batch.time, batch.sequence, batch.records]));
    super.commit(batch);
  }
}

/** The same market, whose bars never pass in a run. */
function oneByOne(market: CandleReplay): ReplayMarket {
  return {
    instruments: market.instruments,
    next: (until) => market.next(until),
    history: (...asked) => market.history(...asked),
    subscribe: (...asked) => market.subscribe(...asked),
    submit: (order) => market.submit(order),
    cancel: (...asked) => market.cancel(...asked),
    amend: (amendment) => market.amend(amendment),
    query: (order) => market.query(order),
    follow: () => false,
    ahead: 0,
    skip: () => undefined,
  };
}

function played(run: BacktestSpec, passing: boolean): { readonly outcome: BacktestOutcome; readonly batches: readonly string[] } {
  const instruments = instrumentsOf(run);
  const series = run.series.map(({ instrument, timeframe, candles }) => ({ instrument, timeframe, columns: candles }));
  const market = new CandleReplay({ instruments, series, costs: run.costs, balances: new Map([['USD', run.cash]]) });
  const ledger = new Witness();
  const outcome = runBacktest(run, { market: passing ? market : oneByOne(market), ledger, find: findStrategy });
  return { outcome, batches: ledger.batches };
}

const PARAMETERS: Readonly<Record<string, (fast: number, more: number) => StrategyParameters>> = {
  'sma-cross': (fast, more) => ({ fast, slow: fast + more }),
  'rsi-reversion': (fast) => ({ period: fast + 1, buyBelow: 40 }),
  'donchian-breakout': (fast, more) => ({ exit: fast, entry: fast + more }),
  'chandelier-trend': (fast, more) => ({ entry: fast + 1, atrPeriod: more, distance: 1 }),
};

const settings = fc.record({
  seed: fc.nat(),
  length: fc.integer({ min: 1, max: 700 }),
  gaps: fc.boolean(),
  fast: fc.integer({ min: 1, max: 12 }),
  more: fc.integer({ min: 1, max: 40 }),
  costs: fc.constantFrom(CONSERVATIVE, IDEAL, { ...IDEAL, latencyMs: 3 * HOUR_MS }),
  limits: fc.constantFrom(
    NO_LIMITS,
    { ...DEFAULT_LIMITS, maxOrderNotional: null, maxPositionNotional: null },
    {
      ...NO_LIMITS,
      maxDailyLoss: '300',
      maxDrawdown: 0.1,
    },
  ),
  strategy: fc.constantFrom(
    'sma-cross',
    'sma-cross',
    'sma-cross',
    'buy-and-hold',
    'rsi-reversion',
    'donchian-breakout',
    'chandelier-trend',
  ),
});

describe('bars that pass several at a time', () => {
  it('come to the very same records, fills and equity as bars that are handled one by one', () => {
    let runs = 0;
    fc.assert(
      fc.property(settings, ({ seed, length, gaps, fast, more, costs, limits, strategy }) => {
        const run: BacktestSpec = {
          instruments: [spec('BTC')],
          series: [{ instrument: 0, timeframe: '1h', candles: wanderingBars(seed, length, gaps) }],
          placements: [
            {
              instance: 'one',
              strategy,
              instrument: 0,
              timeframe: '1h',
              parameters: PARAMETERS[strategy]?.(fast, more) ?? {},
              size: { kind: 'all' },
            },
          ],
          cash: Decimal.parse('10000'),
          costs,
          limits,
          seed,
        };
        const passed = played(run, true);
        expect(passed).toEqual(played(run, false));
        runs += passed.outcome.fills.length > 4 ? 1 : 0;
      }),
      { numRuns: 150 },
    );
    // The law says something: many runs traded.
    expect(runs).toBeGreaterThan(30);
  });

  it('tell of progress all the same', () => {
    const told: number[] = [];
    const run: BacktestSpec = {
      instruments: [spec('BTC')],
      series: [{ instrument: 0, timeframe: '1h', candles: wanderingBars(1, 45_000, false) }],
      placements: [
        {
          instance: 'one',
          strategy: 'sma-cross',
          instrument: 0,
          timeframe: '1h',
          parameters: { fast: 20, slow: 50 },
          size: { kind: 'all' },
        },
      ],
      cash: Decimal.parse('10000'),
      costs: IDEAL,
      limits: NO_LIMITS,
      seed: 1,
      onProgress: (bars) => told.push(Math.floor(bars / 20_000)),
    };
    expect(played(run, true).outcome.bars).toBe(45_000);
    expect(told).toEqual([1, 2]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candleColumns, type CandleColumns } from '../../src-shared/domain/candle.ts';
import { IDEAL } from '../../src-shared/domain/costs.ts';
import type { FundingPlan } from '../../src-shared/domain/funding.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import { NO_LIMITS } from '../../src-shared/domain/limits.ts';
import { runReport } from '../../src-shared/domain/report.ts';
import type { MarginTierTerms } from '../../src-shared/domain/margin-tiers.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { CandleReplay } from '../../src-main/adapters/candle-replay/candle-replay.ts';
import { RunLedger } from '../../src-main/adapters/ledger-memory/run-ledger.ts';
import { checkZeroSums } from '../../src-main/core/accounting/zero-sums.ts';
import type { StrategyDefinition } from '../../src-main/core/strategies/strategy.ts';
import type { LedgerBatch } from '../../src-main/ports/ledger.ts';
import { instrumentsOf, runBacktest } from '../../src-main/sessions/backtest.ts';
import type { BacktestOutcome, BacktestSpec } from '../../src-main/sessions/backtest-types.ts';
import { recordOf } from '../../src-main/sessions/research/run-record.ts';
import { type NaiveBar, NaiveMargin, type NaiveTerms, type NaiveWish } from './naive-margin.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1, 5);
const FEE_BPS = 5n;
const COST_BPS = 3;
const LIQUIDATION_BPS = 75n;

function spec(base: string, leverage: number, { maintenanceBps, tiers }: Pick<Case, 'maintenanceBps' | 'tiers'>): InstrumentSpec {
  return {
    id: `${base}/USD:USD.TEST`,
    symbol: `${base}/USD:USD`,
    name: base,
    venue: 'TEST',
    base,
    quote: 'USD',
    settle: 'USD',
    tick: '0.01',
    lot: '0.001',
    engineLot: '0.001',
    multiplier: '1',
    minNotional: '0',
    makerFee: '0.0005',
    takerFee: '0.0005',
    halfSpreadBps: 0,
    validFrom: 0,
    kind: 'perpetual',
    terms: {
      maxLeverage: leverage,
      leverage,
      maintenanceMargin: String(maintenanceBps / 10_000),
      liquidationFee: '0.0075',
      ...(tiers.length === 0 ? {} : { tiers: bracketsOf(maintenanceBps, tiers) }),
    },
  } as unknown as InstrumentSpec;
}

function columnsOf(bars: readonly NaiveBar[]): CandleColumns {
  const columns = candleColumns(bars.length);
  bars.forEach((bar, row) => {
    columns.time[row] = START + row * HOUR;
    columns.open[row] = bar.open / 100;
    columns.high[row] = bar.high / 100;
    columns.low[row] = bar.low / 100;
    columns.close[row] = bar.close / 100;
    columns.volume[row] = 1e9;
  });
  return columns;
}

/** Does at each close what it was told beforehand. */
function scripted(wishes: readonly (readonly NaiveWish[])[]): StrategyDefinition {
  return {
    spec: {
      id: 'scripted',
      family: 'test',
      description: 'As told.',
      parameters: [{ name: 'which', label: '', unit: '', default: 0, min: 0, max: 9, integer: true }],
    },
    warmupBars: () => 0,
    create: ({ which }) => ({
      warm: () => undefined,
      onBar: (_, row, desk) => {
        const wish = wishes[row]![which ?? 0]!;
        const held = desk.positionLots;
        if (wish === 'exit') desk.exit();
        else if (wish === 'long' ? held <= 0 : wish === 'short' && held >= 0) desk.enter(wish === 'long' ? 'long' : 'short');
      },
      onFill: () => undefined,
      memory: () => '',
      restore: () => undefined,
    }),
  };
}

/** Sums every posting by itself, and holds that each transaction comes to zero. */
class PostedLedger extends RunLedger {
  holdings = Decimal.ZERO;

  override commit(batch: LedgerBatch): void {
    super.commit(batch);
    for (const record of batch.records) {
      if (record.kind !== 'fill' && record.kind !== 'carry' && record.kind !== 'transfer') continue;
      checkZeroSums(record.postings);
      for (const { account, amount } of record.postings) if (account === 'holdings') this.holdings = this.holdings.add(amount);
    }
  }
}

interface Played {
  readonly spec: BacktestSpec;
  readonly outcome: BacktestOutcome;
  readonly ledger: PostedLedger;
}

interface Bracket {
  readonly further: number;
  readonly more: number;
  readonly barred: boolean;
}

/** Where brackets begin, whole units of money. */
function beginnings(tiers: readonly Bracket[]): readonly number[] {
  return tiers.map((_, i) => tiers.slice(0, i + 1).reduce((sum, { further }) => sum + further, 0));
}

/** The rate of the bracket `i` behind the first, basis points. */
function ratesUpTo({ maintenanceBps, tiers }: Pick<Case, 'maintenanceBps' | 'tiers'>, i: number): number {
  return tiers.slice(0, i + 1).reduce((sum, { more }) => sum + more, maintenanceBps);
}

function bracketsOf(maintenanceBps: number, tiers: readonly Bracket[]): readonly MarginTierTerms[] {
  const first = { from: '0', rate: String(maintenanceBps / 10_000) };
  const others = beginnings(tiers).map((from, i) => ({
    from: String(from),
    rate: String(ratesUpTo({ maintenanceBps, tiers }, i) / 10_000),
    leverage: tiers[i]!.barred ? 1 : 100,
  }));
  return [first, ...others];
}

/** Where the first bracket begins that bars the leverage. */
function mostOf({ tiers }: Case): bigint | null {
  const place = tiers.findIndex(({ barred }) => barred);
  return place < 0 ? null : BigInt(beginnings(tiers)[place]!) * 10n ** 18n;
}

interface Case {
  readonly bars: readonly (readonly NaiveBar[])[];
  readonly wishes: readonly (readonly NaiveWish[])[];
  readonly leverage: number;
  readonly maintenanceBps: number;
  /** Brackets behind the first: how much further they begin, how many basis points more they ask for, and whether they bar the leverage. */
  readonly tiers: readonly Bracket[];
  readonly lots: readonly number[];
  readonly rates: readonly number[];
  readonly plan: 'stored' | 'stated' | 'against';
}

function planOf({ plan, rates }: Case): FundingPlan {
  if (plan !== 'stored') return { kind: plan, bps: 2 };
  const first = Math.floor(START / (8 * HOUR)) * 8 * HOUR;
  return {
    kind: 'stored',
    rates: { time: Float64Array.from(rates, (_, i) => first + i * 8 * HOUR), rate: Float64Array.from(rates, (rate) => rate / 1_000_000) },
  };
}

function play(given: Case): Played {
  const bases = ['BTC', 'ETH'].slice(0, given.lots.length);
  const run: BacktestSpec = {
    instruments: bases.map((base) => spec(base, given.leverage, given)),
    series: bases.map((_, i) => ({ instrument: i, timeframe: '1h', candles: columnsOf(given.bars.map((row) => row[i]!)) })),
    placements: bases.map((_, i) => ({
      instance: `scripted-${i}`,
      strategy: 'scripted',
      instrument: i,
      timeframe: '1h',
      parameters: { which: i },
      size: { kind: 'base', amount: String(given.lots[i]! / 1_000) },
    })),
    cash: Decimal.parse('1000'),
    costs: { ...IDEAL, name: 'test', takerFeeBps: null, makerFeeBps: null, slippageBps: COST_BPS },
    limits: NO_LIMITS,
    seed: 1,
    funding: bases.map(() => planOf(given)),
  };
  const instruments = instrumentsOf(run);
  const ledger = new PostedLedger();
  const market = new CandleReplay({
    instruments,
    series: run.series.map(({ instrument, timeframe, candles }) => ({ instrument, timeframe, columns: candles })),
    costs: run.costs,
    balances: new Map([['USD', run.cash]]),
    ...(run.funding === undefined ? {} : { funding: run.funding }),
  });
  return { spec: run, ledger, outcome: runBacktest(run, { market, ledger, find: () => scripted(given.wishes) }) };
}

function byHand(given: Case): ReturnType<NaiveMargin['run']> {
  const plan = planOf(given);
  const terms: NaiveTerms = {
    cash: 1_000n * 10n ** 18n,
    leverage: BigInt(given.leverage),
    tiers: [
      { from: 0n, bps: BigInt(given.maintenanceBps) },
      ...beginnings(given.tiers).map((from, i) => ({ from: BigInt(from) * 10n ** 18n, bps: BigInt(ratesUpTo(given, i)) })),
    ],
    most: mostOf(given),
    liquidationBps: LIQUIDATION_BPS,
    feeBps: FEE_BPS,
    costBps: COST_BPS,
    lots: given.lots.map(BigInt),
    rate: (time, lots) => {
      if (plan.kind !== 'stored') return plan.kind === 'against' && lots < 0n ? -200n : 200n;
      const row = plan.rates.time.indexOf(time);
      return row < 0 ? 0n : BigInt(given.rates[row]!);
    },
  };
  return new NaiveMargin(terms).run(START, given.bars, given.wishes);
}

const wish = fc.constantFrom<NaiveWish>('none', 'none', 'long', 'short', 'exit');
/** How far a bar goes, basis points: sometimes through several brackets. */
const reach = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 900 }), weight: 5 },
  { arbitrary: fc.integer({ min: 0, max: 4_500 }), weight: 1 },
);
const step = fc.record({
  gap: fc.integer({ min: -300, max: 300 }),
  up: reach,
  down: reach,
  body: fc.integer({ min: 0, max: 1_000 }),
});

const cases: fc.Arbitrary<Case> = fc
  .record({
    contracts: fc.integer({ min: 1, max: 2 }),
    steps: fc.array(fc.tuple(step, step), { minLength: 20, maxLength: 80, size: 'max' }),
    told: fc.array(fc.tuple(wish, wish), { minLength: 80, maxLength: 80 }),
    leverage: fc.constantFrom(2, 3, 10, 20),
    maintenanceBps: fc.constantFrom(50, 100, 250),
    tiers: fc.oneof(
      fc.constant([]),
      fc.array(fc.record({ further: fc.integer({ min: 50, max: 1_500 }), more: fc.integer({ min: 0, max: 900 }), barred: fc.boolean() }), {
        minLength: 1,
        maxLength: 4,
      }),
    ),
    share: fc.double({ min: 0.2, max: 0.98, noNaN: true }),
    rates: fc.array(fc.integer({ min: -3_000, max: 3_000 }), { minLength: 16, maxLength: 16 }),
    plan: fc.constantFrom<Case['plan']>('stored', 'stated', 'against'),
  })
  .map(({ contracts, steps, told, leverage, maintenanceBps, tiers, share, rates, plan }) => {
    const price = [10_000, 20_000];
    const bars = steps.map((row) =>
      row.slice(0, contracts).map((each, i): NaiveBar => {
        const open = Math.max(500, Math.round(price[i]! * (1 + each.gap / 10_000)));
        const high = Math.max(open, Math.round(open * (1 + each.up / 10_000)));
        const low = Math.max(100, Math.min(open, Math.round(open * (1 - each.down / 10_000))));
        const close = low + Math.round(((high - low) * each.body) / 1_000);
        price[i] = close;
        return { open, high, low, close };
      }),
    );
    // Of a thousand, in thousandths of a unit worth 100 and 200.
    const lots = [10_000, 5_000].slice(0, contracts).map((one) => Math.max(1, Math.floor((one * share * leverage) / contracts)));
    return { bars, wishes: told.map((row) => row.slice(0, contracts)), leverage, maintenanceBps, tiers, lots, rates, plan };
  });

const SCALE = 18;

describe('an account on margin', () => {
  it('comes to exactly what working it out by hand comes to: cash, equity, fills, funding, liquidations', () => {
    const seen = { fills: 0, liquidations: 0, funding: 0, inBrackets: 0 };
    fc.assert(
      fc.property(cases, (given) => {
        const { spec: run, outcome, ledger } = play(given);
        const hand = byHand(given);
        const fills = outcome.fills.map(({ time, instrument, side, lots, ticks, liquidation }) => {
          const bar = Math.floor((time - START) / HOUR);
          return `${bar} ${instrument} ${side === 'buy' ? lots : -lots} ${ticks}${liquidation === true ? ' liquidated' : ''}`;
        });
        expect(fills).toEqual(hand.fills);
        expect(outcome.cash.unitsAt(Math.max(SCALE, outcome.cash.scale)) / 10n ** BigInt(Math.max(0, outcome.cash.scale - SCALE))).toBe(
          hand.cash,
        );
        expect(ledger.holdings.equals(outcome.cash)).toBe(true);
        hand.equity.forEach((equity, row) => {
          expect(outcome.equity[row]).toBeCloseTo(Number(equity) / 1e18, 6);
        });
        const report = runReport(recordOf(outcome, run));
        expect(report.funding.equals(Decimal.of(hand.funding, SCALE))).toBe(true);
        expect(report.liquidations).toBe(hand.liquidations);
        expect(report.finalEquity.equals(Decimal.of(hand.equity.at(-1)!, SCALE))).toBe(true);
        const trips = [
          ...report.trades.map(({ pnl }) => pnl),
          ...report.open.map(({ unrealised, fee, funding }) => unrealised.sub(fee).add(funding)),
        ];
        // Every trade's profit together is what the account gained.
        expect(
          trips
            .reduce((sum, pnl) => sum.add(pnl), Decimal.ZERO)
            .sub(report.finalEquity.sub(run.cash))
            .abs()
            .toNumber(),
        ).toBeLessThan(1e-9);
        seen.fills += fills.length;
        seen.liquidations += hand.liquidations;
        if (hand.funding !== 0n) seen.funding += 1;
        if (given.tiers.length > 0) seen.inBrackets += hand.liquidations;
      }),
      { numRuns: 400, endOnFailure: true },
    );
    expect(seen.liquidations).toBeGreaterThan(50);
    expect(seen.funding).toBeGreaterThan(300);
    expect(seen.inBrackets).toBeGreaterThan(25);
  });
});

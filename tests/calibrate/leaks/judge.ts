import { candleColumns, type CandleColumns } from '../../../src-shared/domain/candle.ts';
import { CONSERVATIVE } from '../../../src-shared/domain/costs.ts';
import { NO_LIMITS } from '../../../src-shared/domain/limits.ts';
import type { StrategyParameters } from '../../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { HOUR_MS } from '../../../src-shared/kernel/time.ts';
import { findLeak, type LeakSearch } from '../../../src-main/core/research/leaks/find-leak.ts';
import { indicatorLeak } from '../../../src-main/core/research/leaks/indicator-leak.ts';
import type { TracedRun } from '../../../src-main/core/research/leaks/trace.ts';
import { leakRun } from '../../../src-main/run-leaks.ts';
import type { BacktestSpec } from '../../../src-main/sessions/backtest-types.ts';
import type { StrategyDefinition } from '../../../src-main/core/strategies/strategy.ts';
import { spec } from '../../src-main/core/risk/desk-of-one.ts';
import { bareRun, PLANTED_COLUMNS } from './planted-columns.ts';
import { plantedStrategies } from './planted-strategies.ts';

/** Bars of an hour that wander, with a volume of their own each. */
export function leakBars(seed: number, length: number): CandleColumns {
  const columns = candleColumns(length);
  const random = new Sfc32(seed);
  let price = 1_000;
  for (let row = 0; row < length; row += 1) {
    const open = price;
    price = Math.round(price * Math.exp(0.012 * random.normal()) * 100) / 100;
    columns.time[row] = (490_000 + row) * HOUR_MS;
    columns.open[row] = open;
    columns.close[row] = price;
    columns.high[row] = Math.max(open, price) * (1 + 0.004 * random.next());
    columns.low[row] = Math.min(open, price) * (1 - 0.004 * random.next());
    columns.volume[row] = 500 * (1 + random.next());
  }
  return columns;
}

/** A run of one strategy over bars, with all costs. */
export function leakSpec(definition: StrategyDefinition, parameters: StrategyParameters, candles: CandleColumns): BacktestSpec {
  const { id } = definition.spec;
  return {
    instruments: [spec('BTC')],
    series: [{ instrument: 0, timeframe: '1h', candles }],
    placements: [{ instance: `${id}-1`, strategy: id, instrument: 0, timeframe: '1h', parameters, size: { kind: 'all' } }],
    cash: Decimal.parse('10000'),
    costs: CONSERVATIVE,
    limits: NO_LIMITS,
    seed: 1,
  };
}

/** Looks for leaks of a strategy on the real engine, one bar at a time and with bars that pass. */
export function searchLeaks(
  definition: StrategyDefinition,
  candles: CandleColumns,
  cuts: number,
  parameters: StrategyParameters = {},
): LeakSearch {
  const run = leakSpec(definition, parameters, candles);
  return findLeak([leakRun(run, definition, 'one-by-one'), leakRun(run, definition, 'passing')], candles, { cuts, seed: 1 });
}

/** Looks for leaks of a strategy over two instruments: the future of both is changed at the same cuts, the second one's the other way. */
export function searchPairLeaks(
  definition: StrategyDefinition,
  candles: CandleColumns,
  cuts: number,
  parameters: StrategyParameters,
): LeakSearch {
  const spread = spreadOf(candles);
  const { id } = definition.spec;
  const run = leakSpec(definition, parameters, candles);
  const pair: BacktestSpec = {
    ...run,
    instruments: [spec('BTC', { kind: 'perpetual' }), spec('ETH', { kind: 'perpetual' })],
    placements: [{ instance: `${id}-1`, strategy: id, instrument: 0, against: 1, timeframe: '1h', parameters, size: { kind: 'all' } }],
    funding: [
      { kind: 'stated', bps: 1 },
      { kind: 'stated', bps: 1 },
    ],
  };
  const traced: TracedRun = (changed) =>
    leakRun(
      { ...pair, series: [...run.series, { instrument: 1, timeframe: '1h', candles: second(candles, changed, spread) }] },
      definition,
      'one-by-one',
    )(changed);
  return findLeak([traced], candles, { cuts, seed: 1 });
}

/** What the second market is away from the first, as a factor that comes back to one. */
function spreadOf({ length }: CandleColumns): Float64Array {
  const random = new Sfc32(9);
  let away = 0;
  return Float64Array.from({ length }, () => {
    away = 0.8 * away + 0.01 * random.normal();
    return Math.exp(away);
  });
}

/** The second market: the first one apart by the spread, and moved the other way where the first was changed. */
function second(candles: CandleColumns, changed: CandleColumns, spread: Float64Array): CandleColumns {
  const columns = candleColumns(changed.length);
  columns.time.set(changed.time.subarray(0, changed.length));
  columns.volume.set(changed.volume.subarray(0, changed.length));
  for (let row = 0; row < changed.length; row += 1) {
    const of = (name: 'open' | 'high' | 'low' | 'close'): number =>
      (candles[name][row]! * (candles[name][row]! / changed[name][row]!)) / (name === 'open' ? (spread[row - 1] ?? 1) : spread[row]!);
    const [open, close] = [of('open'), of('close')];
    columns.open[row] = open;
    columns.close[row] = close;
    columns.high[row] = Math.max(open, close, of('high'));
    columns.low[row] = Math.min(open, close, of('low'));
  }
  return columns;
}

/** What came of one planted leak and of its honest twin. */
export interface PlantedVerdict {
  readonly name: string;
  readonly kind: 'strategy' | 'indicator' | 'engine';
  readonly fault: string;
  readonly caught: boolean;
  /** Whether the twin, which does the same without the leak, was wrongly called one. */
  readonly twinAccused: boolean;
  /** How the leak showed; '' when it was not caught. */
  readonly how: string;
}

/** Every planted leak, looked for as a trader would: a dense sample of cut points. */
export function judgePlanted(bars: number, cuts: number): readonly PlantedVerdict[] {
  const candles = leakBars(3, bars);
  const rows = Array.from({ length: cuts }, (_, i) => 1 + Math.floor(((i + 0.5) * (bars - 1)) / cuts));
  const strategies = plantedStrategies().map(({ name, fault, leaking, honest }): PlantedVerdict => {
    const { leak } = searchLeaks(leaking, candles, cuts);
    const how = leak === null ? '' : `${leak.kind} at row ${String(leak.row)}, future ${leak.future} from row ${String(leak.cut)}`;
    return { name, kind: 'strategy', fault, caught: leak !== null, twinAccused: searchLeaks(honest, candles, cuts).leak !== null, how };
  });
  const indicators = PLANTED_COLUMNS.map(({ name, fault, leaking, honest }): PlantedVerdict => {
    const leak = indicatorLeak(leaking, candles, rows);
    const how = leak === null ? '' : `value at row ${String(leak.row)}, future ${leak.future} from row ${String(leak.cut)}`;
    return { name, kind: 'indicator', fault, caught: leak !== null, twinAccused: indicatorLeak(honest, candles, rows) !== null, how };
  });
  const engine = (delay: 0 | 1): LeakSearch => findLeak([bareRun(delay)], candles, { cuts, seed: 1 });
  const { leak } = engine(0);
  return [
    ...strategies,
    ...indicators,
    {
      name: 'fills-at-own-open',
      kind: 'engine',
      fault: 'decides on the close of a bar and trades at its open',
      caught: leak !== null,
      twinAccused: engine(1).leak !== null,
      how: leak === null ? '' : `${leak.kind} at row ${String(leak.row)}, future ${leak.future} from row ${String(leak.cut)}`,
    },
  ];
}

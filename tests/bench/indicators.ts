import technical from 'technicalindicators';
import * as signals from 'trading-signals';
import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import { indicatorColumns, indicatorOf, presetsOf } from '../../src-shared/domain/indicators/catalog.ts';
import { bareAtr, bareBollinger, bareEma, bareMacd, bareRsi, bareSma, type Columns } from './bare-indicators.ts';
import { median, rounded, timed } from './timing.ts';
import { trendingBars } from './trending-bars.ts';

const BARS = 1_000_000;
/** Turns that only let the compiler see the code, and turns that are measured: beside a bare loop, and beside the packages. */
const WARMING = 2;
const CLOSE_WARMING = 12;
const CLOSE_ROUNDS = 31;
const PACKAGE_ROUNDS = 5;

/** What one indicator takes beside three others who do the same. */
export interface IndicatorTimes {
  readonly id: string;
  readonly ms: number;
  /** Our own, fed bar by bar as a strategy does. */
  readonly streamedMs: number;
  readonly bareMs: number;
  /** Median over the rounds of our time over the bare loop's. */
  readonly ratio: number;
  /** Median over the rounds of the package's time over ours. */
  readonly technicalindicators: number;
  readonly tradingSignals: number;
}

/** What the indicators take for a million bars. */
export interface IndicatorBench {
  readonly bars: number;
  readonly indicators: readonly IndicatorTimes[];
}

/** What is promised of each of them. */
export const INDICATOR_BOUNDS = { ratio: 1.5, technicalindicators: 20, tradingSignals: 8 } as const;

/** A line for a person. */
export function indicatorLine(each: IndicatorTimes): string {
  const packages = `${each.technicalindicators} times as fast as technicalindicators, ${each.tradingSignals} times as trading-signals`;
  return `${each.id}: ${each.ms} ms for ${BARS} bars, ${each.streamedMs} ms bar by bar, a bare loop ${each.bareMs} ms: ${each.ratio} times; ${packages}`;
}

/** The promises that are not held. */
export function brokenIndicators({ indicators }: IndicatorBench): readonly string[] {
  const { ratio, technicalindicators, tradingSignals } = INDICATOR_BOUNDS;
  return indicators.flatMap((each) => [
    ...(each.ratio <= ratio ? [] : [`${each.id} takes more than ${ratio} times a bare loop`]),
    ...(each.technicalindicators >= technicalindicators
      ? []
      : [`${each.id} is not ${technicalindicators} times as fast as technicalindicators`]),
    ...(each.tradingSignals >= tradingSignals ? [] : [`${each.id} is not ${tradingSignals} times as fast as trading-signals`]),
  ]);
}

/** The same bars as the packages' users have them. */
interface Plain {
  readonly high: number[];
  readonly low: number[];
  readonly close: number[];
}

/** A package's newest value of each output, and nothing else of what it worked out. */
type Newest = readonly number[];

interface Contest {
  readonly id: string;
  readonly bare: (candles: CandleColumns) => Columns;
  readonly technical: (bars: Plain) => Newest;
  readonly signals: (bars: Plain) => Newest;
  /** How far a package's newest value may be from ours, as a share of it: one rounds to two digits, averages are begun in more than one way. */
  readonly apart: number;
}

/** Feeds closes and collects what comes, as the package's guide has it. */
function fed<Value>(bars: Plain, indicator: { add(value: number): unknown; getResult(): Value | null }): Value {
  const found: Value[] = [];
  for (const close of bars.close) {
    indicator.add(close);
    const value = indicator.getResult();
    if (value !== null) found.push(value);
  }
  return found.at(-1)!;
}

function fedBars(bars: Plain, indicator: signals.ATR): number {
  const found: number[] = [];
  for (let i = 0; i < bars.close.length; i += 1) {
    indicator.add({ high: bars.high[i]!, low: bars.low[i]!, close: bars.close[i]! });
    const value = indicator.getResult();
    if (value !== null) found.push(value);
  }
  return found.at(-1)!;
}

const CONTESTS: readonly Contest[] = [
  {
    id: 'sma',
    bare: (candles) => bareSma(candles, 20),
    technical: ({ close }) => [technical.SMA.calculate({ period: 20, values: close }).at(-1)!],
    signals: (bars) => [fed(bars, new signals.SMA(20))],
    apart: 1e-9,
  },
  {
    id: 'ema',
    bare: (candles) => bareEma(candles, 20),
    technical: ({ close }) => [technical.EMA.calculate({ period: 20, values: close }).at(-1)!],
    signals: (bars) => [fed(bars, new signals.EMA(20))],
    apart: 1e-9,
  },
  {
    id: 'rsi',
    bare: (candles) => bareRsi(candles, 14),
    technical: ({ close }) => [technical.RSI.calculate({ period: 14, values: close }).at(-1)!],
    signals: (bars) => [fed(bars, new signals.RSI(14))],
    apart: 1e-3,
  },
  {
    id: 'macd',
    bare: (candles) => bareMacd(candles, [12, 26, 9]),
    technical: ({ close }) => {
      const lengths = { fastPeriod: 12, slowPeriod: 26, signalPeriod: 9 };
      const last = technical.MACD.calculate({ values: close, ...lengths, SimpleMAOscillator: false, SimpleMASignal: false }).at(-1)!;
      return [last.MACD!, last.signal!, last.histogram!];
    },
    signals: (bars) => {
      const last = fed(bars, new signals.MACD(new signals.EMA(12), new signals.EMA(26), new signals.EMA(9)));
      return [last.macd, last.signal, last.histogram];
    },
    apart: 1e-6,
  },
  {
    id: 'bollinger',
    bare: (candles) => bareBollinger(candles, 20, 2),
    technical: ({ close }) => {
      const last = technical.BollingerBands.calculate({ period: 20, values: close, stdDev: 2 }).at(-1)!;
      return [last.upper, last.middle, last.lower];
    },
    signals: (bars) => {
      const last = fed(bars, new signals.BollingerBands(20, 2));
      return [last.upper, last.middle, last.lower];
    },
    apart: 1e-9,
  },
  {
    id: 'atr',
    bare: (candles) => bareAtr(candles, 14),
    technical: ({ high, low, close }) => [technical.ATR.calculate({ period: 14, high, low, close }).at(-1)!],
    signals: (bars) => [fedBars(bars, new signals.ATR(14))],
    apart: 1e-6,
  },
];

/** Bar by bar, into columns. */
function streamed(id: string, candles: CandleColumns): Columns {
  const definition = indicatorOf(id)!;
  const indicator = definition.make(presetsOf(definition));
  const { values } = indicator;
  const out = definition.outputs.map(() => new Float64Array(candles.length));
  for (let row = 0; row < candles.length; row += 1) {
    indicator.update(candles, row);
    for (let output = 0; output < out.length; output += 1) out[output]![row] = values[output]!;
  }
  return out;
}

/** Times the averages, oscillators and bands that most strategies are made of against a bare loop with the same column and two packages, turn by turn. */
export function benchIndicators(): IndicatorBench {
  const candles = trendingBars(BARS);
  const plain = { high: [...candles.high], low: [...candles.low], close: [...candles.close] };
  return { bars: BARS, indicators: CONTESTS.map((contest) => held(contest, candles, plain)) };
}

function held(contest: Contest, candles: CandleColumns, plain: Plain): IndicatorTimes {
  const definition = indicatorOf(contest.id)!;
  const presets = presetsOf(definition);
  const column = () => timed(() => indicatorColumns(definition, presets, candles));
  // Who goes second clears away what the first left behind, so both do. The packages leave much more: they have turns of their own.
  const near = turns(CLOSE_ROUNDS, CLOSE_WARMING, (turn) => {
    const first = turn % 2 === 0 ? timed(() => contest.bare(candles)) : column();
    const second = turn % 2 === 0 ? column() : timed(() => contest.bare(candles));
    const [bare, ours] = turn % 2 === 0 ? [first, second] : [second, first];
    compareColumns(contest.id, ours.value, bare.value);
    return { bare: bare.ms, ours: ours.ms };
  });
  const stream = turns(PACKAGE_ROUNDS, WARMING, () => timed(() => streamed(contest.id, candles)).ms);
  const far = turns(PACKAGE_ROUNDS, WARMING, () => {
    const ours = column();
    const others = [timed(() => contest.technical(plain)), timed(() => contest.signals(plain))] as const;
    for (const { value } of others) compareNewest(contest, ours.value, value);
    return others.map(({ ms }) => ms / ours.ms);
  });
  return {
    id: contest.id,
    ms: rounded(median(near.map(({ ours }) => ours)), 2),
    streamedMs: rounded(median(stream), 2),
    bareMs: rounded(median(near.map(({ bare }) => bare)), 2),
    ratio: rounded(median(near.map(({ ours, bare }) => ours / bare)), 2),
    technicalindicators: rounded(median(far.map(([technicalRun]) => technicalRun!)), 1),
    tradingSignals: rounded(median(far.map(([, signalsRun]) => signalsRun!)), 1),
  };
}

function turns<Turn>(rounds: number, warming: number, take: (turn: number) => Turn): readonly Turn[] {
  return Array.from({ length: warming + rounds }, (_, turn) => take(turn)).slice(warming);
}

/** All did the same work, or the ratios would mean nothing. */
function compareColumns(id: string, ours: Columns, bare: Columns): void {
  for (const [output, column] of ours.entries()) {
    const size = Math.abs(column.at(-1)!);
    const other = bare[output]!;
    // By index: whatever is left to be collected would be collected in the next turn.
    for (let row = 0; row < column.length; row += 1) {
      const value = other[row]!;
      const mine = column[row]!;
      const same = Number.isNaN(value) ? Number.isNaN(mine) : Math.abs(mine - value) <= 1e-9 * Math.max(Math.abs(value), size);
      if (!same) throw new Error(`${id}, row ${String(row)}: ${String(mine)}, and the bare loop came to ${String(value)}`);
    }
  }
}

function compareNewest({ id, apart }: Contest, ours: Columns, newest: Newest): void {
  for (const [output, column] of ours.entries()) {
    const mine = column.at(-1)!;
    if (!(Math.abs(newest[output]! - mine) <= apart * Math.abs(mine))) {
      throw new Error(`${id} ends at ${String(mine)}, and a package came to ${String(newest[output])}`);
    }
  }
}

import { type Timeframe, TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import { type Contributions, contributions, contributionsByOrigin } from '../../../src-shared/domain/contributions.ts';
import type { InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import { NO_LIMITS } from '../../../src-shared/domain/limits.ts';
import { type RunReport, runReport } from '../../../src-shared/domain/report.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { underlyingOf } from '../../core/market-data/perpetual-instrument.ts';
import type { BacktestOutcome, BacktestSpec, BarSeries, StrategyPlacement } from '../backtest-types.ts';
import { recordOf } from './run-record.ts';

/** Bars of one instrument that a portfolio goes over. */
export interface PortfolioMarket {
  readonly instrument: InstrumentSpec;
  readonly timeframe: Timeframe;
  readonly candles: BarSeries['candles'];
}

/** Refuses markets that cannot stand on one account; `place` is the market that is too much, from 0. */
export type RefuseMarket = (place: number, problem: string) => never;

/** The instruments, each once with the steps of its finest bars, and the bars of all markets. */
export function joinMarkets(markets: readonly PortfolioMarket[], refuse: RefuseMarket): Pick<BacktestSpec, 'instruments' | 'series'> {
  const ids = [...new Set(markets.map(({ instrument }) => instrument.id))];
  const series = markets.map(({ instrument, timeframe, candles }): BarSeries => ({
    instrument: ids.indexOf(instrument.id),
    timeframe,
    candles,
  }));
  series.forEach(({ instrument, timeframe }, place) => {
    if (series.findIndex((other) => other.instrument === instrument && other.timeframe === timeframe) < place)
      refuse(place, `names ${timeframe} bars of an instrument that has them already.`);
  });
  const instruments = ids.map((id) => {
    const own = markets.filter(({ instrument }) => instrument.id === id);
    return own.reduce((least, one) => (TIMEFRAMES[one.timeframe] < TIMEFRAMES[least.timeframe] ? one : least)).instrument;
  });
  const settle = instruments[0]?.settle;
  const other = markets.findIndex(({ instrument }) => instrument.settle !== settle);
  if (other >= 0) {
    const { id, settle: found } = markets[other]!.instrument;
    refuse(other, `does not fit: ${id} is paid in ${found}, the others in ${String(settle)}; one account has one of them.`);
  }
  return { instruments, series };
}

/** An instrument that a placement trades: every one has one, a strategy over two has two. */
export interface PlacedLeg {
  readonly placement: StrategyPlacement;
  readonly instrument: number;
}

/** What each placement trades, in their order; of a strategy over two its first instrument comes first. */
export function legsOf(placements: readonly StrategyPlacement[]): readonly PlacedLeg[] {
  return placements.flatMap((placement) => {
    const { instrument, against } = placement;
    const first = { placement, instrument };
    return against === undefined ? [first] : [first, { placement, instrument: against }];
  });
}

/** A portfolio's run with the same money held in its instruments in equal parts beside it. */
export interface PlayedPortfolio {
  readonly outcome: BacktestOutcome;
  readonly report: RunReport;
  readonly held: BacktestOutcome;
  readonly baseline: RunReport;
  /** By instrument. */
  readonly parts: Contributions;
  /** By leg of each placement, in their order. */
  readonly rows: Contributions;
}

/** Plays a portfolio and what it is held against. */
export function playPortfolio(
  spec: BacktestSpec,
  play: (spec: BacktestSpec, name: 'portfolio' | 'buy-and-hold') => BacktestOutcome,
): PlayedPortfolio {
  const outcome = play(spec, 'portfolio');
  const record = recordOf(outcome, spec);
  const equally = heldEqually(spec);
  const held = play(equally, 'buy-and-hold');
  const closes = finest(spec).map(({ timeframe, candles }) => ({
    opens: candles.time,
    barMs: TIMEFRAMES[timeframe],
    close: candles.close,
  }));
  return {
    outcome,
    report: runReport(record),
    held,
    baseline: runReport(recordOf(held, equally)),
    parts: contributions(record, closes),
    rows: contributionsByOrigin(
      record,
      closes,
      legsOf(spec.placements).map(({ placement, instrument }) => ({ origin: placement.instance, instrument })),
    ),
  };
}

/** The finest bars of each instrument. */
function finest({ instruments, series }: BacktestSpec): readonly BarSeries[] {
  return instruments.map((_, instrument) =>
    series
      .filter((one) => one.instrument === instrument)
      .reduce((least, one) => (TIMEFRAMES[one.timeframe] < TIMEFRAMES[least.timeframe] ? one : least)),
  );
}

function heldEqually(spec: BacktestSpec): BacktestSpec {
  const share = spec.cash.divide(Decimal.of(BigInt(spec.instruments.length)), 2, 'floor').toString();
  const placements = finest(spec).map(({ instrument, timeframe }): StrategyPlacement => ({
    instance: `buy-and-hold-${instrument + 1}`,
    strategy: 'buy-and-hold',
    instrument,
    timeframe,
    parameters: {},
    size: { kind: 'quote', amount: share },
  }));
  const { funding: _, ...rest } = spec;
  return { ...rest, instruments: spec.instruments.map(underlyingOf), placements, limits: NO_LIMITS };
}

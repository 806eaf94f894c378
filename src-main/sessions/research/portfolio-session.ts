import type {
  PortfolioAsk,
  PortfolioMarketView,
  PortfolioReportView,
  PortfolioRowAsk,
  PortfolioTradeRow,
} from '../../../src-shared/contract/portfolios.ts';
import type { RunRequest } from '../../../src-shared/contract/research.ts';
import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import type { ClosedTrade } from '../../../src-shared/domain/report.ts';
import { thinnedCurve } from '../../../src-shared/domain/thinned-curve.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { instrumentsOf } from '../backtest.ts';
import type { BacktestOutcome, BacktestSpec, StrategyPlacement } from '../backtest-types.ts';
import { joinMarkets, legsOf, playPortfolio } from './portfolio.ts';
import { figuresBeside } from './report-figures.ts';
import type { RunBars } from './run-bars.ts';
import { tradeRow } from './trade-row.ts';
import { runLimits } from './run-limits.ts';

/** What a portfolio is played by. */
export interface PortfolioSessionParts {
  readonly backtest: (spec: BacktestSpec) => BacktestOutcome;
  /** The bars of a leg of the request. */
  readonly bars: (leg: LegRequest, row: number) => RunBars;
  readonly costs: CostProfile;
  readonly engine: string;
  /** Told now and then how many bars are done of those to do. */
  readonly tell: (done: number, total: number) => void;
}

/** Parts of which a drawn curve keeps the extremes. */
const CURVE_BUCKETS = 400;
/** The portfolio itself, and the same money held. */
const PASSES = 2;

/** Bars that a row asks for, and as what they are traded: its own, or those of its second instrument. */
export type LegRequest = Pick<RunRequest, 'source' | 'instrument' | 'timeframe' | 'perpetual'>;

interface Ground {
  readonly spec: BacktestSpec;
  readonly markets: readonly PortfolioMarketView[];
}

/** Plays a portfolio and what it is held against, and makes its report. Fails with `input.invalid` where rows do not fit on one account, and as `bars` does. */
export function portfolioSession(run: number, request: PortfolioAsk, parts: PortfolioSessionParts): PortfolioReportView {
  const { spec, markets } = groundOf(request, parts);
  const bars = spec.series.reduce((sum, { candles }) => sum + candles.length, 0);
  const play = (asked: BacktestSpec, name: 'portfolio' | 'buy-and-hold'): BacktestOutcome => {
    const before = name === 'portfolio' ? 0 : bars;
    const onProgress = (done: number): void => parts.tell(before + done, PASSES * bars);
    const outcome = parts.backtest({ ...asked, onProgress });
    onProgress(bars);
    return outcome;
  };
  const { outcome, report, held, baseline, rows } = playPortfolio(spec, play);
  const { times, equity } = outcome;
  const legs = legsOf(spec.placements);
  return {
    run,
    request,
    quote: spec.instruments[0]!.settle,
    engine: parts.engine,
    costs: parts.costs,
    markets,
    figures: figuresBeside(report, baseline),
    finalEquity: report.finalEquity.toString(),
    holdEquity: baseline.finalEquity.toString(),
    fees: report.fees.toString(),
    closedTrades: report.trades.length,
    trades: tradesOf(report.trades, spec),
    curve: thinnedCurve({ start: Number(request.cash), times, equity, hold: held.equity }, CURVE_BUCKETS),
    parts: rows.instruments.map(({ instrument: row, profit, fees, ...shares }) => {
      const { placement, instrument } = legs[row]!;
      const name = placement.instance;
      return {
        name,
        instrument: spec.instruments[instrument]!.id,
        profit: profit.toString(),
        fees: fees.toString(),
        closedTrades: report.trades.filter((trade) => trade.origin === name && trade.instrument === instrument).length,
        ...shares,
      };
    }),
    correlation: rows.correlation,
    meanGross: rows.meanGross,
    highestGross: rows.highestGross,
    refusals: outcome.refusals,
    ...(outcome.pairs === undefined ? {} : { pairs: outcome.pairs }),
  };
}

/** Every trade with the row that made it, and its excursions over that row's bars. */
function tradesOf(trades: readonly ClosedTrade[], spec: BacktestSpec): readonly PortfolioTradeRow[] {
  const instruments = instrumentsOf(spec);
  return trades.map((trade, index) => {
    const instrument = instruments[trade.instrument]!;
    const timeframe = spec.placements.find(({ instance }) => instance === trade.origin)?.timeframe;
    const own = spec.series.filter((series) => series.instrument === trade.instrument);
    const { candles } = own.find((series) => series.timeframe === timeframe) ?? own[0]!;
    return {
      row: trade.origin,
      instrument: instrument.id,
      ...tradeRow(trade, index, { instrument, candles, isFunded: instrument.spec.kind === 'perpetual' }),
    };
  });
}

/** Each row's bars, those of rows over the same ones once, and everything that is run. */
function groundOf(request: PortfolioAsk, { bars, costs }: PortfolioSessionParts): Ground {
  const { rows, cash, seed } = request;
  const legs = rows.flatMap((row, at) => legRequests(row).map((leg) => ({ leg, row: at, key: JSON.stringify(leg) })));
  const firsts = legs.filter(({ key }, at) => legs.findIndex((other) => other.key === key) === at);
  const read = firsts.map(({ leg, row }) => bars(leg, row));
  const { instruments, series } = joinMarkets(
    read.map(({ instrument, candles }, market) => ({ instrument, candles, timeframe: firsts[market]!.leg.timeframe })),
    (market, problem) => {
      throw new Fault('input.invalid', { field: `row ${String(firsts[market]!.row + 1)}`, problem: `It ${problem}` });
    },
  );
  const instrumentOf = (leg: LegRequest): number => series[firsts.findIndex(({ key }) => key === JSON.stringify(leg))]!.instrument;
  const placements = rows.map((row, at): StrategyPlacement => {
    const { strategy, timeframe, parameters, size } = row;
    const [first, second] = legRequests(row).map(instrumentOf);
    const against = second === undefined ? {} : { against: second };
    return { instance: `${strategy}-${String(at + 1)}`, strategy, instrument: first!, ...against, timeframe, parameters, size };
  });
  const funding = instruments.map(({ id }) => read.find(({ instrument }) => instrument.id === id)?.funding?.plan ?? null);
  return {
    spec: {
      instruments,
      series,
      placements,
      cash: Decimal.parse(cash),
      costs,
      limits: runLimits(request),
      seed,
      ...(funding.some((plan) => plan !== null) ? { funding } : {}),
    },
    markets: read.map(({ instrument, label, candles, gaps, missingBars, dataHash }, market) => ({
      instrument: instrument.id,
      timeframe: firsts[market]!.leg.timeframe,
      bars: candles.length,
      ...{ label, gaps, missingBars, dataHash },
    })),
  };
}

/** What a row trades: its own instrument, or two perpetuals. */
function legRequests({ source, instrument, timeframe, pair }: PortfolioRowAsk): readonly LegRequest[] {
  if (pair === undefined) return [{ source, instrument, timeframe }];
  const perpetual = { leverage: pair.leverage, direction: 'both', funding: { kind: pair.funding } } as const;
  return [
    { source, instrument, timeframe, perpetual },
    { source: pair.source, instrument: pair.instrument, timeframe, perpetual },
  ];
}

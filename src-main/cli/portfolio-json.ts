import { appliedCosts, sizeText } from './assumptions.ts';
import { figures, openJson, tradeJson } from './backtest-json.ts';
import { legsOf } from '../sessions/research/portfolio.ts';
import type { PortfolioRun } from './portfolio-run.ts';
import { protectionLines } from './protections-option.ts';

/** The answer of `backtest --portfolio --json`: the figures of a backtest for all of it, and each instrument's and strategy's part. */
export function portfolioJson(run: PortfolioRun): Readonly<Record<string, unknown>> {
  const { spec, outcome, report, parts } = run;
  const protections = protectionLines(spec.limits);
  return {
    bars: outcome.bars,
    ...figures(report),
    ...(spec.funding === undefined ? {} : { funding: report.funding.toNumber(), liquidations: report.liquidations }),
    orders: outcome.orders,
    fills: outcome.fills.length,
    refusals: outcome.refusals,
    buyAndHold: figures(run.baseline),
    instruments: parts.instruments.map(({ instrument, profit, fees, ...rest }) => ({
      instrument: spec.instruments[instrument]!.id,
      profit: profit.toNumber(),
      fees: fees.toNumber(),
      ...rest,
      costs: appliedCosts(spec.costs, spec.instruments[instrument]!),
    })),
    correlation: parts.correlation,
    gross: { mean: parts.meanGross, highest: parts.highestGross },
    strategyCorrelation: run.rows.correlation,
    strategies: legsOf(spec.placements).map(({ placement, instrument }, place) => {
      const trades = report.trades.filter((trade) => trade.origin === placement.instance && trade.instrument === instrument);
      return {
        name: placement.instance,
        strategy: placement.strategy,
        instrument: spec.instruments[instrument]!.id,
        timeframe: placement.timeframe,
        parameters: placement.parameters,
        size: sizeText(placement.size),
        closedTrades: trades.length,
        profit: trades.reduce((sum, { pnl }) => sum + pnl.toNumber(), 0),
        profitWithHeld: run.rows.instruments[place]!.profit.toNumber(),
      };
    }),
    ...(outcome.pairs === undefined ? {} : { pairs: outcome.pairs }),
    openPositions: report.open.map((open) => ({
      instrument: spec.instruments[open.instrument]!.id,
      strategy: open.origin,
      ...openJson(open),
    })),
    sensitivity: run.sensitivity,
    assumptions: {
      cash: spec.cash.toString(),
      limits: run.limits,
      ...(protections.length === 0 ? {} : { protections }),
      seed: spec.seed,
      markets: run.markets.map(marketJson),
    },
    trades: report.trades.map((trade) => ({
      instrument: spec.instruments[trade.instrument]!.id,
      strategy: trade.origin,
      ...tradeJson(trade),
    })),
  };
}

function marketJson({ instrument, timeframe, data }: PortfolioRun['markets'][number]): Readonly<Record<string, unknown>> {
  const { candles, gaps, missing } = data;
  const { id, tick, lot, engineLot } = instrument.spec;
  return { instrument: id, timeframe, bars: candles.length, from: candles.time[0], gaps, missingBars: missing, tick, lot, engineLot };
}

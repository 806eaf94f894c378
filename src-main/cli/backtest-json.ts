import { METRICS } from '../../src-shared/domain/metrics/catalog.ts';
import { reasonSentence } from '../../src-shared/domain/metric.ts';
import type { ClosedTrade, OpenTrade, RunReport } from '../../src-shared/domain/report.ts';
import type { BacktestRun } from './backtest-run.ts';

/** The answer of `backtest --json`: money and prices as the nearest doubles, instants as ms UTC. */
export function backtestJson(run: BacktestRun): Readonly<Record<string, unknown>> {
  const { outcome, report } = run;
  return {
    bars: outcome.bars,
    ...figures(report),
    ...(run.spec.funding === undefined ? {} : { funding: report.funding.toNumber(), liquidations: report.liquidations }),
    orders: outcome.orders,
    fills: outcome.fills.length,
    refusals: outcome.refusals,
    buyAndHold: figures(run.baseline),
    openPosition: report.open[0] ? openJson(report.open[0]) : null,
    sensitivity: run.sensitivity,
    assumptions: run.assumptions,
    ...(run.depth === null ? {} : { depth: run.depth }),
    data: run.bars.stored ?? null,
    ...(run.strategyHash === null ? {} : { strategyHash: run.strategyHash }),
    trades: report.trades.map(tradeJson),
  };
}

/** The figures of a report, flat: every metric by its id, null where it has no value, with the reasons beside them. */
export function figures(report: RunReport): Readonly<Record<string, unknown>> {
  const results = METRICS.map((metric) => [metric.id, report.metrics[metric.id]!] as const);
  const reasons = results.filter(([, result]) => result.reason !== null);
  return {
    finalEquity: report.finalEquity.toNumber(),
    fees: report.fees.toNumber(),
    closedTrades: report.trades.length,
    days: report.days,
    ...Object.fromEntries(results.map(([id, result]) => [id, result.value])),
    drawdown: report.drawdown,
    reasons: Object.fromEntries(reasons.map(([id, result]) => [id, result.reason && reasonSentence(result.reason)])),
  };
}

/** A closed trade for a machine. */
export function tradeJson(trade: ClosedTrade): Readonly<Record<string, unknown>> {
  return {
    side: trade.side,
    entryTime: trade.entryTime,
    exitTime: trade.exitTime,
    entryPrice: trade.entryPrice.toNumber(),
    exitPrice: trade.exitPrice.toNumber(),
    quantity: trade.quantity.toNumber(),
    fee: trade.fee.toNumber(),
    pnl: trade.pnl.toNumber(),
    ...(trade.funding.isZero() ? {} : { funding: trade.funding.toNumber() }),
    ...(trade.liquidated ? { liquidated: true } : {}),
  };
}

/** A position still open, for a machine. */
export function openJson(open: OpenTrade): Readonly<Record<string, unknown>> {
  return {
    side: open.side,
    entryTime: open.entryTime,
    entryPrice: open.entryPrice.toNumber(),
    quantity: open.quantity.toNumber(),
    mark: open.mark.toNumber(),
    unrealised: open.unrealised.toNumber(),
    fee: open.fee.toNumber(),
  };
}

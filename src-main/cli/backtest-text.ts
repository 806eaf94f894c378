import { METRICS } from '../../src-shared/domain/metrics/catalog.ts';
import type { ClosedTrade, RunReport } from '../../src-shared/domain/report.ts';
import type { DepthFacts } from '../ports/depth.ts';
import type { Assumptions } from './assumptions.ts';
import { counted } from './depth-text.ts';
import type { BacktestRun } from './backtest-run.ts';
import type { SensitivityLine } from './played-run.ts';
import { liquidationText, PERPETUAL_TRADE_HEAD, perpetualAssumptions, perpetualFigures, perpetualTrade } from './perpetual-text.ts';
import { dayTime, grouped, metricText, minuteTime, percent } from './figures.ts';
import { alignColumns } from './output.ts';

/** Trades shown at either end of the list. */
const SHOWN_TRADES = 5;

/** The report of a backtest for a person, line by line. */
export function backtestText(run: BacktestRun): readonly string[] {
  return [
    titleOf(run.assumptions),
    verdictOf(run),
    '',
    ...figureLines(run),
    '',
    ...drawdownLines(run.report),
    ...openLines(run),
    '',
    ...sensitivityLines(run.sensitivity),
    'Assumptions',
    ...assumptionLines(run),
    '',
    ...tradeLines(run.report.trades, run),
  ];
}

function titleOf(assumptions: Assumptions): string {
  const parameters = Object.entries(assumptions.parameters).map(([name, value]) => `${name} ${value}`);
  const off = assumptions.costs.off;
  const title = [assumptions.strategy, ...parameters].join(' ');
  const costs = off.length > 0 ? ` · costs switched off: ${off.join(', ')}` : '';
  return `${title} · ${assumptions.instrument} ${assumptions.timeframe} · ${assumptions.from.slice(0, 10)} to ${assumptions.to.slice(0, 10)}${costs}`;
}

function verdictOf({ report, baseline, outcome, spec, bars }: BacktestRun): string {
  const quote = bars.instrument.spec.quote;
  if (outcome.fills.length === 0) {
    const refused = Object.entries(outcome.refusals).map(([code, count]) => `${count} by ${code}`);
    if (refused.length > 0) return `Nothing was traded: the risk gate refused every order (${refused.join(', ')}).`;
    return `Nothing was traded in ${outcome.bars} bars: no order was filled.`;
  }
  const gain = report.metrics['totalReturn']?.value ?? 0;
  const held = baseline.metrics['totalReturn']?.value ?? 0;
  const than = gain > held ? 'more than' : gain < held ? 'less than' : 'as much as';
  const fall = percent(report.metrics['maxDrawdown']?.value ?? 0);
  const result = `${grouped(spec.cash, 2)} became ${grouped(report.finalEquity, 2)} ${quote} (${percent(gain, true)})`;
  return `${result}, ${than} holding (${percent(held, true)}); on the way it lost up to ${fall} of its peak.`;
}

function figureLines({ report, baseline, assumptions: { perpetual } }: BacktestRun): readonly string[] {
  const row = (label: string, text: (report: RunReport) => string): readonly string[] => [label, text(report), text(baseline)];
  return alignColumns([
    ['', 'Strategy', 'Buy and hold'],
    row('Final equity', (from) => grouped(from.finalEquity, 2)),
    row('Fees', (from) => grouped(from.fees, 2)),
    ...(perpetual === undefined ? [] : perpetualFigures(report)),
    row('Closed trades', (from) => String(from.trades.length)),
    ...METRICS.map((metric) => row(metric.label, (from) => metricText(metric, from.metrics[metric.id]!))),
  ]);
}

function drawdownLines({ drawdown }: RunReport): readonly string[] {
  if (!drawdown) return ['Equity never fell below its peak.'];
  const recovery = drawdown.recoveryTime === null ? 'not recovered by the end' : `recovered ${dayTime(drawdown.recoveryTime)}`;
  return [`Deepest fall from ${dayTime(drawdown.peakTime)} to ${dayTime(drawdown.troughTime)}, ${recovery}.`];
}

function openLines(run: BacktestRun): readonly string[] {
  const { spec, priceDecimals } = run.bars.instrument;
  return run.report.open.map((open) => {
    const price = `${grouped(open.entryPrice, priceDecimals)}, marked at ${grouped(open.mark, priceDecimals)}`;
    const way = spec.kind === 'spot' ? '' : open.side === 'buy' ? 'long ' : 'short ';
    const size = `${way}${open.quantity.toString()} ${spec.base}`;
    return `Still open: ${size} since ${minuteTime(open.entryTime)} at ${price} (${grouped(open.unrealised, 2)} ${spec.quote} before fees)${liquidationText(open, run)}.`;
  });
}

function assumptionLines({ assumptions, depth }: BacktestRun): readonly string[] {
  const gaps = assumptions.gaps === 0 ? 'none' : `${assumptions.missingBars} bars missing in ${assumptions.gaps} gaps, run across`;
  return alignLeft([
    ...costLines(assumptions),
    ...(assumptions.perpetual === undefined ? [] : perpetualAssumptions(assumptions.perpetual)),
    ['Fills', assumptions.fills],
    ['Size', `${assumptions.size} of ${assumptions.cash} starting cash; limits ${assumptions.limits}`],
    ...(assumptions.protections ?? []).map((line) => ['Protection', line] as const),
    [
      'Steps',
      `tick ${assumptions.tick}, lot ${assumptions.lot}${assumptions.engineLot === assumptions.lot ? '' : `, engine lot ${assumptions.engineLot}`}`,
    ],
    depth === null ? ['Gaps', gaps] : ['Book', bookText(depth)],
    ['Baseline', assumptions.baseline],
  ]);
}

function costLines({ costs, queue }: Assumptions): readonly (readonly [string, string])[] {
  const fees = `${costs.profile}: fee ${costs.takerFeeBps} bp taking, ${costs.makerFeeBps} bp resting`;
  const published = costs.feesAsOf === null ? [] : [['', `fees as published, table of ${costs.feesAsOf}`] as const];
  if (queue !== undefined)
    return [['Costs', `${fees}; latency ${costs.latencyMs} ms; spread and depth as recorded`], ...published, ['Queue', queue]];
  const deviations = costs.slippageDeviations === 0 ? '' : ` and ${costs.slippageDeviations} deviations of a minute`;
  const impact = costs.impact === 0 ? 'off' : costs.impact;
  return [
    ['Costs', `${fees}; spread ${costs.spreadBps} bp; slippage ${costs.slippageBps} bp${deviations}`],
    ...published,
    ['', `impact ${impact}; participation ${percent(costs.participation)} of a bar; latency ${costs.latencyMs} ms`],
  ];
}

function bookText({ messages, snapshots, gaps, crossed, unknownMs, turnedAway }: DepthFacts): string {
  const problems = `${gaps === 0 ? 'no gaps' : counted(gaps, 'gap')}${crossed === 0 ? '' : `, crossed ${counted(crossed, 'time')}`}`;
  const away = turnedAway === 0 ? '' : `; ${counted(turnedAway, 'order')} ended because of it`;
  const begun = snapshots === 0 ? ', begun without a snapshot: levels not named since are not known' : '';
  return `${counted(messages, 'message')}, ${problems}${begun}; not known for ${(unknownMs / 1_000).toFixed(1)} s${away}`;
}

const CASES: Readonly<Record<string, string>> = {
  'costs-none': 'No fee, spread, slippage, impact',
  'costs-as-run': 'As run',
  'costs-double': 'Costs doubled',
  'latency-1s': 'A second later',
  'participation-half': 'Half the share of the volume',
  'participation-double': 'Twice the share of the volume',
  'funding-none': 'No funding',
  'funding-double': 'Funding doubled',
};

/** The run under other costs, as a table with a line after it; nothing where it was not made. */
export function sensitivityLines(lines: readonly SensitivityLine[] | null): readonly string[] {
  if (lines === null) return [];
  const rows = lines.map((line) => [
    CASES[line.id] ?? line.id,
    line.totalReturn === null ? '—' : percent(line.totalReturn, true),
    line.sharpe === null ? '—' : line.sharpe.toFixed(2),
    line.maxDrawdown === null ? '—' : percent(line.maxDrawdown),
    String(line.closedTrades),
  ]);
  return [...alignColumns([['If', 'Return', 'Sharpe ratio', 'Deepest fall', 'Closed trades'], ...rows]), ''];
}

function alignLeft(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`);
}

function tradeLines(trades: readonly ClosedTrade[], { bars }: BacktestRun): readonly string[] {
  if (trades.length === 0) return ['No closed trades.'];
  const { priceDecimals, margin } = bars.instrument;
  if (margin !== null) return tradeTable(PERPETUAL_TRADE_HEAD, trades, (trade) => perpetualTrade(trade, priceDecimals));
  const line = (trade: ClosedTrade): readonly string[] => [
    minuteTime(trade.entryTime),
    minuteTime(trade.exitTime),
    trade.quantity.toString(),
    grouped(trade.entryPrice, priceDecimals),
    grouped(trade.exitPrice, priceDecimals),
    grouped(trade.fee, 2),
    grouped(trade.pnl, 2),
  ];
  return tradeTable(['Entry (UTC)', 'Exit (UTC)', 'Quantity', 'Bought at', 'Sold at', 'Fees', 'Profit'], trades, line);
}

function tradeTable(
  head: readonly string[],
  trades: readonly ClosedTrade[],
  line: (trade: ClosedTrade) => readonly string[],
): readonly string[] {
  const all = trades.length <= 2 * SHOWN_TRADES;
  const shown = all ? trades : [...trades.slice(0, SHOWN_TRADES), ...trades.slice(-SHOWN_TRADES)];
  const lines = alignColumns([head, ...shown.map(line)]);
  if (all) return ['Trades', ...lines];
  const cut = 1 + SHOWN_TRADES;
  return [`Trades (the first and last ${SHOWN_TRADES} of ${trades.length})`, ...lines.slice(0, cut), '…', ...lines.slice(cut)];
}

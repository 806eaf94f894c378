import type { BookAssumptions, RunFigure, RunReportView, RunTradeRow } from '../../../src-shared/contract/research.ts';
import { metricDigits, type MetricResult, reasonSentence } from '../../../src-shared/domain/metric.ts';
import { runVerdict, VERDICT_SENTENCES } from '../../../src-shared/domain/run-verdict.ts';
import { isoTime } from '../../../src-shared/kernel/time.ts';

const WIDTH = 960;
const EQUITY_HEIGHT = 260;
const DRAWDOWN_HEIGHT = 90;

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 24px auto; max-width: 1000px; padding: 0 16px; font: 13px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 18px; } h2 { font-size: 14px; margin-top: 24px; }
table { border-collapse: collapse; width: 100%; } th, td { padding: 2px 8px; text-align: right; border-bottom: 1px solid #8884; }
th:first-child, td:first-child { text-align: left; } svg { width: 100%; height: auto; } .note { opacity: 0.75; }`;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function percent(value: number | null): string {
  return value === null ? '—' : `${value > 0 ? '+' : ''}${(value * 100).toFixed(2)}%`;
}

function figure({ unit }: Pick<RunFigure, 'unit'>, { value, reason }: MetricResult): string {
  if (value === null) return reason === null ? '—' : escaped(reasonSentence(reason));
  return unit === 'fraction' ? `${(value * 100).toFixed(2)}%` : value.toFixed(metricDigits(unit));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map((each) => `<${tag}>${each}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${line(head, 'th')}</thead><tbody>${rows.map((row) => line(row, 'td')).join('\n')}</tbody></table>`;
}

/** A line through points, `y` of each value by `place`. */
function path(times: Float64Array, values: Float64Array, place: (value: number) => number): string {
  const first = times[0] ?? 0;
  const span = Math.max(1, (times.at(-1) ?? 0) - first);
  return Array.from(values, (value, row) => {
    const x = ((times[row]! - first) / span) * WIDTH;
    return `${row === 0 ? 'M' : 'L'}${x.toFixed(1)} ${place(value).toFixed(1)}`;
  }).join('');
}

function charts({ curve }: RunReportView): string {
  const all = [...curve.equity, ...curve.hold].filter((value) => value > 0);
  const least = Math.log(all.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY));
  const most = Math.log(all.reduce((high, value) => Math.max(high, value), 0));
  const equityAt = (value: number): number =>
    EQUITY_HEIGHT * (1 - (Math.log(Math.max(value, Math.exp(least))) - least) / Math.max(1e-12, most - least));
  const deepest = [...curve.drawdown, ...curve.holdDrawdown].reduce((low, value) => Math.min(low, value), -1e-9);
  const fallAt = (value: number): number => (value / deepest) * DRAWDOWN_HEIGHT;
  const line = (values: Float64Array, place: (value: number) => number, style: string): string =>
    `<path d="${path(curve.times, values, place)}" fill="none" stroke="currentColor" ${style}/>`;
  return [
    `<svg viewBox="0 -4 ${WIDTH} ${EQUITY_HEIGHT + 8}" role="img" aria-label="Equity, logarithmic scale; the thin line is buy and hold">`,
    line(curve.hold, equityAt, 'stroke-width="1" opacity="0.5"'),
    line(curve.equity, equityAt, 'stroke-width="1.8"'),
    '</svg>',
    `<svg viewBox="0 -4 ${WIDTH} ${DRAWDOWN_HEIGHT + 8}" role="img" aria-label="Drawdown; the thin line is buy and hold">`,
    line(curve.holdDrawdown, fallAt, 'stroke-width="1" opacity="0.5"'),
    line(curve.drawdown, fallAt, 'stroke-width="1.4"'),
    '</svg>',
  ].join('');
}

function valueOf(view: RunReportView, id: string, whose: 'value' | 'hold'): number | null {
  return view.figures.find((each) => each.id === id)?.[whose].value ?? null;
}

function verdict(view: RunReportView): string {
  const of = (id: string, whose: 'value' | 'hold'): number => valueOf(view, id, whose) ?? 0;
  const id = runVerdict({
    fills: of('turnover', 'value') > 0,
    refused: Object.keys(view.refusals).length > 0,
    totalReturn: of('totalReturn', 'value'),
    maxDrawdown: of('maxDrawdown', 'value'),
    sharpe: valueOf(view, 'sharpe', 'value'),
    holdReturn: of('totalReturn', 'hold'),
    holdDrawdown: of('maxDrawdown', 'hold'),
    holdSharpe: valueOf(view, 'sharpe', 'hold'),
  });
  return VERDICT_SENTENCES[id]({
    gain: percent(of('totalReturn', 'value')),
    held: percent(of('totalReturn', 'hold')),
    fall: percent(-of('maxDrawdown', 'value')),
    heldFall: percent(-of('maxDrawdown', 'hold')),
  });
}

function assumptionRows(view: RunReportView): readonly (readonly string[])[] {
  const { assumptions, request } = view;
  const { costs } = assumptions;
  return [
    ['Costs', escaped(costs.name)],
    ['Fee taking, resting', `${assumptions.takerFeeBps} bp, ${assumptions.makerFeeBps} bp`],
    ...(assumptions.book === undefined ? barRows(view) : bookRows(assumptions.book)),
    ['Latency', `${costs.latencyMs} ms`],
    ['Bars', `${assumptions.bars}, ${assumptions.missingBars} missing in ${assumptions.gaps} gaps`],
    ['Limits', request.limits],
    ...perpetualRows(view),
    ['Tick, lot', `${assumptions.tick}, ${assumptions.engineLot}`],
    ['Seed, engine', `${request.seed}, ${escaped(assumptions.engine)}`],
    ['Data', `sha256 ${assumptions.dataHash}`],
  ];
}

function barRows({ assumptions: { costs, halfSpreadBps } }: RunReportView): readonly (readonly string[])[] {
  return [
    ['Half spread, slippage', `${halfSpreadBps} bp, ${costs.slippageBps} bp`],
    ['Impact', String(costs.impact)],
    ['Participation', `${costs.participation * 100}% of a bar's volume at most`],
    ['Fills', 'decided at a close, filled from the open of the next bar that exists'],
  ];
}

function bookRows(book: BookAssumptions): readonly (readonly string[])[] {
  const { recording, queue, messages, snapshots, gaps, crossed, missingTrades, unknownMs, firstKnownMs, turnedAway } = book;
  const first = firstKnownMs === null ? 'never known' : `known after ${firstKnownMs / 1_000} s`;
  return [
    ['Fills', `decided at a close, taken from the recorded levels or waiting in their queue; ${queue} queues`],
    ['Recorded book', escaped(`${recording}, ${messages} messages, ${snapshots} whole books`)],
    ['In the book', `${gaps} gaps, crossed ${crossed} times, ${missingTrades} trades missing`],
    ['Not known', `for ${unknownMs / 1_000} s, ${first}; ${turnedAway} orders ended unfilled meanwhile`],
  ];
}

function perpetualRows({ assumptions: { perpetual }, request }: RunReportView): readonly (readonly string[])[] {
  if (perpetual === undefined || request.perpetual === undefined) return [];
  const { leverage, direction } = request.perpetual;
  return [
    ['Perpetual', escaped(`${perpetual.symbol}, leverage ${String(leverage)}, ${direction === 'both' ? 'long and short' : direction}`)],
    ['Maintenance margin, liquidation fee', `${perpetual.maintenanceMargin}, ${perpetual.liquidationFee} of the value; cross margin`],
    ['Funding', escaped(perpetual.funding)],
  ];
}

/** A report as one page: no script, nothing fetched. */
export function reportHtml(view: RunReportView, trades: readonly RunTradeRow[]): string {
  const { request, quote } = view;
  const title = `Run ${view.run}: ${request.strategy} on ${request.instrument} ${request.timeframe}`;
  const parameters = Object.entries(request.parameters).map(([name, value]) => `${name} ${value}`);
  const monthRows = view.months.map(({ year, month, value }) => [`${year}-${String(month).padStart(2, '0')}`, percent(value)]);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>${STYLE}</style></head><body>
<h1>${escaped(title)}</h1>
<p>${escaped(verdict(view))}</p>
<p class="note">${escaped([...parameters, `${isoTime(request.from).slice(0, 10)} to ${isoTime(request.to).slice(0, 10)}`, `${request.cash} ${quote} at the start`].join(' · '))}</p>
${charts(view)}
<h2>Figures</h2>
${table(
  ['', 'Strategy', 'Buy and hold'],
  [
    [`Final equity, ${escaped(quote)}`, view.finalEquity, view.holdEquity],
    ['Fees', view.fees, ''],
    ...(view.funding === undefined
      ? []
      : [
          ['Funding received', view.funding, ''],
          ['Liquidations', String(view.liquidations ?? 0), ''],
        ]),
    ...view.figures.map((each) => [escaped(each.label), figure(each, each.value), figure(each, each.hold)]),
  ],
)}
<h2>Assumptions</h2>
${table(['', ''], assumptionRows(view))}
<h2>From no cost to every cost</h2>
${table(
  ['With this cost and those above', `Final equity, ${escaped(quote)}`],
  view.costSteps.map(({ id, equity }) => [id, equity.toFixed(2)]),
)}
<h2>Under other costs</h2>
${table(
  ['', 'Return', 'Sharpe', 'Max drawdown', 'Trades'],
  view.sensitivity.map((row) => [
    row.id,
    percent(row.totalReturn),
    row.sharpe?.toFixed(2) ?? '—',
    percent(row.maxDrawdown === null ? null : -row.maxDrawdown),
    String(row.trades),
  ]),
)}
<h2>Months</h2>
${table(['', 'Return'], monthRows)}
<h2>Trades (${trades.length})</h2>
${table(
  ['Entry (UTC)', 'Exit (UTC)', 'Side', 'Quantity', 'Entry', 'Exit', 'Fee', 'Profit'],
  trades.map((trade) => [
    isoTime(trade.entryTime).slice(0, 16),
    isoTime(trade.exitTime).slice(0, 16),
    trade.side,
    trade.quantity,
    trade.entryPrice,
    trade.exitPrice,
    trade.fee,
    trade.pnl,
  ]),
)}
</body></html>
`;
}

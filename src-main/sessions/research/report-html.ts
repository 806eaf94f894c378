import type { BookAssumptions, RunReportView, RunTradeRow } from '../../../src-shared/contract/research.ts';
import { isoTime } from '../../../src-shared/kernel/time.ts';
import { charts, escaped, figure, page, percent, table, verdict } from './html-parts.ts';
import { protectionLine } from '../../../src-shared/domain/protection-spec.ts';

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
    ...(request.protections ?? []).map((spec): readonly [string, string] => ['Protection', protectionLine(spec)]),
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
  return page(
    title,
    `<p>${escaped(verdict(view))}</p>
<p class="note">${escaped([...parameters, `${isoTime(request.from).slice(0, 10)} to ${isoTime(request.to).slice(0, 10)}`, `${request.cash} ${quote} at the start`].join(' · '))}</p>
${charts(view.curve, 'buy and hold')}
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
    isoTime(trade.entryTime).slice(0, 19),
    isoTime(trade.exitTime).slice(0, 19),
    trade.side,
    trade.quantity,
    trade.entryPrice,
    trade.exitPrice,
    trade.fee,
    trade.pnl,
  ]),
)}`,
  );
}

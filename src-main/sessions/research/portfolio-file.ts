import type { PortfolioReportView } from '../../../src-shared/contract/portfolios.ts';
import { isoTime } from '../../../src-shared/kernel/time.ts';
import { charts, escaped, figure, page, percent, table, verdict } from './html-parts.ts';
import { type ReportFile, reportJson, tradesCsv } from './report-file.ts';

/** A portfolio's report with every trade and full precision: trades with their rows as CSV, everything as JSON, or one HTML page that needs nothing else. */
export function portfolioFile(view: PortfolioReportView, format: 'csv' | 'json' | 'html'): ReportFile {
  const name = `run-${String(view.run)}-portfolio-${String(view.request.rows.length)}-strategies.${format}`;
  if (format === 'csv') return { name, text: tradesCsv(view.trades, ['row', 'instrument']) };
  return { name, text: format === 'json' ? reportJson(view, view.trades) : portfolioHtml(view) };
}

function portfolioHtml(view: PortfolioReportView): string {
  const { request, quote, trades } = view;
  const span = `${isoTime(request.from).slice(0, 10)} to ${isoTime(request.to).slice(0, 10)}`;
  return page(
    `Run ${String(view.run)}: ${String(request.rows.length)} strategies on one account`,
    `<p>${escaped(verdict(view))}</p>
<p class="note">${escaped(`${span} · ${request.cash} ${quote} at the start · held against the same cash in equal parts in every instrument`)}</p>
${charts(view.curve, 'the same cash held in equal parts')}
<h2>Figures</h2>
${table(
  ['', 'Account', 'Held in equal parts'],
  [
    [`Final equity, ${escaped(quote)}`, view.finalEquity, view.holdEquity],
    ['Fees', view.fees, ''],
    ...view.figures.map((each) => [escaped(each.label), figure(each, each.value), figure(each, each.hold)]),
  ],
)}
<h2>What each row did to the account</h2>
${partsTable(view)}
<h2>Correlation of the rows’ daily profits</h2>
${correlationTable(view)}
<h2>Assumptions</h2>
${table(['', ''], assumptionRows(view))}
<h2>Trades (${String(view.closedTrades)})</h2>
${trades.length < view.closedTrades ? '<p class="note">This portfolio was kept before its trades were.</p>' : tradesTable(view)}`,
  );
}

function partsTable({ parts, request, quote }: PortfolioReportView): string {
  // A row over two instruments has a part for each.
  const rows = request.rows.flatMap((row) => (row.pair === undefined ? [row] : [row, row]));
  return table(
    ['Row', 'Instrument', 'Bars', 'Parameters', `Profit, ${escaped(quote)}`, 'Fees', 'Fills', 'Trades', 'Held', 'Mean weight', 'Highest'],
    parts.map((part, at) => {
      const { timeframe, parameters } = rows[at]!;
      const values = Object.entries(parameters).map(([name, value]) => `${name} ${String(value)}`);
      return [
        ...[part.name, part.instrument, timeframe, values.join(', '), part.profit, part.fees].map(escaped),
        ...[part.fills, part.closedTrades].map(String),
        ...[part.held, part.meanWeight, part.highestWeight].map((share) => percent(share)),
      ];
    }),
  );
}

function correlationTable({ parts, correlation }: PortfolioReportView): string {
  const names = parts.map(({ name, instrument }) => {
    const isLeg = parts.filter((part) => part.name === name).length > 1;
    return escaped(isLeg ? `${name}, ${instrument}` : name);
  });
  const rows = correlation.map((row, at) => [names[at] ?? '', ...row.map((value) => (value === null ? '—' : value.toFixed(2)))]);
  return table(['', ...names], rows);
}

function assumptionRows({ costs, request, engine, markets, meanGross, highestGross, refusals }: PortfolioReportView) {
  return [
    ['Costs', `${escaped(costs.name)}, latency ${String(costs.latencyMs)} ms`],
    ['Fills', 'decided at a close, filled from the open of the next bar that exists'],
    ['Limits', request.limits],
    ...request.rows.flatMap(({ strategy, pair }, row) =>
      pair === undefined
        ? []
        : [
            [
              escaped(`${strategy}-${String(row + 1)}`),
              `perpetuals, leverage ${String(pair.leverage)}, funding ${pair.funding}, cross margin`,
            ],
          ],
    ),
    ['Positions, share of equity', `${percent(meanGross)} in the mean, ${percent(highestGross)} at most`],
    ...markets.map(({ instrument, timeframe, label, bars, missingBars, dataHash }) => [
      escaped(`${instrument} ${timeframe}`),
      escaped(`${label}: ${String(bars)} bars, ${String(missingBars)} missing, sha256 ${dataHash}`),
    ]),
    ...Object.entries(refusals).map(([code, count]) => ['Refused', escaped(`${String(count)} by ${code}`)]),
    ['Seed, engine', `${String(request.seed)}, ${escaped(engine)}`],
  ];
}

function tradesTable({ trades }: PortfolioReportView): string {
  return table(
    ['Row', 'Instrument', 'Entry (UTC)', 'Exit (UTC)', 'Side', 'Quantity', 'Entry', 'Exit', 'Fee', 'Profit'],
    trades.map((trade) =>
      [
        trade.row,
        trade.instrument,
        isoTime(trade.entryTime).slice(0, 19),
        isoTime(trade.exitTime).slice(0, 19),
        ...[trade.side, trade.quantity, trade.entryPrice, trade.exitPrice, trade.fee, trade.pnl],
      ].map(escaped),
    ),
  );
}

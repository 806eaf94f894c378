import type { RunReportView, RunTradeRow } from '../../../src-shared/contract/research.ts';
import { isoTime } from '../../../src-shared/kernel/time.ts';
import type { WholeReport } from './stored-report.ts';
import { reportHtml } from './report-html.ts';

/** A report as a file. */
export interface ReportFile {
  readonly name: string;
  readonly text: string;
}

const TRADE_COLUMNS = [
  'number',
  'side',
  'entryTime',
  'exitTime',
  'entryPrice',
  'exitPrice',
  'quantity',
  'fee',
  'pnl',
  'pnlFraction',
  'adverse',
  'favourable',
] as const satisfies readonly (keyof RunTradeRow)[];

function cell(trade: RunTradeRow, column: (typeof TRADE_COLUMNS)[number]): string {
  const value = trade[column];
  return column === 'entryTime' || column === 'exitTime' ? isoTime(Number(value)) : String(value);
}

/** Trades as CSV with a head, times in ISO 8601 UTC; `before` are columns of names ahead of the usual ones. */
export function tradesCsv<Row extends RunTradeRow>(trades: readonly Row[], before: readonly (keyof Row & string)[] = []): string {
  const lines = trades.map((trade) =>
    [...before.map((column) => String(trade[column])), ...TRADE_COLUMNS.map((column) => cell(trade, column))].join(','),
  );
  return [[...before, ...TRADE_COLUMNS].join(','), ...lines, ''].join('\n');
}

/** A report as JSON: its curve as columns, then every trade. */
export function reportJson<View extends Pick<RunReportView, 'curve'>>({ curve, ...rest }: View, trades: readonly RunTradeRow[]): string {
  const columns = Object.fromEntries(Object.entries(curve).map(([name, column]) => [name, [...column]]));
  return `${JSON.stringify({ ...rest, curve: columns, trades }, null, 1)}\n`;
}

/** A report with every trade and full precision: trades as CSV, everything as JSON, one HTML page that needs nothing else, or the capsule that the run can be repeated from. */
export function reportFile({ view, trades, capsule }: WholeReport, format: 'csv' | 'json' | 'html' | 'capsule'): ReportFile {
  const { run, request } = view;
  const stem = `run-${String(run)}-${request.strategy}-${request.instrument.replaceAll(/[^A-Za-z0-9]+/gu, '-')}-${request.timeframe}`;
  if (format === 'csv') return { name: `${stem}.csv`, text: tradesCsv(trades) };
  if (format === 'capsule') return { name: `${stem}.capsule.json`, text: `${JSON.stringify(capsule, null, 1)}\n` };
  return { name: `${stem}.${format}`, text: format === 'json' ? reportJson(view, trades) : reportHtml(view, trades) };
}

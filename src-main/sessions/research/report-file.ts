import type { RunReportView, RunTradeRow } from '../../../src-shared/contract/research.ts';
import { isoTime } from '../../../src-shared/kernel/time.ts';
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

function csv(trades: readonly RunTradeRow[]): string {
  const lines = trades.map((trade) => TRADE_COLUMNS.map((column) => cell(trade, column)).join(','));
  return [TRADE_COLUMNS.join(','), ...lines, ''].join('\n');
}

function json(view: RunReportView, trades: readonly RunTradeRow[]): string {
  const { curve, ...rest } = view;
  const columns = Object.fromEntries(Object.entries(curve).map(([name, column]) => [name, [...column]]));
  return `${JSON.stringify({ ...rest, curve: columns, trades }, null, 1)}\n`;
}

/** A report with every trade and full precision: trades as CSV, everything as JSON, or one HTML page that needs nothing else. */
export function reportFile(view: RunReportView, trades: readonly RunTradeRow[], format: 'csv' | 'json' | 'html'): ReportFile {
  const { run, request } = view;
  const name = `run-${String(run)}-${request.strategy}-${request.instrument.replaceAll(/[^A-Za-z0-9]+/gu, '-')}-${request.timeframe}.${format}`;
  if (format === 'csv') return { name, text: csv(trades) };
  return { name, text: format === 'json' ? json(view, trades) : reportHtml(view, trades) };
}

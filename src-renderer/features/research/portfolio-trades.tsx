import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { PortfolioReportView, PortfolioTradeRow } from '../../../src-shared/contract/portfolios.ts';
import type { Column } from '../../ui/data-table/column.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { PanelMessage } from '../../ui/panel-state.tsx';
import { tradeColumns, tradeKey } from '../../ui/trade-columns.tsx';
import { TRADE_WORDS as WORDS } from '../../ui/trade-words.ts';
import { useFormat } from '../../ui/use-format.ts';
import { PORTFOLIO_SENTENCES as SAY } from './portfolio-sentences.ts';

/** Columns that stand behind the names: what a row's trade was, and what it came to. */
const FIRST: readonly string[] = ['number', 'side', 'pnl', 'pnlFraction'];

/** Digits after the point of a price as main has written it. */
function digitsOf(price: string): number {
  const point = price.indexOf('.');
  return point < 0 ? 0 : price.length - point - 1;
}

/** Digits of an instrument's prices: the most that any of its trades has. */
function digitsByInstrument(trades: readonly PortfolioTradeRow[]): ReadonlyMap<string, number> {
  const digits = new Map<string, number>();
  for (const { instrument, entryPrice, exitPrice } of trades)
    digits.set(instrument, Math.max(digits.get(instrument) ?? 0, digitsOf(entryPrice), digitsOf(exitPrice)));
  return digits;
}

function nameColumn(id: 'row' | 'instrument', title: string): Column<PortfolioTradeRow> {
  return {
    ...{ id, title, fixed: true },
    width: id === 'row' ? 128 : 104,
    cell: (row) => row[id],
    plain: (row) => row[id],
    sortBy: (row) => row[id],
    filterBy: (row) => row[id],
  };
}

/** The closed trades of a portfolio, the newest first, each with the row that made it. */
export function PortfolioTrades({ view }: { readonly view: PortfolioReportView }): ReactElement {
  const format = useFormat();
  const { quote, trades, closedTrades } = view;
  const columns = useMemo(() => {
    const digits = digitsByInstrument(trades);
    const decimals = {
      of: ({ instrument }: PortfolioTradeRow): number => digits.get(instrument) ?? 0,
      room: Math.max(0, ...digits.values()),
    };
    const all = tradeColumns<PortfolioTradeRow>(quote, decimals, format);
    const first = all.filter(({ id }) => FIRST.includes(id));
    const names = [nameColumn('row', SAY.columns.name), nameColumn('instrument', SAY.columns.instrument)];
    return [...names, ...first, ...all.filter((column) => !first.includes(column))];
  }, [quote, trades, format]);
  const rows = useMemo(() => [...trades].reverse(), [trades]);
  const label = WORDS.sum(format.count(closedTrades));
  const table = useDataTable({ id: 'research-portfolio-trades', label, columns, rows, rowKey: tradeKey });
  if (trades.length === 0 && closedTrades > 0) return <p className="research-note">{SAY.tradesNotKept}</p>;
  return (
    <>
      {closedTrades > trades.length ? (
        <p className="research-note">{WORDS.newest(format.count(trades.length), format.count(closedTrades))}</p>
      ) : null}
      <DataTable table={table} empty={<PanelMessage kind="empty" sentence={WORDS.none} />} />
    </>
  );
}

import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { RunReportView, RunTradeRow } from '../../../src-shared/contract/research.ts';
import type { Format } from '../../format/format.ts';
import { isoUtc } from '../../format/times.ts';
import type { Column } from '../../ui/data-table/column.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { SignedFigure } from '../../ui/figures.tsx';
import { PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

const WORDS = SAY.trades;

function timeColumn(id: 'entryTime' | 'exitTime', title: string): Column<RunTradeRow> {
  return {
    id,
    title,
    width: 112,
    cell: (row) => isoUtc(row[id]).slice(0, 16).replace('T', ' '),
    plain: (row) => isoUtc(row[id]),
    sortBy: (row) => row[id],
  };
}

function priceColumn(id: 'entryPrice' | 'exitPrice', title: string, format: Format): Column<RunTradeRow> {
  return {
    id,
    title,
    width: 92,
    align: 'right',
    cell: (row) => format.price(row[id], row[id].includes('.') ? row[id].length - row[id].indexOf('.') - 1 : 0),
    plain: (row) => row[id],
    sortBy: (row) => Number(row[id]),
  };
}

function shareColumn(id: 'adverse' | 'favourable', title: string, format: Format): Column<RunTradeRow> {
  const sign = id === 'adverse' ? -1 : 1;
  return {
    id,
    title,
    width: 64,
    align: 'right',
    cell: (row) => format.signedPercent(sign * row[id]).text,
    plain: (row) => String(sign * row[id]),
    sortBy: (row) => row[id],
  };
}

function columnsOf(view: RunReportView, format: Format): readonly Column<RunTradeRow>[] {
  return [
    {
      id: 'number',
      title: WORDS.number,
      width: 52,
      align: 'right',
      fixed: true,
      cell: (row) => format.count(row.number),
      plain: (row) => String(row.number),
      sortBy: (row) => row.number,
    },
    { id: 'side', title: WORDS.side, width: 48, cell: (row) => WORDS.sides[row.side], plain: (row) => row.side, sortBy: (row) => row.side },
    timeColumn('entryTime', WORDS.entry),
    timeColumn('exitTime', WORDS.exit),
    {
      id: 'quantity',
      title: WORDS.quantity,
      width: 84,
      align: 'right',
      cell: (row) => format.plainQuantity(row.quantity, 8),
      plain: (row) => row.quantity,
      sortBy: (row) => Number(row.quantity),
    },
    priceColumn('entryPrice', WORDS.entryPrice, format),
    priceColumn('exitPrice', WORDS.exitPrice, format),
    {
      id: 'fee',
      title: WORDS.fee(view.quote),
      width: 72,
      align: 'right',
      cell: (row) => format.quoteMoney(row.fee),
      plain: (row) => row.fee,
      sortBy: (row) => Number(row.fee),
    },
    {
      id: 'pnl',
      title: WORDS.pnl(view.quote),
      width: 96,
      align: 'right',
      cell: (row) => <SignedFigure arrow value={format.change(row.pnl, 2)} />,
      plain: (row) => row.pnl,
      sortBy: (row) => Number(row.pnl),
    },
    {
      id: 'pnlFraction',
      title: WORDS.pnlFraction,
      width: 72,
      align: 'right',
      cell: (row) => <SignedFigure value={format.signedPercent(row.pnlFraction)} />,
      plain: (row) => String(row.pnlFraction),
      sortBy: (row) => row.pnlFraction,
    },
    shareColumn('adverse', WORDS.adverse, format),
    shareColumn('favourable', WORDS.favourable, format),
  ];
}

function rowKey(row: RunTradeRow): string {
  return String(row.number);
}

/** The closed trades of a run, the newest first. */
export function TradesTable({ view }: { readonly view: RunReportView }): ReactElement {
  const format = useFormat();
  const columns = useMemo(() => columnsOf(view, format), [view, format]);
  const rows = useMemo(() => [...view.trades].reverse(), [view]);
  const table = useDataTable({ id: 'research-trades', label: WORDS.sum(format.count(view.closedTrades)), columns, rows, rowKey });
  return (
    <>
      {view.closedTrades > view.trades.length ? (
        <p className="research-note">{WORDS.newest(format.count(view.trades.length), format.count(view.closedTrades))}</p>
      ) : null}
      <DataTable table={table} empty={<PanelMessage kind="empty" sentence={WORDS.none} />} />
    </>
  );
}

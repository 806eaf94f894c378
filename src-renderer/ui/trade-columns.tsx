import type { RunTradeRow } from '../../src-shared/contract/research.ts';
import type { Format } from '../format/format.ts';
import { isoUtc } from '../format/times.ts';
import { AlignedFigure } from './cells.tsx';
import type { Column } from './data-table/column.ts';
import { SignedFigure } from './figures.tsx';
import { TRADE_WORDS as SAY } from './trade-words.ts';

/** Digits of the prices: of every row the same, or of each its own in room for the most of them. */
export type TradeDecimals<Row> = number | { readonly of: (row: Row) => number; readonly room: number };

/** To the minute; to the second within one. */
function instantText(time: number): string {
  const text = isoUtc(time).slice(0, 19).replace('T', ' ');
  return text.endsWith(':00') ? text.slice(0, 16) : text;
}

function timeColumn(id: 'entryTime' | 'exitTime', title: string): Column<RunTradeRow> {
  return {
    id,
    title,
    width: 140,
    cell: (row) => instantText(row[id]),
    plain: (row) => isoUtc(row[id]),
    sortBy: (row) => row[id],
  };
}

function priceColumn<Row extends RunTradeRow>(id: 'entryPrice' | 'exitPrice', decimals: TradeDecimals<Row>, format: Format): Column<Row> {
  return {
    id,
    title: SAY[id],
    width: 92,
    align: 'right',
    cell: (row) => {
      if (typeof decimals === 'number') return format.price(row[id], decimals);
      const own = decimals.of(row);
      return <AlignedFigure value={format.price(row[id], own)} decimals={own} room={decimals.room} />;
    },
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

/** The columns of a run's trades; money in `quote`, prices with all digits of their tick. */
export function tradeColumns<Row extends RunTradeRow>(
  quote: string,
  priceDecimals: TradeDecimals<Row>,
  format: Format,
): readonly Column<Row>[] {
  return [
    {
      id: 'number',
      title: SAY.number,
      width: 52,
      align: 'right',
      fixed: true,
      cell: (row) => format.count(row.number),
      plain: (row) => String(row.number),
      sortBy: (row) => row.number,
    },
    { id: 'side', title: SAY.side, width: 48, cell: (row) => SAY.sides[row.side], plain: (row) => row.side, sortBy: (row) => row.side },
    timeColumn('entryTime', SAY.entry),
    timeColumn('exitTime', SAY.exit),
    {
      id: 'quantity',
      title: SAY.quantity,
      width: 84,
      align: 'right',
      cell: (row) => format.plainQuantity(row.quantity, 8),
      plain: (row) => row.quantity,
      sortBy: (row) => Number(row.quantity),
    },
    priceColumn('entryPrice', priceDecimals, format),
    priceColumn('exitPrice', priceDecimals, format),
    {
      id: 'fee',
      title: SAY.fee(quote),
      width: 72,
      align: 'right',
      cell: (row) => format.quoteMoney(row.fee),
      plain: (row) => row.fee,
      sortBy: (row) => Number(row.fee),
    },
    {
      id: 'pnl',
      title: SAY.pnl(quote),
      width: 96,
      align: 'right',
      cell: (row) => <SignedFigure arrow value={format.change(row.pnl, 2)} />,
      plain: (row) => row.pnl,
      sortBy: (row) => Number(row.pnl),
    },
    {
      id: 'pnlFraction',
      title: SAY.pnlFraction,
      width: 72,
      align: 'right',
      cell: (row) => <SignedFigure value={format.signedPercent(row.pnlFraction)} />,
      plain: (row) => String(row.pnlFraction),
      sortBy: (row) => row.pnlFraction,
    },
    shareColumn('adverse', SAY.adverse, format),
    shareColumn('favourable', SAY.favourable, format),
  ];
}

/** What tells a row from others. */
export function tradeKey(row: RunTradeRow): string {
  return String(row.number);
}

import type { Format } from '../../format/format.ts';
import { Button } from '../../ui/button.tsx';
import { InstrumentName } from '../../ui/cells.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { SignedFigure, UnknownFigure } from '../../ui/figures.tsx';
import type { PlacedStrategy } from './strategies-model.ts';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

export interface StoppedColumnsInput {
  readonly quote: string;
  readonly format: Format;
  readonly onStart: (line: PlacedStrategy) => void;
}

function reasonOf({ row }: PlacedStrategy): string {
  return row.stopReason === null ? '' : SAY.stoppedBecause(row.stopReason);
}

function startColumn(onStart: StoppedColumnsInput['onStart']): Column<PlacedStrategy> {
  return {
    id: 'start',
    title: SAY.start,
    bareHead: true,
    width: 52,
    rigid: true,
    align: 'right',
    cell: (line) => (
      <Button tone="quiet" size="small" label={SAY.gallery.start(line.name)} onPress={() => onStart(line)}>
        {SAY.start}
      </Button>
    ),
  };
}

/** Strategies that ran: what came of them, and why they stopped. */
export function stoppedColumns({ quote, format, onStart }: StoppedColumnsInput): readonly Column<PlacedStrategy>[] {
  return [
    {
      id: 'name',
      title: SAY.name,
      width: 140,
      fixed: true,
      cell: (line) => <span className="ui-instrument">{line.name}</span>,
      plain: (line) => line.name,
      sortBy: (line) => line.name,
    },
    {
      id: 'instrument',
      title: SAY.instrument,
      width: 130,
      cell: ({ facts, row }) => (
        <span>
          <InstrumentName {...facts} /> <span className="ui-note">{row.timeframe}</span>
        </span>
      ),
      plain: ({ facts, row }) => `${facts.id} ${row.timeframe}`,
      sortBy: ({ facts }) => facts.symbol,
    },
    {
      id: 'pnl',
      title: SAY.pnl(quote),
      width: 100,
      align: 'right',
      cell: ({ row }) => <SignedFigure arrow value={format.change(row.pnl, 2)} />,
      plain: ({ row }) => row.pnl,
      sortBy: ({ row }) => Number(row.pnl),
    },
    {
      id: 'trades',
      title: SAY.trades,
      width: 56,
      align: 'right',
      cell: ({ row }) => format.count(row.trades),
      plain: ({ row }) => String(row.trades),
      sortBy: ({ row }) => row.trades,
    },
    {
      id: 'wins',
      title: SAY.winRate,
      width: 76,
      align: 'right',
      cell: ({ row }) => (row.trades === 0 ? <UnknownFigure why={SAY.noTrade} /> : format.percent(row.wins / row.trades)),
      plain: ({ row }) => (row.trades === 0 ? '' : String(row.wins / row.trades)),
      sortBy: ({ row }) => (row.trades === 0 ? undefined : row.wins / row.trades),
    },
    {
      id: 'drawdown',
      title: SAY.drawdown(quote),
      width: 110,
      align: 'right',
      cell: ({ row }) => format.quoteMoney(row.drawdown),
      plain: ({ row }) => row.drawdown,
      sortBy: ({ row }) => Number(row.drawdown),
    },
    { id: 'why', title: SAY.stoppedColumn, width: 180, cell: reasonOf, plain: reasonOf, sortBy: reasonOf },
    startColumn(onStart),
  ];
}

import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { plainNumber } from '../../format/figures.ts';
import type { Format } from '../../format/format.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { AlignedFigure } from '../../ui/cells.tsx';
import { CoinDisc } from '../../ui/coin-disc.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { DataTableTools } from '../../ui/data-table/data-table-tools.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { exportTable } from '../../ui/export-csv.ts';
import { UnknownFigure } from '../../ui/figures.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { balanceLines, balanceSums } from './balances-model.ts';
import type { BalanceLine } from './balances-model.ts';
import { BALANCES_SENTENCES as SAY } from './sentences.ts';

const onExport = exportTable(SAY.file);
const NONE: readonly BalanceLine[] = [];

type Amount = 'total' | 'free' | 'reserved' | 'inDoubt';

function amountColumn(of: Amount, format: Format): Column<BalanceLine> {
  return {
    id: of,
    title: SAY[of],
    width: 130,
    align: 'right',
    cell: ({ row, decimals, room }) => (
      <AlignedFigure
        value={format.quantity(row[of], decimals, of === 'free' ? 'spendable' : 'booked')}
        decimals={decimals}
        room={room.amount}
      />
    ),
    plain: ({ row }) => row[of],
    sortBy: ({ row }) => Number(row[of]),
  };
}

function balanceColumns(quote: string, format: Format): readonly Column<BalanceLine>[] {
  return [
    {
      id: 'asset',
      title: SAY.asset,
      width: 110,
      fixed: true,
      cell: ({ row }) => (
        <>
          <CoinDisc asset={row.asset} />
          <strong className="ui-instrument">{row.asset}</strong>
        </>
      ),
      plain: ({ row }) => row.asset,
      sortBy: ({ row }) => row.asset,
    },
    amountColumn('total', format),
    amountColumn('free', format),
    amountColumn('reserved', format),
    amountColumn('inDoubt', format),
    {
      id: 'price',
      title: SAY.price(quote),
      width: 120,
      align: 'right',
      cell: ({ row, priceDecimals, room }) =>
        row.price === null ? (
          <UnknownFigure why={SAY.noPrice} />
        ) : (
          <AlignedFigure value={format.price(row.price, priceDecimals)} decimals={priceDecimals} room={room.price} />
        ),
      plain: ({ row }) => row.price ?? '',
      sortBy: ({ row }) => (row.price === null ? undefined : Number(row.price)),
    },
    {
      id: 'value',
      title: SAY.value(quote),
      width: 120,
      align: 'right',
      cell: ({ value }) => (value === null ? <UnknownFigure why={SAY.noPrice} /> : format.quoteMoney(value)),
      plain: ({ value }) => plainNumber(value),
      sortBy: ({ value }) => value?.toNumber(),
      sum: (lines) => <span className="ui-sum">{format.quoteMoney(balanceSums(lines).value)}</span>,
    },
    {
      id: 'share',
      title: SAY.share,
      width: 90,
      align: 'right',
      cell: ({ share }) => (share === null ? <UnknownFigure why={SAY.noPrice} /> : format.percent(share)),
      plain: ({ share }) => plainNumber(share),
      sortBy: ({ share }) => share?.toNumber(),
      sum: (lines) => format.percent(balanceSums(lines).share),
    },
  ];
}

/** What the account owns, asset by asset. */
export function BalancesPanel(): ReactElement {
  const account = useShownDesk((desk) => desk.account);
  const instruments = useShownDesk((desk) => desk.instruments);
  const format = useFormat();
  const [chosen, choose] = useState<string>();
  const lines = useMemo(() => (account === null ? NONE : balanceLines(account, instruments)), [account, instruments]);
  const quote = account?.quote ?? '';
  const columns = useMemo(() => balanceColumns(quote, format), [quote, format]);
  const table = useDataTable({ id: 'balances', label: SAY.title, columns, rows: lines, rowKey: (line) => line.row.asset, onExport });
  if (account === null) return <LoadingBlocks label={SAY.loading} rows={4} />;
  return (
    <>
      <PanelHead title={SAY.title}>
        <DataTableTools table={table} />
      </PanelHead>
      <DataTable
        table={table}
        selectedKey={chosen}
        onSelect={(line) => {
          choose(line.row.asset);
        }}
        sumLabel={SAY.sum(lines.length)}
        empty={<PanelMessage kind="empty" sentence={SAY.empty} />}
      />
    </>
  );
}

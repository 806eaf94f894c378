import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { AccountReadingRow } from '../../../src-shared/contract/accounts.ts';
import type { Column } from '../../ui/data-table/column.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { exportTable } from '../../ui/export-csv.ts';
import { Facts, QuantityText } from '../../ui/figures.tsx';
import { PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { ACCOUNTS_SENTENCES as SAY } from './sentences.ts';

/** What a venue said when it was last asked in this window. Instants are wall time, ms. */
export interface ShownReading {
  readonly name: string;
  readonly at: number;
  readonly reading: AccountReadingRow;
}

type Balance = AccountReadingRow['balances'][number];

const onExport = exportTable(SAY.balancesFile);
const DECIMALS = 8;

const amount = (id: 'free' | 'used', title: string): Column<Balance> => ({
  id,
  title,
  width: 120,
  align: 'right',
  cell: (row) => <QuantityText value={row[id]} decimals={DECIMALS} />,
  plain: (row) => row[id],
  sortBy: (row) => Number(row[id]),
});

const COLUMNS: readonly Column<Balance>[] = [
  {
    id: 'asset',
    title: SAY.asset,
    width: 80,
    fixed: true,
    cell: ({ asset }) => asset,
    plain: ({ asset }) => asset,
    sortBy: ({ asset }) => asset,
  },
  amount('free', SAY.free),
  amount('used', SAY.used),
];

/** Balances, open orders and clock of an account as its venue told them. */
export function ReadingPart({ shown: { name, at, reading } }: { readonly shown: ShownReading }): ReactElement {
  const format = useFormat();
  const table = useDataTable({
    ...{ id: 'account-balances', label: SAY.balances(name), columns: COLUMNS, rows: reading.balances },
    rowKey: (row: Balance) => row.asset,
    onExport,
  });
  const clock = useMemo(() => {
    const ms = format.count(Math.abs(Math.round(reading.clockOffsetMs)));
    const known = format.count(Math.ceil(reading.roundTripMs / 2));
    return reading.clockOffsetMs < 0 ? SAY.behind(ms, known) : SAY.ahead(ms, known);
  }, [format, reading]);
  return (
    <section className="accounts-reading" aria-label={SAY.balances(name)}>
      <h3 className="accounts-reading-head">{SAY.reading(name, format.timeOrDate(at, Date.now()))}</h3>
      <Facts
        className="accounts-facts"
        rows={[
          { label: SAY.openOrders, figure: format.count(reading.openOrders) },
          { label: SAY.clock, figure: clock },
        ]}
      />
      <DataTable table={table} empty={<PanelMessage kind="empty" sentence={SAY.holdsNothing} />} />
    </section>
  );
}

import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { OrderRow } from '../../../src-shared/contract/rows.ts';
import { callMain } from '../../state/call-main.ts';
import { joinedRows, useOlderRows } from '../../state/older-rows.ts';
import type { PagedList } from '../../state/older-rows.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { DataTableTools } from '../../ui/data-table/data-table-tools.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { exportTable } from '../../ui/export-csv.ts';
import { PanelHead } from '../../ui/panel-head.tsx';
import { PanelMessage } from '../../ui/panel-state.tsx';
import { tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { historyColumns } from './order-columns.tsx';
import { historyLines, isWorking, keyOf } from './orders-model.ts';
import { ORDERS_SENTENCES as SAY } from './sentences.ts';
import { showInstrument, useOrderInput } from './use-order-input.ts';
import type { ViewProps } from './use-order-input.ts';

const onExport = exportTable(SAY.file('history'));
const idOf = (row: OrderRow): string => row.id;

const ENDED_ORDERS: PagedList<OrderRow> = {
  read: async (before, count) => {
    const result = await callMain((client) => client.orders.history({ ...(Number.isFinite(before) ? { before } : {}), count }));
    return result.ok ? { ok: true, value: { rows: result.value.orders, total: result.value.total } } : result;
  },
  idOf,
  timeOf: (row) => row.updatedAt,
};

/** Ended orders and refusals that the window was told of, and the older orders of the ledger as they are read. */
function useHistory() {
  const told = useOrderInput();
  const { rows, complete, failure, total, more } = useOlderRows(ENDED_ORDERS);
  const ended = useMemo(() => [...told.orders].filter((row) => !isWorking(row)).sort((a, b) => b.updatedAt - a.updatedAt), [told]);
  const lines = useMemo(() => historyLines({ ...told, orders: joinedRows(ended, rows, idOf) }), [told, ended, rows]);
  const oldest = ended.at(-1)?.updatedAt ?? Infinity;
  const isFirst = rows.length === 0 && !complete;
  const readMore = useCallback(
    (all = false) => {
      if (!complete && failure === null) more(oldest, all);
    },
    [complete, failure, oldest, more],
  );
  useEffect(() => {
    if (isFirst) readMore();
  }, [isFirst, readMore]);
  useEffect(() => {
    if (failure !== null) tellRefusal('older-orders', SAY.olderFailed(failure));
  }, [failure]);
  const refusals = told.refusals.length;
  return { lines, complete, total: complete || total === undefined ? undefined : Math.max(total + refusals, lines.length), readMore };
}

/** What became of every order, and what was refused. */
export function OrderHistory({ segments }: ViewProps): ReactElement {
  const { lines, complete, total, readMore } = useHistory();
  const format = useFormat();
  const [chosen, choose] = useState<string>();
  const columns = useMemo(() => historyColumns(format), [format]);
  const table = useDataTable({ id: 'orders-history', label: SAY.title, columns, rows: lines, rowKey: keyOf, onExport, total });
  const { isArranged } = table;
  const onEnd = useCallback(() => {
    readMore();
  }, [readMore]);
  useEffect(() => {
    // A sort or a filter is about every order, so all of them are read.
    if (isArranged && !complete) readMore(true);
  }, [isArranged, complete, lines, readMore]);
  return (
    <>
      <PanelHead title={SAY.title}>
        {segments}
        <DataTableTools table={table} />
      </PanelHead>
      <DataTable
        table={table}
        selectedKey={chosen}
        onSelect={(line) => {
          choose(line.key);
        }}
        onOpen={showInstrument}
        onEnd={onEnd}
        sumLabel={SAY.shown(format.count(table.visibleRows.length), total === undefined ? undefined : format.count(total))}
        empty={<PanelMessage kind="empty" sentence={SAY.emptyHistory} />}
      />
    </>
  );
}

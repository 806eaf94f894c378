import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { FillRow } from '../../../src-shared/contract/rows.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { callMain } from '../../state/call-main.ts';
import { useLinkGroups } from '../../state/link-group.ts';
import { joinedRows, useOlderRows } from '../../state/older-rows.ts';
import type { PagedList } from '../../state/older-rows.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { DataTableTools } from '../../ui/data-table/data-table-tools.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { exportCsv } from '../../ui/export-csv.ts';
import { ModeChip } from '../../ui/chip.tsx';
import { useTradedAccount } from '../../state/traded-account.ts';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { fillColumns } from './fill-columns.tsx';
import { SNAPSHOT_MOST, fillLines } from './fills-model.ts';
import type { FillLine } from './fills-model.ts';
import { FILLS_SENTENCES as SAY } from './sentences.ts';

/** Midnight falls on a quarter of an hour in every zone: until then today stays today. */
const QUARTER_MS = 15 * MINUTE_MS;

async function exportEveryFill(): Promise<void> {
  const result = await callMain((client) => client.ledger.exportFills({}));
  if (result.ok) exportCsv(SAY.file, result.value.csv, result.value.rows);
  else tellRefusal('export', SAY.exportFailed(result.fault.message));
}

const exportAll = (): void => {
  void exportEveryFill();
};

const idOf = (row: FillRow): string => row.id;
const keyOf = (line: FillLine): string => line.row.id;

const LEDGER_FILLS: PagedList<FillRow> = {
  read: async (before, count) => {
    const result = await callMain((client) => client.orders.fills({ ...(Number.isFinite(before) ? { before } : {}), count }));
    return result.ok ? { ok: true, value: { rows: result.value.fills, total: result.value.total } } : result;
  },
  idOf,
  timeOf: (row) => row.time,
};

/** The fills that the window was told of and those read since, and how to read more of them. */
function useFills() {
  const told = useShownDesk((desk) => desk.fills);
  const instruments = useShownDesk((desk) => desk.instruments);
  const { rows, complete: allRead, failure, total, more } = useOlderRows(LEDGER_FILLS);
  const joined = useMemo(() => joinedRows(told, rows, idOf), [told, rows]);
  const { lines, room, taken } = useMemo(() => fillLines(joined, instruments), [joined, instruments]);
  const complete = allRead || told.length < SNAPSHOT_MOST;
  const oldestTold = told.at(-1)?.time;
  const readMore = useCallback(
    (all = false) => {
      if (!complete && oldestTold !== undefined) more(oldestTold, all);
    },
    [complete, oldestTold, more],
  );
  const isFirst = rows.length === 0;
  useEffect(() => {
    // The first page tells how many there are in all.
    if (isFirst) readMore();
  }, [isFirst, readMore]);
  useEffect(() => {
    if (failure !== null) tellRefusal('older-fills', SAY.olderFailed(failure));
  }, [failure]);
  return { lines, room, taken, complete, failure, total: complete ? undefined : Math.max(total ?? 0, lines.length), readMore };
}

/** Every fill with what it cost and what it realised. */
export function FillsPanel(): ReactElement {
  const ready = useShownDesk((desk) => desk.ready);
  const quote = useShownDesk((desk) => desk.account?.quote) ?? '';
  const now = useShownDesk((desk) => Math.floor((desk.status?.marketTime ?? 0) / QUARTER_MS) * QUARTER_MS);
  const { lines, room, taken, complete, failure, total, readMore } = useFills();
  const format = useFormat();
  const traded = useTradedAccount();
  const [chosen, choose] = useState<string>();
  const { price, size } = room;
  const columns = useMemo(
    () => fillColumns({ quote, format, room: { price, size }, taken, now }),
    [quote, format, price, size, taken, now],
  );
  const table = useDataTable({ id: 'fills', label: SAY.title, columns, rows: lines, rowKey: keyOf, exportAll, total });
  const { isArranged } = table;
  const onEnd = useCallback(() => {
    readMore();
  }, [readMore]);
  useEffect(() => {
    // A sort or a filter is about every fill, so all of them are read.
    if (isArranged && !complete && failure === null) readMore(true);
  }, [isArranged, complete, failure, lines, readMore]);
  if (!ready) return <LoadingBlocks label={SAY.loading} rows={6} />;
  return (
    <>
      <PanelHead title={SAY.title}>
        {traded.name === null ? null : <ModeChip mode={traded.mode} />}
        <DataTableTools table={table} />
      </PanelHead>
      <DataTable
        table={table}
        selectedKey={chosen}
        onSelect={(line) => {
          choose(line.row.id);
        }}
        onOpen={(line) => {
          useLinkGroups.getState().show('trade', line.row.instrument);
        }}
        onEnd={onEnd}
        sumLabel={SAY.sum(format.count(table.visibleRows.length), total === undefined ? undefined : format.count(total))}
        empty={<PanelMessage kind="empty" sentence={SAY.empty} />}
      />
    </>
  );
}

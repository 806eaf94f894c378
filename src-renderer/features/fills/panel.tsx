import { Download } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { FillRow } from '../../../src-shared/contract/rows.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { callMain } from '../../state/call-main.ts';
import { useLinkGroups } from '../../state/link-group.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { DataTableTools } from '../../ui/data-table/data-table-tools.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { exportCsv } from '../../ui/export-csv.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { fillColumns } from './fill-columns.tsx';
import { SNAPSHOT_MOST, fillLines } from './fills-model.ts';
import { FILLS_SENTENCES as SAY } from './sentences.ts';

const PAGE = 500;

async function exportEveryFill(): Promise<void> {
  const result = await callMain((client) => client.ledger.exportFills({}));
  if (result.ok) exportCsv(SAY.file, result.value.csv, result.value.rows);
  else tellRefusal('export', SAY.exportFailed(result.fault.message));
}

interface OlderFills {
  readonly fills: readonly FillRow[];
  readonly complete: boolean;
  load(before: number): void;
}

function useOlderFills(): OlderFills {
  const [state, setState] = useState<Omit<OlderFills, 'load'>>({ fills: [], complete: false });
  const load = useCallback((before: number) => {
    void callMain((client) => client.orders.fills({ before, count: PAGE })).then((result) => {
      if (!result.ok) tellRefusal('older-fills', SAY.olderFailed(result.fault.message));
      else {
        const { fills } = result.value;
        setState((known) => ({ fills: [...known.fills, ...fills], complete: fills.length < PAGE }));
      }
    });
  }, []);
  return { ...state, load };
}

/** Every fill with what it cost and what it realised. */
export function FillsPanel(): ReactElement {
  const ready = useShownDesk((desk) => desk.ready);
  const told = useShownDesk((desk) => desk.fills);
  const instruments = useShownDesk((desk) => desk.instruments);
  const quote = useShownDesk((desk) => desk.account?.quote) ?? '';
  const now = useShownDesk((desk) => Math.floor((desk.status?.marketTime ?? 0) / MINUTE_MS) * MINUTE_MS);
  const older = useOlderFills();
  const format = useFormat();
  const [chosen, choose] = useState<string>();
  const lines = useMemo(() => fillLines([...told, ...older.fills], instruments, now), [told, older.fills, instruments, now]);
  const columns = useMemo(() => fillColumns(quote, format), [quote, format]);
  const table = useDataTable({ id: 'fills', label: SAY.title, columns, rows: lines, rowKey: (line) => line.row.id });
  const oldest = lines.at(-1)?.row.time;
  const complete = older.complete || told.length < SNAPSHOT_MOST;
  if (!ready) return <LoadingBlocks label={SAY.loading} rows={6} />;
  return (
    <>
      <PanelHead title={SAY.title}>
        <DataTableTools table={table} />
        <IconButton
          icon={Download}
          label={SAY.exportAll}
          onPress={() => {
            void exportEveryFill();
          }}
        />
        {complete ? null : (
          <Button
            size="small"
            onPress={() => {
              if (oldest !== undefined) older.load(oldest + 1);
            }}
          >
            {SAY.older}
          </Button>
        )}
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
        sumLabel={SAY.sum(table.visibleRows.length)}
        empty={<PanelMessage kind="empty" sentence={SAY.empty} />}
      />
    </>
  );
}

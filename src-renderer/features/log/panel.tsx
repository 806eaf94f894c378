import './log.css';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { LogRow } from '../../../src-shared/contract/rows.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { isoUtc } from '../../format/times.ts';
import type { Format } from '../../format/format.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Chip } from '../../ui/chip.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { DataTableTools } from '../../ui/data-table/data-table-tools.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { exportTable } from '../../ui/export-csv.ts';
import { hintProps } from '../../ui/hint-layer.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { Select } from '../../ui/select.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { LOG_SENTENCES as SAY } from './sentences.ts';

type Shown = 'all' | 'warn' | 'error';

const SHOWN: Readonly<Record<Shown, ReadonlySet<LogRow['level']>>> = {
  all: new Set(['info', 'warn', 'error']),
  warn: new Set(['warn', 'error']),
  error: new Set(['error']),
};
const onExport = exportTable(SAY.file);

function Level({ level }: { readonly level: LogRow['level'] }): ReactElement {
  if (level === 'info') return <span className="ui-note">{SAY.levelWord(level)}</span>;
  return <Chip tone={level === 'warn' ? 'warn' : 'danger'}>{SAY.levelWord(level)}</Chip>;
}

function logColumns(format: Format, now: number): readonly Column<LogRow>[] {
  return [
    {
      id: 'time',
      title: SAY.time,
      width: 90,
      rigid: true,
      cell: (row) => format.timeOrDate(row.time, now),
      plain: (row) => isoUtc(row.time),
      sortBy: (row) => row.time,
    },
    {
      id: 'level',
      title: SAY.level,
      width: 84,
      words: [`${SAY.levelWord('warn')}MMM`],
      rigid: true,
      cell: (row) => <Level level={row.level} />,
      plain: (row) => row.level,
      sortBy: (row) => row.level,
    },
    {
      id: 'area',
      title: SAY.area,
      width: 110,
      rigid: true,
      cell: (row) => row.area,
      plain: (row) => row.area,
      filterBy: (row) => row.area,
      sortBy: (row) => row.area,
    },
    {
      id: 'message',
      title: SAY.message,
      width: 640,
      fixed: true,
      cell: (row) => (
        <span className="log-message" data-selectable="" {...hintProps(row.message)}>
          {row.message}
        </span>
      ),
      plain: (row) => row.message,
      sortBy: (row) => row.message,
    },
    {
      id: 'id',
      title: SAY.id,
      width: 60,
      rigid: true,
      align: 'right',
      cell: (row) => <span className="ui-mono">{row.id}</span>,
      plain: (row) => String(row.id),
      sortBy: (row) => row.id,
    },
  ];
}

/** What the program says about its own work. */
export function LogPanel(): ReactElement {
  const ready = useShownDesk((desk) => desk.ready);
  const log = useShownDesk((desk) => desk.log);
  const now = useShownDesk((desk) => Math.floor((desk.status?.marketTime ?? 0) / MINUTE_MS) * MINUTE_MS);
  const [shown, show] = useState<Shown>('all');
  const [chosen, choose] = useState<string>();
  const format = useFormat();
  const columns = useMemo(() => logColumns(format, now), [format, now]);
  const rows = useMemo(() => log.filter((row) => SHOWN[shown].has(row.level)), [log, shown]);
  const table = useDataTable({ id: 'log', label: SAY.title, columns, rows, rowKey: (row) => String(row.id), onExport });
  if (!ready) return <LoadingBlocks label={SAY.loading} rows={6} />;
  return (
    <>
      <PanelHead title={SAY.title}>
        <Select
          look="quiet"
          label={SAY.levels}
          value={shown}
          onChange={show}
          choices={[
            { value: 'all', label: SAY.all },
            { value: 'warn', label: SAY.warnings },
            { value: 'error', label: SAY.errors },
          ]}
        />
        <DataTableTools table={table} />
      </PanelHead>
      <DataTable
        table={table}
        selectedKey={chosen}
        onSelect={(row) => {
          choose(String(row.id));
        }}
        empty={<PanelMessage kind="empty" sentence={shown === 'all' ? SAY.empty : SAY.emptyLevel} />}
      />
    </>
  );
}

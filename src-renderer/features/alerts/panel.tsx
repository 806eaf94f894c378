import './alerts.css';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { alertFigures } from '../../state/alert-figures.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { DataTableTools } from '../../ui/data-table/data-table-tools.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { exportTable } from '../../ui/export-csv.ts';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { markSeen, removeAlert } from './alert-actions.ts';
import { alertColumns, type AlertLine } from './alert-columns.tsx';
import { AlertForm } from './alert-form.tsx';
import { ALERTS_SENTENCES as SAY } from './sentences.ts';

const onExport = exportTable(SAY.file);

/** The alerts of the account: a new one in words, those that are there, and what each said last. */
export function AlertsPanel(): ReactElement {
  const ready = useShownDesk((desk) => desk.ready);
  const { alerts, firings } = useShownDesk((desk) => desk.alerts);
  const instruments = useShownDesk((desk) => desk.instruments);
  const quote = useShownDesk((desk) => desk.account?.quote);
  const now = useShownDesk((desk) => Math.floor((desk.status?.marketTime ?? 0) / MINUTE_MS) * MINUTE_MS);
  const [chosen, choose] = useState<string>();
  const format = useFormat();
  const columns = useMemo(
    () => (instruments.size === 0 && quote === undefined ? [] : alertColumns({ format, figures: alertFigures(format), now })),
    [format, now, instruments, quote],
  );
  const rows = useMemo(
    () => alerts.map((alert): AlertLine => ({ alert, last: firings.find((firing) => firing.alert === alert.alert) })).toReversed(),
    [alerts, firings],
  );
  const table = useDataTable({ id: 'alerts', label: SAY.title, columns, rows, rowKey: ({ alert }) => String(alert.alert), onExport });
  const unseen = firings.filter(({ seen }) => seen === null);
  if (!ready) return <LoadingBlocks label={SAY.loading} rows={6} />;
  return (
    <>
      <PanelHead title={SAY.title}>
        {unseen[0] === undefined ? null : (
          <Button tone="quiet" size="small" onPress={() => void markSeen(unseen[0]?.time ?? 0)}>
            {SAY.seen(unseen.length)}
          </Button>
        )}
        <DataTableTools table={table} />
      </PanelHead>
      <AlertForm />
      <DataTable
        table={table}
        selectedKey={chosen}
        onSelect={({ alert }) => {
          choose(String(alert.alert));
        }}
        onDelete={({ alert }) => void removeAlert(alert.alert)}
        empty={<PanelMessage kind="empty" sentence={SAY.empty} />}
      />
    </>
  );
}

import './sessions.css';
import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { exportTable } from '../../ui/export-csv.ts';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { GapPart } from './gap-part.tsx';
import { SESSIONS_SENTENCES as SAY } from './sentences.ts';
import { sessionColumns } from './session-columns.tsx';
import { type SessionsModel, useSessions } from './use-sessions.ts';

const onExport = exportTable(SAY.file);
const NONE = [] as const;

/** The sessions of the home; one of them beside its backtest. */
export function SessionsPanel(): ReactElement {
  const model = useSessions();
  const { sessions, failure, compared, compare } = model;
  const format = useFormat();
  const columns = useMemo(
    () => sessionColumns(format, Date.now(), (session) => void compare(session)),
    // Times are shown as of when the list was read.
    [format, compare, sessions],
  );
  const table = useDataTable({ id: 'sessions', label: SAY.title, columns, rows: sessions ?? NONE, rowKey: (row) => row.session, onExport });
  if (sessions === null) {
    return failure === null ? (
      <LoadingBlocks label={SAY.loading} rows={4} />
    ) : (
      <PanelMessage kind="failed" sentence={SAY.failed(failure)} actions={[{ label: SAY.retry, onPress: () => void model.readAgain() }]} />
    );
  }
  return (
    <>
      <PanelHead title={SAY.title} figure={sessions.length === 0 ? undefined : sessions.length} />
      <div className="sessions">
        <div className="sessions-list">
          <DataTable
            table={table}
            selectedKey={compared?.session}
            onOpen={({ session, journal }) => {
              if (journal) void compare(session);
            }}
            empty={<PanelMessage kind="empty" sentence={SAY.none} />}
          />
        </div>
        {sessions.length === 0 ? null : <ComparedPart model={model} />}
      </div>
    </>
  );
}

function ComparedPart({ model: { compared, compare } }: { readonly model: SessionsModel }): ReactElement {
  if (compared === null) return <PanelMessage kind="empty" sentence={SAY.choose} />;
  const { session } = compared;
  if (compared.kind === 'working') return <LoadingBlocks label={SAY.working} rows={6} />;
  if (compared.kind === 'failed') {
    return (
      <PanelMessage
        kind="failed"
        sentence={SAY.notSplit(compared.why)}
        actions={[{ label: SAY.again, onPress: () => void compare(session) }]}
      />
    );
  }
  return <GapPart key={session} view={compared.view} />;
}

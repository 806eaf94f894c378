import './strategies.css';
import { X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { useDeskLink } from '../../state/desk-link.ts';
import { useLinkGroups } from '../../state/link-group.ts';
import { useOfferedSpecs } from '../../state/own-strategies.ts';
import { useStartRequests } from '../../state/start-request.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { DataTableTools } from '../../ui/data-table/data-table-tools.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { exportTable } from '../../ui/export-csv.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { useSeenHints } from '../../ui/seen-hints.ts';
import { useFormat } from '../../ui/use-format.ts';
import { loadGallery, useGallery } from '../../state/strategy-gallery.ts';
import { StartDialog } from './start-dialog.tsx';
import { formOf } from './start-form.ts';
import type { StartForm } from './start-form.ts';
import { StopDialog } from './stop-dialog.tsx';
import type { StopDialogProps } from './stop-dialog.tsx';
import { strategyColumns } from './strategy-columns.tsx';
import { freshForm, useStrategyLines } from './use-strategy-lines.ts';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

const FIRST_LINE = 'first-line';
const onExport = exportTable(SAY.file);

function useStarting(gallery: readonly StrategySpec[]) {
  const [starting, setStarting] = useState<StartForm | null>(null);
  const requested = useStartRequests((store) => store.strategy);
  useEffect(() => {
    const spec = gallery.find((each) => each.id === requested);
    if (!spec) return;
    useStartRequests.getState().taken();
    setStarting(freshForm(spec));
  }, [requested, gallery]);
  return { starting, setStarting };
}

/** Strategies to start, those that run and those that ran. */
export function StrategiesPanel(): ReactElement {
  const { specs, failure } = useGallery();
  const connected = useDeskLink((link) => link.client !== null);
  const ready = useShownDesk((desk) => desk.ready);
  const offered = useOfferedSpecs();
  useEffect(() => {
    if (connected && useGallery.getState().specs === null) void loadGallery();
  }, [connected]);
  if (specs === null && failure !== null) {
    return (
      <PanelMessage
        kind="failed"
        sentence={SAY.galleryFailed(failure)}
        actions={[{ label: SAY.retry, onPress: () => void loadGallery() }]}
      />
    );
  }
  if (!ready || offered === null) return <LoadingBlocks label={SAY.loading} rows={4} />;
  return <Strategies gallery={offered} />;
}

function Strategies({ gallery }: { readonly gallery: readonly StrategySpec[] }): ReactElement {
  const lines = useStrategyLines(gallery);
  const quote = useShownDesk((desk) => desk.account?.quote) ?? '';
  const book = useShownDesk((desk) => desk.account?.book) ?? 'paper';
  const format = useFormat();
  const { starting, setStarting } = useStarting(gallery);
  const [stopping, setStopping] = useState<StopDialogProps['asked']>(null);
  const [chosen, choose] = useState<string>();
  const columns = useMemo(
    () =>
      strategyColumns({
        quote,
        book,
        format,
        onStart: (line) => {
          setStarting(line.kind === 'placed' ? formOf(line.row, line.spec) : freshForm(line.spec));
        },
        onStop: (line, close) => {
          setStopping({ line, close });
        },
      }),
    [quote, book, format, setStarting],
  );
  const table = useDataTable({ id: 'strategies', label: SAY.title, columns, rows: lines, rowKey: (line) => line.key, onExport });
  const firstLineSeen = useSeenHints((store) => store.seen.includes(FIRST_LINE)) || book !== 'paper';
  const first = gallery[0];
  return (
    <>
      <PanelHead title={SAY.title}>
        {firstLineSeen ? null : <FirstLine />}
        {firstLineSeen ? <DataTableTools table={table} /> : null}
        <Button
          size="small"
          onPress={() => {
            if (first) setStarting(freshForm(first));
          }}
        >
          {SAY.startOne}
        </Button>
      </PanelHead>
      <DataTable
        table={table}
        selectedKey={chosen}
        onSelect={(line) => {
          choose(line.key);
          if (line.kind === 'placed') useLinkGroups.getState().show('trade', line.row.instrument);
        }}
        onDelete={(line) => {
          if (line.kind === 'placed' && line.row.running) setStopping({ line, close: false });
        }}
        empty={<PanelMessage kind="empty" sentence={SAY.empty} />}
      />
      <StartDialog
        initial={starting}
        gallery={gallery}
        onDone={() => {
          setStarting(null);
        }}
      />
      <StopDialog
        asked={stopping}
        onDone={() => {
          setStopping(null);
        }}
      />
    </>
  );
}

/** What a newcomer needs to know, until it is closed for ever. */
function FirstLine(): ReactElement {
  const close = useSeenHints((store) => store.close);
  return (
    <span className="strategy-first-line">
      {SAY.firstLine}
      <IconButton
        icon={X}
        label={SAY.firstLineClose}
        onPress={() => {
          close(FIRST_LINE);
        }}
      />
    </span>
  );
}

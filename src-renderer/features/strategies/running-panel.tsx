import './strategies.css';
import { useEffect, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { callMain } from '../../state/call-main.ts';
import { useOfferedSpecs } from '../../state/own-strategies.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { useStrategyChoice } from '../../state/strategy-choice.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { exportTable } from '../../ui/export-csv.ts';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { loadGallery, useGallery } from '../../state/strategy-gallery.ts';
import { RunningCard } from './running-card.tsx';
import { StartDialog } from './start-dialog.tsx';
import { formOf } from './start-form.ts';
import type { StartForm } from './start-form.ts';
import { StopDialog } from './stop-dialog.tsx';
import type { StopDialogProps } from './stop-dialog.tsx';
import { stoppedColumns } from './stopped-columns.tsx';
import type { PlacedStrategy } from './strategies-model.ts';
import { freshForm, useStrategyLines } from './use-strategy-lines.ts';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

const onExport = exportTable(SAY.file);
const NONE = [] as const;

/** The strategies that run as cards, those that ran as a table below. */
export function RunningPanel(): ReactElement {
  const gallery = useOfferedSpecs() ?? NONE;
  const ready = useShownDesk((desk) => desk.ready);
  useEffect(() => {
    if (ready && useGallery.getState().specs === null) void loadGallery();
  }, [ready]);
  const lines = useStrategyLines(gallery);
  const placed = useMemo(() => lines.filter((line): line is PlacedStrategy => line.kind === 'placed'), [lines]);
  const running = placed.filter((line) => line.row.running);
  const [stopping, setStopping] = useState<StopDialogProps['asked']>(null);
  const [starting, setStarting] = useState<StartForm | null>(null);
  useFirstChoice(placed);
  if (!ready) return <LoadingBlocks label={SAY.loading} rows={5} />;
  const first = gallery[0];
  return (
    <>
      <PanelHead title={SAY.runningTitle}>{running.length === 0 ? null : <StopAll running={running} />}</PanelHead>
      <div className="running">
        {running.length === 0 ? (
          <PanelMessage
            kind="empty"
            sentence={SAY.nothingRuns}
            actions={first === undefined ? [] : [{ label: SAY.gallery.start(first.id), onPress: () => setStarting(freshForm(first)) }]}
          />
        ) : null}
        {running.map((line) => (
          <RunningCard
            key={line.key}
            line={line}
            onStop={(close) => {
              setStopping({ line, close });
            }}
          />
        ))}
        <Stopped lines={placed.filter((line) => !line.row.running)} onStart={(line) => setStarting(formOf(line.row, line.spec))} />
      </div>
      <StartDialog initial={starting} gallery={gallery} onDone={() => setStarting(null)} />
      <StopDialog asked={stopping} onDone={() => setStopping(null)} />
    </>
  );
}

/** Something is chosen from the start on: what runs, else what ran last. */
function useFirstChoice(placed: readonly PlacedStrategy[]): void {
  const first = placed[0]?.key;
  useEffect(() => {
    const { chosen, choose } = useStrategyChoice.getState();
    if (chosen === null && first !== undefined) choose({ kind: 'instance', id: first });
  }, [first]);
}

function StopAll({ running }: { readonly running: readonly PlacedStrategy[] }): ReactElement {
  const [asking, ask] = useState(false);
  const words = SAY.stopAll(running.length);
  const stop = async (): Promise<void> => {
    ask(false);
    for (const line of running) {
      const result = await callMain((client, command) => client.strategies.stop({ command, instance: line.row.instance, close: false }));
      if (!result.ok) tellRefusal(`stop ${line.key}`, result.fault.message);
    }
  };
  return (
    <>
      <Button size="small" onPress={() => ask(true)}>
        {words}
      </Button>
      <Dialog
        open={asking}
        role="alertdialog"
        title={SAY.stopAllTitle}
        onClose={() => ask(false)}
        actions={
          <>
            <Button autoFocus onPress={() => ask(false)}>
              {SAY.back}
            </Button>
            <Button tone="primary" onPress={() => void stop()}>
              {words}
            </Button>
          </>
        }
      >
        <p>{SAY.stopAllBody(running.map((line) => `${line.name} (${line.facts.symbol})`).join(', '))}</p>
      </Dialog>
    </>
  );
}

function Stopped({
  lines,
  onStart,
}: {
  readonly lines: readonly PlacedStrategy[];
  readonly onStart: (line: PlacedStrategy) => void;
}): ReactElement | null {
  const quote = useShownDesk((desk) => desk.account?.quote) ?? '';
  const format = useFormat();
  const chosen = useStrategyChoice((store) => store.chosen?.id);
  const columns = useMemo(() => stoppedColumns({ quote, format, onStart }), [quote, format, onStart]);
  const table = useDataTable({
    id: 'strategies-stopped',
    label: SAY.stoppedTitle,
    columns,
    rows: lines,
    rowKey: (line) => line.key,
    onExport,
  });
  if (lines.length === 0) return null;
  return (
    <section className="stopped" aria-label={SAY.stoppedTitle}>
      <h3 className="strategy-section">
        {SAY.stoppedTitle} <span className="ui-note">{lines.length}</span>
      </h3>
      <DataTable
        table={table}
        selectedKey={chosen}
        onSelect={(line) => {
          useStrategyChoice.getState().choose({ kind: 'instance', id: line.key });
        }}
      />
    </section>
  );
}

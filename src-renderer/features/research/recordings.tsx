import { useCallback, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { RecordingRow } from '../../../src-shared/contract/data.ts';
import type { ChosenFile } from '../../../src-shared/contract/data-jobs.ts';
import { callMain } from '../../state/call-main.ts';
import { useDesk } from '../../state/desk-store.ts';
import { showPanel } from '../../state/panel-request.ts';
import { Button } from '../../ui/button.tsx';
import { tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { CaptureDialog } from './capture-dialog.tsx';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { chooseFiles, isOpen, startDataWork } from './data-store.ts';
import { RecordDialog } from './record-dialog.tsx';
import { useResearch } from './research-store.ts';
import { sourceKey } from './run-form.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

const MEGABYTE = 1e6;

type Open = { readonly kind: 'record' } | { readonly kind: 'capture'; readonly chosen: ChosenFile } | null;

/** The recordings, read again whenever work on them has ended. */
function useRecordings(): readonly RecordingRow[] {
  const ready = useDesk((desk) => desk.ready);
  const [rows, setRows] = useState<readonly RecordingRow[]>([]);
  const ended = useDesk(
    ({ dataJobs }) => [...dataJobs.values()].filter((row) => (row.kind === 'record' || row.kind === 'capture') && !isOpen(row)).length,
  );
  const load = useCallback(() => {
    void callMain((client) => client.data.recordings({})).then((result) => {
      if (result.ok) setRows(result.value.recordings);
      else tellRefusal('data', result.fault.message);
    });
  }, []);
  useEffect(() => {
    if (ready) load();
  }, [ready, ended, load]);
  return rows;
}

/** The recorded order books: what there is, recording more, bringing a capture in, and checking them. */
export function Recordings(): ReactElement {
  const rows = useRecordings();
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => {
    setOpen(null);
  };
  const choose = async (): Promise<void> => {
    const [chosen] = await chooseFiles(false);
    if (chosen !== undefined) setOpen({ kind: 'capture', chosen });
  };
  return (
    <section className="research-series data-recordings" aria-label={WORDS.recordings}>
      <h3 className="research-section research-series-head">
        {WORDS.recordings}
        <span className="research-buttons">
          <Button size="small" onPress={() => setOpen({ kind: 'record' })}>
            {WORDS.record}
          </Button>
          <Button size="small" hint={WORDS.captureHint} onPress={() => void choose()}>
            {WORDS.capture}
          </Button>
          {rows.length === 0 ? null : (
            <Button size="small" onPress={() => void startDataWork({ kind: 'check', recording: null })}>
              {WORDS.checkAll}
            </Button>
          )}
        </span>
      </h3>
      <p className="ui-note">{WORDS.recordingsNote}</p>
      {rows.length === 0 ? <p>{WORDS.noRecordings}</p> : <RecordingsTable rows={rows} />}
      {open?.kind === 'record' ? <RecordDialog onDone={close} /> : null}
      {open?.kind === 'capture' ? <CaptureDialog key={open.chosen.file} chosen={open.chosen} onDone={close} /> : null}
    </section>
  );
}

/** Begins a new run over a recording: the form takes it as its source. */
function RunOver({ row }: { readonly row: RecordingRow }): ReactElement {
  const sources = useResearch((store) => store.sources);
  const source = sources?.find((each) => each.source.kind === 'recorded' && each.source.recording === row.id);
  const why = row.damage === null ? WORDS.tooShort : WORDS.unreadable;
  return (
    <Button
      size="small"
      label={WORDS.runOverLabel(row.id)}
      disabledReason={source === undefined ? (sources === null ? SAY.loading : why) : undefined}
      onPress={() => {
        if (source === undefined) return;
        useResearch.setState({ over: sourceKey(source) });
        showPanel('new-run');
      }}
    >
      {WORDS.runOver}
    </Button>
  );
}

function RecordingsTable({ rows }: { readonly rows: readonly RecordingRow[] }): ReactElement {
  const format = useFormat();
  const clock = (time: number | null): string => (time === null ? '' : new Date(time).toISOString().slice(11, 19));
  return (
    <table className="research-table" aria-label={WORDS.recordings}>
      <thead>
        <tr>
          <th scope="col">{WORDS.recording}</th>
          <th scope="col">{SAY.from}</th>
          <th scope="col">{SAY.to}</th>
          <th scope="col">{WORDS.messages}</th>
          <th scope="col">{WORDS.size}</th>
          <th scope="col">{WORDS.condition}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">{row.id}</th>
            <td>{clock(row.from)}</td>
            <td>{clock(row.to)}</td>
            <td>{format.count(row.messages)}</td>
            <td>{format.ratio(row.bytes / MEGABYTE)}</td>
            <td className="data-condition">
              {row.damage ?? (row.tornBytes === 0 ? WORDS.whole : WORDS.torn(format.count(row.tornBytes)))}
            </td>
            <td>
              <span className="research-buttons">
                <RunOver row={row} />
                <Button size="small" label={WORDS.check(row.id)} onPress={() => void startDataWork({ kind: 'check', recording: row.id })}>
                  {WORDS.checkOne}
                </Button>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

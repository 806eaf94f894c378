import './research.css';
import './data.css';
import './search.css';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { FundingRow, SeriesLook, SeriesRow } from '../../../src-shared/contract/data.ts';
import type { DataJobRow } from '../../../src-shared/contract/data-jobs.ts';
import { callMain } from '../../state/call-main.ts';
import { useDesk } from '../../state/desk-store.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/figures.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { tellNote, tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { DataActions, SeriesActions } from './data-actions.tsx';
import { DATA_SENTENCES as DO } from './data-sentences.ts';
import { isOpen, loadDataJobs, useDataWindow } from './data-store.ts';
import { DataWorkList } from './data-work-list.tsx';
import { dayText } from './day-text.ts';
import { FundingList } from './funding-list.tsx';
import { ImportReports } from './import-report.tsx';
import { Recordings } from './recordings.tsx';
import { ReplayButton } from './replay-button.tsx';
import { loadResearch } from './research-store.ts';
import { seriesColumns } from './series-columns.tsx';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

const WORDS = SAY.data;

function rowKey(row: SeriesRow): string {
  return row.id;
}

/** Reports of imports that stand in the panel. */
const MOST_REPORTS = 20;

interface Stored {
  readonly series: readonly SeriesRow[];
  readonly funding: readonly FundingRow[];
}

const NONE: readonly FundingRow[] = [];

/** What is stored, read again whenever work on it has ended. */
function useSeries(): { readonly series: readonly SeriesRow[] | null; readonly funding: readonly FundingRow[]; readonly load: () => void } {
  const ready = useDesk((desk) => desk.ready);
  const [stored, setStored] = useState<Stored | null>(null);
  const load = useCallback(() => {
    void loadResearch();
    void callMain((client) => client.data.list({})).then((result) => {
      if (result.ok) setStored(result.value);
      else tellRefusal('data', result.fault.message);
    });
  }, []);
  // What has ended may have changed what is stored.
  const ended = useDesk(({ dataJobs }) => [...dataJobs.values()].filter((row) => row.kind !== 'look' && !isOpen(row)).length);
  useEffect(() => {
    if (ready) load();
  }, [ready, ended, load]);
  useEffect(() => {
    if (ready) void loadDataJobs();
  }, [ready]);
  return { series: stored?.series ?? null, funding: stored?.funding ?? NONE, load };
}

/** The stored market data: every series with its span and gaps, and how whole the chosen one is. */
export function DataPanel(): ReactElement {
  const { series, funding, load } = useSeries();
  const [chosen, choose] = useState<string | null>(null);
  const format = useFormat();
  const onImported = useCallback(({ job, result }: DataJobRow) => {
    if (result?.kind !== 'import' && result?.kind !== 'funding') return;
    choose(result.series.id);
    useDataWindow.setState(({ reports }) => ({ reports: [job, ...reports.filter((each) => each !== job)].slice(0, MOST_REPORTS) }));
    tellNote('data', DO.imported(result.series.id));
  }, []);
  const columns = useMemo(() => seriesColumns(format), [format]);
  const table = useDataTable({ id: 'research-series', label: WORDS.title, columns, rows: series ?? [], rowKey });
  const shown = series?.find((row) => row.id === chosen) ?? series?.[0];
  if (series === null) return <LoadingBlocks label={SAY.loading} rows={6} />;
  return (
    <>
      <PanelHead title={WORDS.title} figure={series.length === 0 ? undefined : series.length}>
        <DataActions onImported={onImported} />
        <Button size="small" onPress={load}>
          {SAY.retry}
        </Button>
      </PanelHead>
      <DataWorkList />
      <div className="research-data">
        <DataTable
          table={table}
          selectedKey={shown?.id}
          onSelect={(row) => choose(row.id)}
          empty={
            <PanelMessage kind="empty" sentence={WORDS.empty}>
              <code className="ui-mono">{WORDS.command}</code>
            </PanelMessage>
          }
        />
        <div className="data-below">
          <ImportReports />
          {shown === undefined ? null : (
            <SeriesDetail
              key={`${shown.id} ${shown.hash}`}
              row={shown}
              onRemoved={() => {
                choose(null);
                load();
              }}
            />
          )}
          <FundingList rows={funding} onRemoved={load} />
          <Recordings />
        </div>
      </div>
    </>
  );
}

function SeriesDetail({ row, onRemoved }: { readonly row: SeriesRow; readonly onRemoved: () => void }): ReactElement {
  const [look, setLook] = useState<SeriesLook | string | null>(null);
  const [asking, ask] = useState(false);
  useEffect(() => {
    let gone = false;
    void callMain((client) => client.data.look({ id: row.id })).then((result) => {
      if (!gone) setLook(result.ok ? result.value : result.fault.message);
    });
    return () => {
      gone = true;
    };
  }, [row.id]);
  const remove = async (): Promise<void> => {
    ask(false);
    const result = await callMain((client, command) => client.data.remove({ command, id: row.id }));
    if (!result.ok) tellRefusal('data', result.fault.message);
    else {
      tellNote('data', WORDS.removed(row.id));
      onRemoved();
    }
  };
  return (
    <section className="research-series" aria-label={row.id}>
      <h3 className="research-section research-series-head">
        {row.id}
        <span className="research-buttons">
          <ReplayButton over={{ source: { kind: 'stored', series: row.id } }}>{SAY.replay}</ReplayButton>
          <SeriesActions id={row.id} />
          <Button size="small" onPress={() => ask(true)}>
            {WORDS.remove}
          </Button>
        </span>
      </h3>
      <p className="ui-note">{row.source}</p>
      {look === null ? (
        <LoadingBlocks label={WORDS.looking} stage={WORDS.looking} rows={4} />
      ) : typeof look === 'string' ? (
        <PanelMessage kind="failed" sentence={look} />
      ) : (
        <Quality row={row} look={look} />
      )}
      <Dialog
        open={asking}
        role="alertdialog"
        title={WORDS.removeTitle(row.id)}
        onClose={() => ask(false)}
        actions={
          <>
            <Button autoFocus onPress={() => ask(false)}>
              {WORDS.back}
            </Button>
            <Button tone="primary" onPress={() => void remove()}>
              {WORDS.remove}
            </Button>
          </>
        }
      >
        <p>{WORDS.removeBody}</p>
      </Dialog>
    </section>
  );
}

function Quality({ row, look }: { readonly row: SeriesRow; readonly look: SeriesLook }): ReactElement {
  const format = useFormat();
  const { quality, gaps, coverage, problems } = look;
  const whole = quality.expected === 0 ? 1 : quality.bars / quality.expected;
  return (
    <>
      <div className="research-coverage" role="img" aria-label={WORDS.coverage(format.percent(whole), dayText(row.from), dayText(row.to))}>
        {coverage.map((share, part) => (
          <span key={part} data-whole={share >= 1 || undefined} style={{ blockSize: `${String(Math.max(4, share * 100))}%` }} />
        ))}
      </div>
      <Facts
        label={row.id}
        rows={[
          { label: WORDS.whole, figure: format.percent(whole) },
          { label: WORDS.longestGap, figure: WORDS.barCount(format.count(quality.longestGap)) },
          { label: WORDS.withoutVolume, figure: WORDS.barCount(format.count(quality.withoutVolume)) },
          { label: WORDS.flat, figure: WORDS.barCount(format.count(quality.flat)) },
          { label: WORDS.repeat, figure: WORDS.barCount(format.count(quality.longestRepeat)) },
          { label: WORDS.largestMove, figure: format.percent(quality.largestMove) },
          { label: WORDS.spikes, figure: format.count(quality.spikes) },
          { label: WORDS.bytes, figure: problems.length === 0 ? WORDS.sound : format.count(problems.length) },
        ]}
      />
      {problems.map((problem) => (
        <p key={problem} role="alert">
          {problem}
        </p>
      ))}
      {gaps.length === 0 ? (
        <p className="ui-note">{WORDS.noGaps}</p>
      ) : (
        <table className="research-table" aria-label={WORDS.gaps}>
          <thead>
            <tr>
              <th scope="col">{WORDS.gapFrom}</th>
              <th scope="col">{WORDS.gapTo}</th>
              <th scope="col">{WORDS.missing}</th>
            </tr>
          </thead>
          <tbody>
            {gaps.map((gap) => (
              <tr key={gap.from}>
                <th scope="row">{dayText(gap.from)}</th>
                <td>{dayText(gap.to)}</td>
                <td>{format.count(gap.missing)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { SeriesRow } from '../../../src-shared/contract/data.ts';
import { useDesk } from '../../state/desk-store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { useDataWindow } from './data-store.ts';
import { resultWords } from './data-words.ts';
import { FileFindings } from './file-findings.tsx';

/** What imports found in their files, what they changed and what they stored; each until it is closed. */
export function ImportReports(): ReactElement {
  const jobs = useDataWindow((store) => store.reports);
  return (
    <>
      {jobs.map((job) => (
        <ImportReport key={job} job={job} />
      ))}
    </>
  );
}

function close(job: number): void {
  useDataWindow.setState(({ reports }) => ({ reports: reports.filter((each) => each !== job) }));
}

function ImportReport({ job }: { readonly job: number }): ReactElement | null {
  const row = useDesk(({ dataJobs }) => dataJobs.get(String(job)));
  const format = useFormat();
  const result = row?.result ?? null;
  if (result === null || (result.kind !== 'import' && result.kind !== 'funding')) return null;
  const { look } = result;
  const label = WORDS.report(look.name);
  return (
    <section className="data-report" aria-label={label}>
      <h3 className="research-section research-series-head">
        {label}
        <IconButton icon={X} label={WORDS.close} onPress={() => close(job)} />
      </h3>
      <p>{resultWords(result, format)}</p>
      {result.kind === 'funding' ? null : <Holds series={result.series} />}
      {look.problems.length === 0 ? <p className="ui-note">{WORDS.noProblems}</p> : null}
      <FileFindings look={look} content={result.kind === 'funding' ? 'funding' : 'bars'} repaired />
    </section>
  );
}

function Holds({ series: { id, bars, missing, gaps } }: { readonly series: SeriesRow }): ReactElement {
  const format = useFormat();
  return <p className="ui-note">{WORDS.holds(id, format.count(bars), format.count(missing), format.count(gaps))}</p>;
}

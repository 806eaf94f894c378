import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useDesk } from '../../state/desk-store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { useDataWindow } from './data-store.ts';
import { FileFindings } from './file-findings.tsx';

/** What an import found in its file, what it changed and what it stored; until it is closed. */
export function ImportReport(): ReactElement | null {
  const job = useDataWindow((store) => store.report);
  const row = useDesk(({ dataJobs }) => (job === null ? undefined : dataJobs.get(String(job))));
  const format = useFormat();
  if (row?.result?.kind !== 'import') return null;
  const { look, added, unchanged, replaced, series } = row.result;
  const label = WORDS.report(look.name);
  return (
    <section className="data-report" aria-label={label}>
      <h3 className="research-section research-series-head">
        {label}
        <IconButton icon={X} label={WORDS.close} onPress={() => useDataWindow.setState({ report: null })} />
      </h3>
      <p>{WORDS.added(format.count(added), format.count(unchanged), format.count(replaced))}</p>
      <p className="ui-note">
        {WORDS.holds(series.id, format.count(series.bars), format.count(series.missing), format.count(series.gaps))}
      </p>
      {look.problems.length === 0 ? <p className="ui-note">{WORDS.noProblems}</p> : null}
      <FileFindings look={look} repaired />
    </section>
  );
}

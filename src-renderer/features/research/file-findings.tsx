import type { ReactElement } from 'react';
import type { FileLook, FileReading } from '../../../src-shared/contract/data-jobs.ts';
import { Facts } from '../../ui/figures.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';

/** An instant to the minute, UTC: `2025-01-01 06:00`. */
export function minuteText(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}

/** What a file holds, what is wrong with it and what of that a repair takes away. */
export function FileFindings({
  look,
  content,
  repaired,
}: {
  readonly look: FileLook;
  readonly content: FileReading['content'];
  readonly repaired: boolean;
}): ReactElement {
  const format = useFormat();
  const { meaning, from, to } = look;
  const rows = format.count(look.rows);
  // What may not be taken yet is no number of bars.
  const taken = content === 'funding' ? WORDS.foundRates : WORDS.found;
  const held = look.block === null ? taken(rows, format.count(look.bars)) : WORDS.foundRows(rows);
  return (
    <>
      <Facts
        label={WORDS.rowsLabel}
        rows={[
          { label: WORDS.rowsLabel, figure: held },
          { label: WORDS.spanLabel, figure: from === null || to === null ? WORDS.nothing : WORDS.span(minuteText(from), minuteText(to)) },
          ...(content === 'bars' ? [{ label: WORDS.spacing, figure: look.spacing ?? WORDS.noSpacing }] : []),
          { label: WORDS.written, figure: look.timeForms.length === 0 ? WORDS.nothing : look.timeForms.join(', ') },
          ...(content === 'funding'
            ? []
            : [{ label: WORDS.missing, figure: WORDS.gaps(format.count(look.missing), format.count(look.gaps)) }]),
        ]}
      />
      {meaning === null ? null : (
        <p className="ui-note">
          {WORDS.meaning} {WORDS.because(WORDS.meanings[meaning.means], meaning.how)}
        </p>
      )}
      {look.notes.map((note) => (
        <p key={note} className="ui-note">
          {note}
        </p>
      ))}
      {look.problems.length === 0 ? null : <Problems look={look} repaired={repaired} />}
      {look.firstGaps.map(({ line, from: gap, missing }) => (
        <p key={line} className="ui-note">
          {WORDS.gapLine(format.count(line), format.count(missing), minuteText(gap))}
        </p>
      ))}
    </>
  );
}

function Problems({ look, repaired }: { readonly look: FileLook; readonly repaired: boolean }): ReactElement {
  const format = useFormat();
  return (
    <table className="research-table data-problems" aria-label={WORDS.problems}>
      <thead>
        <tr>
          <th scope="col">{WORDS.problem}</th>
          <th scope="col">{WORDS.rows}</th>
          <th scope="col">{WORDS.lines}</th>
          <th scope="col">{repaired && look.block === null ? WORDS.repaired : WORDS.remedy}</th>
        </tr>
      </thead>
      <tbody>
        {look.problems.map(({ kind, count, lines, repairable }) => (
          <tr key={kind}>
            <th scope="row">{WORDS.problemOf(kind)}</th>
            <td>{format.count(count)}</td>
            <td>{WORDS.lineList(lines, count > lines.length)}</td>
            <td>{WORDS.repairOf(kind, repairable)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

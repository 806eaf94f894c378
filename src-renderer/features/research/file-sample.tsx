import type { ReactElement } from 'react';
import type { FileLook } from '../../../src-shared/contract/data-jobs.ts';
import { Select } from '../../ui/select.tsx';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';

const ROLES = {
  bars: ['-', 'time', 'open', 'high', 'low', 'close', 'volume'],
  trades: ['-', 'time', 'price', 'size'],
  funding: ['-', 'time', 'rate'],
} as const;

/** The first rows of a file as they stand there, each column under what it is taken for, which can be changed. */
export function FileSample({
  look,
  content,
  onChange,
}: {
  readonly look: FileLook;
  readonly content: keyof typeof ROLES;
  readonly onChange: (columns: readonly string[]) => void;
}): ReactElement {
  const names = look.columns.map((_, at) => look.header?.[at] ?? WORDS.column(at + 1));
  return (
    <section className="data-sample" aria-label={WORDS.sample}>
      {look.guessed ? <p role="status">{WORDS.guessed}</p> : null}
      <div className="data-sample-rows">
        <table aria-label={WORDS.sample}>
          <thead>
            <tr>
              {names.map((name, at) => (
                <th key={at} scope="col">
                  <Select
                    look="quiet"
                    label={WORDS.role(name)}
                    value={look.columns[at] ?? '-'}
                    choices={ROLES[content].map((value) => ({ value, label: WORDS.roles[value] }))}
                    onChange={(role) => onChange(look.columns.map((each, place) => (place === at ? role : each)))}
                  />
                  {look.header === null ? null : <span className="ui-note">{name}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {look.sample.map((row, line) => (
              <tr key={line}>
                {names.map((_, at) => (
                  <td key={at} className="ui-mono" data-unused={look.columns[at] === '-' || undefined}>
                    {row[at] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

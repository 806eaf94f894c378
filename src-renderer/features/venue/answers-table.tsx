import type { ReactElement } from 'react';
import type { TalkCountsRow, VenueRow } from '../../../src-shared/contract/venue.ts';
import { Facts, UnknownFigure } from '../../ui/figures.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { VENUE_SENTENCES as SAY } from './sentences.ts';

const REQUESTS = ['place', 'cancel', 'ask', 'look'] as const;
const COUNTS: readonly (keyof TalkCountsRow)[] = [
  ...(['placed', 'refused', 'unsent', 'unknown', 'cancelsRefused', 'cancelsUnknown', 'unanswered', 'looks', 'looksFailed'] as const),
];
/** What should be none. */
const BAD: ReadonlySet<string> = new Set(COUNTS.filter((name) => name !== 'placed' && name !== 'looks'));

/** How long the venue took to answer. */
export function AnswersTable({ venue }: { readonly venue: VenueRow }): ReactElement {
  const format = useFormat();
  const { times } = venue;
  const ms = (value: number): string => format.count(Math.round(value));
  return (
    <section aria-label={SAY.answers}>
      <h3 className="ui-label" {...hintProps(SAY.answersHint)}>
        {SAY.answers}
      </h3>
      <table className="venue-table">
        <thead>
          <tr>
            <th scope="col">{SAY.request}</th>
            <th scope="col">{SAY.median}</th>
            <th scope="col">{SAY.slowest}</th>
            <th scope="col">{SAY.newest}</th>
            <th scope="col">{SAY.of}</th>
          </tr>
        </thead>
        <tbody>
          {REQUESTS.map((request) => {
            const of = times[request];
            const figures = of === null ? [null, null, null, null] : [of.p50Ms, of.p99Ms, of.lastMs, of.count];
            return (
              <tr key={request}>
                <th scope="row">{SAY.requests[request]}</th>
                {figures.map((figure, column) => (
                  <td key={column}>{figure === null ? <UnknownFigure why={SAY.noAnswer} /> : ms(figure)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** What was asked of the venue, and how it ended. */
export function CountsList({ venue: { counts, inDoubt } }: { readonly venue: VenueRow }): ReactElement {
  const format = useFormat();
  const rows = COUNTS.map((name) => ({
    ...{ label: SAY.count(name), figure: format.count(counts[name]) },
    strong: BAD.has(name) && counts[name] > 0,
  }));
  return (
    <section className="venue-column" aria-label={SAY.counts}>
      <h3 className="ui-label">{SAY.counts}</h3>
      <Facts label={SAY.counts} rows={[{ label: SAY.inDoubt, figure: format.count(inDoubt), strong: inDoubt > 0 }, ...rows]} />
    </section>
  );
}

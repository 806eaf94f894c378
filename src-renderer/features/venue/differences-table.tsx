import type { ReactElement } from 'react';
import type { DifferenceRow } from '../../../src-shared/contract/venue.ts';
import { VENUE_SENTENCES as SAY } from './sentences.ts';

/** What differs, to the last digit: nothing is rounded where it is about to be booked. */
export function DifferencesTable({ differences }: { readonly differences: readonly DifferenceRow[] }): ReactElement {
  return (
    <table className="venue-table venue-differences">
      <thead>
        <tr>
          <th scope="col">{SAY.asset}</th>
          <th scope="col">{SAY.booked}</th>
          <th scope="col">{SAY.held}</th>
          <th scope="col">{SAY.difference}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ asset, booked, held, amount }) => (
          <tr key={asset}>
            <th scope="row">{asset}</th>
            <td>{booked}</td>
            <td>{held}</td>
            <td className="venue-amount">{amount.startsWith('-') ? amount.replace('-', '−') : `+${amount}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import { useState } from 'react';
import type { ReactElement } from 'react';
import type { DifferenceRow, VenueRow } from '../../../src-shared/contract/venue.ts';
import { Button } from '../../ui/button.tsx';
import { AcceptDialog } from './accept-dialog.tsx';
import { useAgo } from './connection-part.tsx';
import { DifferencesTable } from './differences-table.tsx';
import { VENUE_SENTENCES as SAY } from './sentences.ts';

/** Whether ledger and venue agree, what differs, and the way to accept it. */
export function ReconciliationPart({ venue }: { readonly venue: VenueRow }): ReactElement {
  const ago = useAgo();
  const [shown, show] = useState<readonly DifferenceRow[] | null>(null);
  const { looks, differences, suspected, uncertain, time } = venue;
  return (
    <section className="venue-reconciliation" aria-label={SAY.reconciliation}>
      <h3 className="ui-label">{SAY.reconciliation}</h3>
      <p className="ui-note">{looks.at === null ? SAY.notLooked : SAY.lookedAt(ago(time - looks.at), ago(looks.everyMs))}</p>
      {looks.problem === null ? null : <p className="venue-problem">{SAY.lookFailed(looks.problem)}</p>}
      {suspected ? <p>{SAY.suspected}</p> : null}
      {differences.length === 0 ? (
        looks.at === null || suspected ? null : (
          <p>{SAY.agrees}</p>
        )
      ) : (
        <>
          <DifferencesTable differences={differences} />
          <div>
            <Button size="small" disabledReason={uncertain ? SAY.uncertain : undefined} onPress={() => show(differences)}>
              {SAY.accept}
            </Button>
          </div>
        </>
      )}
      {shown === null ? null : <AcceptDialog shown={shown} venue={venue} onDone={() => show(null)} />}
    </section>
  );
}

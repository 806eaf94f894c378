import { useState } from 'react';
import type { ReactElement } from 'react';
import type { DifferenceRow, VenueRow } from '../../../src-shared/contract/venue.ts';
import { callMain } from '../../state/call-main.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { tellNote } from '../../ui/tell.ts';
import { DifferencesTable } from './differences-table.tsx';
import { VENUE_SENTENCES as SAY } from './sentences.ts';

export interface AcceptDialogProps {
  /** What is accepted, as it stood when this was opened. */
  readonly shown: readonly DifferenceRow[];
  readonly venue: VenueRow;
  readonly onDone: () => void;
}

/** Shows exactly what will be booked, and books it once the button was held; what has changed since is never booked. */
export function AcceptDialog({ shown, venue, onDone }: AcceptDialogProps): ReactElement {
  const [refused, refuse] = useState<string | null>(null);
  const accept = async (): Promise<void> => {
    const differences = shown.map(({ asset, amount }) => ({ asset, amount }));
    const result = await callMain((client, command) => client.venue.accept({ command, differences, confirmed: true }));
    if (result.ok) {
      tellNote('venue-accept', SAY.accepted);
      onDone();
    } else refuse(result.fault.message);
  };
  return (
    <Dialog
      open
      role="alertdialog"
      width={560}
      title={SAY.acceptTitle}
      onClose={onDone}
      actions={
        <>
          <Button autoFocus onPress={onDone}>
            {SAY.back}
          </Button>
          <HoldButton size="normal" hint={SAY.acceptHint} disabledReason={noAccept(shown, venue)} onHeld={() => void accept()}>
            {SAY.acceptHold}
          </HoldButton>
        </>
      }
    >
      <p className="venue-accept-words">{SAY.acceptBody(SAY.account(venue.account, venue.venue))}</p>
      <DifferencesTable differences={shown} />
      {refused === null ? null : (
        <p className="ui-form-message" role="alert">
          {refused}
        </p>
      )}
    </Dialog>
  );
}

/** Why it cannot be booked now; nothing where it can. */
function noAccept(shown: readonly DifferenceRow[], { differences, uncertain }: VenueRow): string | undefined {
  if (differences.length === 0) return SAY.nothingDiffers;
  if (JSON.stringify(shown) !== JSON.stringify(differences)) return SAY.changed;
  return uncertain ? SAY.uncertain : undefined;
}

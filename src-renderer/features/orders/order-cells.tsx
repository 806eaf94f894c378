import { Clock } from 'lucide-react';
import type { ReactElement } from 'react';
import { showPanel } from '../../state/panel-request.ts';
import { useTicketDraft } from '../../state/ticket-draft.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { isCancelling } from './orders-model.ts';
import type { OrderLine } from './orders-model.ts';
import { ORDERS_SENTENCES as SAY } from './sentences.ts';

/** The state as one word. */
export function stateText(line: OrderLine): string {
  if (line.kind === 'order' && isCancelling(line.row)) return SAY.cancelling;
  return line.kind === 'order' ? SAY.stateWord(line.row.state) : SAY.refused;
}

/** Why it ended, as a sentence; nothing for an order that filled. */
export function reasonText(line: OrderLine): string {
  if (line.kind === 'refusal') return line.row.message;
  return line.row.reason === null || line.row.state === 'filled' ? '' : SAY.endReason(line.row.reason);
}

/** The state of an order that may still trade: in doubt is a chip with what is being asked, sending has a clock. */
export function StateCell({ line }: { readonly line: OrderLine }): ReactElement {
  const state = line.kind === 'order' ? line.row.state : undefined;
  if (state === 'in-doubt') {
    return (
      <>
        <Chip tone="warn" icon="busy" hint={SAY.doubt('')}>
          {stateText(line)}
        </Chip>
        <span className="ui-note">{SAY.checking}</span>
      </>
    );
  }
  const changing = line.kind === 'order' && line.row.amending !== null;
  return (
    <>
      {changing || state === 'submitted' || state === 'recorded' ? <Clock size={12} strokeWidth={1.5} aria-hidden /> : null}
      {changing ? SAY.changing : stateText(line)}
    </>
  );
}

/** Takes an order into the ticket, where its terms can be changed. */
export function AmendCell({ line }: { readonly line: OrderLine }): ReactElement | null {
  if (line.kind === 'refusal') return null;
  const { row } = line;
  const reason =
    row.type === 'market' || row.size === null
      ? SAY.amendMarket
      : row.state === 'in-doubt'
        ? SAY.cancelInDoubt
        : isCancelling(row)
          ? SAY.cancelAsked
          : row.amending === null
            ? undefined
            : SAY.amendAsked;
  return (
    <Button
      tone="quiet"
      size="small"
      hint={SAY.amendHint}
      disabledReason={reason}
      onPress={() => {
        useTicketDraft.getState().startAmend(row);
        showPanel('ticket');
      }}
    >
      {SAY.amend}
    </Button>
  );
}

export function CancelCell({ line, onCancel }: { readonly line: OrderLine; readonly onCancel: (line: OrderLine) => void }): ReactElement {
  const doubt = line.kind === 'order' && line.row.state === 'in-doubt';
  const asked = line.kind === 'order' && isCancelling(line.row);
  return (
    <Button
      tone="quiet"
      size="small"
      disabledReason={doubt ? SAY.cancelInDoubt : asked ? SAY.cancelAsked : undefined}
      onPress={() => {
        onCancel(line);
      }}
    >
      {SAY.cancel}
    </Button>
  );
}

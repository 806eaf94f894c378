import { Clock } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Format } from '../../format/format.ts';
import { showPanel } from '../../state/panel-request.ts';
import { useTicketDraft } from '../../state/ticket-draft.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { isCancelling } from './orders-model.ts';
import type { OrderLine, PlacedLine } from './orders-model.ts';
import { ORDERS_SENTENCES as SAY } from './sentences.ts';

/** The state as one word. */
export function stateText(line: OrderLine): string {
  if (line.kind === 'order' && isCancelling(line.row)) return SAY.cancelling;
  return line.kind === 'order' ? SAY.stateWord(line.row.state) : SAY.refused;
}

/** Why it ended, as a sentence; nothing for an order that filled. */
export function reasonText(line: OrderLine): string {
  if (line.kind === 'refusal') return line.row.message;
  const { reason, state } = line.row;
  if (reason === null || state === 'filled') return '';
  return state === 'rejected' ? SAY.byVenue(SAY.endReason(reason)) : SAY.endReason(reason);
}

/** The terms that are asked for and not answered: "price 104,040.00, size 0.05"; empty where there are none. */
function askedText({ row, facts }: PlacedLine, format: Format): string {
  const { amending } = row;
  if (amending === null) return '';
  const price = (value: string): string => format.price(value, facts.priceDecimals);
  return [
    amending.price === null || amending.price === row.price ? '' : SAY.askedPrice(price(amending.price)),
    amending.trigger === null || amending.trigger === row.trigger ? '' : SAY.askedTrigger(price(amending.trigger)),
    amending.size === null || amending.size === row.size ? '' : SAY.askedSize(format.plainQuantity(amending.size, facts.sizeDecimals)),
  ]
    .filter(Boolean)
    .join(', ');
}

interface StateCellProps {
  readonly line: OrderLine;
  readonly format: Format;
  /** Opens what is known of an order in doubt. */
  readonly onEvidence?: (order: string) => void;
}

/** The state of an order that may still trade: in doubt is a chip with what is being asked, sending has a clock. */
export function StateCell({ line, format, onEvidence }: StateCellProps): ReactElement {
  const state = line.kind === 'order' ? line.row.state : undefined;
  if (state === 'in-doubt') {
    const chip = (
      <Chip tone="warn" icon="busy" hint={SAY.doubt('')}>
        {stateText(line)}
      </Chip>
    );
    if (onEvidence === undefined) return chip;
    // The table's own keys open it too: Enter on the line.
    return (
      <span className="orders-doubt" onClick={() => onEvidence(line.key)}>
        {chip}
      </span>
    );
  }
  const asked = line.kind === 'order' ? askedText(line, format) : '';
  return (
    <>
      {asked !== '' || state === 'submitted' || state === 'recorded' ? <Clock size={12} strokeWidth={1.5} aria-hidden /> : null}
      {asked === '' ? stateText(line) : <span {...hintProps(SAY.asked(asked))}>{SAY.changing}</span>}
    </>
  );
}

/** Why the terms of an order cannot be changed now; nothing when they can. */
export function noAmendReason({ row }: PlacedLine): string | undefined {
  if (row.type === 'market' || row.size === null) return SAY.amendMarket;
  if (row.state === 'in-doubt') return SAY.cancelInDoubt;
  if (isCancelling(row)) return SAY.cancelAsked;
  return row.amending === null ? undefined : SAY.amendAsked;
}

/** Takes an order into the ticket, where its terms can be changed. */
export function amendInTicket(line: PlacedLine): void {
  useTicketDraft.getState().startAmend(line.row);
  showPanel('ticket');
}

export function AmendCell({ line }: { readonly line: OrderLine }): ReactElement | null {
  if (line.kind === 'refusal') return null;
  return (
    <Button
      tone="quiet"
      size="small"
      hint={SAY.amendHint}
      disabledReason={noAmendReason(line)}
      onPress={() => {
        amendInTicket(line);
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

import './ticket.css';
import { useEffect } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { age } from '../../format/times.ts';
import { useActiveInstrument, venueTag } from '../../state/active-instrument.ts';
import { useTicketDraft } from '../../state/ticket-draft.ts';
import { useAppearance } from '../../ui/appearance.ts';
import { ModeChip } from '../../ui/chip.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { useWantedHeight } from '../../ui/panel-heights.ts';
import { LoadingBlocks } from '../../ui/panel-state.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { Select } from '../../ui/select.tsx';
import { BracketFields, ConditionFields } from './bracket-fields.tsx';
import { CostBlock } from './cost-block.tsx';
import { PriceFields } from './price-fields.tsx';
import { ConfirmDialog, SendPart, sendOrder } from './send-part.tsx';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import { SIZE_UNITS, SizeFields, inUnit } from './size-fields.tsx';
import { useTicket } from './use-ticket.ts';
import type { Ticket } from './use-ticket.ts';

/** Heights at dense: the form, what the open bracket and a trigger add; and what a step of density adds to each of their controls. */
const FORM = 628;
const BRACKET = 88;
const TRIGGER = 36;
const FORM_STEP = 32;
const CONTROL_STEP = 4;

/** The ticket of the active instrument. */
export function TicketPanel(): ReactElement {
  const instrument = useActiveInstrument();
  if (instrument === undefined) {
    return (
      <>
        <PanelHead title={SAY.title} />
        <LoadingBlocks rows={12} label={SAY.loading} />
      </>
    );
  }
  return <TicketForm instrument={instrument} />;
}

function useTicketHeight({ reading }: Ticket): void {
  const steps = { dense: 0, compact: 1, comfortable: 2 }[useAppearance((store) => store.density)];
  const { bracket, usesTrigger } = reading.draft;
  const open = bracket ? BRACKET + 2 * CONTROL_STEP * steps : 0;
  const trigger = usesTrigger ? TRIGGER + CONTROL_STEP * steps : 0;
  useWantedHeight(FORM + FORM_STEP * steps + open + trigger);
}

/** Enter goes to the next field and never sends. */
function focusNextField(form: Element, from: EventTarget): void {
  const fields = [...form.querySelectorAll<HTMLInputElement>('.ui-field-input')];
  const at = fields.findIndex((field) => field === from);
  const next = at < 0 ? undefined : fields[(at + 1) % fields.length];
  next?.focus();
  next?.select();
}

/** Ctrl+Enter sends, U changes the unit of the size, Enter goes on. What comes out of menus and dialogs above the ticket is not its own. */
function handleKeys(event: KeyboardEvent<HTMLDivElement>, ticket: Ticket): void {
  const { target, currentTarget, key, ctrlKey, metaKey, altKey } = event;
  if (!(target instanceof Node) || !currentTarget.contains(target) || event.nativeEvent.isComposing) return;
  const field = target instanceof HTMLInputElement && target.matches('.ui-field-input');
  if (key === 'Enter' && (ctrlKey || metaKey)) {
    if (!event.repeat) sendOrder(ticket);
  } else if (key === 'Enter' && field) focusNextField(currentTarget, target);
  else if (key.toLowerCase() === 'u' && !ctrlKey && !metaKey && !altKey) {
    const { unit } = ticket.reading.draft;
    ticket.change(inUnit(ticket, SIZE_UNITS[(SIZE_UNITS.indexOf(unit) + 1) % SIZE_UNITS.length] ?? 'base'));
  } else return;
  event.preventDefault();
}

function TicketForm({ instrument }: { readonly instrument: Instrument }): ReactElement {
  const turnTo = useTicketDraft((draft) => draft.turnTo);
  useEffect(() => {
    turnTo(instrument.id);
  }, [instrument.id, turnTo]);
  const ticket = useTicket(instrument);
  useTicketHeight(ticket);
  const { staleMs } = ticket.facts;
  const stale = staleMs !== null;
  return (
    <>
      <PanelHead
        title={SAY.title}
        stale={staleMs === null ? undefined : age(staleMs)}
        figure={
          <>
            <span className="ticket-symbol">{instrument.spec.symbol}</span> {venueTag(instrument.id)}
          </>
        }
      >
        <ModeChip mode={ticket.mode} />
      </PanelHead>
      <div
        className="ticket"
        data-stale={stale || undefined}
        onKeyDown={(event) => {
          handleKeys(event, ticket);
        }}
      >
        <div className="ticket-form">
          <Sides ticket={ticket} />
          <Types ticket={ticket} />
          <PriceFields ticket={ticket} stale={stale} />
          <SizeFields ticket={ticket} stale={stale} />
          <BracketFields ticket={ticket} stale={stale} />
          <ConditionFields ticket={ticket} />
          <CostBlock ticket={ticket} />
        </div>
        <SendPart ticket={ticket} />
      </div>
      <ConfirmDialog />
    </>
  );
}

function Sides({ ticket }: { readonly ticket: Ticket }): ReactElement {
  return (
    <SegmentedControl
      look="sides"
      label={SAY.side}
      value={ticket.reading.draft.side}
      segments={[
        { value: 'buy', label: SAY.sides.buy },
        { value: 'sell', label: SAY.sides.sell },
      ]}
      onChange={(side) => {
        ticket.change({ side });
      }}
    />
  );
}

const PLAIN_TYPES = ['limit', 'market'] as const;
const STOP_TYPES = ['stop', 'stop-limit'] as const;

function Types({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const { type, usesTrigger } = ticket.reading.draft;
  return (
    <div className="ticket-types">
      <SegmentedControl<string>
        label={SAY.type}
        value={type}
        segments={PLAIN_TYPES.map((value) => ({ value, label: SAY.types[value] }))}
        onChange={(value) => {
          ticket.change({ type: value === 'market' ? 'market' : 'limit' });
        }}
      />
      <div className="ticket-stops" data-chosen={usesTrigger || undefined}>
        <Select<string>
          label={SAY.stopType}
          value={type}
          shown={type === 'stop-limit' ? SAY.stopTypes['stop-limit'] : SAY.stopTypes.stop}
          choices={STOP_TYPES.map((value) => ({ value, label: SAY.stopTypes[value], detail: SAY.stopDetails[value] }))}
          onChange={(value) => {
            ticket.change({ type: value === 'stop-limit' ? 'stop-limit' : 'stop' });
          }}
        />
      </div>
    </div>
  );
}

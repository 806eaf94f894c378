import './ticket.css';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent, ReactElement, RefObject } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { age } from '../../format/times.ts';
import { useActiveInstrument, venueTag } from '../../state/active-instrument.ts';
import { useSendRequests } from '../../state/send-request.ts';
import { useTicketDraft } from '../../state/ticket-draft.ts';
import { useAppearance } from '../../ui/appearance.ts';
import { ModeChip } from '../../ui/chip.tsx';
import { pressIs } from '../../ui/key-map.ts';
import { PanelHead } from '../../ui/panel-head.tsx';
import { useWantedHeight } from '../../ui/panel-heights.ts';
import { LoadingBlocks } from '../../ui/panel-state.tsx';
import { clippedHint } from '../../ui/hint-layer.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { AccountField, useHasAccounts } from './account-field.tsx';
import { BracketFields, readsShares } from './bracket-fields.tsx';
import { ConditionFields } from './condition-fields.tsx';
import { CostBlock } from './cost-block.tsx';
import { PriceFields } from './price-fields.tsx';
import { ConfirmDialog, SendPart } from './send-part.tsx';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import { SIZE_UNITS, SizeFields, inUnit } from './size-fields.tsx';
import { sendOrder } from './ticket-ways.ts';
import { TypeFields } from './type-fields.tsx';
import { useTicket } from './use-ticket.ts';
import type { Ticket } from './use-ticket.ts';

/** Heights at dense: the form, what the account, the open bracket and a trigger add; and what a step of density adds to each of their controls. */
const FORM = 628;
const ACCOUNT = 36;
const BRACKET = 88;
const TRIGGER = 36;
const EXPIRY = 36;
/** What a target more and the line that reads the shares back add. */
const TARGET = 32;
const SHARES = 24;
/** The two lines that only a perpetual has. */
const MARGIN = 40;
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

function useTicketHeight({ reading, facts, instrument }: Ticket): void {
  const steps = { dense: 0, compact: 1, comfortable: 2 }[useAppearance((store) => store.density)];
  const { bracket, usesTrigger, usesTrail, timeInForce, targets } = reading.draft;
  const control = CONTROL_STEP * steps;
  const more = (targets.length - 1) * (TARGET + control) + (readsShares(reading.targets) ? SHARES : 0);
  const open = bracket ? BRACKET + 2 * control + more : 0;
  const trigger = usesTrigger || usesTrail ? TRIGGER + control : 0;
  const expiry = timeInForce === 'gtd' ? EXPIRY + control : 0;
  const account = useHasAccounts({ facts }) ? ACCOUNT + control : 0;
  const margin = instrument.margin === null ? 0 : MARGIN;
  useWantedHeight(FORM + FORM_STEP * steps + account + open + trigger + expiry + margin);
}

/** Enter goes to the next field and never sends. */
function focusNextField(form: Element, from: EventTarget): void {
  const fields = [...form.querySelectorAll<HTMLInputElement>('.ui-field-input')];
  const at = fields.findIndex((field) => field === from);
  const next = at < 0 ? undefined : fields[(at + 1) % fields.length];
  next?.focus();
  next?.select();
}

/** Months have letters; figures have none, so their fields leave them to the ticket. */
function takesLetters(target: Node): boolean {
  return target instanceof HTMLInputElement && target.closest('.ticket-until') !== null;
}

function nextUnit(ticket: Ticket): void {
  const { unit, amending } = ticket.reading.draft;
  const units = amending === null ? SIZE_UNITS : SIZE_UNITS.slice(0, 3);
  ticket.change(inUnit(ticket, units[(units.indexOf(unit) + 1) % units.length] ?? 'base'));
}

/** Ctrl+Enter sends, wherever in the ticket the focus is: it is heard before the part below, whose buttons keep Enter to themselves. */
function handleSendKey(event: KeyboardEvent<HTMLDivElement>, ticket: Ticket): void {
  const { target, currentTarget } = event;
  if (!(target instanceof Node) || !currentTarget.contains(target) || !pressIs(event, 'ticket-send')) return;
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat) sendOrder(ticket);
}

/** U changes the unit of the size, Enter goes on, Esc leaves a change. What comes out of menus and dialogs above the ticket is not its own. */
function handleKeys(event: KeyboardEvent<HTMLDivElement>, ticket: Ticket): void {
  const { target, currentTarget, key } = event;
  if (!(target instanceof Node) || !currentTarget.contains(target) || event.nativeEvent.isComposing) return;
  const field = target instanceof HTMLInputElement && target.matches('.ui-field-input');
  if (key === 'Enter' && field) focusNextField(currentTarget, target);
  else if (pressIs(event, 'ticket-unit') && !takesLetters(target)) {
    nextUnit(ticket);
  } else if (key === 'Escape' && ticket.reading.draft.amending !== null) {
    useTicketDraft.getState().leaveAmend();
    event.stopPropagation();
  } else return;
  event.preventDefault();
}

/** The longest symbol that the head has room for beside two chips, and the longest with its venue beside one. */
const HEAD_ROOM = 9;
const WHOLE_ROOM = 20;

/** What the ticket is for. The strip above the chart says the whole of it, where there is no room for it here. */
function HeadName({ instrument, isStale }: { readonly instrument: Instrument; readonly isStale: boolean }): ReactElement {
  const { symbol } = instrument.spec;
  // Beside the age of its prices not even the symbol of a perpetual has room.
  if (isStale && symbol.length > HEAD_ROOM)
    return (
      <span className="ticket-symbol" data-short {...clippedHint(symbol)}>
        {symbol}
      </span>
    );
  const tag = venueTag(instrument.id);
  return (
    <>
      <span className="ticket-symbol">{symbol}</span> {`${symbol} ${tag}`.length > WHOLE_ROOM ? null : tag}
    </>
  );
}

/** The head: what the ticket is for, or which order it would change with the way back. */
function TicketHead({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const { instrument, reading } = ticket;
  const { staleMs } = ticket.facts;
  const amending = reading.draft.amending !== null;
  return (
    <PanelHead
      title={SAY.title}
      stale={staleMs === null ? undefined : age(staleMs)}
      figure={
        <>
          {amending ? <span className="ticket-amends">{SAY.amendTitle} </span> : null}
          <HeadName instrument={instrument} isStale={staleMs !== null} />
        </>
      }
    >
      {amending ? (
        <IconButton
          icon={X}
          label={SAY.leaveAmend}
          keys={SAY.leaveAmendKeys}
          onPress={() => {
            useTicketDraft.getState().leaveAmend();
          }}
        />
      ) : null}
      <ModeChip mode={ticket.mode} />
    </PanelHead>
  );
}

/** Sends when another panel asks for it (the trading keys of the chart), or on Ctrl+Enter while the region itself has the focus. What cannot be sent says why. */
function useAskedToSend(ticket: Ticket, form: RefObject<HTMLElement | null>): void {
  const now = useRef(ticket);
  now.current = ticket;
  useEffect(
    () =>
      useSendRequests.subscribe(() => {
        sendOrder(now.current);
      }),
    [],
  );
  useEffect(() => {
    const region = form.current?.closest<HTMLElement>('[data-region]');
    const take = (event: globalThis.KeyboardEvent): void => {
      if (event.target !== region || event.repeat || !pressIs(event, 'ticket-send')) return;
      event.preventDefault();
      sendOrder(now.current);
    };
    region?.addEventListener('keydown', take);
    return () => {
      region?.removeEventListener('keydown', take);
    };
  }, [form]);
}

function TicketForm({ instrument }: { readonly instrument: Instrument }): ReactElement {
  const turnTo = useTicketDraft((draft) => draft.turnTo);
  useEffect(() => {
    turnTo(instrument.id);
  }, [instrument.id, turnTo]);
  const ticket = useTicket(instrument);
  useTicketHeight(ticket);
  const form = useRef<HTMLDivElement>(null);
  const { amending } = ticket.reading.draft;
  useEffect(() => {
    if (amending === null) return;
    const first = form.current?.querySelector<HTMLInputElement>('.ui-field-input');
    first?.focus();
    first?.select();
  }, [amending]);
  useAskedToSend(ticket, form);
  const stale = ticket.facts.staleMs !== null;
  return (
    <>
      <TicketHead ticket={ticket} />
      <div
        ref={form}
        className="ticket"
        data-stale={stale || undefined}
        onKeyDownCapture={(event) => {
          handleSendKey(event, ticket);
        }}
        onKeyDown={(event) => {
          handleKeys(event, ticket);
        }}
      >
        <div className="ticket-form">
          <AccountField ticket={ticket} />
          <TypeFields ticket={ticket} />
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

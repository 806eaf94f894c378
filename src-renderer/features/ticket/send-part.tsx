import { Clock } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { pressIs, useKeysOf } from '../../ui/key-map.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useBoxSize } from '../../ui/use-box-size.ts';
import { detailOf, titleOf } from './order-sentence.ts';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import { disabledReason, messageOf } from './ticket-message.ts';
import { isPretend, useTicketPlacing } from './ticket-placing.ts';
import { accountOf } from './ticket-facts.ts';
import { sendOrder, takeWay } from './ticket-ways.ts';
import type { Ticket } from './use-ticket.ts';

/** What two lines and a row of buttons take, less the padding above them. */
const MESSAGE_ROOM = 62;

/** Two lines and a row of buttons, whose space is always kept; what is longer lies over the cost block. */
function MessageArea({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const answer = useTicketPlacing((store) => store.answer);
  const message = messageOf(ticket, answer);
  const [words, size] = useBoxSize();
  const long = size.height > MESSAGE_ROOM;
  return (
    <div className="ticket-message">
      <div className="ticket-message-box" data-kind={message.kind} data-long={long || undefined}>
        <div ref={words} className="ticket-message-words">
          <p data-selectable="" id="ticket-message">
            {message.text}
          </p>
          {message.ways.length === 0 ? null : (
            <div className="ticket-ways">
              {message.ways.map((way) => (
                <Button
                  key={way.label}
                  size="small"
                  hint={way.label}
                  onPress={() => {
                    takeWay(ticket, way);
                  }}
                >
                  {way.label}
                </Button>
              ))}
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

/** Message and send button, which never scroll away. */
export function SendPart({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const sending = useTicketPlacing((store) => store.sending !== null);
  const { instrument, format, mode, facts } = ticket;
  const context = { instrument, format, mode, account: accountOf(facts), now: facts.status?.marketTime ?? 0 };
  const reason = disabledReason(ticket, sending);
  const detail = reason ?? detailOf(ticket.reading, context);
  const sendKeys = useKeysOf('ticket-send');
  return (
    <>
      <MessageArea ticket={ticket} />
      <Button
        tone={ticket.reading.draft.side}
        size="tall"
        fill
        className="ticket-send"
        disabledReason={reason}
        keys={sendKeys}
        hint={detail}
        detail={
          sending ? (
            <span className="ticket-sending">
              <Clock size={12} strokeWidth={1.5} aria-hidden />
              {SAY.sending}
            </span>
          ) : (
            detail
          )
        }
        onPress={() => {
          sendOrder(ticket);
        }}
      >
        {titleOf(ticket.reading, context)}
      </Button>
    </>
  );
}

/** Ctrl+Enter says yes wherever the focus is in the question; before the focused button hears it, which would go back. */
function useConfirmKey(open: boolean, yes: () => void): void {
  const held = useRef(yes);
  useEffect(() => {
    held.current = yes;
  });
  useEffect(() => {
    if (!open) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!pressIs(event, 'ticket-send')) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) held.current();
    };
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      document.removeEventListener('keydown', onKeyDown, { capture: true });
    };
  }, [open]);
}

function titleOfQuestion(asking: ReturnType<typeof useTicketPlacing.getState>['asking']): string {
  if (asking?.order.ask.kind === 'amend') return SAY.confirm.titleAmend;
  if (asking?.order.ask.kind === 'close') return SAY.confirm.titleClose;
  return asking?.why === 'same' ? SAY.confirm.titleAgain : SAY.confirm.title;
}

/** The question before an order is sent; the focus is on Back. */
export function ConfirmDialog(): ReactElement {
  const sendKeys = useKeysOf('ticket-send');
  const { asking, confirm, back } = useTicketPlacing();
  const [doNotAsk, setDoNotAsk] = useState(false);
  const order = asking?.order;
  const canSwitchOff = order !== undefined && isPretend(order.mode) && asking?.why === 'mode';
  const yes = (): void => {
    confirm(doNotAsk && canSwitchOff);
  };
  useConfirmKey(asking !== null, yes);
  return (
    <Dialog
      open={asking !== null}
      onClose={back}
      role="alertdialog"
      title={titleOfQuestion(asking)}
      actions={
        <>
          <Button autoFocus onPress={back}>
            {SAY.confirm.back}
          </Button>
          <Button tone={order?.side ?? 'plain'} keys={sendKeys} hint={order?.title} onPress={yes}>
            {order?.title}
          </Button>
        </>
      }
    >
      <div className="ticket-confirm">
        <p data-selectable="">{order?.sentence}</p>
        {asking?.why === 'same' ? <p>{SAY.confirm.again}</p> : null}
        {canSwitchOff ? (
          <Checkbox checked={doNotAsk} onChange={setDoNotAsk}>
            {order.mode === 'practice' ? SAY.confirm.doNotAskInReplays : SAY.confirm.doNotAsk}
          </Checkbox>
        ) : null}
      </div>
    </Dialog>
  );
}

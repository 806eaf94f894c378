import { accountWords } from '../../state/traded-account.ts';
import { accountOf, closingSide } from './ticket-facts.ts';
import { callMain } from '../../state/call-main.ts';
import { showPanel } from '../../state/panel-request.ts';
import { useTicketDraft } from '../../state/ticket-draft.ts';
import { useAnnouncements } from '../../ui/live-regions.tsx';
import type { WayOut } from './order-checks.ts';
import { sizeText } from './order-sentence.ts';
import { withText } from './price-text.ts';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import { useTicketPlacing } from './ticket-placing.ts';
import type { PreparedOrder } from './ticket-placing.ts';
import type { Ticket } from './use-ticket.ts';

/** Sends the order as it stands, when it can be sent. */
export function sendOrder({ order }: Pick<Ticket, 'order'>): void {
  if (order !== null) useTicketPlacing.getState().press(order);
}

/** The end of what is held, at market, in the words of the question. */
export function closingOf({ instrument, facts, format, mode }: Ticket): PreparedOrder | null {
  const size = sizeText(facts.positions.get(instrument.id)?.size.replace('-', '') ?? null, { instrument, format });
  const side = closingSide(facts, instrument);
  if (size === null) return null;
  return {
    ask: { kind: 'close', instrument: instrument.id },
    key: `close ${instrument.id}`,
    side,
    mode,
    title: SAY.close(size),
    line: SAY.close(size),
    sentence: SAY.closing(side, size, accountWords({ mode, name: accountOf(facts) })),
  };
}

async function cancelOrders(orders: readonly string[]): Promise<void> {
  let asked = 0;
  for (const order of orders) {
    const answer = await callMain((client, command) => client.orders.cancel({ command, order }));
    if (answer.ok) asked += 1;
    else useAnnouncements.getState().interrupt(answer.fault.message);
  }
  if (asked > 0) useAnnouncements.getState().say(SAY.cancelAsked(asked));
}

/** Takes a way out of a refusal. */
export function takeWay(ticket: Ticket, way: WayOut): void {
  const { change, reading } = ticket;
  switch (way.kind) {
    case 'size':
      change({ unit: 'base', size: way.value, heldLots: null });
      return;
    case 'price':
      change(withText(reading.draft, way.field, way.value));
      return;
    case 'expiry':
      change({ expiresAt: way.value, expiryTyped: '' });
      return;
    case 'cancel':
      void cancelOrders(way.orders);
      return;
    case 'close': {
      const closing = closingOf(ticket);
      if (closing !== null) useTicketPlacing.getState().press(closing);
      return;
    }
    case 'leave-amend':
      useTicketDraft.getState().leaveAmend();
      return;
    case 'retry':
      sendOrder(ticket);
      return;
    case 'limits':
    case 'start-again':
      showPanel('risk');
  }
}

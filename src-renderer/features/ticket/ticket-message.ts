import { marketBoundAt } from '../../../src-shared/domain/venue-terms.ts';
import { orderLine } from '../../../src-shared/domain/order-words.ts';
import { reasonOf, waysOut } from './order-checks.ts';
import type { WayOut } from './order-checks.ts';
import { writtenRow } from './order-sentence.ts';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import { orderKey } from './ticket-placing.ts';
import type { PlaceAnswer } from './ticket-placing.ts';
import type { Ticket } from './use-ticket.ts';

/** What stands in the message area: a note in grey, or a refusal with its ways out. */
export interface TicketMessage {
  readonly kind: 'note' | 'refusal';
  readonly text: string;
  readonly ways: readonly WayOut[];
}

function answerMessage({ facts, format }: Ticket, answer: PlaceAnswer): TicketMessage {
  if (answer.kind === 'recorded') return { kind: 'note', text: SAY.notes.recorded(answer.line), ways: [] };
  if (answer.kind === 'refused')
    return { kind: 'refusal', text: answer.message, ways: waysOut(answer.code, answer.details, facts, format) };
  return { kind: 'refusal', text: SAY.unanswered(answer.message), ways: [{ kind: 'retry', label: SAY.tryAgain }] };
}

/** Paper fills like every venue's market order; an account's order is what its venue makes of it. */
function marketNote({ instrument, format, mode }: Ticket): string {
  const bound = mode === 'paper' ? null : marketBoundAt(instrument.spec.venue);
  return bound === null ? SAY.notes.market : SAY.notes.boundMarket(format.percent(Number(bound)));
}

function note(ticket: Ticket): string {
  const { reading, format, instrument, facts } = ticket;
  const { draft, estimate, lots, trigger, trail } = reading;
  if (estimate === null || lots === null) return '';
  const priceText = (ticks: number): string => format.price(instrument.priceText(ticks), instrument.priceDecimals);
  if (reading.amended !== null)
    return SAY.notes.amend(orderLine(writtenRow(reading.amended, { instrument, format, now: facts.status?.marketTime ?? 0 })));
  if (draft.unit === 'risk' && draft.heldLots === null && estimate.lossShare !== null)
    return SAY.notes.risk(format.percent(estimate.lossShare));
  if (draft.usesTrail && trail.triggerTicks !== null) return SAY.notes.trails(priceText(trail.triggerTicks));
  if (trigger.ticks !== null && draft.type === 'take-profit') return SAY.notes.good(priceText(trigger.ticks));
  if (trigger.ticks !== null && draft.usesTrigger) return SAY.notes.waits(priceText(trigger.ticks));
  if (draft.timeInForce === 'ioc') return SAY.notes.immediate;
  if (draft.timeInForce === 'fok') return SAY.notes.whole;
  if (draft.type === 'market') return marketNote(ticket);
  return estimate.liquidity === 'taker' ? SAY.notes.crosses : SAY.notes.rests;
}

/** What the ticket says now: main's answer to this very order first, then what keeps it from being sent, then how it will work. */
export function messageOf(ticket: Ticket, answer: PlaceAnswer | null): TicketMessage {
  const { block, draft } = ticket.reading;
  if (block !== null) return { kind: block.sentence === null ? 'note' : 'refusal', text: block.sentence ?? '', ways: block.ways };
  if (answer !== null && answer.key === orderKey(draft)) return answerMessage(ticket, answer);
  return { kind: 'note', text: note(ticket), ways: [] };
}

/** The second line of the button that cannot be pressed. */
export function disabledReason({ reading, facts }: Ticket, sending: boolean): string | undefined {
  if (sending) return SAY.sending;
  if (reading.block !== null) return reading.block.reason;
  return reading.request === null && reading.change === null ? reasonOf('risk.no-price', facts) : undefined;
}

import { create } from 'zustand';
import type { Side } from '../../../src-shared/domain/order.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { useSendRequests } from '../../state/send-request.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { useTicketDraft } from '../../state/ticket-draft.ts';
import type { TicketDraft } from '../../state/ticket-draft.ts';
import { useAnnouncements } from '../../ui/live-regions.tsx';
import { TOOL_SENTENCES as SAY } from './tool-sentences.ts';

type Before = Pick<TicketDraft, 'side' | 'type' | 'price' | 'trigger' | 'size' | 'unit' | 'heldLots'>;

/** The order that the trading keys have placed on the chart and not sent: it is the one in the ticket. */
export interface PendingLine {
  readonly instrument: string;
  /** What stood in the ticket, for when the line is dropped. */
  readonly before: Before;
}

export const usePendingLine = create<{ readonly line: PendingLine | null }>()(() => ({ line: null }));

function draftBefore({ side, type, price, trigger, size, unit, heldLots }: TicketDraft): Before {
  return { side, type, price, trigger, size, unit, heldLots };
}

/** The smallest size of one digit that an order of this price may have, decimal text. */
export function leastSize(price: number, instrument: Instrument): string {
  const least = Math.max(instrument.lotSize, (instrument.minNotionalRough / price) * 1.001);
  const power = 10 ** Math.floor(Math.log10(least));
  const size = Math.ceil(least / power - 1e-9) * power;
  return Decimal.parse(size.toFixed(instrument.sizeDecimals)).toString();
}

/** A size one step larger or smaller: the step is the size's own leading power of ten, at least a lot, and nothing falls below a lot. */
export function steppedSize(
  size: string,
  direction: 1 | -1,
  { lotSize, sizeDecimals }: Pick<Instrument, 'lotSize' | 'sizeDecimals'>,
): string {
  const now = Number(size);
  const power = Math.floor(Math.log10(now) + 1e-9);
  const isPower = Math.abs(now / 10 ** power - 1) < 1e-9;
  const step = Math.max(lotSize, 10 ** (direction < 0 && isPower ? power - 1 : power));
  return Decimal.parse(Math.max(lotSize, now + direction * step).toFixed(sizeDecimals)).toString();
}

/** What a line is placed as. */
export type PendingType = 'limit' | 'stop';

/** What the pending line is, for screen readers. */
function pendingWords(instrument: Instrument): string {
  const { side, type, price, trigger, size, unit } = useTicketDraft.getState();
  const amount = unit === 'base' && size !== '' ? `${size} ${instrument.spec.base}` : '';
  return SAY.pendingIs(side, type === 'stop' ? 'stop' : 'limit', amount, type === 'stop' ? trigger : price);
}

function offerAt(type: PendingType, ticks: number, instrument: Instrument): void {
  const { offerPrice, offerTrigger } = useTicketDraft.getState();
  const price = instrument.priceText(Math.max(1, ticks));
  if (type === 'limit') offerPrice(price);
  // The ticket may hold another type that waits for a price: the line is a plain stop.
  else {
    useTicketDraft.getState().change({ type: 'stop' });
    offerTrigger(price);
  }
}

function placeLine(side: Side, type: PendingType, price: number, instrument: Instrument): void {
  const draft = useTicketDraft.getState();
  draft.leaveAmend();
  const fresh = useTicketDraft.getState();
  usePendingLine.setState(({ line }) => ({ line: { instrument: instrument.id, before: line?.before ?? draftBefore(fresh) } }));
  draft.offerSide(side);
  offerAt(type, instrument.toTicks(price), instrument);
  if (fresh.size === '') draft.offerSize(leastSize(price, instrument));
  useAnnouncements.getState().say(SAY.pendingPlaced(pendingWords(instrument)));
}

/** Places a limit line at the best bid to buy or the best ask to sell; false without a quote. */
export function placePending(side: Side, instrument: Instrument): boolean {
  const quote = useShownDesk.getState().quotes.get(instrument.id);
  const best = side === 'buy' ? quote?.bid : quote?.ask;
  if (best === undefined) return false;
  placeLine(side, 'limit', best, instrument);
  return true;
}

/**
 * Places a line at a price, or at the last one where there is none; false without a quote. A limit below the last price buys and above it sells; a stop does the
 * reverse. At the last price itself the side is the ticket's.
 */
export function placePendingAt(type: PendingType, price: number | null, instrument: Instrument): boolean {
  const last = useShownDesk.getState().quotes.get(instrument.id)?.last;
  if (last === undefined) return false;
  const away = instrument.toTicks(price ?? last) - instrument.toTicks(last);
  const buys = type === 'limit' ? away < 0 : away > 0;
  const side = away === 0 ? useTicketDraft.getState().side : buys ? 'buy' : 'sell';
  placeLine(side, type, price ?? last, instrument);
  return true;
}

/** Moves the pending line by ticks. */
export function movePending(ticks: number, instrument: Instrument): void {
  const { type, price, trigger } = useTicketDraft.getState();
  const now = instrument.toTicks(Number(type === 'stop' ? trigger : price));
  if (!Number.isFinite(now)) return;
  offerAt(type === 'stop' ? 'stop' : 'limit', now + ticks, instrument);
  useAnnouncements.getState().interrupt(pendingWords(instrument));
}

/** Makes the pending order larger or smaller. */
export function resizePending(direction: 1 | -1, instrument: Instrument): void {
  const { type, price, trigger, size, unit, offerSize } = useTicketDraft.getState();
  const typed = unit === 'base' && Number(size) > 0 ? size : leastSize(Number(type === 'stop' ? trigger : price), instrument);
  offerSize(steppedSize(typed, direction, instrument));
  useAnnouncements.getState().interrupt(pendingWords(instrument));
}

/** Sends the pending order as the ticket does, with its confirmation. */
export function sendPending(): void {
  usePendingLine.setState({ line: null });
  useSendRequests.getState().ask();
}

/** Drops the pending line; the ticket is as it was. */
export function dropPending(): void {
  const { line } = usePendingLine.getState();
  usePendingLine.setState({ line: null });
  useAnnouncements.getState().say(SAY.pendingDropped);
  const draft = useTicketDraft.getState();
  if (line !== null && draft.instrument === line.instrument) draft.change(line.before);
}

/** Forgets the line without touching the ticket. */
export function forgetPending(): void {
  usePendingLine.setState({ line: null });
}

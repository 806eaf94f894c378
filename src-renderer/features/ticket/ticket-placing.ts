import { create } from 'zustand';
import type { OrderRequest, PlaceOutcome } from '../../../src-shared/contract/orders.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import { asCallFault } from '../../client/call-fault.ts';
import { newCommand } from '../../state/call-main.ts';
import { useDeskLink } from '../../state/desk-link.ts';
import { useAnnouncements } from '../../ui/live-regions.tsx';
import type { TradingMode } from '../../ui/chip.tsx';
import { TICKET_SENTENCES as SAY } from './sentences.ts';

/** No second press within this, ms. */
const PRESS_MS = 500;
/** The same order within this asks, ms. */
const SAME_MS = 5_000;

/** What is about to be sent, in the words it was shown with. */
export interface PreparedOrder {
  readonly request: OrderRequest;
  readonly mode: TradingMode;
  /** "Buy 0.05 BTC". */
  readonly title: string;
  /** The sentence of the question. */
  readonly sentence: string;
}

/** What main said last of an order, for as long as the ticket asks for the same. */
export type PlaceAnswer =
  | { readonly kind: 'recorded'; readonly key: string; readonly title: string }
  | { readonly kind: 'refused'; readonly key: string; readonly code: string; readonly message: string; readonly details: FaultDetails }
  | { readonly kind: 'unanswered'; readonly key: string; readonly command: string; readonly message: string };

/** Why the window asks before it sends. */
export type AskReason = 'mode' | 'same';

interface TicketPlacing {
  /** The order on its way to main, until it is recorded or refused. */
  readonly sending: string | null;
  readonly answer: PlaceAnswer | null;
  readonly asking: { readonly order: PreparedOrder; readonly why: AskReason } | null;
  /** Whether paper orders ask first. */
  readonly askOnPaper: boolean;
  /** A press of the send button: asks where it must, else sends. Does nothing while an order is on its way. */
  press(order: PreparedOrder): void;
  /** Yes to the question. */
  confirm(doNotAskOnPaper: boolean): void;
  back(): void;
  setAskOnPaper(ask: boolean): void;
}

/** Where an order goes; null while the window is not connected. */
export type PlaceOrder = (command: string, order: OrderRequest) => Promise<PlaceOutcome>;

/** The identity of what is asked for: equal requests have equal keys. */
export function requestKey(request: OrderRequest): string {
  return JSON.stringify(request);
}

function placeAtMain(): PlaceOrder | null {
  const { client } = useDeskLink.getState();
  return client === null ? null : (command, order) => client.orders.place({ command, order });
}

async function answerOf(place: PlaceOrder, command: string, order: PreparedOrder): Promise<PlaceAnswer> {
  const key = requestKey(order.request);
  try {
    const outcome = await place(command, order.request);
    if (outcome.outcome === 'recorded') return { kind: 'recorded', key, title: order.title };
    return { kind: 'refused', key, code: outcome.code, message: outcome.message, details: outcome.details };
  } catch (thrown) {
    const fault = asCallFault(thrown);
    // The first sending did arrive: the order stands once.
    if (fault.code === 'order.duplicate-command') return { kind: 'recorded', key, title: order.title };
    const known = fault.code.startsWith('order.') || fault.code.startsWith('risk.') || fault.code.startsWith('input.');
    if (known) return { kind: 'refused', key, code: fault.code, message: fault.message, details: fault.details };
    return { kind: 'unanswered', key, command, message: fault.message };
  }
}

function announce(answer: PlaceAnswer): void {
  if (answer.kind === 'recorded') useAnnouncements.getState().say(SAY.notes.recorded(answer.title));
  else useAnnouncements.getState().interrupt(answer.message);
}

interface PlacingParts {
  /** Milliseconds that only go forward. */
  readonly now: () => number;
  readonly place: () => PlaceOrder | null;
}

/** Makes the store that sends orders: one at a time, the same command id for the same press. */
export function createTicketPlacing({ now, place }: PlacingParts) {
  let pressedAt = -Infinity;
  let last = { key: '', at: -Infinity };
  return create<TicketPlacing>()((set, get) => {
    const send = (order: PreparedOrder): void => {
      const target = place();
      if (target === null || get().sending !== null) return;
      const key = requestKey(order.request);
      const { answer } = get();
      const command = answer?.kind === 'unanswered' && answer.key === key ? answer.command : newCommand();
      last = { key, at: now() };
      set({ sending: key, answer: null, asking: null });
      void answerOf(target, command, order).then((said) => {
        if (said.kind === 'refused') last = { key: '', at: -Infinity };
        set({ sending: null, answer: said });
        announce(said);
      });
    };
    return {
      sending: null,
      answer: null,
      asking: null,
      askOnPaper: true,
      press: (order) => {
        const { sending, asking, answer, askOnPaper } = get();
        if (sending !== null || asking !== null || now() - pressedAt < PRESS_MS) return;
        pressedAt = now();
        const key = requestKey(order.request);
        const retry = answer?.kind === 'unanswered' && answer.key === key;
        const same = !retry && last.key === key && now() - last.at < SAME_MS;
        if (same) set({ asking: { order, why: 'same' } });
        else if (!retry && (order.mode !== 'paper' || askOnPaper)) set({ asking: { order, why: 'mode' } });
        else send(order);
      },
      confirm: (doNotAskOnPaper) => {
        const { asking } = get();
        if (asking === null) return;
        if (doNotAskOnPaper) set({ askOnPaper: false });
        pressedAt = now();
        send(asking.order);
        set({ asking: null });
      },
      back: () => {
        set({ asking: null });
      },
      setAskOnPaper: (askOnPaper) => {
        set({ askOnPaper });
      },
    };
  });
}

/** The window's sending of orders; ticket and palette share it. */
export const useTicketPlacing = createTicketPlacing({ now: () => performance.now(), place: placeAtMain });

import { create } from 'zustand';
import type { ChangeOutcome, OrderChange, OrderRequest, PlaceOutcome } from '../../../src-shared/contract/orders.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import { asCallFault } from '../../client/call-fault.ts';
import { newCommand } from '../../state/call-main.ts';
import { useDeskLink } from '../../state/desk-link.ts';
import { useDraftSent, useTicketDraft } from '../../state/ticket-draft.ts';
import type { TicketDraft } from '../../state/ticket-draft.ts';
import { useAnnouncements } from '../../ui/live-regions.tsx';
import type { TradingMode } from '../../ui/chip.tsx';
import { TICKET_SENTENCES as SAY } from './sentences.ts';

/** No second press within this, ms. */
const PRESS_MS = 500;
/** The same order within this asks, ms. */
const SAME_MS = 5_000;

/** What main is asked: a new order, other terms for an open one, or the end of a position at market. */
export type Ask =
  | { readonly kind: 'place'; readonly order: OrderRequest }
  | { readonly kind: 'amend'; readonly order: string; readonly change: OrderChange }
  | { readonly kind: 'close'; readonly instrument: string };

/** Whether a mode trades with money that nobody has. */
export function isPretend(mode: TradingMode): boolean {
  return mode === 'paper' || mode === 'practice';
}

/** What is about to be sent, in the words it was shown with. */
export interface PreparedOrder {
  readonly ask: Ask;
  /** Equal for what was typed equally, whatever the market does meanwhile. */
  readonly key: string;
  readonly side: OrderRequest['side'];
  readonly mode: TradingMode;
  /** "Buy 0.05 BTC". */
  readonly title: string;
  /** "Buy 0.05 BTC, limit 104,231.50". */
  readonly line: string;
  /** The sentence of the question. */
  readonly sentence: string;
}

/** What main said last of an order, for as long as the ticket asks for the same. */
export type PlaceAnswer =
  | { readonly kind: 'recorded'; readonly key: string; readonly line: string }
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

/** Where an order goes. */
export type PlaceOrder = (command: string, ask: Ask) => Promise<PlaceOutcome | ChangeOutcome>;

/** The identity of what is typed in the ticket: the same order typed again has the same, though its lots may follow the market. */
export function orderKey(draft: TicketDraft): string {
  const { instrument, side, type, price, trigger, trail, trailUnit, size, unit, heldLots, bracket, stop, targets } = draft;
  const { timeInForce, expiresAt, postOnly, reduceOnly, amending } = draft;
  const legs = bracket ? [stop, targets] : null;
  const prices = [price, trigger, trail, trailUnit];
  return JSON.stringify([
    instrument,
    side,
    type,
    prices,
    size,
    unit,
    heldLots,
    legs,
    timeInForce,
    expiresAt,
    postOnly,
    reduceOnly,
    amending,
  ]);
}

function placeAtMain(): PlaceOrder | null {
  const { client } = useDeskLink.getState();
  if (client === null) return null;
  return async (command, ask) => {
    if (ask.kind === 'place') return client.orders.place({ command, order: ask.order });
    if (ask.kind === 'amend') return client.orders.amend({ command, order: ask.order, change: ask.change });
    const { orders, refused } = await client.orders.close({ command, instrument: ask.instrument, percent: 100 });
    const [first] = refused;
    return first === undefined || orders > 0 ? { outcome: 'recorded' } : { ...first, outcome: 'refused' };
  };
}

async function answerOf(place: PlaceOrder, command: string, { ask, key, line }: PreparedOrder): Promise<PlaceAnswer> {
  try {
    const outcome = await place(command, ask);
    if (outcome.outcome === 'recorded') return { kind: 'recorded', key, line };
    return { kind: 'refused', key, code: outcome.code, message: outcome.message, details: outcome.details };
  } catch (thrown) {
    const fault = asCallFault(thrown);
    // The first sending did arrive: the order stands once.
    if (fault.code === 'order.duplicate-command') return { kind: 'recorded', key, line };
    const known = fault.code.startsWith('order.') || fault.code.startsWith('risk.') || fault.code.startsWith('input.');
    if (known) return { kind: 'refused', key, code: fault.code, message: fault.message, details: fault.details };
    return { kind: 'unanswered', key, command, message: fault.message };
  }
}

function announce(answer: PlaceAnswer): void {
  if (answer.kind === 'recorded') useAnnouncements.getState().say(SAY.notes.recorded(answer.line));
  else useAnnouncements.getState().interrupt(answer.message);
}

interface PlacingParts {
  /** Milliseconds that only go forward. */
  readonly now: () => number;
  readonly place: () => PlaceOrder | null;
  /** A change was recorded: the ticket is free again. */
  readonly amended: () => void;
}

/** Makes the store that sends orders: one at a time, the same command id for the same press. */
export function createTicketPlacing({ now, place, amended }: PlacingParts) {
  let pressedAt = -Infinity;
  let last = { key: '', at: -Infinity };
  return create<TicketPlacing>()((set, get) => {
    const send = (order: PreparedOrder): void => {
      const target = place();
      if (target === null || get().sending !== null) return;
      const { key } = order;
      const { answer } = get();
      const command = answer?.kind === 'unanswered' && answer.key === key ? answer.command : newCommand();
      last = { key, at: now() };
      set({ sending: key, answer: null, asking: null });
      void answerOf(target, command, order).then((said) => {
        if (said.kind === 'refused') last = { key: '', at: -Infinity };
        set({ sending: null, answer: said });
        if (said.kind === 'recorded' && order.ask.kind === 'amend') amended();
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
        const { key } = order;
        const retry = answer?.kind === 'unanswered' && answer.key === key;
        const same = !retry && last.key === key && now() - last.at < SAME_MS;
        if (same) set({ asking: { order, why: 'same' } });
        else if (!retry && (!isPretend(order.mode) || askOnPaper)) set({ asking: { order, why: 'mode' } });
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
export const useTicketPlacing = createTicketPlacing({
  now: () => performance.now(),
  place: placeAtMain,
  amended: () => {
    useTicketDraft.getState().leaveAmend();
  },
});

useTicketPlacing.subscribe(({ answer }, before) => {
  if (answer !== before.answer && answer?.kind === 'recorded') useDraftSent.setState({ sent: true });
});

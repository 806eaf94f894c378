/** The states of an order's life. The last four are final. */
export type OrderState =
  'recorded' | 'submitted' | 'acknowledged' | 'partially-filled' | 'in-doubt' | 'filled' | 'cancelled' | 'rejected' | 'expired';

/** What can happen to an order. */
export type OrderEvent = 'submit' | 'acknowledge' | 'partial-fill' | 'fill' | 'cancel' | 'reject' | 'expire' | 'no-answer';

/** The states after which nothing more is expected; a late fill may still come and wins, because money moved. */
export const FINAL_STATES: ReadonlySet<OrderState> = new Set(['filled', 'cancelled', 'rejected', 'expired']);

/** Whether nothing more is expected after this state. */
export function isFinalState(state: OrderState): boolean {
  return state === 'filled' || state === 'cancelled' || state === 'rejected' || state === 'expired';
}

type Row = Readonly<Partial<Record<OrderEvent, OrderState>>>;

/**
 * The transition table. A pair that is missing cannot happen in a correct program and is refused.
 * Fills may come before the acknowledgement (venues race), and after a cancel or expiry was reported (the fill was earlier at the venue).
 */
export const ORDER_TRANSITIONS: Readonly<Record<OrderState, Row>> = {
  // Recovery may find that a recorded order was never sent (expire) or that it reached the venue after all.
  recorded: {
    submit: 'submitted',
    acknowledge: 'acknowledged',
    'partial-fill': 'partially-filled',
    fill: 'filled',
    reject: 'rejected',
    cancel: 'cancelled',
    expire: 'expired',
    'no-answer': 'in-doubt',
  },
  submitted: {
    acknowledge: 'acknowledged',
    'partial-fill': 'partially-filled',
    fill: 'filled',
    reject: 'rejected',
    cancel: 'cancelled',
    expire: 'expired',
    'no-answer': 'in-doubt',
  },
  acknowledged: {
    acknowledge: 'acknowledged',
    'partial-fill': 'partially-filled',
    fill: 'filled',
    cancel: 'cancelled',
    expire: 'expired',
    'no-answer': 'in-doubt',
  },
  // A repeated acknowledgement arrives after a reconnect and changes nothing.
  'partially-filled': {
    acknowledge: 'partially-filled',
    'partial-fill': 'partially-filled',
    fill: 'filled',
    cancel: 'cancelled',
    expire: 'expired',
    'no-answer': 'in-doubt',
  },
  // Only the venue's proof leads out of doubt; an expiry here means "proven never to have arrived".
  'in-doubt': {
    submit: 'submitted',
    acknowledge: 'acknowledged',
    'partial-fill': 'partially-filled',
    fill: 'filled',
    cancel: 'cancelled',
    reject: 'rejected',
    expire: 'expired',
    'no-answer': 'in-doubt',
  },
  filled: {},
  cancelled: { 'partial-fill': 'cancelled', fill: 'filled' },
  expired: { 'partial-fill': 'expired', fill: 'filled' },
  rejected: {},
};

/** The state after an event, or null where the table has no such edge. */
export function nextOrderState(state: OrderState, event: OrderEvent): OrderState | null {
  return ORDER_TRANSITIONS[state][event] ?? null;
}

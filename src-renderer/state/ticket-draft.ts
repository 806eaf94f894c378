import { create } from 'zustand';
import type { OrderRow } from '../../src-shared/contract/rows.ts';
import type { OrderType, Side, TimeInForce } from '../../src-shared/domain/order.ts';
import { useLinkGroups } from './link-group.ts';

/** What a size is given in: base units, quote money, percent of what is free, percent of equity that may be lost at the stop. */
export type SizeUnit = 'base' | 'quote' | 'free' | 'risk';

/** What the distance of a trailing stop is given in: quote money, or percent of the price. */
export type TrailUnit = 'price' | 'percent';

/** One target of the bracket as typed: its price, and its share of the order in percent. */
export interface DraftTarget {
  readonly price: string;
  readonly share: string;
}

/** A bracket has so many targets at most. */
export const MOST_TARGETS = 3;

/** What the ticket will ask for, as typed so far. Figures are decimal text; what could not be read stands as it was typed, and nothing is empty text. */
export interface TicketDraft {
  /** The instrument that price and size are meant for; they are empty for any other. */
  readonly instrument: string;
  readonly side: Side;
  readonly type: OrderType;
  /** Limit price. */
  readonly price: string;
  /** Price at which a stop, stop-limit or take-profit wakes. */
  readonly trigger: string;
  /** Distance of a trailing stop's trigger from the best price. */
  readonly trail: string;
  readonly trailUnit: TrailUnit;
  readonly size: string;
  readonly unit: SizeUnit;
  /** The size in lots while it was not typed in its unit but taken over from another one (or from the slider), so that it stays the same; else null. */
  readonly heldLots: number | null;
  /** Whether a stop and targets protect what is opened. */
  readonly bracket: boolean;
  /** Stop price of the bracket. */
  readonly stop: string;
  /** One to three. */
  readonly targets: readonly DraftTarget[];
  readonly timeInForce: TimeInForce;
  /** With `gtd`: the market time at which the order ends, ms UTC; null while none is understood. */
  readonly expiresAt: number | null;
  /** What was typed as the end while it is not understood, else empty. */
  readonly expiryTyped: string;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  /** The order that the draft would change, by its id; null while it is a new one. */
  readonly amending: string | null;
}

const NO_FIGURES = {
  price: '',
  trigger: '',
  trail: '',
  size: '',
  heldLots: null,
  stop: '',
  targets: [{ price: '', share: '100' }],
  expiresAt: null,
  expiryTyped: '',
} as const;

/** The empty ticket of a first start. */
export const EMPTY_DRAFT: TicketDraft = {
  ...NO_FIGURES,
  instrument: '',
  side: 'buy',
  type: 'limit',
  trailUnit: 'price',
  unit: 'base',
  bracket: false,
  timeInForce: 'gtc',
  postOnly: false,
  reduceOnly: false,
  amending: null,
};

interface TicketDraftStore extends TicketDraft {
  /** What stood in the ticket before an order was taken into it to be changed. */
  readonly before: TicketDraft | null;
  /** Any fields at once, as the ticket's own controls set them. */
  change(draft: Partial<TicketDraft>): void;
  /** Another instrument: price and size are empty again, and a change that was begun is left. */
  turnTo(instrument: string): void;
  /** The side of a new order; what is being changed keeps its own. */
  offerSide(side: Side): void;
  /** A limit price from the book, the chart or the palette, decimal text; the type becomes limit. Of an order that is being changed only the price that it has. */
  offerPrice(price: string): void;
  /** The price at which the order wakes; a type without one becomes a stop. */
  offerTrigger(trigger: string): void;
  /** The price of the protecting stop, decimal text; opens the bracket. Nothing while an order is being changed. */
  offerStop(stop: string): void;
  /** The price of a target, counted from 0; opens the bracket, and beyond the targets there are adds one. Nothing while an order is being changed. */
  offerTarget(price: string, at?: number): void;
  /** A size in a unit, decimal text. */
  offerSize(size: string, unit?: SizeUnit): void;
  /** A whole ticket, as the palette reads it: what is left out is as in an empty one. Turns the workspace to its instrument. */
  fill(draft: Partial<TicketDraft> & Pick<TicketDraft, 'instrument'>): void;
  /** Takes an open order into the ticket to be changed: its fields prefilled, what stood there kept for later. Turns the workspace to its instrument. */
  startAmend(order: OrderRow): void;
  /** Leaves the change; what stood in the ticket before is back. */
  leaveAmend(): void;
}

/** The shares of one target more or less: all of it stays taken where it was, the first ones round down. */
export function evenShares(targets: readonly DraftTarget[]): readonly DraftTarget[] {
  const each = Math.floor(100 / Math.max(1, targets.length));
  const last = targets.length - 1;
  return targets.map((target, at) => ({ ...target, share: String(at === last ? 100 - each * last : each) }));
}

function fieldsOf(store: TicketDraft): TicketDraft {
  const fields: Record<string, unknown> = {};
  for (const key of Object.keys(EMPTY_DRAFT) as (keyof TicketDraft)[]) fields[key] = store[key];
  return fields as unknown as TicketDraft;
}

function withTarget(targets: readonly DraftTarget[], price: string, at: number): readonly DraftTarget[] {
  if (at < targets.length) return targets.map((target, index) => (index === at ? { ...target, price } : target));
  return targets.length < MOST_TARGETS ? evenShares([...targets, { price, share: '' }]) : targets;
}

/** The draft of an order's own fields. */
function amendmentOf(order: OrderRow): TicketDraft {
  return {
    ...EMPTY_DRAFT,
    instrument: order.instrument,
    side: order.side,
    type: order.type,
    price: order.price ?? '',
    trigger: order.trigger ?? '',
    trail: order.trail ?? '',
    size: order.size ?? '',
    timeInForce: order.timeInForce,
    expiresAt: order.expiresAt,
    postOnly: order.postOnly,
    reduceOnly: order.reduceOnly,
    amending: order.id,
  };
}

/** The ticket's draft as a store, so that book, chart, tables and palette can offer to it what they know: one action for each field. */
export const useTicketDraft = create<TicketDraftStore>()((set, get) => ({
  ...EMPTY_DRAFT,
  before: null,
  change: (draft) => {
    set(draft);
  },
  turnTo: (instrument) => {
    const { before, instrument: present } = get();
    if (present === instrument) return;
    set(before === null ? { ...NO_FIGURES, instrument } : { ...before, ...NO_FIGURES, amending: null, before: null, instrument });
  },
  offerSide: (side) => {
    set(({ amending }) => (amending === null ? { side } : {}));
  },
  offerPrice: (price) => {
    const { amending, type, price: present } = get();
    if (amending === null) set({ price, type: 'limit' });
    else if (present !== '') set({ price });
    else if (type !== 'market' && type !== 'trailing-stop') set({ trigger: price });
  },
  offerTrigger: (trigger) => {
    const { amending, type } = get();
    const wakes = type === 'stop' || type === 'stop-limit' || type === 'take-profit';
    if (wakes) set({ trigger });
    else if (amending === null) set({ trigger, type: 'stop' });
  },
  offerStop: (stop) => {
    set(({ amending }) => (amending === null ? { stop, bracket: true } : {}));
  },
  offerTarget: (price, at = 0) => {
    set(({ amending, targets }) => (amending === null ? { targets: withTarget(targets, price, at), bracket: true } : {}));
  },
  offerSize: (size, unit = 'base') => {
    set({ size, unit, heldLots: null });
  },
  fill: (draft) => {
    set({ ...EMPTY_DRAFT, before: null, ...draft });
    useLinkGroups.getState().show('trade', draft.instrument);
  },
  startAmend: (order) => {
    set((store) => ({ ...amendmentOf(order), before: store.before ?? fieldsOf(store) }));
    useLinkGroups.getState().show('trade', order.instrument);
  },
  leaveAmend: () => {
    const { before, amending, instrument } = get();
    if (amending === null) return;
    const back = before ?? { ...EMPTY_DRAFT, instrument };
    set({ ...back, ...(back.instrument === instrument ? {} : NO_FIGURES), instrument, before: null });
  },
}));

/** Whether the order in the ticket stands at the venue already as it is: from its recording until anything in the ticket changes. */
export const useDraftSent = create<{ readonly sent: boolean }>()(() => ({ sent: false }));

useTicketDraft.subscribe(() => {
  useDraftSent.setState({ sent: false });
});

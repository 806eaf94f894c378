import { create } from 'zustand';

/** What a size is given in: base units, quote money, percent of what is free, percent of equity that may be lost at the stop. */
export type SizeUnit = 'base' | 'quote' | 'free' | 'risk';

/** What the ticket will ask for, as typed so far. Figures are decimal text; what could not be read stands as it was typed, and nothing is empty text. */
export interface TicketDraft {
  /** The instrument that price and size are meant for; they are empty for any other. */
  readonly instrument: string;
  readonly side: 'buy' | 'sell';
  readonly type: 'market' | 'limit' | 'stop' | 'stop-limit';
  /** Limit price. */
  readonly price: string;
  /** Price at which a stop or stop-limit wakes. */
  readonly trigger: string;
  readonly size: string;
  readonly unit: SizeUnit;
  /** The size in lots while it was not typed in its unit but taken over from another one (or from the slider), so that it stays the same; else null. */
  readonly heldLots: number | null;
  /** Whether a stop and a target protect what is opened. */
  readonly bracket: boolean;
  /** Stop price of the bracket. */
  readonly stop: string;
  readonly target: string;
  readonly timeInForce: 'gtc' | 'ioc' | 'fok';
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
}

interface TicketDraftStore extends TicketDraft {
  change(draft: Partial<TicketDraft>): void;
  /** Another instrument: price and size are empty again. */
  turnTo(instrument: string): void;
  /** A price chosen elsewhere, from the book or the chart: it becomes the limit price and the type becomes limit. */
  offerPrice(price: string): void;
  /** A price chosen elsewhere for the protecting stop. */
  offerStop(stop: string): void;
}

const NO_FIGURES = { price: '', trigger: '', size: '', heldLots: null, stop: '', target: '' } as const;

/** The ticket's draft as a store, so that book, chart and palette can offer prices to it. */
export const useTicketDraft = create<TicketDraftStore>()((set) => ({
  ...NO_FIGURES,
  instrument: '',
  side: 'buy',
  type: 'limit',
  unit: 'base',
  bracket: false,
  timeInForce: 'gtc',
  postOnly: false,
  reduceOnly: false,
  change: (draft) => {
    set(draft);
  },
  turnTo: (instrument) => {
    set((draft) => (draft.instrument === instrument ? {} : { ...NO_FIGURES, instrument }));
  },
  offerPrice: (price) => {
    set({ price, type: 'limit' });
  },
  offerStop: (stop) => {
    set({ stop, bracket: true });
  },
}));

import { create } from 'zustand';

/** What the ticket will ask for, as typed so far. */
export interface TicketDraft {
  readonly side: 'buy' | 'sell';
  readonly type: 'market' | 'limit' | 'stop' | 'stop-limit';
  /** Limit price as decimal text; empty while none is given. */
  readonly price: string;
  /** Stop price of the bracket as decimal text; empty while none is given. */
  readonly stop: string;
  readonly size: string;
}

interface TicketDraftStore extends TicketDraft {
  change(draft: Partial<TicketDraft>): void;
  /** A price chosen elsewhere, from the book or the chart: it becomes the limit price and the type becomes limit. */
  offerPrice(price: string): void;
  /** A price chosen elsewhere for the protecting stop. */
  offerStop(price: string): void;
}

/** The ticket's draft as a store, so that book and chart can offer prices to it. */
export const useTicketDraft = create<TicketDraftStore>()((set) => ({
  side: 'buy',
  type: 'limit',
  price: '',
  stop: '',
  size: '',
  change: (draft) => {
    set(draft);
  },
  offerPrice: (price) => {
    set({ price, type: 'limit' });
  },
  offerStop: (stop) => {
    set({ stop });
  },
}));

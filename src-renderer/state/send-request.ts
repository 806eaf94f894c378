import { create } from 'zustand';

interface SendRequests {
  /** Counts how often the ticket was asked to send what it holds. */
  readonly serial: number;
  ask(): void;
}

/** Asks the ticket to send its order, with the confirmation it always has: panels do not know each other. */
export const useSendRequests = create<SendRequests>()((set) => ({
  serial: 0,
  ask: () => {
    set(({ serial }) => ({ serial: serial + 1 }));
  },
}));

import { create } from 'zustand';

interface SeenHints {
  /** Ids of hints that were closed for ever. */
  readonly seen: readonly string[];
  close(id: string): void;
  load(kept: Partial<Pick<SeenHints, 'seen'>>): void;
}

/** Hints that show until they are closed once, over all starts. */
export const useSeenHints = create<SeenHints>()((set) => ({
  seen: [],
  close: (id) => {
    set(({ seen }) => (seen.includes(id) ? {} : { seen: [...seen, id] }));
  },
  load: (kept) => {
    set(kept);
  },
}));

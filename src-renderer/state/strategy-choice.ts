import { create } from 'zustand';

/** What the Strategies workspace has chosen: an instance that runs or ran, or a strategy of the gallery. */
export type StrategyChoice = { readonly kind: 'instance' | 'offered'; readonly id: string };

interface StrategyChoiceStore {
  readonly chosen: StrategyChoice | null;
  choose(chosen: StrategyChoice): void;
}

/** The strategy that gallery, cards and detail show. */
export const useStrategyChoice = create<StrategyChoiceStore>()((set) => ({
  chosen: null,
  choose: (chosen) => {
    set({ chosen });
  },
}));

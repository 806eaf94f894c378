import { create } from 'zustand';

/** Panels of one group show one instrument; the Trade workspace is one group. */
export type LinkGroup = 'trade';

interface LinkGroupStore {
  /** The instrument on show per group, by its id such as `sim:BTC/USD`; nothing until the first is known. */
  readonly instruments: Readonly<Partial<Record<LinkGroup, string>>>;
  show(group: LinkGroup, instrument: string): void;
}

export const useLinkGroups = create<LinkGroupStore>()((set) => ({
  instruments: {},
  show: (group, instrument) => {
    set(({ instruments }) => (instruments[group] === instrument ? {} : { instruments: { ...instruments, [group]: instrument } }));
  },
}));

/** The instrument a panel of the group shows. */
export function useLinkedInstrument(group: LinkGroup = 'trade'): string | undefined {
  return useLinkGroups((store) => store.instruments[group]);
}

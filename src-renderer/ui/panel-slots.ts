import { createContext } from 'react';
import { create } from 'zustand';

/** The places of a docked panel's head that its content may fill. */
export interface HeadSlots {
  readonly figure?: HTMLElement;
  readonly actions?: HTMLElement;
}

interface PanelSlotStore {
  readonly slots: Readonly<Record<string, HeadSlots>>;
  /** Called by the dock when a head's place appears (element) or goes (null). */
  place(panel: string, slot: keyof HeadSlots, element: HTMLElement | null): void;
}

export const usePanelSlots = create<PanelSlotStore>()((set) => ({
  slots: {},
  place: (panel, slot, element) => {
    set(({ slots }) => {
      const { [slot]: before, ...others } = slots[panel] ?? {};
      if (before === (element ?? undefined)) return {};
      return { slots: { ...slots, [panel]: element === null ? others : { ...others, [slot]: element } } };
    });
  },
}));

/** Which panel this is, and whether the dock draws its head; without a provider a panel draws its own head. */
export const PanelContext = createContext<{ readonly panel: string; readonly docked: boolean } | undefined>(undefined);

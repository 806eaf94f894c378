import { create } from 'zustand';
import { useTicketDraft } from '../../state/ticket-draft.ts';
import type { SizeUnit } from '../../state/ticket-draft.ts';

const TYPES = ['limit', 'market'] as const;
const UNITS: readonly SizeUnit[] = ['base', 'quote', 'free', 'risk'];

type NewTicketType = (typeof TYPES)[number];

/** What a new ticket begins with, as the trader chose it. */
interface NewTicket {
  readonly type: NewTicketType;
  readonly unit: SizeUnit;
  setType(type: NewTicketType): void;
  setUnit(unit: SizeUnit): void;
  load(kept: Readonly<Record<string, unknown>>): void;
}

/** Gives a ticket in which nothing is typed the chosen type and unit. */
function give(choice: Partial<Pick<NewTicket, 'type' | 'unit'>>): void {
  const draft = useTicketDraft.getState();
  if (draft.amending === null && draft.size === '' && draft.price === '' && draft.trigger === '') draft.change(choice);
}

export const useNewTicket = create<NewTicket>()((set) => ({
  type: 'limit',
  unit: 'base',
  setType: (type) => {
    set({ type });
    give({ type });
  },
  setUnit: (unit) => {
    set({ unit });
    give({ unit });
  },
  load: (kept) => {
    const type = TYPES.find((each) => each === kept['type']) ?? 'limit';
    const unit = UNITS.find((each) => each === kept['unit']) ?? 'base';
    set({ type, unit });
    give({ type, unit });
  },
}));

import { create } from 'zustand';
import { useToasts } from '../../ui/toasts.tsx';

/** Kinds of notices that may have a sound. */
export const SOUND_KINDS = ['fill', 'refusal', 'risk', 'note'] as const;
export type SoundKind = (typeof SOUND_KINDS)[number];

/** What the window tells of its own accord, as the trader chose it. */
export interface NoticeChoices {
  /** Whether notes show as toasts; refusals and risk always do. */
  readonly toasts: boolean;
  /** Whether the operating system shows alerts as well. */
  readonly system: boolean;
  readonly sounds: Readonly<Record<SoundKind, boolean>>;
}

interface NoticeChoicesStore extends NoticeChoices {
  setToasts(on: boolean): void;
  setSystem(on: boolean): void;
  setSound(kind: SoundKind, on: boolean): void;
  load(kept: Readonly<Record<string, unknown>>): void;
}

const SILENT: NoticeChoices['sounds'] = { fill: false, refusal: false, risk: false, note: false };

export const useNoticeChoices = create<NoticeChoicesStore>()((set) => ({
  toasts: true,
  system: true,
  sounds: SILENT,
  setToasts: (toasts) => {
    set({ toasts });
    useToasts.setState({ quiet: !toasts });
  },
  setSystem: (system) => {
    set({ system });
  },
  setSound: (kind, on) => {
    set(({ sounds }) => ({ sounds: { ...sounds, [kind]: on } }));
  },
  load: ({ toasts, system, sounds }) => {
    const kept = typeof sounds === 'object' && sounds !== null ? (sounds as Readonly<Record<string, unknown>>) : {};
    useToasts.setState({ quiet: toasts === false });
    set({
      toasts: toasts !== false,
      system: system !== false,
      sounds: Object.fromEntries(SOUND_KINDS.map((kind) => [kind, kept[kind] === true])) as unknown as NoticeChoices['sounds'],
    });
  },
}));

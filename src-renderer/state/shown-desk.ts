import { create } from 'zustand';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import { attention, type Attention } from './attention.ts';
import { isShut, useDesk } from './desk-store.ts';
import type { DeskState } from './desk-store.ts';

/** Figures repaint at most this often, by how much the window is looked after. */
export const REPAINT_MS: Readonly<Record<Attention, number>> = { used: 100, idle: 250, resting: 1_500 };

/**
 * The replica as panels draw it: taken over from `useDesk` at most ten times a second, four times where nobody has touched the window for
 * a while, twice in three seconds where for minutes, and not at all while it is hidden. Every panel draws from here, so that one figure is the same wherever it stands.
 */
export const useShownDesk = create<DeskState>()(() => useDesk.getState());

/** Time and visibility as the repainting needs them; handed in so that tests hold them. */
export interface RepaintPace {
  now(): number;
  after(milliseconds: number, run: () => void): () => void;
  isHidden(): boolean;
  attention(): Attention;
  /** Calls when the window becomes visible again; returns how to stop. */
  onVisible(run: () => void): () => void;
}

/** The pace of a real window. */
export const WINDOW_REPAINT: RepaintPace = {
  now: () => performance.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
  isHidden: () => document.hidden,
  attention,
  onVisible: (run) => {
    const changed = (): void => {
      if (!document.hidden) run();
    };
    document.addEventListener('visibilitychange', changed);
    return () => {
      document.removeEventListener('visibilitychange', changed);
    };
  },
};

/** Starts taking over what the replica says. */
export function repaintFromDesk(pace: RepaintPace = WINDOW_REPAINT): Releasable {
  let last = -Infinity;
  let cancel: (() => void) | null = null;
  let due = Infinity;
  const takeOver = (): void => {
    cancel = null;
    due = Infinity;
    if (pace.isHidden()) return;
    last = pace.now();
    useShownDesk.setState(useDesk.getState(), true);
  };
  const changed = (): void => {
    const at = Math.max(pace.now(), last + REPAINT_MS[pace.attention()]);
    if (at >= due) return;
    cancel?.();
    due = at;
    cancel = pace.after(at - pace.now(), takeOver);
  };
  const stops = [
    // A window that locks, hidden or not, shows nothing of before from that moment on.
    useDesk.subscribe((desk, before) => {
      if (isShut(desk) && !isShut(before)) useShownDesk.setState(desk, true);
    }),
    useDesk.subscribe(changed),
    pace.onVisible(changed),
  ];
  changed();
  return {
    dispose: () => {
      cancel?.();
      stops.forEach((stop) => {
        stop();
      });
    },
  };
}

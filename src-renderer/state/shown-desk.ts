import { create } from 'zustand';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import { isIdle } from './attention.ts';
import { useDesk } from './desk-store.ts';
import type { DeskState } from './desk-store.ts';

/** Figures repaint at most this often while somebody works with the window, and while nobody does. */
export const REPAINT_MS = { inUse: 100, idle: 250 } as const;

/**
 * The replica as panels draw it: taken over from `useDesk` at most ten times a second, four times where nobody has touched the window for
 * a while, and not at all while it is hidden. Every panel draws from here, so that one figure is the same wherever it stands.
 */
export const useShownDesk = create<DeskState>()(() => useDesk.getState());

/** Time and visibility as the repainting needs them; handed in so that tests hold them. */
export interface RepaintPace {
  now(): number;
  after(milliseconds: number, run: () => void): () => void;
  isHidden(): boolean;
  /** Whether nobody works with the window. */
  isIdle(): boolean;
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
  isIdle,
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
  const rest = (): number => (pace.isIdle() ? REPAINT_MS.idle : REPAINT_MS.inUse);
  const takeOver = (): void => {
    cancel = null;
    if (pace.isHidden()) return;
    last = pace.now();
    useShownDesk.setState(useDesk.getState(), true);
  };
  const changed = (): void => {
    cancel ??= pace.after(Math.max(0, last + rest() - pace.now()), takeOver);
  };
  const stops = [useDesk.subscribe(changed), pace.onVisible(changed)];
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

import { create } from 'zustand';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import { useDesk } from './desk-store.ts';
import type { DeskState } from './desk-store.ts';

/** Figures repaint at most this often while somebody works with the window, and while nobody does. */
export const REPAINT_MS = { inUse: 100, idle: 250 } as const;

/** Nobody works with a window that nothing has touched for this long. */
const IDLE_AFTER_MS = 10_000;

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
  /** Calls at each touch of pointer or keyboard; returns how to stop. */
  onTouch(run: () => void): () => void;
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
  onTouch: (run) => {
    const kinds = ['pointermove', 'pointerdown', 'wheel', 'keydown'] as const;
    for (const kind of kinds) document.addEventListener(kind, run, { passive: true, capture: true });
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, run, { capture: true });
    };
  },
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
  let touched = pace.now();
  let cancel: (() => void) | null = null;
  const rest = (): number => (pace.now() - touched < IDLE_AFTER_MS ? REPAINT_MS.inUse : REPAINT_MS.idle);
  const takeOver = (): void => {
    cancel = null;
    if (pace.isHidden()) return;
    last = pace.now();
    useShownDesk.setState(useDesk.getState(), true);
  };
  const changed = (): void => {
    cancel ??= pace.after(Math.max(0, last + rest() - pace.now()), takeOver);
  };
  const stops = [
    useDesk.subscribe(changed),
    pace.onVisible(changed),
    pace.onTouch(() => {
      touched = pace.now();
    }),
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

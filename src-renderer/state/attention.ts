import type { Releasable } from '../../src-shared/kernel/disposable.ts';

/** Nobody works with a window that nothing has touched for this long. */
const IDLE_AFTER_MS = 10_000;

const KINDS = ['pointermove', 'pointerdown', 'wheel', 'keydown', 'focusin'] as const;

let touchedAt = -Infinity;

function touched(): void {
  touchedAt = performance.now();
}

/** Whether nobody has touched the window for a while: then it may do less, and nobody sees the difference. */
export function isIdle(): boolean {
  return performance.now() - touchedAt >= IDLE_AFTER_MS;
}

/** Starts listening for pointer and keyboard; the start itself counts as a touch. */
export function watchAttention(): Releasable {
  touched();
  for (const kind of KINDS) document.addEventListener(kind, touched, { passive: true, capture: true });
  return {
    dispose: () => {
      for (const kind of KINDS) document.removeEventListener(kind, touched, { capture: true });
    },
  };
}

import type { Releasable } from '../../src-shared/kernel/disposable.ts';

/** Nobody works with a window that nothing has touched for this long, and nobody needs every tick of one untouched for longer still. */
const IDLE_AFTER_MS = 10_000;
const RESTING_AFTER_MS = 120_000;

const KINDS = ['pointermove', 'pointerdown', 'wheel', 'keydown', 'focusin'] as const;

/** How much a window is looked after: it is worked with, untouched for a while, or untouched for minutes. */
export type Attention = 'used' | 'idle' | 'resting';

let touchedAt = -Infinity;

function touched(): void {
  touchedAt = performance.now();
}

/** How long ago the window was touched, in three steps: the further, the less it needs to do. */
export function attention(): Attention {
  const untouched = performance.now() - touchedAt;
  return untouched < IDLE_AFTER_MS ? 'used' : untouched < RESTING_AFTER_MS ? 'idle' : 'resting';
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

/** Longer than a resting window's pause between two repaints, ms. */
const RESTING_PAUSE_MS = 2_000;

/** Whether something that was drawn at `drawnAt` (monotonic, ms) waits for the window's next repaint instead of being drawn by a clock of its own. */
export function waitsForRepaint(drawnAt: number): boolean {
  return attention() === 'resting' && performance.now() - drawnAt < RESTING_PAUSE_MS;
}

/** Whether somebody may see what lasts for a blink. */
export function isLookedAfter(): boolean {
  return attention() !== 'resting';
}

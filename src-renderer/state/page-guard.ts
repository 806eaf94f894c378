import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import { useDesk } from './desk-store.ts';

/** Within so long after its key a page that goes is one that is loaded anew, ms. */
const RELOAD_KEY_MS = 1_000;

let reloading = false;

/** Loads the page anew; nobody is asked, for nothing stops. */
export function reloadPage(): void {
  reloading = true;
  window.location.reload();
}

function isReloadKey({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === 'F5' || ((ctrlKey || metaKey) && key.toLowerCase() === 'r');
}

/** As long as strategies run, a window that is closed is held back; the program then asks what is to become of them. */
export function guardPage(): Releasable {
  let pressed = Number.NEGATIVE_INFINITY;
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener(
    'keydown',
    (event) => {
      if (isReloadKey(event)) pressed = performance.now();
    },
    { capture: true, signal },
  );
  window.addEventListener(
    'beforeunload',
    (event) => {
      if (reloading || performance.now() - pressed < RELOAD_KEY_MS) return;
      if ([...useDesk.getState().strategies.values()].some((row) => row.running)) event.preventDefault();
    },
    { signal },
  );
  return {
    dispose: () => {
      listening.abort();
    },
  };
}

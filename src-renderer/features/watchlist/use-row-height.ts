import { useSyncExternalStore } from 'react';

/** From this width on there is room for taller rows. */
const WIDE = '(width >= 1800px)';

function subscribe(changed: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener('change', changed);
  return () => {
    query.removeEventListener('change', changed);
  };
}

/** Height of a row of the watchlist, px. */
export function useRowHeight(): number {
  return useSyncExternalStore(subscribe, () => (matchMedia(WIDE).matches ? 48 : 40));
}

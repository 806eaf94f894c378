import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { useToasts } from '../../ui/toasts.tsx';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';
import { useWatchlist } from './watchlist-store.ts';

/** Takes an instrument off the list and offers to put it back. */
export function removeWithUndo({ id, spec }: Instrument): void {
  const toast = `watchlist-${id}`;
  useWatchlist.getState().remove(id);
  useToasts.getState().show({
    id: toast,
    kind: 'note',
    sentence: SAY.removed(spec.symbol),
    action: {
      label: SAY.undo,
      onPress: () => {
        useWatchlist.getState().add(id);
        useToasts.getState().close(toast);
      },
    },
  });
}

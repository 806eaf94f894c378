import { useToasts } from '../../ui/toasts.tsx';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';
import type { WatchItem } from './watchlist-model.ts';
import { chosenList, useWatchlist } from './watchlist-store.ts';

function offerUndo(id: string, sentence: string, undo: () => void): void {
  useToasts.getState().show({
    ...{ id, kind: 'note', sentence },
    action: {
      label: SAY.undo,
      onPress: () => {
        undo();
        useToasts.getState().close(id);
      },
    },
  });
}

/** Takes a market off the list and offers to put it back. */
export function removeWithUndo({ id, symbol }: Pick<WatchItem, 'id' | 'symbol'>): void {
  offerUndo(`watchlist-${id}`, SAY.removed(symbol, chosenList(useWatchlist.getState()).name), useWatchlist.getState().remove(id));
}

/** Takes the list on show away and offers to put it back. */
export function dropListWithUndo(): void {
  const { name } = chosenList(useWatchlist.getState());
  offerUndo('watchlist-list', SAY.listDropped(name), useWatchlist.getState().dropList());
}

import { useLinkGroups } from '../../state/link-group.ts';
import { tellNote } from '../../ui/tell.ts';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';
import type { WatchItem } from './watchlist-model.ts';

/** Shows a market everywhere; of one that the desk does not hear it is said where it can be traded. */
export function chooseItem({ id, symbol, instrument }: WatchItem): void {
  if (instrument !== null) useLinkGroups.getState().show('trade', id);
  else tellNote('watchlist-not-heard', SAY.notHeard(symbol, id));
}

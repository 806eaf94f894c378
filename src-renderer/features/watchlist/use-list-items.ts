import { useEffect, useMemo } from 'react';
import { readCatalogue, useMarketCatalogue } from '../../state/market-catalogue.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { listedIds, watchItem } from './watchlist-model.ts';
import type { WatchItem } from './watchlist-model.ts';
import { chosenList, useWatchlist } from './watchlist-store.ts';

/** The markets of the list on show, in the trader's own order. Markets that the desk does not hear are read from the catalogue, once. */
export function useListItems(): readonly WatchItem[] {
  const desk = useShownDesk((state) => state.instruments);
  const catalogue = useMarketCatalogue((state) => state.markets);
  const wanted = useMarketCatalogue((state) => state.view === null && state.fault === null);
  const list = useWatchlist(chosenList);
  const ids = useMemo(() => listedIds(list, desk), [list, desk]);
  const foreign = desk.size > 0 && ids.some((id) => !desk.has(id));
  useEffect(() => {
    if (foreign && wanted) void readCatalogue();
  }, [foreign, wanted]);
  return useMemo(() => ids.map((id) => watchItem(id, { desk, catalogue })), [ids, desk, catalogue]);
}

import './watchlist.css';
import { Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { MarketIndex } from '../../../src-shared/domain/market-index.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { DirectionMark } from '../../ui/marks.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AddMarketsDialog } from './add-markets-dialog.tsx';
import { ListDialogs } from './list-dialogs.tsx';
import type { ListQuestion } from './list-dialogs.tsx';
import { chooseItem } from './row-choice.ts';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';
import { useListItems } from './use-list-items.ts';
import { WatchRows } from './watch-rows.tsx';
import { WatchTools } from './watch-tools.tsx';
import { sortWatch } from './watchlist-model.ts';
import type { WatchItem, WatchOrder } from './watchlist-model.ts';
import { chosenList, useWatchlist } from './watchlist-store.ts';

/** The markets in the chosen order. Only an order by a figure listens to all prices of the list. */
function useSorted(items: readonly WatchItem[], sort: WatchOrder): readonly WatchItem[] {
  const byFigure = sort.by === 'change' || sort.by === 'volume';
  const quotes = useShownDesk((state) => (byFigure ? state.quotes : null));
  return useMemo(() => sortWatch(items, sort, quotes ?? new Map()), [items, sort, quotes]);
}

/** The markets that a trader follows, in named lists; choosing one shows it everywhere. */
export function WatchlistPanel(): ReactElement {
  const ready = useShownDesk((state) => state.instruments.size > 0);
  const items = useListItems();
  const { name } = useWatchlist(chosenList);
  const sort = useWatchlist((state) => state.sort);
  const [filter, setFilter] = useState('');
  const [adding, setAdding] = useState<string | null>(null);
  const [question, ask] = useState<ListQuestion | null>(null);
  const index = useMemo(() => new MarketIndex(items), [items]);
  const sorted = useSorted(items, sort);
  const typed = filter.trim();
  const shown = useMemo(() => (typed === '' ? sorted : index.search(typed)), [typed, sorted, index]);
  const add = (): void => {
    setAdding(typed);
  };
  return (
    <>
      <PanelHead title={name} figure={ready ? String(items.length) : undefined}>
        <WatchTools items={items} onAdd={add} ask={ask} />
      </PanelHead>
      <div className="watch">
        <div className="watch-filter">
          <TextField
            label={SAY.filter}
            hideLabel
            placeholder={SAY.filter}
            leading={<Search size={14} strokeWidth={1.5} aria-hidden />}
            value={filter}
            onChange={setFilter}
            onEnter={() => {
              if (shown[0]) chooseItem(shown[0]);
            }}
          />
        </div>
        <SortRow />
        {!ready ? (
          <LoadingBlocks rows={8} label={SAY.loading} />
        ) : shown.length === 0 ? (
          <NothingShown
            filter={typed}
            onAdd={add}
            onClear={() => {
              setFilter('');
            }}
          />
        ) : (
          <WatchRows items={shown} sortable={typed === ''} onAdd={add} />
        )}
      </div>
      {adding === null ? null : (
        <AddMarketsDialog
          typed={adding}
          listed={items}
          onDone={() => {
            setAdding(null);
          }}
        />
      )}
      <ListDialogs
        question={question}
        items={items}
        onDone={() => {
          ask(null);
        }}
      />
    </>
  );
}

function NothingShown({
  filter,
  onAdd,
  onClear,
}: {
  readonly filter: string;
  readonly onAdd: () => void;
  readonly onClear: () => void;
}): ReactElement {
  const everything = { label: SAY.searchAll, onPress: onAdd };
  if (filter !== '')
    return (
      <PanelMessage kind="empty" sentence={SAY.nothing(filter)} actions={[everything, { label: SAY.clearFilter, onPress: onClear }]} />
    );
  return (
    <PanelMessage
      kind="empty"
      sentence={SAY.emptyList}
      actions={[everything, { label: SAY.listAll, onPress: useWatchlist.getState().restoreAll }]}
    />
  );
}

function SortRow(): ReactElement {
  const sort = useWatchlist((state) => state.sort);
  const sortBy = useWatchlist((state) => state.sortBy);
  return (
    <div className="watch-sort">
      {(['name', 'volume', 'change'] as const).map((by) => (
        <button
          key={by}
          type="button"
          className="watch-sort-head"
          aria-pressed={sort.by === by}
          onClick={() => {
            sortBy(by);
          }}
          {...hintProps(SAY.sortHint[by])}
        >
          {SAY.sortBy[by]}
          {sort.by === by ? <DirectionMark direction={sort.descending ? -1 : 1} size={6} /> : null}
        </button>
      ))}
    </div>
  );
}

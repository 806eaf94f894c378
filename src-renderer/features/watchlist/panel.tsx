import './watchlist.css';
import { EllipsisVertical, Plus, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { useLinkGroups, useLinkedInstrument } from '../../state/link-group.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { DirectionMark } from '../../ui/marks.tsx';
import { IconMenu } from '../../ui/menu.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';
import { removeWithUndo } from './remove-with-undo.ts';
import { WatchRows } from './watch-rows.tsx';
import { filterInstruments, listedInstruments } from './watchlist-model.ts';
import { useWatchlist } from './watchlist-store.ts';

/** The instruments a trader follows; choosing one shows it everywhere. */
export function WatchlistPanel(): ReactElement {
  const all = useShownDesk((state) => state.instruments);
  const { own, removed } = useWatchlist();
  const [filter, setFilter] = useState('');
  const listed = useMemo(() => listedInstruments(all, own, removed), [all, own, removed]);
  const shown = useMemo(() => filterInstruments(listed, filter), [listed, filter]);
  return (
    <>
      <PanelHead title={SAY.title} figure={all.size === 0 ? undefined : String(listed.length)}>
        <WatchTools all={all} />
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
              chooseFirst(shown);
            }}
          />
        </div>
        <SortRow />
        {all.size === 0 ? (
          <LoadingBlocks rows={8} label={SAY.loading} />
        ) : shown.length === 0 ? (
          <NothingShown
            filter={filter}
            onClear={() => {
              setFilter('');
            }}
          />
        ) : (
          <WatchRows instruments={shown} sortable={filter === ''} />
        )}
      </div>
    </>
  );
}

function chooseFirst(shown: readonly Instrument[]): void {
  const first = shown[0];
  if (first) useLinkGroups.getState().show('trade', first.id);
}

function NothingShown({ filter, onClear }: { readonly filter: string; readonly onClear: () => void }): ReactElement {
  if (filter !== '')
    return <PanelMessage kind="empty" sentence={SAY.nothing(filter)} actions={[{ label: SAY.clearFilter, onPress: onClear }]} />;
  const listAll = (): void => {
    useWatchlist.getState().load({ removed: [] });
  };
  return <PanelMessage kind="empty" sentence={SAY.emptyList} actions={[{ label: SAY.listAll, onPress: listAll }]} />;
}

function WatchTools({ all }: { readonly all: ReadonlyMap<string, Instrument> }): ReactElement {
  const { removed, add, sortBy, load } = useWatchlist();
  const active = useLinkedInstrument();
  const addable = removed.flatMap((id) => all.get(id) ?? []);
  const chosen = active === undefined || removed.includes(active) ? undefined : all.get(active);
  const sorts = (['name', 'change', 'volume'] as const).map((by) => ({
    id: by,
    label: SAY.sortHint[by],
    onChoose: () => {
      sortBy(by);
    },
  }));
  return (
    <>
      {addable.length === 0 ? (
        <IconButton icon={Plus} label={SAY.add} disabledReason={SAY.allListed} />
      ) : (
        <IconMenu
          icon={Plus}
          label={SAY.add}
          entries={addable.map(({ id, spec }) => ({
            id,
            label: spec.symbol,
            onChoose: () => {
              add(id);
            },
          }))}
        />
      )}
      <IconMenu
        icon={EllipsisVertical}
        label={SAY.more}
        entries={[
          ...sorts,
          {
            id: 'own',
            label: SAY.sortOwn,
            onChoose: () => {
              load({ sort: { by: 'own', descending: false } });
            },
          },
          ...(chosen === undefined
            ? []
            : [
                {
                  id: 'remove',
                  label: SAY.remove(chosen.spec.symbol),
                  keys: 'Delete',
                  onChoose: () => {
                    removeWithUndo(chosen);
                  },
                },
              ]),
        ]}
      />
    </>
  );
}

function SortRow(): ReactElement {
  const { sort, sortBy } = useWatchlist();
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

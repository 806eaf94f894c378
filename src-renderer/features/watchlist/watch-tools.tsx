import { EllipsisVertical, List, Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { useLinkedInstrument } from '../../state/link-group.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { IconMenu } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/menu.tsx';
import type { ListQuestion } from './list-dialogs.tsx';
import { dropListWithUndo, removeWithUndo } from './remove-with-undo.ts';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';
import type { WatchItem } from './watchlist-model.ts';
import { useWatchlist, WATCH_COLUMNS } from './watchlist-store.ts';

type Ask = (question: ListQuestion) => void;

function listEntries(ask: Ask): readonly MenuEntry[] {
  const { lists, chosen, choose } = useWatchlist.getState();
  return [
    ...lists.map(({ name }, at) => ({
      id: `list ${String(at)}`,
      label: name,
      checked: at === chosen,
      onChoose: () => {
        choose(at);
      },
    })),
    { id: 'new', label: SAY.newList, onChoose: () => ask('new') },
    { id: 'rename', label: SAY.renameList, onChoose: () => ask('rename') },
    { id: 'text', label: SAY.asText, onChoose: () => ask('text') },
    { id: 'drop', label: SAY.dropList, onChoose: dropListWithUndo, disabledReason: lists.length === 1 ? SAY.lastList : undefined },
  ];
}

function moreEntries(chosen: WatchItem | undefined): readonly MenuEntry[] {
  const { sort, columns, sortBy, sortOwn, toggleColumn } = useWatchlist.getState();
  return [
    ...(['name', 'change', 'volume'] as const).map((by) => ({
      id: by,
      label: SAY.sortHint[by],
      checked: sort.by === by,
      onChoose: () => {
        sortBy(by);
      },
    })),
    { id: 'own', label: SAY.sortOwn, checked: sort.by === 'own', onChoose: sortOwn },
    ...WATCH_COLUMNS.map((column) => ({
      id: `column ${column}`,
      label: SAY.columns[column],
      checked: columns.includes(column),
      onChoose: () => {
        toggleColumn(column);
      },
    })),
    ...(chosen === undefined
      ? []
      : [
          {
            id: 'remove',
            label: SAY.remove(chosen.symbol),
            keys: 'Delete',
            onChoose: () => {
              removeWithUndo(chosen);
            },
          },
        ]),
  ];
}

/** What stands in the head: adding, the lists, and order and columns. */
export function WatchTools({
  items,
  onAdd,
  ask,
}: {
  readonly items: readonly WatchItem[];
  readonly onAdd: () => void;
  readonly ask: Ask;
}): ReactElement {
  const active = useLinkedInstrument();
  return (
    <>
      <IconButton icon={Plus} label={SAY.add} keys="+" onPress={onAdd} />
      <IconMenu icon={List} label={SAY.lists} entries={() => listEntries(ask)} />
      <IconMenu icon={EllipsisVertical} label={SAY.more} entries={() => moreEntries(items.find(({ id }) => id === active))} />
    </>
  );
}

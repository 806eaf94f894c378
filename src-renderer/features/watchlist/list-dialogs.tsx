import { useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { saveText } from '../../ui/save-text.ts';
import { tellNote } from '../../ui/tell.ts';
import { TextField } from '../../ui/text-field.tsx';
import { listText, readListText } from './list-text.ts';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';
import type { WatchItem } from './watchlist-model.ts';
import { chosenList, useWatchlist } from './watchlist-store.ts';

/** What is asked about a list. */
export type ListQuestion = 'new' | 'rename' | 'text';

export interface ListDialogsProps {
  readonly question: ListQuestion | null;
  /** Of the list on show. */
  readonly items: readonly WatchItem[];
  readonly onDone: () => void;
}

/** The dialogs about a list as a whole. */
export function ListDialogs({ question, items, onDone }: ListDialogsProps): ReactElement | null {
  if (question === null) return null;
  return question === 'text' ? <TextDialog items={items} onDone={onDone} /> : <NameDialog isNew={question === 'new'} onDone={onDone} />;
}

function takeFocus(element: HTMLElement | null): void {
  element?.focus();
}

const LONGEST_NAME = 30;

function NameDialog({ isNew, onDone }: { readonly isNew: boolean; readonly onDone: () => void }): ReactElement {
  const { lists } = useWatchlist();
  const { name: present } = useWatchlist(chosenList);
  const [typed, type] = useState(isNew ? '' : present);
  const name = typed.trim();
  const taken = lists.some((list) => list.name === name) && (isNew || name !== present);
  const problem =
    name === '' ? SAY.nameNeeded : name.length > LONGEST_NAME ? SAY.nameLong(LONGEST_NAME) : taken ? SAY.nameTaken(name) : undefined;
  const done = (): void => {
    if (problem !== undefined) return;
    if (isNew) useWatchlist.getState().addList(name, []);
    else useWatchlist.getState().rename(name);
    onDone();
  };
  return (
    <Dialog
      open
      onClose={onDone}
      title={isNew ? SAY.newList : SAY.renameList}
      actions={
        <>
          <Button onPress={onDone}>{SAY.back}</Button>
          <Button tone="primary" disabledReason={problem} onPress={done}>
            {isNew ? SAY.makeList : SAY.renameDo}
          </Button>
        </>
      }
    >
      <TextField
        label={SAY.listName}
        labelAt="above"
        inputRef={takeFocus}
        value={typed}
        onChange={type}
        onEnter={done}
        error={typed === '' ? undefined : problem}
        keepReadBack
      />
    </Dialog>
  );
}

const MOST_NAMED = 5;

function TextDialog({ items, onDone }: { readonly items: readonly WatchItem[]; readonly onDone: () => void }): ReactElement {
  const { name } = useWatchlist(chosenList);
  const [text, setText] = useState(() => listText(items.map(({ id }) => id)));
  const { ids, unread } = readListText(text);
  const [full, setFull] = useState(false);
  const named = unread.slice(0, MOST_NAMED).map((each) => SAY.lineOf(each.line, each.text));
  const take = (): void => {
    const { lists, chosen, addList } = useWatchlist.getState();
    const names = new Set(lists.map((list) => list.name));
    let copy = SAY.fromText(lists[chosen]?.name ?? '');
    for (let number = 2; names.has(copy); number += 1) copy = SAY.numbered(SAY.fromText(name), number);
    if (!addList(copy, ids)) {
      setFull(true);
      return;
    }
    tellNote('watchlist-text', SAY.textTaken(ids.length, copy));
    onDone();
  };
  const problem = unread.length > 0 ? SAY.notUnderstood(unread.length) : ids.length === 0 ? SAY.noMarkets : undefined;
  return (
    <Dialog
      open
      width={520}
      onClose={onDone}
      title={SAY.textTitle(name)}
      closeLabel={SAY.close}
      actions={
        <>
          <Button onPress={onDone}>{SAY.back}</Button>
          <Button
            onPress={() => {
              void navigator.clipboard.writeText(text).then(() => {
                tellNote('watchlist-copied', SAY.copied);
              });
            }}
          >
            {SAY.copy}
          </Button>
          <Button
            onPress={() => {
              saveText(`${name.replaceAll(/[^\w-]+/gu, '-')}.txt`, text);
            }}
          >
            {SAY.save}
          </Button>
          <Button tone="primary" disabledReason={problem} onPress={take}>
            {SAY.takeText(ids.length)}
          </Button>
        </>
      }
    >
      <p>{SAY.textHelp}</p>
      <textarea
        className="watch-text ui-mono ui-ring-inside"
        aria-label={SAY.textTitle(name)}
        aria-describedby="watch-text-read"
        spellCheck={false}
        rows={14}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <p id="watch-text-read" className="watch-text-read" role="status">
        {full ? SAY.noRoom : unread.length === 0 ? SAY.understood(ids.length) : `${SAY.notUnderstood(unread.length)} ${named.join(' ')}`}
      </p>
    </Dialog>
  );
}

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, ReactElement, RefObject } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { useLinkedInstrument } from '../../state/link-group.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { ContextMenu, placeOfMenu } from '../../ui/context-menu.tsx';
import type { MenuAt } from '../../ui/context-menu.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { AlertDialog } from './alert-dialog.tsx';
import { removeWithUndo } from './remove-with-undo.ts';
import { chooseItem } from './row-choice.ts';
import { rowMenu } from './row-menu.ts';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';
import { useRowHeight } from './use-row-height.ts';
import { useVirtualRows } from './use-virtual-rows.ts';
import { WatchRowView } from './watch-row.tsx';
import { listedIds, marksOf, movedInstrument } from './watchlist-model.ts';
import type { WatchItem } from './watchlist-model.ts';
import { chosenList, useWatchlist } from './watchlist-store.ts';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };

function useRowMarks(): (id: string) => { readonly hasPosition: boolean; readonly hasOrders: boolean; readonly hasAlert: boolean } {
  const positions = useShownDesk((state) => state.positions);
  const orders = useShownDesk((state) => state.orders);
  const alerts = useShownDesk((state) => state.alerts.alerts);
  return useMemo(() => {
    const marks = marksOf(positions.values(), orders.values());
    const alerted = new Set(alerts.flatMap(({ spec, status }) => (status !== 'done' && 'instrument' in spec ? [spec.instrument] : [])));
    return (id) => ({ hasPosition: marks.positions.has(id), hasOrders: marks.orders.has(id), hasAlert: alerted.has(id) });
  }, [positions, orders, alerts]);
}

function idsNow(): readonly string[] {
  return listedIds(chosenList(useWatchlist.getState()), useShownDesk.getState().instruments);
}

function move(id: string, by: number): void {
  useWatchlist.getState().setOwn(movedInstrument(idsNow(), id, by));
}

/** Which row has the tab stop: the one that was focused last, else that of the market on show, else the first. */
function useTabStop(items: readonly WatchItem[]) {
  const active = useLinkedInstrument();
  const [focused, setFocused] = useState<string>();
  const places = useMemo(() => new Map(items.map(({ id }, at) => [id, at])), [items]);
  const stop = places.get(focused ?? '') ?? places.get(active ?? '') ?? 0;
  return { active, stop, setFocused };
}

/** What the keys of the list work on. */
interface RowKeys {
  readonly items: readonly WatchItem[];
  /** The row with the tab stop. */
  readonly stop: number;
  readonly sortable: boolean;
  readonly onAdd: () => void;
  readonly reach: (index: number) => void;
  readonly setFocused: (id: string) => void;
}

/** Keys of the list. A row that was not in view takes the focus when it has been drawn. */
function useRowKeys(list: RefObject<HTMLDivElement | null>, { items, stop, sortable, onAdd, reach, setFocused }: RowKeys) {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-instrument="${CSS.escape(wanted.current)}"]`)?.focus({ preventScroll: true });
    wanted.current = null;
  });
  const focusRow = (at: number): void => {
    const item = items[Math.max(0, Math.min(items.length - 1, at))];
    if (item === undefined) return;
    wanted.current = item.id;
    setFocused(item.id);
    reach(items.indexOf(item));
  };
  return (event: KeyboardEvent): void => {
    const item = items[stop];
    if (!item) return;
    const step = STEPS[event.key];
    const control = event.ctrlKey || event.metaKey;
    if (step !== undefined && control && event.shiftKey && sortable) move(item.id, Math.sign(step));
    else if (step !== undefined && !control && !event.altKey) focusRow(stop + step);
    else if (event.key === 'Enter' || event.key === ' ') chooseItem(item);
    else if (event.key === 'Delete') removeWithUndo(item);
    else if (event.key === '+' || event.key === 'Insert') onAdd();
    else return;
    event.preventDefault();
  };
}

/** The rows as a list box: one tab stop, arrows move, Enter and click choose, Delete removes, Ctrl+Shift+arrows and dragging sort. Only rows in view are drawn. */
export function WatchRows({
  items,
  sortable,
  onAdd,
}: {
  /** In the order in which they are shown. */
  readonly items: readonly WatchItem[];
  readonly sortable: boolean;
  readonly onAdd: () => void;
}): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  const { active, stop, setFocused } = useTabStop(items);
  const columns = useWatchlist((state) => state.columns);
  const marksFor = useRowMarks();
  const rowHeight = useRowHeight();
  const { indices, height, reach } = useVirtualRows(list, { count: items.length, rowHeight, active: stop });
  const onKeyDown = useRowKeys(list, { items, stop, sortable, onAdd, reach, setFocused });
  const onChoose = useCallback(
    (item: WatchItem) => {
      setFocused(item.id);
      chooseItem(item);
    },
    [setFocused],
  );
  const { onDragStart, onDrop } = useRowDrag(items);
  const menu = useRowMenu(items, sortable);
  return (
    <>
      <div ref={list} role="listbox" aria-label={SAY.title} className="watch-rows" onKeyDown={onKeyDown} onContextMenu={menu.open}>
        <div role="presentation" className="watch-sheet" style={{ blockSize: height }}>
          {indices.map((index) => {
            const item = items[index];
            return item === undefined ? null : (
              <WatchRowView
                key={item.id}
                {...{ item, columns, onChoose, onDragStart, onDrop }}
                {...marksFor(item.id)}
                chosen={item.id === active}
                tabStop={index === stop}
                place={index}
                count={items.length}
                top={index * rowHeight}
                draggable={sortable}
              />
            );
          })}
        </div>
      </div>
      {menu.drawn}
    </>
  );
}

/** Puts a dragged row at the place of the one that it is dropped on. */
function useRowDrag(items: readonly WatchItem[]) {
  const dragged = useRef<string | null>(null);
  const shown = useRef(items);
  shown.current = items;
  const onDragStart = useCallback((id: string) => {
    dragged.current = id;
  }, []);
  const onDrop = useCallback((target: string) => {
    const id = dragged.current;
    dragged.current = null;
    if (id === null || id === target) return;
    const ids = shown.current.map((item) => item.id);
    useWatchlist.getState().setOwn(movedInstrument(ids, id, ids.indexOf(target) - ids.indexOf(id)));
  }, []);
  return { onDragStart, onDrop };
}

/** The menu of the row under the pointer or the focus, and the question it may ask. */
function useRowMenu(items: readonly WatchItem[], sortable: boolean) {
  const format = useFormat();
  const [menu, show] = useState<MenuAt | null>(null);
  const [alerted, setAlert] = useState<Instrument | null>(null);
  const open = (event: MouseEvent): void => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-instrument]') : null;
    const item = items.find(({ id }) => id === element?.dataset['instrument']);
    if (item === undefined) return;
    event.preventDefault();
    const moving = sortable
      ? (by: number): void => {
          move(item.id, by);
        }
      : undefined;
    show({ ...placeOfMenu(event), label: SAY.menuOf(item.symbol), entries: rowMenu(item, format, { setAlert, move: moving }) });
  };
  const drawn = (
    <>
      <ContextMenu
        menu={menu}
        onClose={() => {
          show(null);
        }}
      />
      <AlertDialog
        instrument={alerted}
        onDone={() => {
          setAlert(null);
        }}
      />
    </>
  );
  return { open, drawn };
}

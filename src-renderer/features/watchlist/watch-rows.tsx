import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { useLinkGroups, useLinkedInstrument } from '../../state/link-group.ts';
import { usePriceAlerts } from '../../state/price-alerts.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { ContextMenu, placeOfMenu } from '../../ui/context-menu.tsx';
import type { MenuAt } from '../../ui/context-menu.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { AlertDialog } from './alert-dialog.tsx';
import { rowMenu } from './row-menu.ts';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';
import { WatchRowView } from './watch-row.tsx';
import { listedInstruments, marksOf, movedInstrument, sortWatch } from './watchlist-model.ts';
import type { WatchRow } from './watchlist-model.ts';
import { removeWithUndo } from './remove-with-undo.ts';
import { useWatchlist } from './watchlist-store.ts';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };

function useRows(instruments: readonly Instrument[]): readonly WatchRow[] {
  const quotes = useShownDesk((state) => state.quotes);
  const positions = useShownDesk((state) => state.positions);
  const orders = useShownDesk((state) => state.orders);
  const sort = useWatchlist((state) => state.sort);
  const alerts = usePriceAlerts((state) => state.alerts);
  const marks = useMemo(() => marksOf(positions.values(), orders.values()), [positions, orders]);
  return useMemo(() => {
    const rows = instruments.map((instrument) => ({
      instrument,
      quote: quotes.get(instrument.id),
      hasPosition: marks.positions.has(instrument.id),
      hasOrders: marks.orders.has(instrument.id),
      hasAlert: alerts.some((alert) => alert.instrument === instrument.id),
    }));
    return sortWatch(rows, sort);
  }, [instruments, quotes, marks, alerts, sort]);
}

function move(id: string, by: number): void {
  const { own, removed, setOwn } = useWatchlist.getState();
  const order = listedInstruments(useShownDesk.getState().instruments, own, removed).map((instrument) => instrument.id);
  setOwn(movedInstrument(order, id, by));
}

/** Puts one instrument at another's place in the trader's own order. */
function dropAt(id: string, target: string, shown: readonly string[]): void {
  useWatchlist.getState().setOwn(movedInstrument(shown, id, shown.indexOf(target) - shown.indexOf(id)));
}

function choose(id: string): void {
  useLinkGroups.getState().show('trade', id);
}

function idsOf(rows: readonly { readonly instrument: Instrument }[]): readonly string[] {
  return rows.map((row) => row.instrument.id);
}

/** The rows as a list box: one tab stop, arrows move, Enter and click choose, Delete removes, Ctrl+Shift+arrows and dragging sort. */
export function WatchRows({
  instruments,
  sortable,
}: {
  readonly instruments: readonly Instrument[];
  readonly sortable: boolean;
}): ReactElement {
  const rows = useRows(instruments);
  const active = useLinkedInstrument();
  const list = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<string>();
  const [focused, setFocused] = useState<string>();
  const stop = rows.some((row) => row.instrument.id === focused)
    ? focused
    : (rows.find((row) => row.instrument.id === active) ?? rows[0])?.instrument.id;
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = rows.findIndex((row) => row.instrument.id === stop);
    const row = rows[at];
    if (!row) return;
    const step = STEPS[event.key];
    if (step !== undefined && (event.ctrlKey || event.metaKey) && event.shiftKey && sortable) move(row.instrument.id, Math.sign(step));
    else if (step !== undefined && !event.ctrlKey && !event.altKey)
      focusRow(rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.instrument.id);
    else if (event.key === 'Enter' || event.key === ' ') choose(row.instrument.id);
    else if (event.key === 'Delete') removeWithUndo(row.instrument);
    else return;
    event.preventDefault();
  };
  const focusRow = (id: string | undefined): void => {
    if (id === undefined) return;
    setFocused(id);
    list.current?.querySelector<HTMLElement>(`[data-instrument="${CSS.escape(id)}"]`)?.focus();
  };
  const menu = useRowMenu(rows, sortable);
  return (
    <>
      <div ref={list} role="listbox" aria-label={SAY.title} className="watch-rows" onKeyDown={onKeyDown} onContextMenu={menu.open}>
        {rows.map((row) => {
          const { id } = row.instrument;
          return (
            <WatchRowView
              key={id}
              row={row}
              chosen={id === active}
              tabStop={id === stop}
              onChoose={() => {
                setFocused(id);
                choose(id);
              }}
              drag={
                sortable
                  ? {
                      start: () => {
                        setDragged(id);
                      },
                      drop: () => {
                        if (dragged !== undefined && dragged !== id) dropAt(dragged, id, idsOf(rows));
                      },
                    }
                  : undefined
              }
            />
          );
        })}
      </div>
      {menu.drawn}
    </>
  );
}

/** The menu of the row under the pointer or the focus, and the question it may ask. */
function useRowMenu(rows: readonly WatchRow[], sortable: boolean) {
  const format = useFormat();
  const [menu, show] = useState<MenuAt | null>(null);
  const [alerted, setAlert] = useState<Instrument | null>(null);
  const open = (event: MouseEvent): void => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-instrument]') : null;
    const row = rows.find(({ instrument }) => instrument.id === element?.dataset['instrument']);
    if (row === undefined) return;
    event.preventDefault();
    const { id, spec } = row.instrument;
    const moving = sortable
      ? (by: number): void => {
          move(id, by);
        }
      : undefined;
    show({ ...placeOfMenu(event), label: SAY.menuOf(spec.symbol), entries: rowMenu(row.instrument, format, { setAlert, move: moving }) });
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

import { Check, Search } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement, RefObject } from 'react';
import { MarketIndex } from '../../../src-shared/domain/market-index.ts';
import { age } from '../../format/times.ts';
import { fetchMarkets, readCatalogue, useMarketCatalogue } from '../../state/market-catalogue.ts';
import { useWallClock } from '../../state/market-clock.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { useShownQuote } from '../../state/active-instrument.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SignedFigure } from '../../ui/figures.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';
import { useVirtualRows } from './use-virtual-rows.ts';
import type { VirtualRows } from './use-virtual-rows.ts';
import { figuresOf, watchItem } from './watchlist-model.ts';
import type { WatchItem } from './watchlist-model.ts';
import { useWatchlist } from './watchlist-store.ts';

const ROW = 24;
const MINUTE_MS = 60_000;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12 };

/** One index over everything that there is: the desk's instruments and the catalogue's markets, made when either changes. */
function useEverything(): MarketIndex<WatchItem> {
  const desk = useShownDesk((state) => state.instruments);
  const catalogue = useMarketCatalogue((state) => state.markets);
  useEffect(() => {
    void readCatalogue();
  }, []);
  return useMemo(() => {
    const ids = new Set([...desk.keys(), ...catalogue.keys()]);
    return new MarketIndex([...ids].map((id) => watchItem(id, { desk, catalogue })));
  }, [desk, catalogue]);
}

export interface AddMarketsProps {
  /** What is looked for at first. */
  readonly typed: string;
  /** What the list on show has. */
  readonly listed: readonly WatchItem[];
  readonly onDone: () => void;
}

/** Finds markets among thousands by a few letters and puts them onto the list. It stays open, so that several can be added. */
export function AddMarketsDialog({ typed: first, listed, onDone }: AddMarketsProps): ReactElement {
  const index = useEverything();
  const [typed, type] = useState(first);
  const [at, setAt] = useState(0);
  const [full, setFull] = useState(false);
  const found = useMemo(() => index.search(typed), [index, typed]);
  const ids = useMemo(() => new Set(listed.map(({ id }) => id)), [listed]);
  const missing = found.filter(({ id }) => !ids.has(id));
  const add = (items: readonly WatchItem[]): void => {
    const there = listed.map(({ id }) => id);
    setFull(
      !useWatchlist.getState().add(
        items.map(({ id }) => id),
        there,
      ),
    );
  };
  return (
    <Dialog
      open
      width={620}
      className="watch-add"
      title={SAY.addTitle}
      closeLabel={SAY.close}
      onClose={onDone}
      actions={
        <>
          <Button onPress={onDone}>{SAY.done}</Button>
          <Button
            tone="primary"
            disabledReason={missing.length === 0 ? SAY.allFoundListed : undefined}
            onPress={() => {
              add(missing);
            }}
          >
            {SAY.addAll(missing.length)}
          </Button>
        </>
      }
    >
      <FoundMarkets
        {...{ typed, found, ids, at, setAt, add }}
        type={(text) => {
          type(text);
          setAt(0);
        }}
      />
      <p className="watch-add-note" role="status">
        {full ? SAY.noRoom : SAY.foundOf(found.length, index.size)}
      </p>
      <Venues />
    </Dialog>
  );
}

interface FoundProps {
  readonly typed: string;
  readonly type: (text: string) => void;
  readonly found: readonly WatchItem[];
  /** What the list has. */
  readonly ids: ReadonlySet<string>;
  readonly at: number;
  readonly setAt: (at: number) => void;
  readonly add: (items: readonly WatchItem[]) => void;
}

function takeFocus(element: HTMLInputElement | null): void {
  element?.focus();
}

/** The field and what it finds: arrows in the field move through the list, Enter adds. */
function FoundMarkets({ typed, type, found, ids, at, setAt, add }: FoundProps): ReactElement {
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const rows = useVirtualRows(scroller, { count: found.length, rowHeight: ROW, active: at });
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(found.length - 1, at + step));
    setAt(next);
    rows.reach(next);
  };
  const addAt = (place: number): void => {
    const item = found[place];
    setAt(place);
    if (item !== undefined && !ids.has(item.id)) add([item]);
  };
  return (
    <>
      <TextField
        label={SAY.searchAll}
        hideLabel
        placeholder={SAY.searchHint}
        inputRef={takeFocus}
        leading={<Search size={14} strokeWidth={1.5} aria-hidden />}
        value={typed}
        onChange={type}
        onKeyDown={onKeyDown}
        onEnter={() => {
          addAt(at);
        }}
      />
      <div className="watch-add-head" aria-hidden>
        <span>{SAY.market}</span>
        <span>{SAY.last}</span>
        <span>{SAY.sortBy.change}</span>
        <span>{SAY.sortBy.volume}</span>
        <span>{SAY.asOf}</span>
      </div>
      <FoundList {...{ id, scroller, rows, found, ids, at, onKeyDown }} onAdd={addAt} />
    </>
  );
}

interface FoundListProps extends Pick<FoundProps, 'found' | 'ids' | 'at'> {
  /** What the ids of the rows begin with. */
  readonly id: string;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly rows: VirtualRows;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onAdd: (place: number) => void;
}

function FoundList({ id, scroller, rows: { indices, height }, found, ids, at, onKeyDown, onAdd }: FoundListProps): ReactElement {
  return (
    <div
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label={SAY.foundLabel}
      aria-activedescendant={found[at] === undefined ? undefined : `${id}-${String(at)}`}
      className="watch-add-rows ui-ring-inside"
      onKeyDown={(event) => {
        onKeyDown(event);
        if (event.key === 'Enter') onAdd(at);
      }}
    >
      <div role="presentation" className="watch-sheet" style={{ blockSize: height }}>
        {indices.map((index) => {
          const item = found[index];
          return item === undefined ? null : (
            <FoundRow
              key={item.id}
              id={`${id}-${String(index)}`}
              item={item}
              active={index === at}
              listed={ids.has(item.id)}
              place={index}
              count={found.length}
              onAdd={() => {
                onAdd(index);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

function FoundRow({
  id,
  item,
  active,
  listed,
  place,
  count,
  onAdd,
}: {
  readonly id: string;
  readonly item: WatchItem;
  readonly active: boolean;
  readonly listed: boolean;
  readonly place: number;
  readonly count: number;
  readonly onAdd: () => void;
}): ReactElement {
  const format = useFormat();
  const now = useWallClock(MINUTE_MS);
  const { last, change, volume, asOf } = figuresOf(item, useShownQuote(item.id));
  return (
    <div
      id={id}
      role="option"
      aria-selected={active}
      aria-posinset={place + 1}
      aria-setsize={count}
      className="watch-add-row"
      style={{ insetBlockStart: place * ROW }}
      onClick={onAdd}
    >
      <span className="watch-add-name">
        {listed ? <Check size={12} strokeWidth={2} aria-label={SAY.isListed} /> : null}
        <b>{item.symbol}</b> <span className="watch-tag">{item.venue}</span>
        {item.name === item.base ? null : <span className="watch-add-coin">{item.name}</span>}
      </span>
      <span>{format.price(last, item.priceDecimals)}</span>
      <SignedFigure arrow value={format.signedPercent(change)} />
      <span>{format.compact(volume)}</span>
      <span className="watch-tag">{item.instrument !== null ? SAY.live : asOf === null ? '' : age(Math.max(0, now - asOf))}</span>
    </div>
  );
}

/** Whose markets are kept and since when, and a way to fetch them. */
function Venues(): ReactElement {
  const { view, fault, asking } = useMarketCatalogue();
  const now = useWallClock(MINUTE_MS);
  const venues = view?.venues ?? [];
  return (
    <div className="watch-venues">
      {fault !== null ? (
        <span role="alert">{fault.message}</span>
      ) : view?.kept.length === 0 ? (
        <span>{SAY.noneKept}</span>
      ) : (
        view?.kept.map(({ venue, name, markets, fetchedAt }) => (
          <span key={venue}>{SAY.venueKept(name, markets.length, age(Math.max(0, now - fetchedAt)))}</span>
        ))
      )}
      <MenuButton
        size="small"
        entries={venues.map(({ id, name }) => ({
          id,
          label: name,
          onChoose: () => {
            void fetchMarkets(id);
          },
          disabledReason: asking.has(id) ? SAY.isAsked : undefined,
        }))}
      >
        {asking.size > 0 ? SAY.asking : SAY.fetch}
      </MenuButton>
    </div>
  );
}

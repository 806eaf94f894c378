import { Clock } from 'lucide-react';
import { memo } from 'react';
import type { ReactElement } from 'react';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { age } from '../../format/times.ts';
import { isLookedAfter } from '../../state/attention.ts';
import { useStaleAge, useWallClock } from '../../state/market-clock.ts';
import { useShownQuote } from '../../state/active-instrument.ts';
import { useSparkline } from '../../state/sparklines.ts';
import { RowName } from '../../ui/cells.tsx';
import { CoinDisc } from '../../ui/coin-disc.tsx';
import { SignedFigure } from '../../ui/figures.tsx';
import { FlashCell } from '../../ui/flash-cell.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { Mark } from '../../ui/marks.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';
import { figuresOf } from './watchlist-model.ts';
import type { WatchItem } from './watchlist-model.ts';
import type { WatchColumn } from './watchlist-store.ts';

/** What the gutter says of a row. */
export interface RowMarks {
  readonly hasPosition: boolean;
  readonly hasOrders: boolean;
  readonly hasAlert: boolean;
}

export interface WatchRowProps extends RowMarks {
  readonly item: WatchItem;
  readonly chosen: boolean;
  /** Whether Tab reaches the list at this row. */
  readonly tabStop: boolean;
  /** Its place in the list, from 0, and how many there are: not all of them are drawn. */
  readonly place: number;
  readonly count: number;
  readonly top: number;
  readonly columns: readonly WatchColumn[];
  readonly draggable: boolean;
  /** Told of the row itself, so that a row is drawn anew only for what it shows. */
  readonly onChoose: (item: WatchItem) => void;
  readonly onDragStart: (id: string) => void;
  readonly onDrop: (id: string) => void;
}

const NO_LINE = new Float64Array(0);

/** One market: symbol and last price over the columns that were chosen. Only what is drawn listens to prices. */
export const WatchRowView = memo(function WatchRowView(props: WatchRowProps): ReactElement {
  const { item, chosen, tabStop, place, count, top, columns, draggable, onChoose, onDragStart, onDrop } = props;
  const { id, symbol, venue, instrument } = item;
  const format = useFormat();
  const figures = figuresOf(item, useShownQuote(id));
  const stale = useStaleAge(instrument === null ? undefined : id) !== null;
  return (
    <div
      role="option"
      aria-selected={chosen}
      aria-posinset={place + 1}
      aria-setsize={count}
      data-instrument={id}
      data-stale={stale || instrument === null || undefined}
      tabIndex={tabStop ? 0 : -1}
      className="watch-row ui-ring-inside"
      style={{ insetBlockStart: top }}
      draggable={draggable}
      onClick={() => {
        onChoose(item);
      }}
      onDragStart={() => {
        onDragStart(id);
      }}
      onDragOver={(event) => {
        event.preventDefault();
      }}
      onDrop={() => {
        onDrop(id);
      }}
    >
      <Gutter {...props} stale={stale} />
      <CoinDisc asset={item.base} />
      <RowName symbol={symbol} tag={venue} />
      <FlashCell value={instrument === null ? undefined : figures.last} mayFlash={isLookedAfter} className="watch-price">
        {format.price(figures.last, item.priceDecimals)}
      </FlashCell>
      <span className="watch-second">
        {instrument === null ? <AsOf time={figures.asOf} /> : columns.includes('line') ? <DayLine id={id} /> : null}
        <span className="watch-figures">
          {columns.includes('volume') ? <span className="watch-volume">{format.compact(figures.volume)}</span> : null}
          {columns.includes('change') ? <SignedFigure arrow value={format.signedPercent(figures.change)} /> : null}
        </span>
      </span>
    </div>
  );
});

function Gutter({ hasPosition, hasOrders, hasAlert, stale }: RowMarks & { readonly stale: boolean }): ReactElement {
  return (
    <span className="watch-marks">
      {hasPosition ? <Mark shape="square" size={6} label={SAY.position} /> : null}
      {hasOrders ? <Mark shape="circle" size={7} label={SAY.orders} /> : null}
      {hasAlert ? <Mark shape="up" size={6} label={SAY.alert} /> : null}
      {stale ? <Clock size={8} strokeWidth={2} aria-label={SAY.stale} /> : null}
    </span>
  );
}

function DayLine({ id }: { readonly id: string }): ReactElement {
  const closes = useSparkline(id);
  return <Sparkline values={closes ?? NO_LINE} className="ui-sparkline watch-line" />;
}

/** How old the figures of a market are that the desk does not hear. */
function AsOf({ time }: { readonly time: number | null }): ReactElement {
  const now = useWallClock(MINUTE_MS);
  if (time === null)
    return (
      <span className="watch-as-of" {...hintProps(SAY.neverFetchedHint)}>
        {SAY.neverFetched}
      </span>
    );
  return (
    <span className="watch-as-of" {...hintProps(SAY.asOfHint)}>
      <Clock size={10} strokeWidth={1.5} aria-hidden /> {age(Math.max(0, now - time))}
    </span>
  );
}

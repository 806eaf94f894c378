import { Clock } from 'lucide-react';
import { memo } from 'react';
import type { ReactElement } from 'react';
import { isLookedAfter } from '../../state/attention.ts';
import { venueTag } from '../../state/active-instrument.ts';
import { useStaleAge } from '../../state/market-clock.ts';
import { useSparkline } from '../../state/sparklines.ts';
import { CoinDisc } from '../../ui/coin-disc.tsx';
import { SignedFigure } from '../../ui/figures.tsx';
import { FlashCell } from '../../ui/flash-cell.tsx';
import { Mark } from '../../ui/marks.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';
import { dayChange } from './watchlist-model.ts';
import type { WatchRow } from './watchlist-model.ts';

export interface WatchRowProps {
  readonly row: WatchRow;
  readonly chosen: boolean;
  /** Whether Tab reaches the list at this row. */
  readonly tabStop: boolean;
  readonly onChoose: () => void;
  readonly drag: { readonly start: () => void; readonly drop: () => void } | undefined;
}

const NO_LINE = new Float64Array(0);

function sameRow(a: WatchRowProps, b: WatchRowProps): boolean {
  return (
    a.row.quote === b.row.quote &&
    a.row.instrument === b.row.instrument &&
    a.row.hasPosition === b.row.hasPosition &&
    a.row.hasOrders === b.row.hasOrders &&
    a.row.hasAlert === b.row.hasAlert &&
    a.chosen === b.chosen &&
    a.tabStop === b.tabStop &&
    (a.drag === undefined) === (b.drag === undefined)
  );
}

/** One instrument: symbol and last price over the day's line and change. */
export const WatchRowView = memo(function WatchRowView({ row, chosen, tabStop, onChoose, drag }: WatchRowProps): ReactElement {
  const { instrument, quote, hasPosition, hasOrders, hasAlert } = row;
  const { id, spec } = instrument;
  const format = useFormat();
  const stale = useStaleAge(id) !== null;
  const closes = useSparkline(id);
  return (
    <div
      role="option"
      aria-selected={chosen}
      data-instrument={id}
      data-stale={stale || undefined}
      tabIndex={tabStop ? 0 : -1}
      className="watch-row ui-ring-inside"
      draggable={drag !== undefined}
      onClick={onChoose}
      onDragStart={drag?.start}
      onDragOver={(event) => {
        event.preventDefault();
      }}
      onDrop={drag?.drop}
    >
      <span className="watch-marks">
        {hasPosition ? <Mark shape="square" size={6} label={SAY.position} /> : null}
        {hasOrders ? <Mark shape="circle" size={7} label={SAY.orders} /> : null}
        {hasAlert ? <Mark shape="up" size={6} label={SAY.alert} /> : null}
        {stale ? <Clock size={8} strokeWidth={2} aria-label={SAY.stale} /> : null}
      </span>
      <CoinDisc asset={spec.base} />
      <span className="watch-symbol">
        {spec.symbol} <span className="watch-tag">{venueTag(id)}</span>
      </span>
      <FlashCell value={quote?.last} mayFlash={isLookedAfter} className="watch-price">
        {format.price(quote?.last, instrument.priceDecimals)}
      </FlashCell>
      <Sparkline values={closes ?? NO_LINE} className="ui-sparkline watch-line" />
      <SignedFigure arrow value={format.signedPercent(dayChange(quote))} className="watch-change" />
    </div>
  );
}, sameRow);

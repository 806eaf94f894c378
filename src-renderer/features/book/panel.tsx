import './book.css';
import { memo, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { BookRow } from '../../../src-shared/contract/rows.ts';
import { GROUPINGS } from '../../../src-shared/domain/book-grouping.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { age } from '../../format/times.ts';
import { useActiveInstrument, useShownQuote } from '../../state/active-instrument.ts';
import { useStaleBookAge } from '../../state/market-clock.ts';
import { useMarketInterest } from '../../state/market-interest.ts';
import { useReplaying } from '../../state/replaying.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { DENSITIES, FRAME } from '../../ui/tokens.ts';
import { useAppearance } from '../../ui/appearance.ts';
import { useAnnouncements } from '../../ui/live-regions.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { Select } from '../../ui/select.tsx';
import { useBoxSize } from '../../ui/use-box-size.ts';
import { useFormat } from '../../ui/use-format.ts';
import { BookSideRows } from './book-side.tsx';
import { bidShare, bookLevels, largestSum, ownRows, sumDecimals } from './book-model.ts';
import type { BookLevel } from './book-model.ts';
import { ImbalanceRow, SpreadRow } from './middle-rows.tsx';
import { BOOK_SENTENCES as SAY } from './sentences.ts';

const SPREAD_ROW = 24;
const IMBALANCE_ROW = 16;

/** The order book of the active instrument. */
export function BookPanel(): ReactElement {
  const instrument = useActiveInstrument();
  const [grouping, setGrouping] = useState('1');
  const [box, { height }] = useBoxSize();
  const stale = useStaleBookAge(instrument?.id);
  const format = useFormat();
  useMarketInterest('book', instrument?.id);
  const steps = GROUPINGS.map((ticks) => ({
    value: String(ticks),
    label: instrument === undefined ? String(ticks) : format.price(instrument.tickSize * ticks, instrument.priceDecimals),
  }));
  return (
    <>
      <PanelHead title={SAY.title} stale={stale === null ? undefined : age(stale)}>
        <Select look="quiet" label={SAY.grouping} value={grouping} choices={steps} onChange={setGrouping} />
      </PanelHead>
      <div ref={box} className="book" data-stale={stale !== null || undefined}>
        {instrument === undefined ? (
          <LoadingBlocks rows={8} label={SAY.loading} />
        ) : height === 0 ? null : (
          <Book instrument={instrument} grouping={Number(grouping)} height={height} />
        )}
      </div>
    </>
  );
}

interface BookProps {
  readonly instrument: Instrument;
  readonly grouping: number;
  readonly height: number;
}

function Book({ instrument, grouping, height }: BookProps): ReactElement {
  const row = DENSITIES[useAppearance((store) => store.density)]['book-row'];
  const book = useShownDesk(({ books }) => books.get(instrument.id));
  const rows = Math.max(1, Math.floor((height - FRAME['book-head'] - SPREAD_ROW - IMBALANCE_ROW) / (2 * row)));
  const replaying = useReplaying();
  if (replaying) return <PanelMessage kind="empty" sentence={SAY.ofBars} />;
  if (book === undefined) return <LoadingBlocks rows={rows * 2} label={SAY.loading} />;
  return <Levels instrument={instrument} grouping={grouping} book={book} rows={rows} />;
}

function levelsOf(
  book: BookRow,
  instrument: Instrument,
  grouping: number,
  rows: number,
): readonly [bids: readonly BookLevel[], asks: readonly BookLevel[]] {
  const request = { tickSize: instrument.tickSize, grouping, rows };
  return [bookLevels(book.bids, { ...request, side: 'bid' }), bookLevels(book.asks, { ...request, side: 'ask' })];
}

const Levels = memo(function Levels({
  instrument,
  grouping,
  book,
  rows,
}: Omit<BookProps, 'height'> & { readonly book: BookRow; readonly rows: number }): ReactElement {
  const { base, quote: quoteAsset } = instrument.spec;
  const quote = useShownQuote(instrument.id);
  const orders = useShownDesk((state) => state.orders);
  const [bids, asks] = useMemo(() => levelsOf(book, instrument, grouping, rows), [book, instrument, grouping, rows]);
  const own = useMemo(() => ownRows(orders.values(), instrument.id, instrument.tickSize, grouping), [orders, instrument, grouping]);
  const scale = largestSum(bids, asks);
  const bestBid = book.bids[0];
  const bestAsk = book.asks[0];
  const midTicks = bestBid === undefined || bestAsk === undefined ? null : (bestBid + bestAsk) / 2 / instrument.tickSize;
  const shared = { instrument, rows, scale, own, midTicks, sumDecimals: sumDecimals(scale, instrument.sizeDecimals) };
  return (
    <>
      <div role="table" aria-label={SAY.title} className="book-table">
        <div role="row" className="book-head">
          <span role="columnheader">{SAY.price(quoteAsset)}</span>
          <span role="columnheader">{SAY.size(base)}</span>
          <span role="columnheader">{SAY.sum(base)}</span>
        </div>
        <BookSideRows {...shared} side="ask" levels={asks} />
        <SpreadRow instrument={instrument} quote={quote} bid={bestBid} ask={bestAsk} />
        <BookSideRows {...shared} side="bid" levels={bids} />
        <ImbalanceRow share={bidShare(bids, asks)} />
      </div>
      <ReadTop instrument={instrument} bid={bestBid} ask={bestAsk} />
    </>
  );
});

function ReadTop({
  instrument,
  bid,
  ask,
}: {
  readonly instrument: Instrument;
  readonly bid: number | undefined;
  readonly ask: number | undefined;
}): ReactElement {
  const format = useFormat();
  const say = useAnnouncements((store) => store.say);
  const text = (price: number | undefined): string => format.price(price, instrument.priceDecimals);
  return (
    <button
      type="button"
      className="book-read"
      onClick={() => {
        say(bid === undefined || ask === undefined ? SAY.noBook : SAY.top(instrument.spec.symbol, text(bid), text(ask), text(ask - bid)));
      }}
    >
      {SAY.read}
    </button>
  );
}

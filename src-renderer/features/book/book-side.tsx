import { useState } from 'react';
import type { MouseEvent, ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Format } from '../../format/format.ts';
import { useTicketDraft } from '../../state/ticket-draft.ts';
import { QuantityText } from '../../ui/figures.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { Mark } from '../../ui/marks.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { ownRowKey, upToHere } from './book-model.ts';
import type { BookSide } from '../../../src-shared/domain/book-grouping.ts';
import type { BookLevel } from './book-model.ts';
import { BOOK_SENTENCES as SAY } from './sentences.ts';

export interface BookSideProps {
  readonly instrument: Instrument;
  readonly side: BookSide;
  /** Best first. */
  readonly levels: readonly BookLevel[];
  readonly rows: number;
  /** The sum that fills a whole bar. */
  readonly scale: number;
  readonly own: ReadonlySet<string>;
  readonly midTicks: number | null;
  readonly sumDecimals: number;
}

function offer(event: MouseEvent, instrument: Instrument, ticks: number): void {
  const price = instrument.priceText(ticks);
  if (event.shiftKey) useTicketDraft.getState().offerStop(price);
  else useTicketDraft.getState().offerPrice(price);
}

function hintOf(props: BookSideProps, at: number, format: Format): string | undefined {
  const { instrument, levels, midTicks } = props;
  const here = upToHere(levels, at, midTicks);
  if (here === null) return undefined;
  const words = SAY.upTo(
    format.plainQuantity(here.size, instrument.sizeDecimals),
    instrument.spec.base,
    format.price(here.averageTicks * instrument.tickSize, instrument.priceDecimals),
  );
  return `${words}${here.distanceBps === null ? '.' : SAY.distance(format.basisPoints(here.distanceBps))} ${SAY.clickHint}`;
}

/** The rows of one side. They stand still and their figures change; asks stand with the best at the bottom. */
export function BookSideRows(props: BookSideProps): ReactElement {
  const { instrument, side, levels, rows, scale, own, sumDecimals } = props;
  const format = useFormat();
  const [hovered, setHovered] = useState(-1);
  const order = Array.from({ length: rows }, (_, index) => (side === 'ask' ? rows - 1 - index : index));
  return (
    <div
      role="rowgroup"
      aria-label={side === 'ask' ? SAY.asks : SAY.bids}
      className="book-side"
      data-side={side}
      onPointerLeave={() => {
        setHovered(-1);
      }}
    >
      {order.map((at) => {
        const level = levels[at];
        if (level === undefined) return <div key={at} role="row" className="book-row" aria-hidden="true" />;
        return (
          <div
            key={at}
            role="row"
            className="book-row"
            {...(hovered === at ? hintProps(hintOf(props, at, format)) : {})}
            onPointerEnter={() => {
              setHovered(at);
            }}
            onClick={(event) => {
              offer(event, instrument, level.ticks);
            }}
          >
            <span className="book-bar" style={{ scale: `${String(scale > 0 ? level.sum / scale : 0)} 1` }} aria-hidden="true" />
            <span role="cell" className="book-price">
              {own.has(ownRowKey(side, level.ticks)) ? <Mark shape="diamond" size={7} label={SAY.own} className="book-own" /> : null}
              {format.price(instrument.toPrice(level.ticks), instrument.priceDecimals)}
            </span>
            <span role="cell">
              <QuantityText value={level.size} decimals={instrument.sizeDecimals} />
            </span>
            <span role="cell" className="book-sum">
              {format.price(level.sum, sumDecimals)}
            </span>
          </div>
        );
      })}
    </div>
  );
}

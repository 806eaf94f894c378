import type { ReactElement } from 'react';
import type { QuoteRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { directionClass } from '../../ui/figures.tsx';
import { DirectionMark } from '../../ui/marks.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { BOOK_SENTENCES as SAY } from './sentences.ts';

const DIRECTIONS = { up: 1, down: -1, same: 0 } as const;

interface SpreadRowProps {
  readonly instrument: Instrument;
  readonly quote: QuoteRow | undefined;
  readonly bid: number | undefined;
  readonly ask: number | undefined;
}

/** The last price between the sides, with the spread as price and in basis points. */
export function SpreadRow({ instrument, quote, bid, ask }: SpreadRowProps): ReactElement {
  const format = useFormat();
  const direction = DIRECTIONS[quote?.direction ?? 'same'];
  const spread = bid === undefined || ask === undefined ? undefined : ask - bid;
  const bps = spread === undefined || bid === undefined || ask === undefined ? undefined : (spread / ((bid + ask) / 2)) * 10_000;
  return (
    <div role="row" className="book-spread">
      <span role="cell" className={`book-last ${directionClass(direction)}`}>
        {format.price(quote?.last, instrument.priceDecimals)}
        <DirectionMark direction={direction} size={9} />
      </span>
      <span role="cell">{SAY.spread(format.price(spread, instrument.priceDecimals), format.basisPoints(bps))}</span>
    </div>
  );
}

/** Whose size in view is larger, as figures and a bar of 4. */
export function ImbalanceRow({ share }: { readonly share: number | null }): ReactElement {
  const bids = share === null ? null : Math.round(share * 100);
  const text = (percent: number | null): string => (percent === null ? '—' : `${String(percent)}%`);
  return (
    <div role="row" className="book-imbalance">
      <span role="cell" className="ui-up">
        {SAY.bidShare(text(bids))}
      </span>
      <span className="book-imbalance-bar" aria-hidden="true">
        <span style={{ inlineSize: `${String(bids ?? 50)}%` }} />
        <span />
      </span>
      <span role="cell" className="ui-down">
        {SAY.askShare(text(bids === null ? null : 100 - bids))}
      </span>
    </div>
  );
}

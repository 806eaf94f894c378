import './styles/cells.css';
import type { ReactElement, ReactNode } from 'react';
import type { SplitText } from '../format/figures.ts';
import { rowName } from '../format/row-name.ts';
import { clippedHint, hintProps } from './hint-layer.tsx';

interface NameProps {
  readonly symbol: string;
  readonly tag: string;
}

/** An instrument's symbol with its venue's tag. */
export function InstrumentName({ symbol, tag }: NameProps): ReactElement {
  return (
    <span className="ui-instrument" {...clippedHint(`${symbol} ${tag}`)}>
      {symbol} <span className="ui-note">{tag}</span>
    </span>
  );
}

/** An instrument in a row, as short as rows name it: its tag is shown whole or not at all, and all of it by its tooltip. */
export function RowName({ symbol, tag }: NameProps): ReactElement {
  const short = rowName(symbol, tag);
  return (
    <span className="ui-row-name" {...(short.tag === tag && short.symbol === symbol ? {} : hintProps(`${symbol} ${tag}`))}>
      <span>{short.symbol}</span> <span className="ui-row-tag">{short.tag}</span>
    </span>
  );
}

/** A side in its colour. */
export function SideWord({ side, children }: { readonly side: 'buy' | 'sell'; readonly children: ReactNode }): ReactElement {
  return <span className={side === 'buy' ? 'ui-up' : 'ui-down'}>{children}</span>;
}

export interface AlignedFigureProps {
  readonly value: string | SplitText;
  /** Digits after the point of this figure, and the most that stand in its column: the difference is kept free at the right. */
  readonly decimals: number;
  readonly room: number;
}

/** A right-aligned figure of a column that mixes instruments, so that the points stand under each other. */
export function AlignedFigure({ value, decimals, room }: AlignedFigureProps): ReactElement {
  const { head, tail } = typeof value === 'string' ? { head: value, tail: '' } : value;
  const free = `${decimals === 0 && room > 0 ? '.' : ''}${'0'.repeat(Math.max(0, room - decimals))}`;
  return (
    <span className="ui-figure ui-aligned" {...(free === '' ? {} : { 'data-free': free })}>
      <span>
        {head}
        {tail === '' ? null : <span className="ui-tail">{tail}</span>}
      </span>
    </span>
  );
}

/** A share of one as a bar; its figure stands beside it. */
export function ShareBar({ share, hint }: { readonly share: number; readonly hint?: string }): ReactElement {
  const shown = Math.min(1, Math.max(0, share));
  return (
    <svg className="ui-share-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" {...hintProps(hint)}>
      <rect className="ui-share-rail" width="100" height="4" />
      <rect className="ui-share-fill" width={(shown * 100).toFixed(1)} height="4" />
    </svg>
  );
}

/** An id in the fixed font, shortened to its last signs; whole in its hint and in copies. */
export function ShortId({ id, signs = 8 }: { readonly id: string; readonly signs?: number }): ReactElement {
  return (
    <span className="ui-mono" {...hintProps(id)}>
      {id.slice(-signs)}
    </span>
  );
}

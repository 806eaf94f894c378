import type { ReactElement, ReactNode } from 'react';
import { UNKNOWN } from '../format/figures.ts';
import type { Figure, Purpose, SignedText } from '../format/figures.ts';
import { cx } from './cx.ts';
import { hintProps } from './hint-layer.tsx';
import { DirectionMark } from './marks.tsx';
import { useFormat } from './use-format.ts';

/** The class that colours a direction: up, down, or `text2` for zero. */
export function directionClass(direction: -1 | 0 | 1): string {
  return direction > 0 ? 'ui-up' : direction < 0 ? 'ui-down' : 'ui-zero';
}

/** A quantity whose trailing zeros stand in `text3`, with its unit if given. */
export function QuantityText({
  value,
  decimals,
  purpose,
  unit,
}: {
  readonly value: Figure;
  readonly decimals: number;
  readonly purpose?: Purpose;
  readonly unit?: string;
}): ReactElement {
  const { head, tail } = useFormat().quantity(value, decimals, purpose);
  return (
    <span className="ui-figure">
      {head}
      {tail === '' ? null : <span className="ui-tail">{tail}</span>}
      {unit === undefined ? null : <Unit>{unit}</Unit>}
    </span>
  );
}

/** A unit after its figure, in `text3`. */
export function Unit({ children }: { readonly children: ReactNode }): ReactElement {
  return <span className="ui-unit">{children}</span>;
}

/** A signed figure from `format.change`, `signedPercent` or `riskMultiple`, coloured, with an arrow where there is space. */
export function SignedFigure({
  value,
  arrow = false,
  className,
}: {
  readonly value: SignedText;
  readonly arrow?: boolean;
  readonly className?: string;
}): ReactElement {
  return (
    <span className={cx('ui-figure', 'ui-signed', directionClass(value.direction), className)}>
      {arrow ? <DirectionMark direction={value.direction} /> : null}
      {value.text}
    </span>
  );
}

/** The dash of an unknown figure, with the reason as its tooltip. */
export function UnknownFigure({ why }: { readonly why: string }): ReactElement {
  return (
    <span className="ui-unknown" {...hintProps(why)}>
      {UNKNOWN}
    </span>
  );
}

export interface FactRow {
  readonly label: ReactNode;
  /** A share or "of 50", in `text3` before the figure. */
  readonly share?: ReactNode;
  readonly figure: ReactNode;
  /** In a column of 28 so that the points align; 36 where one is longer than three letters. */
  readonly unit?: string;
  readonly hint?: string;
  /** Says the row needs attention: icon and weight come from the caller's label. */
  readonly strong?: boolean;
}

/** Label and figure in rows of 20, figures right-aligned; `units` keeps the unit column. */
export function Facts({
  rows,
  units = false,
  label,
  className,
}: {
  readonly rows: readonly FactRow[];
  readonly units?: boolean;
  readonly label?: string;
  readonly className?: string;
}): ReactElement {
  return (
    <dl className={cx('ui-facts', className)} aria-label={label} data-units={units ? unitColumn(rows) : undefined}>
      {rows.map((row, index) => (
        <div key={index} className="ui-fact" data-strong={row.strong || undefined} {...hintProps(row.hint)}>
          <dt>{row.label}</dt>
          <dd>
            {row.share === undefined ? null : <span className="ui-fact-share">{row.share}</span>}
            <span className="ui-fact-figure">{row.figure}</span>
            {units ? <span className="ui-fact-unit">{row.unit ?? ''}</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function unitColumn(rows: readonly FactRow[]): 'short' | 'long' {
  return rows.some(({ unit }) => unit !== undefined && unit.length > 3) ? 'long' : 'short';
}

import type { ReactElement, ReactNode } from 'react';
import { hintProps } from '../../ui/hint-layer.tsx';
import { StaleMark } from '../../ui/stale-mark.tsx';

export interface FactProps {
  readonly label: string;
  readonly children: ReactNode;
  /** What the figure means. */
  readonly hint?: string;
  /** How old the figure is, once it is stale: "25 s old". */
  readonly stale?: string | null;
  /** It keeps room for the longest of its figures, so that what stands after it does not move. */
  readonly roomy?: boolean;
}

/** Label over figure, as an item of the strip. */
export function Fact({ label, children, hint, stale = null, roomy = false }: FactProps): ReactElement {
  return (
    <div
      className="chart-fact"
      data-stale={stale !== null || undefined}
      data-roomy={roomy || undefined}
      {...hintProps(hint === undefined || stale === null ? hint : `${hint} ${stale}.`)}
    >
      <dt>
        {label}
        {stale === null ? null : <StaleMark age={stale} />}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

import type { ReactElement } from 'react';

/** The mark of 20: three bars of a chart in a hexagon. */
export function BrandMark({ label }: { readonly label: string }): ReactElement {
  return (
    <svg className="app-mark" width="20" height="20" viewBox="0 0 20 20" role="img" aria-label={label}>
      <path d="M10 1.6 17.3 5.8 V14.2 L10 18.4 2.7 14.2 V5.8 Z" />
      <path d="M6.8 9 V12.6 M10 6.2 V13.8 M13.2 7.6 V11.4" />
    </svg>
  );
}

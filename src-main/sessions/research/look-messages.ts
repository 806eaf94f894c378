import type { SeriesLook } from '../../../src-shared/contract/data.ts';
import type { DeskFault } from '../desk/desk-messages.ts';

/** What a look at a series is started with. */
export interface LookStart {
  readonly home: string;
  readonly id: string;
}

/** What it tells. */
export type FromLook = { readonly kind: 'look'; readonly look: SeriesLook } | { readonly kind: 'failed'; readonly fault: DeskFault };

import type { OwnCostsView } from '../../../src-shared/contract/research.ts';
import type { DeskFault } from '../desk/desk-messages.ts';

/** What a look through one's own fills tells. */
export type FromCosts = { readonly kind: 'costs'; readonly view: OwnCostsView } | { readonly kind: 'failed'; readonly fault: DeskFault };

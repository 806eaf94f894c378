import type { AccountId, VenueId } from '../src-shared/kernel/ids.ts';
import { SIM_VENUE } from './adapters/exchange-sim/market/sim-instruments.ts';
import type { ReadAccount } from './ports/account-reader.ts';
import type { AccountScope } from './ports/ledger.ts';

/** The paper account of a name on the simulated market. */
export function paperAccount(name: string): AccountScope {
  return { book: 'paper', account: name as AccountId, venue: SIM_VENUE };
}

/** The practice account of a name, on the venue of the bars that are replayed. */
export function practiceAccount(name: string, venue: string): AccountScope {
  return { book: 'practice', account: name as AccountId, venue: venue as VenueId };
}

/** An account at a venue as the ledger knows it, on its test network or with real money. */
export function venueAccount({ id, sandbox, venue }: ReadAccount): AccountScope {
  return { book: sandbox ? 'testnet' : 'live', account: id as AccountId, venue: venue.toUpperCase() as VenueId };
}

/** The account that the window trades on where nothing else was opened. */
export const WINDOW_ACCOUNT: AccountScope = paperAccount('paper-1');

/** Quote money that the first paper account begins with. */
export const OPENING_CASH = '100000';

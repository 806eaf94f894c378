import type { AccountId } from '../src-shared/kernel/ids.ts';
import { SIM_VENUE } from './adapters/exchange-sim/market/sim-instruments.ts';
import type { AccountScope } from './ports/ledger.ts';

/** The account that the window trades on. */
export const WINDOW_ACCOUNT: AccountScope = { book: 'paper', account: 'paper-1' as AccountId, venue: SIM_VENUE };

import type { Timeframe } from '../../src-shared/domain/candle.ts';
import type { AccountScope } from '../ports/ledger.ts';
import type { LedgerReader } from '../ports/ledger-reader.ts';

/** The book that is traded on now: paper, or the practice book of a replay. */
export interface OpenBook {
  readonly account: AccountScope;
  /** The ledger that it is in. */
  readonly reader: LedgerReader;
  /** The shortest bars that its market has. */
  readonly timeframe: Timeframe;
}

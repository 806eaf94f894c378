import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { FundingNote, FundingPlan } from '../../../src-shared/domain/funding.ts';
import type { InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import type { DepthTape } from '../../ports/depth.ts';
import type { BookNote } from '../../ports/research-store.ts';

/** A recorded book that a run is played over. */
export interface RunBook {
  readonly tape: DepthTape;
  readonly note: BookNote;
  /** Trades missing between the numbers of those that are there. */
  readonly missingTrades: number;
}

/** The bars of a run with the instrument that they are traded as. */
export interface RunBars {
  readonly instrument: InstrumentSpec;
  readonly candles: CandleColumns;
  /** Runs of missing bars, and how many bars they lack in all. */
  readonly gaps: number;
  readonly missingBars: number;
  /** SHA-256 of the columns, hexadecimal. */
  readonly dataHash: string;
  /** How the bars are called: the store's own name, or that of the simulated market. */
  readonly label: string;
  /** What holding the instrument costs, where it is a perpetual. */
  readonly funding?: { readonly plan: FundingPlan; readonly note: FundingNote };
  /** The recorded book that orders are filled from, where the bars were made of its trades. */
  readonly book?: RunBook;
}

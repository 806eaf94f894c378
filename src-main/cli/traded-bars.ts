import type { Timeframe } from '../../src-shared/domain/candle.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { FundingNote, FundingPlan } from '../../src-shared/domain/funding.ts';
import type { QueueModel } from '../core/matching/queue-place.ts';
import type { TapeSummary } from '../core/order-book/trade-bars.ts';
import type { CandleFile } from '../ports/candle-files.ts';
import type { DepthTape } from '../ports/depth.ts';
import type { StoredData } from './bars-source.ts';

/** Stored bars with the instrument that they are traded as. */
export interface StoredBars {
  /** The file, or the stored series. */
  readonly file: string;
  readonly timeframe: Timeframe;
  readonly data: CandleFile;
  readonly instrument: Instrument;
  /** The recording that the bars were made of, where it was one. */
  readonly depth?: DepthInput;
  /** The stored series that the bars were taken from; null for bars of a file. */
  readonly stored?: StoredData | null;
  /** What holding the instrument costs, where it is a perpetual. */
  readonly funding?: RunFunding;
}

/** A recording that a backtest runs over. */
export interface DepthInput {
  readonly tape: DepthTape;
  readonly queue: QueueModel;
  readonly summary: TapeSummary;
}

/** Funding of a run: the rates, and how they are written down. */
export interface RunFunding {
  readonly plan: FundingPlan;
  readonly note: FundingNote;
}

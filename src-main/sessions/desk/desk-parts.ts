import type { ReplayMove } from '../../../src-shared/contract/replay.ts';
import type { ReplayRow } from '../../../src-shared/contract/rows.ts';
import type { Timeframe } from '../../../src-shared/domain/candle.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LedgerReader } from '../../ports/ledger-reader.ts';
import type { MarketSource } from '../../ports/market-source.ts';
import type { MarketView } from '../../ports/market-view.ts';
import type { OwnRooms } from '../own/own-rooms.ts';
import type { TradingSession } from '../trading-session.ts';
import type { StartReport } from './desk-calls.ts';
import type { DeskPublisher } from './desk-publisher.ts';
import type { Pace } from './market-pace.ts';

/** The replay that a desk's market is. */
export interface DeskReplay {
  row(): ReplayRow;
  move(move: ReplayMove, wall: number): void;
  /** Fails with `replay.timeframe` where there are no such bars. */
  needs(timeframe: Timeframe): void;
}

/** What a desk is made of. */
export interface DeskParts {
  readonly session: TradingSession;
  readonly source: MarketSource;
  readonly view: MarketView;
  readonly publisher: DeskPublisher;
  readonly reader: LedgerReader;
  readonly clock: Clock;
  readonly pace: Pace;
  /** How the market is called, in the foot and in the log. */
  readonly venue: string;
  readonly seed: number;
  /** Null where the market is no replay. */
  readonly replay: DeskReplay | null;
  /** Where strategies of the user's own run; null where they do not. */
  readonly rooms: OwnRooms | null;
  readonly report: StartReport;
  /** The simulated venue loses the next order, or the answer to it. */
  readonly loseNext: (what: 'request' | 'answer') => void;
}

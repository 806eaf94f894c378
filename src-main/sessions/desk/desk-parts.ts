import type { ReplayMove } from '../../../src-shared/contract/replay.ts';
import type { LiveRow, ReplayRow } from '../../../src-shared/contract/rows.ts';
import type { ArmedStrategy } from '../../../src-shared/domain/arming.ts';
import type { CandleColumns, Timeframe } from '../../../src-shared/domain/candle.ts';
import type { UtcMs } from '../../../src-shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LedgerReader } from '../../ports/ledger-reader.ts';
import type { MarketSource } from '../../ports/market-source.ts';
import type { MarketView } from '../../ports/market-view.ts';
import type { LiveKnowledge } from '../live-knowledge.ts';
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

/** The account at a venue that a desk trades with. */
export interface DeskLive {
  /** What is known of the venue and of the way there. */
  readonly knowledge: LiveKnowledge;
  row(): LiveRow;
  /** Whether the market is heard. */
  heard(): boolean;
  /** Keeps the books of these instruments, by their ids, and no others that are only looked at. */
  look(books: readonly string[]): void;
  /** What is done before each slice of the session's events. */
  turn(): void;
  /** The fence, then cancels until the venue shows no order that could open; how many were not seen to end. A second call waits for the first. */
  end(id: string): Promise<number>;
  /** Fails with `live.unarmed` where the overfit gate does not vouch for exactly this and the account's name was not typed in its place. */
  check(strategy: ArmedStrategy): void;
  /** The same, and puts into ledger and journal what lets the strategy decide here. `command` is the id of the command that it begins with. */
  arm(strategy: ArmedStrategy, command: string): void;
  /** Hears a series that a strategy is about to be placed on. Fails as the feed does. */
  ready(place: { readonly instrument: number; readonly timeframe: Timeframe }, warmup: number): Promise<void>;
  /** Closed bars up to an instant, asked of the venue. Fails as the feed does. */
  past(instrument: number, timeframe: Timeframe, to: UtcMs, count: number): Promise<CandleColumns>;
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
  /** Null where no account at a venue is traded with. */
  readonly live: DeskLive | null;
  /** Where strategies of the user's own run; null where they do not. */
  readonly rooms: OwnRooms | null;
  readonly report: StartReport;
  /** The simulated venue loses the next order, or the answer to it. */
  readonly loseNext: (what: 'request' | 'answer') => void;
}

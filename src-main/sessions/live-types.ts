import type { AlertFiring } from '../../src-shared/domain/alert.ts';
import type { ArmedStrategy, Arming } from '../../src-shared/domain/arming.ts';
import type { DifferenceRow } from '../../src-shared/contract/venue.ts';
import type { CostProfile } from '../../src-shared/domain/costs.ts';
import type { RiskLimits } from '../../src-shared/domain/limits.ts';
import type { MarketFeed } from '../ports/market-feed.ts';
import type { AccountKeys, VenueLink, VenueOrders } from '../ports/venue-orders.ts';
import type { StrategyPlacement } from './backtest-types.ts';
import type { LiveKnowledge } from './live-knowledge.ts';
import type { OpenedSession } from './open-session.ts';
import type { OwnStrategy, PaperOutcome } from './paper-types.ts';

/** One session with an account at a venue. */
export interface LiveSpec {
  /** The account's id, under which the ledger keeps it. */
  readonly account: string;
  /** As the program's instruments name it, `BINANCE`. */
  readonly venue: string;
  /** The venue's test network: its money is none. */
  readonly sandbox: boolean;
  readonly receiveWindowMs: number;
  readonly orders: VenueOrders;
  /** The account's key, where a process holds it that can let go of it. */
  readonly keys?: AccountKeys;
  readonly feed: MarketFeed;
  readonly symbols: readonly string[];
  /** Of the perpetuals among them: what a position may be worth for each unit of margin, 1 unless given. */
  readonly leverage?: number;
  /** To reconcile is to look and to book only: strategies sleep, orders at the venue and its dead man's switch stay as they are. */
  readonly purpose: 'trade' | 'reconcile';
  readonly placements: readonly StrategyPlacement[];
  /** Those of a new account; a known one goes on with its own. */
  readonly limits: RiskLimits;
  /** What a replay of the session by a backtest is held against. */
  readonly costs: CostProfile;
  readonly seed: number;
  readonly own?: readonly OwnStrategy[];
  /** Wall time to run, ms; null runs until it is told to end. */
  readonly durationMs: number | null;
  readonly signal: AbortSignal;
  readonly onNote: (sentence: string) => void;
  /** Told of each alert that spoke, when it is in the ledger. */
  readonly onAlert?: (firing: AlertFiring) => void;
  readonly onProgress?: (done: number) => void;
  /**
   * Asked before anything is decided with all that would run, what goes on from an earlier session included: what lets it, null for a test network.
   * What it throws ends the session before it began.
   */
  readonly arm?: (strategies: readonly ArmedStrategy[]) => Promise<Arming | null>;
  /** Looks at the session before each slice; `end` ends it in order. */
  readonly onTurn?: (opened: OpenedSession, link: VenueLink, knowledge: LiveKnowledge) => 'end' | 'on';
}

/** What a live session did. */
export interface LiveOutcome extends PaperOutcome {
  /** What stands between ledger and venue. */
  readonly differences: readonly DifferenceRow[];
  /** The account was looked at and ledger and venue agree. */
  readonly agreed: boolean;
  /** Orders that could open a position and whose end the venue had not shown when the session ended. */
  readonly leftOpen: number;
  /** Why the way to the account was lost; null where it was not. */
  readonly lost: string | null;
}

import type { LedgerCheck } from '../../src-shared/contract/ledger.ts';
import type { AlertFiring } from '../../src-shared/domain/alert.ts';
import type { AlertSpec } from '../../src-shared/domain/alert-spec.ts';
import type { CostProfile } from '../../src-shared/domain/costs.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { RiskLimits } from '../../src-shared/domain/limits.ts';
import type { ExecutedFill } from '../../src-shared/domain/round-trips.ts';
import type { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { VenueId } from '../../src-shared/kernel/ids.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import type { Clock } from '../ports/clock.ts';
import type { MarketFeed } from '../ports/market-feed.ts';
import type { LaterProcess } from '../ports/strategy-process.ts';
import type { BarSeries, StrategyPlacement } from './backtest-types.ts';
import type { OpenedSession, PaperExchange } from './open-session.ts';
import type { Rest } from './rest.ts';

/** What a paper session trades on: the simulated market of a seed, stored bars played as if they came live, or the market of a real venue as it is heard. */
export type PaperMarket =
  | { readonly kind: 'simulated'; readonly seed: number; /** Simulated seconds per second of wall time. */ readonly speed: number }
  | { readonly kind: 'candles'; readonly instruments: readonly InstrumentSpec[]; readonly series: readonly BarSeries[] }
  | {
      readonly kind: 'exchange';
      /** As the program's instruments name it, `BINANCE`. */ readonly venue: string;
      readonly feed: MarketFeed;
      readonly symbols: readonly string[];
    };

/** A strategy of the user, loaded, and the process that answers for it. */
export interface OwnStrategy {
  readonly definition: StrategyDefinition;
  readonly process: LaterProcess;
  /** Its file, for what is said of it. */
  readonly name: string;
  /** SHA-256 of the files that take part. */
  readonly hash: string;
}

/** One paper session from the command line, in an account of its own. */
export interface PaperSpec {
  readonly market: PaperMarket;
  readonly placements: readonly StrategyPlacement[];
  readonly cash: Decimal;
  readonly costs: CostProfile;
  readonly limits: RiskLimits;
  readonly seed: number;
  /** Strategies of the user that are placed, each in its process. */
  readonly own?: readonly OwnStrategy[];
  /** Wall time to run, milliseconds; null plays stored bars to their end. A simulated session ends when the market has moved by exactly this times its speed. */
  readonly durationMs: number | null;
  /** Ends the session in order: orders cancelled, everything booked. */
  readonly signal: AbortSignal;
  /** Alerts that the session begins with. */
  readonly alerts?: readonly AlertSpec[];
  /** Told of each alert that spoke, when it is in the ledger. */
  readonly onAlert?: (firing: AlertFiring) => void;
  /** Told what a person should know while it goes on: how well a real venue is heard, and what was missed. */
  readonly onNote?: (sentence: string) => void;
  /** Told about once a second how far the market has come, 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** A strategy that was stopped while the session went on. */
export interface StoppedStrategy {
  readonly instance: string;
  readonly reason: string;
}

/** What a paper session did. */
export interface PaperOutcome {
  /** For `replay`. */
  readonly session: string;
  readonly instruments: readonly InstrumentSpec[];
  /** Market time at the start and at the end, ms UTC. */
  readonly from: number;
  readonly to: number;
  readonly fills: readonly ExecutedFill[];
  readonly orders: number;
  readonly refusals: Readonly<Record<string, number>>;
  /** Cash plus positions at their last prices, at the end. */
  readonly equity: Decimal;
  readonly cash: Decimal;
  /** Orders whose fate is not known at the end; not zero is a bad answer. */
  readonly inDoubt: number;
  /** Strategies that could not go on, and why. */
  readonly stopped: readonly StoppedStrategy[];
  readonly ledger: LedgerCheck;
}

/** The market of a paper session, and where it ends. */
export interface PaperGround {
  readonly exchange: PaperExchange & { close(): void };
  readonly venue: VenueId;
  readonly from: number;
  readonly until: number;
  /** Market ms per wall ms; null goes as fast as it can; `wall` is the time that it is. */
  readonly speed: number | null | 'wall';
  /** The time that a market which is heard goes by. */
  readonly clock?: Clock;
  /** As of `RunPace`. */
  readonly rest?: Rest;
  /** Lets the market come once the session is open and its strategies are placed. */
  readonly begin?: (opened: OpenedSession) => void;
}

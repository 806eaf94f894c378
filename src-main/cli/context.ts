import type { LedgerCheck } from '../../src-shared/contract/ledger.ts';
import type { OwnFill } from '../../src-shared/domain/cost-estimate.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { Log } from '../ports/log.ts';
import type { CandleFiles } from '../ports/candle-files.ts';
import type { CandleExport } from '../ports/candle-export.ts';
import type { CandleStore } from '../ports/candle-store.ts';
import type { CandleVenues } from '../ports/candle-venues.ts';
import type { MarketFeed } from '../ports/market-feed.ts';
import type { MarketCatalogue, MarketLists } from '../ports/market-lists.ts';
import type { FundingStore } from '../ports/funding-store.ts';
import type { TableFiles } from '../ports/table-files.ts';
import type { Clock } from '../ports/clock.ts';
import type { FrameFeed } from '../ports/depth.ts';
import type { attributeJournal } from '../run-attribution.ts';
import type { OpenAccounts, openVenueOrders } from '../account-services.ts';
import type { AccountAlerts, changeAlerts } from '../alert-services.ts';
import type { askSession } from '../command-services.ts';
import type { ControlBook } from '../ports/session-control.ts';
import type { DepthServices } from '../depth-services.ts';
import type { depthBacktest } from '../run-backtest.ts';
import type { Ids } from '../ports/ids.ts';
import type { awaySince, AwaySummary } from '../away-services.ts';
import type { OsNotices } from '../ports/os-notices.ts';
import type { ResearchStore } from '../ports/research-store.ts';
import type { TrialThread } from '../sessions/research/trial-pool.ts';
import type { TrialBase } from '../sessions/research/trial-types.ts';
import type { LeakOptions } from '../core/research/leaks/find-leak.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import type { LeakCheck } from '../run-leaks.ts';
import type { BacktestOutcome, BacktestSpec } from '../sessions/backtest-types.ts';
import type { UserStrategies } from '../user-strategies.ts';
import type { LiveOutcome, LiveSpec } from '../sessions/live-types.ts';
import type { PaperOutcome, PaperSpec } from '../sessions/paper-types.ts';
import type { AskSecrets } from './secret-input.ts';
import type { AskWord } from './typed-word.ts';
import type { TextOutput } from './text-output.ts';

/** What a replay found. */
export interface ReplayOutcome {
  readonly session: string;
  /** Inputs replayed. */
  readonly inputs: number;
  /** Sequence of the first input whose effects differ, or null when all were equal. */
  readonly firstDifference: number | null;
  /** What was different there, as a sentence; '' when nothing was. */
  readonly difference: string;
}

/** What a probe of the environment found. */
export interface Probe {
  readonly name: string;
  /** `missing` is needed and lacks; `absent` can be done without. */
  readonly state: 'ok' | 'missing' | 'absent';
  /** What was found. */
  readonly detail: string;
  /** What to do about it; '' when it is well. */
  readonly remedy: string;
}

/** The rooms below the command line, as functions: the root hands in the real ones, tests their own. */
export interface CliServices {
  readonly candleFiles: CandleFiles;
  readonly tableFiles: TableFiles;
  /** Opens the stored market data of a home folder; whoever opens it closes it. */
  readonly candleStore: (home: string) => CandleStore;
  readonly fundingStore: (home: string) => FundingStore;
  readonly candleExport: CandleExport;
  readonly candleVenues: CandleVenues;
  /** The markets of venues that a home folder keeps. */
  readonly marketCatalogue: (home: string) => MarketCatalogue;
  readonly marketLists: MarketLists;
  /** The public market of a venue, named in small letters; whoever opens it closes it. Fails with `venue.unknown`. */
  readonly marketFeed: (venue: string, sandbox?: boolean) => Promise<MarketFeed>;
  /** The frames of a venue, named in small letters; whoever opens it closes it. Fails with `venue.unknown`. */
  readonly frameFeed: (venue: string) => Promise<FrameFeed>;
  readonly strategies: readonly StrategyDefinition[];
  /** Instruments that are known with their tick, lot and fees: the simulated market's. */
  readonly profiles: readonly InstrumentSpec[];
  readonly backtest: (spec: BacktestSpec, own?: StrategyDefinition) => BacktestOutcome;
  /** Recorded order books, and backtests over them. */
  readonly depth: DepthServices;
  readonly depthBacktest: typeof depthBacktest;
  readonly userStrategies: UserStrategies;
  /** Opens the store of trials; makes it where there is none. */
  readonly research: (home: string) => ResearchStore;
  /** A thread that runs trials. */
  readonly trialThread: (base: TrialBase) => TrialThread;
  readonly ids: Ids;
  /** Cores of the machine. */
  readonly cores: number;
  /** Looks for what a strategy knows of bars that have not come yet. */
  readonly leaks: (spec: BacktestSpec, definition: StrategyDefinition, options: LeakOptions) => LeakCheck;
  readonly paper: (home: string, spec: PaperSpec) => Promise<PaperOutcome>;
  /** Trades with an account at a venue. */
  readonly live: (home: string, spec: LiveSpec) => Promise<LiveOutcome>;
  /** The orders of an account, in a process of its own; whoever opens them closes them. */
  readonly venueOrders: typeof openVenueOrders;
  readonly replay: (home: string, session: string) => Promise<ReplayOutcome>;
  /** Holds a session of a home folder against its backtest. */
  readonly attribute: typeof attributeJournal;
  /** Every fill of the ledger, oldest first. Fails with `environment.missing` where there is no ledger. */
  readonly ownFills: (home: string) => Promise<readonly OwnFill[]>;
  /** The accounts at venues of a home folder; whoever opens them closes them. */
  readonly accounts: (home: string) => OpenAccounts;
  /** The alerts of an account; of the one used last where none is named. */
  readonly alerts: (home: string, account: string | null) => Promise<AccountAlerts>;
  /** Changes them while no session runs on the home. */
  readonly changeAlerts: typeof changeAlerts;
  /** What happened on an account since a market time. */
  readonly away: (home: string, asked: Parameters<typeof awaySince>[1]) => Promise<AwaySummary>;
  /** Notices of the operating system; null where there are none. */
  readonly notices: OsNotices | null;
  readonly askSecrets: AskSecrets;
  readonly askWord: AskWord;
  /** Asks the session that runs with a home folder. Fails with `control.absent` where none does, and where it does not answer. */
  readonly control: typeof askSession;
  /** What is open of every account of the ledger, the one used last first. Fails with `environment.missing` where there is no ledger. */
  readonly heldBooks: (home: string) => Promise<readonly ControlBook[]>;
  readonly verifyLedger: (home: string) => Promise<LedgerCheck>;
  /** Looks at what the program needs around it, without changing anything that was there. */
  readonly probes: (home: string, env: NodeJS.ProcessEnv) => Promise<readonly Probe[]>;
}

/** One call of the command line and everything it may touch. */
export interface CliContext {
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** The folder of all state. */
  readonly home: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** Makes an id under which the log tells more. */
  readonly correlationId: () => string;
  /** Aborted when the person asks to stop. */
  readonly signal: AbortSignal;
  readonly services: CliServices;
}

import type { AlertsRow } from '../../../src-shared/contract/alerts.ts';
import type {
  ChangeOutcome,
  CloseRefusal,
  OrderChange,
  OrderRequest,
  PlaceOutcome,
  Protection,
} from '../../../src-shared/contract/orders.ts';
import type { ReplayMove } from '../../../src-shared/contract/replay.ts';
import type { BookRow, ReplayRow, RiskRow, TradesRow } from '../../../src-shared/contract/rows.ts';
import type { DeskSnapshot, Interest } from '../../../src-shared/contract/stream.ts';
import type { VenueRow } from '../../../src-shared/contract/venue.ts';
import type { CandleColumns, Timeframe } from '../../../src-shared/domain/candle.ts';
import type { InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import type { OrderEvidence } from '../../../src-shared/domain/order-evidence.ts';
import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import type { SizeRule, StrategyParameters } from '../../../src-shared/domain/strategy-spec.ts';
import type { StrategyScript } from '../../ports/strategy-process.ts';

/** What starting a strategy takes. */
export interface StartRequest {
  readonly command: string;
  readonly strategy: string;
  readonly instrument: string;
  readonly timeframe: Timeframe;
  readonly parameters: StrategyParameters;
  readonly size: SizeRule;
}

/** Closed bars of an instrument: at most `count`, of those that had closed by `before`. */
export interface CandlesRequest {
  readonly instrument: string;
  readonly timeframe: Timeframe;
  readonly before: number;
  readonly count: number;
}

/** What a start of the desk found and did. */
export interface StartReport {
  readonly firstStart: boolean;
  /** The last run ended without saying so. */
  readonly afterCrash: boolean;
  /** Wall time of the last batch before this start, or null. */
  readonly endedAt: number | null;
  readonly fills: number;
  readonly missing: number;
  /** Fills that the venue told of while this start asked it. */
  readonly recovered: number;
  readonly balanced: boolean;
}

/** What is done with the alerts: one is set by its words, removed, armed again, or what was said up to a market time is marked as seen. */
export type AlertsChange = { readonly command: string } & (
  | { readonly type: 'set'; readonly text: string }
  | { readonly type: 'remove'; readonly alert: number }
  | { readonly type: 'rearm'; readonly alert: number }
  | { readonly type: 'seen'; readonly until: number }
);

/** Everything main may ask of the trading desk, by name: parameters in, answer out, all of it plain data. Faults cross as code and details. */
export interface DeskCalls {
  report(request: Record<string, never>): StartReport;
  snapshot(request: Record<string, never>): DeskSnapshot;
  instruments(request: Record<string, never>): readonly InstrumentSpec[];
  look(request: Interest): boolean;
  candles(request: CandlesRequest): CandleColumns | Promise<CandleColumns>;
  tape(request: { readonly instrument: string }): { readonly trades: TradesRow; readonly book: BookRow };
  sparkline(request: { readonly instrument: string }): Float64Array | Promise<Float64Array>;
  setSpeed(request: { readonly speed: number }): number;
  loseNext(request: { readonly what: 'request' | 'answer' | 'feed' }): boolean;
  /** Moves the clock of a replay. Fails with `replay.off` on any other market. */
  moveReplay(request: ReplayMove): ReplayRow;
  place(request: { readonly command: string; readonly order: OrderRequest }): PlaceOutcome;
  cancel(request: { readonly command: string; readonly order: string }): boolean;
  amend(request: { readonly command: string; readonly order: string; readonly change: OrderChange }): ChangeOutcome;
  protect(request: { readonly command: string; readonly protection: Protection }): ChangeOutcome;
  cancelAll(request: { readonly command: string }): { readonly cancelled: number; readonly kept: number };
  reverse(request: { readonly command: string; readonly instrument: string }): ChangeOutcome;
  close(request: { readonly command: string; readonly instrument: string | null; readonly percent: number }): {
    readonly orders: number;
    readonly refused: readonly CloseRefusal[];
  };
  startStrategy(request: StartRequest): string | Promise<string>;
  /** Starts a strategy of the user's own from its files as they were read. Fails with `replay.on` while a replay is on. */
  startOwn(request: StartRequest & { readonly script: StrategyScript }): Promise<string>;
  changeStrategy(request: {
    readonly command: string;
    readonly instance: string;
    readonly parameters: StrategyParameters;
    readonly size: SizeRule | null;
  }): boolean | Promise<boolean>;
  /** Gives a running instance another version of its file; false where it is the one that runs. A version that cannot run leaves that one running. */
  reloadStrategy(request: { readonly command: string; readonly instance: string; readonly script: StrategyScript }): Promise<boolean>;
  /** The file that a running instance was loaded from, by its name. */
  strategyFile(request: { readonly instance: string }): string;
  stopStrategy(request: { readonly command: string; readonly instance: string; readonly close: boolean }): boolean;
  alerts(request: Record<string, never>): AlertsRow;
  changeAlerts(request: AlertsChange): AlertsRow;
  riskState(request: Record<string, never>): RiskRow;
  setLimits(request: { readonly command: string; readonly limits: RiskLimits }): RiskRow;
  /** Null where the desk trades at no venue. */
  venueState(request: Record<string, never>): VenueRow | null;
  /** Fails with `order.unknown`. */
  orderEvidence(request: { readonly order: string }): OrderEvidence;
  /** Books what a person was shown. Fails with `venue.none` and as the engine's command does. */
  acceptDifferences(request: {
    readonly command: string;
    readonly differences: readonly { readonly asset: string; readonly amount: string }[];
  }): VenueRow;
  /** Fails with `venue.none`. */
  lookAtAccount(request: Record<string, never>): boolean;
  kill(request: { readonly command: string }): { readonly cancelled: number; readonly kept: number };
  reduce(request: { readonly command: string }): RiskRow;
  rearm(request: { readonly command: string }): RiskRow;
  /** The fence and the sweep of an account's session; how many orders that could open were not seen to end. Fails with `live.off` on any other desk. */
  endLive(request: { readonly command: string }): Promise<number>;
}

/** The names of the desk's calls. */
export type DeskCallName = keyof DeskCalls;

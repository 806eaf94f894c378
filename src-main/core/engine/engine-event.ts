import type { AlertSpec } from '../../../src-shared/domain/alert-spec.ts';
import type { Arming } from '../../../src-shared/domain/arming.ts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import type { OrderIntent, OrderTerms } from '../../../src-shared/domain/order.ts';
import type { SizeRule, StrategyParameters } from '../../../src-shared/domain/strategy-spec.ts';
import type { ClientOrderId, StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ScriptMark, StrategyRecord } from '../../ports/ledger.ts';
import type { UserWish } from '../user-strategies/wishes.ts';
import type { HaltReason } from '../risk/risk-monitor.ts';
import type { MarketEvent } from '../../ports/market-source.ts';
import type { AcceptedDifference } from './accepted-difference.ts';

/** One target of a protected position: its price in ticks and its share of the position, percent. */
export interface ProtectTarget {
  readonly ticks: number;
  readonly share: number;
}

/** What a person (or a script in their name) asks the engine. `id` makes the same command sent twice one command. */
export type EngineCommand =
  | { readonly type: 'deposit'; readonly id: string; readonly asset: string; readonly amount: Decimal; readonly note: string }
  /** One order, or an entry followed by its legs; the legs' group roles say what they are. */
  | { readonly type: 'place'; readonly id: string; readonly intents: readonly OrderIntent[] }
  | { readonly type: 'cancel'; readonly id: string; readonly order: ClientOrderId }
  /** Other terms for an open order; what is left out stays. */
  | { readonly type: 'amend'; readonly id: string; readonly order: ClientOrderId; readonly terms: Partial<OrderTerms> }
  /** Stop and targets of a held position: what is there is amended, what is missing placed, what is left out cancelled. */
  | {
      readonly type: 'protect';
      readonly id: string;
      readonly instrument: number;
      readonly stopTicks: number | null;
      readonly targets: readonly ProtectTarget[];
    }
  | { readonly type: 'cancel-all'; readonly id: string }
  | { readonly type: 'close'; readonly id: string; readonly instrument: number | null; readonly percent: number }
  /** Turns a position of a contract: closes it and opens as much on the other side, by one order. */
  | { readonly type: 'reverse'; readonly id: string; readonly instrument: number }
  | { readonly type: 'start-strategy'; readonly id: string; readonly record: StrategyRecord; readonly history: CandleColumns }
  | { readonly type: 'stop-strategy'; readonly id: string; readonly instance: StrategyInstanceId; readonly close: boolean }
  /** Other parameters for a running strategy, or another version of its file, from its next bar on. */
  | {
      readonly type: 'change-strategy';
      readonly id: string;
      readonly instance: StrategyInstanceId;
      readonly parameters: StrategyParameters;
      readonly size: SizeRule | null;
      readonly history: CandleColumns;
      /** The version that it goes on with, of a strategy of the user's own. */
      readonly script?: ScriptMark;
    }
  /** Books what stands between ledger and venue, as it was shown. */
  | { readonly type: 'accept-differences'; readonly id: string; readonly differences: readonly AcceptedDifference[] }
  /** Real money may be traded with: who armed what, and what vouches for it. */
  | { readonly type: 'arm'; readonly id: string; readonly arming: Arming }
  | { readonly type: 'set-limits'; readonly id: string; readonly limits: RiskLimits }
  /** The reason is the kill switch where none is said. */
  | { readonly type: 'kill'; readonly id: string; readonly reason?: HaltReason }
  | { readonly type: 'reduce'; readonly id: string }
  | { readonly type: 'rearm'; readonly id: string }
  /** `history` are the closed bars of its timeframe up to now, of an indicator's alert; no bars for every other. */
  | { readonly type: 'set-alert'; readonly id: string; readonly spec: AlertSpec; readonly history: CandleColumns }
  | { readonly type: 'remove-alert'; readonly id: string; readonly alert: number }
  | { readonly type: 'rearm-alert'; readonly id: string; readonly alert: number; readonly history: CandleColumns }
  /** What an alert (or every one) said up to a market time was seen. */
  | { readonly type: 'seen-alert'; readonly id: string; readonly alert: number | null; readonly until: number };

/** A command in its place among the market's events. */
export interface CommandEvent {
  readonly kind: 'command';
  readonly time: number;
  readonly command: EngineCommand;
}

/** A timer that the engine armed has come. */
export interface TimerEvent {
  readonly kind: 'timer';
  readonly time: number;
  readonly timer: string;
}

/**
 * Phases of a session: `recovered` ends the start's check; `paused` begins another one, after a sleep, a jump of the clock or a lost way to the venue;
 * `locked` is the fence while the account's key is locked, which `unlocked` takes away before another check; `stopping` is the fence before an orderly end, after which nothing may enlarge exposure any more.
 */
export interface LifecycleEvent {
  readonly kind: 'lifecycle';
  readonly time: number;
  readonly phase: 'recovered' | 'paused' | 'locked' | 'unlocked' | 'stopping';
}

/** What a user's strategy wants, or why it cannot go on; it was asked at an earlier event. */
export interface AnswerEvent {
  readonly kind: 'answer';
  readonly time: number;
  readonly instance: StrategyInstanceId;
  /** Close of the bar it decided on; null for an answer to anything else. */
  readonly bar: number | null;
  /** Counts the questions of the instance. */
  readonly question: number;
  readonly wishes: readonly UserWish[];
  /** A sentence; the strategy is stopped with it. */
  readonly problem: string | null;
}

/** Everything that can happen to the engine, one at a time. */
export type EngineEvent = MarketEvent | CommandEvent | TimerEvent | LifecycleEvent | AnswerEvent;

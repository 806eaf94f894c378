import type { AlertFiring, AlertRecord } from '../../src-shared/domain/alert.ts';
import type { Fill } from '../../src-shared/domain/fill.ts';
import type { RiskLimits, TradingState } from '../../src-shared/domain/limits.ts';
import type { IdentifiedOrder, OrderTerms } from '../../src-shared/domain/order.ts';
import type { OrderState } from '../../src-shared/domain/order-state.ts';
import type { SizeRule, StrategyParameters, Ways } from '../../src-shared/domain/strategy-spec.ts';
import type { Timeframe } from '../../src-shared/domain/candle.ts';
import type { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { FaultDetails } from '../../src-shared/kernel/fault.ts';
import type { RiskRefusalCode } from '../../src-shared/kernel/fault-codes.ts';
import type { AccountId, ClientOrderId, SessionId, StrategyInstanceId, VenueId } from '../../src-shared/kernel/ids.ts';
import type { UtcMs } from '../../src-shared/kernel/time.ts';
import type { AmendRefusal, EndReason } from './execution-venue.ts';

/** The four books; no transaction mixes them. */
export type Book = 'paper' | 'practice' | 'testnet' | 'live' | 'import';

/** Where a record belongs; every order, fill, posting and refusal carries it. */
export interface LedgerScope {
  readonly book: Book;
  readonly account: AccountId;
  readonly venue: VenueId;
  readonly session: SessionId;
}

/** An account, whatever session works on it. */
export type AccountScope = Omit<LedgerScope, 'session'>;

/** Sides of the double entry, per asset: what the account holds, the market it trades with, fees paid, money brought in, corrections, funding of perpetuals paid and received. */
export type PostingAccount = 'holdings' | 'market' | 'fees' | 'funding' | 'corrections' | 'carry';

/** One line of a transaction; the lines of a transaction sum to zero per asset. */
export interface Posting {
  readonly account: PostingAccount;
  readonly asset: string;
  readonly amount: Decimal;
}

/** A version of a strategy of the user's own. */
export interface ScriptMark {
  /** Its file's name in the folder, `my-cross.ts`. */
  readonly file: string;
  /** SHA-256 of the files that take part, hexadecimal. */
  readonly hash: string;
  /** Bars of history that it wants with the parameters that it runs with. */
  readonly warmupBars: number;
}

/** A strategy placed on an instrument. */
export interface StrategyRecord {
  readonly instance: StrategyInstanceId;
  readonly strategy: string;
  readonly instrument: string;
  /** The second instrument of a strategy over two, which runs in backtests alone. */
  readonly against?: string;
  readonly timeframe: Timeframe;
  readonly parameters: StrategyParameters;
  readonly size: SizeRule;
  /** The sides that it may hold; long where absent. */
  readonly ways?: Ways;
  readonly running: boolean;
  readonly startedAt: UtcMs;
  /** Why it stopped, or null. */
  readonly stopReason: string | null;
  /** Which version of a file it runs; absent where it is built in. */
  readonly script?: ScriptMark;
}

/** The trading state with its reason and the marks that daily loss and drawdown are measured from. A restart never re-arms it. */
export interface RiskStateRecord {
  readonly state: TradingState;
  /** Rule code, `kill-switch`, or `start`. */
  readonly reason: string;
  readonly since: UtcMs;
  /** Highest equity so far, quote asset. */
  readonly equityPeak: number;
  /** UTC day (days since 1970) whose start equity is kept. */
  readonly day: number;
  readonly dayStartEquity: number;
  /** Week (from Monday, counted from 1970-01-05) whose start equity is kept; absent where no weekly loss is limited. */
  readonly week?: number;
  readonly weekStartEquity?: number;
  /** What led a circuit breaker to the state: the figures of its sentence. Absent for every other reason. */
  readonly evidence?: FaultDetails;
}

/** How far an amendment got. */
export type AmendmentState = 'asked' | 'amended' | 'refused';

/**
 * What a position gave up because a fee took coins of it: a sale of whole lots for the value of the fee. Without lots, coins that lie beside
 * the positions have paid; they cost nothing.
 */
export interface FeeLots {
  readonly instrument: number;
  readonly origin: string;
  /** 0 or more. */
  readonly lots: number;
  /** Value of the fee, or its share where several gave up lots; settle asset. */
  readonly value: Decimal;
  /** `value` less what the lots have cost on average over all origins. */
  readonly realised: Decimal;
}

/** What the engine asks to be written. One batch is one transaction. */
export type LedgerRecord =
  | { readonly kind: 'order'; readonly order: IdentifiedOrder }
  /** An order moved on, or its end was asked for: then `reason` says why while the state is not final. */
  | {
      readonly kind: 'order-state';
      readonly order: ClientOrderId;
      readonly state: OrderState;
      readonly filledLots: number;
      readonly reason: EndReason | null;
      readonly time: UtcMs;
    }
  /** Other terms of an order: asked for, taken by the venue, or not taken. */
  | {
      readonly kind: 'amendment';
      readonly order: ClientOrderId;
      /** Counts the amendments of the order from 1. */
      readonly number: number;
      readonly state: AmendmentState;
      readonly terms: OrderTerms;
      readonly reason: AmendRefusal | null;
      readonly time: UtcMs;
    }
  | {
      readonly kind: 'fill';
      readonly instrument: number;
      readonly fill: Fill;
      readonly origin: string;
      readonly side: 'buy' | 'sell';
      readonly notional: Decimal;
      /** Profit realised by this fill before its fee, settle asset; null when it opened or added. */
      readonly realised: Decimal | null;
      /** Against the price at decision, positive is worse, basis points; null when there was no price. */
      readonly slippageBps: number | null;
      /** What positions gave up for its fee; absent where that was taken in the settle asset. */
      readonly feeLots?: readonly FeeLots[];
      readonly postings: readonly Posting[];
    }
  /** Funding that what an origin holds of a perpetual has received; below zero where it paid. */
  | {
      readonly kind: 'carry';
      readonly instrument: number;
      readonly origin: string;
      readonly amount: Decimal;
      readonly postings: readonly Posting[];
      readonly time: UtcMs;
    }
  | {
      readonly kind: 'transfer';
      readonly reason: 'deposit' | 'correction';
      readonly postings: readonly Posting[];
      readonly note: string;
      readonly time: UtcMs;
    }
  | {
      readonly kind: 'refusal';
      readonly code: RiskRefusalCode;
      readonly details: FaultDetails;
      readonly instrument: number;
      readonly origin: string;
      readonly side: 'buy' | 'sell';
      readonly time: UtcMs;
    }
  | { readonly kind: 'risk-state'; readonly risk: RiskStateRecord }
  | { readonly kind: 'limits'; readonly limits: RiskLimits; readonly time: UtcMs }
  | { readonly kind: 'strategy'; readonly record: StrategyRecord }
  /** The memory of an instance, as JSON text of its own making, kept so that a restart goes on as if nothing had happened. */
  | { readonly kind: 'strategy-memory'; readonly instance: StrategyInstanceId; readonly memory: string }
  /** A sentence of an instance about what it did and why: code and parameters of its catalogue. */
  | {
      readonly kind: 'signal';
      readonly instance: StrategyInstanceId;
      readonly code: string;
      readonly details: FaultDetails;
      readonly time: UtcMs;
    }
  /** An alert was set, or stands another way now. */
  | { readonly kind: 'alert'; readonly alert: AlertRecord }
  /** An alert spoke. */
  | { readonly kind: 'alert-fired'; readonly firing: AlertFiring }
  /** A person has seen what alerts said up to a market time; of one alert, or of all where it is null. */
  | { readonly kind: 'alert-seen'; readonly alert: number | null; readonly until: UtcMs; readonly time: UtcMs }
  /** A command of a person was carried out (or refused); it is never carried out again. */
  | { readonly kind: 'command'; readonly id: string; readonly time: UtcMs };

/** Everything one step of the engine wants written: one transaction, or nothing. */
export interface LedgerBatch {
  readonly scope: LedgerScope;
  /** Market time the engine has reached; recovery goes on from here. */
  readonly time: UtcMs;
  /** Bars that closed at `time` and whose place lies below this are handled; so a start knows where to go on. */
  readonly sequence: number;
  readonly records: readonly LedgerRecord[];
}

/** What the orders of a group have come to, over those that are open and those that have ended. Lots. */
export interface GroupTotals {
  /** Filled by the entry of a bracket; null for a group without one. */
  readonly entryLots: number | null;
  /** Filled by the legs. */
  readonly legLots: number;
  /** Size of the largest leg that has ended; 0 where none has. */
  readonly endedLots: number;
}

/** Terms that an order is to get, and the market time at which they were asked for. */
export interface PendingTerms {
  readonly terms: OrderTerms;
  readonly since: UtcMs;
}

/** An order with what the ledger knows of its fate. */
export interface LedgerOrder {
  /** With its present terms. */
  readonly order: IdentifiedOrder;
  readonly state: OrderState;
  readonly filledLots: number;
  /** Why its end was asked for; null while nobody asked. */
  readonly cancelReason: EndReason | null;
  /** Of an order of a group: what the group has come to; null for every other order. */
  readonly group: GroupTotals | null;
  /** Amendments asked for so far, and the newest while nobody knows whether the venue took it. */
  readonly amendments: number;
  readonly pending: PendingTerms | null;
  /** Fills of it that are booked: a venue may tell one again. */
  readonly fillIds: readonly string[];
}

/** A position as the sum of its fills. */
export interface LedgerPosition {
  readonly instrument: number;
  /** Signed lots. */
  readonly lots: number;
  /** What the open lots cost, settle asset, without fees; signed as lots. */
  readonly cost: Decimal;
  readonly realised: Decimal;
  readonly fees: Decimal;
  /** Time of the fill that opened it; 0 when flat. */
  readonly openedAt: UtcMs;
}

/** What a start needs to go on where the last run ended. */
export interface LedgerSnapshot {
  /** Market time of the newest batch, or null for a new account. */
  readonly time: UtcMs | null;
  readonly sequence: number;
  readonly balances: ReadonlyMap<string, Decimal>;
  /** Per instrument, over all origins. */
  readonly positions: readonly LedgerPosition[];
  /** The same per strategy instance, from its own fills alone. */
  readonly instancePositions: readonly (LedgerPosition & { readonly instance: StrategyInstanceId })[];
  /** Orders that are not final. */
  readonly openOrders: readonly LedgerOrder[];
  /** Orders that ended without being filled whole, from the instant on that was asked for: a venue may still tell a fill of one. */
  readonly endedOrders: readonly LedgerOrder[];
  readonly risk: RiskStateRecord | null;
  readonly limits: RiskLimits | null;
  readonly strategies: readonly StrategyRecord[];
  readonly memories: ReadonlyMap<StrategyInstanceId, string>;
  /** Every alert that is not removed, and the number of the newest that ever was; absent where there never was one. */
  readonly alerts?: { readonly newest: number; readonly records: readonly AlertRecord[] };
  /** Times of the decisions of orders within the last 60 s before `time`, oldest first, for the order-rate rule. */
  readonly recentOrderTimes: readonly UtcMs[];
}

/** What a session asks of its ledger while it runs. */
export interface LedgerWriter {
  /** Writes a batch in one transaction, or throws a fault (`disk.full`, `disk.failed`) having written nothing. A fill id that is already booked is left out with its postings. */
  commit(batch: LedgerBatch): void;
  /** Whether this command id was already carried out. */
  hasCommand(id: string): boolean;
}

/** What a venue tells again that was booked before. */
export interface BookedTrades {
  /** Whether an order was recorded, however it ended. */
  hasOrder(order: ClientOrderId): boolean;
  /** Whether a fill in an instrument is booked for an account under this id, for whatever order. */
  hasTrade(scope: AccountScope, instrument: string, fill: string): boolean;
}

/** The one writer of an account's truth. */
export interface Ledger extends LedgerWriter {
  /** Whether this fill id is already booked. */
  hasFill(order: ClientOrderId, fill: string): boolean;
  /** What is known of an account, for a start. Instruments give the dense indices; `instrument.unknown` when one that matters is not among them. Ended orders are told from `endedSince` on, none where it is absent. */
  snapshot(scope: AccountScope, instruments: readonly { readonly id: string }[], endedSince?: UtcMs): LedgerSnapshot;
}

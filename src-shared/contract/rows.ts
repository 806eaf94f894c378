import type { Timeframe } from '../domain/candle.ts';
import type { ContractFigures } from '../domain/contract-figures.ts';
import type { OrderState } from '../domain/order-state.ts';
import type { OrderType, Side, TimeInForce, GroupRole } from '../domain/order.ts';
import type { RiskLimits, TradingState } from '../domain/limits.ts';
import type { ShownTerms } from '../domain/shown-terms.ts';
import type { SizeRule, StrategyParameters } from '../domain/strategy-spec.ts';
import type { FaultDetails } from '../kernel/fault.ts';

/** Best prices and the day's figures of an instrument; doubles, for drawing. Times are market time, ms UTC. */
export interface QuoteRow {
  readonly instrument: string;
  readonly time: number;
  readonly bid: number;
  readonly ask: number;
  readonly last: number;
  /** Direction of the last change of the last price. */
  readonly direction: 'up' | 'down' | 'same';
  readonly open24h: number;
  readonly high24h: number;
  readonly low24h: number;
  /** Base units within 24 h. */
  readonly volume24h: number;
  /** Quote units within 24 h. */
  readonly quoteVolume24h: number;
  /** What the venue says of a perpetual; absent of what is none, and where it has said nothing. */
  readonly contract?: ContractFigures;
}

/** A book snapshot, best level first; alternating price, size. Single levels at the touch, further away sums of several ticks that every grouping holds whole. */
export interface BookRow {
  readonly instrument: string;
  readonly time: number;
  readonly bids: readonly number[];
  readonly asks: readonly number[];
  /** Since when it is not known any more, market time: then these are the last that were; absent while it is. */
  readonly staleSince?: number;
}

/** A bar that is forming or has just closed: open time, open, high, low, close, base volume. */
export interface CandleRow {
  readonly instrument: string;
  readonly timeframe: string;
  readonly closed: boolean;
  readonly bar: readonly [number, number, number, number, number, number];
}

/** Prints of the tape: time, price, size, side of the aggressor. */
export interface TradesRow {
  readonly instrument: string;
  readonly prints: readonly (readonly [number, number, number, Side])[];
  /** Prints left out since the last row. */
  readonly skipped: number;
}

/** An order as every table, line and mark shows it. Money is decimal text. */
export interface OrderRow {
  readonly id: string;
  readonly instrument: string;
  readonly side: Side;
  readonly type: OrderType;
  /** Base units; null for a market order by quote amount. */
  readonly size: string | null;
  readonly quoteAmount: string | null;
  readonly price: string | null;
  /** Of a trailing stop its present trigger; null until it has one. */
  readonly trigger: string | null;
  /** Distance of a trailing stop from the best price. */
  readonly trail: string | null;
  /** Market time at which a good-till-date order ends, or null. */
  readonly expiresAt: number | null;
  /** Terms that are asked for and not answered yet, or null. */
  readonly amending: ShownTerms | null;
  readonly filled: string;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  readonly group: string | null;
  readonly role: GroupRole | null;
  readonly state: OrderState;
  /** Why it ended, a code of the window's catalogue. */
  readonly reason: string | null;
  /** Strategy instance, or `you`. */
  readonly origin: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Whether it can only shrink a position, so that cancel-all leaves it. */
  readonly protective: boolean;
}

/** What was taken for a fee in one asset, and what that was worth in the settle asset. */
export interface PaidRow {
  readonly asset: string;
  readonly amount: string;
  readonly value: string;
}

/** What a position gave up because a fee took coins of it: lots, for the value of the fee. */
export interface FeeLotsRow {
  readonly instrument: string;
  readonly origin: string;
  readonly lots: number;
  readonly value: string;
  /** Null where the origin that is looked at held nothing. */
  readonly realised: string | null;
}

/** A fill as booked. */
export interface FillRow {
  readonly id: string;
  readonly order: string;
  readonly instrument: string;
  readonly side: Side;
  readonly price: string;
  readonly size: string;
  readonly value: string;
  readonly fee: string;
  readonly feeAsset: string;
  /** What was really taken for the fee; absent where it was `fee` in `feeAsset`. */
  readonly paid?: readonly PaidRow[];
  /** What positions gave up for it; absent where they gave nothing. */
  readonly feeLots?: readonly FeeLotsRow[];
  readonly liquidity: 'maker' | 'taker';
  readonly slippageBps: number | null;
  /** By the trade itself; null where it only opened or added. */
  readonly realised: string | null;
  readonly origin: string;
  /** Market time at which its order was decided: from then to the fill a resting order stood in the queue. */
  readonly decidedAt: number;
  readonly time: number;
}

/** A refusal of the risk gate: a code of the fault table and its parameters. */
export interface RefusalRow {
  readonly code: string;
  readonly message: string;
  readonly details: FaultDetails;
  readonly instrument: string;
  readonly side: Side;
  /** What was asked for: base units, and limit price or trigger; null where the order had none. */
  readonly size: string | null;
  readonly price: string | null;
  readonly origin: string;
  readonly time: number;
}

/** What a position of a perpetual has beside that of a coin. Settle asset, decimal text. */
export interface PerpetualRow {
  /** What is held back for it at its leverage. */
  readonly margin: string;
  /** Where the venue would close it, by the account as it is now; null where no price above zero does. */
  readonly liquidation: string | null;
  /** What would be free if it were closed at the mark, the fee paid; below zero where the others need more. */
  readonly freeIfClosed: string;
}

/** A position; flat ones have size `0` and leave the table. */
export interface PositionRow {
  readonly instrument: string;
  /** Signed base units. */
  readonly size: string;
  readonly entry: string;
  readonly mark: string;
  readonly value: string;
  readonly unrealised: string;
  /** Realised since 00:00 UTC. */
  readonly realisedToday: string;
  readonly fees: string;
  /** Price of the nearest protecting stop, or null; and the targets, nearest first. */
  readonly stop: string | null;
  readonly targets: readonly { readonly price: string; readonly size: string }[];
  readonly openedAt: number;
  readonly origin: string;
  /** Absent for coins. */
  readonly perpetual?: PerpetualRow;
}

/** One asset of the account. */
export interface BalanceRow {
  readonly asset: string;
  readonly total: string;
  readonly free: string;
  readonly reserved: string;
  readonly inDoubt: string;
  /** Quote units per unit, or null where unknown. */
  readonly price: string | null;
  readonly value: string | null;
}

/** The account at one instant, quote asset, decimal text. */
export interface AccountRow {
  readonly account: string;
  readonly book: 'paper' | 'practice' | 'testnet' | 'live' | 'import';
  readonly quote: string;
  readonly time: number;
  readonly equity: string;
  readonly dayStartEquity: string;
  readonly dayPnl: string;
  readonly free: string;
  readonly reserved: string;
  readonly exposure: string;
  readonly equityPeak: string;
  /** Fraction below the peak. */
  readonly drawdown: number;
  readonly openOrders: number;
  readonly realisedToday: string;
  readonly feesToday: string;
  readonly balances: readonly BalanceRow[];
}

/** Trading state, limits and how much of each is used. */
export interface RiskRow {
  readonly state: TradingState;
  readonly reason: string;
  readonly since: number;
  readonly limits: RiskLimits;
  /** Until when a quarter of them holds because something is in its first hour with real money, if nothing pauses, ms UTC; null where they hold whole. */
  readonly reducedUntil: number | null;
  /** What a circuit breaker saw that led to the state, a sentence; '' for every other reason. */
  readonly evidence: string;
  /** Blocks of new entries by protections: the sentence, and until when they hold, market time. */
  readonly locks: readonly { readonly sentence: string; readonly until: number }[];
  /** Use of each limit: rule code, scope (an instrument or `all`), limit and use as text with unit, fraction used. */
  readonly use: readonly {
    readonly rule: string;
    readonly scope: string;
    readonly limit: string;
    readonly used: string;
    readonly fraction: number;
  }[];
}

/** A placed strategy, running or stopped. */
export interface StrategyRow {
  readonly instance: string;
  readonly strategy: string;
  readonly instrument: string;
  readonly timeframe: string;
  readonly parameters: StrategyParameters;
  readonly size: SizeRule;
  readonly running: boolean;
  readonly startedAt: number;
  readonly stopReason: string | null;
  readonly position: string;
  readonly pnl: string;
  readonly pnlToday: string;
  readonly trades: number;
  readonly wins: number;
  readonly drawdown: string;
  readonly lastSignal: SignalRow | null;
  /** The version of a file of the user's that it runs, or ran; null where it is built in. The hash is a SHA-256, hexadecimal. */
  readonly script: { readonly file: string; readonly hash: string } | null;
}

/** Something a strategy did and why; the sentence is the window's. */
export interface SignalRow {
  readonly instance: string;
  readonly code: string;
  readonly details: FaultDetails;
  readonly time: number;
}

/** The account at a venue that a desk trades with. */
export interface LiveRow {
  /** As its owner called it, and its venue as people write it. */
  readonly name: string;
  readonly venue: string;
  /**
   * Why nothing is sent now that could enlarge a position: ledger and venue are being compared, they differ, the session is being ended, or the way to the account has
   * ended. Null where nothing of it is so.
   */
  readonly waits: 'recovering' | 'differing' | 'ending' | 'lost' | null;
  /** What is wrong with the way to the account, a sentence; null where nothing is. */
  readonly problem: string | null;
  /** Strategies may be started: the overfit gate was overridden, or it is a test network. */
  readonly strategies: boolean;
}

/** Feed, market clock and ledger as the foot shows them. */
export interface StatusRow {
  readonly marketTime: number;
  /** Wall time when this was said, ms UTC. */
  readonly wallTime: number;
  readonly speed: number;
  readonly seed: number;
  readonly connected: boolean;
  readonly venue: string;
  /** Last order's time from decision to acknowledgement, ms of market time, or null before the first; and the 95th percentile. */
  readonly orderLatencyMs: number | null;
  readonly orderLatencyP95Ms: number | null;
  readonly ledger: 'saved' | 'saving' | 'failed';
  readonly balanced: boolean;
  readonly recovering: boolean;
  /** Where the replay stands that this market is; null on every other market. */
  readonly replay: ReplayRow | null;
  /** The account at a venue that is traded with; null on paper and in a replay. */
  readonly live: LiveRow | null;
}

/** What a replay led to, quote asset, after costs. */
export interface ReplayResult {
  /** Positions that were opened and closed again, and those still open. */
  readonly trades: number;
  readonly open: number;
  readonly fills: number;
  /** Exact, decimal text. */
  readonly fees: string;
  readonly profit: string;
  /** Profit over the money that it began with. */
  readonly profitFraction: number;
  /** The same of buying everything at the first bar to come and holding it, under the same costs. */
  readonly holdFraction: number;
}

/** A replay of stored bars. Instants are ms UTC of its market. */
export interface ReplayRow {
  readonly instrument: string;
  /** The bars that it moves by. */
  readonly timeframe: Timeframe;
  /** What the bars are called. */
  readonly label: string;
  /** Where it began, and the close of its last bar. */
  readonly from: number;
  readonly to: number;
  /** Bars that have closed since it began, of those that will have closed at its end. */
  readonly bar: number;
  readonly bars: number;
  readonly playing: boolean;
  /** Bars a second while it plays. */
  readonly barsPerSecond: number;
  /** Null until its end. */
  readonly result: ReplayResult | null;
}

/** A line of the log panel. */
export interface LogRow {
  readonly id: number;
  readonly time: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly area: string;
  readonly message: string;
}

/** Something a person should read once: a code of the window's catalogue and its parameters. */
export interface NoticeRow {
  readonly id: number;
  readonly time: number;
  readonly urgency: 'polite' | 'assertive';
  readonly code: string;
  readonly details: FaultDetails;
}

import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import type { Interval } from '../domain/cost-estimate.ts';
import type { CostProfile } from '../domain/costs.ts';
import type { CandleColumns } from '../domain/candle.ts';
import type { Side } from '../domain/order.ts';
import type { MetricResult, MetricUnit } from '../domain/metric.ts';
import { call } from './base.ts';
import { protections } from './protections.ts';
import { bookTimeframe, commandId, instant, instrumentId, positiveDecimalText, timeframe } from './scalars.ts';
import { sizeRule } from './strategies.ts';

/** How the bars are traded as a perpetual: leverage, sides, and what is assumed of funding; basis points per 8 hours where a rate is stated. */
export const perpetualTerms = z.object({
  leverage: z.number().check(z.gte(1), z.lte(20)),
  direction: z.enum(['long', 'short', 'both']),
  funding: z.union([
    z.object({ kind: z.enum(['assumed', 'stored']) }),
    z.object({ kind: z.literal('stated'), bps: z.number().check(z.gte(-1_000), z.lte(1_000)) }),
  ]),
});

const simulatedBars = z.object({ kind: z.literal('simulated') });
const storedBars = z.object({ kind: z.literal('stored'), series: z.string().check(z.maxLength(80)) });

/** What a backtest over bars runs over and with. */
export const barsRequest = z.object({
  /** Bars of the simulated market, or a stored series by its id. */
  source: z.union([simulatedBars, storedBars]),
  instrument: instrumentId,
  timeframe,
  /** Open of the first bar and close of the last, ms UTC. */
  from: instant,
  to: instant,
  strategy: z.string().check(z.maxLength(40)),
  parameters: z.record(z.string().check(z.maxLength(40)), z.number()),
  size: sizeRule,
  cash: positiveDecimalText,
  /** Name of a cost profile that is offered. */
  costs: z.string().check(z.maxLength(40)),
  /** None, or those of a new paper account. */
  limits: z.enum(['none', 'default']),
  /** What blocks new entries after closed trades; nothing does where absent. */
  protections: z.optional(protections),
  seed: z.int().check(z.nonnegative()),
  /** Absent where the bars are traded as spot. */
  perpetual: z.optional(perpetualTerms),
});

/** What a backtest over bars runs over and with. */
export type BarsRequest = z.infer<typeof barsRequest>;

/** What a backtest runs over and with: bars, or a recorded order book, of whose trades the bars are then made. */
export const runRequest = z.extend(barsRequest, {
  source: z.union([simulatedBars, storedBars, z.object({ kind: z.literal('recorded'), recording: z.string().check(z.maxLength(80)) })]),
  /** Those under a minute go with a recorded book alone. */
  timeframe: bookTimeframe,
  /** Of a recorded book: what orders cancelled at a level do to one that waits there. Conservative where absent. */
  queue: z.optional(z.enum(['conservative', 'proportional'])),
});

/** What a backtest runs over and with. */
export type RunRequest = z.infer<typeof runRequest>;

/** Where a run stands; `waiting` is for others to end first. */
export type RunState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** A run as the list shows it. */
export interface RunRow {
  /** Rising from 1; shown as `run 14`. */
  readonly run: number;
  readonly state: RunState;
  readonly request: RunRequest;
  /** Return over the run, a fraction, once it is done. */
  readonly totalReturn: number | null;
  /** Deepest fall from a peak, a fraction above zero, once it is done. */
  readonly maxDrawdown: number | null;
  /** While it runs: bars done of those to do, over all its passes. */
  readonly done: number;
  readonly total: number;
  /** Bars per second, and seconds left; null before they can be told. */
  readonly rate: number | null;
  readonly left: number | null;
  /** How long it took, once it is done; null before. */
  readonly seconds: number | null;
  /** What went wrong, a sentence; '' when nothing did. */
  readonly problem: string;
}

/** One figure of a report with the same figure of buy and hold. */
export interface RunFigure {
  readonly id: string;
  readonly label: string;
  readonly unit: MetricUnit;
  readonly definition: string;
  readonly value: MetricResult;
  readonly hold: MetricResult;
}

/** A closed trade of a run. Money and prices as decimal text, excursions as fractions of the entry price. */
export interface RunTradeRow {
  readonly number: number;
  readonly side: Side;
  readonly entryTime: number;
  readonly exitTime: number;
  readonly entryPrice: string;
  readonly exitPrice: string;
  readonly quantity: string;
  readonly fee: string;
  readonly pnl: string;
  /** Profit over the value of the entry. */
  readonly pnlFraction: number;
  /** Furthest the price went against the trade and for it while it was held. */
  readonly adverse: number;
  readonly favourable: number;
  /** Of a perpetual: funding received (below zero paid), decimal text, and whether the venue closed it. */
  readonly funding?: string;
  readonly liquidated?: boolean;
}

/** Return of one calendar month (UTC), net of costs. */
export interface MonthReturn {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly value: number;
}

/** One step from the result without any cost to the one with all: what the run would have ended with, had only these costs existed. */
export interface CostStep {
  readonly id: 'none' | 'fee' | 'spread' | 'slippage' | 'latency' | 'impact' | 'participation' | 'funding';
  /** Equity at the end with this cost and all before it, settle asset. */
  readonly equity: number;
}

/** The same run under other costs. */
export interface SensitivityRow {
  readonly id: string;
  readonly totalReturn: number | null;
  readonly sharpe: number | null;
  readonly maxDrawdown: number | null;
  readonly trades: number;
}

/** What a run took for granted. */
export interface RunAssumptions {
  readonly costs: CostProfile;
  readonly takerFeeBps: number;
  readonly makerFeeBps: number;
  readonly halfSpreadBps: number;
  readonly bars: number;
  readonly days: number;
  readonly gaps: number;
  readonly missingBars: number;
  readonly tick: string;
  readonly lot: string;
  readonly engineLot: string;
  readonly engine: string;
  /** SHA-256 of the bars' columns, hexadecimal. */
  readonly dataHash: string;
  /** SHA-256 of the files of a strategy of the user's own; absent for a built-in one. */
  readonly strategyHash?: string;
  readonly firstBar: number;
  readonly lastClose: number;
  /** Of a perpetual: its symbol, fractions of the position's value, and funding in words. */
  readonly perpetual?: {
    readonly symbol: string;
    readonly maintenanceMargin: string;
    readonly liquidationFee: string;
    readonly funding: string;
  };
  /** Of a recorded book: how its queues were taken, and what playing it met. */
  readonly book?: BookAssumptions;
}

/** What a run over a recorded book took for granted, and what it met. */
export interface BookAssumptions {
  readonly recording: string;
  readonly queue: 'conservative' | 'proportional';
  readonly messages: number;
  /** Whole books in it. */
  readonly snapshots: number;
  /** How often messages were missing, and bid and ask crossed: the book was not known from then on. */
  readonly gaps: number;
  readonly crossed: number;
  readonly missingTrades: number;
  /** How long the book was not known, and how long it took from the first message until it first was, ms; null when it never was. */
  readonly unknownMs: number;
  readonly firstKnownMs: number | null;
  /** Orders that ended because they came while the book was not known. */
  readonly turnedAway: number;
}

/** The report of a run that is done. */
export interface RunReportView {
  readonly run: number;
  readonly request: RunRequest;
  readonly quote: string;
  readonly base: string;
  readonly assumptions: RunAssumptions;
  readonly figures: readonly RunFigure[];
  /** Exact, settle asset, decimal text. */
  readonly finalEquity: string;
  readonly holdEquity: string;
  readonly fees: string;
  /** Of a perpetual: funding received (below zero paid), and how often the venue closed a position. */
  readonly funding?: string;
  readonly liquidations?: number;
  /** Equity of the run and of buy and hold at thinned instants, with the fall from the peak of every bar before, fractions up to 0. */
  readonly curve: {
    readonly times: Float64Array;
    readonly equity: Float64Array;
    readonly hold: Float64Array;
    readonly drawdown: Float64Array;
    readonly holdDrawdown: Float64Array;
  };
  /** The newest, at most 2,000, oldest first; `closedTrades` says how many there are. */
  readonly trades: readonly RunTradeRow[];
  readonly closedTrades: number;
  readonly months: readonly MonthReturn[];
  readonly costSteps: readonly CostStep[];
  readonly sensitivity: readonly SensitivityRow[];
  /** How often the gate refused, by code. */
  readonly refusals: Readonly<Record<string, number>>;
}

interface SourceSpan {
  readonly instrument: string;
  /** What there is, ms UTC. */
  readonly from: number;
  readonly to: number;
  /** Runs of missing bars; 0 on the simulated market and of a recorded book, whose gaps only playing it shows. */
  readonly gaps: number;
}

/** Bars that a run, a search, a portfolio or a replay can go over. */
export interface BarsSource extends SourceSpan {
  readonly source: BarsRequest['source'];
  readonly timeframes: readonly BarsRequest['timeframe'][];
}

/** A recorded order book that a run can go over: a day, or all days of its instrument. */
export interface BookSource extends SourceSpan {
  readonly source: Extract<RunRequest['source'], { kind: 'recorded' }>;
  readonly timeframes: readonly RunRequest['timeframe'][];
}

/** What a run can be made over. */
export type ResearchSource = BarsSource | BookSource;

/** Bars of a run for a drawing. */
export interface RunBarsView {
  readonly candles: CandleColumns;
  /** Length of one, ms: the run's own, or a longer one where there were too many. */
  readonly barMs: number;
}

/** The trades of a run for a chart of the market that it went over. */
export interface RunMarksView {
  readonly request: BarsRequest;
  /** The newest, at most 2,000, oldest first; `closedTrades` says how many there are. */
  readonly trades: readonly RunTradeRow[];
  readonly closedTrades: number;
}

/** What the ledger's own fills say of costs. */
export interface OwnCostsView {
  /** Filled market orders there are, and how many an estimate needs. */
  readonly orders: number;
  readonly needed: number;
  /** Basis points from the price of the decision, spread and latency in it; null below what is needed. */
  readonly slippage: Interval | null;
  /** Profiles that a run may name from now on: as measured, and with the upper end; empty below what is needed. */
  readonly profiles: readonly CostProfile[];
}

const start = call.$meta({ privilege: 'unlocked', ratePerSecond: 10 });
const shut = call.$meta({ privilege: 'unlocked', ratePerSecond: 10, shutInReplay: true });
const runNumber = z.object({ run: z.int().check(z.positive()) });

/** Backtests: what they can run over, what has run, and what came of it. */
export const researchContract = {
  sources: call
    .input(z.object({}))
    .output(type<{ readonly sources: readonly ResearchSource[]; readonly costs: readonly CostProfile[]; readonly now: number }>()),
  /** Estimates costs from the ledger's own fills. */
  ownCosts: call.$meta({ privilege: 'open', ratePerSecond: 2 }).input(z.object({})).output(type<OwnCostsView>()),
  runs: call.input(z.object({})).output(type<{ readonly runs: readonly RunRow[] }>()),
  run: shut.input(z.object({ command: commandId, request: runRequest })).output(type<{ readonly run: number }>()),
  cancel: start.input(z.object({ command: commandId, run: z.int().check(z.positive()) })).output(type<{ readonly cancelled: boolean }>()),
  report: call.$meta({ privilege: 'open', ratePerSecond: 20, shutInReplay: true }).input(runNumber).output(type<RunReportView>()),
  /** The bars of a run that is done from one instant to another, at most so many: joined to longer ones where there are more. */
  bars: call
    .$meta({ privilege: 'open', ratePerSecond: 20, shutInReplay: true })
    .input(z.object({ run: z.int().check(z.positive()), from: instant, to: instant, most: z.int().check(z.gte(20), z.lte(2_000)) }))
    .output(type<RunBarsView>()),
  /** The trades of a run over the simulated market that the window shows. */
  marks: call.$meta({ privilege: 'open', ratePerSecond: 20, shutInReplay: true }).input(runNumber).output(type<RunMarksView>()),
  /** The whole report as text: every trade, every figure, full precision. */
  export: shut
    .input(z.object({ run: z.int().check(z.positive()), format: z.enum(['csv', 'json', 'html', 'capsule']) }))
    .output(type<{ readonly name: string; readonly text: string }>()),
};

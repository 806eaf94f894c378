import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import type { CostProfile } from '../domain/costs.ts';
import type { PairCounts } from '../domain/pair-counts.ts';
import { call } from './base.ts';
import { barsRequest, perpetualTerms, type RunFigure, type RunReportView, type RunState, type RunTradeRow } from './research.ts';
import { commandId } from './scalars.ts';

/** The second instrument of a strategy over two; both are traded as perpetuals of one leverage, with funding as assumed or as stored for each. */
export const pairTerms = z.extend(z.pick(barsRequest, { source: true, instrument: true }), {
  leverage: perpetualTerms.shape.leverage,
  funding: z.enum(['assumed', 'stored']),
});

/** One strategy of a portfolio, on bars of its own. */
export const portfolioRow = z.extend(
  z.pick(barsRequest, {
    source: true,
    instrument: true,
    timeframe: true,
    strategy: true,
    parameters: true,
    size: true,
  }),
  /** Of a strategy over two instruments alone. */
  { pair: z.optional(pairTerms) },
);

/** One strategy of a portfolio, on bars of its own. */
export type PortfolioRowAsk = z.infer<typeof portfolioRow>;

/** Several strategies on one account, over one span of time. */
export const portfolioRequest = z.extend(
  z.pick(barsRequest, { from: true, to: true, cash: true, costs: true, limits: true, protections: true, seed: true }),
  {
    rows: z.array(portfolioRow).check(z.minLength(1), z.maxLength(24)),
  },
);

/** Several strategies on one account, over one span of time. */
export type PortfolioAsk = z.infer<typeof portfolioRequest>;

/** A portfolio's run as the list shows it; numbered together with single runs. */
export interface PortfolioRunRow {
  readonly run: number;
  readonly state: RunState;
  readonly request: PortfolioAsk;
  /** Return over the run, a fraction, once it is done. */
  readonly totalReturn: number | null;
  readonly maxDrawdown: number | null;
  /** Bars done of those to do, over all its passes. */
  readonly done: number;
  readonly total: number;
  /** Bars per second, and seconds left; null before they can be told. */
  readonly rate: number | null;
  readonly left: number | null;
  readonly seconds: number | null;
  /** What went wrong, a sentence; '' when nothing did. */
  readonly problem: string;
}

/** What one row did to the account. Money exact, decimal text in the settle asset; shares as fractions. */
export interface PortfolioPart {
  /** Name of its instance, `sma-cross-1`. */
  readonly name: string;
  readonly instrument: string;
  /** After fees, what is still held at its last close: over all rows it comes to what the account gained or lost. */
  readonly profit: string;
  readonly fees: string;
  readonly fills: number;
  readonly closedTrades: number;
  /** Share of the instants at which it held something, and its position as a share of equity. */
  readonly held: number;
  readonly meanWeight: number;
  readonly highestWeight: number;
}

/** Bars that a portfolio went over. */
export interface PortfolioMarketView {
  readonly instrument: string;
  readonly timeframe: string;
  readonly label: string;
  readonly bars: number;
  readonly gaps: number;
  readonly missingBars: number;
  /** SHA-256 of the bars' columns, hexadecimal. */
  readonly dataHash: string;
}

/** A closed trade of a portfolio, with the row that made it. */
export interface PortfolioTradeRow extends RunTradeRow {
  /** Name of the row's instance, `sma-cross-1`. */
  readonly row: string;
  readonly instrument: string;
}

/** The report of a portfolio's run that is done; held against the same money in equal parts in every instrument. */
export interface PortfolioReportView {
  readonly run: number;
  readonly request: PortfolioAsk;
  readonly quote: string;
  readonly engine: string;
  readonly costs: CostProfile;
  readonly markets: readonly PortfolioMarketView[];
  readonly figures: readonly RunFigure[];
  /** Exact, settle asset, decimal text. */
  readonly finalEquity: string;
  readonly holdEquity: string;
  readonly fees: string;
  readonly closedTrades: number;
  /** The newest, at most 2,000, oldest first; none where the report was kept before trades were. */
  readonly trades: readonly PortfolioTradeRow[];
  readonly curve: RunReportView['curve'];
  /** In the order of the request's rows; a row over two instruments has a part for each, its first one first. */
  readonly parts: readonly PortfolioPart[];
  /** Pearson correlation of the rows' daily profits; null where one of two did not vary. */
  readonly correlation: readonly (readonly (number | null)[])[];
  /** Mean and highest sum of all positions as a share of equity. */
  readonly meanGross: number;
  readonly highestGross: number;
  /** How often the gate refused, by code. */
  readonly refusals: Readonly<Record<string, number>>;
  /** What strategies over two instruments met; absent where there are none. */
  readonly pairs?: readonly PairCounts[];
}

const change = call.$meta({ privilege: 'unlocked', ratePerSecond: 10 });
/** During a replay nothing is told of what comes after its present. */
const shut = call.$meta({ privilege: 'unlocked', ratePerSecond: 10, shutInReplay: true });
const run = z.int().check(z.positive());

/** Portfolios: several strategies on several instruments in one run on one account. */
export const portfoliosContract = {
  list: call.input(z.object({})).output(type<{ readonly portfolios: readonly PortfolioRunRow[] }>()),
  run: shut.input(z.object({ command: commandId, request: portfolioRequest })).output(type<{ readonly run: number }>()),
  cancel: change.input(z.object({ command: commandId, run })).output(type<{ readonly cancelled: boolean }>()),
  report: call
    .$meta({ privilege: 'open', ratePerSecond: 20, shutInReplay: true })
    .input(z.object({ run }))
    .output(type<PortfolioReportView>()),
  /** The whole report as text: every trade with its row, every figure, full precision. */
  export: shut
    .input(z.object({ run, format: z.enum(['csv', 'json', 'html']) }))
    .output(type<{ readonly name: string; readonly text: string }>()),
};

import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import type { GapCause } from '../domain/attribution.ts';
import { call } from './base.ts';

/** A session of the home, newest first in a list. */
export interface SessionRow {
  readonly session: string;
  /** `paper`, `live` and the like. */
  readonly book: string;
  readonly account: string;
  readonly venue: string;
  /** Wall times, ms UTC; the end is null while it runs, or when it was killed. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Its journal is still there: only then can it be held against its backtest. */
  readonly journal: boolean;
}

/** A gap and what it is made of: exact decimal text, quote asset; parts and residual add up to the gap. */
export interface GapSplitView {
  readonly sessionProfit: string;
  readonly backtestProfit: string;
  readonly gap: string;
  readonly parts: Readonly<Record<GapCause, string>>;
  readonly residual: string;
  /** The cause with the largest part; null where every part is zero. */
  readonly largest: GapCause | null;
}

/** A trade of one origin, from flat to flat in both runs. */
export interface GapTradeView extends GapSplitView {
  /** Counts the trades of the session from 1, in the order of their first fills. */
  readonly number: number;
  readonly origin: string;
  /** Instrument id. */
  readonly instrument: string;
  readonly side: 'buy' | 'sell';
  /** Market times, ms UTC; the end is null while either run holds something. */
  readonly from: number;
  readonly to: number | null;
  /** Codes of why orders of the backtest were not filled in the session. */
  readonly reasons: readonly string[];
}

/** What differed between ledger and venue and was accepted during a session. */
export interface CorrectionView {
  /** Market time, ms UTC. */
  readonly time: number;
  readonly asset: string;
  /** Signed decimal text. */
  readonly amount: string;
}

/** A session held against its backtest. */
export interface GapView extends GapSplitView {
  readonly session: string;
  readonly quote: string;
  /** Market times, ms UTC. */
  readonly from: number;
  readonly to: number;
  /** Name of the cost profile of the backtest. */
  readonly costs: string;
  readonly sessionFills: number;
  readonly backtestFills: number;
  /** No trades: in neither profit, and in both accounts. */
  readonly corrections: readonly CorrectionView[];
  /** What holding contracts has received, below zero where it paid: in neither profit likewise. */
  readonly funding: readonly Omit<CorrectionView, 'time'>[];
  /** At most so many, those with the widest gaps; `tradeCount` is how many there are. */
  readonly trades: readonly GapTradeView[];
  readonly tradeCount: number;
}

/** Sessions beside their backtests. */
export const attributionContract = {
  sessions: call
    .$meta({ privilege: 'open', ratePerSecond: 5 })
    .input(z.object({ count: z.int().check(z.gte(1), z.lte(500)) }))
    .output(type<{ readonly sessions: readonly SessionRow[] }>()),
  /** Runs the backtest of a session, which may take a while. Fails with `session.unknown`, and where there is none to run. */
  split: call
    .$meta({ privilege: 'open', ratePerSecond: 2, shutInReplay: true })
    .input(z.object({ session: z.string().check(z.regex(/^[0-9a-z]{1,40}$/u)) }))
    .output(type<GapView>()),
};

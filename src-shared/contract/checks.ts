import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import { call } from './base.ts';
import { commandId } from './scalars.ts';

const run = z.int().check(z.positive());

/** What is looked at in a run that is done: whether its strategy knows the future, or what other luck it could have had. */
export const checkAsk = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('leaks'),
    run,
    /** Instants at which the future is changed, at most. */
    cuts: z.int().check(z.gte(1), z.lte(100_000)),
    /** How many of the newest bars are looked at; null for all. */
    bars: z.nullable(z.int().check(z.gte(10), z.lte(10_000_000))),
  }),
  z.object({
    kind: z.literal('luck'),
    run,
    /** Markets made of blocks of the run's bars. */
    paths: z.int().check(z.gte(20), z.lte(10_000)),
    /** Bars that stay together; null for the usual number. */
    blockBars: z.nullable(z.int().check(z.gte(1), z.lte(1_000_000))),
  }),
]);

/** What is looked at in a run that is done. */
export type CheckAsk = z.infer<typeof checkAsk>;

/** The kinds of checks. */
export type CheckKind = CheckAsk['kind'];

/** A check as it goes. */
export interface CheckRow {
  readonly run: number;
  readonly kind: CheckKind;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** Cut points, or markets, of those there are. */
  readonly done: number;
  readonly total: number;
  /** Milliseconds left; null before they can be told. */
  readonly left: number | null;
  /** What went wrong, a sentence; '' when nothing did. */
  readonly problem: string;
}

/** What a check for leaks found. */
export interface LeaksView {
  readonly kind: 'leaks';
  readonly verdict: 'clean' | 'leaks' | 'nothing-happened';
  /** One sentence. */
  readonly sentence: string;
  readonly bars: number;
  /** Open of the first and of the last bar that was looked at, ms UTC. */
  readonly from: number;
  readonly to: number;
  readonly cuts: number;
  readonly runs: number;
  /** Orders, fills, signals and refusals of the run over all these bars. */
  readonly happened: number;
  /** What was done to the future at each cut, in words. */
  readonly futures: readonly string[];
  /** The first difference; null for none. */
  readonly leak: {
    readonly time: number;
    /** The first bar that was changed; null where two runs over the same bars differ. */
    readonly cutTime: number | null;
    readonly future: string;
    readonly before: string;
    readonly after: string;
  } | null;
  /** How much hangs on where history begins. */
  readonly start: {
    readonly warmupBars: number;
    readonly starts: number;
    /** Bars behind the warm-up of all starts. */
    readonly bars: number;
    /** Share of those after which something else was held. */
    readonly differing: number;
    /** Bars until both held the same for good, at worst. */
    readonly settledAfter: number;
    readonly sentence: string;
  };
}

/** What a run could have come to with other luck. Fractions; distributions rise. */
export interface LuckView {
  readonly kind: 'luck';
  /** One sentence. */
  readonly sentence: string;
  readonly totalReturn: number;
  readonly maxDrawdown: number;
  /** The same strategy on markets made of blocks of the bars. */
  readonly paths: {
    readonly failed: number;
    readonly blockBars: number;
    readonly returns: Float64Array;
    readonly drawdowns: Float64Array;
    readonly holdReturns: Float64Array;
    readonly losing: number;
    readonly beating: number;
    /** Share of the markets with a smaller return than the run's. */
    readonly below: number;
  };
  /** The closed trades in other orders; null without one. */
  readonly shuffled: {
    readonly trades: number;
    readonly asItWas: number;
    readonly drawdowns: Float64Array;
    /** Share of the orders with a deeper drawdown than the one that was. */
    readonly deeper: number;
  } | null;
  /** Blocks of the daily returns drawn anew; Sharpe ratios annualised. Null with fewer than two days, or where everything was lost. */
  readonly days: {
    readonly blockDays: number;
    readonly sharpe: number;
    readonly sharpes: Float64Array;
    readonly drawdowns: Float64Array;
  } | null;
  /** Share of random entries, as many and as long, that caught at least as much; null where nothing was held for a whole bar. */
  readonly randomEntries: number | null;
}

/** What a check came to. */
export type CheckView = LeaksView | LuckView;

/** When a check was made, wall time in ms UTC, and by which version of the program. */
export interface CheckMade {
  readonly at: number;
  readonly engine: string;
  /** Whether that is not the version that runs. */
  readonly isOther: boolean;
}

/** What a check came to and when, both null while there is nothing. */
export interface CheckFound {
  readonly view: CheckView | null;
  readonly made: CheckMade | null;
}

const change = call.$meta({ privilege: 'unlocked', ratePerSecond: 10 });
const one = z.object({ run, kind: z.enum(['leaks', 'luck']) });

/** Checks of runs that are done: begun, watched, cancelled, and what they came to. They are kept; the newest of a run and kind is shown. */
export const checksContract = {
  list: call.input(z.object({})).output(type<{ readonly checks: readonly CheckRow[] }>()),
  /** Begins a check; one of the same run and kind that goes is ended first. */
  start: call
    .$meta({ privilege: 'unlocked', ratePerSecond: 10, shutInReplay: true })
    .input(z.object({ command: commandId, check: checkAsk }))
    .output(type<{ readonly accepted: boolean }>()),
  cancel: change
    .input(z.object({ command: commandId, run, kind: z.enum(['leaks', 'luck']) }))
    .output(type<{ readonly cancelled: boolean }>()),
  /** What the newest check of a kind came to; while another one goes, the one before it. */
  view: call.$meta({ privilege: 'open', ratePerSecond: 20, shutInReplay: true }).input(one).output(type<CheckFound>()),
};

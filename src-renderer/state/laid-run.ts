import { create } from 'zustand';
import type { RunTradeRow } from '../../src-shared/contract/research.ts';
import { TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import { strategyWords } from '../format/strategy-words.ts';
import { callMain } from './call-main.ts';
import { useLinkGroups } from './link-group.ts';
import { marketNow } from './market-clock.ts';
import type { ChartTimeframe } from './market-interest.ts';
import { showPanel } from './panel-request.ts';
import { useShownDesk } from './shown-desk.ts';

/** A run whose entries and exits lie on the chart of its instrument. */
export interface LaidRun {
  readonly run: number;
  /** Its strategy with its parameters. */
  readonly words: string;
  readonly timeframe: ChartTimeframe;
  readonly quote: string;
  /** Oldest first. */
  readonly trades: readonly RunTradeRow[];
  /** How many trades were closed; `trades` has the newest of them. */
  readonly closedTrades: number;
  readonly hidden: boolean;
  /** Number of the trade that is chosen. */
  readonly chosen: number | null;
}

/** A place that the chart of an instrument is asked to show. */
export interface ChartWish {
  readonly instrument: string;
  readonly timeframe: ChartTimeframe | null;
  /** ms UTC. */
  readonly time: number;
}

interface LaidRuns {
  /** By instrument. */
  readonly laid: Readonly<Partial<Record<string, LaidRun>>>;
  readonly wish: ChartWish | null;
  /** What the chart's table shows where a run lies on it. */
  readonly table: 'bars' | 'run';
  change(instrument: string, part: Partial<Pick<LaidRun, 'hidden' | 'chosen'>>): void;
  remove(instrument: string): void;
  ask(wish: ChartWish | null): void;
  tabulate(table: 'bars' | 'run'): void;
}

/** Runs on charts, at most one on each; none at a start. */
export const useLaidRuns = create<LaidRuns>()((set) => ({
  laid: {},
  wish: null,
  table: 'bars',
  change: (instrument, part) => {
    set(({ laid }) => {
      const before = laid[instrument];
      return before === undefined ? {} : { laid: { ...laid, [instrument]: { ...before, ...part } } };
    });
  },
  remove: (instrument) => {
    set(({ laid }) => ({ laid: Object.fromEntries(Object.entries(laid).filter(([id]) => id !== instrument)) }));
  },
  ask: (wish) => {
    set({ wish });
  },
  tabulate: (table) => {
    set({ table });
  },
}));

const CHART_TIMEFRAMES: readonly ChartTimeframe[] = ['1m', '5m', '15m', '1h', '4h', '1d'];
/** A chart is not asked for more bars than these to come to a trade; longer bars are shown instead. */
const FARTHEST_BARS = 6_000;

/** The timeframe of a run, or the shortest longer one in which an instant is near enough. */
export function timeframeReaching(timeframe: ChartTimeframe, ageMs: number): ChartTimeframe {
  const offered = CHART_TIMEFRAMES.slice(CHART_TIMEFRAMES.indexOf(timeframe));
  return offered.find((each) => ageMs / TIMEFRAMES[each] <= FARTHEST_BARS) ?? '1d';
}

/** Lays a run on the chart of its instrument. Returns why that cannot be, a sentence, or null. */
export async function layRun(run: number): Promise<string | null> {
  const result = await callMain((client) => client.research.marks({ run }));
  if (!result.ok) return result.fault.message;
  const { request, trades, closedTrades } = result.value;
  const laid: LaidRun = {
    run,
    words: strategyWords(request),
    timeframe: request.timeframe,
    quote: useShownDesk.getState().instruments.get(request.instrument)?.spec.quote ?? '',
    trades,
    closedTrades,
    hidden: false,
    chosen: null,
  };
  useLaidRuns.setState((store) => ({ laid: { ...store.laid, [request.instrument]: laid } }));
  return null;
}

/** Asks the chart of an instrument to show a trade of the run that lies on it. */
export function showLaidTrade(instrument: string, trade: RunTradeRow): void {
  const { laid, change, ask } = useLaidRuns.getState();
  const timeframe = laid[instrument]?.timeframe;
  if (timeframe === undefined) return;
  change(instrument, { hidden: false, chosen: trade.number });
  const age = marketNow(useShownDesk.getState().status, Date.now()) - trade.entryTime;
  ask({ instrument, timeframe: timeframeReaching(timeframe, age), time: (trade.entryTime + trade.exitTime) / 2 });
}

/** Lays a run on the chart of its instrument and shows its newest trade there. Returns why that cannot be, a sentence, or null. */
export async function showRunOnChart(run: number, instrument: string): Promise<string | null> {
  const problem = await layRun(run);
  if (problem !== null) return problem;
  useLinkGroups.getState().show('trade', instrument);
  showPanel('chart');
  const newest = useLaidRuns.getState().laid[instrument]?.trades.at(-1);
  if (newest !== undefined) showLaidTrade(instrument, newest);
  return null;
}

import { create } from 'zustand';
import type { CandleRow } from '../../../src-shared/contract/rows.ts';
import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { asFault } from '../../../src-shared/kernel/fault.ts';
import type { Fault } from '../../../src-shared/kernel/fault.ts';
import { marketInterest } from '../market-interest.ts';
import type { ChartTimeframe } from '../market-interest.ts';
import { CandleSeries } from './candle-series.ts';

/** How many bars are asked for at first, and each time the view nears the oldest known one. */
const PAGE = 1_000;
/** Most bars that main gives at once. */
const MOST = 2_000;
/** Histories that are kept without anybody looking. */
const KEPT = 6;

/** Asks main for closed bars that opened before an instant, oldest first. */
export type LoadCandles = (request: {
  readonly instrument: string;
  readonly timeframe: ChartTimeframe;
  readonly before: number;
  readonly count: number;
}) => Promise<CandleColumns>;

/** What is known of one instrument and timeframe. `series` is written in place; `series.epoch` and `series.length` say what changed. */
export interface CandleHistory {
  readonly instrument: string;
  readonly timeframe: ChartTimeframe;
  readonly series: CandleSeries;
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly fault: Fault | null;
  /** Whether older bars are being asked for. */
  readonly reaching: boolean;
  /** Whether there are no older bars. */
  readonly complete: boolean;
}

interface CandleStore {
  /** By `instrument timeframe`. */
  readonly histories: ReadonlyMap<string, CandleHistory>;
}

/** Chart history as a store; live bars go into the series without a change of the store. */
export const useCandles = create<CandleStore>()(() => ({ histories: new Map() }));

/** Where history comes from, once the market's time is known. */
export interface CandleSource {
  readonly load: LoadCandles;
  /** Bars from one instant to another that lie behind what `load` reaches. */
  readonly older: (request: {
    readonly instrument: string;
    readonly timeframe: ChartTimeframe;
    readonly from: number;
    readonly to: number;
  }) => Promise<CandleColumns>;
  /** Market time now, ms UTC. */
  readonly marketNow: () => number;
}

let source: CandleSource | null = null;
const looking = new Map<string, number>();
const asked = new Set<string>();

/** The key of a history. */
export function candleKey(instrument: string, timeframe: string): string {
  return `${instrument} ${timeframe}`;
}

function change(key: string, part: Partial<CandleHistory>): void {
  useCandles.setState(({ histories }) => {
    const before = histories.get(key);
    return before ? { histories: new Map(histories).set(key, { ...before, ...part }) } : {};
  });
}

function known(key: string): CandleHistory | undefined {
  return useCandles.getState().histories.get(key);
}

/** Connects the histories with main (again, when the stream lost something): the newest bars of what is looked at are asked for. Null takes them apart. */
export function connectCandles(next: CandleSource | null): void {
  source = next;
  if (next) for (const key of looking.keys()) void loadNewest(key);
}

/** Looks at a history: it is loaded, and kept up to date by the stream until it is let go. */
export function watchCandles(instrument: string, timeframe: ChartTimeframe): () => void {
  const key = candleKey(instrument, timeframe);
  looking.set(key, (looking.get(key) ?? 0) + 1);
  const held = marketInterest.want({ kind: 'candles', instrument, timeframe });
  if (!known(key)) {
    const fresh: CandleHistory = {
      instrument,
      timeframe,
      series: new CandleSeries(),
      phase: 'loading',
      fault: null,
      reaching: false,
      complete: false,
    };
    useCandles.setState(({ histories }) => ({ histories: new Map(histories).set(key, fresh) }));
  }
  void loadNewest(key);
  return () => {
    held.dispose();
    const count = (looking.get(key) ?? 1) - 1;
    if (count > 0) looking.set(key, count);
    else looking.delete(key);
    forgetOldest();
  };
}

function forgetOldest(): void {
  const { histories } = useCandles.getState();
  const idle = [...histories.keys()].filter((key) => !looking.has(key));
  if (idle.length <= KEPT) return;
  const gone = new Set(idle.slice(0, idle.length - KEPT));
  useCandles.setState({ histories: new Map([...histories].filter(([key]) => !gone.has(key))) });
}

/** Loads the newest bars. Where they do not reach back to what is known, what is known is given up: a chart without holes. */
async function loadNewest(key: string): Promise<void> {
  const history = known(key);
  if (!history || !source || asked.has(key)) return;
  const { instrument, timeframe, series } = history;
  const { columns } = series;
  asked.add(key);
  const now = source.marketNow();
  const missing = series.length === 0 ? PAGE : Math.ceil((now - columns.time[series.length - 1]!) / TIMEFRAMES[timeframe]) + 2;
  try {
    const bars = await source.load({
      instrument,
      timeframe,
      before: Math.floor(now) + TIMEFRAMES[timeframe],
      count: Math.min(MOST, Math.max(PAGE, missing)),
    });
    if (missing > MOST) series.clear();
    series.merge(bars);
    change(key, { phase: 'ready', fault: null, ...(series.length === bars.length && bars.length < PAGE ? { complete: true } : {}) });
  } catch (thrown) {
    change(key, { phase: series.length === 0 ? 'failed' : 'ready', fault: asFault(thrown) });
  } finally {
    asked.delete(key);
  }
}

/** Tries again after a failure. */
export function retryCandles(instrument: string, timeframe: ChartTimeframe): void {
  const key = candleKey(instrument, timeframe);
  change(key, { phase: 'loading', fault: null });
  void loadNewest(key);
}

/** Asks for the bars before the oldest known one, unless that is under way or there are none. */
export async function loadOlderCandles(instrument: string, timeframe: ChartTimeframe, count: number = PAGE): Promise<void> {
  const key = candleKey(instrument, timeframe);
  const history = known(key);
  if (!history || !source || history.reaching || history.complete || history.series.length === 0) return;
  change(key, { reaching: true });
  const { series } = history;
  const most = Math.min(MOST, Math.max(PAGE, count));
  try {
    const bars = await source.load({ instrument, timeframe, before: series.columns.time[0]!, count: most });
    series.merge(bars);
    change(key, { reaching: false, complete: bars.length < most });
  } catch (thrown) {
    change(key, { reaching: false, fault: asFault(thrown) });
  }
}

/** Bars before an instant that are read along with it. */
const LEAD = 150;

/** Waits until a history is neither loading nor reaching back. */
function settled(key: string): Promise<CandleHistory | undefined> {
  const stands = (): boolean => {
    const history = known(key);
    return history === undefined || (history.phase !== 'loading' && !history.reaching);
  };
  if (stands()) return Promise.resolve(known(key));
  return new Promise((resolve) => {
    const stop = useCandles.subscribe(() => {
      if (!stands()) return;
      stop();
      resolve(known(key));
    });
  });
}

/** Reads the bars back to an instant, however far behind the known ones it lies. Returns why that cannot be, or null. */
export async function reachCandles(instrument: string, timeframe: ChartTimeframe, time: number): Promise<Fault | null> {
  const history = await settled(candleKey(instrument, timeframe));
  if (history === undefined || !source || history.series.length === 0) return history?.fault ?? null;
  const to = history.series.columns.time[0]!;
  if (to <= time) return null;
  const span = TIMEFRAMES[timeframe];
  try {
    history.series.merge(await source.older({ instrument, timeframe, from: Math.max(0, Math.floor(time / span) - LEAD) * span, to }));
    return null;
  } catch (thrown) {
    return asFault(thrown);
  }
}

/** Takes a bar of the stream. A bar that leaves a hole behind the known ones asks for what is between. */
export function takeCandle({ instrument, timeframe, bar }: CandleRow): void {
  const key = candleKey(instrument, timeframe);
  const history = known(key);
  if (!history || history.phase !== 'ready' || !looking.has(key)) return;
  const { series } = history;
  const last = series.length === 0 ? bar[0] : series.columns.time[series.length - 1]!;
  series.apply(bar);
  if (bar[0] - last > TIMEFRAMES[history.timeframe]) void loadNewest(key);
}

import type { WalkHoldView } from '../src-shared/contract/searches.ts';
import { NO_LIMITS } from '../src-shared/domain/limits.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { DAY_MS } from '../src-shared/kernel/time.ts';
import { underlyingOf } from './core/market-data/perpetual-instrument.ts';
import { findStrategy } from './core/strategies/catalog.ts';
import type { RunConditions, SearchSummary } from './ports/research-store.ts';
import { researchBars } from './research-bars.ts';
import { backtest } from './run-backtest.ts';
import { barsAsked } from './run-search.ts';
import { trialSpec } from './sessions/research/evaluate-trial.ts';
import { isWindowData } from './sessions/research/stored-report.ts';

/** A walk-forward whose days out of sample are held. */
export interface HoldStart {
  readonly search: SearchSummary;
  readonly home: string;
  /** Seed of the simulated market that the window shows. */
  readonly marketSeed: number;
}

const HOLD = 'buy-and-hold';

/** What the cash of a walk-forward comes to, day by day, bought at the first open out of sample and held to the end, under the same costs. Fails with `input.invalid` where its bars are not there any more. */
export function walkHold({ search, ...ground }: HoldStart): WalkHoldView {
  const { conditions } = search;
  const { label } = conditions.data;
  if (!isWindowData(conditions.data))
    throw new Fault('input.invalid', { field: label, problem: 'bars of a file are read on the command line.' });
  const { candles, dataHash } = researchBars({ request: barsAsked(search), ...ground });
  if (dataHash !== conditions.family.data)
    throw new Fault('input.invalid', { field: label, problem: 'it holds other bars than when they were walked forward.' });
  const [first, last] = [search.windows?.[0], search.windows?.at(-1)];
  if (first === undefined || last === undefined) throw new Fault('search.unknown', { search: search.id });
  const rows = { from: rowAt(candles.time, first.outOfSampleFrom), to: rowAt(candles.time, last.outOfSampleTo) };
  const spec = trialSpec({ conditions: heldUnder(conditions), candles }, { parameters: {}, ...rows }, findStrategy);
  const { times, equity } = backtest(spec);
  return sampled({ times, equity, cash: Number(conditions.cash) }, first.outOfSampleFrom, last.outOfSampleTo);
}

/** The coin itself, with all cash and without limits, as every baseline. */
function heldUnder({ funding: _, ways: __, strategyHash: ___, ...conditions }: RunConditions): RunConditions {
  return {
    ...conditions,
    family: { ...conditions.family, strategy: HOLD },
    instrument: underlyingOf(conditions.instrument),
    size: { kind: 'all' },
    limits: NO_LIMITS,
  };
}

/** The first row that opens at or after an instant. */
function rowAt(times: Float64Array, instant: number): number {
  const row = times.findIndex((time) => time >= instant);
  return row < 0 ? times.length : row;
}

interface Held {
  readonly times: Float64Array;
  readonly equity: Float64Array;
  readonly cash: number;
}

/** The worth at the end of each UTC day: that of the last bar that has closed. */
function sampled({ times, equity, cash }: Held, from: number, to: number): WalkHoldView {
  const days = Math.round((to - from) / DAY_MS);
  const view = { times: new Float64Array(days), equity: new Float64Array(days), drawdown: new Float64Array(days) };
  let [row, worth, peak] = [0, cash, cash];
  for (let day = 0; day < days; day += 1) {
    const end = from + (day + 1) * DAY_MS;
    for (; row < times.length && times[row]! <= end; row += 1) worth = equity[row]!;
    peak = Math.max(peak, worth);
    view.times[day] = end;
    view.equity[day] = worth;
    view.drawdown[day] = worth / peak - 1;
  }
  return view;
}

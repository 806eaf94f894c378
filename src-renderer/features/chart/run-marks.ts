import type { RunTradeRow } from '../../../src-shared/contract/research.ts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import type { LaidRun } from '../../state/laid-run.ts';
import { barHolding } from './fill-marks.ts';

/** Entries, or exits, of a run within one bar, at the price of the first. */
export interface RunMark {
  readonly run: number;
  readonly part: 'entry' | 'exit';
  readonly bar: number;
  /** What was done there. */
  readonly side: Side;
  readonly price: number;
  readonly trades: readonly RunTradeRow[];
}

/** A trade from its entry to its exit, at the bars that hold them. */
export interface RunLine {
  readonly from: { readonly time: number; readonly price: number };
  readonly to: { readonly time: number; readonly price: number };
  readonly chosen: boolean;
}

/** What a run draws on a chart. */
export interface RunDrawing {
  readonly marks: readonly RunMark[];
  readonly lines: readonly RunLine[];
}

const NOTHING: RunDrawing = { marks: [], lines: [] };

function opposite(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy';
}

/** The marks of a run over known bars: several of one kind in one bar are one mark. Those outside the known bars have none; a line that reaches into them has. */
export function runDrawing(laid: LaidRun | undefined, columns: CandleColumns, stepMs: number): RunDrawing {
  if (laid === undefined || laid.hidden || columns.length === 0) return NOTHING;
  const groups = new Map<string, RunMark & { readonly trades: RunTradeRow[] }>();
  const lines: RunLine[] = [];
  const oldest = columns.time[0]!;
  for (const trade of laid.trades) {
    if (trade.exitTime < oldest) continue;
    const { side, entryTime, exitTime } = trade;
    const ends = { entry: Number(trade.entryPrice), exit: Number(trade.exitPrice) };
    const openOf = (time: number): number => Math.floor(time / stepMs) * stepMs;
    lines.push({
      from: { time: openOf(entryTime), price: ends.entry },
      to: { time: openOf(exitTime), price: ends.exit },
      chosen: laid.chosen === trade.number,
    });
    for (const [part, time, done] of [
      ['entry', entryTime, side],
      ['exit', exitTime, opposite(side)],
    ] as const) {
      const bar = barHolding(columns, time, stepMs);
      if (bar === undefined) continue;
      const key = `${part} ${done} ${String(bar)}`;
      const group = groups.get(key);
      if (group) group.trades.push(trade);
      else groups.set(key, { run: laid.run, part, bar, side: done, price: ends[part], trades: [trade] });
    }
  }
  return { marks: [...groups.values()].sort((a, b) => a.bar - b.bar), lines };
}

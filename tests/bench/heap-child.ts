import { backtest } from '../../src-main/run-backtest.ts';
import type { BacktestSpec } from '../../src-main/sessions/backtest-types.ts';
import { sampleSpec } from './sample-run.ts';
import { trendingBars } from './trending-bars.ts';

// Prints what the heap holds with the outcome of a run, and without it, for each number of bars it is told.
const collect = globalThis.gc;
if (collect === undefined) throw new Error('this needs --expose-gc');

const kept: unknown[] = [];

function heap(): number {
  collect?.();
  collect?.();
  return process.memoryUsage().heapUsed;
}

/** In a function of its own, so that no register of the caller holds the outcome. */
function keepRun(spec: BacktestSpec): void {
  kept.push(backtest(spec));
}

/** Bytes that the heap grows by while the outcome of a run is kept. */
function growth(bars: number, strategy: 'sma-cross' | 'buy-and-hold'): { held: number; left: number } {
  const spec = sampleSpec(trendingBars(bars), strategy);
  const before = heap();
  keepRun(spec);
  const held = heap() - before;
  kept.length = 0;
  return { held, left: heap() - before };
}

const lengths = process.argv.slice(2).map(Number);
// What the program itself takes while it is first used is there before anything is measured.
for (const strategy of ['sma-cross', 'buy-and-hold'] as const) for (let i = 0; i < 3; i += 1) growth(Math.max(...lengths), strategy);
const result = { held: {} as Record<string, number>, left: {} as Record<string, number> };
for (const bars of lengths) {
  result.held[bars] = growth(bars, 'buy-and-hold').held;
  result.left[bars] = growth(bars, 'sma-cross').left;
}
process.stdout.write(JSON.stringify(result));

import { findStrategy } from '../../src-main/core/strategies/catalog.ts';
import { SqliteResearch } from '../../src-main/adapters/research-sqlite/sqlite-research.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import { SearchService } from '../../src-main/services/search-service.ts';
import { sharedCandles } from '../../src-main/sessions/research/shared-columns.ts';
import { trialThread } from '../../src-main/trial-threads.ts';
import { sweepConditions } from './sweep-conditions.ts';
import { trendingBars } from './trending-bars.ts';

// Sweeps sma-cross over bars: number of bars, trials and threads as arguments. Prints what it took as JSON.
const [length = 0, trials = 0, jobs = 0] = process.argv.slice(2).map(Number);

const candles = sharedCandles(trendingBars(length));
const store = new SqliteResearch(':memory:');
const service = new SearchService({
  store,
  clock: new SystemClock(),
  ids: { next: () => 'bench00000000000' },
  find: findStrategy,
  thread: trialThread,
});
const started = performance.now();
const search = service.start(
  {
    conditions: sweepConditions(candles),
    space: [
      { name: 'fast', from: 10, to: 28, step: 2 },
      { name: 'slow', from: 40, to: 40 + 10 * (trials / 10 - 1), step: 10 },
    ],
    fixed: {},
    method: 'grid',
    trials,
    objectives: [{ figure: 'sharpe', direction: 'max' }],
    constraints: [],
    windows: null,
  },
  { candles, jobs },
);
const { state } = await search.finished;
const ms = performance.now() - started;
const kept = store.trials(search.id);
const sharpes = kept.map(({ figures }) => figures['sharpe']);
store.close();
process.stdout.write(JSON.stringify({ state, trials: kept.filter((trial) => trial.state === 'ok').length, ms, sharpes }));

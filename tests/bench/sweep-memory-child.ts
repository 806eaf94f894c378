import { sharedCandles } from '../../src-main/sessions/research/shared-columns.ts';
import { TrialPool } from '../../src-main/sessions/research/trial-pool.ts';
import { trialThread } from '../../src-main/trial-threads.ts';
import { sweepConditions } from './sweep-conditions.ts';
import { trendingBars } from './trending-bars.ts';

// Prints what a process grows by when so many threads (second argument) hold so many bars (first argument) and each has run a short trial on them.
const [length = 0, jobs = 0] = process.argv.slice(2).map(Number);

const candles = sharedCandles(trendingBars(length));
const base = { conditions: sweepConditions(candles), candles };
// Every page is there before anything is weighed.
let sum = 0;
for (const price of candles.close) sum += price;
const before = process.memoryUsage().rss;
const pool = new TrialPool(() => trialThread(base), jobs);
const tasks = Array.from({ length: jobs }, () => pool.run({ parameters: { fast: 20, slow: 50 }, from: length - 2_000, to: length }));
const states = (await Promise.all(tasks)).map(({ state }) => state);
const grown = process.memoryUsage().rss - before;
pool.close();
process.stdout.write(
  JSON.stringify({ ok: states.every((state) => state === 'ok') && sum > 0, sharedBytes: candles.close.buffer.byteLength, grown }),
);

import { SimMarket } from '../../src-main/adapters/exchange-sim/market/sim-market.ts';
import { SIM_ANCHOR_MS } from '../../src-main/adapters/exchange-sim/market/sim-instruments.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src-shared/kernel/time.ts';

/** Milliseconds of the median of five runs. */
function measured(run: (round: number) => void): number {
  const times = Array.from({ length: 5 }, (_, round) => {
    const begin = performance.now();
    run(round);
    return performance.now() - begin;
  });
  return times.sort((a, b) => a - b)[2] ?? 0;
}

/** What the ratios compare with: drawing as many normal numbers and summing them, the least that a random walk of that length costs. */
function bareWalk(steps: number): number {
  return measured((round) => {
    const random = new Sfc32(round);
    let sum = 0;
    for (let i = 0; i < steps; i += 1) sum += random.normal();
    if (Number.isNaN(sum)) throw new Error('a sum of numbers is a number');
  });
}

/** Figures of the simulated market. */
export interface SimMarketBench {
  readonly historyBars: number;
  readonly historyMs: number;
  /** Time for ninety days of bars over that of a bare random walk as long. */
  readonly historyToBareWalkOfBars: number;
  readonly printsPerSecond: number;
  readonly printsToBareWalkOfPrints: number;
  readonly quoteChangesPerSecond: number;
  readonly booksPerSecond: number;
}

const perSecond = (count: number, milliseconds: number): number => Math.round((count / milliseconds) * 1000);

const BOOKS = 10_000;

/** Measures history, tape, quotes and books. */
export function benchSimMarket(): SimMarketBench {
  const now = SIM_ANCHOR_MS + 20 * DAY_MS;
  let bars = 0;
  const history = measured((round) => {
    const market = new SimMarket(round);
    bars = 0;
    for (let i = 0; i < market.instruments.length; i += 1) bars += market.minuteBars(i, now - 90 * DAY_MS, now).length;
  });

  let prints = 0;
  const walk = measured((round) => {
    const market = new SimMarket(round);
    prints = 0;
    for (let t = now; t < now + DAY_MS; t += MINUTE_MS) {
      for (let i = 0; i < market.instruments.length; i += 1) {
        const { length, ticks, time } = market.prints(i, t);
        for (let j = 0; j < length; j += 1) if ((ticks[j] ?? 0) > 0 && (time[j] ?? 0) > t) prints += 1;
      }
    }
  });

  let changes = 0;
  const quotes = measured((round) => {
    const market = new SimMarket(round);
    changes = 0;
    for (let t = now; t < now + 60 * MINUTE_MS; t = market.nextChange(0, t)) {
      market.quote(0, t);
      changes += 1;
    }
  });

  const books = measured((round) => {
    const market = new SimMarket(round);
    for (let k = 0; k < BOOKS; k += 1) market.book(k % 8, now + k * SECOND_MS);
  });

  return {
    historyBars: bars,
    historyMs: Math.round(history),
    historyToBareWalkOfBars: Number((history / bareWalk(bars)).toFixed(1)),
    printsPerSecond: perSecond(prints, walk),
    printsToBareWalkOfPrints: Number((walk / bareWalk(prints)).toFixed(1)),
    quoteChangesPerSecond: perSecond(changes, quotes),
    booksPerSecond: perSecond(BOOKS, books),
  };
}

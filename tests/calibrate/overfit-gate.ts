import { parseArgs } from 'node:util';
import type { Calibration } from './calibration.ts';
import type { Measured } from './overfit-gate/intervals.ts';
import { type GateRates, measureGate } from './overfit-gate/measure.ts';
import { WITHOUT_COSTS, WITH_COSTS } from './overfit-gate/scenarios.ts';

/** What the gate promises. */
const BOUNDS = { noisePassRate: 0.05, edgePassRate: 0.9, pboNoise: [0.4, 0.6] } as const;

/** True Sharpe ratio of the edges after their costs. */
const EDGE_SHARPE = 2;

/** Families of noise, and families with an edge; fewer where only the noise is held to a bound. */
const FAMILIES = { noise: 60, edge: 200 } as const;
const HARD_FAMILIES = { noise: 20, edge: 40 } as const;

interface Options {
  readonly strategies: number;
  readonly seed: number;
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) throw new Error(`--${name} takes a whole number from ${String(least)}, not ${text}`);
  return value;
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      strategies: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  return { strategies: wholeNumber('strategies', values.strategies, 2), seed: wholeNumber('seed', values.seed, 0) };
}

function percent({ value, low, high, of }: Measured): string {
  return `${(value * 100).toFixed(2)} % (${(low * 100).toFixed(2)} to ${(high * 100).toFixed(2)} % of ${String(of)})`;
}

function linesOf({ scenario, noise, bestOfNoise, edge, pbo }: GateRates): readonly string[] {
  return [
    `${scenario}: of single noise strategies ${percent(noise)} pass, of the best of a family of noise ${percent(bestOfNoise)}, of edges ${percent(edge)};`,
    `${scenario}: probability of backtest overfitting of noise ${pbo.value.toFixed(3)} (${pbo.low.toFixed(3)} to ${pbo.high.toFixed(3)} of ${String(pbo.of)} families)`,
  ];
}

/** How often the overfit gate passes noise, and how often an edge that is hidden in noise. */
export const overfitGate: Calibration = {
  name: 'overfit-gate',
  run: (args, say) => {
    const { strategies, seed } = readOptions(args);
    const started = performance.now();
    const common = { strategies, seed, edgeSharpe: EDGE_SHARPE };
    const main = measureGate({ ...common, scenario: WITH_COSTS, index: 0, noiseFamilies: FAMILIES.noise, edgeFamilies: FAMILIES.edge });
    for (const line of linesOf(main)) say(line);
    const hard = measureGate({
      ...common,
      scenario: WITHOUT_COSTS,
      index: 1,
      noiseFamilies: HARD_FAMILIES.noise,
      edgeFamilies: HARD_FAMILIES.edge,
    });
    const held =
      main.noise.value <= BOUNDS.noisePassRate &&
      hard.noise.value <= BOUNDS.noisePassRate &&
      main.edge.value >= BOUNDS.edgePassRate &&
      main.pbo.value >= BOUNDS.pboNoise[0] &&
      main.pbo.value <= BOUNDS.pboNoise[1];
    const report = {
      noisePassRate: main.noise.value,
      edgePassRate: main.edge.value,
      pboNoise: main.pbo.value,
      intervals: { noisePassRate: main.noise, edgePassRate: main.edge, pboNoise: main.pbo },
      bestOfNoisePassRate: main.bestOfNoise,
      withoutCosts: { noisePassRate: hard.noise, bestOfNoisePassRate: hard.bestOfNoise, edgePassRate: hard.edge, pboNoise: hard.pbo },
      bounds: BOUNDS,
      held,
      strategies,
      seed,
      seconds: Math.round((performance.now() - started) / 100) / 10,
    };
    return Promise.resolve({ report, lines: linesOf(hard), held });
  },
};

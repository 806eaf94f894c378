import { type Scenario, drawFamily, familySeed } from './family.ts';
import { type Measured, meanOf, shareOf } from './intervals.ts';
import { bestTrial, judgedFamily, passes } from './judge-family.ts';

/** How much is drawn. */
export interface MeasurePlan {
  readonly scenario: Scenario;
  /** Place of the scenario among all, for its seeds. */
  readonly index: number;
  readonly seed: number;
  /** Noise trials of each family. */
  readonly strategies: number;
  readonly noiseFamilies: number;
  readonly edgeFamilies: number;
  /** True annual Sharpe ratio of the edges after costs. */
  readonly edgeSharpe: number;
}

/** What the gate did in a scenario. */
export interface GateRates {
  readonly scenario: string;
  /** Noise strategies that passed, each judged in its family with all trials counted. */
  readonly noise: Measured;
  /** Families of noise whose best trial passed. */
  readonly bestOfNoise: Measured;
  /** Edges that passed, each hidden in a family of noise. */
  readonly edge: Measured;
  /** Probability of backtest overfitting of the families of noise. */
  readonly pbo: Measured;
}

/** Measures one scenario. */
export function measureGate(plan: MeasurePlan): GateRates {
  const { scenario, index, seed, strategies: noise } = plan;
  const overfitting: number[] = [];
  let noisePassed = 0;
  let bestPassed = 0;
  for (let i = 0; i < plan.noiseFamilies; i += 1) {
    const drawn = familySeed(seed, index, 'noise', i);
    const family = judgedFamily(drawFamily(scenario, { noise, edge: null, seed: drawn }), drawn);
    overfitting.push(family.overfitting);
    const best = bestTrial(family);
    for (let trial = 0; trial < noise; trial += 1) {
      if (!passes(family, trial)) continue;
      noisePassed += 1;
      if (trial === best) bestPassed += 1;
    }
  }
  let edgePassed = 0;
  for (let i = 0; i < plan.edgeFamilies; i += 1) {
    const drawn = familySeed(seed, index, 'edge', i);
    const family = judgedFamily(drawFamily(scenario, { noise, edge: plan.edgeSharpe, seed: drawn }), drawn);
    if (passes(family, 0)) edgePassed += 1;
  }
  return {
    scenario: scenario.name,
    noise: shareOf(noisePassed, plan.noiseFamilies * noise),
    bestOfNoise: shareOf(bestPassed, plan.noiseFamilies),
    edge: shareOf(edgePassed, plan.edgeFamilies),
    pbo: meanOf(overfitting),
  };
}

import { SimMarket } from '../../src-main/adapters/exchange-sim/market/sim-market.ts';
import { asFault } from '../../src-shared/kernel/fault.ts';
import type { Acknowledgement } from '../crash/acknowledgement.ts';
import { runChild } from '../crash/run-child.ts';
import { runScenario } from '../crash/run-scenario.ts';
import { type ControlledDisk, failingDisk, type WatchedFiles } from './failing-disk.ts';
import type { Ended } from './findings.ts';

/** What one life of a scenario is told. */
export interface ScenarioOrders {
  readonly home: string;
  readonly seed: number;
  readonly minutes: number;
  readonly number: number;
  readonly acknowledged: readonly string[];
}

/** What one life came to. */
export interface ScenarioLife extends Ended {
  readonly acknowledgements: readonly Acknowledgement[];
  /** It ended in order. */
  readonly ended: boolean;
}

/** Lives a life on a disk that may fail; null leaves the disk alone. */
export type LiveScenario = (orders: ScenarioOrders, disk: WatchedFiles | null) => Promise<ScenarioLife>;

/** How a process that met a fault says so, as the command line does: an exit code and a sentence, and of our own failures where they came from. */
export function toldOf(thrown: unknown): { readonly exitCode: number; readonly errors: string } {
  const { code, message, exitCode, cause } = asFault(thrown);
  const from = code === 'internal' ? `${String(cause instanceof Error ? cause.stack : cause)}\n` : '';
  return { exitCode, errors: `${from}${code}: ${message}\n` };
}

/** Each life in a process of its own. */
export function scenarioInProcess(program: string): LiveScenario {
  return (orders, disk) => runChild(program, orders, disk === null ? {} : failingDisk(disk));
}

/** Each life in this process, whose start and market are paid for once. */
export function scenarioHere(disk: ControlledDisk): LiveScenario {
  const markets = new Map<number, SimMarket>();
  return async ({ acknowledged, ...life }, watched) => {
    const market = markets.get(life.seed) ?? new SimMarket(life.seed);
    markets.set(life.seed, market);
    const acknowledgements: Acknowledgement[] = [];
    const tell = (told: Acknowledgement): void => void acknowledgements.push(told);
    if (watched !== null) disk.arm(watched);
    try {
      const crossings = { cross: () => undefined };
      await runScenario({ ...life, acknowledged: new Set(acknowledged), crossings, journal: true, market, tell });
      return { acknowledgements, ended: true, exitCode: 0, errors: '' };
    } catch (thrown) {
      return { acknowledgements, ended: false, ...toldOf(thrown) };
    } finally {
      disk.disarm();
    }
  };
}

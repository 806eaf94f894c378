import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { StrategyScript } from '../../ports/strategy-process.ts';
import { readUserSpec } from './user-spec.ts';

/** Most bars of history that a user's strategy may want. */
const MOST_WARMUP = 100_000;

/** What a script that was loaded is: its schema, and the paths of the files that take part, the entry first. */
export interface LoadedScript {
  readonly spec: StrategySpec;
  readonly files: readonly string[];
}

/** What a strategy says of values: bars of history that it wants with them, and what does not fit together, or null. */
export interface Measured {
  readonly warmup: number;
  readonly conflict: { readonly parameter: string; readonly problem: string } | null;
}

/**
 * What a strategy's process answered, as a record. Throws what went wrong in it as `strategy.script`, with the place that it names or else
 * the strategy's file.
 */
export function checkedAnswer(answer: unknown, name: string): Readonly<Record<string, unknown>> {
  const record = (typeof answer === 'object' && answer !== null ? answer : {}) as Readonly<Record<string, unknown>>;
  if (record['kind'] !== 'fault') return record;
  const { place, problem } = record;
  throw new Fault('strategy.script', {
    place: typeof place === 'string' && place !== '' ? place : name,
    problem: typeof problem === 'string' ? problem : 'something was thrown.',
  });
}

/** The answer to `load`. Fails with `strategy.script` and `strategy.failed`. */
export function readLoaded(answer: unknown, { entry, files: known }: StrategyScript): LoadedScript {
  const { spec: written, files } = checkedAnswer(answer, entry);
  const spec = readUserSpec(written);
  if (typeof spec === 'string') throw new Fault('strategy.script', { place: entry, problem: spec });
  if (!Array.isArray(files) || !files.every((file) => typeof file === 'string' && Object.hasOwn(known, file)))
    throw misunderstood(spec.id, 'it named no files of its own.');
  return { spec, files: files as readonly string[] };
}

/** What does not fit together, from the answer to `measure`. Fails with `strategy.script`. */
export function readConflict(answer: unknown, entry: string, names: readonly string[]): Measured['conflict'] {
  const { conflict } = checkedAnswer(answer, entry);
  return typeof conflict === 'string' ? { parameter: names.join(', '), problem: conflict } : null;
}

/** The bars that are wanted, from the answer to `measure`. Fails with `strategy.script` and `strategy.failed`. */
export function readWarmup(answer: unknown, entry: string, id: string): number {
  const { warmup } = checkedAnswer(answer, entry);
  if (typeof warmup === 'number' && Number.isInteger(warmup) && warmup >= 0 && warmup <= MOST_WARMUP) return warmup;
  throw misunderstood(id, `warmup gave no whole number from 0 to ${String(MOST_WARMUP)}.`);
}

/** The fault of a process whose answer means nothing. */
export function misunderstood(strategy: string, problem: string): Fault {
  return new Fault('strategy.failed', { strategy, problem });
}

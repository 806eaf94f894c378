import { basename } from 'node:path';
import type { OwnStrategyRow } from '../src-shared/contract/strategies.ts';
import { asFault } from '../src-shared/kernel/fault.ts';
import { BUILT_IN } from './core/strategies/catalog.ts';
import { USER_STRATEGIES } from './user-strategies.ts';

/** Every strategy file of a folder, each loaded once in a process of its own. What is wrong with one is its row. */
export function readOwnStrategies(folder: string): readonly OwnStrategyRow[] {
  const taken = new Map(BUILT_IN.map(({ spec }) => [spec.id, 'a built-in strategy']));
  return USER_STRATEGIES.files(folder).map((path) => {
    const file = basename(path);
    const broken = (problem: string): OwnStrategyRow => ({ file, spec: null, hash: '', problem });
    try {
      // The seed decides nothing while it is loaded.
      const own = USER_STRATEGIES.open(path, 0);
      own.close();
      const { spec } = own.definition;
      const holder = taken.get(spec.id);
      if (holder !== undefined) return broken(`${file}: id "${spec.id}" is that of ${holder}; choose another.`);
      taken.set(spec.id, file);
      return { file, spec, hash: own.hash, problem: '' };
    } catch (thrown) {
      const fault = asFault(thrown);
      if (fault.code === 'internal') throw fault;
      return broken(fault.message);
    }
  });
}

import type { StrategyRow } from '../../../src-shared/contract/rows.ts';
import type { OwnStrategiesRow } from '../../../src-shared/contract/strategies.ts';

/** How the file of a strategy of the user's own stands to the version that runs. `broken` has a sentence with line and column. */
export type FileState =
  | { readonly kind: 'same' | 'changed' | 'gone'; readonly file: string }
  | { readonly kind: 'broken'; readonly file: string; readonly problem: string };

/** The state of a file as it was read last; null for a built-in strategy, and before the files were read. */
export function fileState(script: StrategyRow['script'], own: OwnStrategiesRow | null): FileState | null {
  if (script === null || own === null) return null;
  const { file, hash } = script;
  const now = own.strategies.find((row) => row.file === file);
  if (now === undefined) return { kind: 'gone', file };
  if (now.problem !== '') return { kind: 'broken', file, problem: now.problem };
  return { kind: now.hash === hash ? 'same' : 'changed', file };
}

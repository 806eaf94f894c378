import type { RunRow } from '../../src-shared/contract/research.ts';
import { callMain } from './call-main.ts';
import { useDesk } from './desk-store.ts';

/** Takes over runs that main listed; what the stream told of them is newer. */
export function knowRuns(runs: readonly RunRow[]): void {
  useDesk.setState(({ runs: told }) => ({ runs: new Map([...runs.map((row) => [String(row.run), row] as const), ...told]) }));
}

/** Reads the list of runs. */
export async function loadRuns(): Promise<void> {
  const result = await callMain((client) => client.research.runs({}));
  if (result.ok) knowRuns(result.value.runs);
}

/** Every run, newest first. */
export function runsNewestFirst(runs: ReadonlyMap<string, RunRow>): readonly RunRow[] {
  return [...runs.values()].sort((a, b) => b.run - a.run);
}

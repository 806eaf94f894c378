import { create } from 'zustand';
import type { ChosenFile, DataJobRow, DataWork } from '../../../src-shared/contract/data-jobs.ts';
import { callMain } from '../../state/call-main.ts';
import { useDesk } from '../../state/desk-store.ts';
import { tellRefusal } from '../../ui/tell.ts';

interface DataWindow {
  readonly venues: readonly string[];
  /** The imports whose reports are shown, by their jobs, newest first. */
  readonly reports: readonly number[];
}

/** What the parts of the data panel share. */
export const useDataWindow = create<DataWindow>()(() => ({ venues: [], reports: [] }));

/** Reads what was asked for since the start. */
export async function loadDataJobs(): Promise<void> {
  const result = await callMain((client) => client.dataJobs.jobs({}));
  if (!result.ok) {
    tellRefusal('data', result.fault.message);
    return;
  }
  const { jobs, venues } = result.value;
  useDesk.setState(({ dataJobs }) => ({ dataJobs: new Map([...jobs.map((row) => [String(row.job), row] as const), ...dataJobs]) }));
  useDataWindow.setState({ venues });
}

/** Has a person choose a file, or several; what cannot be taken is told. */
export async function chooseFiles(several: boolean): Promise<readonly ChosenFile[]> {
  const result = await callMain((client, command) => client.dataJobs.choose({ command, several }));
  if (!result.ok) {
    tellRefusal('data', result.fault.message);
    return [];
  }
  for (const sentence of result.value.refused) tellRefusal('data', sentence);
  return result.value.chosen;
}

/** Asks for work; a refusal is told. Gives its job, or nothing. */
export async function startDataWork(work: DataWork): Promise<number | null> {
  const result = await callMain((client, command) => client.dataJobs.start({ command, work }));
  if (result.ok) return result.value.job;
  tellRefusal('data', result.fault.message);
  return null;
}

export async function cancelDataWork(job: number): Promise<void> {
  const result = await callMain((client, command) => client.dataJobs.cancel({ command, job }));
  if (!result.ok) tellRefusal('data', result.fault.message);
}

/** Work that a list shows: what goes on, and the newest that has ended. Looks belong to their dialog. */
export function shownWork(jobs: ReadonlyMap<string, DataJobRow>): readonly DataJobRow[] {
  const rows = [...jobs.values()].filter(({ kind }) => kind !== 'look').sort((a, b) => b.job - a.job);
  const open = rows.filter(isOpen);
  const [newest] = rows;
  return newest === undefined || isOpen(newest) ? open : [newest, ...open];
}

export function isOpen({ state }: DataJobRow): boolean {
  return state === 'waiting' || state === 'running';
}

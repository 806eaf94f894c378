import { create } from 'zustand';
import type { OwnCostsView, ResearchSource, RunReportView } from '../../../src-shared/contract/research.ts';
import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import { callMain } from '../../state/call-main.ts';
import { knowRuns } from '../../state/run-list.ts';
import { tellRefusal } from '../../ui/tell.ts';
import type { RunForm } from './run-form.ts';

interface Research {
  /** Nothing until main has answered. */
  readonly sources: readonly ResearchSource[] | null;
  readonly costs: readonly CostProfile[];
  /** What one's own fills say of costs; nothing until main has answered. */
  readonly own: OwnCostsView | null;
  readonly failure: string | null;
  /** The new run as typed so far; nothing before anybody typed. */
  readonly form: RunForm | null;
  /** Reports that were read, by run. */
  readonly reports: ReadonlyMap<number, RunReportView>;
  /** The run whose report is shown. */
  readonly chosen: number | null;
  /** The run or the portfolio that was chosen last: the one row of the list that stands out. They are numbered together. */
  readonly marked: number | null;
  /** Key of a source that a new run is wanted over, until the form has taken it. */
  readonly over: string | null;
  /** Runs ticked for comparison, in the order of ticking. */
  readonly compared: readonly number[];
  type(form: RunForm): void;
  choose(run: number | null): void;
  compare(run: number, on: boolean): void;
}

/** Runs that can stand side by side. */
const MOST_COMPARED = 4;

/** What the panels of research share. */
export const useResearch = create<Research>()((set) => ({
  sources: null,
  costs: [],
  own: null,
  failure: null,
  form: null,
  reports: new Map(),
  chosen: null,
  marked: null,
  over: null,
  compared: [],
  type: (form) => {
    set({ form });
  },
  choose: (chosen) => {
    set({ chosen, marked: chosen });
  },
  compare: (run, on) => {
    set(({ compared }) => ({
      compared: on ? [...compared.filter((each) => each !== run), run].slice(-MOST_COMPARED) : compared.filter((each) => each !== run),
    }));
  },
}));

/** Reads what can be run over and what has run. */
export async function loadResearch(): Promise<void> {
  const result = await callMain(async (client) => ({ ...(await client.research.sources({})), ...(await client.research.runs({})) }));
  if (!result.ok) {
    useResearch.setState({ failure: result.fault.message });
    return;
  }
  const { sources, costs, runs } = result.value;
  knowRuns(runs);
  const newest = runs.find((row) => row.state === 'done')?.run ?? null;
  useResearch.setState(({ chosen, marked }) => ({
    sources,
    costs,
    failure: null,
    chosen: chosen ?? newest,
    marked: marked ?? chosen ?? newest,
  }));
}

/** Has costs estimated from one's own fills; the profiles that follow are offered from then on. */
export async function measureOwnCosts(): Promise<void> {
  const result = await callMain((client) => client.research.ownCosts({}));
  if (!result.ok) {
    tellRefusal('research', result.fault.message);
    return;
  }
  const own = result.value;
  useResearch.setState(({ costs }) => ({
    own,
    costs: [...costs.filter(({ name }) => !own.profiles.some((profile) => profile.name === name)), ...own.profiles],
  }));
}

/** Reads a report once. */
export async function loadReport(run: number): Promise<string | null> {
  if (useResearch.getState().reports.has(run)) return null;
  const result = await callMain((client) => client.research.report({ run }));
  if (!result.ok) return result.fault.message;
  useResearch.setState(({ reports }) => ({ reports: new Map(reports).set(run, result.value) }));
  return null;
}

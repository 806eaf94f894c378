import type { Step } from './steps.ts';

/** Steps that keep a core busy, at a time. */
const LANES = 2;

/** Where a run stands. */
export interface RunState {
  readonly running: ReadonlySet<Step>;
  /** Names of steps that have ended, or been left out. */
  readonly ended: ReadonlySet<string>;
  /** Names of the steps that this run has. */
  readonly known: ReadonlySet<string>;
}

/**
 * The place in the line of the step that starts next, or -1 where all have to wait. They start in their order, but one that finds no room lets others
 * pass. Only those behind one that is alone and merely waits for the others to end hold back with it, or it would come last.
 */
export function nextToStart(waiting: readonly Step[], state: RunState): number {
  let held = false;
  for (const [place, step] of waiting.entries()) {
    if (held && !step.leisurely) continue;
    if (!ready(step, state)) continue;
    if (hasRoom(step, state.running)) return place;
    held ||= step.alone ?? false;
  }
  return -1;
}

/** What it needs has ended, well or not. */
function ready(step: Step, { ended, known }: RunState): boolean {
  return (step.needs ?? []).every((need) => !known.has(need) || ended.has(need));
}

function hasRoom(step: Step, running: ReadonlySet<Step>): boolean {
  const all = [...running];
  if (step.leisurely) return !all.some(({ leisurely }) => leisurely);
  const others = all.filter(({ leisurely }) => !leisurely);
  if (step.alone || others.some(({ alone }) => alone)) return others.length === 0;
  const sameKind = others.filter(({ patient }) => (patient ?? false) === (step.patient ?? false));
  return sameKind.length < (step.patient ? 1 : LANES);
}

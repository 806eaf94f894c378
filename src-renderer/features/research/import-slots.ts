import type { ChosenFile, DataJobRow, FileLook } from '../../../src-shared/contract/data-jobs.ts';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { isOpen } from './data-store.ts';
import { venueProblem } from './import-fields.tsx';
import { EMPTY_IMPORT, importNames, importOf, symbolOf, venueOf } from './import-form.ts';
import type { ImportForm } from './import-form.ts';

/** A chosen file on its way into the store: how it is to be read, what was told from it, and its jobs. */
export interface FileSlot {
  readonly chosen: ChosenFile;
  readonly form: ImportForm;
  /** The newest look; the one before stays until there is another. */
  readonly look: FileLook | null;
  readonly lookJob: number | null;
  /** The job that stores it. */
  readonly sent: number | null;
}

export type FileStage = 'reading' | 'ready' | 'blocked' | 'unreadable' | 'storing' | 'stored' | 'refused';

type Jobs = ReadonlyMap<string, DataJobRow>;

export function newSlot(chosen: ChosenFile): FileSlot {
  return { chosen, form: EMPTY_IMPORT, look: null, lookJob: null, sent: null };
}

function jobOf(jobs: Jobs, job: number | null): DataJobRow | undefined {
  return job === null ? undefined : jobs.get(String(job));
}

/** The jobs of a file: the one that looks at it, and the one that stores it. */
export function jobsOf(slot: FileSlot, jobs: Jobs): { readonly looking: DataJobRow | undefined; readonly storing: DataJobRow | undefined } {
  return { looking: jobOf(jobs, slot.lookJob), storing: jobOf(jobs, slot.sent) };
}

/** How far a file is. */
export function stageOf(slot: FileSlot, jobs: Jobs): FileStage {
  const { looking, storing } = jobsOf(slot, jobs);
  // What was sent and not told of yet is on its way.
  if (slot.sent !== null) return storing === undefined || isOpen(storing) ? 'storing' : storing.state === 'done' ? 'stored' : 'refused';
  if (looking !== undefined && isOpen(looking)) return 'reading';
  if (looking !== undefined && looking.fault !== null) return 'unreadable';
  if (slot.look === null) return 'reading';
  return importOf(slot.form, slot.chosen, slot.look) === null ? 'blocked' : 'ready';
}

/** What is missing before the bars can be taken, a sentence; null when nothing is. */
export function whyNot({ form, look }: Pick<FileSlot, 'form' | 'look'>): string | null {
  if (look === null) return WORDS.looking;
  const names = importNames(form, look);
  if (look.block === 'rows' && look.problems.some(({ repairable }) => !repairable)) return WORDS.beyondRepair;
  if (look.block !== null) return WORDS.blocks[look.block];
  if (!names.symbol) return WORDS.symbolProblem;
  return names.venue ? null : venueProblem(form);
}

/** Whether a file may be looked at now: those that nobody looked at wait for each other, in their order, but for the one that is shown. */
export function mayLook(slots: readonly FileSlot[], at: number, shown: number, jobs: Jobs): boolean {
  if (at === shown || slots[at]?.look !== null) return true;
  return slots.slice(0, at).every((slot) => slot.look !== null || stageOf(slot, jobs) === 'unreadable');
}

/** The files with the market, the venue and the meaning of times of one of them; what is on its way or stored stays. */
export function sameForOthers(slots: readonly FileSlot[], from: FileSlot): readonly FileSlot[] {
  const { content, timeframe, time, zone } = from.form;
  const shared = { content, timeframe, time, zone, symbol: symbolOf(from.form, from.look), venue: venueOf(from.form, from.look) };
  return slots.map((slot) => {
    if (slot === from || slot.sent !== null) return slot;
    const columns = slot.form.content === content ? slot.form.columns : null;
    return { ...slot, form: { ...slot.form, ...shared, columns } };
  });
}

import type { AppFigures, ProcessFigures } from '../../../src-shared/contract/app.ts';

/** What a part of the program uses: its share of one core since the figures before, 0 to many, and its memory in bytes; null for what is not known. */
export interface Load {
  readonly share: number | null;
  readonly memory: number | null;
}

/** The load of a part between two figures; the share is unknown while there is only one, or when a process ended in between. */
export function loadOf(part: 'main' | 'window', before: AppFigures | null, now: AppFigures): Load | null {
  const at: ProcessFigures | null = now[part];
  if (at === null) return null;
  const used = at.cpuMs - (before?.[part]?.cpuMs ?? Number.NaN);
  const time = now.at - (before?.at ?? Number.NaN);
  return { share: used >= 0 && time > 0 ? used / time : null, memory: at.memory };
}

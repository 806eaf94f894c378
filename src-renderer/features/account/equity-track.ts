import { create } from 'zustand';
import type { AccountRow } from '../../../src-shared/contract/rows.ts';
import { DAY_MS, utcDay } from '../../../src-shared/kernel/time.ts';
import { useDesk } from '../../state/desk-store.ts';

/** Most points of the day's line; beyond it every second one goes and points come half as often. */
const MOST = 512;
const FIRST_STEP_MS = 1_000;

/** The equity of one UTC day as far as this window saw it, one point per step of market time. */
export interface EquityTrack {
  readonly day: number;
  /** Market time of the first point, ms. */
  readonly since: number;
  readonly stepMs: number;
  readonly lastAt: number;
  readonly values: readonly number[];
}

function begin(row: AccountRow, equity: number): EquityTrack {
  return { day: utcDay(row.time), since: row.time, stepMs: FIRST_STEP_MS, lastAt: row.time, values: [equity] };
}

/** The track with one more account row: the last point follows the newest row, a new point comes with each step, a new UTC day begins anew. */
export function withAccount(track: EquityTrack | null, row: AccountRow): EquityTrack {
  const equity = Number(row.equity);
  if (!Number.isFinite(equity) || (track !== null && row.time < track.lastAt && utcDay(row.time) === track.day))
    return track ?? begin(row, 0);
  if (track === null || utcDay(row.time) !== track.day) return begin(row, equity);
  if (row.time - track.lastAt < track.stepMs) return { ...track, values: [...track.values.slice(0, -1), equity] };
  const values = [...track.values, equity];
  if (values.length <= MOST) return { ...track, values, lastAt: row.time };
  return {
    ...track,
    values: values.filter((_, index) => index % 2 === 0 || index === values.length - 1),
    lastAt: row.time,
    stepMs: track.stepMs * 2,
  };
}

/** Whether the track goes back to the day's start, within one step. */
export function coversDay({ day, since, stepMs }: EquityTrack): boolean {
  return since - day * DAY_MS <= stepMs;
}

/** The day's equity as this window saw it since it was opened. */
export const useEquityTrack = create<{ readonly track: EquityTrack | null }>()(() => ({ track: null }));

let following = false;

/** Begins to follow the replica's account; once per window, also while the panel is hidden. */
export function followEquity(): void {
  if (following) return;
  following = true;
  const take = (row: AccountRow | null): void => {
    if (row !== null) useEquityTrack.setState(({ track }) => ({ track: withAccount(track, row) }));
  };
  take(useDesk.getState().account);
  useDesk.subscribe((state, before) => {
    if (state.account !== before.account) take(state.account);
  });
}

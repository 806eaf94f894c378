import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import { call } from './base.ts';
import { barsRequest } from './research.ts';
import type { ReplayRow } from './rows.ts';
import { commandId } from './scalars.ts';

/** The bars that a replay moves over, and the practice money that it begins with. */
export const replayRequest = z.pick(barsRequest, { source: true, instrument: true, timeframe: true, from: true, to: true, cash: true });

/** The bars that a replay moves over, and the practice money that it begins with. */
export type ReplayRequest = z.infer<typeof replayRequest>;

/** Bars a second that a replay can be played at. */
export const REPLAY_SPEEDS = [1, 2, 5, 20, 100] as const;

/** What moves a replay's clock: it only ever goes forward. */
export const replayMove = z.union([
  z.object({ kind: z.literal('play') }),
  z.object({ kind: z.literal('pause') }),
  /** So many bars on, and it stands still there. */
  z.object({ kind: z.literal('step'), bars: z.int().check(z.gte(1), z.lte(100_000)) }),
  z.object({ kind: z.literal('speed'), barsPerSecond: z.literal(REPLAY_SPEEDS) }),
]);

/** What moves a replay's clock. */
export type ReplayMove = z.infer<typeof replayMove>;

const confirmed = call.$meta({ privilege: 'unlocked', ratePerSecond: 2 });
const opened = type<{ readonly account: string }>();

/** A replay: stored bars told one by one to a practice book of their own, while the paper book waits as it is. */
export const replayContract = {
  /** Begins one. The page is to load itself anew. Fails with `replay.on`, `replay.range`, and as reading the bars does. */
  start: confirmed.input(z.object({ command: commandId, request: replayRequest })).output(opened),
  /** Moves its clock and says where it stands. Fails with `replay.off`. */
  move: call
    .$meta({ privilege: 'unlocked', ratePerSecond: 50 })
    .input(z.object({ command: commandId, move: replayMove }))
    .output(type<ReplayRow>()),
  /** Leaves it for the paper book. The page is to load itself anew. Fails with `replay.off`. */
  exit: confirmed.input(z.object({ command: commandId })).output(opened),
};

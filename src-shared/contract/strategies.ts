import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import type { StrategySpec } from '../domain/strategy-spec.ts';
import { call } from './base.ts';
import { commandId, instrumentId, positiveDecimalText, timeframe } from './scalars.ts';

/** How much an entry trades. */
export const sizeRule = z.union([
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('base'), amount: positiveDecimalText }),
  z.object({ kind: z.literal('quote'), amount: positiveDecimalText }),
  z.object({ kind: z.literal('equity-fraction'), fraction: z.number().check(z.gt(0), z.lte(1)) }),
]);

/** A strategy file of the user's own, as it is now. */
export interface OwnStrategyRow {
  /** Its name in the folder, `my-cross.ts`. */
  readonly file: string;
  /** Null where it does not load. */
  readonly spec: StrategySpec | null;
  /** SHA-256 of the files that take part, hexadecimal; '' where it does not load. */
  readonly hash: string;
  /** What is wrong with it, a sentence that begins with file, line and column; '' when nothing is. */
  readonly problem: string;
}

/** The user's own strategies. */
export interface OwnStrategiesRow {
  /** The folder they lie in. */
  readonly folder: string;
  readonly strategies: readonly OwnStrategyRow[];
  /** Why the folder is not watched, a sentence; '' while it is. */
  readonly problem: string;
}

const change = call.$meta({ privilege: 'unlocked', ratePerSecond: 10 });

/** Strategies, built in and the user's own, and the instances placed on instruments. */
export const strategiesContract = {
  gallery: call.input(z.object({})).output(type<{ readonly strategies: readonly StrategySpec[] }>()),
  /** The user's own, as they were read last. */
  own: call.input(z.object({})).output(type<OwnStrategiesRow>()),
  /** Writes a strategy to begin with into the user's folder and gives its path. */
  create: change.input(z.object({ command: commandId, name: z.string().check(z.maxLength(60)) })).output(type<{ readonly file: string }>()),
  start: change
    .input(
      z.object({
        command: commandId,
        strategy: z.string().check(z.maxLength(40)),
        instrument: instrumentId,
        timeframe,
        parameters: z.record(z.string().check(z.maxLength(40)), z.number()),
        size: sizeRule,
      }),
    )
    .output(type<{ readonly instance: string }>()),
  /** Gives a running instance other parameters (and another size) from its next bar on. */
  change: change
    .input(
      z.object({
        command: commandId,
        instance: z.string().check(z.maxLength(60)),
        parameters: z.record(z.string().check(z.maxLength(40)), z.number()),
        size: z.optional(sizeRule),
      }),
    )
    .output(type<{ readonly changed: boolean }>()),
  /** Gives a running instance of the user's own the version of its file that is there now; a version that cannot run changes nothing. */
  reload: change
    .input(z.object({ command: commandId, instance: z.string().check(z.maxLength(60)) }))
    .output(type<{ readonly reloaded: boolean }>()),
  /** Stops an instance: its orders are cancelled; `close` also closes what it holds. */
  stop: change
    .input(z.object({ command: commandId, instance: z.string().check(z.maxLength(60)), close: z.boolean() }))
    .output(type<{ readonly stopped: boolean }>()),
};

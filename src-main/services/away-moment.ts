import * as z from 'zod/mini';
import type { AwayGap, AwayTrip } from '../../src-shared/contract/app.ts';
import type { DeskSnapshot } from '../../src-shared/contract/stream.ts';

/** What is kept of the desk for the time when nobody can follow it. */
export interface DeskFacts {
  /** Decimal text. */
  readonly equity: string | null;
  readonly quote: string;
  readonly state: AwayTrip['state'];
  /** Sentences of protections that block. */
  readonly locks: readonly string[];
  /** Orders in doubt, by id. */
  readonly doubts: readonly string[];
  /** Strategies that run, by name. */
  readonly running: readonly string[];
}

/** When the desk was followed last: wall time, and market time of the account. */
export interface AwayMoment {
  readonly wall: number;
  readonly market: number;
  readonly account: string;
  readonly facts: DeskFacts | null;
  /** What tripped since, and what did not go on. */
  readonly trips: readonly AwayTrip[];
  readonly gaps: readonly AwayGap[];
}

const STATE = z.enum(['ACTIVE', 'REDUCING', 'HALTED']);
const TEXTS = z.array(z.string());
const MOMENT = z.object({
  wall: z.number(),
  market: z.number(),
  account: z.string(),
  facts: z.optional(
    z.nullable(z.object({ equity: z.nullable(z.string()), quote: z.string(), state: STATE, locks: TEXTS, doubts: TEXTS, running: TEXTS })),
  ),
  trips: z.optional(z.array(z.object({ time: z.number(), state: STATE, reason: z.string(), sentence: z.string() }))),
  gaps: z.optional(z.array(z.object({ what: z.enum(['window', 'program', 'sleep', 'feed']), from: z.number(), to: z.number() }))),
});

/** What was kept, or null where it was not kept by us. */
export function readMoment(text: string | null): AwayMoment | null {
  if (text === null) return null;
  try {
    const kept = MOMENT.safeParse(JSON.parse(text));
    return kept.success ? { ...kept.data, facts: kept.data.facts ?? null, trips: kept.data.trips ?? [], gaps: kept.data.gaps ?? [] } : null;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

/** What is kept of a desk as it is. */
export function factsOf({ account, risk, orders, strategies }: DeskSnapshot): DeskFacts {
  return {
    equity: account.equity,
    quote: account.quote,
    state: risk.state,
    locks: risk.locks.map(({ sentence }) => sentence),
    doubts: orders.filter(({ state }) => state === 'in-doubt').map(({ id }) => id),
    running: [...new Set(strategies.filter(({ running }) => running).map(({ strategy }) => strategy))],
  };
}

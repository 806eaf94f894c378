import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import type { OrderEvidence } from '../domain/order-evidence.ts';
import { call } from './base.ts';
import { commandId, decimalText, orderId } from './scalars.ts';

/** How a session with an account at a venue stands: the way is lost, it is ending, ledger and venue are being compared, they differ, or it trades. */
export type VenueStanding = 'lost' | 'stopping' | 'recovering' | 'differing' | 'trading';

/** What a session that recovers waits for: the first look at the account, orders whose fate is not known, a second look that shows the same, or a look that agrees. */
export type VenueWait = 'look' | 'orders' | 'second-look' | 'agreement';

/** A stream from the venue. Times are this program's own, ms UTC. */
export interface StreamHealthRow {
  /** Pushed by the venue, asked for instead, not heard; `opening` before anything was said. */
  readonly state: 'pushed' | 'asked' | 'silent' | 'opening';
  readonly problem: string | null;
  readonly reconnects: number;
  /** Messages that were not understood. */
  readonly garbled: number;
  /** When anything was heard last; null before. */
  readonly heardAt: number | null;
}

/** How long the newest answers took, ms. */
export interface AnswerTimesRow {
  readonly count: number;
  readonly lastMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * The venue's switch that cancels every order when it hears nothing: the venue has none, it is off, its first answer is awaited, it holds, it
 * holds although it was not renewed, or its time is over and the venue has cancelled the account's orders.
 */
export type SwitchState = 'none' | 'off' | 'waiting' | 'armed' | 'not-renewed' | 'fallen';

/** The dead man's switch. Times are this program's own, ms UTC. */
export interface SwitchRow {
  readonly state: SwitchState;
  /** Until when it holds; null where it does not. */
  readonly until: number | null;
  /** When the venue answered last. */
  readonly renewedAt: number | null;
  readonly problem: string | null;
}

/** What is booked of an asset, what the venue holds, and held less booked. Decimal text. */
export interface DifferenceRow {
  readonly asset: string;
  readonly booked: string;
  readonly held: string;
  readonly amount: string;
}

/** How the account was looked at. Times are this program's own, ms UTC. */
export interface LooksRow {
  /** The newest complete look; null before. */
  readonly at: number | null;
  /** How often it is looked at just now, ms. */
  readonly everyMs: number;
  /** Why the newest one failed; null where it did not. */
  readonly problem: string | null;
}

/** What was asked of the venue since the session began, and how it ended. */
export interface TalkCountsRow {
  readonly placed: number;
  readonly refused: number;
  readonly unsent: number;
  readonly unknown: number;
  readonly cancelsRefused: number;
  readonly cancelsUnknown: number;
  readonly unanswered: number;
  readonly looks: number;
  readonly looksFailed: number;
}

/** What a session with an account at a venue knows of its way there. Times are this program's own, ms UTC. */
export interface VenueRow {
  readonly environment: 'TESTNET' | 'LIVE';
  readonly account: string;
  readonly venue: string;
  readonly session: string;
  /** When this was said. */
  readonly time: number;
  readonly standing: VenueStanding;
  /** What it waits for while it recovers; empty otherwise. */
  readonly waits: readonly VenueWait[];
  /** Why it paused; null where it did not. */
  readonly paused: { readonly why: string; readonly at: number } | null;
  /** How often the account's process died and was started again. */
  readonly deaths: number;
  /** Why the way to the account ended; null while it is there. */
  readonly ended: string | null;
  readonly user: StreamHealthRow;
  readonly market: StreamHealthRow;
  readonly times: Readonly<Record<'place' | 'cancel' | 'ask' | 'look', AnswerTimesRow | null>>;
  /** The venue's clock less ours, and how long the question took, ms; null until measured. */
  readonly clockOffsetMs: number | null;
  readonly roundTripMs: number | null;
  /** Share of the tightest limit of requests that is used, 0 to 1; null until told. */
  readonly limitUse: number | null;
  readonly deadMansSwitch: SwitchRow;
  readonly looks: LooksRow;
  /** What stands between ledger and venue; empty while they agree. */
  readonly differences: readonly DifferenceRow[];
  /** Something was on its way when the account was looked at last, so that nothing can be accepted yet. */
  readonly uncertain: boolean;
  /** The newest look has found something that another one has to show again. */
  readonly suspected: boolean;
  readonly counts: TalkCountsRow;
  /** Orders whose fate is not known. */
  readonly inDoubt: number;
}

const change = call.$meta({ privilege: 'confirmed', ratePerSecond: 5 });
const shown = z.object({ asset: z.string().check(z.minLength(1), z.maxLength(40)), amount: decimalText });

/** What a session with an account at a venue knows. */
export const venueContract = {
  /** Null where the account that is traded is at no venue. */
  state: call.input(z.object({})).output(type<{ readonly venue: VenueRow | null }>()),
  /** What is known of an order's fate. Fails with `order.unknown`. */
  evidence: call.input(z.object({ order: orderId })).output(type<OrderEvidence>()),
  /**
   * Books as corrections what a person was shown, held less booked. Fails with `reconcile.changed` where that is not what stands between the two any
   * more, `reconcile.position`, and `venue.none` where no venue is traded at.
   */
  accept: change
    .input(
      z.object({ command: commandId, differences: z.array(shown).check(z.minLength(1), z.maxLength(200)), confirmed: z.literal(true) }),
    )
    .output(type<{ readonly venue: VenueRow | null }>()),
  /** Looks at the account now. Fails with `venue.none`. */
  look: call.$meta({ privilege: 'unlocked', ratePerSecond: 2 }).input(z.object({})).output(type<{ readonly asked: boolean }>()),
};

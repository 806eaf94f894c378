import type { AnswerTimesRow, TalkCountsRow } from '../../src-shared/contract/venue.ts';
import type { EvidenceLine, EvidenceOutlook } from '../../src-shared/domain/order-evidence.ts';
import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';

/** The requests whose answers are timed. */
export type TimedRequest = 'place' | 'cancel' | 'ask' | 'look';

/** The venue's dead man's switch as the newest answers leave it. Times of our own clock are ms UTC. */
export interface SwitchTalk {
  /** When it was asked for last, and when the newest answer came, our own clock; null before. */
  readonly askedAt: number | null;
  readonly answeredAt: number | null;
  /** Until when it holds, venue time; null where it is off. */
  readonly until: number | null;
  /** Why the venue did not take the newest request; null where it did. */
  readonly problem: string | null;
}

/** How a session and its venue talk with each other. */
export interface VenueTalk {
  readonly times: Readonly<Record<TimedRequest, AnswerTimesRow | null>>;
  readonly counts: TalkCountsRow;
  /** Newest answer or news of any kind, and newest news that nobody asked for; our own clock, ms UTC, null before. */
  readonly heardAt: number | null;
  readonly toldAt: number | null;
  /** Why the account could not be looked at the last time; null where it could. */
  readonly lookProblem: string | null;
  readonly deadMansSwitch: SwitchTalk;
}

/** What was asked and heard of one order since the session began. */
export interface OrderTrail {
  readonly venueId: string | null;
  /** Oldest first. */
  readonly lines: readonly EvidenceLine[];
  readonly leftOut: number;
  /** Null where the order has ended. */
  readonly outlook: EvidenceOutlook | null;
}

/** What a venue can tell of its talk with the session. */
export interface VenueTalker {
  readonly talk: VenueTalk;
  /** What is known of an order; null where nothing was asked or heard of it. */
  trail(order: ClientOrderId): OrderTrail | null;
}

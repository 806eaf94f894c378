import type { BreakerKind, BreakerSpec } from '../../../src-shared/domain/breaker-spec.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';

/** What a breaker may hear of. Times are market time. */
export type RiskEvent =
  /** A taking fill: what it lost to the price it was decided on, and what the model expects, basis points. */
  | {
      readonly kind: 'fill';
      readonly time: number;
      readonly instrument: string;
      readonly order: string;
      readonly slippageBps: number;
      readonly expectedBps: number;
    }
  /** An order went out, stayed without an answer, or was refused by the venue. */
  | { readonly kind: 'sent' | 'unanswered' | 'rejected'; readonly time: number; readonly order: string }
  /** An instrument had no price for so long; `now` where it has one again. */
  | { readonly kind: 'silence'; readonly time: number; readonly instrument: string; readonly ms: number }
  /** The price moved from the one before, a fraction, absolute. */
  | { readonly kind: 'move'; readonly time: number; readonly instrument: string; readonly fraction: number }
  /** A trade closed; its profit as a share of what was entered. */
  | { readonly kind: 'trade'; readonly time: number; readonly instrument: string; readonly ratio: number };

/** What an event is to a breaker: one that counts, one of the sent that shares are taken of, one that begins the count anew, or nothing. */
export type Verdict = 'hit' | 'sent' | 'clear' | null;

/** One kind of breaker. */
export interface Breaker {
  readonly kind: BreakerKind;
  look(event: RiskEvent, spec: BreakerSpec): Verdict;
  /** What its sentence says of the event that tripped it, beside the counts. */
  evidence(event: RiskEvent, spec: BreakerSpec): FaultDetails;
}

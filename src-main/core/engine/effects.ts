import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { Fault } from '../../../src-shared/kernel/fault.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../ports/approved-order.ts';
import type { EndReason } from '../../ports/execution-venue.ts';
import type { LedgerRecord } from '../../ports/ledger.ts';

/** What a step asks of the venue, in order. */
export type VenueAction =
  | { readonly kind: 'submit'; readonly order: ApprovedOrder }
  | { readonly kind: 'amend'; readonly amendment: ApprovedAmendment }
  | { readonly kind: 'cancel'; readonly order: ClientOrderId; readonly reason: EndReason }
  | { readonly kind: 'query'; readonly order: ClientOrderId };

/** What became of a command: order ids recorded, counts, or a fault. */
export type CommandOutcome =
  | { readonly ok: true; readonly orders: readonly ClientOrderId[]; readonly cancelled: number; readonly kept: number }
  | { readonly ok: false; readonly fault: Fault };

/** Empties a list that will be filled again: a length set to zero would give its memory back each time. */
function drain(list: unknown[]): void {
  while (list.length > 0) list.pop();
}

/** What one step of the engine asks for. One object is reused from step to step: act on it, then `clear` it. */
export class Effects {
  /** To be written in one transaction before anything else happens. */
  readonly records: LedgerRecord[] = [];
  /** To be sent after the records are durable, in order. */
  readonly actions: VenueAction[] = [];
  /** Timers to arm: name and market time. */
  readonly timers: { readonly timer: string; readonly at: number }[] = [];
  /** The answer to the command of this step, if it was one. */
  outcome: CommandOutcome | null = null;

  /** Nothing was asked for: so it is after nearly every bar. */
  get none(): boolean {
    return this.records.length === 0 && this.actions.length === 0 && this.timers.length === 0 && this.outcome === null;
  }

  clear(): void {
    drain(this.records);
    drain(this.actions);
    drain(this.timers);
    this.outcome = null;
  }
}

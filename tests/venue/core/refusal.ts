/** Why the venue refuses, in no protocol's words. */
export type RefusalReason =
  | 'insufficient balance'
  | 'duplicate client id'
  | 'unknown order to cancel'
  | 'unknown order'
  | 'unknown list'
  | 'would match'
  | 'would trigger'
  | 'bad list prices'
  | 'bad list types'
  | 'market closed'
  | 'may not trade'
  | 'zero notional'
  | 'cancel restrictions'
  | 'amend increases'
  | 'amend changes nothing'
  | 'nothing to reduce'
  | 'would not reduce'
  | 'bad leverage'
  | 'filter';

/** A request that the venue understood and did not follow. Nothing has changed. */
export class Refusal extends Error {
  readonly reason: RefusalReason;
  /** Of a filter: its name. */
  readonly filter: string;

  constructor(reason: RefusalReason, filter = '') {
    super(filter === '' ? reason : `${reason}: ${filter}`);
    this.reason = reason;
    this.filter = filter;
  }
}

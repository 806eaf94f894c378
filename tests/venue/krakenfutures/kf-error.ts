import { Refusal } from '../core/refusal.ts';

/** A request that is not carried out, in the protocol's word. It is answered with 200 unless it is said. */
export class KfError extends Error {
  readonly status: number;

  constructor(word: string, status = 200) {
    super(word);
    this.status = status;
  }
}

/** What becomes of an order or an edit that is understood and not followed: its word in the answer. */
export class KfStatus extends Error {}

const WORDS: Readonly<Partial<Record<Refusal['reason'], string>>> = {
  'insufficient balance': 'insufficientAvailableFunds',
  'duplicate client id': 'clientOrderIdAlreadyExist',
  'unknown order': 'orderForEditNotFound',
  'unknown order to cancel': 'notFound',
  'would match': 'postWouldExecute',
  'would trigger': 'invalidPrice',
  'nothing to reduce': 'wouldNotReducePosition',
  'would not reduce': 'wouldNotReducePosition',
  'market closed': 'marketSuspended',
  'amend increases': 'invalidSize',
};
const FILTERS: Readonly<Record<string, string>> = {
  PRICE_FILTER: 'invalidPrice',
  PERCENT_PRICE_BY_SIDE: 'outsidePriceCollar',
  MAX_NUM_ORDERS: 'tooManyOrders',
  MAX_NUM_ALGO_ORDERS: 'tooManyOrders',
};

/** The word for whatever an order was refused for; what is no refusal is thrown on. */
export function statusOf(thrown: unknown): string {
  if (thrown instanceof KfStatus) return thrown.message;
  if (!(thrown instanceof Refusal)) throw thrown;
  if (thrown.reason === 'may not trade') throw new KfError('accountInactive');
  return (thrown.reason === 'filter' ? FILTERS[thrown.filter] : WORDS[thrown.reason]) ?? 'invalidSize';
}

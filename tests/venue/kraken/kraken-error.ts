import { Refusal } from '../core/refusal.ts';

/** What goes back in place of a result: a text such as `EOrder:Insufficient funds`, always with status 200. */
export class KrakenError extends Error {}

const REASONS: Readonly<Partial<Record<Refusal['reason'], string>>> = {
  'insufficient balance': 'EOrder:Insufficient funds',
  'duplicate client id': 'EGeneral:Invalid arguments:cl_ord_id',
  'unknown order to cancel': 'EOrder:Unknown order',
  'unknown order': 'EOrder:Unknown order',
  'would match': 'EOrder:Post only order',
  'market closed': 'EService:Market in cancel_only mode',
  'may not trade': 'ETrade:User Locked',
  'zero notional': 'EOrder:Cost minimum not met',
};

const FILTERS: Readonly<Record<string, string>> = {
  LOT_SIZE: 'EOrder:Order minimum not met',
  NOTIONAL: 'EOrder:Cost minimum not met',
  PRICE_FILTER: 'EOrder:Tick size check failed',
  MAX_NUM_ORDERS: 'EOrder:Orders limit exceeded',
};

/** The protocol's word for whatever was thrown; what is no refusal is a bug of the venue, and thrown on. */
export function krakenErrorOf(thrown: unknown): KrakenError {
  if (thrown instanceof KrakenError) return thrown;
  if (!(thrown instanceof Refusal)) throw thrown;
  const text = thrown.reason === 'filter' ? FILTERS[thrown.filter] : REASONS[thrown.reason];
  return new KrakenError(text ?? 'EGeneral:Invalid arguments');
}

import { Refusal } from '../core/refusal.ts';

/** What goes back in place of a result: a code of the request with its status, or that of the one order in it, with status 200. */
export class OkxError extends Error {
  readonly code: string;
  readonly status: number;
  /** The code is the order's. */
  readonly ofOrder: boolean;

  constructor(code: string, message: string, options: { readonly status?: number; readonly ofOrder?: boolean } = {}) {
    super(message);
    this.code = code;
    this.status = options.status ?? 200;
    this.ofOrder = options.ofOrder ?? false;
  }
}

const REASONS: Readonly<Partial<Record<Refusal['reason'], readonly [string, string]>>> = {
  'insufficient balance': ['51008', 'Order failed. Insufficient balance in account'],
  'duplicate client id': ['51016', 'Client order ID already exists.'],
  'unknown order to cancel': ['51400', 'Cancellation failed as the order has been filled, canceled or does not exist.'],
  'market closed': ['51022', 'Instrument suspended.'],
  'may not trade': ['51024', 'Trading account is blocked.'],
  'nothing to reduce': [
    '51169',
    "Order failed because you don't have any positions in this direction for this contract to reduce or close.",
  ],
  'would not reduce': [
    '51170',
    "Failed to place order. A reduce-only order can't be the same trading direction as your existing positions.",
  ],
  'amend increases': ['51000', 'Parameter newSz error'],
  'would match': ['51511', 'Modification failed as the order price did not meet the requirement for Post Only.'],
  'zero notional': ['51020', 'Your order should meet or exceed the minimum order amount.'],
};

const FILTERS: Readonly<Record<string, readonly [string, string]>> = {
  LOT_SIZE: ['51020', 'Your order should meet or exceed the minimum order amount.'],
  NOTIONAL: ['51020', 'Your order should meet or exceed the minimum order amount.'],
  PRICE_FILTER: ['51150', 'The precision of the number of trades or the price exceeds the limit.'],
  PERCENT_PRICE_BY_SIDE: ['51006', 'Order price is not within the price limit'],
  MAX_NUM_ALGO_ORDERS: ['51261', 'Each user can hold up to {0} pending stop orders at the same time.'],
  MAX_NUM_ORDERS: ['51102', 'Order failed, the number of pending orders exceeds the limit.'],
};

/** The protocol's word for whatever was thrown; what is no refusal is a bug of the venue, and thrown on. */
export function okxErrorOf(thrown: unknown): OkxError {
  if (thrown instanceof OkxError) return thrown;
  if (!(thrown instanceof Refusal)) throw thrown;
  if (thrown.reason === 'bad leverage') return new OkxError('59102', 'Leverage exceeds the maximum leverage. Please adjust the leverage.');
  if (thrown.reason === 'unknown order') return new OkxError('51603', 'Order does not exist');
  const [code, message] = (thrown.reason === 'filter' ? FILTERS[thrown.filter] : REASONS[thrown.reason]) ?? ['51000', 'Parameter error'];
  return new OkxError(code, message, { ofOrder: true });
}

/** What is answered. */
export function errorBody({ code, message, ofOrder }: OkxError, clientId: string, now: number): string {
  if (!ofOrder) return JSON.stringify({ code, data: [], msg: message });
  const data = [{ clOrdId: clientId, ordId: '', algoId: '', algoClOrdId: '', tag: '', ts: String(now), sCode: code, sMsg: message }];
  return JSON.stringify({ code: '1', data, msg: 'All operations failed' });
}

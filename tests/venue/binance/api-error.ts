import { Refusal, type RefusalReason } from '../core/refusal.ts';

/** What goes back in place of an answer, in the protocol's codes. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly data: unknown;
  /** Seconds, with 429 and 418. */
  readonly retryAfter: number | null;

  constructor(
    code: number,
    message: string,
    more: { readonly status?: number; readonly data?: unknown; readonly retryAfter?: number } = {},
  ) {
    super(message);
    this.code = code;
    this.status = more.status ?? 400;
    this.data = more.data;
    this.retryAfter = more.retryAfter ?? null;
  }

  /** As a body, without what else may belong to it. */
  get body(): { readonly code: number; readonly msg: string; readonly data?: unknown } {
    return { code: this.code, msg: this.message, ...(this.data === undefined ? {} : { data: this.data }) };
  }
}

const REASONS: Readonly<Record<Exclude<RefusalReason, 'filter'>, readonly [number, string]>> = {
  'insufficient balance': [-2010, 'Account has insufficient balance for requested action.'],
  'duplicate client id': [-2010, 'Duplicate order sent.'],
  'unknown order to cancel': [-2011, 'Unknown order sent.'],
  'unknown order': [-2013, 'Order does not exist.'],
  'unknown list': [-2011, 'Unknown order list sent.'],
  'would match': [-2010, 'Order would immediately match and take.'],
  'would trigger': [-2010, 'Order would trigger immediately.'],
  'bad list prices': [-2010, 'The relationship of the prices for the orders is not correct.'],
  'bad list types': [-1158, 'Order type not supported in OCO.'],
  'market closed': [-2010, 'Market is closed.'],
  'may not trade': [-2010, 'This account may not place or cancel orders.'],
  'zero notional': [-1013, 'Price * QTY is zero or less.'],
  'cancel restrictions': [-2011, 'Order was not canceled due to cancel restrictions.'],
  'amend increases': [-2038, 'Order amend (quantity increase) is not supported.'],
  'amend changes nothing': [-2038, 'The requested action would change no state; rejecting'],
  // Of its contracts, which are not spoken of here.
  'nothing to reduce': [-2022, 'ReduceOnly Order is rejected.'],
  'would not reduce': [-2022, 'ReduceOnly Order is rejected.'],
  'bad leverage': [-4028, 'Leverage is not valid'],
};

/** The protocol's word for whatever was thrown; what is no refusal is a bug of the venue, and thrown on. */
export function apiErrorOf(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (!(thrown instanceof Refusal)) throw thrown;
  if (thrown.reason === 'filter') {
    const code = thrown.filter === 'MAX_NUM_ORDER_AMENDS' ? -2038 : -1013;
    return new ApiError(code, `Filter failure: ${thrown.filter}`);
  }
  const [code, message] = REASONS[thrown.reason];
  return new ApiError(code, message);
}

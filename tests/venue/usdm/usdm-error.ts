import { ApiError } from '../binance/api-error.ts';
import { Refusal, type RefusalReason } from '../core/refusal.ts';

const REASONS: Readonly<Record<Exclude<RefusalReason, 'filter'>, readonly [number, string]>> = {
  'insufficient balance': [-2_019, 'Margin is insufficient.'],
  'duplicate client id': [-4_116, 'ClientOrderId is duplicated.'],
  'unknown order to cancel': [-2_011, 'Unknown order sent.'],
  'unknown order': [-2_013, 'Order does not exist.'],
  'unknown list': [-2_011, 'Unknown order sent.'],
  'would match': [-5_022, 'Due to the order could not be executed as maker, the Post Only order will be rejected.'],
  'would trigger': [-2_021, 'Order would immediately trigger.'],
  'bad list prices': [-1_102, 'Mandatory parameter was not sent, was empty/null, or malformed.'],
  'bad list types': [-1_116, 'Invalid orderType.'],
  'market closed': [-4_141, 'Symbol is closed.'],
  'may not trade': [-2_015, 'Invalid API-key, IP, or permissions for action.'],
  'zero notional': [-4_003, 'Quantity less than or equal to zero.'],
  'cancel restrictions': [-2_011, 'Unknown order sent.'],
  'amend increases': [-2_013, 'Order does not exist.'],
  'amend changes nothing': [-5_027, 'No need to modify the order.'],
  'nothing to reduce': [-2_022, 'ReduceOnly Order is rejected.'],
  'would not reduce': [-2_022, 'ReduceOnly Order is rejected.'],
  'bad leverage': [-4_028, 'Leverage 0 is not valid'],
};

const FILTERS: Readonly<Record<string, readonly [number, string]>> = {
  PRICE_FILTER: [-4_014, 'Price not increased by tick size.'],
  LOT_SIZE: [-1_111, 'Precision is over the maximum defined for this asset.'],
  NOTIONAL: [-4_164, "Order's notional must be no smaller than 5 (unless you choose reduce only)."],
  PERCENT_PRICE_BY_SIDE: [-4_024, "Limit price can't be lower than the floor."],
  MAX_NUM_ORDERS: [-2_025, 'Reach max open order limit.'],
  MAX_NUM_ALGO_ORDERS: [-4_045, 'Reach max stop order limit.'],
};

/** The futures' word for whatever was thrown; what is no refusal is a bug of the venue, and thrown on. */
export function usdmErrorOf(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (!(thrown instanceof Refusal)) throw thrown;
  const [code, message] = thrown.reason === 'filter' ? (FILTERS[thrown.filter] ?? [-1_013, thrown.filter]) : REASONS[thrown.reason];
  return new ApiError(code, message);
}

/** The share of days in the tail. */
const TAIL = 0.05;

/** Days from which on a tail has a whole day of its own. */
export const TAIL_DAYS = 20;

/** The worst 5 % of daily returns, the worst first; their number is rounded up. */
export function worstDays(returns: Float64Array): Float64Array {
  // Without this a twentieth of 20 days would be a hair more than one.
  const count = Math.ceil(returns.length * TAIL - 1e-9);
  return returns.slice().sort().subarray(0, count);
}

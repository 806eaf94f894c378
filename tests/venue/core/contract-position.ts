import type { Side } from './order.ts';
import { times } from './units.ts';

/** What an account holds of a contract: one position, signed. */
export interface ContractPosition {
  /** Base units, below zero for a short. */
  size: bigint;
  /** What the open part was bought for less what it was sold for, settle asset; it has the sign of the size. */
  cost: bigint;
}

export const FLAT: Readonly<ContractPosition> = { size: 0n, cost: 0n };

export function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

/** A size with the sign of its side. */
export function signed(side: Side, quantity: bigint): bigint {
  return side === 'BUY' ? quantity : -quantity;
}

/** How much of a position an order of that side can close. */
export function closable({ size }: Readonly<ContractPosition>, side: Side): bigint {
  return size === 0n || size > 0n === (side === 'BUY') ? 0n : magnitude(size);
}

/**
 * Changes a position by a trade and answers what the closed part earned: its value at the trade's price less its share of the cost. The
 * share is cut to a whole unit towards zero and what is cut stays with the open part, so that nothing is lost: profits of a position that
 * was opened and closed sum to its sales less its purchases, to the unit.
 */
export function trade(position: ContractPosition, side: Side, price: bigint, quantity: bigint): bigint {
  const closed = closable(position, side) < quantity ? closable(position, side) : quantity;
  let profit = 0n;
  if (closed > 0n) {
    const held = magnitude(position.size);
    const share = (position.cost * closed) / held;
    const value = times(price, closed);
    profit = (position.size > 0n ? value : -value) - share;
    position.size += signed(side, closed);
    position.cost -= share;
  }
  const opened = quantity - closed;
  position.size += signed(side, opened);
  position.cost += signed(side, times(price, opened));
  return profit;
}

import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';

/** Sixteen of the 26 characters; a number of ten digits makes up the rest. */
const PREFIX = `o${'0'.repeat(15)}`;
const FIRST = 1_000_000_000;

/** Ids for runs that nobody outside ever sees: the order's number, in the shape of a client order id. */
export function sequentialOrderIds(): () => ClientOrderId {
  let count = FIRST;
  return () => {
    count += 1;
    return `${PREFIX}${String(count)}` as ClientOrderId;
  };
}

import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';

/** Ids for runs that nobody outside ever sees: the order's number, in the shape of a client order id. */
export function sequentialOrderIds(): () => ClientOrderId {
  let count = 0;
  return () => {
    count += 1;
    return `o${count.toString(36).padStart(25, '0')}` as ClientOrderId;
  };
}

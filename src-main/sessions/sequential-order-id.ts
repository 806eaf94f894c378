import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';

const BLOCK = 1_000;
/** Text this short is copied at once when it is put together; longer text would be put together at its first use as a key. */
const WIDTH = 12;
/** The last three characters of every id. */
const ENDS = Array.from({ length: BLOCK }, (_, number) => String(number).padStart(3, '0'));

/** Ids for runs that nobody outside ever sees: the order's number, in the shape of a client order id. */
export function sequentialOrderIds(): () => ClientOrderId {
  let count = 0;
  let begin = '';
  return () => {
    const end = count % BLOCK;
    // Numbers are written out once per thousand.
    if (end === 0) begin = `o${String(count / BLOCK).padStart(WIDTH - 4, '0')}`;
    count += 1;
    return (begin + ENDS[end]!) as ClientOrderId;
  };
}

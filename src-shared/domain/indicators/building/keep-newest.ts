/**
 * Puts the values from row `from` up to `to` into a ring that kept the newest ones before them, as if one by one from place `next` on; returns
 * the place after the last. No more of them are copied than the ring has room for.
 */
export function keepNewest(
  ring: Float64Array,
  next: number,
  values: Float64Array,
  rows: { readonly from: number; readonly to: number },
): number {
  const { from, to } = rows;
  const first = Math.max(from, to - ring.length);
  let place = (next + first - from) % ring.length;
  for (let row = first; row < to; row += 1) {
    ring[place] = values[row]!;
    place = place + 1 === ring.length ? 0 : place + 1;
  }
  return place;
}

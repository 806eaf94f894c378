import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';

/** Digits of an id that name the order, and those that number what stands for it at the venue. */
const NAME = 21;
const NUMBERS = 36 ** 5;
const NUMBER_MS = 100;

/** The id under which an order of ours stands at a venue for the so-many-th time; with number 0 its own. Which order it stands for shows in it. */
export function linkId(order: ClientOrderId, number: number): ClientOrderId {
  const last = (Number.parseInt(order.slice(NAME), 36) + number) % NUMBERS;
  return `${order.slice(0, NAME)}${last.toString(36).padStart(5, '0')}` as ClientOrderId;
}

/**
 * The least number that a link may have that is made at a time, ms UTC. None is used twice, not even after a restart that knows nothing of what a venue has refused: it
 * grows by ten a second, faster than venues answer, and begins anew after seventy days.
 */
export function numberAt(time: number): number {
  return Math.floor(time / NUMBER_MS) % NUMBERS;
}

/** The id of a pair, which is none of an order's. */
export function listId(order: ClientOrderId, number: number): ClientOrderId {
  return `l${linkId(order, number).slice(1)}` as ClientOrderId;
}

/** What every link of an order has in common. */
export function linkName(id: ClientOrderId): string {
  return id.slice(0, NAME);
}

/** Which link of an order an id is. */
export function linkNumber(order: ClientOrderId, id: ClientOrderId): number {
  const [own, other] = [order, id].map((each) => Number.parseInt(each.slice(NAME), 36));
  return ((other ?? 0) - (own ?? 0) + NUMBERS) % NUMBERS;
}

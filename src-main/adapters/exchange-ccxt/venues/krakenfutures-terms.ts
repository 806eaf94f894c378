import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { krakenFuturesId } from './krakenfutures-parts.ts';
import type { RecentFill } from './krakenfutures-trades.ts';
import type { ProtocolCalls } from './order-protocol.ts';
import { sumOf } from './read-parts.ts';

/** Orders whose terms are remembered. */
const REMEMBERED = 20_000;

/** Terms of an order of ours. */
type Terms = Pick<SeenOrder, 'symbol' | 'side' | 'type' | 'size' | 'price' | 'trigger' | 'reduceOnly'>;

/** What of orders of ours is known without asking, by their names. */
interface Known {
  /** As they were placed, or stood open last; none while other terms were asked for. */
  readonly terms: Map<string, Terms>;
  readonly sizes: Map<string, string>;
  /** Orders of the venue's ids of which no event told, and from when on one still may. */
  readonly missed: Map<string, number>;
  /** When orders were seen last by their names, though no event told of them. */
  readonly seen: Map<string, number>;
}

const accounts = new WeakMap<ProtocolCalls, Known>();

function knownOf(exchange: ProtocolCalls): Known {
  const known = accounts.get(exchange) ?? {
    terms: new Map<string, Terms>(),
    sizes: new Map<string, string>(),
    missed: new Map<string, number>(),
    seen: new Map<string, number>(),
  };
  accounts.set(exchange, known);
  return known;
}

/** Notes an order as it is placed, or stands. */
export function noteTerms(exchange: ProtocolCalls, name: string, { symbol, side, type, size, price, trigger, reduceOnly }: Terms): void {
  const { terms, sizes } = knownOf(exchange);
  terms.set(name, { symbol, side, type, size, price, trigger, ...(reduceOnly === true ? { reduceOnly } : {}) });
  sizes.set(name, size);
  for (const kept of [terms, sizes]) if (kept.size > REMEMBERED) kept.delete(kept.keys().next().value ?? name);
}

/** From when on the events of an order have not been looked through yet; null where none have. All of them are dear, and are looked through once. */
export function missedSince(exchange: ProtocolCalls, venueId: string): number | null {
  return knownOf(exchange).missed.get(venueId) ?? null;
}

/** Notes the first time alone: an event that is told late has the time at which it happened. */
export function noteMissed(exchange: ProtocolCalls, venueId: string, from: number): void {
  const { missed } = knownOf(exchange);
  if (missed.has(venueId)) return;
  missed.set(venueId, from);
  if (missed.size > REMEMBERED) missed.delete(missed.keys().next().value ?? venueId);
}

/** When an order was seen last: it is told only for some seconds after its end, and perhaps by no event until later. Null for one that never was. */
export function seenAt(exchange: ProtocolCalls, name: string): number | null {
  return knownOf(exchange).seen.get(name) ?? null;
}

export function noteSeen(exchange: ProtocolCalls, name: string, at: number): void {
  const { seen } = knownOf(exchange);
  seen.set(name, at);
  if (seen.size > REMEMBERED) seen.delete(seen.keys().next().value ?? name);
}

/** Other terms are asked for: until it is seen open again nobody knows which it has. */
export function forgetTerms(exchange: ProtocolCalls, name: string): void {
  knownOf(exchange).terms.delete(name);
}

/** The size that it was placed with, or stood open with last; undefined where neither is known. */
export function knownSize(exchange: ProtocolCalls, name: string): string | undefined {
  return knownOf(exchange).sizes.get(name);
}

/** An order of ours whose fills among the last ones come to all of its size: then nothing else can be told of it. Null for any other. */
export function filledWhole(
  exchange: ProtocolCalls,
  recent: readonly RecentFill[],
  { name, venueId }: { readonly name: string | null; readonly venueId: string | null },
): SeenOrder | null {
  const fills = recent.filter(({ order_id, cliOrdId }) => (name === null ? order_id === venueId : cliOrdId === name));
  const [first] = fills;
  const id = krakenFuturesId(first?.cliOrdId);
  const terms = id === null ? undefined : knownOf(exchange).terms.get(id);
  if (first === undefined || terms === undefined || !sumOf(fills.map(({ size }) => size)).equals(sumOf([terms.size]))) return null;
  const time = Math.max(...fills.map(({ fillTime }) => fillTime));
  return { ...terms, id, venueId: first.order_id, filled: terms.size, state: 'filled', time };
}

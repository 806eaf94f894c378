import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { VenueMessage, VenueOrder, VenuePair, VenueRequest } from '../../ports/venue-orders.ts';
import { Evidence, presentEvidence, underEvidence } from './evidence.ts';
import { type OrderAccount, problemOf } from './order-account.ts';
import { FIGURE, whyNotSent } from './order-checks.ts';
import { underUrgency } from './request-urgency.ts';
import type { NamedOrder, OrderAbilities, OrderMarket, ReadPlaced, Refusal } from './venues/order-protocol.ts';

type Replace = Extract<VenueRequest, { readonly kind: 'replace' }>;
type Cancel = Extract<VenueRequest, { readonly kind: 'cancel' }>;

/** Longest that an order waits for its turn, ms. */
const PATIENCE_MS = 5_000;

/** Whether the venue said that a request was signed with a time that is not its own. */
export interface Sent {
  readonly message: VenueMessage;
  readonly clockDiffers: boolean;
}

/** What makes an order stand at a venue: one request, however many orders it is about. */
interface Creation {
  readonly id: VenueOrder['id'];
  readonly name: string;
  readonly send: () => Promise<unknown>;
  readonly placed: ReadPlaced;
  readonly refusal: (status: number, body: unknown) => Refusal | null;
}

/** Sends an order once and tells what is proven of it. */
export async function placeOrder(account: OrderAccount, order: VenueOrder): Promise<Sent> {
  const named = namedOrder(account, order);
  if (typeof named === 'string') return unsent(order.id, named);
  const { protocol, open } = account;
  return create(account, {
    ...{ id: order.id, name: named.order.name, placed: protocol.placed, refusal: protocol.refusal },
    send: () => protocol.place(open.exchange, named.market, signed(account, named.order)),
  });
}

/** Sends a pair once. */
export async function placePair(account: OrderAccount, { list, stop, target }: VenuePair): Promise<Sent> {
  const { protocol, open, venue } = account;
  const pair = protocol.exits?.pair ?? null;
  if (pair === null) return unsent(stop.id, `${venue} takes no pairs of orders.`);
  const one = namedOrder(account, stop);
  if (typeof one === 'string') return unsent(stop.id, one);
  const other = namedOrder(account, target);
  if (typeof other === 'string') return unsent(stop.id, other);
  const listName = protocol.nameOf(list);
  if (listName === null) return unsent(stop.id, `The id ${list} cannot be written as ${venue} takes it.`);
  return create(account, {
    ...{ id: stop.id, name: one.order.name, placed: pair.placed, refusal: protocol.refusal },
    send: () => {
      const both = { stop: signed(account, one.order), target: signed(account, other.order) };
      return pair.send(open.exchange, one.market, { list: listName, ...both });
    },
  });
}

/** Sends an order that takes another one's place, once. */
export async function replaceOrder(account: OrderAccount, { old, order }: Replace): Promise<Sent> {
  const { protocol, open, venue } = account;
  const replace = protocol.exits?.replace ?? null;
  if (replace === null) return unsent(order.id, `${venue} puts no order in another one's place.`);
  const named = namedOrder(account, order);
  if (typeof named === 'string') return unsent(order.id, named);
  const oldName = protocol.nameOf(old.id);
  if (oldName === null && old.venueId === null) return unsent(order.id, `The id ${old.id} cannot be written as ${venue} takes it.`);
  return create(account, {
    ...{ id: order.id, name: named.order.name, placed: replace.placed, refusal: replace.refusal },
    send: () =>
      replace.send(open.exchange, named.market, {
        old: { name: oldName ?? '', venueId: old.venueId },
        order: signed(account, named.order),
      }),
  });
}

interface Named {
  readonly market: OrderMarket;
  readonly order: VenueOrder & { readonly name: string };
}

/** The order under its name at the venue, or why it cannot be sent. */
function namedOrder({ protocol, markets, venue }: OrderAccount, order: VenueOrder): Named | string {
  const market = markets.of(order.symbol);
  const name = protocol.nameOf(order.id);
  if (market === null) return `There is no market ${order.symbol} at ${venue}.`;
  if (name === null) return `The id ${order.id} cannot be written as ${venue} takes it.`;
  const written = { ...order, quoteAmount: wholeSteps(order.quoteAmount, market, protocol.abilities) };
  return whyNotSent(written, market, protocol.abilities, venue) ?? { market, order: { ...written, name } };
}

/** An amount of money is the most that is spent: what is finer than the venue's steps is left. What is no figure is for the checks to say. */
function wholeSteps(amount: string | null, { quoteStep }: OrderMarket, { sizesAmounts }: OrderAbilities): string | null {
  if (amount === null || sizesAmounts === true || !FIGURE.test(amount)) return amount;
  const step = Decimal.parse(quoteStep);
  return Decimal.parse(amount).divide(step, 0, 'down').mul(step).toString();
}

function signed(account: OrderAccount, order: Named['order']): NamedOrder {
  const signedAt = account.venueNow();
  presentEvidence().signedAt = signedAt;
  return { ...order, signedAt };
}

async function create(account: OrderAccount, creation: Creation): Promise<Sent> {
  const { venue } = account;
  const evidence = new Evidence();
  const state = { over: false };
  const sending = underEvidence(evidence, () => underUrgency('order', creation.send))
    .then(
      () => null,
      (error: unknown) => error,
    )
    .finally(() => (state.over = true));
  await Promise.race([sending, account.wait(PATIENCE_MS)]);
  if (!state.over && evidence.handed === 0) {
    // Whoever decided on it counts on it being sent soon or not at all.
    evidence.shut = true;
    return unsent(
      creation.id,
      account.left ? `${venue} was left before it was sent.` : `Its turn did not come in time: too much is asked of ${venue}.`,
    );
  }
  return fateOf(account, creation, evidence, await sending);
}

/** An order's fate by what became of its one request: the library's own words are no proof, the venue's are. */
function fateOf(account: OrderAccount, { id, name, placed, refusal: read }: Creation, evidence: Evidence, thrown: unknown): Sent {
  const { venue } = account;
  const { handed, answer, unconnected, signedAt } = evidence;
  if (handed === 0 || (handed === 1 && unconnected)) return unsent(id, thrown === null ? 'It was not sent.' : problemOf(thrown));
  const unknown = (problem: string): Sent => ({
    message: { kind: 'unknown', id, problem, ...(signedAt === null ? {} : { signedAt }) },
    clockDiffers: false,
  });
  if (answer === null) return unknown(`${venue} was sent the order and did not answer: ${problemOf(thrown)}`);
  const body = parsed(answer.body);
  if (answer.status === 200 && body !== undefined) {
    try {
      const { venueId, time } = placed(body, name);
      account.learn({ id, venueId });
      return { message: { kind: 'placed', id, venueId, time: time ?? account.venueNow() }, clockDiffers: false };
    } catch {
      // It says something else: perhaps a refusal, and if not, nothing is proven.
    }
  }
  const refusal = handed === 1 && body !== undefined ? read(answer.status, body) : null;
  if (refusal === null) return unknown(`${venue} was sent the order and answered with ${answer.status}: ${answer.body.slice(0, 200)}`);
  const { reason, problem, clock } = refusal;
  return { message: { kind: 'refused', id, reason, problem: `${venue} refused the order: ${problem}` }, clockDiffers: clock };
}

/** Asks for the end of an order once. */
export async function cancelOrder(account: OrderAccount, { id, venueId, symbol }: Cancel): Promise<Sent> {
  const { protocol, venue } = account;
  const market = account.markets.of(symbol);
  const name = protocol.nameOf(id);
  const unknown = (problem: string): Sent => ({ message: { kind: 'cancel-unknown', id, problem }, clockDiffers: false });
  if (market === null) return unknown(`There is no market ${symbol} at ${venue}; nothing was sent.`);
  if (name === null && venueId === null) return unknown(`The id ${id} cannot be written as ${venue} takes it; nothing was sent.`);
  const evidence = new Evidence();
  let problem = 'it did not answer';
  try {
    await underEvidence(evidence, () =>
      underUrgency('cancel', () => protocol.cancel(account.open.exchange, market, { name: name ?? '', venueId })),
    );
  } catch (thrown) {
    problem = problemOf(thrown);
  }
  const { answer, handed } = evidence;
  const body = answer === null ? undefined : parsed(answer.body);
  if (answer === null || body === undefined) return unknown(`${venue}: ${problem}${handed === 0 ? ' Nothing was sent.' : ''}`);
  const word = protocol.cancelled(answer.status, body);
  if (word === 'taken') return { message: { kind: 'cancel-taken', id }, clockDiffers: false };
  if (word === 'unknown-order')
    return { message: { kind: 'cancel-refused', id, problem: `${venue} knows no such open order.` }, clockDiffers: false };
  return { ...unknown(`${venue}: ${problem}`), clockDiffers: protocol.refusal(answer.status, body)?.clock === true };
}

function unsent(id: VenueOrder['id'], problem: string): Sent {
  return { message: { kind: 'unsent', id, problem }, clockDiffers: false };
}

/** An answer's body; undefined where it is no JSON. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

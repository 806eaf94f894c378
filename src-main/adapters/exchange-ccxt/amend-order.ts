import type { VenueMessage, VenueRequest } from '../../ports/venue-orders.ts';
import { Evidence, underEvidence } from './evidence.ts';
import { type OrderAccount, problemOf } from './order-account.ts';
import { whyNoTerms } from './order-checks.ts';
import { parsed, type Sent } from './place-order.ts';
import { underUrgency } from './request-urgency.ts';

type Amend = Extract<VenueRequest, { readonly kind: 'amend' }>;

/** Asks for other terms of an order where it stands, once, and tells what is proven of that. */
export async function amendOrder(account: OrderAccount, request: Amend): Promise<Sent> {
  const { protocol, venue, markets, open } = account;
  const { id, venueId, symbol, type, size, price, trigger } = request;
  const tell = (message: VenueMessage, clockDiffers = false): Sent => ({ message, clockDiffers });
  const refused = (problem: string, clockDiffers = false): Sent => tell({ kind: 'amend-refused', id, problem }, clockDiffers);
  const amend = protocol.exits?.amend ?? null;
  const market = markets.of(symbol);
  const name = protocol.nameOf(id);
  if (amend === null) return refused(`${venue} changes no order where it stands.`);
  if (market === null) return refused(`There is no market ${symbol} at ${venue}.`);
  if (name === null && venueId === null) return refused(`The id ${id} cannot be written as ${venue} takes it.`);
  const why = whyNoTerms(request, market, venue);
  if (why !== null) return refused(why);
  const evidence = new Evidence();
  const terms = { name: name ?? '', venueId, type, size, price, trigger };
  let problem = 'it did not answer';
  try {
    await underEvidence(evidence, () =>
      underUrgency('cancel', () => amend.send(open.exchange, market, { ...terms, signedAt: account.venueNow() })),
    );
  } catch (thrown) {
    problem = problemOf(thrown);
  }
  const { handed, answer, unconnected } = evidence;
  if (handed === 0 || (handed === 1 && unconnected)) return refused(`Nothing was sent: ${problem}`);
  const body = answer === null ? undefined : parsed(answer.body);
  const word = answer === null || body === undefined ? null : amend.taken(answer.status, body);
  if (word === 'taken') return tell({ kind: 'amend-taken', id });
  if (word === 'promised')
    return tell({ kind: 'amend-unknown', id, problem: `${venue} has taken the request; whether its terms hold, the order has to show.` });
  if (word === null || handed > 1) return tell({ kind: 'amend-unknown', id, problem: `${venue}: ${problem}` });
  return refused(`${venue}: ${word.problem}`, word.clock);
}

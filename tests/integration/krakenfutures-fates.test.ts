import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SeenFill, SeenOrder, VenueHealth, VenueOrder } from '../../src-main/ports/venue-orders.ts';
import { units, unitsText } from '../venue/core/units.ts';
import type { RequestFault } from '../venue/faults/fault-rules.ts';
import type { KfVenue } from '../venue/krakenfutures/kf-venue.ts';
import { ENDPOINTS, MARKET_ORDER, Trading } from './fixtures/trading.ts';

// What the answers of Kraken Futures prove of an order, and what its histories prove where an answer proves nothing.

const HOUR_MS = 3_600_000;
const PERPETUAL = 'BTC/USD:USD';
const { place: PLACE, cancel: CANCEL } = ENDPOINTS.krakenfutures;
const SOME = expect.any(String) as string;
const saying = (text: string) => expect.stringContaining(text) as string;

let at: Trading;
const health = (): VenueHealth | undefined => at.heard.flatMap((message) => (message.kind === 'health' ? [message.health] : [])).at(-1);
const fills = (): SeenFill[] => at.heard.flatMap((message) => (message.kind === 'fill' ? [message.fill] : []));
const told = (): SeenOrder[] => at.heard.flatMap((message) => (message.kind === 'order' ? [message.order] : []));
const wanted = (fields: Partial<VenueOrder> = {}) => at.order({ symbol: PERPETUAL, ...fields });
const venueOf = (): KfVenue => at.venue as KfVenue;
const asked = (endpoint: string) => at.venue.log.of(endpoint).length;
const ask = ({ id }: Pick<VenueOrder, 'id'>, venueId: string | null = null, since = at.clock!.now() - HOUR_MS) =>
  at.ask({ kind: 'ask', id, venueId, symbol: PERPETUAL, since }, 'found', 'absent', 'unanswered');

const plain = (amount: bigint): string => unitsText(amount).replace(/\.?0+$/u, '');

async function standing(fields: Partial<VenueOrder>): Promise<VenueOrder & { readonly venueId: string }> {
  const order = wanted(fields);
  const placed = await at.place(order);
  if (placed.kind !== 'placed') throw new Error(JSON.stringify(placed));
  return { ...order, venueId: placed.venueId };
}

async function ready(): Promise<void> {
  at = await Trading.within('krakenfutures', undefined, {
    profile: 'krakenfutures',
    contracts: [{ symbol: PERPETUAL, leverage: 5 }],
  });
  await at.until(() => health()?.state === 'pushed');
}

describe('what becomes of an order is proven', () => {
  beforeEach(ready);
  afterEach(() => at.close());

  const answered = (status: number, body: string): RequestFault => ({ kind: 'answer', status, body, carriedOut: false });
  test.each<readonly [string, RequestFault, boolean]>([
    ['its answer is lost', { kind: 'lose reply' }, true],
    ['it is lost itself', { kind: 'lose request' }, false],
    ['the venue is unavailable', answered(503, '{"result":"error","error":"Unavailable"}'), false],
    ['something is wrong there', answered(200, '{"result":"error","error":"Server Error"}'), false],
    [
      'margin is said to be missing by an error of the server',
      answered(500, '{"result":"error","errors":[{"code":92,"message":"INSUFFICIENT_MARGIN"}]}'),
      false,
    ],
    ['too much was asked', answered(200, '{"result":"error","error":"apiLimitExceeded"}'), false],
    ['too much was asked of the gate', answered(429, '{}'), false],
    ['a word is answered that is not known', answered(200, '{"result":"success","sendStatus":{"status":"other"}}'), false],
    ['the answer is garbled', answered(200, '<html>'), false],
  ])('where %s it is unknown, and found or proven absent', async (_name, fault, arrived) => {
    at.venue.faults.add({ surface: 'rest', endpoint: PLACE, fault });
    const order = wanted({ ...MARKET_ORDER, side: 'sell', size: '0.01' });
    expect(await at.place(order)).toMatchObject({ kind: 'unknown', id: order.id, problem: SOME });
    await at.settle(12_000);
    expect(asked(PLACE)).toBeLessThanOrEqual(1);
    const answer = await ask(order);
    if (arrived) expect(answer).toMatchObject({ kind: 'found', order: { size: '0.01', filled: '0.01', state: 'filled' } });
    else expect(answer).toMatchObject({ kind: 'absent', searched: expect.arrayContaining(['open orders', 'executions']) as string[] });
  });

  test.each<readonly [string, RequestFault]>([
    [
      'its gate does not take',
      answered(400, '{"status":"BAD_REQUEST","result":"error","errors":[{"code":11,"message":"invalid order type"}]}'),
    ],
    ['whose key is not known', answered(200, '{"result":"error","error":"authenticationError"}')],
    ['of which an argument is wrong', answered(200, '{"result":"error","error":"invalidArgument: limitPrice"}')],
    ['of a market that is suspended', answered(200, '{"result":"success","sendStatus":{"status":"marketSuspended"}}')],
  ])('a request %s was not carried out', async (_name, fault) => {
    at.venue.faults.add({ surface: 'rest', endpoint: PLACE, fault });
    expect(await at.place(wanted())).toMatchObject({ kind: 'refused', reason: 'venue' });
  });

  test('a cancel that crosses the last fill is refused, and the order is told as filled', async () => {
    const order = await standing({});
    at.venue.faults.add({ surface: 'rest', endpoint: CANCEL, fault: { kind: 'cancel race' } });
    await at.ask({ kind: 'cancel', id: order.id, venueId: order.venueId, symbol: PERPETUAL }, 'cancel-refused');
    await at.until(() => told().some(({ id, state }) => id === order.id && state === 'filled'));
    at.venue.faults.add({ surface: 'rest', endpoint: CANCEL, fault: { kind: 'lose reply' } });
    const next = await standing({});
    await at.ask({ kind: 'cancel', id: next.id, venueId: next.venueId, symbol: PERPETUAL }, 'cancel-unknown');
    await at.until(() => told().some(({ id, state }) => id === next.id && state === 'cancelled'));
  });

  test('a market order that fills in part is told with what filled, and what is left of it as gone', async () => {
    at.venue.faults.add({ surface: 'rest', endpoint: PLACE, fault: { kind: 'partial fill', percent: 50 } });
    const order = wanted({ ...MARKET_ORDER, size: '0.02' });
    await at.place(order);
    await at.until(() => told().some(({ id, state }) => id === order.id && state !== 'working'));
    expect(told().at(-1)).toMatchObject({ filled: '0.01', state: 'cancelled' });
    expect(fills().reduce((sum, { size }) => sum + units(size), 0n)).toBe(units('0.01'));
  });

  test('what would take an order of its own account is refused; where some of it has traded before it has ended with that', async () => {
    const { asks, rules } = at.venue.exchange.state.market(PERPETUAL);
    const [best] = asks.top(1);
    const own = await standing({ side: 'sell', size: '0.01', price: plain(best!.price - rules.tick), postOnly: true });
    const all = wanted({ ...MARKET_ORDER, size: '0.01' });
    expect(await at.place(all)).toMatchObject({ kind: 'refused', reason: 'venue', problem: saying('selfFill') });
    await at.ask({ kind: 'cancel', id: own.id, venueId: own.venueId, symbol: PERPETUAL }, 'cancel-taken');
    await standing({ side: 'sell', size: '0.01', price: plain(best!.price + rules.tick), postOnly: true });
    const some = wanted({ size: plain(best!.total + units('0.01')), price: plain(best!.price + 100n * rules.tick) });
    expect(await at.place(some)).toMatchObject({ kind: 'placed' });
    await at.until(() => told().some(({ id, state }) => id === some.id && state !== 'working'));
    expect(await ask(some)).toMatchObject({ kind: 'found', order: { state: 'cancelled', filled: plain(best!.total) } });
    expect(at.standing.filter(({ status }) => status === 'NEW')).toMatchObject([{ side: 'SELL' }]);
  });

  test('a request that comes after the end of its validity is refused by the venue, so that one not seen by then never will be', async () => {
    at.control.run({ do: 'set clock', offsetMs: 6_000 });
    const order = wanted();
    expect(await at.place(order)).toMatchObject({ kind: 'refused', problem: saying('wouldProcessAfterSpecifiedTime') });
    expect(at.standing).toHaveLength(0);
    // It differs from what was measured: that is measured anew, and the next is in time.
    await at.until(() => Math.abs((health()?.clockOffsetMs ?? 0) - 6_000) < 1_000);
    expect(await at.place(wanted())).toMatchObject({ kind: 'placed' });
  });

  test('a name that is there already proves nothing: the order may stand under it', async () => {
    const order = await standing({});
    expect(await at.place(order)).toMatchObject({ kind: 'unknown', problem: saying('clientOrderIdAlreadyExist') });
    expect(await ask(order)).toMatchObject({ kind: 'found', order: { venueId: order.venueId } });
  });

  test('while the history is behind, an order that has filled is neither absent nor told in part', async () => {
    venueOf().desk.history.lagMs = 20_000;
    at.venue.faults.add({ surface: 'rest', endpoint: PLACE, fault: { kind: 'lose reply' } });
    const order = wanted({ ...MARKET_ORDER, side: 'sell', size: '0.01' });
    await at.place(order);
    expect(await ask(order)).toMatchObject({ kind: 'unanswered', problem: saying('does not tell') });
    await at.settle(21_000);
    expect(await ask(order)).toMatchObject({ kind: 'found', order: { filled: '0.01' }, fills: [{ profit: '0' }] });
  });

  test('an order that ended long ago is found by the venue’s id, and by its name since it was decided on', async () => {
    const order = await standing({});
    await at.ask({ kind: 'cancel', id: order.id, venueId: order.venueId, symbol: PERPETUAL }, 'cancel-taken');
    const since = at.clock!.now() - 1_000;
    at.control.run({ do: 'set clock', offsetMs: 72 * HOUR_MS });
    at.venue.cutConnections();
    await at.until(() => Math.abs(health()!.clockOffsetMs! - 72 * HOUR_MS) < 1_000);
    expect(await ask(order, order.venueId)).toMatchObject({ kind: 'found', order: { state: 'cancelled' } });
    expect(await ask(order, null, since - 72 * HOUR_MS)).toMatchObject({ kind: 'found', order: { state: 'cancelled' } });
  });
});

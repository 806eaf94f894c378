import { afterEach, describe, expect, test } from 'vitest';
import { CcxtOrders } from '../../src-main/adapters/exchange-ccxt/ccxt-orders.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { VenueHealth } from '../../src-main/ports/venue-orders.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { FIRST_CUSTOMER } from '../venue/control/customer.ts';
import { ENDPOINTS, MARKET_ORDER, SYMBOL, Trading } from './fixtures/trading.ts';
import { PROTOCOLS } from '../venue/protocols.ts';

let at: Trading;
afterEach(() => at.close());

const health = (): VenueHealth | undefined => at.heard.flatMap((message) => (message.kind === 'health' ? [message.health] : [])).at(-1);
const handles = () => process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate' && kind !== 'TickObject').length;

describe.each(PROTOCOLS)('%s over real sockets', (protocol) => {
  test('orders are placed, told, cancelled, asked for; a lost answer proves nothing; afterwards nothing is left open', async () => {
    const before = handles();
    at = await Trading.overSockets(protocol);
    await at.until(() => health()?.state === 'pushed');
    const resting = at.order();
    expect(await at.place(resting)).toMatchObject({ kind: 'placed' });
    expect(await at.place(at.order(MARKET_ORDER))).toMatchObject({ kind: 'placed' });
    await at.until(() => at.heard.some((message) => message.kind === 'order' && message.order.state === 'filled'));
    expect(at.heard.filter(({ kind }) => kind === 'fill')).toHaveLength(1);
    const cancel = { kind: 'cancel', id: resting.id, venueId: null, symbol: SYMBOL } as const;
    expect(await at.ask(cancel, 'cancel-taken', 'cancel-refused', 'cancel-unknown')).toMatchObject({ kind: 'cancel-taken' });
    at.venue.faults.add({ surface: 'rest', endpoint: ENDPOINTS[protocol].place, fault: { kind: 'lose reply' } });
    const lost = at.order();
    expect(await at.place(lost)).toMatchObject({ kind: 'unknown' });
    expect(at.venue.faults.list()).toMatchObject([{ seen: 1 }]);
    expect(
      await at.ask({ kind: 'ask', id: lost.id, venueId: null, symbol: SYMBOL, since: Date.now() }, 'found', 'absent', 'unanswered'),
    ).toMatchObject({
      kind: 'found',
    });
    const looked = await at.ask({ kind: 'look', number: 1, symbols: [SYMBOL], since: Date.now() }, 'looked');
    expect(looked.account).toMatchObject({ openOrders: [{ id: lost.id }], fills: [{ size: '0.01' }] });
    await at.close();
    await at.until(() => handles() <= before);
  });

  test('an order for a venue that cannot be connected to was not sent', async () => {
    at = await Trading.overSockets(protocol);
    await at.until(() => health()?.state === 'pushed');
    await at.leaveVenue();
    // What stays of the connection before may break while something is sent over it: the first may be of unknown fate.
    const first = await at.place(at.order());
    expect(['unsent', 'unknown']).toContain(first.kind);
    expect(await at.place(at.order())).toMatchObject({ kind: 'unsent' });
    await at.until(() => health()?.state === 'silent');
  });

  test('orders that are left while they wait for their turn, or for their answer', async () => {
    at = await Trading.overSockets(protocol, { timeoutMs: 60_000 });
    at.venue.faults.add({ surface: 'rest', endpoint: ENDPOINTS[protocol].place, fault: { kind: 'lose reply', silent: true } });
    const underWay = at.order();
    at.orders.send({ kind: 'place', order: underWay });
    await at.until(() => at.standing.length === 1);
    await at.close();
    expect(at.heard.filter(({ kind }) => kind === 'unknown')).toMatchObject([{ id: underWay.id }]);
    const late = at.order();
    expect(await at.place(late)).toMatchObject({ kind: 'unsent', id: late.id });
    expect(at.venue.log.of(ENDPOINTS[protocol].place)).toHaveLength(1);
  });
});

describe('binance over real sockets', () => {
  test("a venue's clock that moves is measured again, and the order that was signed before is refused", async () => {
    at = await Trading.overSockets('binance');
    await at.until(() => health()?.state === 'pushed');
    expect(Math.abs(health()!.clockOffsetMs!)).toBeLessThan(3_000);
    at.control.run({ do: 'set clock', offsetMs: 120_000 });
    expect(await at.place(at.order())).toMatchObject({
      kind: 'refused',
      reason: 'venue',
      problem: expect.stringContaining('outside') as string,
    });
    expect(at.standing).toEqual([]);
    await at.until(() => Math.abs(health()!.clockOffsetMs! - 120_000) < 1_000);
    expect(await at.place(at.order())).toMatchObject({ kind: 'placed' });
    at.control.run({ do: 'set clock', offsetMs: 0 });
    const cancel = { kind: 'cancel', id: at.order().id, venueId: null, symbol: SYMBOL } as const;
    expect(await at.ask(cancel, 'cancel-unknown')).toMatchObject({ problem: expect.stringContaining('Timestamp') as string });
    await at.until(() => Math.abs(health()!.clockOffsetMs!) < 1_000);
  });

  test('a venue that asks to wait is left in peace, and an order that waited until then was not sent', async () => {
    at = await Trading.overSockets('binance');
    at.venue.faults.add({
      surface: 'rest',
      endpoint: ENDPOINTS.binance.place,
      fault: { kind: 'answer', status: 429, body: '{"code":-1003,"msg":"Too many"}', headers: { 'Retry-After': '60' }, carriedOut: false },
    });
    expect(await at.place(at.order())).toMatchObject({ kind: 'unknown' });
    const waiting = at.order();
    at.orders.send({ kind: 'place', order: waiting });
    await at.close();
    expect(at.heard.filter(({ kind }) => kind === 'unsent')).toMatchObject([{ id: waiting.id }]);
  });

  test('a wrong key, no such venue, and none that can be reached', async () => {
    at = await Trading.overSockets('binance');
    const to = { sandbox: false, address: () => 'http://127.0.0.1:1', clock: new SystemClock(), random: new Sfc32(1) };
    const { key, secret } = FIRST_CUSTOMER;
    await expect(CcxtOrders.open('binance', { key, secret, passphrase: null }, to)).rejects.toMatchObject({ code: 'venue.unreachable' });
    await expect(CcxtOrders.open('bybit', { key, secret, passphrase: null }, to)).rejects.toMatchObject({ code: 'venue.unknown' });
    at.venue.revokeKey(key);
    expect(await at.place(at.order())).toMatchObject({ kind: 'refused', reason: 'venue' });
    expect(await at.ask({ kind: 'look', number: 1, symbols: [SYMBOL], since: 0 }, 'looked', 'look-failed')).toMatchObject({
      kind: 'look-failed',
    });
  });
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { VenueHealth, VenueOrder } from '../../src-main/ports/venue-orders.ts';
import { CcxtOrders } from '../../src-main/adapters/exchange-ccxt/ccxt-orders.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { addressOf } from '../venue/address-of.ts';
import { credentialsAt } from '../venue/protocols.ts';
import { startOkxVenue } from '../venue/start-venue.ts';
import { ENDPOINTS, MARKET_ORDER, SYMBOL, Trading } from './fixtures/trading.ts';

const HOUR_MS = 3_600_000;

let at: Trading;
beforeEach(async () => {
  at = await Trading.within('okx');
  await at.until(() => health()?.state === 'pushed');
});
afterEach(() => at.close());

const health = (): VenueHealth | undefined => at.heard.flatMap((message) => (message.kind === 'health' ? [message.health] : [])).at(-1);
const ask = (order: VenueOrder, since = at.clock!.now() - HOUR_MS) =>
  at.ask({ kind: 'ask', id: order.id, venueId: null, symbol: SYMBOL, since }, 'found', 'absent', 'unanswered');

/** So many hours after the beginning, at the venue. */
async function leap(hours: number): Promise<void> {
  at.control.run({ do: 'set clock', offsetMs: hours * HOUR_MS });
  at.venue.cutConnections();
  await at.until(() => Math.abs(health()!.clockOffsetMs! - hours * HOUR_MS) < 1_000);
}

test('an order that arrives five seconds after its signing is not taken, and that is a refusal', async () => {
  at.venue.faults.add({ surface: 'rest', endpoint: ENDPOINTS.okx.place, fault: { kind: 'delay request', ms: 4_900 } });
  expect(await at.place(at.order())).toMatchObject({ kind: 'placed' });
  at.venue.faults.add({ surface: 'rest', endpoint: ENDPOINTS.okx.place, fault: { kind: 'delay request', ms: 5_100 } });
  expect(await at.place(at.order())).toMatchObject({
    kind: 'refused',
    reason: 'venue',
    problem: expect.stringContaining('expTime') as string,
  });
  expect(at.standing).toHaveLength(1);
});

test("a venue's clock that moves is measured again; requests, deadlines and the login carry its time", async () => {
  at.control.run({ do: 'set clock', offsetMs: 120_000 });
  expect(await at.place(at.order())).toMatchObject({ kind: 'refused', problem: expect.stringContaining('Timestamp') as string });
  await at.until(() => Math.abs(health()!.clockOffsetMs! - 120_000) < 100);
  expect(await at.place(at.order())).toMatchObject({ kind: 'placed' });
  at.venue.cutConnections();
  await at.until(() => health()!.reconnects === 1);
  await at.place(at.order(MARKET_ORDER));
  await at.until(() => at.heard.some(({ kind }) => kind === 'fill'));
});

test('trades and orders of days ago are read from the tables behind the quick ones, each once', async () => {
  const begun = at.clock!.now();
  const old = at.order(MARKET_ORDER);
  await at.place(old);
  await leap(80);
  await at.place(at.order(MARKET_ORDER));
  expect(await ask(old, begun)).toMatchObject({ kind: 'found', order: { state: 'filled' }, fills: [{ size: '0.01', id: old.id }] });
  const look = (since: number) => at.ask({ kind: 'look', number: 1, symbols: [SYMBOL], since }, 'looked', 'look-failed');
  const looked = await look(begun);
  const { time } = at.venue.exchange.state.fillsOf(at.trader)[0]!.fill;
  expect(looked).toMatchObject({ kind: 'looked', account: { fills: [{ time }, { id: expect.any(String) as string }] } });
  expect(at.venue.log.of('GET /api/v5/trade/fills-history').length).toBeGreaterThan(0);
  const asked = at.venue.log.of('GET /api/v5/trade/fills-history').length;
  expect(await look(at.clock!.now() + 79 * HOUR_MS)).toMatchObject({ kind: 'looked', account: { fills: [{ size: '0.01' }] } });
  expect(at.venue.log.of('GET /api/v5/trade/fills-history')).toHaveLength(asked);
  await leap(180);
  expect(await ask(at.order(), begun - 180 * HOUR_MS)).toMatchObject({ kind: 'absent' });
  expect(at.venue.log.of('GET /api/v5/trade/orders-history-archive')).toHaveLength(1);
});

test('an order that ended with nothing filled is forgotten after two hours', async () => {
  const order = at.order();
  await at.place(order);
  await at.ask({ kind: 'cancel', id: order.id, venueId: null, symbol: SYMBOL }, 'cancel-taken');
  expect(await ask(order)).toMatchObject({ kind: 'found', order: { state: 'cancelled' } });
  await leap(3);
  expect(await ask(order)).toMatchObject({ kind: 'absent', forgetsMs: 121 * 60_000 });
});

test('the test network takes only what says that it is for it, and the login too', async () => {
  const started = await startOkxVenue({ symbols: 1, pastMinutes: 5, demo: true });
  const to = { address: addressOf(started), clock: new SystemClock(), random: new Sfc32(1), timeoutMs: 2_000 };
  const opened = await Promise.all([true, false].map((sandbox) => CcxtOrders.open('okx', credentialsAt('okx'), { ...to, sandbox })));
  try {
    const looked = await Promise.all(
      opened.map(
        (orders) =>
          new Promise((resolve) => {
            orders.listen((message) => {
              if (message.kind === 'looked' || message.kind === 'look-failed') resolve(message);
            });
            orders.send({ kind: 'look', number: 1, symbols: [SYMBOL], since: 0 });
          }),
      ),
    );
    expect(looked).toMatchObject([
      { kind: 'looked' },
      { kind: 'look-failed', problem: expect.stringContaining('does not match current environment') as string },
    ]);
  } finally {
    await Promise.all(opened.map((orders) => orders.close()));
    await started.stop();
  }
});

test('the dead man’s switch holds between ten and a hundred and twenty seconds', async () => {
  const keep = async (ms: number) => (await at.ask({ kind: 'keep-alive', ms }, 'kept-alive')).until! - at.clock!.now();
  expect(Math.abs((await keep(3_000)) - 10_000)).toBeLessThan(1_000);
  expect(Math.abs((await keep(60_000)) - 60_000)).toBeLessThan(1_000);
  expect(Math.abs((await keep(900_000)) - 120_000)).toBeLessThan(1_000);
});

import { expect, test } from 'vitest';
import { BinanceVenue } from '../venue/binance/binance-venue.ts';
import { type CcxtOrder, call, ccxtAt, refusalOf } from '../venue/ccxt-at.ts';
import { connectWithin } from '../venue/ccxt-within.ts';
import { FIRST_CUSTOMER, addCustomer } from '../venue/control/customer.ts';
import { SteppedClock } from '../support/stepped-clock.ts';

const MARKET = 'BTC/USDT';

test("ccxt trades with a venue in its own process over no network at all, while the venue's clock stands until it is moved", async () => {
  // No such host exists: whatever went over a network would fail.
  const binance = await ccxtAt('http://venue.invalid');
  // Ahead of the library by half of what its window allows, since this clock stands while the library's goes on.
  const clock = new SteppedClock(Date.now() + 5_000);
  const venue = new BinanceVenue({ clock, seed: 1, symbols: 1, pastMinutes: 5 });
  addCustomer(venue, FIRST_CUSTOMER);
  let connections = 0;
  connectWithin(binance, venue, { onConnection: () => (connections += 1) });
  await binance.loadMarkets();
  const orders = call<CcxtOrder[]>(binance, 'watchOrders');
  // On the same line, so that its answer comes after that of the subscription.
  await call(binance, 'fetchBalanceWs');
  const placed = await call<CcxtOrder>(binance, 'createOrder', MARKET, 'limit', 'buy', 0.01, 59_000, { clientOrderId: 'one' });
  expect(placed.status).toBe('open');
  // The stream tells when the venue's time passes, not before.
  clock.pass(1);
  expect(await orders).toMatchObject([{ clientOrderId: 'one', status: 'open' }]);
  venue.faults.add({ surface: 'rest', endpoint: 'DELETE /api/v3/order', fault: { kind: 'lose reply' } });
  expect((await refusalOf(call(binance, 'cancelOrder', placed.id, MARKET))).name).toBe('NetworkError');
  expect(await call(binance, 'fetchOrder', placed.id, MARKET)).toMatchObject({ status: 'canceled' });
  expect([connections, venue.connections]).toEqual([1, { stream: 0, account: 1 }]);
  const lost = refusalOf(call(binance, 'watchOrders'));
  venue.cutConnections();
  expect((await lost).name).toBe('NetworkError');
  await binance.close();
});

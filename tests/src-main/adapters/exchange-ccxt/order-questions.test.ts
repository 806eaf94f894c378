import { expect, test } from 'vitest';
import type { OpenExchange } from '../../../../src-main/adapters/exchange-ccxt/open-exchange.ts';
import { OrderAccount, type OrderExchange } from '../../../../src-main/adapters/exchange-ccxt/order-account.ts';
import { askOrder, listOrders } from '../../../../src-main/adapters/exchange-ccxt/order-questions.ts';
import { BINANCE_USDM } from '../../../../src-main/adapters/exchange-ccxt/venues/binanceusdm.ts';
import type { OrderMarket } from '../../../../src-main/adapters/exchange-ccxt/venues/order-protocol.ts';
import { USDM_ORDERS } from '../../../../src-main/adapters/exchange-ccxt/venues/usdm-orders.ts';
import type { SeenOrder } from '../../../../src-main/ports/venue-orders.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';

const BTC: OrderMarket = {
  ...{ symbol: 'BTC/USDT:USDT', id: 'BTCUSDT', names: ['BTCUSDT'], base: 'BTC', quote: 'USDT' },
  ...{ priceStep: '0.1', sizeStep: '0.001', quoteStep: '0.01', contract: { settle: 'USDT', size: '1' } },
};
const DECIDED = 1_777_982_465_048;
const ID = 'o3bz6yz5qk8v6p0t9r4m2n1x7c' as ClientOrderId;
const OURS: SeenOrder = {
  ...{ id: ID, venueId: '7', symbol: BTC.symbol, side: 'buy', type: 'stop', size: '0.025', filled: '0', price: null, trigger: '60060' },
  ...{ state: 'cancelled', time: DECIDED },
};

/** A venue that has one order in its tables alone, made when it said `madeAt`; its clock is ahead of ours by so much now. */
function account({ madeAt, offset }: { readonly madeAt: number; readonly offset: number }): OrderAccount {
  const protocol = {
    ...USDM_ORDERS,
    time: () => Promise.resolve(DECIDED + 10_000_000),
    find: () => Promise.resolve(null),
    open: () => Promise.resolve([]),
    ordersSince: (_reading: unknown, _market: unknown, since: number) => Promise.resolve(madeAt >= since ? [OURS] : []),
    trades: () => Promise.resolve([]),
  };
  const nothing = { exchange: {} } as Partial<OpenExchange<OrderExchange>> as OpenExchange<OrderExchange>;
  const made = new OrderAccount(BINANCE_USDM, protocol, nothing, new SteppedClock(DECIDED));
  made.markets = { of: () => BTC, named: () => BTC, asset: (name) => name };
  made.clockOffsetMs = offset;
  return made;
}

// Our own clock was set since: how far it was from the venue's then is not what it is now.
test.each([
  ['both clocks agreed, and agree', { madeAt: DECIDED + 120, offset: 0 }],
  ['ours was set back since by a minute', { madeAt: DECIDED + 120, offset: 61_518 }],
  ['ours was ahead by a quarter of an hour, and is right now', { madeAt: DECIDED - 15 * 60_000, offset: 0 }],
  ['ours was set forward since by an hour', { madeAt: DECIDED + 120, offset: -3_600_000 }],
  ['ours was and is ahead by two hours', { madeAt: DECIDED - 2 * 3_600_000, offset: -2 * 3_600_000 }],
])('an order of an earlier run is found where %s', async (_how, clocks) => {
  const question = { symbol: BTC.symbol, since: DECIDED };
  expect(await listOrders(account(clocks), { kind: 'list', number: 1, ...question })).toMatchObject({ kind: 'listed', orders: [OURS] });
  expect(await askOrder(account(clocks), { kind: 'ask', id: ID, venueId: null, ...question })).toMatchObject({
    kind: 'found',
    order: OURS,
  });
});

import { describe, expect, test } from 'vitest';
import type { NamedOrder, OrderMarket, ProtocolCalls } from '../../../../src-main/adapters/exchange-ccxt/venues/order-protocol.ts';
import { USDM_EXITS } from '../../../../src-main/adapters/exchange-ccxt/venues/usdm-exits.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';

const BTC: OrderMarket = {
  ...{ symbol: 'BTC/USDT:USDT', id: 'BTCUSDT', names: ['BTCUSDT'], base: 'BTC', quote: 'USDT' },
  ...{ priceStep: '0.1', sizeStep: '0.001', quoteStep: '0.01', contract: { settle: 'USDT', size: '1' } },
};
const NEW = 'o3bz6yz5qk8v6p0t9r4m2n1x7c';
const OLD = { name: 'o3bz6yz5qk8v6p0t9r4m2n1x7b', venueId: '77' };

/** Answers a cancel in one way, and any placing; notes what is asked for in its order. */
function venue(cancelled: () => Promise<unknown>) {
  const asked: string[] = [];
  const note = (name: string, answer: () => Promise<unknown>) => () => {
    asked.push(name);
    return answer();
  };
  const placed = { orderId: '78', clientOrderId: NEW, updateTime: 1, status: 'NEW' };
  const calls = {
    fapiPrivateDeleteOrder: note('end', cancelled),
    fapiPrivateDeleteAlgoOrder: note('end waiting', cancelled),
    fapiPrivatePostOrder: note('place', () => Promise.resolve(placed)),
    fapiPrivatePostAlgoOrder: note('place waiting', () => Promise.resolve({ algoId: '5', clientAlgoId: `w-${NEW}` })),
  };
  return { exchange: calls as Partial<ProtocolCalls> as ProtocolCalls, asked };
}

function order(over: Partial<NamedOrder>): NamedOrder {
  return {
    ...{ id: NEW as ClientOrderId, name: NEW, symbol: BTC.symbol, side: 'sell', type: 'limit', timeInForce: 'gtc', expiresAt: null },
    ...{ postOnly: false, size: '0.009', quoteAmount: null, price: '61000', trigger: null, reduceOnly: true, signedAt: 1 },
    ...over,
  };
}

const empty = () => Promise.resolve({ orderId: '77', status: 'CANCELED', executedQty: '0.000' });
const send = (exchange: ProtocolCalls, over: Partial<NamedOrder> = {}, old = OLD) =>
  USDM_EXITS.replace!.send(exchange, BTC, { old, order: order(over) });

describe('other terms at Binance’s futures', () => {
  test('of a limit order: it is ended first, and another one is placed where it had filled nothing', async () => {
    const { exchange, asked } = venue(empty);
    expect(await send(exchange)).toMatchObject({ orderId: '78' });
    expect(asked).toEqual(['end', 'place']);
  });

  test.each([
    ['it had filled whole before that was heard', () => Promise.reject(new Error('binance {"code":-2011,"msg":"Unknown order sent."}'))],
    ['it had begun to fill', () => Promise.resolve({ orderId: '77', status: 'CANCELED', executedQty: '0.004' })],
    ['nobody knows what became of it', () => Promise.reject(new Error('timed out'))],
    ['the answer says nothing of that', () => Promise.resolve({ orderId: '77' })],
  ])('of a limit order are not placed where %s', async (_why, cancelled) => {
    const { exchange, asked } = venue(cancelled);
    await expect(send(exchange)).rejects.toThrow();
    expect(asked.filter((name) => name.startsWith('place'))).toEqual([]);
  });

  test('of an order that waits for its price: another one is placed first, whatever becomes of the old one then', async () => {
    const waits = { type: 'stop', price: null, trigger: '58000' } as const;
    const old = { name: OLD.name, venueId: `algo-w-${OLD.name}` };
    for (const cancelled of [empty, () => Promise.reject(new Error('timed out'))]) {
      const { exchange, asked } = venue(cancelled);
      expect(await send(exchange, waits, old)).toMatchObject({ clientAlgoId: `w-${NEW}` });
      expect(asked).toEqual(['place waiting', 'end waiting']);
    }
  });

  test('are given to nothing that may open a position', async () => {
    const { exchange, asked } = venue(empty);
    const { reduceOnly: _reduces, ...opens } = order({});
    await expect(USDM_EXITS.replace!.send(exchange, BTC, { old: OLD, order: opens })).rejects.toThrow();
    expect(asked).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { okxStream } from '../../../../src-main/adapters/exchange-ccxt/venues/okx-stream.ts';
import type { OrderMarkets } from '../../../../src-main/adapters/exchange-ccxt/venues/order-protocol.ts';
import { clientOrderId } from '../../../../src-shared/kernel/ids.ts';

const MARKETS: OrderMarkets = { of: () => null, named: () => null, asset: (name) => name };
const ID = clientOrderId({ book: 'live', account: 'main', instrument: 'BTC/USDT', origin: 'you', decision: '1', leg: 0 });

/** The example of a fill in OKX's documentation of its channel of orders, but for its id and what is not read. */
const PUBLISHED = {
  ...{ accFillSz: '0.001', avgPx: '31527.1', clOrdId: ID, execType: 'M', fee: '-0.02522168', feeCcy: 'USDT', fillFee: '-0.02522168' },
  ...{ fillFeeCcy: 'USDT', fillPx: '31527.1', fillSz: '0.001', fillTime: '1654084353263', instId: 'BTC-USDT', instType: 'SPOT' },
  ...{ ordId: '452197707845865472', ordType: 'limit', px: '31527.1', rebate: '0', rebateCcy: 'BTC', side: 'sell', state: 'filled' },
  ...{ sz: '0.001', tdMode: 'cash', tgtCcy: '', tradeId: '242589207', uTime: '1654084353264' },
};
const ARG = { channel: 'orders', instType: 'SPOT', uid: '614488474791936' };
const read = (fields: object) => okxStream(MARKETS)({ arg: ARG, data: [{ ...PUBLISHED, ...fields }] });

describe('okx', () => {
  test('the published example of a fill', () => {
    expect(read({})).toEqual({
      kind: 'told',
      orders: [
        {
          ...{ id: ID, venueId: '452197707845865472', symbol: 'BTC-USDT', side: 'sell', type: 'limit', size: '0.001', filled: '0.001' },
          ...{ price: '31527.1', trigger: null, state: 'filled', time: 1_654_084_353_264 },
        },
      ],
      fills: [
        {
          ...{ tradeId: '242589207', venueId: '452197707845865472', symbol: 'BTC-USDT', side: 'sell', price: '31527.1', size: '0.001' },
          ...{ liquidity: 'maker', fees: [{ asset: 'USDT', amount: '0.02522168' }], time: 1_654_084_353_263, id: ID },
        },
      ],
      unclear: [],
    });
  });

  test('an order that has come has no trade; a rebate is a fee below nothing; a stranger has no id of ours', () => {
    expect(read({ tradeId: '', state: 'live', accFillSz: '0', fillSz: '0', fillPx: '', fillFee: '0' })).toMatchObject({
      orders: [{ state: 'working', filled: '0' }],
      fills: [],
    });
    expect(read({ fillFee: '0.00002' })).toMatchObject({ fills: [{ fees: [{ amount: '-0.00002' }] }] });
    expect(read({ clOrdId: 'web1' })).toMatchObject({ orders: [{ id: null }] });
    expect(read({ clOrdId: '' })).toMatchObject({ orders: [{ id: null }] });
  });

  test('what is bought for an amount of money has the size that was bought', () => {
    expect(read({ ordType: 'market', tgtCcy: 'quote_ccy', sz: '100', px: '', accFillSz: '0.0019' })).toMatchObject({
      orders: [{ type: 'market', size: '0.0019', price: null }],
    });
  });

  test.each([
    { state: 'newly' },
    { ordType: 'conditional' },
    { side: 'both' },
    { sz: 1 },
    { uTime: 'now' },
    { fillPx: '' },
    { execType: '' },
  ])('%j does not parse', (fields) => {
    expect(() => read(fields)).toThrow();
  });

  test('what is not about orders is left to the library; what ends a connection is said', () => {
    const stream = okxStream(MARKETS);
    expect(stream('pong')).toBeNull();
    expect(stream({ event: 'login', code: '0', msg: '' })).toBeNull();
    expect(stream({ event: 'subscribe', arg: { channel: 'account' } })).toBeNull();
    expect(stream({ arg: { channel: 'trades', instId: 'BTC-USDT' }, data: [{}] })).toBeNull();
    expect(stream({ event: 'subscribe', arg: { channel: 'orders', instType: 'SPOT' } })).toEqual({ kind: 'subscribed' });
    expect(stream({ event: 'notice', code: '64008', msg: 'The connection will soon be closed' })).toMatchObject({
      kind: 'lost',
      problem: 'The connection will soon be closed',
    });
    expect(stream({ event: 'error', code: '60009', msg: 'Login failed.' })).toMatchObject({ kind: 'lost' });
    expect(stream({ event: 'channel-conn-count-error', channel: 'orders' })).toMatchObject({ kind: 'lost' });
  });
});

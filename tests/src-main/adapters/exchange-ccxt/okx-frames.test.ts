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

  test('what an order has placed that had waited is told under that one’s name; what has become of it, is asked for', () => {
    const placed = { clOrdId: '', algoId: '681096944655273984', algoClOrdId: ID };
    const venueId = 'algo-681096944655273984';
    expect(read(placed)).toMatchObject({
      orders: [],
      fills: [{ id: ID, venueId, size: '0.001' }],
      unclear: [{ venueId, symbol: 'BTC-USDT', ended: true }],
    });
    expect(read({ ...placed, state: 'partially_filled' })).toMatchObject({ orders: [], fills: [{ id: ID, venueId }], unclear: [] });
    expect(read({ ...placed, tradeId: '', state: 'live', accFillSz: '0' })).toEqual({ kind: 'told', orders: [], fills: [], unclear: [] });
  });

  describe('of an order that waits', () => {
    /** The example of OKX's documentation of its channel of such orders, but for its market, its name and what it waits for. */
    const WAITING = {
      ...{
        actualPx: '0',
        actualSide: '',
        actualSz: '0',
        algoClOrdId: ID,
        algoId: '581878926302093312',
        attachAlgoOrds: [],
        amendResult: '',
      },
      ...{ cTime: '1685002746818', uTime: '1708679675245', ccy: '', clOrdId: '', closeFraction: '', failCode: '', instId: 'BTC-USDC' },
      ...{
        instType: 'SPOT',
        last: '26174.8',
        lever: '0',
        notionalUsd: '11.0',
        ordId: '',
        ordIdList: [],
        ordPx: '',
        ordType: 'conditional',
      },
      ...{ posSide: '', reduceOnly: 'false', reqId: '', side: 'sell', slOrdPx: '-1', slTriggerPx: '25000', slTriggerPxType: 'last' },
      ...{ state: 'live', sz: '11', tag: '', tdMode: 'cash', tgtCcy: '', tpOrdPx: '', tpTriggerPx: '', tpTriggerPxType: '', triggerPx: '' },
    };
    const tell = (fields: object) =>
      okxStream(MARKETS)({ arg: { channel: 'orders-algo', instType: 'SPOT' }, data: [{ ...WAITING, ...fields }] });
    const venueId = 'algo-581878926302093312';

    test('the published example', () => {
      expect(tell({})).toEqual({
        ...{ kind: 'told', fills: [], unclear: [] },
        orders: [
          {
            ...{ id: ID, venueId, symbol: 'BTC-USDC', side: 'sell', type: 'stop', size: '11', filled: '0', price: null, trigger: '25000' },
            ...{ state: 'working', time: 1_708_679_675_245 },
          },
        ],
      });
    });

    test.each([
      [{ slOrdPx: '24900' }, { type: 'stop-limit', price: '24900', trigger: '25000' }],
      [
        { slTriggerPx: '', slOrdPx: '', tpTriggerPx: '30000', tpOrdPx: '-1' },
        { type: 'take-profit', price: null, trigger: '30000' },
      ],
      [
        { slTriggerPx: '', slOrdPx: '', tpTriggerPx: '30000', tpOrdPx: '29900' },
        { type: 'take-profit', price: '29900' },
      ],
      // Of one that waits on both sides the loss counts.
      [
        { ordType: 'oco', tpTriggerPx: '30000', tpOrdPx: '-1' },
        { type: 'stop', trigger: '25000' },
      ],
      [
        { ordType: 'trigger', slTriggerPx: '', slOrdPx: '', triggerPx: '20000', ordPx: '-1' },
        { type: 'stop', trigger: '20000', price: null },
      ],
      [
        { ordType: 'trigger', slTriggerPx: '', slOrdPx: '', triggerPx: '30000', ordPx: '29000' },
        { type: 'take-profit', price: '29000' },
      ],
      [
        { ordType: 'trigger', side: 'buy', slTriggerPx: '', slOrdPx: '', triggerPx: '30000', ordPx: '-1' },
        { type: 'stop', side: 'buy' },
      ],
      [{ side: 'buy', tgtCcy: 'quote_ccy' }, { size: '0' }],
      [{ state: 'canceled' }, { state: 'cancelled' }],
      [{ state: 'order_failed', failCode: '51008' }, { state: 'rejected' }],
      [{ algoClOrdId: 'web1' }, { id: null }],
    ])('%j', (fields, expected) => {
      expect(tell(fields)).toMatchObject({ orders: [expected], unclear: [] });
    });

    test.each(['effective', 'partially_effective', 'partially_failed'])('one that is %s is asked for', (state) => {
      expect(tell({ state, ordIdList: ['77'] })).toEqual({
        kind: 'told',
        orders: [],
        fills: [],
        unclear: [{ venueId, symbol: 'BTC-USDC' }],
      });
    });

    test.each([{ state: 'sleeping' }, { ordType: 'iceberg' }, { sz: 11 }, { slTriggerPx: 'low' }, { uTime: '' }, { algoId: '' }])(
      '%j does not parse',
      (fields) => {
        expect(() => tell(fields)).toThrow();
      },
    );
  });

  test('what is not about orders is left to the library; what ends a connection is said', () => {
    const stream = okxStream(MARKETS);
    expect(stream('pong')).toBeNull();
    expect(stream({ event: 'login', code: '0', msg: '' })).toBeNull();
    expect(stream({ event: 'subscribe', arg: { channel: 'account' } })).toBeNull();
    expect(stream({ arg: { channel: 'trades', instId: 'BTC-USDT' }, data: [{}] })).toBeNull();
    expect(stream({ event: 'subscribe', arg: { channel: 'orders', instType: 'SPOT' } })).toBeNull();
    expect(stream({ event: 'subscribe', arg: { channel: 'orders-algo', instType: 'SPOT' } })).toEqual({ kind: 'subscribed' });
    expect(stream({ event: 'notice', code: '64008', msg: 'The connection will soon be closed' })).toMatchObject({
      kind: 'lost',
      problem: 'The connection will soon be closed',
    });
    expect(stream({ event: 'error', code: '60009', msg: 'Login failed.' })).toMatchObject({ kind: 'lost' });
    expect(stream({ event: 'channel-conn-count-error', channel: 'orders' })).toMatchObject({ kind: 'lost' });
  });
});

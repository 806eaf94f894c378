import { describe, expect, test } from 'vitest';
import { orderMarkets } from '../../../../src-main/adapters/exchange-ccxt/order-markets.ts';
import { algoRequest } from '../../../../src-main/adapters/exchange-ccxt/venues/okx-algos.ts';
import { OKX_CONTRACTS, okxContractTerms } from '../../../../src-main/adapters/exchange-ccxt/venues/okx-contracts.ts';
import { OKX_ORDERS } from '../../../../src-main/adapters/exchange-ccxt/venues/okx-orders.ts';
import { okxStream } from '../../../../src-main/adapters/exchange-ccxt/venues/okx-stream.ts';
import type { NamedOrder, ProtocolCalls, Reading } from '../../../../src-main/adapters/exchange-ccxt/venues/order-protocol.ts';
import type { ContractCalls } from '../../../../src-main/adapters/exchange-ccxt/venues/venue-rules.ts';
import { clientOrderId } from '../../../../src-shared/kernel/ids.ts';

const ID = clientOrderId({ book: 'live', account: 'main', instrument: 'BTC/USDT:USDT', origin: 'you', decision: '1', leg: 0 });
const PRECISION = { price: '0.1', amount: '0.01' };
const MARKETS = orderMarkets(
  {
    coin: { id: 'BTC-USDT', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', spot: true, precision: PRECISION, info: {} },
    linear: {
      ...{ id: 'BTC-USDT-SWAP', symbol: 'BTC/USDT:USDT', base: 'BTC', quote: 'USDT', precision: PRECISION, info: {} },
      ...{ spot: false, swap: true, linear: true, settle: 'USDT', contractSize: '0.01' },
    },
    inverse: {
      ...{ id: 'BTC-USD-SWAP', symbol: 'BTC/USD:BTC', base: 'BTC', quote: 'USD', precision: PRECISION, info: {} },
      ...{ spot: false, swap: true, linear: false, settle: 'BTC', contractSize: '100' },
    },
  },
  (name) => name,
);
const SWAP = MARKETS.of('BTC/USDT:USDT')!;

/** A venue that answers each of its calls as is said here. */
function reading(answers: Partial<Record<keyof ProtocolCalls, unknown>>): Reading & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  const exchange = new Proxy({} as ProtocolCalls, {
    get: (_, name: keyof ProtocolCalls) => (params: unknown) => {
      asked.push([name, params]);
      return name === 'nonce' ? 1_700_000_000_000 : Promise.resolve({ code: '0', data: answers[name] ?? [] });
    },
  });
  return { exchange, markets: MARKETS, ask: async (question, parse) => parse(await question()), asked };
}

describe('a position', () => {
  const POSITION = {
    instId: 'BTC-USDT-SWAP',
    instType: 'SWAP',
    mgnMode: 'cross',
    posSide: 'net',
    pos: '-150.25',
    avgPx: '61234.567890123',
  };
  const positions = (...rows: readonly object[]) =>
    OKX_CONTRACTS.positions(reading({ privateGetAccountPositions: rows.map((row) => ({ ...POSITION, ...row })) }));

  test('is in base units, signed, and cost what its mean price says, exactly', async () => {
    // 1.5025 x 61,234.567890123.
    expect(await positions({})).toEqual([{ symbol: 'BTC/USDT:USDT', size: '-1.5025', cost: '-92004.9382549098075' }]);
  });

  test('that is none, and one that is paid in its coin, is not told', async () => {
    expect(await positions({ pos: '0' }, { pos: '' }, { instId: 'BTC-USD-SWAP' }, { instId: 'NEW-USDT-SWAP' })).toEqual([]);
  });

  test.each([
    [{ posSide: 'long' }, 'hedge mode'],
    [{ mgnMode: 'isolated' }, 'BTC/USDT:USDT is on isolated margin'],
  ])('that is held otherwise (%j) is refused in words', async (row, words) => {
    await expect(positions(row)).rejects.toMatchObject({
      code: 'venue.refused',
      details: { problem: expect.stringContaining(words) as string },
    });
  });

  test('without a mean price is no position that could be read', async () => {
    await expect(positions({ avgPx: '' })).rejects.toMatchObject({ code: 'venue.garbled' });
  });
});

describe('funding', () => {
  const BILL = { billId: '1', type: '8', instId: 'BTC-USDT-SWAP', balChg: '-0.5', ts: '1699990000000' };

  test('is one payment for each contract and instant, from both tables where one does not reach back', async () => {
    const at = reading({
      privateGetAccountBills: [
        { ...BILL, billId: '5', ts: '1699999999999' },
        { ...BILL, billId: '4', balChg: '0.2' },
      ],
      privateGetAccountBillsArchive: [
        { ...BILL, billId: '4', balChg: '0.2' },
        { ...BILL, billId: '3' },
        { ...BILL, billId: '2', type: '2' },
        { ...BILL, billId: '1', instId: 'ETH-USDT-SWAP' },
      ],
    });
    expect(await OKX_CONTRACTS.funding(at, [SWAP], 1_690_000_000_000)).toEqual([
      { symbol: 'BTC/USDT:USDT', amount: '-0.3', time: 1_699_990_000_000 },
      { symbol: 'BTC/USDT:USDT', amount: '-0.5', time: 1_699_999_999_999 },
    ]);
    const recent = reading({ privateGetAccountBills: [BILL] });
    await OKX_CONTRACTS.funding(recent, [SWAP], 1_699_900_000_000);
    expect(recent.asked).toContainEqual(['privateGetAccountBills', { instType: 'SWAP', type: '8', begin: '1699900000000' }]);
    expect(JSON.stringify(recent.asked)).not.toContain('Archive');
  });
});

describe('leverage', () => {
  const prepared = (lever: string) =>
    OKX_CONTRACTS.prepare(
      reading({
        privateGetAccountConfig: [{ acctLv: '2', posMode: 'net_mode' }],
        privateGetAccountLeverageInfo: [{ instId: 'BTC-USDT-SWAP', mgnMode: 'cross', posSide: 'net', lever }],
      }),
      [{ market: SWAP, leverage: 3 }],
    );

  test('is believed when it is read, however it is written', async () => {
    await expect(prepared('3.0')).resolves.toBeUndefined();
    await expect(prepared('5')).rejects.toMatchObject({
      code: 'venue.refused',
      details: { problem: expect.stringContaining('of 5 and not of 3') as string },
    });
    await expect(prepared('')).rejects.toMatchObject({ code: 'venue.refused' });
  });
});

describe('a balance', () => {
  const balances = (cashBal: string, frozenBal: string) =>
    OKX_ORDERS.balances(
      reading({ privateGetAccountBalance: [{ details: [{ ccy: 'USDT', cashBal, frozenBal, availBal: '7', upl: '5' }] }] }),
    );

  test.each([
    ['100', '30', '70', '30'],
    // Profit that is not realised stands good for margin: more is frozen than there is.
    ['100', '130', '0', '100'],
    ['-4', '30', '-4', '0'],
    ['100', '0', '100', '0'],
  ])('of %s with %s frozen has its cash and nothing else in it', async (cash, frozen, free, used) => {
    expect(await balances(cash, frozen)).toEqual([{ asset: 'USDT', free, used }]);
  });
});

describe('what is sent', () => {
  const ORDER: NamedOrder = {
    ...{
      id: ID,
      name: ID,
      signedAt: 0,
      symbol: 'BTC/USDT:USDT',
      side: 'buy',
      type: 'stop',
      size: '0.0307',
      quoteAmount: null,
      price: null,
    },
    ...{ trigger: '60000', timeInForce: 'gtc', expiresAt: null, postOnly: false },
  };

  test('is in contracts, to the last digit', () => {
    expect(algoRequest(SWAP, ORDER)).toMatchObject({ instId: 'BTC-USDT-SWAP', tdMode: 'cross', posSide: 'net', sz: '3.07' });
    expect(algoRequest(SWAP, ORDER)).not.toHaveProperty('tgtCcy');
    expect(algoRequest(SWAP, ORDER)).not.toHaveProperty('reduceOnly');
    expect(algoRequest(SWAP, { ...ORDER, reduceOnly: true })).toMatchObject({ reduceOnly: true });
    expect(algoRequest(MARKETS.of('BTC/USDT')!, ORDER)).toMatchObject({ tdMode: 'cash', sz: '0.0307', tgtCcy: 'base_ccy' });
    const thirds = { ...SWAP, contract: { settle: 'USDT', size: '0.3' } };
    expect(() => algoRequest(thirds, { ...ORDER, size: '0.1' })).toThrow('cannot be written in contracts');
    expect(algoRequest(thirds, { ...ORDER, size: '0.9' })).toMatchObject({ sz: '3' });
  });
});

describe('what its channel of orders tells', () => {
  const LIQUIDATED = {
    ...{
      accFillSz: '3',
      category: 'partial_liquidation',
      clOrdId: '',
      execType: 'T',
      fillFee: '-0.9',
      fillFeeCcy: 'USDT',
      fillPnl: '-12.5',
    },
    ...{
      fillPx: '60000',
      fillSz: '3',
      fillTime: '1654084353263',
      instId: 'BTC-USDT-SWAP',
      instType: 'SWAP',
      ordId: '9',
      ordType: 'market',
    },
    ...{ px: '', reduceOnly: 'true', side: 'sell', state: 'filled', sz: '3', tgtCcy: '', tradeId: '-77', uTime: '1654084353264' },
  };
  const tell = (fields: object) =>
    okxStream(MARKETS)({ arg: { channel: 'orders', instType: 'ANY' }, data: [{ ...LIQUIDATED, ...fields }] });

  test.each(['partial_liquidation', 'full_liquidation', 'adl'])('of %s is marked, in base units, with what it settled', (category) => {
    expect(tell({ category })).toEqual({
      ...{ kind: 'told', unclear: [] },
      orders: [
        {
          ...{ id: null, venueId: '9', symbol: 'BTC/USDT:USDT', side: 'sell', type: 'market', size: '0.03', filled: '0.03', price: null },
          ...{ trigger: null, state: 'filled', time: 1_654_084_353_264, reduceOnly: true },
        },
      ],
      fills: [
        {
          ...{ tradeId: '-77', venueId: '9', symbol: 'BTC/USDT:USDT', side: 'sell', price: '60000', size: '0.03', liquidity: 'taker' },
          ...{ fees: [{ asset: 'USDT', amount: '0.9' }], time: 1_654_084_353_263, id: null, profit: '-12.5', liquidation: true },
        },
      ],
    });
  });

  test('of an order of a customer’s is not; its number is nought where the venue’s own order tells no trade', () => {
    const told = tell({ category: 'normal', tradeId: '77' });
    expect(told).toMatchObject({ fills: [{ profit: '-12.5' }] });
    expect(JSON.stringify(told)).not.toContain('liquidation');
    expect(tell({ tradeId: '0', state: 'live', accFillSz: '0', fillSz: '0', fillPx: '' })).toMatchObject({
      orders: [{ filled: '0' }],
      fills: [],
    });
  });

  test('of other kinds of markets is nobody’s here', () => {
    const nothing = { kind: 'told', orders: [], fills: [], unclear: [] };
    for (const instType of ['FUTURES', 'MARGIN', 'OPTION']) expect(tell({ instType })).toEqual(nothing);
    expect(tell({ instId: 'BTC-USD-SWAP' })).toEqual(nothing);
    expect(tell({ instId: 'NEW-USDT-SWAP' })).toEqual(nothing);
  });

  test('of an order that closed at once at the best prices is one at the market', () => {
    expect(tell({ category: 'normal', ordType: 'optimal_limit_ioc' })).toMatchObject({ orders: [{ type: 'market' }] });
  });

  test('without what was settled does not parse', () => {
    expect(() => tell({ fillPnl: undefined })).toThrow();
    expect(() => tell({ fillPnl: '' })).toThrow();
  });

  test('of an order that closes a whole position says no size', () => {
    const algo = {
      ...{ algoId: '581', algoClOrdId: '', cTime: '1685002746818', uTime: '1708679675245', instId: 'BTC-USDT-SWAP', instType: 'SWAP' },
      ...{
        ordType: 'conditional',
        side: 'sell',
        slTriggerPx: '25000',
        slOrdPx: '-1',
        state: 'live',
        sz: '',
        tgtCcy: '',
        reduceOnly: 'true',
      },
    };
    const read = (fields: object) => okxStream(MARKETS)({ arg: { channel: 'orders-algo' }, data: [{ ...algo, ...fields }] });
    expect(read({})).toMatchObject({ orders: [{ venueId: 'algo-581', size: '0', trigger: '25000', reduceOnly: true }] });
    expect(read({ sz: '7' })).toMatchObject({ orders: [{ size: '0.07' }] });
    expect(read({ instType: 'FUTURES' })).toMatchObject({ orders: [], unclear: [] });
  });
});

describe('its terms', () => {
  const LISTED = { id: 'BTC-USDT-SWAP', taker: '0.0005', contractSize: '0.01', info: { instFamily: 'BTC-USDT', ctMult: '1' } };
  const tier = (number: string, minSz: string, mmr: string, maxLever: string) => ({ tier: number, minSz, mmr, maxLever });
  const calls = (data: readonly object[]): ContractCalls => ({
    publicGetPublicPositionTiers: (params) => {
      expect(params).toEqual({ instType: 'SWAP', tdMode: 'cross', instFamily: 'BTC-USDT' });
      return Promise.resolve({ code: '0', data });
    },
    publicGetPublicMarkPrice: () => Promise.resolve({ code: '0', data: [{ markPx: '50000.5' }] }),
    publicPostInfo: () => Promise.reject(new Error('that is another venue')),
  });

  test('have borders by value at the mark, rising, whatever order they come in', async () => {
    const told = [tier('3', '9000.01', '0.02', '33.33'), tier('1', '0', '0.004', '125'), tier('2', '5000', '0.0065', '100')];
    expect(await okxContractTerms(calls(told), LISTED)).toEqual({
      ...{ maxLeverage: 125, maintenanceMargin: '0.004', liquidationFee: '0.0005' },
      tiers: [
        { from: '0', rate: '0.004', leverage: 125 },
        // 5,000 x 0.01 x 50,000.5, and 90.0001 x 50,000.5 without its fraction of a dollar.
        { from: '2500025', rate: '0.0065', leverage: 100 },
        { from: '4500050', rate: '0.02', leverage: 33 },
      ],
    });
  });

  test('leave out what is no bracket', async () => {
    const told = [tier('1', '0', '0.004', '125'), tier('2', '0.0001', '0.005', '100'), tier('3', '5000', '0.003', '50')];
    expect((await okxContractTerms(calls(told), LISTED)).tiers).toEqual([{ from: '0', rate: '0.004', leverage: 125 }]);
  });

  test('that do not parse are no terms', async () => {
    await expect(okxContractTerms(calls([]), LISTED)).rejects.toMatchObject({ code: 'venue.garbled' });
    const multiplied = { ...LISTED, info: { ...LISTED.info, ctMult: '10' } };
    await expect(okxContractTerms(calls([tier('1', '0', '0.004', '125')]), multiplied)).rejects.toMatchObject({ code: 'venue.garbled' });
    await expect(okxContractTerms(calls([tier('1', '0', '', '125')]), LISTED)).rejects.toMatchObject({ code: 'venue.garbled' });
    await expect(okxContractTerms(calls([tier('1', '0', '0.004', '125')]), { ...LISTED, info: {} })).rejects.toMatchObject({
      code: 'venue.garbled',
    });
  });
});

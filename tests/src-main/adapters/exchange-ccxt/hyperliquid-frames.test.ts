import { describe, expect, it } from 'vitest';
import { hyperliquidName } from '../../../../src-main/adapters/exchange-ccxt/venues/hyperliquid-ids.ts';
import { HYPERLIQUID_PERPETUALS, HYPERLIQUID_SPOT } from '../../../../src-main/adapters/exchange-ccxt/venues/hyperliquid-kinds.ts';
import { hyperliquidStream } from '../../../../src-main/adapters/exchange-ccxt/venues/hyperliquid-stream.ts';
import type { OrderMarkets } from '../../../../src-main/adapters/exchange-ccxt/venues/order-protocol.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';

const MARKET = {
  ...{ symbol: 'HYPE/USDC', id: '@107', names: [], base: 'HYPE', quote: 'USDC' },
  ...{ priceStep: '0.000001', sizeStep: '0.01', quoteStep: '0.000001', contract: null },
};
const MARKETS: OrderMarkets = { of: () => MARKET, named: (name) => (name === '@107' ? MARKET : null), asset: (name) => name };
const OURS = `o${'1'.padStart(25, '0')}` as ClientOrderId;
const CLOID = hyperliquidName(OURS)!;

const ORDER = {
  ...{ coin: '@107', side: 'B', limitPx: '29.1', sz: '0.6', oid: 90542681, timestamp: 1733167000000, origSz: '1.0', cloid: CLOID },
};
const FILL = {
  ...{ coin: '@107', px: '29.1', sz: '0.4', side: 'B', time: 1733167000123, startPosition: '0.0', dir: 'Buy', closedPnl: '0.0' },
  ...{ hash: '0x0', oid: 90542681, crossed: true, fee: '0.00028', tid: 1070455675927460, feeToken: 'HYPE', cloid: CLOID },
};
const updates = (order: object, status = 'open') => ({
  channel: 'orderUpdates',
  data: [{ order: { ...ORDER, ...order }, status, statusTimestamp: 1733167000124 }],
});
const fills = (fill: object, isSnapshot?: boolean) => ({
  channel: 'userFills',
  data: { ...(isSnapshot === undefined ? {} : { isSnapshot }), user: '0x0', fills: [{ ...FILL, ...fill }] },
});
const read = (message: unknown) => hyperliquidStream(MARKETS, HYPERLIQUID_SPOT)(message);

const WALLET = '0xe75798c99d7fb59ff5c59e2f8a1bd2a5e0a2c111';
const BITCOIN = {
  ...{ symbol: 'BTC/USDC:USDC', id: 'BTC', names: ['BTC'], base: 'BTC', quote: 'USDC' },
  ...{ priceStep: '0.1', sizeStep: '0.00001', quoteStep: '0.1', contract: { settle: 'USDC', size: '1' } },
};
const CONTRACTS: OrderMarkets = { of: () => BITCOIN, named: (name) => (name === 'BTC' ? BITCOIN : null), asset: (name) => name };
const readContracts = (message: unknown) => hyperliquidStream(CONTRACTS, HYPERLIQUID_PERPETUALS)(message);
const contractFills = (fill: object) => ({
  channel: 'userFills',
  data: { user: WALLET, fills: [{ ...FILL, coin: 'BTC', px: '60000.0', fee: '0.27', feeToken: 'USDC', ...fill }] },
});

describe('hyperliquid perpetuals', () => {
  const nothing = { kind: 'told', orders: [], fills: [], unclear: [] };

  it('tells what is of a coin, and nothing of spot, of other exchanges there and of outcomes', () => {
    expect(readContracts(updates({ coin: 'BTC', limitPx: '60000.0' }, 'triggered'))).toMatchObject({
      orders: [{ id: OURS, symbol: 'BTC/USDC:USDC', state: 'working', filled: '0.4' }],
    });
    for (const coin of ['@107', 'PURR/USDC', 'xyz:TSLA', '#12']) {
      expect(readContracts(updates({ coin }))).toEqual(nothing);
      expect(readContracts(contractFills({ coin }))).toEqual(nothing);
    }
    expect(readContracts(contractFills({ coin: 'kPEPE' }))).toMatchObject({ fills: [{ symbol: 'kPEPE' }] });
  });

  it('tells a fill that no order of ours made: the account was liquidated, or deleveraged', () => {
    const told = (fill: object) => {
      const frame = readContracts(contractFills({ cloid: null, ...fill }));
      return frame?.kind === 'told' ? frame.fills[0]?.liquidation : null;
    };
    const by = (liquidatedUser: string | null) => ({ liquidation: { liquidatedUser, markPx: '59000.0', method: 'market' } });
    expect(told({ dir: 'Close Long', ...by(WALLET.toUpperCase().replace('0X', '0x')) })).toBe(true);
    expect(told({ dir: 'Liquidated Cross Long' })).toBe(true);
    expect(told({ dir: 'Auto-Deleveraging' })).toBe(true);
    // Whoever took the other side is told of it in the same words.
    expect(told({ dir: 'Open Short', ...by('0x2daacd91eafa0d52c158cd2484e874b8d487bb00') })).toBeUndefined();
    expect(told({ dir: 'Close Long', liquidation: null })).toBeUndefined();
    expect(told({})).toBeUndefined();
  });

  it('tells no profit: what is paid at a fill is the exact difference of prices', () => {
    const frame = readContracts(contractFills({ closedPnl: '12.5', dir: 'Close Long' }));
    expect(frame?.kind === 'told' ? Object.keys(frame.fills[0]!) : []).not.toContain('profit');
  });
});

describe('hyperliquid', () => {
  it('tells an order of ours and what is left of it', () => {
    expect(read(updates({}))).toEqual({
      kind: 'told',
      orders: [
        {
          ...{ id: OURS, venueId: '90542681', symbol: 'HYPE/USDC', side: 'buy', type: 'limit', size: '1', filled: '0.4' },
          ...{ price: '29.1', trigger: null, state: 'working', time: 1733167000124 },
        },
      ],
      fills: [],
      unclear: [],
    });
  });

  it.each([
    ['filled', '0.0', 'filled', '1'],
    ['filled', '0.6', 'cancelled', '0.4'],
    ['canceled', '1.0', 'cancelled', '0'],
    ['scheduledCancel', '1.0', 'cancelled', '0'],
    ['selfTradeCanceled', '0.6', 'cancelled', '0.4'],
    ['iocCancelRejected', '1.0', 'rejected', '0'],
    ['iocCancelRejected', '0.6', 'cancelled', '0.4'],
    ['insufficientSpotBalanceRejected', '1.0', 'rejected', '0'],
  ])('an order that is %s with %s left is %s and has filled %s%s', (status, sz, state, filled) => {
    expect(read(updates({ sz }, status))).toMatchObject({ orders: [{ state, filled }] });
  });

  it('asks for an order of somebody else, whose type is not told', () => {
    for (const cloid of [undefined, null, '0x00000000000000000000000000000001'])
      expect(read(updates({ cloid }))).toMatchObject({ orders: [], unclear: [{ venueId: '90542681', symbol: 'HYPE/USDC' }] });
  });

  it('tells a fill with its fee in whatever coin', () => {
    expect(read(fills({}))).toEqual({
      kind: 'told',
      orders: [],
      fills: [
        {
          ...{ tradeId: '1070455675927460', venueId: '90542681', symbol: 'HYPE/USDC', side: 'buy', price: '29.1', size: '0.4' },
          ...{ liquidity: 'taker', fees: [{ asset: 'HYPE', amount: '0.00028' }], time: 1733167000123, id: OURS },
        },
      ],
      unclear: [],
    });
    expect(read(fills({ crossed: false, side: 'A', fee: '-0.01', feeToken: 'USDC', cloid: null }, false))).toMatchObject({
      fills: [{ liquidity: 'maker', side: 'sell', fees: [{ asset: 'USDC', amount: '-0.01' }], id: null }],
    });
  });

  it('leaves alone what was filled before, and perpetuals', () => {
    const nothing = { kind: 'told', orders: [], fills: [], unclear: [] };
    expect(read(fills({}, true))).toEqual(nothing);
    expect(read(fills({ coin: 'HYPE', px: null }))).toEqual(nothing);
    expect(read(updates({ coin: 'HYPE' }, 'something of perpetuals'))).toEqual(nothing);
  });

  it('hears when both channels are open, and an error as the end of what can be relied on', () => {
    const answer = (type: string) => ({
      channel: 'subscriptionResponse',
      data: { method: 'subscribe', subscription: { type, user: '0x0' } },
    });
    const stream = hyperliquidStream(MARKETS, HYPERLIQUID_SPOT);
    expect([stream(answer('orderUpdates')), stream(answer('orderUpdates')), stream(answer('bbo'))]).toEqual([null, null, null]);
    expect(stream(answer('userFills'))).toEqual({ kind: 'subscribed' });
    expect(stream({ channel: 'error', data: 'Cannot track more than 10 total users.' })).toEqual({
      kind: 'lost',
      problem: 'Cannot track more than 10 total users.',
    });
    for (const other of [{ channel: 'pong' }, { channel: 'trades', data: [] }, 'pong', null]) expect(stream(other)).toBeNull();
  });

  it.each([
    ['a state that is not known', updates({}, 'openish')],
    ['a side that is none', updates({ side: 'X' })],
    ['a size that is no figure', updates({ sz: 'NaN' })],
    ['a fill without a coin for its fee', fills({ feeToken: undefined })],
    ['a fill whose price is a number', fills({ px: 29.1 })],
  ])('does not parse %s', (_name, message) => {
    expect(() => read(message)).toThrow();
  });
});

import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { withPrintedNumbers } from '../../../../src-main/adapters/exchange-ccxt/printed-numbers.ts';
import { HYPERLIQUID_FIGURES } from '../../../../src-main/adapters/exchange-ccxt/venues/hyperliquid-figures.ts';
import { OKX_FIGURES } from '../../../../src-main/adapters/exchange-ccxt/venues/okx-figures.ts';

// What venues tell of a perpetual's mark and funding, in the frames that their guides show.

/** 2023-11-23 03:31:15 UTC. */
const NOW = 1_700_710_275_000;
const garbled = (read: () => unknown) => {
  expect(read).toThrow(z.core.$ZodError);
};

describe('OKX', () => {
  const read = (message: object) => OKX_FIGURES.read(withPrintedNumbers(JSON.stringify(message)), NOW);
  const mark = (row: object) => ({
    arg: { channel: 'mark-price', instId: 'BTC-USDT-SWAP' },
    data: [{ instType: 'SWAP', instId: 'BTC-USDT-SWAP', markPx: '42310.6', ts: '1630049139746', ...row }],
  });
  const funding = (row: object) => ({
    arg: { channel: 'funding-rate', instId: 'BTC-USDT-SWAP' },
    data: [
      {
        ...{ formulaType: 'noRate', fundingRate: '0.0001875391284828', fundingTime: '1700726400000', impactValue: '' },
        ...{ instId: 'BTC-USDT-SWAP', instType: 'SWAP', method: 'current_period', maxFundingRate: '0.00375', minFundingRate: '-0.00375' },
        ...{ nextFundingRate: '', nextFundingTime: '1700755200000', premium: '0.0001233824646391' },
        ...{ settFundingRate: '0.0001699799259033', settState: 'settled', ts: '1700724675402', ...row },
      },
    ],
  });

  it('tells a mark, and the rate with the instant at which that rate is paid: not the one after it', () => {
    expect(read(mark({}))).toEqual([{ kind: 'mark', market: 'BTC-USDT-SWAP', price: '42310.6' }]);
    expect(read(funding({}))).toEqual([
      { kind: 'funding', market: 'BTC-USDT-SWAP', rate: '0.0001875391284828', nextAt: Date.UTC(2023, 10, 23, 8) },
    ]);
    expect(read(funding({ fundingRate: '-0.00375' }))).toMatchObject([{ rate: '-0.00375' }]);
  });

  it('takes the answers to its own subscriptions and leaves the rest to the library', () => {
    const arg = { channel: 'funding-rate', instId: 'BTC-USDT-SWAP' };
    expect(read({ event: 'subscribe', arg, connId: 'a' })).toEqual([]);
    expect(read({ event: 'unsubscribe', arg, connId: 'a' })).toEqual([]);
    expect(read({ event: 'error', code: '60018', msg: `channel:mark-price,instId:BTC doesn't exist` })).toBeNull();
    expect(read({ arg: { channel: 'tickers', instId: 'BTC-USDT' }, data: [] })).toBeNull();
  });

  it('fails with what does not parse: it becomes no figure', () => {
    for (const markPx of ['', 'n/a', '1e5', 42, null]) garbled(() => read(mark({ markPx: typeof markPx === 'number' ? {} : markPx })));
    for (const fundingRate of ['', 'NaN', null]) garbled(() => read(funding({ fundingRate })));
    for (const fundingTime of ['', '17007264', null]) garbled(() => read(funding({ fundingTime })));
  });

  it('subscribes to both in one message and ends them by the same words', () => {
    const market = { symbol: 'BTC/USDT:USDT', id: 'BTC-USDT-SWAP' };
    const args = [
      { channel: 'mark-price', instId: 'BTC-USDT-SWAP' },
      { channel: 'funding-rate', instId: 'BTC-USDT-SWAP' },
    ];
    expect(OKX_FIGURES.subscribe(market)).toEqual({ op: 'subscribe', args });
    expect(OKX_FIGURES.unsubscribe(market)).toEqual({ op: 'unsubscribe', args });
  });

  it('reads what is answered where nothing was told, and nothing of a refusal', () => {
    const wanted = { kind: 'mark', markets: [] } as const;
    const answer = [
      { code: '0', msg: '', data: mark({}).data },
      { code: '0', msg: '', data: funding({}).data },
    ];
    expect(OKX_FIGURES.readAnswer(answer, wanted, NOW)).toMatchObject([
      { kind: 'mark', price: '42310.6' },
      { kind: 'funding', rate: '0.0001875391284828' },
    ]);
    garbled(() => OKX_FIGURES.readAnswer([{ code: '50011', msg: 'Too Many Requests', data: [] }], wanted, NOW));
    garbled(() => OKX_FIGURES.readAnswer([{ code: '0', data: [{ instId: 'BTC-USDT-SWAP' }] }], wanted, NOW));
  });
});

describe('Hyperliquid', () => {
  const read = (message: object, now = NOW) => HYPERLIQUID_FIGURES.read(withPrintedNumbers(JSON.stringify(message)), now);
  const context = (part: object = {}) => ({
    ...{ dayNtlVlm: '1169046.29406', prevDayPx: '15.322', markPx: '14.3161', midPx: '14.314', oraclePx: '14.32' },
    ...{ funding: '0.0000125', openInterest: '688.11', premium: '0.00031774', impactPxs: ['14.3047', '14.3444'], ...part },
  });
  const told = (part: object = {}) => ({ channel: 'activeAssetCtx', data: { coin: 'HYPE', ctx: context(part) } });
  const hour = Date.UTC(2023, 10, 23, 4);

  it('tells both in one message; funding is paid at the next full hour, which it does not name', () => {
    const figures = (nextAt: number) => [
      { kind: 'mark', market: 'HYPE', price: '14.3161' },
      { kind: 'funding', market: 'HYPE', rate: '0.0000125', nextAt },
    ];
    expect(read(told())).toEqual(figures(hour));
    expect(read(told(), hour - 1)).toEqual(figures(hour));
    expect(read(told(), hour)).toEqual(figures(hour + 3_600_000));
  });

  it('reads figures that are written as numbers to their last digit', () => {
    const text = '{"channel":"activeAssetCtx","data":{"coin":"BTC","ctx":{"markPx":64321.10,"funding":-0.00012345678901234567890}}}';
    expect(HYPERLIQUID_FIGURES.read(withPrintedNumbers(text), NOW)).toMatchObject([
      { price: '64321.10' },
      { rate: '-0.00012345678901234567890' },
    ]);
  });

  it('takes the answers to its subscriptions, fails with what does not parse, and leaves the rest', () => {
    const subscription = { type: 'activeAssetCtx', coin: 'HYPE' };
    expect(read({ channel: 'subscriptionResponse', data: { method: 'unsubscribe', subscription } })).toEqual([]);
    expect(read({ channel: 'error', data: `Already subscribed: {"type":"activeAssetCtx"}` })).toBeNull();
    expect(read({ channel: 'bbo', data: { coin: 'HYPE' } })).toBeNull();
    for (const part of [{ markPx: '' }, { markPx: null }, { funding: 'none' }, { funding: undefined }]) garbled(() => read(told(part)));
  });

  it('takes of an answer with every contract those that were wanted', () => {
    const universe = [{ name: 'OLD' }, { name: 'HYPE' }];
    const wanted = (id: string) => ({ kind: 'mark', markets: [{ symbol: `${id}/USDC:USDC`, id }] }) as const;
    const answer = [{ universe }, [{ markPx: null }, context()]];
    expect(HYPERLIQUID_FIGURES.readAnswer(answer, wanted('HYPE'), NOW)).toMatchObject([
      { kind: 'mark', market: 'HYPE', price: '14.3161' },
      { kind: 'funding', market: 'HYPE', nextAt: hour },
    ]);
    garbled(() => HYPERLIQUID_FIGURES.readAnswer(answer, wanted('OLD'), NOW));
    garbled(() => HYPERLIQUID_FIGURES.readAnswer(answer, wanted('NONE'), NOW));
    expect(HYPERLIQUID_FIGURES.subscribe({ symbol: 'HYPE/USDC:USDC', id: 'HYPE' })).toEqual({
      method: 'subscribe',
      subscription: { type: 'activeAssetCtx', coin: 'HYPE' },
    });
  });
});

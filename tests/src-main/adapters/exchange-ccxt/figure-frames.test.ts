import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { withPrintedNumbers } from '../../../../src-main/adapters/exchange-ccxt/printed-numbers.ts';
import { HYPERLIQUID_FIGURES } from '../../../../src-main/adapters/exchange-ccxt/venues/hyperliquid-figures.ts';
import { KRAKENFUTURES_FIGURES } from '../../../../src-main/adapters/exchange-ccxt/venues/krakenfutures-figures.ts';
import { OKX_FIGURES } from '../../../../src-main/adapters/exchange-ccxt/venues/okx-figures.ts';
import { USDM_FIGURES } from '../../../../src-main/adapters/exchange-ccxt/venues/usdm-figures.ts';

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
    expect(OKX_FIGURES.subscription?.subscribe(market, 1)).toEqual({ op: 'subscribe', args });
    expect(OKX_FIGURES.subscription?.unsubscribe(market, 2)).toEqual({ op: 'unsubscribe', args });
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
    expect(HYPERLIQUID_FIGURES.subscription?.subscribe({ symbol: 'HYPE/USDC:USDC', id: 'HYPE' }, 1)).toEqual({
      method: 'subscribe',
      subscription: { type: 'activeAssetCtx', coin: 'HYPE' },
    });
  });
});

describe('Binance USD-M futures', () => {
  const readText = (text: string) => USDM_FIGURES.read(withPrintedNumbers(text), NOW);
  const read = (message: object) => readText(JSON.stringify(message));
  const told = (part: object = {}) => ({
    ...{ e: 'markPriceUpdate', E: 1_562_305_380_000, s: 'BTCUSDT', p: '11794.15000000', i: '11784.62659091', P: '11784.25641265' },
    ...{ r: '0.00038167', T: 1_562_306_400_000, ...part },
  });
  const figures = [
    { kind: 'mark', market: 'BTCUSDT', price: '11794.15000000' },
    { kind: 'funding', market: 'BTCUSDT', rate: '0.00038167', nextAt: Date.UTC(2019, 6, 5, 6) },
  ];

  it('tells both in one message, as they are written: the mark and not the index, the rate and when it is paid', () => {
    expect(read(told())).toEqual(figures);
    expect(read(told({ r: '-0.00075000' }))).toMatchObject([{}, { rate: '-0.00075000' }]);
  });

  it('leaves other messages to the library, answers to subscriptions among them, and fails with what does not parse', () => {
    expect(read({ result: null, id: 7 })).toBeNull();
    expect(read({ e: 'aggTrade', s: 'BTCUSDT', p: '11794.1', T: 1_562_306_400_000 })).toBeNull();
    // A contract with an end has no funding, and is not heard here.
    for (const part of [{ p: '' }, { p: null }, { r: '' }, { r: '1e-5' }, { T: 0 }, { T: null }, { s: undefined }])
      garbled(() => read(told(part)));
  });

  it('subscribes to the stream of each second by the number of the message, and ends it', () => {
    const market = { symbol: 'BTC/USDT:USDT', id: 'BTCUSDT' };
    expect(USDM_FIGURES.subscription?.subscribe(market, 3)).toEqual({ method: 'SUBSCRIBE', params: ['btcusdt@markPrice@1s'], id: 3 });
    expect(USDM_FIGURES.subscription?.unsubscribe(market, 4)).toEqual({ method: 'UNSUBSCRIBE', params: ['btcusdt@markPrice@1s'], id: 4 });
    const calls = { urls: { api: {} }, getWsUrl: (type: string, category: string) => `${type}/${category}`, stream: () => '0' };
    expect(USDM_FIGURES.subscription?.url(calls)).toBe('future/market/0');
  });

  it('reads what is answered where nothing was told', () => {
    const wanted = { kind: 'mark', markets: [] } as const;
    const index = {
      ...{ symbol: 'BTCUSDT', markPrice: '11794.15000000', indexPrice: '11784.62659091', estimatedSettlePrice: '11784.25641265' },
      ...{ lastFundingRate: '0.00038167', interestRate: '0.00010000', nextFundingTime: 1_562_306_400_000, time: 1_562_305_380_000 },
    };
    expect(USDM_FIGURES.readAnswer([index], wanted, NOW)).toEqual(figures);
    garbled(() => USDM_FIGURES.readAnswer([{ code: -1121, msg: 'Invalid symbol.' }], wanted, NOW));
    garbled(() => USDM_FIGURES.readAnswer([{ ...index, lastFundingRate: '' }], wanted, NOW));
  });
});

describe('Kraken Futures', () => {
  const read = (text: string) => KRAKENFUTURES_FIGURES.read(withPrintedNumbers(text), NOW);
  const frame = (figures: string) =>
    `{"time":1790359997224,"product_id":"PF_XBTUSD",${figures}"leverage":"100x","premium":0.0,"feed":"ticker","bid":84001.0,"ask":84002.0,` +
    '"bid_size":0.0273,"ask_size":0.006,"index":83995.76,"last":83997.0,"tag":"perpetual","pair":"XBT:USD","markPrice":84004.11362574516}';
  const funding = (share: string) =>
    `"funding_rate":0.912482213835,"funding_rate_prediction":1.3232500286425,"relative_funding_rate":${share},` +
    '"relative_funding_rate_prediction":0.00001575425,"next_funding_rate_time":1790362800000,';
  const mark = { kind: 'mark', market: 'PF_XBTUSD', price: '84004.11362574516' };
  const paid = (rate: string) => ({ kind: 'funding', market: 'PF_XBTUSD', rate, nextAt: Date.UTC(2026, 8, 25, 19) });

  it('tells the mark to its last digit and the rate as a share: not in dollars, and not that of the hour after', () => {
    expect(read(frame(funding('0.00001089345')))).toEqual([mark, paid('0.00001089345')]);
    expect(read(frame(funding('-2.18013888889E-7')))).toEqual([mark, paid('-0.000000218013888889')]);
  });

  it('a share that is left out is nothing; a contract that names no next payment has none', () => {
    expect(read(frame('"next_funding_rate_time":1790362800000,'))).toEqual([mark, paid('0')]);
    expect(read(frame(''))).toEqual([mark]);
  });

  it('leaves answers and other feeds to the library, and fails with what does not parse', () => {
    expect(read('{"event":"subscribed","feed":"ticker","product_ids":["PF_XBTUSD"]}')).toBeNull();
    expect(read('{"feed":"trade","product_id":"PF_XBTUSD","price":84001}')).toBeNull();
    garbled(() => read(frame(funding('"none"'))));
    garbled(() => read('{"feed":"ticker","product_id":"PF_XBTUSD","markPrice":null}'));
    // How long it is until then would be no instant.
    garbled(() => read(frame('"next_funding_rate_time":2802776,')));
    expect(KRAKENFUTURES_FIGURES.subscription).toBeNull();
  });

  it('reckons the share where it is asked for, from dollars for a coin and the price of the coin, due at the next full hour', () => {
    const wanted = { kind: 'funding', markets: [] } as const;
    const answer = (part: object) => [
      {
        ...{ result: 'success', serverTime: '2023-11-23T03:31:15.000Z' },
        ticker: { symbol: 'PF_XBTUSD', markPrice: 30_600.5, indexPrice: 30_000, fundingRate: 0.75, fundingRatePrediction: 3, ...part },
      },
    ];
    const ask = (part: object) => KRAKENFUTURES_FIGURES.readAnswer(answer(part), wanted, NOW);
    const nextAt = Date.UTC(2023, 10, 23, 4);
    expect(ask({})).toEqual([
      { kind: 'mark', market: 'PF_XBTUSD', price: '30600.5' },
      { kind: 'funding', market: 'PF_XBTUSD', rate: '0.000025', nextAt },
    ]);
    // A third: twelve digits behind the point.
    expect(ask({ fundingRate: -0.1 })).toMatchObject([{}, { rate: '-0.000003333333' }]);
    expect(ask({ fundingRate: 7.5e-7, indexPrice: 0.03 })).toMatchObject([{}, { rate: '0.000025' }]);
    expect(ask({ fundingRate: undefined })).toMatchObject([{}, { rate: '0' }]);
    for (const part of [{ markPrice: null }, { indexPrice: 0 }, { indexPrice: undefined }, { fundingRate: 'none' }])
      garbled(() => ask(part));
    garbled(() => KRAKENFUTURES_FIGURES.readAnswer([{ result: 'error', error: 'contractNotFound' }], wanted, NOW));
  });
});

import { afterEach, describe, expect, test } from 'vitest';
import { CcxtAccounts } from '../../src-main/adapters/exchange-ccxt/ccxt-accounts.ts';
import { CcxtMarkets } from '../../src-main/adapters/exchange-ccxt/ccxt-markets.ts';
import { CcxtFeed } from '../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import { Instrument } from '../../src-shared/domain/instrument.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { addressOf } from '../venue/address-of.ts';
import type { HyperliquidVenue } from '../venue/hyperliquid/hyperliquid-venue.ts';
import { credentialsAt } from '../venue/protocols.ts';
import { startHyperliquidVenue } from '../venue/start-venue.ts';
import { type OfContracts, Trading } from './fixtures/trading.ts';

const SYMBOL = 'BTC/USDC:USDC';
const LEVERAGE = 'POST /exchange updateLeverage';

let at: Trading;
const opened = (of: Partial<OfContracts> = {}) =>
  Trading.within('hyperliquid', undefined, { profile: 'hyperliquidperp', contracts: [{ symbol: SYMBOL, leverage: 5 }], ...of });
const venueOf = (trading: Trading) => trading.venue as HyperliquidVenue;
const actions = () => at.venue.log.of(LEVERAGE).map(({ params }) => (JSON.parse(params['body']!) as { readonly action: unknown }).action);

describe('before a session begins', () => {
  afterEach(() => at.close());

  test('leverage is set on cross margin and read again, once, where it is another one', async () => {
    at = await opened({
      contracts: [
        { symbol: SYMBOL, leverage: 3 },
        { symbol: 'ETH/USDC:USDC', leverage: 10 },
      ],
    });
    expect(actions()).toEqual([{ type: 'updateLeverage', asset: 0, isCross: true, leverage: 3 }]);
    const { contracts } = at.venue.exchange;
    expect([contracts.leverage(at.trader, SYMBOL), contracts.leverage(at.trader, 'ETH/USDC:USDC')]).toEqual([3, 10]);
    expect(at.venue.log.of('POST /info activeAssetData')).toHaveLength(3);
  });

  test('what is held on margin of its own is put on the one margin', async () => {
    const isolated = (venue: Trading['venue']) => (venue as HyperliquidVenue).desk.margins.set(traderOf(venue), SYMBOL, true);
    at = await opened({ before: isolated, contracts: [{ symbol: SYMBOL, leverage: 10 }] });
    expect(venueOf(at).desk.margins.isIsolated(at.trader, SYMBOL)).toBe(false);
  });
});

const traderOf = (venue: Trading['venue']) => [...venue.exchange.state.accounts.values()].find(({ name }) => name === 'trader')!.id;

test.each([
  ['a coin that is held on margin of its own only', { contracts: [{ symbol: 'DOGE/USDC:USDC', leverage: 2 }] }, 'margin of its own only'],
  ['more leverage than there is', { contracts: [{ symbol: SYMBOL, leverage: 101 }] }, '100 at most'],
  [
    'an account whose coins are collateral too',
    { before: (venue: Trading['venue']): void => void ((venue as HyperliquidVenue).desk.margins.abstraction = 'unifiedAccount') },
    'unifiedAccount',
  ],
  [
    'a yes that is none',
    {
      before: (venue: Trading['venue']): void =>
        venue.faults.add({
          ...{ surface: 'rest', endpoint: LEVERAGE },
          fault: { kind: 'answer', status: 200, body: '{"status":"ok","response":{"type":"default"}}', carriedOut: false },
        }),
    },
    'although that was set',
  ],
  [
    'a position on margin of its own',
    {
      before: (venue: Trading['venue']): void => {
        venue.exchange.place(traderOf(venue), {
          ...{ symbol: SYMBOL, side: 'BUY', type: 'MARKET', timeInForce: 'GTC', quantity: 1_000_000n, quoteQuantity: 0n },
          ...{ price: 0n, stopPrice: 0n, trailingDelta: 0, clientId: '' },
        });
        (venue as HyperliquidVenue).desk.margins.set(traderOf(venue), SYMBOL, true);
      },
    },
    'Cannot switch leverage type',
  ],
] as const)('a session is not begun with %s', async (_name, of, problem) => {
  await expect(opened(of)).rejects.toMatchObject({ code: 'venue.refused', message: expect.stringContaining(problem) as string });
});

test('what the venue says of a perpetual is its instrument, and its market is heard', async () => {
  const started = await startHyperliquidVenue({ symbols: 1, contracts: 3, pastMinutes: 5 });
  const to = { sandbox: false, address: addressOf(started), clock: new SystemClock(), random: new Sfc32(1), timeoutMs: 2_000 };
  const feed = await CcxtFeed.open('hyperliquidperp', to);
  try {
    const [bitcoin, solana] = await feed.instruments([SYMBOL, 'SOL/USDC:USDC'], 3);
    expect(bitcoin).toMatchObject({
      ...{ id: 'BTC/USDC:USDC.HYPERLIQUIDPERP', symbol: SYMBOL, kind: 'perpetual', base: 'BTC', quote: 'USDC', settle: 'USDC' },
      // Six digits behind the point, of a price and of a size together.
      ...{ tick: '0.01', lot: '0.0001', minNotional: '10', priceFigures: 5, makerFee: '0.00015', takerFee: '0.00045' },
      terms: {
        ...{ maxLeverage: 100, leverage: 3, liquidationFee: '0', maintenanceMargin: '0.005' },
        tiers: [
          { from: '0', rate: '0.005', leverage: 100 },
          { from: '1000000', rate: '0.01', leverage: 50 },
          { from: '5000000', rate: '0.025', leverage: 20 },
        ],
      },
    });
    // Of a table whose number is its leverage.
    expect(solana).toMatchObject({ kind: 'perpetual', terms: { maxLeverage: 20, maintenanceMargin: '0.025' } });
    expect(solana).not.toMatchObject({ terms: { tiers: expect.anything() as unknown } });
    expect(new Instrument(bitcoin!, 0).margin?.leverage.toString()).toBe('3');
    await expect(feed.instruments([SYMBOL], 101)).rejects.toMatchObject({ code: 'instrument.leverage' });

    const { bars } = await feed.bars(SYMBOL, '1m', Date.now() - 300_000, 10);
    expect(bars.length).toBeGreaterThan(2);
    const heard: string[] = [];
    const symbols: string[] = [];
    const listening = feed.listen([SYMBOL], {
      heard: (event) => {
        heard.push(event.kind);
        symbols.push(event.symbol);
      },
      health: () => undefined,
    });
    const until = async (isSo: () => boolean) => {
      while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
    };
    await until(() => started.venue.log.of('subscribe').length === 3 && heard.includes('quote'));
    started.control.run({ do: 'move price', symbol: SYMBOL, price: '60100' });
    await until(() => heard.includes('trade'));
    expect(new Set(symbols)).toEqual(new Set([SYMBOL]));
    listening.dispose();

    const told: unknown[] = [];
    const book = feed.keep(SYMBOL, { changed: (trouble) => told.push(trouble), note: (sentence) => told.push(sentence) })!;
    await until(() => told.includes(null) && book.side('bids', 1_000_000).ticks.length > 0);
    const { bids } = started.venue.exchange.state.market(SYMBOL);
    expect([book.steps, book.side('bids', 1_000_000).ticks[0]]).toEqual([
      { tick: '0.01', lot: '0.0001' },
      Number(bids.top(1)[0]!.price) / 1_000_000,
    ]);
    book.dispose();
  } finally {
    await feed.close();
    await started.stop();
  }
});

test('a wallet is read as two accounts: its coins, and its money for perpetuals with the orders of each', async () => {
  const started = await startHyperliquidVenue({ symbols: 1, contracts: 1, pastMinutes: 5 });
  const accounts = new CcxtAccounts(new SystemClock(), { address: addressOf(started), timeoutMs: 2_000 });
  const elsewhere = { do: 'trade elsewhere', account: 'trader', side: 'BUY', quantity: '0.01', price: '50000' } as const;
  const read = (venue: string) => accounts.read({ venue, sandbox: false }, credentialsAt('hyperliquid'));
  try {
    for (const symbol of ['BTCUSDT', SYMBOL, SYMBOL]) started.control.run({ ...elsewhere, symbol });
    const [coins, perpetuals] = [await read('hyperliquid'), await read('hyperliquidperp')];
    expect([coins.openOrders, perpetuals.openOrders]).toEqual([1, 2]);
    expect(coins.balances.map(({ asset }) => asset)).toEqual(['BTC', 'ETH', 'USDT']);
    // Two orders of 500 each need a tenth of that.
    expect(perpetuals.balances.map(({ asset, free, used }) => [asset, free.toString(), used.toString()])).toEqual([
      ['USDC', '99900', '100'],
    ]);
    expect(perpetuals.rights).toEqual({ read: true, trade: true, withdraw: false, addressBound: null });
    expect(accounts.profiles.find(({ id }) => id === 'hyperliquidperp')).toMatchObject({
      ...{ name: 'Hyperliquid perpetuals', proven: true, needsPassphrase: false, deadMansSwitch: true },
      keyNames: { key: 'Wallet address', secret: 'Private key of an API wallet' },
    });
  } finally {
    await started.stop();
  }
});

test('its perpetuals are listed apart from its coins', async () => {
  const started = await startHyperliquidVenue({ symbols: 2, contracts: 2, pastMinutes: 5 });
  const lists = new CcxtMarkets({ sandbox: false, address: addressOf(started), clock: new SystemClock(), timeoutMs: 2_000 });
  try {
    const symbols = async (venue: string) => (await lists.fetch(venue)).markets.map(({ symbol }) => symbol);
    expect(await symbols('hyperliquid')).toEqual(['BTC/USDT', 'ETH/USDT']);
    expect(await symbols('hyperliquidperp')).toEqual([SYMBOL, 'ETH/USDC:USDC']);
    expect((await lists.fetch('hyperliquidperp')).markets[0]).toMatchObject({
      tick: '0.01',
      lot: '0.0001',
      last: 60_000,
      minNotional: '10',
    });
  } finally {
    await started.stop();
  }
});

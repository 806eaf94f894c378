import { describe, expect, it } from 'vitest';
import {
  HYPERLIQUID_CONTRACTS,
  hyperliquidMoney,
  hyperliquidTerms,
} from '../../../../src-main/adapters/exchange-ccxt/venues/hyperliquid-contracts.ts';
import type { OrderMarkets, ProtocolCalls, Reading } from '../../../../src-main/adapters/exchange-ccxt/venues/order-protocol.ts';
import type { ContractCalls } from '../../../../src-main/adapters/exchange-ccxt/venues/venue-rules.ts';

const marketOf = (coin: string) => ({
  ...{ symbol: `${coin}/USDC:USDC`, id: coin, names: [coin], base: coin, quote: 'USDC' },
  ...{ priceStep: '0.01', sizeStep: '0.0001', quoteStep: '0.01', contract: { settle: 'USDC', size: '1' } },
});
const MARKETS: OrderMarkets = {
  of: () => null,
  named: (name) => (['ETH', 'SOL'].includes(name) ? marketOf(name) : null),
  asset: (name) => name,
};

/** A venue that answers what is given, by type of question, with everything that it was asked. */
function reading(answers: Record<string, unknown>) {
  const asked: Readonly<Record<string, unknown>>[] = [];
  const at = { now: Date.UTC(2024, 11, 12, 18, 30) };
  const exchange = {
    nonce: () => at.now,
    walletAddress: '0x31ca8395cf837de08b24da3f660e77761dfb974b',
    publicPostInfo: (params: Readonly<Record<string, unknown>>) => {
      asked.push(params);
      return Promise.resolve(answers[params['type'] as string]);
    },
  } as unknown as ProtocolCalls;
  const anew = (): Reading => ({ exchange, markets: MARKETS, ask: async (question, parse) => parse(await question()) });
  return { read: anew(), anew, asked, at };
}

const position = (fields: object) => ({
  type: 'oneWay',
  position: {
    ...{ coin: 'ETH', szi: '0.2259', entryPx: '2213.9', positionValue: '500.12001', unrealizedPnl: '0.0', liquidationPx: null },
    ...{ leverage: { type: 'cross', value: 20 }, marginUsed: '25.0', maxLeverage: 50, returnOnEquity: '0.0' },
    cumFunding: { allTime: '0.0', sinceChange: '0.0', sinceOpen: '0.0' },
    ...fields,
  },
});
const state = (fields: object) => ({
  clearinghouseState: {
    ...{ assetPositions: [], withdrawable: '100.0', time: 1704261007014, crossMaintenanceMarginUsed: '0.0' },
    marginSummary: { accountValue: '100.0', totalMarginUsed: '0.0', totalNtlPos: '0.0', totalRawUsd: '100.0' },
    ...fields,
  },
});

describe("Hyperliquid's positions", () => {
  it('cost what they are worth less what they have gained, which is exact where the entry price is not', async () => {
    // The first is the venue's example. The second is short: 2 SOL are worth 300.5 and have lost 0.123457, so 300.376543 were got for them, an entry of 150.1882715.
    const assetPositions = [
      position({}),
      position({ coin: 'SOL', szi: '-2.0', entryPx: '150.19', positionValue: '300.5', unrealizedPnl: '-0.123457' }),
      position({ coin: 'WIF', szi: '10.0', positionValue: '20.5', unrealizedPnl: '0.5' }),
    ];
    expect(await HYPERLIQUID_CONTRACTS.positions(reading(state({ assetPositions })).read)).toEqual([
      { symbol: 'ETH/USDC:USDC', size: '0.2259', cost: '500.12001' },
      { symbol: 'SOL/USDC:USDC', size: '-2', cost: '-300.376543' },
      // One that the session does not know is told by the venue's own name.
      { symbol: 'WIF', size: '10', cost: '20' },
    ]);
  });

  it('leave out what is nothing, and what does not parse is no figure', async () => {
    expect(await HYPERLIQUID_CONTRACTS.positions(reading(state({ assetPositions: [position({ szi: '0.0' })] })).read)).toEqual([]);
    for (const wrong of [{ szi: 1 }, { positionValue: null }, { unrealizedPnl: 'NaN' }])
      await expect(HYPERLIQUID_CONTRACTS.positions(reading(state({ assetPositions: [position(wrong)] })).read)).rejects.toThrow();
    const hedged = { ...position({}), type: 'twoWay' };
    await expect(HYPERLIQUID_CONTRACTS.positions(reading(state({ assetPositions: [hedged] })).read)).rejects.toThrow();
  });

  it('are not in the money, which is raw and may be below nothing', async () => {
    const marginSummary = { accountValue: '179250588.896754', totalNtlPos: '679947383.29435', totalRawUsd: '-500696794.397596' };
    const { read, asked } = reading(state({ marginSummary }));
    expect(await hyperliquidMoney(read)).toEqual([{ asset: 'USDC', free: '-500696794.397596', used: '0', lessCost: true }]);
    expect(asked).toEqual([{ type: 'clearinghouseState', user: '0x31ca8395cf837de08b24da3f660e77761dfb974b' }]);
  });
});

describe("Hyperliquid's funding", () => {
  const row = (time: number, fields: object = {}) => ({
    time,
    hash: '0x0',
    delta: { type: 'funding', coin: 'SOL', usdc: '75.635093', szi: '-7375.9', fundingRate: '0.00004381', nSamples: null, ...fields },
  });

  const rows = [row(1734026400057), row(1734026400057, { coin: 'ETH', usdc: '-1.50' }), row(1734030000031, { usdc: '-0.2' })];
  const of = (asked: readonly Readonly<Record<string, unknown>>[]) => asked.filter(({ type }) => type === 'userFunding');

  it('is received by a short where the rate is above nothing, and told of the contracts that were asked for alone', async () => {
    const { read, asked } = reading({ ...state({}), userFunding: rows });
    expect(await HYPERLIQUID_CONTRACTS.funding(read, [marketOf('SOL')], 1734026000000)).toEqual([
      { symbol: 'SOL/USDC:USDC', amount: '75.635093', time: 1734026400057 },
      { symbol: 'SOL/USDC:USDC', amount: '-0.2', time: 1734030000031 },
    ]);
    expect(of(asked)).toEqual([{ type: 'userFunding', user: read.exchange.walletAddress, startTime: 1734026000000 }]);
  });

  it('is not asked for again while nothing can have been paid, and always where something may have been', async () => {
    const answers: Record<string, unknown> = { ...state({ assetPositions: [position({ coin: 'SOL' })] }), userFunding: rows };
    const { anew, asked, at } = reading(answers);
    const told = async (since: number) => (await HYPERLIQUID_CONTRACTS.funding(anew(), [marketOf('SOL')], since)).map(({ time }) => time);
    const looked = async (since = 1734026400000) => [await told(since), of(asked).length];
    const all = [1734026400057, 1734030000031];
    expect(await looked()).toEqual([all, 1]);
    at.now += 600_000;
    expect(await looked()).toEqual([all, 1]);
    expect(await looked(1734030000000)).toEqual([[1734030000031], 1]);
    // Since earlier than was asked for.
    expect(await looked(1734020000000)).toEqual([all, 2]);
    // A position shows another sum, or has gone.
    Object.assign(answers, state({ assetPositions: [position({ coin: 'SOL', cumFunding: { allTime: '-0.2' } })] }));
    expect(await looked()).toEqual([all, 3]);
    Object.assign(answers, state({}));
    expect(await looked()).toEqual([all, 4]);
    expect(await looked()).toEqual([all, 4]);
    // Something was opened and closed again meanwhile.
    const { marginSummary } = state({}).clearinghouseState;
    Object.assign(answers, state({ marginSummary: { ...marginSummary, totalRawUsd: '99.5' } }));
    expect(await looked()).toEqual([all, 5]);
    expect(await looked()).toEqual([all, 5]);
    // The next hour; what is paid in it may come a little later.
    at.now = Date.UTC(2024, 11, 12, 19, 0, 5);
    expect(await looked()).toEqual([all, 6]);
    at.now += 60_000;
    expect(await looked()).toEqual([all, 7]);
    at.now += 60_000;
    expect(await looked()).toEqual([all, 8]);
    expect(await looked()).toEqual([all, 8]);
  });

  it('is refused where a page goes no further, rather than told in part', async () => {
    const page = Array.from({ length: 500 }, () => row(1734026400057));
    const { read } = reading({ ...state({}), userFunding: page });
    await expect(HYPERLIQUID_CONTRACTS.funding(read, [marketOf('SOL')], 0)).rejects.toMatchObject({ code: 'venue.refused' });
  });

  it('money, positions and funding of a look are of one instant', async () => {
    const { read, asked } = reading({ ...state({ assetPositions: [position({})] }), userFunding: [] });
    await Promise.all([hyperliquidMoney(read), HYPERLIQUID_CONTRACTS.positions(read), HYPERLIQUID_CONTRACTS.funding(read, [], 0)]);
    expect(asked.map(({ type }) => type)).toEqual(['clearinghouseState', 'userFunding']);
  });
});

describe("what Hyperliquid says of a perpetual's margin", () => {
  const market = (info: object) => ({ info: { name: 'BTC', szDecimals: 5, maxLeverage: 40, marginTableId: 56, ...info } });
  const meta = {
    marginTables: [
      [50, { description: '', marginTiers: [{ lowerBound: '0.0', maxLeverage: 50 }] }],
      [
        56,
        {
          description: 'tiered 40x',
          marginTiers: [
            { lowerBound: '0.0', maxLeverage: 40 },
            { lowerBound: '150000000.0', maxLeverage: 20 },
          ],
        },
      ],
    ],
  };
  const asker = (answer: unknown) => reading({ meta: answer });
  const terms = (info: object, answer: unknown = meta) =>
    hyperliquidTerms(asker(answer).read.exchange as unknown as ContractCalls, market(info));

  it('is half of the initial margin at the highest leverage of each bracket', async () => {
    expect(await terms({})).toEqual({
      ...{ maxLeverage: 40, maintenanceMargin: '0.0125', liquidationFee: '0' },
      tiers: [
        { from: '0', rate: '0.0125', leverage: 40 },
        { from: '150000000', rate: '0.025', leverage: 20 },
      ],
    });
    expect(await terms({ marginTableId: 50, maxLeverage: 50 })).toEqual({
      maxLeverage: 50,
      maintenanceMargin: '0.01',
      liquidationFee: '0',
    });
  });

  it('needs no table where its number is a leverage; a rate that does not end is rounded up', async () => {
    const { read, asked } = asker(null);
    const told = await hyperliquidTerms(read.exchange as unknown as ContractCalls, market({ marginTableId: 3, maxLeverage: 3 }));
    expect(told).toEqual({ maxLeverage: 3, maintenanceMargin: '0.166666666666666667', liquidationFee: '0' });
    expect(asked).toEqual([]);
  });

  it('is not guessed where it is not told', async () => {
    for (const wrong of [null, {}, { marginTables: [] }, { marginTables: [[56, { marginTiers: [] }]] }])
      await expect(terms({}, wrong)).rejects.toMatchObject({ code: 'venue.garbled' });
    await expect(terms({ maxLeverage: 'many' })).rejects.toMatchObject({ code: 'venue.garbled' });
  });
});

import type { AssetId, InstrumentId, VenueId } from '../../../../src-shared/kernel/ids.ts';
import type { InstrumentSpec } from '../../../../src-shared/domain/instrument.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';

/** The venue that all simulated instruments belong to. */
export const SIM_VENUE = 'SIM' as VenueId;

/** The first instant of the simulated market, 2022-01-01T00:00:00Z. */
export const SIM_ORIGIN_MS = 1_640_995_200_000;

/** The instant at which every instrument stands at its `level`, 2026-11-20T00:00:00Z; a session that is free to choose starts here. */
export const SIM_ANCHOR_MS = 1_795_132_800_000;

/** The instant at which the simulated market ends, 2100-01-01T00:00:00Z. */
export const SIM_END_MS = 4_102_444_800_000;

/** How one simulated instrument behaves. Shares of variance sum to 1. */
export interface SimProfile {
  readonly spec: InstrumentSpec;
  /** Whole ticks per quote unit: the tick is 1 / ticksPerUnit. */
  readonly ticksPerUnit: number;
  /** Whole lots per base unit: the lot is 1 / lotsPerUnit. */
  readonly lotsPerUnit: number;
  /** Price at the anchor, quote units. */
  readonly level: number;
  /** Quotes stand on multiples of this many ticks, as market makers like round prices. */
  readonly step: number;
  /** Root of the mean daily variance of log returns. */
  readonly dailyVolatility: number;
  /** Share of variance that the whole market causes. */
  readonly marketShare: number;
  /** Share of variance that all but the leading coin have in common. */
  readonly altShare: number;
  readonly ownShare: number;
  /** Steps between bid and ask in a minute of mean volatility. */
  readonly spreadSteps: number;
  /** Prints in a minute of mean volatility. */
  readonly printsPerMinute: number;
  /** Mean size of a print, lots. */
  readonly printLots: number;
  /** Mean size of a book level, lots. */
  readonly levelLots: number;
  /** Of 256 price steps behind the touch, how many hold no order. */
  readonly emptySteps: number;
}

type Behaviour = Omit<SimProfile, 'spec' | 'ticksPerUnit' | 'lotsPerUnit' | 'ownShare'> & {
  readonly base: string;
  readonly name: string;
  readonly priceDecimals: number;
  readonly sizeDecimals: number;
};

function decimalStep(decimals: number): string {
  return decimals === 0 ? '1' : `0.${'1'.padStart(decimals, '0')}`;
}

function profile(behaviour: Behaviour): SimProfile {
  const { base, name, priceDecimals, sizeDecimals, ...rest } = behaviour;
  const symbol = `${base}/USD`;
  const lot = decimalStep(sizeDecimals);
  return {
    ...rest,
    ownShare: 1 - rest.marketShare - rest.altShare,
    ticksPerUnit: 10 ** priceDecimals,
    lotsPerUnit: 10 ** sizeDecimals,
    spec: {
      id: `${symbol}.${SIM_VENUE}` as InstrumentId,
      symbol,
      name,
      venue: SIM_VENUE,
      kind: 'spot',
      base: base as AssetId,
      quote: 'USD' as AssetId,
      settle: 'USD' as AssetId,
      tick: decimalStep(priceDecimals),
      lot,
      engineLot: lot,
      multiplier: '1',
      minNotional: '10.00',
      makerFee: '0.0008',
      takerFee: '0.0010',
      // Live fills meet the quoted spread itself; a backtest on bars takes the default of its cost profile.
      halfSpreadBps: null,
      validFrom: utcMs(SIM_ORIGIN_MS),
    },
  };
}

/** The simulated instruments, by dense index. The order is part of the market's identity: appending keeps the paths of those before. */
export const SIM_PROFILES: readonly SimProfile[] = [
  profile({
    base: 'BTC',
    name: 'Bitcoin',
    priceDecimals: 2,
    sizeDecimals: 5,
    level: 104_000,
    step: 50,
    dailyVolatility: 0.019,
    marketShare: 0.82,
    altShare: 0,
    spreadSteps: 2.5,
    printsPerMinute: 60,
    printLots: 45_000,
    levelLots: 60_000,
    emptySteps: 80,
  }),
  profile({
    base: 'ETH',
    name: 'Ether',
    priceDecimals: 2,
    sizeDecimals: 4,
    level: 3_912,
    step: 10,
    dailyVolatility: 0.026,
    marketShare: 0.64,
    altShare: 0.16,
    spreadSteps: 2,
    printsPerMinute: 45,
    printLots: 70_000,
    levelLots: 110_000,
    emptySteps: 70,
  }),
  profile({
    base: 'SOL',
    name: 'Solana',
    priceDecimals: 2,
    sizeDecimals: 2,
    level: 187,
    step: 1,
    dailyVolatility: 0.033,
    marketShare: 0.52,
    altShare: 0.2,
    spreadSteps: 2,
    printsPerMinute: 30,
    printLots: 14_000,
    levelLots: 18_000,
    emptySteps: 40,
  }),
  profile({
    base: 'XRP',
    name: 'XRP',
    priceDecimals: 4,
    sizeDecimals: 0,
    level: 2.41,
    step: 1,
    dailyVolatility: 0.031,
    marketShare: 0.44,
    altShare: 0.18,
    spreadSteps: 2,
    printsPerMinute: 24,
    printLots: 12_000,
    levelLots: 16_000,
    emptySteps: 40,
  }),
  profile({
    base: 'LINK',
    name: 'Chainlink',
    priceDecimals: 3,
    sizeDecimals: 1,
    level: 18.3,
    step: 1,
    dailyVolatility: 0.033,
    marketShare: 0.48,
    altShare: 0.24,
    spreadSteps: 2,
    printsPerMinute: 16,
    printLots: 7_000,
    levelLots: 10_000,
    emptySteps: 50,
  }),
  profile({
    base: 'ADA',
    name: 'Cardano',
    priceDecimals: 4,
    sizeDecimals: 0,
    level: 0.81,
    step: 1,
    dailyVolatility: 0.034,
    marketShare: 0.46,
    altShare: 0.24,
    spreadSteps: 1,
    printsPerMinute: 16,
    printLots: 15_000,
    levelLots: 45_000,
    emptySteps: 0,
  }),
  profile({
    base: 'LTC',
    name: 'Litecoin',
    priceDecimals: 2,
    sizeDecimals: 3,
    level: 96.85,
    step: 1,
    dailyVolatility: 0.029,
    marketShare: 0.48,
    altShare: 0.18,
    spreadSteps: 1,
    printsPerMinute: 14,
    printLots: 90_000,
    levelLots: 150_000,
    emptySteps: 0,
  }),
  profile({
    base: 'DOGE',
    name: 'Dogecoin',
    priceDecimals: 5,
    sizeDecimals: 0,
    level: 0.318,
    step: 1,
    dailyVolatility: 0.036,
    marketShare: 0.46,
    altShare: 0.2,
    spreadSteps: 3,
    printsPerMinute: 20,
    printLots: 42_000,
    levelLots: 60_000,
    emptySteps: 50,
  }),
];

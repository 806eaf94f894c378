/** What a venue charges from a 30-day volume on. Basis points of notional; a negative maker fee is a rebate. */
export interface FeeTier {
  /** Value traded within 30 days from which the tier holds, US dollars. */
  readonly volume: number;
  readonly makerBps: number;
  readonly takerBps: number;
}

/** The spot fees of a venue: its tiers by volume alone, lowest volume first; no discount for holding a venue's own token. */
export interface VenueFees {
  readonly id: string;
  readonly name: string;
  readonly tiers: readonly FeeTier[];
}

/** The day on which the table was put together from what the venues had published; fees change, one's own fee page is the truth. */
export const VENUE_FEES_DATE = '2026-11-21';

type Row = readonly [volume: number, makerBps: number, takerBps: number];

function venue(id: string, name: string, rows: readonly Row[]): VenueFees {
  return { id, name, tiers: rows.map(([volume, makerBps, takerBps]) => ({ volume, makerBps, takerBps })) };
}

const K = 1_000;
const M = 1_000_000;

/** Published spot fees of regular accounts, global schedule. */
export const VENUE_FEES: readonly VenueFees[] = [
  venue('binance', 'Binance', [
    [0, 10, 10],
    [1 * M, 9, 10],
    [5 * M, 8, 10],
    [20 * M, 4.2, 6],
    [50 * M, 4.2, 5.4],
    [100 * M, 3.6, 4.8],
    [250 * M, 3, 4.2],
    [500 * M, 2.4, 3.6],
    [1_000 * M, 1.8, 3],
    [2_500 * M, 1.2, 2.4],
  ]),
  venue('bitfinex', 'Bitfinex', [
    [0, 10, 20],
    [500 * K, 8, 20],
    [1 * M, 6, 20],
    [2.5 * M, 4, 20],
    [5 * M, 2, 20],
    [7.5 * M, 0, 20],
    [10 * M, 0, 18],
    [15 * M, 0, 16],
    [20 * M, 0, 14],
    [25 * M, 0, 12],
    [30 * M, 0, 10],
  ]),
  venue('bybit', 'Bybit', [
    [0, 10, 10],
    [1 * M, 6.75, 8],
    [5 * M, 6.5, 7.75],
    [10 * M, 6.25, 7.5],
    [25 * M, 5, 6],
    [50 * M, 4, 5],
    [100 * M, 3, 4.5],
  ]),
  venue('coinbase', 'Coinbase Advanced', [
    [0, 40, 60],
    [10 * K, 25, 40],
    [50 * K, 15, 25],
    [100 * K, 10, 20],
    [1 * M, 8, 18],
    [15 * M, 6, 16],
    [75 * M, 3, 12],
    [250 * M, 0, 8],
    [400 * M, 0, 5],
  ]),
  venue('gemini', 'Gemini ActiveTrader', [[0, 20, 40]]),
  // Tiers there go by 14 days, in which spot counts twice: about what is traded in thirty.
  venue('hyperliquid', 'Hyperliquid', [
    [0, 4, 7],
    [5 * M, 3, 6],
    [25 * M, 2, 5],
    [100 * M, 1, 4],
    [500 * M, 0, 3.5],
    [2_000 * M, 0, 3],
    [7_000 * M, 0, 2.5],
  ]),
  venue('kraken', 'Kraken Pro', [
    [0, 25, 40],
    [10 * K, 20, 35],
    [50 * K, 14, 24],
    [100 * K, 12, 22],
    [250 * K, 10, 20],
    [500 * K, 8, 18],
    [1 * M, 6, 16],
    [2.5 * M, 4, 14],
    [5 * M, 2, 12],
    [10 * M, 0, 10],
  ]),
  venue('kucoin', 'KuCoin', [[0, 10, 10]]),
  venue('okx', 'OKX', [
    [0, 8, 10],
    [5 * M, 4.5, 5],
    [10 * M, 4, 4.5],
    [20 * M, 3, 4],
    [100 * M, 2, 3.5],
    [200 * M, 0, 3],
    [500 * M, -0.2, 2.5],
    [1_000 * M, -0.5, 2],
    [5_000 * M, -0.5, 1.5],
  ]),
];

/** The fees of a venue at a 30-day volume in US dollars; null for a venue that the table does not have. */
export function venueFees(id: string, volume: number): { readonly venue: VenueFees; readonly tier: FeeTier } | null {
  const found = VENUE_FEES.find((candidate) => candidate.id === id);
  const tier = found?.tiers.findLast((candidate) => candidate.volume <= volume);
  return found === undefined || tier === undefined ? null : { venue: found, tier };
}

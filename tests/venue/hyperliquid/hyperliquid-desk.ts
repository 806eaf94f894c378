import type { DeadMan } from '../core/dead-man.ts';
import type { Exchange } from '../core/exchange.ts';
import type { Market } from '../core/market.ts';
import type { VenueNow } from '../core/state.ts';
import { unitsText } from '../core/units.ts';
import type { HyperliquidKeys } from './hyperliquid-keys.ts';

/** What every endpoint works on. */
export interface HyperliquidDesk {
  readonly exchange: Exchange;
  readonly clock: VenueNow;
  readonly keys: HyperliquidKeys;
  readonly deadMan: DeadMan;
}

/** Numbers of spot markets in actions begin here. */
export const FIRST_ASSET = 10_000;

/** A market with its place among all. */
export interface PlacedMarket {
  readonly market: Market;
  readonly place: number;
  /** `@7`: only the oldest market of the venue is called by its coins. */
  readonly coin: string;
}

export function marketsOf({ exchange }: Pick<HyperliquidDesk, 'exchange'>): readonly PlacedMarket[] {
  return [...exchange.state.markets.values()].map((market, place) => ({ market, place, coin: coinOf(place) }));
}

export function marketOfCoin(desk: Pick<HyperliquidDesk, 'exchange'>, coin: string): PlacedMarket | undefined {
  return marketsOf(desk).find((market) => market.coin === coin);
}

export function marketOfAsset(desk: Pick<HyperliquidDesk, 'exchange'>, asset: number): PlacedMarket | undefined {
  return marketsOf(desk)[asset - FIRST_ASSET];
}

/** What a market of that name is called. */
export function coinOfSymbol(desk: Pick<HyperliquidDesk, 'exchange'>, symbol: string): string {
  return marketsOf(desk).find(({ market }) => market.rules.name === symbol)?.coin ?? '';
}

function coinOf(place: number): string {
  return place === 1 ? 'ETH/USDT' : `@${String(place)}`;
}

/** An amount, a whole one with one nought behind the point, as the venue writes them. */
export function hyperliquidText(amountInUnits: bigint): string {
  const text = unitsText(amountInUnits).replace(/0+$/u, '');
  return text.endsWith('.') ? `${text}0` : text;
}

import type { DeadMan } from '../core/dead-man.ts';
import type { Exchange } from '../core/exchange.ts';
import type { Market } from '../core/market.ts';
import type { VenueNow } from '../core/state.ts';
import { unitsText } from '../core/units.ts';
import type { HyperliquidKeys } from './hyperliquid-keys.ts';

/** Accounts' own wishes of how contracts are held, where they are no usual ones. */
export class HyperliquidMargins {
  /** How an account's money is kept: `disabled` is apart from its coins. */
  abstraction = 'disabled';
  private readonly isolated = new Set<string>();

  isIsolated(account: number, symbol: string): boolean {
    return this.isolated.has(`${String(account)} ${symbol}`);
  }

  set(account: number, symbol: string, isIsolated: boolean): void {
    const key = `${String(account)} ${symbol}`;
    if (isIsolated) this.isolated.add(key);
    else this.isolated.delete(key);
  }
}

/** What every endpoint works on. */
export interface HyperliquidDesk {
  readonly margins: HyperliquidMargins;
  readonly exchange: Exchange;
  readonly clock: VenueNow;
  readonly keys: HyperliquidKeys;
  readonly deadMan: DeadMan;
}

/** Numbers of spot markets in actions begin here; those of contracts at nought. */
export const FIRST_ASSET = 10_000;
/** What contracts are paid in: money of its own, apart from the coins of the same account. */
export const CONTRACT_ASSET = 'USDC';

/** A market with its place among those of its kind. */
export interface PlacedMarket {
  readonly market: Market;
  readonly place: number;
  /** Its number in actions. */
  readonly asset: number;
  /** `@7`: only the oldest spot market of the venue is called by its coins; contracts are called by theirs. */
  readonly coin: string;
}

type WithExchange = Pick<HyperliquidDesk, 'exchange'>;

/** Spot markets. */
export function marketsOf({ exchange }: WithExchange): readonly PlacedMarket[] {
  const spot = [...exchange.state.markets.values()].filter(({ rules }) => rules.contract === null);
  return spot.map((market, place) => ({ market, place, asset: FIRST_ASSET + place, coin: coinOf(place) }));
}

export function contractsOf({ exchange }: WithExchange): readonly PlacedMarket[] {
  return exchange.state.contractMarkets.map((market, place) => ({ market, place, asset: place, coin: market.rules.base }));
}

export function allMarketsOf(desk: WithExchange): readonly PlacedMarket[] {
  return [...marketsOf(desk), ...contractsOf(desk)];
}

export function marketOfCoin(desk: WithExchange, coin: string): PlacedMarket | undefined {
  return allMarketsOf(desk).find((market) => market.coin === coin);
}

export function marketOfAsset(desk: WithExchange, asset: number): PlacedMarket | undefined {
  return allMarketsOf(desk).find((market) => market.asset === asset);
}

export function marketOfSymbol(desk: WithExchange, symbol: string): PlacedMarket {
  return allMarketsOf(desk).find(({ market }) => market.rules.name === symbol)!;
}

/** What a market of that name is called. */
export function coinOfSymbol(desk: WithExchange, symbol: string): string {
  return allMarketsOf(desk).find(({ market }) => market.rules.name === symbol)?.coin ?? '';
}

function coinOf(place: number): string {
  return place === 1 ? 'ETH/USDT' : `@${String(place)}`;
}

/** An amount, a whole one with one nought behind the point, as the venue writes them. */
export function hyperliquidText(amountInUnits: bigint): string {
  if (amountInUnits < 0n) return `-${hyperliquidText(-amountInUnits)}`;
  const text = unitsText(amountInUnits).replace(/0+$/u, '');
  return text.endsWith('.') ? `${text}0` : text;
}

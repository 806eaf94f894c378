import type { SymbolRules } from '../core/symbol.ts';

/** Kraken's own names of assets: what REST calls them, and what stands in pairs. */
const ASSETS: Readonly<Record<string, readonly [string, string]>> = {
  BTC: ['XXBT', 'XBT'],
  ETH: ['XETH', 'ETH'],
  XRP: ['XXRP', 'XRP'],
  DOGE: ['XXDG', 'XDG'],
};

/** The id of an asset over REST. */
export function assetId(asset: string): string {
  return ASSETS[asset]?.[0] ?? asset;
}

/** The short name of an asset, as it stands in pairs. */
export function assetName(asset: string): string {
  return ASSETS[asset]?.[1] ?? asset;
}

/** The id of a pair over REST: the long names where both sides have one. */
export function pairId({ base, quote }: SymbolRules): string {
  const long = base in ASSETS && quote in ASSETS;
  return long ? assetId(base) + assetId(quote) : assetName(base) + assetName(quote);
}

export function pairAltName({ base, quote }: SymbolRules): string {
  return assetName(base) + assetName(quote);
}

/** The pair over websockets. */
export function wireSymbol({ base, quote }: SymbolRules): string {
  return `${base}/${quote}`;
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** An id such as `OABCDE-FGHIJ-KLMNOP` for a number; the same number gives the same id. */
function longId(first: string, number: number): string {
  let state = BigInt(number) * 0x9e3779b97f4a7c15n;
  const letters = Array.from({ length: 16 }, (_, place) => {
    state = (state * 6364136223846793005n + BigInt(place) + 1442695040888963407n) & 0xffff_ffff_ffff_ffffn;
    return LETTERS[Number(state >> 59n)];
  });
  return `${first}${letters.slice(0, 5).join('')}-${letters.slice(5, 10).join('')}-${letters.slice(10).join('')}`;
}

export function orderTxid(id: number): string {
  return longId('O', id);
}

export function tradeTxid(symbol: string, tradeId: number): string {
  return longId('T', tradeId * 1_000 + Buffer.from(symbol).reduce((sum, letter) => sum + letter, 0));
}

/** Digits after the point of a step such as 0.00001. */
export function digitsOf(step: bigint): number {
  let digits = 8;
  for (let rest = step; digits > 0 && rest % 10n === 0n; rest /= 10n) digits -= 1;
  return digits;
}

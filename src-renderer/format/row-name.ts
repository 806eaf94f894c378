/** How an instrument is named in a row: shorter than in full, and never cut in the middle of a word. */
export interface RowName {
  readonly symbol: string;
  readonly tag: string;
}

/** Venues in three or four letters; one that is not here has a short name of its own. */
const SHORT_VENUES: Readonly<Record<string, string>> = {
  BINANCE: 'BIN',
  BINANCEUSDM: 'BIN',
  BITGET: 'BGET',
  COINBASE: 'CB',
  HYPERLIQUID: 'HYP',
  KRAKEN: 'KRK',
  KRAKENFUTURES: 'KRK',
  KUCOIN: 'KCS',
};

/** The name of an instrument in a row. A perpetual that is settled in what it is quoted in is marked as traders know it from charts. */
export function rowName(symbol: string, tag: string): RowName {
  const short = SHORT_VENUES[tag] ?? tag;
  const [pair = '', settled] = symbol.split(':');
  if (settled !== undefined && pair.endsWith(`/${settled}`)) return { symbol: `${pair}.P`, tag: short };
  return { symbol, tag: short };
}

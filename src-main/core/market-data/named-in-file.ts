/** Assets that prices are commonly told in, the longer names first. */
const QUOTES = 'FDUSD|USDT|USDC|BUSD|TUSD|DAI|USD|EUR|GBP|JPY|TRY|CHF|BTC|ETH';
/** Coins have short names; a longer word is more likely another one. */
const PAIR = new RegExp(`(?:^|[^A-Z0-9])([A-Z0-9]{2,6}?)[-_/ ]?(${QUOTES})(?=$|[^A-Z0-9])`, 'u');
const VENUES = /(?:^|[^A-Z])(BINANCE|COINBASE|HYPERLIQUID|KRAKEN|OKX|BITSTAMP|BITFINEX|BYBIT|GEMINI)(?=$|[^A-Z])/u;

/** What the name of a file says its bars are of, `BTCUSDT-1m-2024.csv` is `BTC/USDT`; null for what it does not say. To be confirmed, never relied on. */
export function namedInFile(name: string): { readonly symbol: string | null; readonly venue: string | null } {
  const text = name.toUpperCase();
  const venue = VENUES.exec(text)?.[1] ?? null;
  const pair = PAIR.exec(venue === null ? text : text.replace(venue, ''));
  return { symbol: pair ? `${pair[1]!}/${pair[2]!}` : null, venue };
}

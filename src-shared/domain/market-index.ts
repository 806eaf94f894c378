/** What a market is found by. */
export interface NamedMarket {
  /** `BTC/USDT.BINANCE` */
  readonly id: string;
  readonly base: string;
  readonly quote: string;
  /** `Bitcoin`; the base's sign where no name is known. */
  readonly name: string;
  /** `BINANCE` */
  readonly venue: string;
  /** Value traded in 24 h, quote units; null where it is not known. */
  readonly quoteVolume24h: number | null;
}

/** Markets in these currencies come first among equals, in this order. */
const QUOTES = ['USDT', 'USD', 'USDC', 'EUR', 'FDUSD', 'GBP', 'BTC', 'ETH', 'BNB'];
/** Of the typed words so many count; more of them find nothing more exactly. */
const MOST_WORDS = 4;
/** The worst rank of a word. */
const WORST = 7;

/** A market with what it is looked up by, in capitals. */
interface Entry<Market> {
  readonly market: Market;
  readonly base: string;
  readonly quote: string;
  readonly pair: string;
  readonly name: string;
  readonly venue: string;
}

function quotePlace(quote: string): number {
  const place = QUOTES.indexOf(quote);
  return place < 0 ? QUOTES.length : place;
}

/** Order among equals: quote currency, value traded (unknown last), length of the base's sign and of its name, signs, venue. */
function before(a: NamedMarket, b: NamedMarket): number {
  return (
    quotePlace(a.quote) - quotePlace(b.quote) ||
    (b.quoteVolume24h ?? -1) - (a.quoteVolume24h ?? -1) ||
    a.base.length - b.base.length ||
    a.name.length - b.name.length ||
    compare(a.base, b.base) ||
    compare(a.quote, b.quote) ||
    compare(a.venue, b.venue)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether the letters occur in this order, the first at the beginning. */
function inOrder(word: string, text: string): boolean {
  if (text[0] !== word[0]) return false;
  let from = 0;
  for (const letter of word) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}

/** How well a word fits a market, 0 best, or -1 where it does not. */
function rankOf(word: string, { base, quote, pair, name, venue }: Entry<unknown>): number {
  if (base === word) return 0;
  if (word.length > base.length && pair.startsWith(word)) return 1;
  if (base.startsWith(word)) return 2;
  if (name.startsWith(word) || (word.length > 1 && name.includes(` ${word}`))) return 3;
  if (quote.startsWith(word) || (word.length > 1 && venue.startsWith(word))) return 4;
  if (word.length < 2) return -1;
  if (base.includes(word)) return 5;
  if (word.length < 3) return -1;
  if (name.includes(word)) return 6;
  return inOrder(word, pair) ? WORST : -1;
}

/** The words of what was typed, in capitals: `btc/usdt.binance` is three of them. */
function wordsOf(typed: string): readonly string[] {
  return typed
    .toUpperCase()
    .split(/[\s/:.,_-]+/u)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS);
}

/**
 * Thousands of markets by a few letters. It is built once; a search goes over all of them without sorting anything.
 *
 * Every word must fit, and the ranks of the words are added: 0 the base's sign, 1 base and the beginning of the quote (`btcu`), 2 a base that begins so, 3 a name or a
 * word of it that begins so, 4 a quote or venue that begins so, 5 within the base's sign, 6 within the name, 7 the letters in this order (`bcu`), from three letters on.
 * Among equals: the quote currency (USDT, USD, USDC, EUR, …), the value traded, the length of the base's sign and of its name, the alphabet.
 */
export class MarketIndex<Market extends NamedMarket> {
  private readonly entries: readonly Entry<Market>[];

  constructor(markets: Iterable<Market>) {
    this.entries = [...markets].sort(before).map((market) => {
      const base = market.base.toUpperCase();
      const quote = market.quote.toUpperCase();
      return { market, base, quote, pair: base + quote, name: market.name.toUpperCase(), venue: market.venue.toUpperCase() };
    });
  }

  get size(): number {
    return this.entries.length;
  }

  /** The markets that fit, best first, at most `most`; all of them while nothing is typed. */
  search(typed: string, most = Infinity): readonly Market[] {
    const words = wordsOf(typed);
    const ranked: Market[][] = Array.from({ length: words.length * WORST + 1 }, () => []);
    for (const entry of this.entries) {
      let sum = 0;
      for (const word of words) {
        const rank = rankOf(word, entry);
        sum = rank < 0 ? -1 : sum + rank;
        if (sum < 0) break;
      }
      if (sum >= 0) ranked[sum]!.push(entry.market);
    }
    const found: Market[] = [];
    for (const markets of ranked) {
      if (found.length >= most) break;
      found.push(...markets.slice(0, most - found.length));
    }
    return found;
  }
}

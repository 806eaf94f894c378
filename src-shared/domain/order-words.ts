import type { OrderType, Side, TimeInForce } from './order.ts';

/** An instrument that words may name. */
export interface NamedInstrument {
  readonly id: string;
  /** `BTC/USD` */
  readonly symbol: string;
  /** `Bitcoin` */
  readonly name: string;
  readonly base: string;
  readonly quote: string;
}

/** What words are read with. */
export interface OrderVocabulary {
  readonly instruments: readonly NamedInstrument[];
  /** The instrument that is meant where none is named, by id. */
  readonly active: string | undefined;
  /** A typed figure as decimal text, or nothing when it is none: the window's own reading, with its separators, `k` and `m`. */
  readonly figure: (typed: string) => string | undefined;
}

/** An order as it was put in words. Figures are decimal text, not yet on tick or lot. */
export interface OrderWords {
  readonly side: Side;
  readonly instrument: string;
  readonly type: OrderType;
  /** How much: base units, quote money, or percent of what is free. */
  readonly size: { readonly unit: 'base' | 'quote' | 'free'; readonly value: string };
  readonly price: string | null;
  readonly trigger: string | null;
  /** Distance of a trailing stop: quote units, or percent of the price. */
  readonly trail: { readonly unit: 'price' | 'percent'; readonly value: string } | null;
  /** Protecting stop and target of what the order opens. */
  readonly stop: string | null;
  readonly target: string | null;
  readonly timeInForce: 'gtc' | 'ioc' | 'fok';
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
}

/** Why words that begin an order do not make one. `about` is the word or the part that is meant. */
export interface WordsProblem {
  readonly kind: 'unknown-word' | 'no-size' | 'no-instrument' | 'no-price' | 'twice' | 'not-positive' | 'too-much-percent';
  readonly about: string;
}

/** The reading of a line: nothing when it is no order at all. */
export type WordsReading =
  | { readonly kind: 'order'; readonly order: OrderWords }
  | { readonly kind: 'unfinished'; readonly side: Side; readonly problem: WordsProblem }
  | null;

type Slot = 'price' | 'trigger' | 'trail' | 'stop' | 'target';

const TIMES_IN_FORCE = ['gtc', 'ioc', 'fok'] as const;
/** Words that say nothing by themselves. */
const FILLERS: ReadonlySet<string> = new Set(['of', 'for', 'worth', 'a', 'an', 'the', 'price', 'order', 'and', 'with', 'only', '']);
const KEYWORDS: ReadonlyMap<string, Slot> = new Map([
  ['limit', 'price'],
  ['lmt', 'price'],
  ['at', 'price'],
  ['@', 'price'],
  ['stop', 'trigger'],
  ['stp', 'trigger'],
  ['stop-limit', 'trigger'],
  ['stoplimit', 'trigger'],
  ['sl', 'stop'],
  ['stop-loss', 'stop'],
  ['stoploss', 'stop'],
  ['tp', 'target'],
  ['target', 'target'],
  ['take-profit', 'target'],
  ['trail', 'trail'],
  ['trailing', 'trail'],
  ['trailing-stop', 'trail'],
]);

/** What has been read so far. */
class Reader {
  readonly vocabulary: OrderVocabulary;
  readonly figures: Partial<Record<Slot, string>> = {};
  size: OrderWords['size'] | null = null;
  instrument: NamedInstrument | null = null;
  market = false;
  wantsLimit = false;
  takesProfit = false;
  trailPercent = false;
  timeInForce: OrderWords['timeInForce'] = 'gtc';
  postOnly = false;
  reduceOnly = false;
  problem: WordsProblem | null = null;
  private awaited: Slot | null = null;
  private bare: string | null = null;

  constructor(vocabulary: OrderVocabulary) {
    this.vocabulary = vocabulary;
  }

  read(word: string): void {
    const slot = KEYWORDS.get(word);
    if (slot !== undefined) this.keyword(word, slot);
    else if (!this.condition(word) && !this.number(word) && !this.asset(word) && !FILLERS.has(word)) this.fail('unknown-word', word);
  }

  /** After the last word: a figure that still stands alone is the size, and a keyword that waits has no figure. */
  finish(): void {
    this.settleBare(null);
    if (this.awaited === 'price') this.wantsLimit = true;
    else if (this.awaited !== null) this.fail('no-price', this.awaited);
  }

  fail(kind: WordsProblem['kind'], about: string): void {
    this.problem ??= { kind, about };
  }

  private keyword(word: string, slot: Slot): void {
    this.settleBare(null);
    // "stop limit" is one type: its trigger comes first, then its limit.
    if (slot === 'price' && this.awaited === 'trigger') {
      this.wantsLimit = true;
      return;
    }
    if (this.awaited !== null && !(this.awaited === 'price' && slot === 'price')) this.fail('no-price', this.awaited);
    if (word === 'stop-limit' || word === 'stoplimit') this.wantsLimit = true;
    // Once the order has its price, a stop protects what it opens.
    const protects = slot === 'trigger' && (this.figures.price !== undefined || this.market);
    // Before it has one, "take profit" is the order's own type; "tp" and "target" always belong to what it opens.
    const wakes = word === 'take-profit' && this.figures.price === undefined && !this.market;
    if (wakes) this.takesProfit = true;
    this.awaited = protects ? 'stop' : wakes ? 'trigger' : slot;
  }

  private condition(word: string): boolean {
    const time = TIMES_IN_FORCE.find((each) => each === word);
    if (time !== undefined) this.timeInForce = time;
    else if (word === 'market' || word === 'mkt') this.market = true;
    else if (word === 'post' || word === 'post-only') this.postOnly = true;
    else if (word === 'reduce' || word === 'reduce-only') this.reduceOnly = true;
    else if (word === 'max' || word === 'all' || word === 'everything') this.take({ unit: 'free', value: '100' }, word);
    else return false;
    return true;
  }

  private number(word: string): boolean {
    if (word.endsWith('%')) return this.percent(word);
    const dollars = word.startsWith('$');
    const figure = this.vocabulary.figure(dollars ? word.slice(1) : word);
    if (figure === undefined || !/\d/u.test(word)) return this.joined(word);
    if (figure.startsWith('-') || /^[0.]*$/u.test(figure)) this.fail('not-positive', word);
    if (dollars) this.take({ unit: 'quote', value: figure }, word);
    else if (this.awaited !== null) this.fill(this.awaited, figure, word);
    else if (this.size === null && this.bare === null) this.bare = figure;
    else if (this.wantsLimit && this.figures.price === undefined) this.fill('price', figure, word);
    else if (this.figures.price === undefined && !this.market && this.figures.trigger === undefined && this.figures.trail === undefined)
      this.fill('price', figure, word);
    else this.fail('unknown-word', word);
    return true;
  }

  private percent(word: string): boolean {
    const figure = this.vocabulary.figure(word.slice(0, -1));
    if (figure === undefined) return false;
    if (Number(figure) > 100) this.fail('too-much-percent', word);
    if (Number(figure) <= 0) this.fail('not-positive', word);
    if (this.awaited === 'trail') {
      this.trailPercent = true;
      this.fill('trail', figure, word);
      return true;
    }
    this.take({ unit: 'free', value: figure }, word);
    return true;
  }

  /** A figure with its unit behind it, `0.05btc`. */
  private joined(word: string): boolean {
    const match = /^([\d.,]+[km]?)([a-z][a-z0-9/.-]*)$/u.exec(word);
    const figure = match?.[1] === undefined ? undefined : this.vocabulary.figure(match[1]);
    if (figure === undefined || match?.[2] === undefined || this.awaited !== null) return false;
    this.settleBare(null);
    this.bare = figure;
    return this.asset(match[2]);
  }

  private asset(word: string): boolean {
    const { instruments } = this.vocabulary;
    const upper = word.toUpperCase();
    const exact = instruments.find(({ id, symbol, base, name }) =>
      [id.toUpperCase(), symbol, symbol.replace('/', ''), symbol.replace('/', '-'), base, name.toUpperCase()].includes(upper),
    );
    if (exact !== undefined) {
      if (this.instrument !== null && this.instrument.id !== exact.id) this.fail('twice', word);
      this.instrument = exact;
      this.settleBare('base');
      return true;
    }
    if (!instruments.some(({ quote }) => quote === upper)) return false;
    // The quote asset after a figure is its unit; after a price it says nothing new.
    this.settleBare('quote');
    return true;
  }

  private settleBare(unit: 'base' | 'quote' | null): void {
    if (this.bare === null) return;
    const value = this.bare;
    this.bare = null;
    this.take({ unit: unit ?? 'base', value }, value);
  }

  private take(size: OrderWords['size'], word: string): void {
    if (this.size !== null) this.fail('twice', word);
    this.size = size;
  }

  private fill(slot: Slot, figure: string, word: string): void {
    if (this.figures[slot] !== undefined) this.fail('twice', word);
    this.figures[slot] = figure;
    // In "stop limit 105000 105100" and "stop 105000 limit 105100" the second figure is the limit.
    this.awaited = slot === 'trigger' && this.wantsLimit ? 'price' : null;
  }
}

function typeOf({ figures, market, takesProfit }: Reader): OrderWords['type'] {
  if (figures.trail !== undefined) return 'trailing-stop';
  if (takesProfit) return 'take-profit';
  if (figures.trigger !== undefined) return figures.price === undefined ? 'stop' : 'stop-limit';
  return figures.price === undefined || market ? 'market' : 'limit';
}

function unfinished(reader: Reader, side: Side, instrument: string | undefined): WordsReading {
  const problem = (kind: WordsProblem['kind'], about = ''): WordsReading => ({ kind: 'unfinished', side, problem: { kind, about } });
  if (reader.problem !== null) return { kind: 'unfinished', side, problem: reader.problem };
  if (reader.size === null) return problem('no-size');
  if (instrument === undefined) return problem('no-instrument');
  if (reader.wantsLimit && reader.figures.price === undefined) return problem('no-price', 'price');
  const { price, trigger, trail } = reader.figures;
  if (reader.market && (price !== undefined || trigger !== undefined || trail !== undefined)) return problem('twice', 'market');
  if (trail !== undefined && (price !== undefined || trigger !== undefined)) return problem('twice', 'trailing');
  if (reader.takesProfit && price !== undefined) return problem('twice', 'take profit');
  return null;
}

/**
 * Reads `buy 0.05 btc limit 104200` and its like: side first, then size, instrument, type with prices, conditions in any order. A line that
 * does not begin with buy or sell is no order; one that does, and cannot be finished, says what is missing or not understood. It never guesses
 * a size, and a word that it does not know makes no order.
 */
export function readOrderWords(line: string, vocabulary: OrderVocabulary): WordsReading {
  const [first = '', ...words] = line
    .slice(0, 200)
    .toLowerCase()
    .replace(/@/gu, ' @ ')
    .replace(/\bstop[\s-]limit\b/gu, 'stop-limit')
    .replace(/\bstop[\s-]loss\b/gu, 'stop-loss')
    .replace(/\btake[\s-]profit\b/gu, 'take-profit')
    .replace(/\btrailing[\s-]stop\b/gu, 'trailing-stop')
    .replace(/(\d)\s+%/gu, '$1%')
    .trim()
    .split(/\s+/u);
  const side = first === 'buy' || first === 'sell' ? first : null;
  if (side === null) return null;
  const reader = new Reader(vocabulary);
  for (const word of words) reader.read(word);
  reader.finish();
  const instrument = reader.instrument?.id ?? vocabulary.active;
  const open = unfinished(reader, side, instrument);
  if (open !== null || reader.size === null || instrument === undefined) return open;
  const { figures, timeInForce, postOnly, reduceOnly, size } = reader;
  return {
    kind: 'order',
    order: {
      side,
      instrument,
      type: typeOf(reader),
      size,
      price: figures.price ?? null,
      trigger: figures.trigger ?? null,
      trail: figures.trail === undefined ? null : { unit: reader.trailPercent ? 'percent' : 'price', value: figures.trail },
      stop: figures.stop ?? null,
      target: figures.target ?? null,
      timeInForce,
      postOnly,
      reduceOnly,
    },
  };
}

/** An order in figures that are written for reading already: sizes with their unit, prices with their separators. */
export interface WrittenOrder {
  readonly side: Side;
  readonly type: OrderType;
  /** `0.05 BTC`; null while no size is known. */
  readonly size: string | null;
  readonly price: string | null;
  readonly trigger: string | null;
  /** Distance of a trailing stop. */
  readonly trail: string | null;
  /** Protecting stop of what the order opens. */
  readonly stop: string | null;
  readonly timeInForce: TimeInForce;
  /** When a GTD order ends. */
  readonly expires: string | null;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
}

const SIDE_WORDS: Readonly<Record<Side, string>> = { buy: 'Buy', sell: 'Sell' };

/** The words of each type of order, the same wherever one is named. */
export const ORDER_TYPE_WORDS: Readonly<Record<OrderType, string>> = {
  market: 'market',
  limit: 'limit',
  stop: 'stop',
  'stop-limit': 'stop limit',
  'trailing-stop': 'trailing stop',
  'take-profit': 'take profit',
};

/** `Buy 0.05 BTC`, or the side alone while there is no size. */
export function orderTitle({ side, size }: Pick<WrittenOrder, 'side' | 'size'>): string {
  return size === null ? SIDE_WORDS[side] : `${SIDE_WORDS[side]} ${size}`;
}

/** Type and prices: `limit 104,231.50`, `stop 101,000.00 limit 101,100.00`, `trailing stop 500.00`. */
export function orderPrices({ type, price, trigger, trail }: Pick<WrittenOrder, 'type' | 'price' | 'trigger' | 'trail'>): string {
  if (type === 'market' || type === 'limit') return [type, price].filter((part) => part !== null).join(' ');
  const waits = type === 'stop-limit' ? 'stop' : ORDER_TYPE_WORDS[type];
  const limit = price === null ? null : `limit ${price}`;
  return [waits, type === 'trailing-stop' ? trail : trigger, limit].filter((part) => part !== null).join(' ');
}

/** The order in one line, as a row, the log and what is announced say it: `Buy 0.05 BTC, limit 104,231.50`. */
export function orderLine(order: Pick<WrittenOrder, 'side' | 'size' | 'type' | 'price' | 'trigger' | 'trail'>): string {
  return `${orderTitle(order)}, ${orderPrices(order)}`;
}

function timeWords({ type, timeInForce, expires }: WrittenOrder): string | null {
  if (type === 'market' && timeInForce === 'gtc') return null;
  return timeInForce === 'gtd' && expires !== null ? `GTD ${expires}` : timeInForce.toUpperCase();
}

/** What stands under the title: prices, time in force, conditions, mode: `limit 104,231.50 · GTC · PAPER`. A stop that protects stands in place of GTC. */
export function orderDetail(order: WrittenOrder, mode: string): string {
  const waits = order.type !== 'market' && order.type !== 'limit';
  const stop = order.stop === null ? null : `${waits ? 'protected at' : 'stop'} ${order.stop}`;
  const time = stop !== null && order.timeInForce === 'gtc' ? null : timeWords(order);
  const flags = [order.postOnly ? 'post only' : null, order.reduceOnly ? 'reduce only' : null];
  return [orderPrices(order), stop, time, ...flags, mode].filter((part) => part !== null).join(' · ');
}

import * as z from 'zod/mini';
import { HYPERLIQUID_PERPETUALS, HYPERLIQUID_SPOT, type HyperliquidKind } from './hyperliquid-kinds.ts';
import type { Action } from './order-protocol.ts';
import { ID } from './read-parts.ts';

type Params = Readonly<Record<string, unknown>>;

/** A connection of the library's, as far as what was heard is told to those who wait. */
interface SocketClient {
  readonly subscriptions: Record<string, unknown>;
  resolve(result: unknown, messageHash: string): void;
}

/** A market of the library's, as far as it is changed. */
interface LoadedMarket {
  readonly id: string;
  readonly baseName?: string;
  readonly precision: { readonly amount: string; readonly price: string };
}

/** What is used, and made, of the library's class of this venue beside what every class has. */
export interface HyperliquidClass {
  readonly has: Record<string, unknown>;
  readonly urls: { readonly api: { readonly ws?: { readonly public: string } } };
  readonly bidsasks: Record<string, unknown>;
  readonly markets_by_id: Readonly<Record<string, readonly { readonly symbol: string }[] | undefined>>;
  nonce(): number;
  sign(path: string, api: string, method: string, params: unknown, ...rest: readonly unknown[]): unknown;
  signL1Action(action: Params, nonce: number, vault: undefined, expiresAfter: number | undefined): unknown;
  loadMarkets(): Promise<unknown>;
  fetchSpotMarkets(params?: Params): Promise<readonly LoadedMarket[]>;
  fetchSwapMarkets(params?: Params): Promise<readonly LoadedMarket[]>;
  market(symbol: string): { readonly id: string };
  parseTrades(rows: readonly unknown[], market: unknown): readonly unknown[];
  publicPostInfo(params: Params): Promise<unknown>;
  readonly walletAddress: string;
  fetchOpenOrders(): Promise<readonly unknown[]>;
  fetchTrades(symbol: string): Promise<readonly unknown[]>;
  fetchBidsAsks(symbols: readonly string[]): Promise<unknown>;
  watchBidsAsks(symbols: readonly string[]): Promise<unknown>;
  watchTradesForSymbols(symbols: readonly string[]): Promise<unknown>;
  unWatchBidsAsks(symbols: readonly string[]): Promise<unknown>;
  unWatchTradesForSymbols(symbols: readonly string[]): Promise<unknown>;
  watchOrders(): Promise<unknown>;
  initializeClient(): Promise<unknown>;
  readonly watchMyTrades?: () => Promise<unknown>;
  handleMessage?: (client: SocketClient, message: unknown) => void;
  watch(url: string, messageHash: string, message: Params, subscribeHash: string): Promise<unknown>;
}

const SYMBOL = z.string().check(z.regex(/^\d+(\.\d+)?$/u));
const LEVEL = z.object({ px: SYMBOL, sz: SYMBOL });
const BEST = z.object({
  channel: z.literal('bbo'),
  data: z.object({ coin: z.string(), bbo: z.tuple([z.nullable(LEVEL), z.nullable(LEVEL)]) }),
});
const TRADES = z.object({ channel: z.literal('trades') });
const ENDED = z.object({
  channel: z.literal('subscriptionResponse'),
  data: z.object({ method: z.literal('unsubscribe'), subscription: z.object({ type: z.enum(['bbo', 'trades']), coin: z.string() }) }),
});
const OPEN = z.array(
  z.pipe(
    z.object({ coin: z.string(), oid: ID }),
    z.transform(({ coin, oid: id }) => ({ coin, id })),
  ),
);
/** A book as it is asked for, best levels first. */
export const HYPERLIQUID_LEVELS = z.object({ levels: z.tuple([z.array(LEVEL), z.array(LEVEL)]) });

/**
 * Makes the library's class sign what is sent at the instant at which it is sent, and with a number that no other request of it has; and gives
 * it what it lacks: best prices as they are pushed, trades of several markets, the trades of everybody, and open orders of one kind alone.
 */
export function adaptHyperliquid(given: object, kind: HyperliquidKind): void {
  const exchange = given as HyperliquidClass;
  // With its first order it would have a fee of its own approved, and name itself as whoever sent the customer.
  exchange.initializeClient = () => Promise.resolve(true);
  signActions(exchange, kind);
  finestSteps(exchange);
  hearMarkets(exchange);
  exchange.fetchOpenOrders = async () => {
    const rows = await exchange.publicPostInfo({ type: 'frontendOpenOrders', user: exchange.walletAddress });
    return OPEN.parse(rows).filter(({ coin }) => kind.owns(coin));
  };
  const { watchMyTrades } = exchange;
  if (watchMyTrades === undefined) return;
  const orders = exchange.watchOrders.bind(exchange);
  const trades = watchMyTrades.bind(exchange);
  exchange.watchOrders = () => Promise.race([orders(), trades()]);
}

function signActions(exchange: HyperliquidClass, { parity }: HyperliquidKind): void {
  const sign = exchange.sign.bind(exchange);
  let last = 0;
  exchange.sign = (path, ...[api, method, params, ...rest]) => {
    if (path !== 'exchange') return sign(path, api, method, params, ...rest);
    const { action, takenMs } = params as Action;
    const next = Math.max(last + 1, exchange.nonce());
    const nonce = (last = next % 2 === parity ? next : next + 1);
    const expiresAfter = takenMs === undefined ? undefined : nonce + takenMs;
    const signature = exchange.signL1Action(action, nonce, undefined, expiresAfter);
    const until = expiresAfter === undefined ? {} : { expiresAfter };
    return sign(path, api, method, { action, nonce, signature, ...until }, ...rest);
  };
}

/**
 * The library takes the step of a price from what it was when the markets were read; here it is the finest that the venue ever takes. And it calls a perpetual
 * by its number, which is here for actions alone: everything else calls it by its coin.
 */
function finestSteps(exchange: HyperliquidClass): void {
  const fetchSpotMarkets = exchange.fetchSpotMarkets.bind(exchange);
  const fetchSwapMarkets = exchange.fetchSwapMarkets.bind(exchange);
  exchange.fetchSpotMarkets = async (params) => (await fetchSpotMarkets(params)).map((market) => finest(market, HYPERLIQUID_SPOT));
  exchange.fetchSwapMarkets = async (params) => {
    const markets = await fetchSwapMarkets(params);
    return markets.map((market) => ({ ...finest(market, HYPERLIQUID_PERPETUALS), id: market.baseName ?? market.id }));
  };
}

function finest<Market extends LoadedMarket>(market: Market, { decimals }: HyperliquidKind): Market {
  const digits = decimals - (market.precision.amount.split('.')[1]?.length ?? 0);
  const price = digits <= 0 ? '1' : `0.${'1'.padStart(digits, '0')}`;
  return { ...market, precision: { ...market.precision, price } };
}

function hearMarkets(exchange: HyperliquidClass): void {
  exchange.has['fetchBidsAsks'] = true;
  exchange.fetchBidsAsks = async (symbols) => {
    await exchange.loadMarkets();
    const books = symbols.map(async (symbol) => {
      const answer = await exchange.publicPostInfo({ type: 'l2Book', coin: exchange.market(symbol).id });
      const [[bid], [ask]] = HYPERLIQUID_LEVELS.parse(answer).levels;
      return quoteOf(symbol, bid, ask);
    });
    return Object.fromEntries((await Promise.all(books)).flatMap((quote) => (quote === null ? [] : [[quote.symbol, quote]])));
  };
  exchange.fetchTrades = async (symbol) => {
    await exchange.loadMarkets();
    const market = exchange.market(symbol);
    const rows = await exchange.publicPostInfo({ type: 'recentTrades', coin: market.id });
    return exchange.parseTrades(z.array(z.unknown()).parse(rows), market);
  };
  exchange.watchBidsAsks = (symbols) => watchAll(exchange, 'bbo', symbols);
  exchange.watchTradesForSymbols = (symbols) => watchAll(exchange, 'trades', symbols);
  exchange.has['unWatchBidsAsks'] = exchange.has['unWatchTradesForSymbols'] = true;
  exchange.unWatchBidsAsks = (symbols) => endAll(exchange, 'bbo', symbols);
  exchange.unWatchTradesForSymbols = (symbols) => endAll(exchange, 'trades', symbols);
  const handle = exchange.handleMessage?.bind(exchange);
  if (handle === undefined) return;
  exchange.handleMessage = (client, message) => {
    const best = BEST.safeParse(message).data;
    const ended = best === undefined ? ENDED.safeParse(message).data : undefined;
    if (best !== undefined) {
      keepBest(exchange, best.data);
      client.resolve(true, 'bbo');
    } else if (ended !== undefined) forget(client, ended.data.subscription);
    else {
      handle(client, message);
      if (TRADES.safeParse(message).success) client.resolve(true, 'trades');
    }
  };
}

type Kind = 'bbo' | 'trades';

/** What one subscription, and the end of it, is known by. */
const nameOf = (type: Kind, coin: string): string => `${type}:${coin}`;
const endOf = (type: Kind, coin: string): string => `end:${type}:${coin}`;

/** Waits until anything of a kind is heard, of whichever market. */
async function watchAll(exchange: HyperliquidClass, type: Kind, symbols: readonly string[]): Promise<void> {
  await exchange.loadMarkets();
  await Promise.all(
    symbols.map((symbol) => {
      const { id: coin } = exchange.market(symbol);
      return exchange.watch(urlOf(exchange), type, { method: 'subscribe', subscription: { type, coin } }, nameOf(type, coin));
    }),
  );
}

/** Ends what is subscribed to, and waits for the answers. */
async function endAll(exchange: HyperliquidClass, type: Kind, symbols: readonly string[]): Promise<void> {
  await Promise.all(
    symbols.map((symbol) => {
      const { id: coin } = exchange.market(symbol);
      const end = endOf(type, coin);
      return exchange.watch(urlOf(exchange), end, { method: 'unsubscribe', subscription: { type, coin } }, end);
    }),
  );
}

function urlOf({ urls }: HyperliquidClass): string {
  return urls.api.ws?.public ?? '';
}

/** So that the next who wants it subscribes anew. */
function forget(client: SocketClient, { type, coin }: { readonly type: Kind; readonly coin: string }): void {
  for (const name of [nameOf(type, coin), endOf(type, coin)]) Reflect.deleteProperty(client.subscriptions, name);
  client.resolve(true, endOf(type, coin));
}

type Level = z.infer<typeof LEVEL>;

function keepBest(exchange: HyperliquidClass, { coin, bbo: [bid, ask] }: z.infer<typeof BEST>['data']): void {
  const symbol = exchange.markets_by_id[coin]?.[0]?.symbol;
  const quote = symbol === undefined ? null : quoteOf(symbol, bid, ask);
  if (quote !== null) exchange.bidsasks[quote.symbol] = quote;
}

/** Best prices; null where a side has none. */
function quoteOf(symbol: string, bid: Level | null | undefined, ask: Level | null | undefined) {
  if (bid === null || bid === undefined || ask === null || ask === undefined) return null;
  return { symbol, bid: bid.px, bidVolume: bid.sz, ask: ask.px, askVolume: ask.sz };
}

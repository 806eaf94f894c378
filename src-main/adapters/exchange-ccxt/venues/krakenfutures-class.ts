import * as z from 'zod/mini';
import { moneyIn } from './krakenfutures-contracts.ts';
import { krakenFuturesCost } from './krakenfutures-costs.ts';
import { FIGURE } from './krakenfutures-parts.ts';
import { knowKeyService } from './krakenfutures-rights.ts';
import { askTime } from './krakenfutures-orders.ts';
import type { ProtocolCalls } from './order-protocol.ts';

type Params = Readonly<Record<string, unknown>>;

/** A connection of the library's, as far as what was heard is told to those who wait. */
interface SocketClient {
  readonly subscriptions: Record<string, unknown>;
  resolve(result: unknown, messageHash: string): void;
}

/** What is used, and made, of the library's class of this venue beside what every class has. */
interface KrakenFuturesClass extends Pick<ProtocolCalls, 'publicGetTickersSymbol' | 'privateGetAccounts'> {
  readonly has: Record<string, unknown>;
  readonly urls: { readonly api: Record<string, unknown> & { readonly ws?: string } };
  readonly options: Record<string, unknown>;
  readonly bidsasks: Record<string, unknown>;
  readonly markets_by_id: Readonly<Record<string, readonly { readonly symbol: string }[] | undefined>>;
  calculateRateLimiterCost: (api: string, method: string, path: string, params: unknown) => number;
  fetchTime: () => Promise<number>;
  fetchBalance: () => Promise<unknown>;
  safeCurrencyCode(name: string): string;
  requestId: () => number;
  parse8601(text: string): number;
  loadMarkets(): Promise<unknown>;
  market(symbol: string): { readonly id: string };
  watchBidsAsks(symbols: readonly string[]): Promise<unknown>;
  watchTradesForSymbols(symbols: readonly string[]): Promise<unknown>;
  unWatchBidsAsks(symbols: readonly string[]): Promise<unknown>;
  unWatchTradesForSymbols(symbols: readonly string[]): Promise<unknown>;
  watchOrders(...of: readonly unknown[]): Promise<unknown>;
  readonly watchMyTrades?: () => Promise<unknown>;
  handleMessage?: (client: SocketClient, message: unknown) => void;
  watch(url: string, messageHash: string, message: Params, subscribeHash: string): Promise<unknown>;
}

const TIME = z.object({ serverTime: z.string() });
const SIZE = z.optional(FIGURE);
const TICKER = z.object({
  feed: z.literal('ticker'),
  product_id: z.string(),
  ...{ bid: SIZE, bid_size: SIZE, ask: SIZE, ask_size: SIZE },
});
const TRADES = z.object({ feed: z.enum(['trade', 'trade_snapshot']) });
const ENDED = z.object({ event: z.literal('unsubscribed'), feed: z.enum(['ticker', 'trade']), product_ids: z.array(z.string()) });

/**
 * Gives the library's class what it lacks: the venue's time, what a key may do, what its calls cost, money as it is held, best prices with their sizes, the end of subscriptions, and an account's orders and fills
 * by one call.
 */
export function adaptKrakenFutures(given: object): void {
  const exchange = given as KrakenFuturesClass;
  exchange.calculateRateLimiterCost = krakenFuturesCost;
  knowKeyService(exchange);
  exchange.fetchTime = async () => exchange.parse8601(TIME.parse(await askTime(exchange)).serverTime);
  exchange.fetchBalance = async () => {
    const money = moneyIn(await exchange.privateGetAccounts({}), (name) => exchange.safeCurrencyCode(name));
    const by = (part: 'free' | 'used') => Object.fromEntries(money.map((each) => [each.asset, each[part]]));
    return { free: by('free'), used: by('used') };
  };
  // Its messages carry no numbers.
  exchange.requestId = () => 0;
  const { watchMyTrades } = exchange;
  if (watchMyTrades === undefined) return;
  const orders = exchange.watchOrders.bind(exchange);
  const trades = watchMyTrades.bind(exchange);
  exchange.watchOrders = (...of) => Promise.race([orders(...of), trades()]);
  hearMarkets(exchange);
}

type Feed = 'ticker' | 'trade';

function hearMarkets(exchange: KrakenFuturesClass): void {
  exchange.watchBidsAsks = (symbols) => watchAll(exchange, 'ticker', symbols);
  exchange.watchTradesForSymbols = (symbols) => watchAll(exchange, 'trade', symbols);
  exchange.has['unWatchBidsAsks'] = exchange.has['unWatchTradesForSymbols'] = true;
  exchange.unWatchBidsAsks = (symbols) => endAll(exchange, 'ticker', symbols);
  exchange.unWatchTradesForSymbols = (symbols) => endAll(exchange, 'trade', symbols);
  const handle = exchange.handleMessage?.bind(exchange);
  if (handle === undefined) return;
  exchange.handleMessage = (client, message) => {
    const ticker = TICKER.safeParse(message).data;
    const ended = ticker === undefined ? ENDED.safeParse(message).data : undefined;
    if (ticker !== undefined) {
      keepBest(exchange, ticker);
      client.resolve(true, 'ticker');
    } else if (ended !== undefined) forget(client, ended);
    else {
      handle(client, message);
      if (TRADES.safeParse(message).success) client.resolve(true, 'trade');
    }
  };
}

/** What one subscription, and the end of it, is known by. */
const nameOf = (feed: Feed, id: string): string => `${feed}:${id}`;
const endOf = (feed: Feed, id: string): string => `end:${feed}:${id}`;

/** Waits until anything of a kind is heard, of whichever market. */
async function watchAll(exchange: KrakenFuturesClass, feed: Feed, symbols: readonly string[]): Promise<void> {
  await exchange.loadMarkets();
  await Promise.all(
    symbols.map((symbol) => {
      const { id } = exchange.market(symbol);
      return exchange.watch(urlOf(exchange), feed, { event: 'subscribe', feed, product_ids: [id] }, nameOf(feed, id));
    }),
  );
}

/** Ends what is subscribed to, and waits for the answers. */
async function endAll(exchange: KrakenFuturesClass, feed: Feed, symbols: readonly string[]): Promise<void> {
  await Promise.all(
    symbols.map((symbol) => {
      const { id } = exchange.market(symbol);
      const end = endOf(feed, id);
      return exchange.watch(urlOf(exchange), end, { event: 'unsubscribe', feed, product_ids: [id] }, end);
    }),
  );
}

function urlOf({ urls }: KrakenFuturesClass): string {
  return urls.api.ws ?? '';
}

/** So that the next who wants it subscribes anew. */
function forget(client: SocketClient, { feed, product_ids }: z.infer<typeof ENDED>): void {
  for (const id of product_ids) {
    for (const name of [nameOf(feed, id), endOf(feed, id)]) Reflect.deleteProperty(client.subscriptions, name);
    client.resolve(true, endOf(feed, id));
  }
}

/** Best prices; none where a side has none. */
function keepBest(exchange: KrakenFuturesClass, { product_id, bid, bid_size, ask, ask_size }: z.infer<typeof TICKER>): void {
  const symbol = exchange.markets_by_id[product_id]?.[0]?.symbol;
  if (symbol === undefined || [bid, bid_size, ask, ask_size].includes(undefined)) return;
  exchange.bidsasks[symbol] = { symbol, bid, bidVolume: bid_size, ask, askVolume: ask_size };
}

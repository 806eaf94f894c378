import { type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A bar as the venue's API writes it: open time and five decimal texts. */
export type Kline = readonly [number, string, string, string, string, string];

/** What the server does with a request for bars in place of answering well. */
export type Misbehaviour =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'silence' }
  | { readonly kind: 'answer'; readonly body: string };

/** Speaks the part of Binance's REST API that a download uses, on a loopback port, and misbehaves on demand. */
export class KlinesServer {
  /** What was asked of `klines`: the start of each request. */
  readonly asked: number[] = [];
  /** Taken one by one, a request each, before anything is answered well. */
  readonly misbehaviours: Misbehaviour[] = [];
  /** Bars before the asked start that each page repeats. */
  repeats = 0;
  private readonly bars: readonly Kline[];
  private readonly server: Server;

  private constructor(bars: readonly Kline[]) {
    this.bars = bars;
    this.server = createServer((request, response) => this.answer(new URL(request.url ?? '/', 'http://localhost'), response));
  }

  static async start(bars: readonly Kline[]): Promise<KlinesServer> {
    const made = new KlinesServer(bars);
    await new Promise<void>((resolve) => made.server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(url: URL, response: ServerResponse): void {
    if (url.pathname.endsWith('/exchangeInfo')) return json(response, EXCHANGE_INFO);
    if (!url.pathname.endsWith('/klines')) return void response.writeHead(404).end();
    const start = Number(url.searchParams.get('startTime'));
    const limit = Number(url.searchParams.get('limit'));
    this.asked.push(start);
    const bad = this.misbehaviours.shift();
    if (bad?.kind === 'silence') return;
    if (bad?.kind === 'status')
      return void response
        .writeHead(bad.status, { ...bad.headers })
        .end(bad.status === 429 ? '{"code":-1003,"msg":"Too many requests"}' : 'away');
    if (bad?.kind === 'answer') return void response.writeHead(200, { 'content-type': 'application/json' }).end(bad.body);
    const first = this.bars.findIndex((bar) => bar[0] >= start);
    const page = first < 0 ? [] : this.bars.slice(Math.max(0, first - this.repeats), first + limit);
    json(
      response,
      page.map(([time, open, high, low, close, volume]) => [time, open, high, low, close, volume, time + 59_999, '0', 1, '0', '0', '0']),
    );
  }
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const EXCHANGE_INFO = {
  timezone: 'UTC',
  serverTime: 0,
  rateLimits: [],
  symbols: [
    {
      symbol: 'BTCUSDT',
      status: 'TRADING',
      baseAsset: 'BTC',
      baseAssetPrecision: 8,
      quoteAsset: 'USDT',
      quotePrecision: 8,
      quoteAssetPrecision: 8,
      orderTypes: ['LIMIT', 'MARKET'],
      isSpotTradingAllowed: true,
      isMarginTradingAllowed: false,
      permissions: ['SPOT'],
      permissionSets: [['SPOT']],
      filters: [
        { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '1000000', tickSize: '0.01' },
        { filterType: 'LOT_SIZE', minQty: '0.00001', maxQty: '9000', stepSize: '0.00001' },
      ],
    },
  ],
};

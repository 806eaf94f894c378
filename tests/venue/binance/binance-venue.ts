import { Outbox } from '../faults/outbox.ts';
import type { HouseOptions, WireAddress, WireKind } from '../house/venue-house.ts';
import type { Wire, WireSession } from '../house/wire.ts';
import { type ApiError, apiErrorOf } from './api-error.ts';
import { ApiSession } from './api-session.ts';
import { BinanceHouse, type Pairs, type StageFault } from './binance-house.ts';
import type { Desk, GivenBars, Route } from './desk.ts';
import { routeOfEndpoint } from './dispatch.ts';
import { Keys } from './keys.ts';
import { BINANCE_LIMITS, type LimitNumbers, OrderCounts, RequestWeights } from './limits.ts';
import { MarketSession } from './market-session.ts';
import { Params } from './params.ts';
import { stageOf } from './stage.ts';
import { StreamHub } from './stream-hub.ts';
import { UserHub } from './user-hub.ts';

/** What a venue that speaks Binance's protocol is started with. */
export interface BinanceVenueOptions extends HouseOptions {
  readonly limits?: Partial<LimitNumbers>;
  readonly givenBars?: GivenBars;
}

/**
 * A spot venue that speaks Binance's REST and websockets, over whatever carries them. Time, chance and sockets come from outside: with
 * a simulated clock and network the same seed and the same calls give the same bytes.
 */
export class BinanceVenue extends BinanceHouse {
  readonly desk: Desk;
  readonly users: UserHub;
  readonly hub: StreamHub;
  readonly weights: RequestWeights;
  private readonly connects: { readonly at: number; readonly ip: string }[] = [];

  constructor(options: BinanceVenueOptions) {
    super(options, { feesInQuote: false });
    const { clock, time, exchange } = this;
    const numbers = { ...BINANCE_LIMITS, ...options.limits };
    this.weights = new RequestWeights(time, numbers);
    const counts = new OrderCounts(time, numbers);
    this.users = new UserHub(exchange.state, { venueTime: time, clock }, options.userDelayMs ?? 1);
    this.hub = new StreamHub(exchange.state, time, clock);
    const listenKeys = this.users;
    const keys = new Keys(time);
    this.desk = {
      exchange,
      clock: time,
      keys,
      weights: this.weights,
      counts,
      numbers,
      givenBars: options.givenBars ?? new Map(),
      listenKeys,
    };
    exchange.state.onUser((event) => {
      if (event.kind === 'execution' && event.fill && event.order.fills.length === 1) counts.filled(event.account, event.fill.maker);
    });
  }

  protected route(endpoint: string): Route | undefined {
    return routeOfEndpoint(endpoint);
  }

  protected errorOf(thrown: unknown): ApiError {
    return apiErrorOf(thrown);
  }

  protected stage(fault: StageFault, pairs: Pairs, key: string | undefined): () => void {
    return stageOf(fault, { desk: this.desk, maker: this.maker, params: new Params(pairs), key });
  }

  protected open(address: WireAddress, wire: Wire): { readonly kind: WireKind; readonly session: WireSession } {
    const kind: WireKind = address.path.startsWith('/ws-api') ? 'account' : 'stream';
    const session = this.makeSession(kind, address, wire);
    if (this.refusesConnection(kind, address.ip)) this.clock.after(0, () => wire.close(1_008, 'Too many requests'));
    return { kind, session };
  }

  private makeSession(kind: WireKind, address: WireAddress, wire: Wire): WireSession {
    const { clock, desk, users, maker, gate, log } = this;
    const outbox = new Outbox({ rules: this.faults, frost: this.frost, clock }, wire);
    const query = new URLSearchParams(address.query);
    if (kind === 'account')
      return new ApiSession(
        wire,
        { desk, users, maker, outbox, gate, log, limits: this.wireLimits, clock },
        { ip: address.ip, returnLimits: query.get('returnRateLimits') !== 'false' },
      );
    const combined = address.path.startsWith('/stream');
    const named = combined ? (query.get('streams') ?? '') : address.path.replace(/^\/ws\/?/u, '');
    const streams = named.split('/').filter((name) => name !== '');
    return new MarketSession(wire, { hub: this.hub, users, outbox, limits: this.wireLimits, clock }, { combined, streams });
  }

  private refusesConnection(kind: WireKind, ip: string): boolean {
    try {
      if (kind === 'account') this.weights.use(ip, 2);
    } catch (thrown) {
      apiErrorOf(thrown);
      return true;
    }
    const now = this.clock.now();
    while (this.connects[0] && this.connects[0].at < now - 300_000) this.connects.shift();
    this.connects.push({ at: now, ip });
    return this.connects.filter((connect) => connect.ip === ip).length > this.wireLimits.connects;
  }
}

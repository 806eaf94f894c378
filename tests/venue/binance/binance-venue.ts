import { Outbox } from '../faults/outbox.ts';
import {
  type HouseOptions,
  type KeyRights,
  type RestReply,
  type RestRequest,
  VenueHouse,
  type WireAddress,
  type WireKind,
} from '../house/venue-house.ts';
import type { Wire, WireSession } from '../house/wire.ts';
import { ApiError, apiErrorOf } from './api-error.ts';
import { ApiSession } from './api-session.ts';
import type { Desk, GivenBars } from './desk.ts';
import { answer, routeOfEndpoint } from './dispatch.ts';
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

const JSON_TYPE = { 'content-type': 'application/json;charset=UTF-8' };

/**
 * A spot venue that speaks Binance's REST and websockets, over whatever carries them. Time, chance and sockets come from outside: with
 * a simulated clock and network the same seed and the same calls give the same bytes.
 */
export class BinanceVenue extends VenueHouse {
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

  request(request: RestRequest, reply: (reply: RestReply) => void, cut: () => void): void {
    const endpoint = `${request.verb} ${request.path}`;
    const pairs = [...new URLSearchParams(request.query), ...new URLSearchParams(request.body)];
    this.gate.pass<RestReply>({
      surface: 'rest',
      endpoint,
      symbol: pairs.find(([name]) => name === 'symbol')?.[1],
      carryOut: (shifted) => {
        const changed = pairs.map(([name, value]) => {
          const by = shifted.filter((fault) => fault.name === name).reduce((sum, fault) => sum + fault.by, 0);
          return [name, by === 0 ? value : String(Number(value) + by)] as const;
        });
        return this.carryOut(endpoint, request, changed);
      },
      reply,
      instead: ({ status, body, headers }) => ({ status, body, headers: { ...JSON_TYPE, ...headers } }),
      cut,
      stage: (fault) =>
        stageOf(fault, { desk: this.desk, maker: this.maker, params: new Params(pairs), key: request.headers['x-mbx-apikey'] }),
    });
  }

  addKey(key: { readonly key: string; readonly secret: string; readonly account: number; readonly rights: KeyRights }): void {
    this.desk.keys.add({ ...key, createdAt: this.time.now() });
  }

  revokeKey(key: string): void {
    this.desk.keys.revoke(key);
  }

  ban(ip: string, ms?: number): number {
    return this.weights.ban(ip, ms);
  }

  expireListening(key: string): void {
    this.users.expire(key);
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

  private carryOut(endpoint: string, request: RestRequest, pairs: readonly (readonly [string, string])[]): RestReply {
    const note = (status: number, code: number) =>
      this.log.note({ surface: 'rest', endpoint, at: this.time.now(), status, code, params: Object.fromEntries(pairs) });
    const weight = () => ({
      'x-mbx-used-weight': String(this.weights.used(request.ip)),
      'x-mbx-used-weight-1m': String(this.weights.used(request.ip)),
    });
    try {
      const route = routeOfEndpoint(endpoint);
      if (!route) throw new ApiError(-1020, 'This operation is not supported.', { status: 404 });
      const payload = signedPart(request.query) + signedPart(request.body);
      const caller = { ip: request.ip, key: request.headers['x-mbx-apikey'], payload };
      const { answer: answered, account } = answer(route, new Params(pairs, true), this.desk, caller);
      note(200, 0);
      const orders = account !== null && route.orders !== undefined ? this.desk.counts.headers(account) : {};
      return { status: 200, headers: { ...JSON_TYPE, ...weight(), ...orders }, body: JSON.stringify(answered) };
    } catch (thrown) {
      const error = apiErrorOf(thrown);
      note(error.status, error.code);
      const wait = error.retryAfter === null ? {} : { 'retry-after': String(error.retryAfter) };
      return { status: error.status, headers: { ...JSON_TYPE, ...weight(), ...wait }, body: JSON.stringify(error.body) };
    }
  }
}

/** What was signed: everything as it was sent but the signature itself. */
function signedPart(text: string): string {
  return text
    .split('&')
    .filter((pair) => !pair.startsWith('signature='))
    .join('&');
}

import type { Clock } from '../../../src-main/ports/clock.ts';
import { Exchange } from '../core/exchange.ts';
import { MarketMaker } from '../core/market-maker.ts';
import { makeSymbols } from '../core/symbol.ts';
import { FaultRules } from '../faults/fault-rules.ts';
import { Frost } from '../faults/frost.ts';
import { Outbox } from '../faults/outbox.ts';
import { RequestGate } from '../faults/request-gate.ts';
import { ApiError, apiErrorOf } from './api-error.ts';
import { ApiSession } from './api-session.ts';
import type { Desk, GivenBars } from './desk.ts';
import { answer, routeOfEndpoint } from './dispatch.ts';
import { Keys } from './keys.ts';
import { BINANCE_LIMITS, type LimitNumbers, OrderCounts, RequestWeights } from './limits.ts';
import { MarketSession } from './market-session.ts';
import { Params } from './params.ts';
import { RequestLog } from './request-log.ts';
import { stageOf } from './stage.ts';
import { StreamHub } from './stream-hub.ts';
import { UserHub } from './user-hub.ts';
import { BINANCE_WIRE, type Wire, type WireLimits, type WireSession } from './wire.ts';

/** A request of HTTP without HTTP, so that a simulated network can carry it too. */
export interface RestRequest {
  readonly verb: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly key: string | undefined;
  readonly ip: string;
}

export interface RestReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a venue is started with. */
export interface BinanceVenueOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly symbols?: number;
  readonly pastMinutes?: number;
  readonly limits?: Partial<LimitNumbers>;
  readonly wire?: Partial<WireLimits>;
  /** Ms from an event to the message that tells of it. */
  readonly userDelayMs?: number;
  readonly givenBars?: GivenBars;
  /** Ms between steps of the market's walk; 0 leaves it standing. */
  readonly stepMs?: number;
}

const JSON_TYPE = { 'content-type': 'application/json;charset=UTF-8' };

/**
 * A spot venue that speaks Binance's REST and websockets, over whatever carries them. Time, chance and sockets come from outside: with
 * a simulated clock and network the same seed and the same calls give the same bytes.
 */
export class BinanceVenue {
  readonly exchange: Exchange;
  readonly maker: MarketMaker;
  readonly faults = new FaultRules();
  readonly frost: Frost;
  readonly log = new RequestLog();
  readonly desk: Desk;
  readonly users: UserHub;
  readonly hub: StreamHub;
  readonly weights: RequestWeights;
  /** Ms that the venue's clock is ahead of everybody else's. */
  offsetMs = 0;
  private readonly clock: Clock;
  private readonly gate: RequestGate;
  private readonly wireLimits: WireLimits;
  private readonly wires = new Map<Wire, { readonly kind: 'stream' | 'ws-api'; readonly session: WireSession }>();
  private readonly connects: { readonly at: number; readonly ip: string }[] = [];
  private walking = {};

  constructor(options: BinanceVenueOptions) {
    const { clock, seed } = options;
    this.clock = clock;
    const venueTime = { now: () => clock.now() + this.offsetMs };
    const numbers = { ...BINANCE_LIMITS, ...options.limits };
    this.wireLimits = { ...BINANCE_WIRE, ...options.wire };
    const symbols = makeSymbols(options.symbols ?? 8, seed);
    this.exchange = new Exchange({ clock: venueTime, seed, symbols, pastMinutes: options.pastMinutes ?? 1_440 });
    this.maker = new MarketMaker(this.exchange, seed);
    this.frost = new Frost(clock);
    this.gate = new RequestGate(this.faults, this.frost, clock);
    this.weights = new RequestWeights(venueTime, numbers);
    const counts = new OrderCounts(venueTime, numbers);
    this.users = new UserHub(this.exchange.state, { venueTime, clock }, options.userDelayMs ?? 1);
    this.hub = new StreamHub(this.exchange.state, venueTime, clock);
    const listenKeys = this.users;
    const keys = new Keys(venueTime);
    this.desk = {
      exchange: this.exchange,
      clock: venueTime,
      keys,
      weights: this.weights,
      counts,
      numbers,
      givenBars: options.givenBars ?? new Map(),
      listenKeys,
    };
    this.exchange.state.onUser((event) => {
      if (event.kind === 'execution' && event.fill && event.order.fills.length === 1) counts.filled(event.account, event.fill.maker);
    });
    if ((options.stepMs ?? 0) > 0) this.walk(options.stepMs ?? 0);
  }

  /** Connections that are open, by kind. */
  get connections(): { readonly stream: number; readonly 'ws-api': number } {
    const kinds = [...this.wires.values()].map((entry) => entry.kind);
    return { stream: kinds.filter((kind) => kind === 'stream').length, 'ws-api': kinds.filter((kind) => kind === 'ws-api').length };
  }

  /** Takes a REST request; `cut` breaks its connection. Where neither is called the venue stays silent. */
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
      stage: (fault) => stageOf(fault, { desk: this.desk, maker: this.maker, params: new Params(pairs), key: request.key }),
    });
  }

  /** Takes a websocket at a path with its query. */
  connect(address: { readonly path: string; readonly query: string; readonly ip: string }, wire: Wire): WireSession {
    const kind = address.path.startsWith('/ws-api') ? 'ws-api' : 'stream';
    const session = this.makeSession(kind, address, wire);
    this.wires.set(wire, { kind, session });
    if (this.refusesConnection(kind, address.ip)) this.clock.after(0, () => wire.close(1_008, 'Too many requests'));
    return {
      receive: (text) => session.receive(text),
      control: (event, payload) => session.control(event, payload),
      closed: () => {
        this.wires.delete(wire);
        session.closed();
      },
    };
  }

  /** Breaks connections, of one kind or all. */
  cutConnections(kind?: 'stream' | 'ws-api'): number {
    const cut = [...this.wires].filter(([, entry]) => kind === undefined || entry.kind === kind);
    for (const [wire] of cut) wire.cut();
    return cut.length;
  }

  /** Lets the markets walk, a step of each every `ms`; 0 lets them stand. */
  walk(ms: number): void {
    const walking = {};
    this.walking = walking;
    const next = () => {
      this.clock.after(ms, () => {
        if (this.walking !== walking) return;
        for (const symbol of this.exchange.state.markets.keys()) this.maker.step(symbol);
        next();
      });
    };
    if (ms > 0) next();
  }

  private makeSession(
    kind: 'stream' | 'ws-api',
    address: { readonly path: string; readonly query: string; readonly ip: string },
    wire: Wire,
  ): WireSession {
    const { clock, desk, users, maker, gate, log } = this;
    const outbox = new Outbox({ rules: this.faults, frost: this.frost, clock }, wire);
    const query = new URLSearchParams(address.query);
    if (kind === 'ws-api') {
      const session = new ApiSession(
        wire,
        { desk, users, maker, outbox, gate, log, limits: this.wireLimits, clock },
        { ip: address.ip, returnLimits: query.get('returnRateLimits') !== 'false' },
      );
      return session;
    }
    const combined = address.path.startsWith('/stream');
    const named = combined ? (query.get('streams') ?? '') : address.path.replace(/^\/ws\/?/u, '');
    const streams = named.split('/').filter((name) => name !== '');
    return new MarketSession(wire, { hub: this.hub, users, outbox, limits: this.wireLimits, clock }, { combined, streams });
  }

  private refusesConnection(kind: 'stream' | 'ws-api', ip: string): boolean {
    try {
      if (kind === 'ws-api') this.weights.use(ip, 2);
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
      this.log.note({ surface: 'rest', endpoint, at: this.desk.clock.now(), status, code, params: Object.fromEntries(pairs) });
    const weight = () => ({
      'x-mbx-used-weight': String(this.weights.used(request.ip)),
      'x-mbx-used-weight-1m': String(this.weights.used(request.ip)),
    });
    try {
      const route = routeOfEndpoint(endpoint);
      if (!route) throw new ApiError(-1020, 'This operation is not supported.', { status: 404 });
      const payload = signedPart(request.query) + signedPart(request.body);
      const { answer: answered, account } = answer(route, new Params(pairs, true), this.desk, {
        ip: request.ip,
        key: request.key,
        payload,
      });
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

import type { Clock } from '../../../src-main/ports/clock.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { Outbox } from '../faults/outbox.ts';
import type { RequestGate } from '../faults/request-gate.ts';
import { ApiError, apiErrorOf } from './api-error.ts';
import type { Desk } from './desk.ts';
import { answer, routeOfMethod } from './dispatch.ts';
import { Params } from './params.ts';
import type { RequestLog } from '../house/request-log.ts';
import { stageOf } from './stage.ts';
import type { UserHub } from './user-hub.ts';
import type { Wire, WireLimits, WireSession } from '../house/wire.ts';
import { KeepAlive } from '../house/keep-alive.ts';
import type { MarketMaker } from '../core/market-maker.ts';

/** What a session of the websocket API works with. */
export interface ApiSessionParts {
  readonly desk: Desk;
  readonly users: UserHub;
  readonly maker: MarketMaker;
  readonly outbox: Outbox;
  readonly gate: RequestGate;
  readonly log: RequestLog;
  readonly limits: WireLimits;
  readonly clock: Pick<Clock, 'now' | 'after'>;
}

interface Frame {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: unknown;
}

/** One websocket that takes requests, and tells accounts that subscribed on it what happens to them. */
export class ApiSession implements WireSession {
  private readonly wire: Wire;
  private readonly parts: ApiSessionParts;
  private readonly ip: string;
  private readonly returnLimits: boolean;
  private readonly keepAlive: KeepAlive;
  private readonly subscriptions = new Map<number, { readonly account: number; readonly listening: Releasable }>();
  private nextSubscription = 0;

  constructor(wire: Wire, parts: ApiSessionParts, options: { readonly ip: string; readonly returnLimits: boolean }) {
    this.wire = wire;
    this.parts = parts;
    this.ip = options.ip;
    this.returnLimits = options.returnLimits;
    this.keepAlive = new KeepAlive(wire, parts.limits, parts.clock);
  }

  receive(text: string): void {
    let frame: Frame;
    try {
      frame = JSON.parse(text) as Frame;
    } catch {
      return this.say({ id: null, status: 400, error: { code: -1135, msg: 'Invalid JSON Request' } });
    }
    const method = typeof frame.method === 'string' ? frame.method.replace(/^v3\//u, '') : '';
    const pairs = Object.entries(typeof frame.params === 'object' && frame.params !== null ? frame.params : {}).map(
      ([name, value]) => [name, String(value)] as const,
    );
    const symbol = pairs.find(([name]) => name === 'symbol')?.[1];
    this.parts.gate.pass<unknown>({
      surface: 'ws-api',
      endpoint: method,
      symbol,
      carryOut: () => this.carryOut(frame, method, pairs),
      reply: (reply) => (typeof reply === 'string' ? this.parts.outbox.sendPlain(reply) : this.say(reply)),
      instead: (fault) => fault.body,
      cut: () => this.wire.cut(),
      stage: (fault) =>
        stageOf(fault, {
          desk: this.parts.desk,
          maker: this.parts.maker,
          params: new Params(pairs),
          key: pairs.find(([name]) => name === 'apiKey')?.[1],
        }),
    });
  }

  control(): void {
    this.keepAlive.heard();
  }

  closed(): void {
    this.keepAlive.dispose();
    for (const { listening } of this.subscriptions.values()) listening.dispose();
    this.subscriptions.clear();
  }

  private carryOut(frame: Frame, method: string, pairs: readonly (readonly [string, string])[]): unknown {
    const { desk, log } = this.parts;
    const params = new Params(pairs);
    const wish = params.text('returnRateLimits');
    const withLimits = wish === undefined ? this.returnLimits : wish === 'true';
    const head = { id: frame.id ?? null };
    const note = (status: number, code: number) =>
      log.note({ surface: 'ws-api', endpoint: method, at: desk.clock.now(), status, code, params: Object.fromEntries(pairs) });
    try {
      const { result, account } = this.result(method, params, pairs);
      note(200, 0);
      return { ...head, status: 200, result, ...(withLimits ? { rateLimits: this.rateLimits(account) } : {}) };
    } catch (thrown) {
      const error = apiErrorOf(thrown);
      note(error.status, error.code);
      const until =
        error.retryAfter === null
          ? {}
          : { data: { serverTime: desk.clock.now(), retryAfter: desk.clock.now() + error.retryAfter * 1_000 } };
      return {
        ...head,
        status: error.status,
        error: { ...error.body, ...until },
        ...(withLimits ? { rateLimits: this.rateLimits(null) } : {}),
      };
    }
  }

  private result(
    method: string,
    params: Params,
    pairs: readonly (readonly [string, string])[],
  ): { readonly result: unknown; readonly account: number | null } {
    const { desk } = this.parts;
    const payload = pairs
      .filter(([name]) => name !== 'signature')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    if (method === 'userDataStream.subscribe.signature') {
      desk.weights.use(this.ip, 2);
      const key = desk.keys.known(params.text('apiKey'), 'reading');
      desk.keys.check(key, params, payload);
      return { result: { subscriptionId: this.subscribe(key.account) }, account: null };
    }
    if (method === 'userDataStream.unsubscribe') {
      desk.weights.use(this.ip, 2);
      this.unsubscribe(params.whole('subscriptionId'));
      return { result: {}, account: null };
    }
    if (method === 'session.subscriptions') {
      desk.weights.use(this.ip, 2);
      return { result: [...this.subscriptions.keys()].map((subscriptionId) => ({ subscriptionId })), account: null };
    }
    const route = routeOfMethod(method);
    if (!route) throw new ApiError(-1020, 'This operation is not supported.');
    const answered = answer(route, params, desk, { ip: this.ip, key: params.text('apiKey'), payload });
    return { result: answered.answer, account: answered.account };
  }

  private subscribe(account: number): number {
    if ([...this.subscriptions.values()].some((each) => each.account === account))
      throw new ApiError(-2035, 'User Data Stream subscription already active.');
    const subscriptionId = this.nextSubscription;
    this.nextSubscription += 1;
    const listening = this.parts.users.listen(account, (message) => {
      const text = JSON.stringify({ subscriptionId, event: message.json });
      this.parts.outbox.send({ surface: 'user', name: message.event, symbol: message.symbol, text });
    });
    this.subscriptions.set(subscriptionId, { account, listening });
    return subscriptionId;
  }

  private unsubscribe(subscriptionId: number | undefined): void {
    const ending = subscriptionId === undefined ? [...this.subscriptions.keys()] : [subscriptionId];
    for (const id of ending) {
      const entry = this.subscriptions.get(id);
      if (!entry) throw new ApiError(-2036, 'User Data Stream subscription not active.');
      entry.listening.dispose();
      this.subscriptions.delete(id);
      this.say({ subscriptionId: id, event: { e: 'eventStreamTerminated', E: this.parts.desk.clock.now() } });
    }
  }

  private rateLimits(account: number | null): unknown[] {
    const { desk } = this.parts;
    const weight = {
      rateLimitType: 'REQUEST_WEIGHT',
      interval: 'MINUTE',
      intervalNum: 1,
      limit: desk.numbers.weight,
      count: desk.weights.used(this.ip),
    };
    return [...(account === null ? [] : desk.counts.list(account)), weight];
  }

  private say(answered: unknown): void {
    this.parts.outbox.sendPlain(JSON.stringify(answered));
  }
}

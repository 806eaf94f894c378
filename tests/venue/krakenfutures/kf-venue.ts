import { DeadMan } from '../core/dead-man.ts';
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
import { exactJson } from '../kraken/exact-json.ts';
import { CONTRACT_ASSET, type Json, type KfDesk, type Values, iso, kfSymbol } from './kf-desk.ts';
import { KfError } from './kf-error.ts';
import { KfHistory } from './kf-history.ts';
import { KfKeys } from './kf-keys.ts';
import { marketAnswer } from './kf-market-routes.ts';
import { PRIVATE_ROUTES } from './kf-routes.ts';
import { KfSession } from './kf-session.ts';
import { kfStage } from './kf-stage.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * The contracts of the second venue, which it keeps apart from its coins: other hosts, other keys, another wallet. Requests are queries, whatever their verb, and an end of validity is
 * a field of them; states of orders stand in the answers; what has ended is told by a service of history that may be behind; websockets are opened by a signed challenge.
 */
export class KfVenue extends VenueHouse {
  readonly desk: KfDesk;
  /** Funding that comes due with an order that takes, as a rate in units; nought leaves it to whoever pays it. */
  fundsWithTrades = 0n;
  private readonly userDelayMs: number;
  /** The newest time that anybody was told. */
  private toldAt = 0;

  constructor(options: HouseOptions) {
    super(
      { ...options, contracts: Math.max(1, options.contracts ?? 0) },
      { waitersHoldNothing: true, waitersOutlivePositions: true, selfTradesEnd: true, contractAsset: CONTRACT_ASSET },
    );
    this.desk = {
      exchange: this.exchange,
      clock: this.time,
      keys: new KfKeys(),
      deadMan: new DeadMan(this.exchange, this.clock),
      history: new KfHistory(this.exchange.state, this.clock),
      fundTrade: (symbol) => this.fundTrade(symbol),
      leverages: new Map(),
      paidIn: new Map(),
      collateral: new Map(),
    };
    this.userDelayMs = options.userDelayMs ?? 1;
  }

  request(request: RestRequest, reply: (reply: RestReply) => void, cut: () => void): void {
    const endpoint = `${request.verb} ${request.path}`;
    const values = new Map([...new URLSearchParams(request.query), ...new URLSearchParams(request.body)]);
    this.gate.pass<RestReply>({
      surface: 'rest',
      endpoint,
      symbol: values.get('symbol'),
      carryOut: () => this.carryOut(request, endpoint, values),
      reply,
      instead: ({ status, body, headers }) => ({ status, body, headers: { ...JSON_TYPE, ...headers } }),
      cut,
      stage: (fault) => kfStage(fault, this.desk, this.maker, { account: this.desk.keys.accountOf(request.headers['apikey']), values }),
    });
  }

  addKey(key: { readonly key: string; readonly secret: string; readonly account: number; readonly rights: KeyRights }): void {
    this.desk.keys.add(key);
  }

  revokeKey(key: string): void {
    this.desk.keys.revoke(key);
  }

  ban(): number {
    throw new Error('Kraken Futures shuts nobody out by address');
  }

  expireListening(): void {
    throw new Error('a challenge lasts as long as its connection');
  }

  protected open(_address: WireAddress, wire: Wire): { readonly kind: WireKind; readonly session: WireSession } {
    const { desk, gate, log, clock, userDelayMs } = this;
    const outbox = new Outbox({ rules: this.faults, frost: this.frost, clock }, wire);
    return { kind: 'account', session: new KfSession(wire, { desk, outbox, gate, log, clock, userDelayMs }) };
  }

  /** Its owner sets a leverage for a contract, which is on margin of its own with it, and takes that back a while later. */
  isolate(account: number, symbol: string, leverage: number, ms: number): void {
    const { leverages } = this.desk;
    const set = leverages.get(account) ?? new Map<string, number>();
    leverages.set(account, set.set(kfSymbol(this.exchange.state.market(symbol).rules), leverage));
    this.clock.after(ms, () => set.delete(kfSymbol(this.exchange.state.market(symbol).rules)));
  }

  private carryOut(request: RestRequest, endpoint: string, values: Values): RestReply {
    const now = this.time.now();
    const answer = (status: number, json: Json): RestReply => {
      this.toldAt = Math.max(this.toldAt, now);
      this.log.note({ surface: 'rest', endpoint, at: now, status, code: 0, params: Object.fromEntries(values) });
      return { status, headers: JSON_TYPE, body: exactJson({ ...json, serverTime: iso(now) }) };
    };
    try {
      return answer(200, { result: 'success', ...this.result(request, endpoint, values) });
    } catch (thrown) {
      if (!(thrown instanceof KfError)) throw thrown;
      return answer(thrown.status, { result: 'error', error: thrown.message });
    }
  }

  /** Nothing is paid before what was told, where the clock was set back. */
  private fundTrade(symbol: string): void {
    if (this.fundsWithTrades === 0n || this.time.now() <= this.toldAt) return;
    const { history, exchange } = this.desk;
    history.withTrade = true;
    exchange.contracts.fund(symbol, this.fundsWithTrades);
    history.withTrade = false;
  }

  private result(request: RestRequest, endpoint: string, values: Values): Json {
    const open = request.verb === 'GET' ? marketAnswer(request.path, values, this.desk) : null;
    if (open !== null) return open;
    const route = PRIVATE_ROUTES[endpoint];
    if (!route) throw new KfError('notFound', 404);
    const { headers, path, query, body } = request;
    const key = this.desk.keys.ofRequest({ key: headers['apikey'], authent: headers['authent'], data: query + body, path });
    if (!key.rights[route.right]) throw new KfError('authenticationError');
    return route.answer(values, this.desk, key);
  }
}

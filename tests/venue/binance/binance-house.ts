import { type KeyRights, type RestReply, type RestRequest, VenueHouse } from '../house/venue-house.ts';
import type { RequestFault } from '../faults/fault-rules.ts';
import { ApiError } from './api-error.ts';
import type { Desk, Route } from './desk.ts';
import { answer } from './dispatch.ts';
import type { RequestWeights } from './limits.ts';
import { Params } from './params.ts';
import type { UserHub } from './user-hub.ts';

export type Pairs = readonly (readonly [string, string])[];
export type StageFault = Extract<RequestFault, { kind: 'partial fill' | 'cancel race' }>;

const JSON_TYPE = { 'content-type': 'application/json;charset=UTF-8' };

/** What Binance's venues have in common: signed requests with their parameters in query and body, weights that headers tell, keys of listening. */
export abstract class BinanceHouse extends VenueHouse {
  abstract readonly desk: Desk;
  abstract readonly users: UserHub;
  abstract readonly weights: RequestWeights;

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
      stage: (fault) => this.stage(fault, pairs, request.headers['x-mbx-apikey']),
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

  protected abstract route(endpoint: string): Route | undefined;
  protected abstract errorOf(thrown: unknown): ApiError;
  protected abstract stage(fault: StageFault, pairs: Pairs, key: string | undefined): () => void;

  private carryOut(endpoint: string, request: RestRequest, pairs: Pairs): RestReply {
    const note = (status: number, code: number) =>
      this.log.note({ surface: 'rest', endpoint, at: this.time.now(), status, code, params: Object.fromEntries(pairs) });
    const weight = () => ({
      'x-mbx-used-weight': String(this.weights.used(request.ip)),
      'x-mbx-used-weight-1m': String(this.weights.used(request.ip)),
    });
    try {
      const route = this.route(endpoint);
      if (!route) throw new ApiError(-1020, 'This operation is not supported.', { status: 404 });
      const payload = signedPart(request.query) + signedPart(request.body);
      const caller = { ip: request.ip, key: request.headers['x-mbx-apikey'], payload };
      const { answer: answered, account } = answer(route, new Params(pairs, true), this.desk, caller);
      note(200, 0);
      const orders = account !== null && route.orders !== undefined ? this.desk.counts.headers(account) : {};
      return { status: 200, headers: { ...JSON_TYPE, ...weight(), ...orders }, body: JSON.stringify(answered) };
    } catch (thrown) {
      const error = this.errorOf(thrown);
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

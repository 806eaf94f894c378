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
import { KrakenError, krakenErrorOf } from './kraken-error.ts';
import { KrakenKeys } from './kraken-keys.ts';
import { type KrakenDesk, PRIVATE_ROUTES, PUBLIC_ROUTES } from './kraken-routes.ts';
import { krakenStage } from './kraken-stage.ts';
import { KrakenSession } from './kraken-session.ts';

/** What a venue that speaks Kraken's protocol is started with. */
export interface KrakenVenueOptions extends HouseOptions {
  /** Whether calls are counted against the limit of a key; yes where nothing is said. */
  readonly counting?: boolean;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * A second protocol over the same exchange, thinner: REST that answers 200 whatever happens and puts errors into the body, numbers that
 * must grow instead of times, ids of its own for assets and pairs, commissions in money, websockets with a token and books with a
 * checksum, and a dead man's switch.
 */
export class KrakenVenue extends VenueHouse {
  readonly desk: KrakenDesk;
  private readonly userDelayMs: number;

  constructor(options: KrakenVenueOptions) {
    super(options, { feesInQuote: true });
    const deadMan = new DeadMan(this.exchange, this.clock);
    this.desk = { exchange: this.exchange, clock: this.time, keys: new KrakenKeys(this.time, options.counting ?? true), deadMan };
    this.userDelayMs = options.userDelayMs ?? 1;
  }

  request(request: RestRequest, reply: (reply: RestReply) => void, cut: () => void): void {
    const endpoint = `${request.verb} ${request.path}`;
    const values = new Map([...new URLSearchParams(request.query), ...new URLSearchParams(request.body)]);
    this.gate.pass<RestReply>({
      surface: 'rest',
      endpoint,
      symbol: values.get('pair'),
      carryOut: () => this.carryOut(request, endpoint, values),
      reply,
      instead: ({ status, body, headers }) => ({ status, body, headers: { ...JSON_TYPE, ...headers } }),
      cut,
      stage: (fault) => {
        const value = (name: string) => values.get(name) ?? '';
        const account = this.desk.keys.accountOf(request.headers['api-key']);
        const order = { pair: value('pair'), side: value('type'), volume: value('volume') };
        return krakenStage(fault, this.desk, this.maker, { account, ...order, txids: [value('txid')], clientIds: [value('cl_ord_id')] });
      },
    });
  }

  addKey(key: { readonly key: string; readonly secret: string; readonly account: number; readonly rights: KeyRights }): void {
    this.desk.keys.add(key);
  }

  revokeKey(key: string): void {
    this.desk.keys.revoke(key);
  }

  ban(): number {
    throw new Error('Kraken shuts keys out by their call counter, not addresses');
  }

  expireListening(): void {
    throw new Error('a token is only looked at when a channel is subscribed to');
  }

  protected open(_address: WireAddress, wire: Wire): { readonly kind: WireKind; readonly session: WireSession } {
    const { desk, maker, gate, log, clock, userDelayMs } = this;
    const outbox = new Outbox({ rules: this.faults, frost: this.frost, clock }, wire);
    return { kind: 'account', session: new KrakenSession(wire, { desk, maker, outbox, gate, log, clock, userDelayMs }) };
  }

  private carryOut(request: RestRequest, endpoint: string, values: ReadonlyMap<string, string>): RestReply {
    const note = (status: number) =>
      this.log.note({ surface: 'rest', endpoint, at: this.time.now(), status, code: 0, params: Object.fromEntries(values) });
    const body = (error: readonly string[], result?: unknown) => JSON.stringify({ error, ...(result === undefined ? {} : { result }) });
    try {
      const result = this.result(request, values);
      note(200);
      return { status: 200, headers: JSON_TYPE, body: body([], result) };
    } catch (thrown) {
      note(400);
      return { status: 200, headers: JSON_TYPE, body: body([krakenErrorOf(thrown).message]) };
    }
  }

  private result(request: RestRequest, values: ReadonlyMap<string, string>): unknown {
    const [, kind, name = ''] = /^\/0\/(public|private)\/(\w+)$/u.exec(request.path) ?? [];
    if (kind === 'public') {
      const route = PUBLIC_ROUTES[name];
      if (!route) throw new KrakenError('EGeneral:Unknown method');
      return route(values, this.desk);
    }
    const route = kind === 'private' ? PRIVATE_ROUTES[name] : undefined;
    if (!route) throw new KrakenError('EGeneral:Unknown method');
    const { headers, path, body } = request;
    const key = this.desk.keys.check({ path, body, key: headers['api-key'], sign: headers['api-sign'] });
    if (!key.rights[route.right]) throw new KrakenError('EGeneral:Permission denied');
    this.desk.keys.count(key, route.cost);
    return route.answer(values, this.desk, key);
  }
}

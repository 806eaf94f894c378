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
import { OkxError, errorBody, okxErrorOf } from './okx-error.ts';
import { OkxKeys } from './okx-keys.ts';
import type { OkxDesk, Values } from './okx-desk.ts';
import { PRIVATE_ROUTES, PUBLIC_ROUTES } from './okx-routes.ts';
import { OkxSession } from './okx-session.ts';
import { isAlgoAlone } from './okx-order.ts';
import { okxStage } from './okx-stage.ts';

/** What a venue that speaks OKX's protocol is started with. */
export interface OkxVenueOptions extends HouseOptions {
  /** A venue for practice, which takes only requests that say so. */
  readonly demo?: boolean;
}

/** Where the header of a deadline is read; no other request knows it. */
const DEADLINES: ReadonlySet<string> = new Set(['POST /api/v5/trade/order', 'POST /api/v5/trade/amend-order']);
const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * A third protocol over the same exchange: JSON in and out, a code of the request and one of the order in it, a passphrase beside the key,
 * a deadline that a header names, makers that would take are taken and cancelled, unfilled orders forgotten two hours after their end,
 * contracts that are counted in pieces of the base asset, orders that wait for a price as orders of another kind, which place an ordinary one when it comes and hold nothing until then,
 * histories of a few days behind which others lie, websockets with a login, and a dead man's switch of 10 to 120 seconds.
 */
export class OkxVenue extends VenueHouse {
  readonly desk: OkxDesk;
  private readonly demo: boolean;
  private readonly userDelayMs: number;

  constructor(options: OkxVenueOptions) {
    super(options, { takingMakersEnd: true, waitersHoldNothing: true, waitersOutlivePositions: true });
    const deadMan = new DeadMan(this.exchange, this.clock, (order) => !isAlgoAlone(order));
    this.desk = { exchange: this.exchange, clock: this.time, keys: new OkxKeys(this.time), deadMan, kinds: new Map() };
    this.demo = options.demo ?? false;
    this.userDelayMs = options.userDelayMs ?? 1;
  }

  request(request: RestRequest, reply: (reply: RestReply) => void, cut: () => void): void {
    const endpoint = `${request.verb} ${request.path}`;
    const values = valuesOf(request);
    this.gate.pass<RestReply>({
      surface: 'rest',
      endpoint,
      symbol: values.get('instId'),
      carryOut: () => this.carryOut(request, endpoint, values),
      reply,
      instead: ({ status, body, headers }) => ({ status, body, headers: { ...JSON_TYPE, ...headers } }),
      cut,
      stage: (fault) => {
        const account = this.desk.keys.accountOf(request.headers['ok-access-key']);
        return okxStage(fault, this.desk, this.maker, { account, values });
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
    throw new Error('OKX shuts nobody out by address');
  }

  expireListening(): void {
    throw new Error('a login lasts as long as its connection');
  }

  protected open(address: WireAddress, wire: Wire): { readonly kind: WireKind; readonly session: WireSession } {
    const { desk, gate, log, clock, userDelayMs } = this;
    const outbox = new Outbox({ rules: this.faults, frost: this.frost, clock }, wire);
    const path = address.path.slice(address.path.lastIndexOf('/') + 1);
    const kind = path === 'private' || path === 'business' ? 'account' : 'stream';
    return { kind, session: new OkxSession(wire, { desk, outbox, gate, log, clock, userDelayMs, path }) };
  }

  private carryOut(request: RestRequest, endpoint: string, values: Values): RestReply {
    const now = this.time.now();
    const note = (status: number, code: number) =>
      this.log.note({ surface: 'rest', endpoint, at: now, status, code, params: Object.fromEntries(values) });
    try {
      const data = this.result(request, endpoint, values);
      note(200, 0);
      return { status: 200, headers: JSON_TYPE, body: JSON.stringify({ code: '0', data, msg: '' }) };
    } catch (thrown) {
      const error = okxErrorOf(thrown);
      note(error.status, Number(error.code));
      return { status: error.status, headers: JSON_TYPE, body: errorBody(error, values.get('clOrdId') ?? '', now) };
    }
  }

  private result(request: RestRequest, endpoint: string, values: Values): readonly unknown[] {
    const open = PUBLIC_ROUTES[endpoint];
    if (open) return open(values, this.desk);
    const route = PRIVATE_ROUTES[endpoint];
    if (!route) throw new OkxError('50115', 'Invalid request method.', { status: 405 });
    const { headers, verb, path, query, body } = request;
    const signed = {
      key: headers['ok-access-key'],
      passphrase: headers['ok-access-passphrase'],
      timestamp: headers['ok-access-timestamp'],
      sign: headers['ok-access-sign'],
    };
    const key = this.desk.keys.ofRequest(signed, `${verb}${path}${query === '' ? '' : `?${query}`}${body}`);
    if ((headers['x-simulated-trading'] === '1') !== this.demo)
      throw new OkxError('50101', 'APIKey does not match current environment.', { status: 401 });
    if (!key.rights[route.right]) throw new OkxError('50120', "This API key doesn't have permission to use this function");
    const deadline = headers['exptime'];
    if (DEADLINES.has(endpoint) && deadline !== undefined && this.time.now() > Number(deadline))
      throw new OkxError('50036', "The expTime can't be earlier than the current system time. Please adjust the expTime and try again.");
    return route.answer(values, this.desk, key);
  }
}

/** Fields of a query or of a JSON body, as texts. Of a list the first: nobody here sends more in one. */
function valuesOf({ verb, query, body }: RestRequest): Values {
  if (verb === 'GET') return new Map(new URLSearchParams(query));
  const parsed = JSON.parse(body === '' ? '{}' : body) as Record<string, unknown> | readonly Record<string, unknown>[];
  const fields: Record<string, unknown> = Array.isArray(parsed)
    ? ((parsed as readonly Record<string, unknown>[])[0] ?? {})
    : (parsed as Record<string, unknown>);
  return new Map(Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
}

import { createHmac } from 'node:crypto';
import type { BinanceVenue } from './binance/binance-venue.ts';
import type { Wire, WireSession } from './house/wire.ts';
import { FIRST_CUSTOMER } from './control/customer.ts';

/** What came of a request: an answer, a broken connection, or nothing yet. */
export interface DirectReply {
  status: number | 'cut' | 'silent';
  headers: Readonly<Record<string, string>>;
  text: string;
  /** The body, where it is JSON. */
  readonly json: Record<string, unknown>;
}

type Values = Readonly<Record<string, string | number>>;

/** A customer without a network: requests and messages reach the venue at once, or when its clock is moved. */
export class DirectClient {
  private readonly venue: BinanceVenue;
  private readonly key: string;
  private readonly secret: string;
  private readonly ip: string;

  constructor(venue: BinanceVenue, options: { readonly key?: string; readonly secret?: string; readonly ip?: string } = {}) {
    this.venue = venue;
    this.key = options.key ?? FIRST_CUSTOMER.key;
    this.secret = options.secret ?? FIRST_CUSTOMER.secret;
    this.ip = options.ip ?? '127.0.0.1';
  }

  /** Asks what anybody may ask. */
  ask(endpoint: string, values: Values = {}): DirectReply {
    return this.request(endpoint, encode(values), this.key);
  }

  /** Asks with a signature, at the venue's time unless a timestamp is given. */
  sign(endpoint: string, values: Values = {}): DirectReply {
    const payload = encode({ timestamp: this.venue.desk.clock.now(), ...values });
    return this.request(endpoint, `${payload}&signature=${this.hmac(payload)}`, this.key);
  }

  /** Asks with any text after the question mark. */
  request(endpoint: string, query: string, key: string | undefined): DirectReply {
    const [verb = '', path = ''] = endpoint.split(' ');
    const reply: DirectReply = {
      status: 'silent',
      headers: {},
      text: '',
      get json() {
        return JSON.parse(this.text) as Record<string, unknown>;
      },
    };
    this.venue.request(
      { verb, path, query, body: '', headers: { 'x-mbx-apikey': key }, ip: this.ip },
      (answer) => {
        reply.status = answer.status;
        reply.headers = answer.headers;
        reply.text = answer.body;
      },
      () => {
        reply.status = 'cut';
      },
    );
    return reply;
  }

  /** Opens a websocket at a path such as `/ws/btcusdt@trade`. */
  open(address: string): DirectSocket {
    const [path = '', query = ''] = address.split('?');
    return new DirectSocket((wire) => this.venue.connect({ path, query, ip: this.ip }, wire));
  }

  /** Parameters of a signed request of the websocket API. */
  signedParams(values: Values = {}): Record<string, string | number> {
    const all: Record<string, string | number> = { apiKey: this.key, timestamp: this.venue.desk.clock.now(), ...values };
    const names = Object.keys(all).sort();
    return { ...all, signature: this.hmac(names.map((name) => `${name}=${String(all[name])}`).join('&')) };
  }

  private hmac(payload: string): string {
    return createHmac('sha256', this.secret).update(payload).digest('hex');
  }
}

/** A websocket without a network. */
export class DirectSocket implements Wire {
  /** Everything that came, parsed. */
  readonly heard: Record<string, unknown>[] = [];
  pings = 0;
  ended: 'closed' | 'cut' | null = null;
  private readonly session: WireSession;

  constructor(connect: (wire: Wire) => WireSession) {
    this.session = connect(this);
  }

  say(message: unknown): void {
    this.session.receive(typeof message === 'string' ? message : JSON.stringify(message));
  }

  pong(): void {
    this.session.control('pong', '');
  }

  send(text: string): void {
    if (this.ended === null) this.heard.push(JSON.parse(text) as Record<string, unknown>);
  }

  ping(): void {
    this.pings += 1;
  }

  close(): void {
    this.end('closed');
  }

  cut(): void {
    this.end('cut');
  }

  private end(how: 'closed' | 'cut'): void {
    if (this.ended !== null) return;
    this.ended = how;
    this.session.closed();
  }
}

function encode(values: Values): string {
  return new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)])).toString();
}

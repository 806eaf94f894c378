import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { VenueNow } from '../core/state.ts';
import type { KeyRights } from '../house/venue-house.ts';
import { KrakenError } from './kraken-error.ts';

/** A customer's key, with the number that its next request must exceed. */
export interface KrakenKey {
  readonly key: string;
  /** In base 64. */
  readonly secret: string;
  readonly account: number;
  readonly rights: KeyRights;
  nonce: bigint;
  counter: number;
  countedAt: number;
}

/** Calls that a key may make at once, and how many it gains back in a second: those of the middle tier. */
const MOST_CALLS = 20;
const BACK_PER_SECOND = 0.5;

const TOKEN_MS = 15 * 60_000;

/** Keys, signatures with ever larger numbers, call counters, and tokens for websockets. */
export class KrakenKeys {
  private readonly clock: VenueNow;
  private readonly counting: boolean;
  private readonly keys = new Map<string, KrakenKey>();
  private readonly tokens = new Map<string, { readonly key: string; readonly until: number }>();

  constructor(clock: VenueNow, counting: boolean) {
    this.clock = clock;
    this.counting = counting;
  }

  add(key: { readonly key: string; readonly secret: string; readonly account: number; readonly rights: KeyRights }): void {
    this.keys.set(key.key, { ...key, nonce: 0n, counter: 0, countedAt: this.clock.now() });
  }

  revoke(key: string): void {
    this.keys.delete(key);
  }

  /** Whose key it is, without a look at any signature. */
  accountOf(key: string | undefined): number | undefined {
    return this.keys.get(key ?? '')?.account;
  }

  /** Whose token it is, or nobody's. */
  accountOfToken(token: string): number | undefined {
    return this.accountOf(this.tokens.get(token)?.key);
  }

  /** The key of a signed request. */
  check(request: {
    readonly path: string;
    readonly body: string;
    readonly key: string | undefined;
    readonly sign: string | undefined;
  }): KrakenKey {
    const key = this.keys.get(request.key ?? '');
    if (!key) throw new KrakenError('EAPI:Invalid key');
    const nonce = new URLSearchParams(request.body).get('nonce') ?? '';
    const own = signature(request.path, nonce, request.body, key.secret);
    const given = Buffer.from(request.sign ?? '', 'base64');
    if (given.length !== own.length || !timingSafeEqual(given, own)) throw new KrakenError('EAPI:Invalid signature');
    if (!/^\d{1,20}$/u.test(nonce) || BigInt(nonce) <= key.nonce) throw new KrakenError('EAPI:Invalid nonce');
    key.nonce = BigInt(nonce);
    return key;
  }

  /** Counts a call of a key; throws where it makes too many. */
  count(key: KrakenKey, cost: number): void {
    const now = this.clock.now();
    key.counter = Math.max(0, key.counter - ((now - key.countedAt) / 1_000) * BACK_PER_SECOND) + cost;
    key.countedAt = now;
    if (this.counting && key.counter > MOST_CALLS) throw new KrakenError('EAPI:Rate limit exceeded');
  }

  makeToken(key: KrakenKey, random: string): { readonly token: string; readonly expires: number } {
    this.tokens.set(random, { key: key.key, until: this.clock.now() + TOKEN_MS });
    return { token: random, expires: TOKEN_MS / 1_000 };
  }

  ofToken(token: string): KrakenKey {
    const known = this.tokens.get(token);
    const key = known && known.until > this.clock.now() ? this.keys.get(known.key) : undefined;
    if (!key) throw new KrakenError('ESession:Invalid session');
    return key;
  }
}

/** HMAC-SHA512 of the path and the SHA-256 of number and body, under the decoded secret. */
export function signature(path: string, nonce: string, body: string, secret: string): Buffer {
  const hash = createHash('sha256')
    .update(nonce + body)
    .digest();
  return createHmac('sha512', Buffer.from(secret, 'base64')).update(path).update(hash).digest();
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { VenueNow } from '../core/state.ts';
import type { KeyRights } from '../house/venue-house.ts';
import { OkxError } from './okx-error.ts';

/** A customer's key. */
export interface OkxKey {
  readonly key: string;
  readonly secret: string;
  readonly account: number;
  readonly rights: KeyRights;
}

/** The words that every key here was made with. */
export const OKX_PASSPHRASE = 'loopback passphrase';

/** How far a signature's time may be from the venue's, ms. */
const NEAR_MS = 30_000;

/** What is signed, as a request or a message says it. */
export interface Signed {
  readonly key: string | undefined;
  readonly passphrase: string | undefined;
  readonly timestamp: string | undefined;
  readonly sign: string | undefined;
}

/** Keys, their signatures, and the time that these carry. */
export class OkxKeys {
  private readonly clock: VenueNow;
  private readonly keys = new Map<string, OkxKey>();

  constructor(clock: VenueNow) {
    this.clock = clock;
  }

  add(key: OkxKey): void {
    this.keys.set(key.key, key);
  }

  revoke(key: string): void {
    this.keys.delete(key);
  }

  /** Whose key it is, without a look at any signature. */
  accountOf(key: string | undefined): number | undefined {
    return this.keys.get(key ?? '')?.account;
  }

  /** The key of a request; `subject` is its verb, its path with the query, and its body. */
  ofRequest(signed: Signed, subject: string): OkxKey {
    const refuse = (code: string, message: string) => new OkxError(code, message, { status: 401 });
    const key = this.keys.get(signed.key ?? '');
    if (!key) throw refuse('50111', 'Invalid OK-ACCESS-KEY');
    const timestamp = signed.timestamp ?? '';
    const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
    if (Number.isNaN(time)) throw refuse('50112', 'Invalid OK-ACCESS-TIMESTAMP');
    if (Math.abs(time - this.clock.now()) > NEAR_MS) throw refuse('50102', 'Timestamp request expired');
    if (signed.passphrase !== OKX_PASSPHRASE) throw refuse('50105', 'Request header OK-ACCESS-PASSPHRASE incorrect.');
    if (!isSignature(signed.sign, timestamp + subject, key.secret)) throw refuse('50113', 'Invalid Sign');
    return key;
  }

  /** The key of a login on a websocket, whose time is in seconds. */
  ofLogin(signed: Signed): OkxKey {
    const refuse = (code: string, message: string) => new OkxError(code, message);
    const key = this.keys.get(signed.key ?? '');
    if (!key) throw refuse('60005', 'Invalid apiKey');
    const timestamp = signed.timestamp ?? '';
    if (Math.abs(Number(timestamp) * 1_000 - this.clock.now()) > NEAR_MS) throw refuse('60006', 'Timestamp request expired');
    if (signed.passphrase !== OKX_PASSPHRASE) throw refuse('60024', 'Wrong passphrase');
    if (!isSignature(signed.sign, `${timestamp}GET/users/self/verify`, key.secret)) throw refuse('60007', 'Invalid sign');
    return key;
  }
}

/** HMAC-SHA256 in base 64. */
export function okxSignature(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64');
}

function isSignature(given: string | undefined, text: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(okxSignature(text, secret))];
  return a.length === b.length && timingSafeEqual(a, b);
}

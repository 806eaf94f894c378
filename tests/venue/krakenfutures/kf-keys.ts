import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyRights } from '../house/venue-house.ts';
import { KfError } from './kf-error.ts';

/** A customer's key. */
export interface KfKey {
  readonly key: string;
  /** In base 64. */
  readonly secret: string;
  readonly account: number;
  readonly rights: KeyRights;
}

/** Keys, signatures of requests and of what a websocket was challenged with. */
export class KfKeys {
  private readonly keys = new Map<string, KfKey>();

  add(key: KfKey): void {
    this.keys.set(key.key, key);
  }

  revoke(key: string): void {
    this.keys.delete(key);
  }

  /** Whose key it is, without a look at any signature. */
  accountOf(key: string | undefined): number | undefined {
    return this.keys.get(key ?? '')?.account;
  }

  /** The key of a signed request: HMAC-SHA512 of the SHA-256 of its data and path. */
  ofRequest(request: {
    readonly key: string | undefined;
    readonly authent: string | undefined;
    readonly data: string;
    readonly path: string;
  }): KfKey {
    const { key, authent, data, path } = request;
    return this.signedBy(key, authent, data + path.replace('/derivatives', ''));
  }

  /** The key that signed a challenge. */
  ofChallenge(key: string, challenge: string, signed: string): KfKey {
    return this.signedBy(key, signed, challenge);
  }

  private signedBy(name: string | undefined, sign: string | undefined, text: string): KfKey {
    const key = this.keys.get(name ?? '');
    if (!key) throw new KfError('authenticationError');
    const hash = createHash('sha256').update(text).digest();
    const own = createHmac('sha512', Buffer.from(key.secret, 'base64')).update(hash).digest();
    const given = Buffer.from(sign ?? '', 'base64');
    if (given.length !== own.length || !timingSafeEqual(given, own)) throw new KfError('authenticationError');
    return key;
  }
}

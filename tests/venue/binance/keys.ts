import { createHmac, timingSafeEqual } from 'node:crypto';
import type { VenueNow } from '../core/state.ts';
import type { KeyRights } from '../house/venue-house.ts';
import { ApiError } from './api-error.ts';
import type { Params } from './params.ts';

/** A customer's key. */
export interface ApiKey {
  readonly key: string;
  readonly secret: string;
  readonly account: number;
  readonly rights: KeyRights;
  readonly createdAt: number;
}

const WINDOW_MS = 5_000;
const LONGEST_WINDOW_MS = 60_000;

/** The venue's keys, and whether a request is really of one. */
export class Keys {
  private readonly clock: VenueNow;
  private readonly keys = new Map<string, ApiKey>();

  constructor(clock: VenueNow) {
    this.clock = clock;
  }

  add(key: ApiKey): void {
    this.keys.set(key.key, key);
  }

  revoke(key: string): void {
    this.keys.delete(key);
  }

  /** The key of a request that needs `right`; throws where it is unknown or has it not. */
  known(key: string | undefined, right: keyof KeyRights): ApiKey {
    if (key === undefined || !/^[A-Za-z0-9_-]{8,128}$/u.test(key)) throw new ApiError(-2014, 'API-key format invalid.', { status: 401 });
    const found = this.keys.get(key);
    if (!found?.rights[right]) throw new ApiError(-2015, 'Invalid API-key, IP, or permissions for action.', { status: 401 });
    return found;
  }

  /** Holds a signed request to its signature, and its timestamp to the venue's clock. */
  check(key: ApiKey, params: Params, payload: string): void {
    const signature = params.required('signature').toLowerCase();
    const own = createHmac('sha256', key.secret).update(payload).digest('hex');
    if (signature.length !== own.length || !timingSafeEqual(Buffer.from(signature), Buffer.from(own)))
      throw new ApiError(-1022, 'Signature for this request is not valid.');
    const sent = params.required('timestamp');
    if (!/^\d{1,17}$/u.test(sent))
      throw new ApiError(-1100, "Illegal characters found in parameter 'timestamp'; legal range is '^[0-9]{1,20}$'.");
    const window = params.text('recvWindow');
    const ms = window === undefined ? WINDOW_MS : Number(window);
    if (!(ms >= 0 && ms <= LONGEST_WINDOW_MS)) throw new ApiError(-1131, 'recvWindow must be less than 60000.');
    const timestamp = Number(sent) >= 1e15 ? Number(sent) / 1_000 : Number(sent);
    const now = this.clock.now();
    if (timestamp >= now + 1_000) throw new ApiError(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
    if (now - timestamp > ms) throw new ApiError(-1021, 'Timestamp for this request is outside of the recvWindow.');
  }
}

import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import type { VenueNow } from '../core/state.ts';
import { ApiError } from './api-error.ts';

/** How much the venue lets through. */
export interface LimitNumbers {
  /** Weight a minute and address. */
  readonly weight: number;
  /** Unfilled orders an account in ten seconds and in a day. */
  readonly ordersPerTenSeconds: number;
  readonly ordersPerDay: number;
  /** Refusals of one minute after which the address is banned. */
  readonly refusalsToBan: number;
}

/** The numbers that Binance publishes, and a guess where it says only "repeatedly". */
export const BINANCE_LIMITS: LimitNumbers = { weight: 6_000, ordersPerTenSeconds: 100, ordersPerDay: 200_000, refusalsToBan: 10 };

const FIRST_BAN_MS = 2 * MINUTE_MS;
const LONGEST_BAN_MS = 3 * 24 * 60 * MINUTE_MS;
const TEN_SECONDS = 10_000;
const DAY = 86_400_000;

interface Address {
  minute: number;
  weight: number;
  refusals: number;
  bans: number;
  bannedUntil: number;
}

/** Weight that an address has used in this minute, and its bans: two minutes at first, twice as long each time, up to three days. */
export class RequestWeights {
  private readonly clock: VenueNow;
  private readonly numbers: LimitNumbers;
  private readonly addresses = new Map<string, Address>();

  constructor(clock: VenueNow, numbers: LimitNumbers) {
    this.clock = clock;
    this.numbers = numbers;
  }

  /** Counts a request; throws where it is one too many, or its address is banned. */
  use(ip: string, weight: number): void {
    const address = this.address(ip);
    const now = this.clock.now();
    if (now < address.bannedUntil) throw this.banned(address.bannedUntil, now);
    address.weight += weight;
    if (address.weight <= this.numbers.weight) return;
    address.refusals += 1;
    if (address.refusals > this.numbers.refusalsToBan) throw this.banned(this.ban(ip), now);
    const text = `Too much request weight used; current limit is ${this.numbers.weight} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`;
    throw new ApiError(-1003, text, { status: 429, retryAfter: Math.ceil((address.minute + MINUTE_MS - now) / 1_000) });
  }

  used(ip: string): number {
    return this.address(ip).weight;
  }

  /** Bans an address, for as long as it has earned or for `ms`; answers until when. */
  ban(ip: string, ms?: number): number {
    const address = this.address(ip);
    const length = ms ?? Math.min(LONGEST_BAN_MS, FIRST_BAN_MS * 2 ** address.bans);
    address.bans += 1;
    address.refusals = 0;
    address.bannedUntil = this.clock.now() + length;
    return address.bannedUntil;
  }

  private banned(until: number, now: number): ApiError {
    const text = `Way too much request weight used; IP banned until ${until}. Please use WebSocket Streams for live updates to avoid bans.`;
    return new ApiError(-1003, text, { status: 418, retryAfter: Math.ceil((until - now) / 1_000) });
  }

  private address(ip: string): Address {
    const now = this.clock.now();
    const minute = now - (now % MINUTE_MS);
    let address = this.addresses.get(ip);
    if (!address) {
      address = { minute, weight: 0, refusals: 0, bans: 0, bannedUntil: 0 };
      this.addresses.set(ip, address);
    }
    if (address.minute !== minute) {
      address.minute = minute;
      address.weight = 0;
      address.refusals = 0;
    }
    return address;
  }
}

interface Counter {
  readonly length: number;
  readonly limit: number;
  readonly name: string;
  readonly interval: string;
  readonly intervalNum: number;
  readonly byAccount: Map<number, { start: number; count: number }>;
}

/** Unfilled orders of an account: one more for each that is placed, one less for its first fill as taker, five less as maker. */
export class OrderCounts {
  private readonly clock: VenueNow;
  private readonly counters: readonly Counter[];

  constructor(clock: VenueNow, numbers: LimitNumbers) {
    this.clock = clock;
    const counter = (length: number, limit: number, interval: string, intervalNum: number): Counter => ({
      length,
      limit,
      interval,
      intervalNum,
      name: `${intervalNum}${interval.charAt(0)}`,
      byAccount: new Map(),
    });
    this.counters = [counter(TEN_SECONDS, numbers.ordersPerTenSeconds, 'SECOND', 10), counter(DAY, numbers.ordersPerDay, 'DAY', 1)];
  }

  /** Counts orders that were sent; throws where they are too many. */
  add(account: number, orders: number): void {
    for (const counter of this.counters) {
      const at = this.at(counter, account);
      if (at.count + orders <= counter.limit) continue;
      const text = `Too many new orders; current limit is ${counter.limit} orders per ${counter.intervalNum} ${counter.interval}.`;
      const retryAfter = Math.ceil((at.start + counter.length - this.clock.now()) / 1_000);
      throw new ApiError(-1015, text, { status: 429, retryAfter });
    }
    for (const counter of this.counters) this.at(counter, account).count += orders;
  }

  filled(account: number, maker: boolean): void {
    for (const counter of this.counters) {
      const at = this.at(counter, account);
      at.count = Math.max(0, at.count - (maker ? 5 : 1));
    }
  }

  /** As the protocol lists them. */
  list(account: number): { rateLimitType: string; interval: string; intervalNum: number; limit: number; count: number }[] {
    return this.counters.map((counter) => ({
      rateLimitType: 'ORDERS',
      interval: counter.interval,
      intervalNum: counter.intervalNum,
      limit: counter.limit,
      count: this.at(counter, account).count,
    }));
  }

  headers(account: number): Record<string, string> {
    return Object.fromEntries(
      this.counters.map((counter) => [`x-mbx-order-count-${counter.name.toLowerCase()}`, String(this.at(counter, account).count)]),
    );
  }

  private at(counter: Counter, account: number): { start: number; count: number } {
    const now = this.clock.now();
    const start = now - (now % counter.length);
    const known = counter.byAccount.get(account);
    if (known?.start === start) return known;
    const fresh = { start, count: 0 };
    counter.byAccount.set(account, fresh);
    return fresh;
  }
}

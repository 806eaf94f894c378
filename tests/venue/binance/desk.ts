import type { Exchange } from '../core/exchange.ts';
import type { Account } from '../core/account.ts';
import type { VenueNow } from '../core/state.ts';
import type { Market } from '../core/market.ts';
import { ApiError } from './api-error.ts';
import type { ApiKey, Keys } from './keys.ts';
import type { LimitNumbers, OrderCounts, RequestWeights } from './limits.ts';
import type { Params } from './params.ts';

/** Bars that a market shows in place of its own, such as a past that a test made. */
export type GivenBars = ReadonlyMap<string, readonly (readonly (string | number)[])[]>;

/** What every endpoint works on. */
export interface Desk {
  readonly exchange: Exchange;
  /** The venue's own time, which may differ from everybody else's. */
  readonly clock: VenueNow;
  readonly keys: Keys;
  readonly weights: RequestWeights;
  readonly counts: OrderCounts;
  readonly numbers: LimitNumbers;
  readonly givenBars: GivenBars;
  readonly listenKeys: ListenKeys;
}

/** Keys of user streams by the older way of listening. */
export interface ListenKeys {
  create(account: number): string;
  /** False where there is no such key. */
  extend(listenKey: string): boolean;
  close(listenKey: string): boolean;
}

/** Who signed a request. */
export interface Customer {
  readonly account: Account;
  readonly key: ApiKey;
}

/** One endpoint, by REST and, where it has a method, by the websocket API. */
export interface Route {
  /** Verb and path. */
  readonly endpoint: string;
  readonly method?: string;
  readonly weight: number | ((params: Params) => number);
  /** `key` needs a known key, `read` and `trade` a signature too. */
  readonly security: 'none' | 'key' | 'read' | 'trade';
  /** How many unfilled orders it adds. */
  readonly orders?: number;
  readonly answer: (params: Params, desk: Desk, customer: Customer) => unknown;
}

/** The market that a request names. */
export function marketOf(params: Params, desk: Desk): Market {
  const symbol = params.required('symbol');
  return desk.exchange.state.markets.get(symbol) ?? badSymbol();
}

/** As `marketOf`, or null where it names none. */
export function marketIfNamed(params: Params, desk: Desk): Market | null {
  return params.text('symbol') === undefined ? null : marketOf(params, desk);
}

export function badSymbol(): never {
  throw new ApiError(-1121, 'Invalid symbol.');
}

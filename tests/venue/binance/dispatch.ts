import { ACCOUNT_ROUTES } from './account-routes.ts';
import type { Customer, Desk, Route } from './desk.ts';
import { MARKET_ROUTES } from './market-routes.ts';
import type { Params } from './params.ts';
import { TRADE_ROUTES } from './trade-routes.ts';

const ROUTES: readonly Route[] = [...MARKET_ROUTES, ...TRADE_ROUTES, ...ACCOUNT_ROUTES];
const BY_ENDPOINT: ReadonlyMap<string, Route> = new Map(ROUTES.map((route) => [route.endpoint, route]));
const BY_METHOD: ReadonlyMap<string, Route> = new Map(
  ROUTES.flatMap((route) => (route.method === undefined ? [] : [[route.method, route]])),
);

export function routeOfEndpoint(endpoint: string): Route | undefined {
  return BY_ENDPOINT.get(endpoint);
}

export function routeOfMethod(method: string): Route | undefined {
  return BY_METHOD.get(method);
}

/** Where a request came from, and what it signed. */
export interface Caller {
  readonly ip: string;
  readonly key: string | undefined;
  /** The text under the signature. */
  readonly payload: string;
}

/** What became of a request, for those who write it down: the customer, where there was one. */
export interface Answered {
  readonly answer: unknown;
  readonly account: number | null;
}

/** Counts a request, holds it to its key and signature, and answers it. Throws what is refused. */
export function answer(route: Route, params: Params, desk: Desk, caller: Caller): Answered {
  desk.weights.use(caller.ip, typeof route.weight === 'number' ? route.weight : route.weight(params));
  const customer = customerOf(route, params, desk, caller);
  if (customer && route.orders !== undefined) desk.counts.add(customer.account.id, route.orders);
  return { answer: route.answer(params, desk, customer ?? NOBODY), account: customer?.account.id ?? null };
}

function customerOf(route: Route, params: Params, desk: Desk, caller: Caller): Customer | null {
  if (route.security === 'none') return null;
  const key = desk.keys.known(caller.key, route.security === 'trade' ? 'trading' : 'reading');
  if (route.security !== 'key') desk.keys.check(key, params, caller.payload);
  return { account: desk.exchange.state.account(key.account), key };
}

/** Stands where a public endpoint has no customer; none of them looks. */
const NOBODY: Customer = {
  get account(): never {
    throw new Error('a public endpoint has no customer');
  },
  get key(): never {
    throw new Error('a public endpoint has no customer');
  },
};

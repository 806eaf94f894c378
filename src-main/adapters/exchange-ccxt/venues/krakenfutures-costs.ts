import type { RequestCost, RequestLimit } from '../../../core/rate-limit/request-budget.ts';

/** What its calls of one account cost; what is not there is no call of this program's, or public, which costs nothing there and one here. */
const WEIGHTS: Readonly<Record<string, number>> = {
  'POST sendorder': 10,
  'POST editorder': 10,
  'POST cancelorder': 10,
  'POST cancelallordersafter': 25,
  'POST orders/status': 1,
  'GET accounts': 2,
  'GET openpositions': 2,
  'GET openorders': 2,
  'GET fills': 2,
  'GET leveragepreferences': 2,
  'PUT leveragepreferences': 10,
  'GET pnlpreferences': 2,
};
/** Of the account's log by how many rows are wanted; a page of events costs as much as the fewest. */
const LOG: readonly (readonly [most: number, cost: number])[] = [
  [25, 1],
  [50, 2],
  [1_000, 3],
];
const MOST_LOG = 6;
/** The library asks for turns by one figure: those of the history lie above all others. */
const HISTORY = 10_000;

/** 500 within ten seconds for all calls of an account, and a pool of 100 for its history, which fills in ten minutes. */
export const KRAKENFUTURES_LIMITS: readonly RequestLimit[] = [
  { name: 'cost', counts: 'weight', most: 500, windowMs: 10_000 },
  { name: 'history', counts: 'history', most: 100, windowMs: 600_000, falls: true },
];

/** What a call costs, as one figure. */
export function krakenFuturesCost(api: string, method: string, path: string, params: unknown): number {
  if (api !== 'history') return WEIGHTS[`${method} ${path}`] ?? 1;
  // Everybody's history is public, and not of the pool.
  if (path.startsWith('market/')) return 1;
  if (path !== 'account-log') return HISTORY + 1;
  const count = Number((params as { readonly count?: unknown } | null)?.count ?? Number.NaN);
  return HISTORY + (LOG.find(([most]) => count <= most)?.[1] ?? MOST_LOG);
}

/** The same as the limits count it. */
export function krakenFuturesShares(cost: number): Pick<RequestCost, 'weight' | 'history'> {
  return cost > HISTORY ? { weight: 0, history: cost - HISTORY } : { weight: cost };
}

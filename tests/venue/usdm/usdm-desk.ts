import type { Desk } from '../binance/desk.ts';
import { ApiError } from '../binance/api-error.ts';
import type { Params } from '../binance/params.ts';
import type { DeadMan } from '../core/dead-man.ts';
import type { Market } from '../core/market.ts';
import { isTriggered, type VenueOrder } from '../core/order.ts';
import type { SymbolRules } from '../core/symbol.ts';
import { unitsText } from '../core/units.ts';

/** How an account holds its contracts and counts its money. */
export interface AccountKind {
  readonly dualSidePosition: boolean;
  readonly multiAssetsMargin: boolean;
  readonly canTrade: boolean;
}

/** What every endpoint of the futures works on. */
export interface UsdmDesk extends Desk {
  /** The switch of a contract. */
  readonly deadMan: (symbol: string) => DeadMan;
  /** Of accounts that are of another kind than one-way, in one asset. */
  readonly kinds: Map<number, AccountKind>;
  /** Contracts of an account that stand on isolated margin, as `account symbol`. */
  readonly isolated: Set<string>;
  /** How much later than the book the service that keeps waiting orders knows what it has placed, ms. */
  readonly algoLagMs: number;
}

export const ONE_WAY: AccountKind = { dualSidePosition: false, multiAssetsMargin: false, canTrade: true };

/** As Binance calls a contract: `BTCUSDT`. */
export function usdmId({ base, quote }: SymbolRules): string {
  return base + quote;
}

/** Time between two instants of funding, ms. */
const FUNDING_MS = 8 * 3_600_000;

/** Mark, index and funding of a contract, as queries and the stream tell them. */
export function usdmFigures({ mark, tape, fundingRate }: Market, now: number) {
  return {
    ...{ mark: unitsText(mark), index: unitsText(tape.lastPrice), rate: unitsText(fundingRate) },
    nextAt: (Math.floor(now / FUNDING_MS) + 1) * FUNDING_MS,
  };
}

export function contractsById({ exchange }: Pick<Desk, 'exchange'>): ReadonlyMap<string, Market> {
  return new Map(exchange.state.contractMarkets.map((market) => [usdmId(market.rules), market]));
}

/** The contract that a request names. */
export function contractOf(params: Params, desk: Desk): Market {
  const market = contractsById(desk).get(params.required('symbol'));
  if (market === undefined) throw new ApiError(-1121, 'Invalid symbol.');
  return market;
}

/** As `contractOf`, or null where it names none. */
export function contractIfNamed(params: Params, desk: Desk): Market | null {
  return params.text('symbol') === undefined ? null : contractOf(params, desk);
}

/** It waits for its price, or ended while it did: the book has never seen it. */
export function isAlgoAlone({ type, workingAt }: Pick<VenueOrder, 'type' | 'workingAt'>): boolean {
  return isTriggered(type) && workingAt < 0;
}

/** Its price has come, and the service that kept it does not know yet what it has placed. */
export function isTriggering(
  order: Pick<VenueOrder, 'type' | 'workingAt'>,
  { clock, algoLagMs }: Pick<UsdmDesk, 'clock' | 'algoLagMs'>,
): boolean {
  return isTriggered(order.type) && order.workingAt >= 0 && clock.now() < order.workingAt + algoLagMs;
}

/** Orders that wait are counted by themselves. */
export function algoIdOf(id: number): number {
  return 3_000_000_000 + id;
}

/** For how long what was cancelled with nothing filled is remembered, from its making, ms. */
const REMEMBERED_MS = 3 * 86_400_000;

/** Whether the venue still tells of an order. */
export function isTold(desk: Desk, { status, executed, createdAt }: VenueOrder): boolean {
  const empty = (status === 'CANCELED' || status === 'EXPIRED') && executed === 0n;
  return !empty || createdAt + REMEMBERED_MS >= desk.clock.now();
}

const WEEK_MS = 7 * 86_400_000;

/** The bounds of a query by time: a week at most, which begins a week before now where it is not said. */
export function stretchOf(params: Params, desk: Desk): { readonly from: number; readonly to: number; readonly limit: number } {
  const [startTime, endTime] = [params.whole('startTime'), params.whole('endTime')];
  if (startTime !== undefined && endTime !== undefined && endTime - startTime > WEEK_MS)
    throw new ApiError(-4_165, 'Maximum time interval is 7 days.');
  const from = startTime ?? (endTime ?? desk.clock.now()) - WEEK_MS;
  return { from, to: endTime ?? from + WEEK_MS, limit: Math.min(1_000, params.whole('limit') ?? 500) };
}

import type { DeadMan } from '../core/dead-man.ts';
import type { Exchange } from '../core/exchange.ts';
import type { Market } from '../core/market.ts';
import type { VenueNow } from '../core/state.ts';
import type { SymbolRules } from '../core/symbol.ts';
import { unitsText } from '../core/units.ts';
import { digits } from '../kraken/exact-json.ts';
import { KfError } from './kf-error.ts';
import type { KfHistory } from './kf-history.ts';
import type { KfKeys } from './kf-keys.ts';

/** What contracts are paid in. */
export const CONTRACT_ASSET = 'USD';

/** What every endpoint works on. */
export interface KfDesk {
  readonly exchange: Exchange;
  readonly clock: VenueNow;
  readonly keys: KfKeys;
  readonly deadMan: DeadMan;
  readonly history: KfHistory;
  /** Contracts on margin of their own, at the leverage that was set, by account. */
  readonly leverages: Map<number, Map<string, number>>;
  /** What contracts pay in where it is another currency than they have at first, by account. */
  readonly paidIn: Map<number, Map<string, string>>;
  /** Pays the funding of a contract that comes due with a trade, where the venue does so. */
  readonly fundTrade: (symbol: string) => void;
  /** Coins that count as margin beside dollars, by account. */
  readonly collateral: Map<number, Readonly<Record<string, string>>>;
}

export type Values = ReadonlyMap<string, string>;
export type Json = Readonly<Record<string, unknown>>;

/** The venue's name of a coin. */
export function kfCoin(base: string): string {
  return base === 'BTC' ? 'XBT' : base;
}

/** The contract's name, such as `PF_XBTUSD`. */
export function kfSymbol({ base, quote }: SymbolRules): string {
  return `PF_${kfCoin(base)}${quote}`;
}

/** The contract of a name; throws where there is none. */
export function findContract({ exchange }: Pick<KfDesk, 'exchange'>, name: string): Market {
  const found = exchange.state.contractMarkets.find(({ rules }) => kfSymbol(rules) === name.toUpperCase());
  if (!found) throw new KfError('contractNotFound');
  return found;
}

/** An amount without the noughts at its end. */
export function kfText(amount: bigint): string {
  return unitsText(amount).replace(/\.?0+$/u, '');
}

/** An amount as a number, with the digits that it has. */
export function kfNumber(amount: bigint): string {
  return digits(kfText(amount));
}

export function iso(time: number): string {
  return new Date(time).toISOString();
}

function uuid(kind: string, number: number): string {
  return `${kind.padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

export function kfOrderId(id: number): string {
  return uuid('c0', id);
}

/** An execution's name: both sides of a trade have the same. */
export function kfExecutionId(symbol: string, tradeId: number): string {
  return uuid(Buffer.from(symbol.slice(0, 4)).toString('hex'), tradeId);
}

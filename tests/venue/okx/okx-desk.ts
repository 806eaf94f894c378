import type { DeadMan } from '../core/dead-man.ts';
import type { Exchange } from '../core/exchange.ts';
import type { Market } from '../core/market.ts';
import type { VenueNow } from '../core/state.ts';
import { OkxError } from './okx-error.ts';
import type { OkxKeys } from './okx-keys.ts';
import { instId } from './okx-order.ts';

/** How an account counts its money, and whether it nets its positions. */
export interface AccountKind {
  readonly acctLv: string;
  readonly posMode: string;
}

/** What every endpoint works on. */
export interface OkxDesk {
  readonly exchange: Exchange;
  readonly clock: VenueNow;
  readonly keys: OkxKeys;
  readonly deadMan: DeadMan;
  /** What kind of account a customer has, where it is another one than all have at first. */
  readonly kinds: Map<number, AccountKind>;
}

export type Values = ReadonlyMap<string, string>;

/** The market of an id such as `BTC-USDT`; throws where there is none. */
export function findMarket({ exchange }: OkxDesk, name: string): Market {
  const found = [...exchange.state.markets.values()].find(({ rules }) => instId(rules) === name);
  if (!found) throw new OkxError('51001', "Instrument ID doesn't exist.");
  return found;
}

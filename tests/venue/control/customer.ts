import type { KeyRights, VenueHouse } from '../house/venue-house.ts';
import type { Account } from '../core/account.ts';
import { units } from '../core/units.ts';

/** A customer that is to be. */
export interface NewCustomer {
  readonly name: string;
  readonly key: string;
  readonly secret: string;
  /** Decimal text by asset. */
  readonly balances: Readonly<Record<string, string>>;
  /** Rates as decimal text. */
  readonly maker?: string | undefined;
  readonly taker?: string | undefined;
  readonly rights?: { readonly [Right in keyof KeyRights]?: boolean | undefined } | undefined;
}

const STANDARD_RATE = '0.001';

/** The customer that every venue begins with. */
export const FIRST_CUSTOMER: NewCustomer = {
  name: 'trader',
  key: 'loopbackKeyOfTheFirstTrader0000000000000000000000000000000000001',
  secret: 'loopbackSecretOfTheFirstTrader0000000000000000000000000000000001',
  balances: { USDT: '100000', BTC: '1', ETH: '10' },
};

/** Opens an account with its coins and a key. */
export function addCustomer(venue: VenueHouse, wanted: NewCustomer): Account {
  const account = venue.exchange.state.addAccount({
    name: wanted.name,
    maker: units(wanted.maker ?? STANDARD_RATE),
    taker: units(wanted.taker ?? STANDARD_RATE),
  });
  for (const [asset, amount] of Object.entries(wanted.balances)) venue.exchange.transfer(account.id, asset, units(amount));
  // Money for contracts may be apart from coins: whoever was given none of it has as much as the first customer has in coins.
  for (const { rules } of venue.exchange.state.contractMarkets) {
    const asset = rules.contract!.settle;
    if (account.free(asset) === 0n) venue.exchange.transfer(account.id, asset, units('100000'));
  }
  addKey(venue, account.id, wanted);
  return account;
}

/** Gives an account one more key. */
export function addKey(venue: VenueHouse, account: number, key: Pick<NewCustomer, 'key' | 'secret' | 'rights'>): void {
  const { reading = true, trading = true, withdrawals = false } = key.rights ?? {};
  const rights: KeyRights = { reading, trading, withdrawals };
  venue.addKey({ key: key.key, secret: key.secret, account, rights });
}

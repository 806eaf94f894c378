import { afterEach, expect, it } from 'vitest';
import { CcxtAccounts } from '../../src-main/adapters/exchange-ccxt/ccxt-accounts.ts';
import { CcxtMarkets } from '../../src-main/adapters/exchange-ccxt/ccxt-markets.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import { addressOf } from '../venue/address-of.ts';
import { addKey, FIRST_CUSTOMER } from '../venue/control/customer.ts';
import { addressOfKey } from '../venue/hyperliquid/hyperliquid-signing.ts';
import type { VenueHouse } from '../venue/house/venue-house.ts';
import { credentialsAt, type Protocol, startProtocol } from '../venue/protocols.ts';
import type { StartedVenue } from '../venue/start-venue.ts';

/** A second key of the first customer, in base 64 as Kraken's are. */
const WITHDRAWER = { key: 'loopbackKeyThatMayWithdraw', secret: 'bG9vcGJhY2tTZWNyZXRUaGF0TWF5V2l0aGRyYXc=' };
/** There it is the wallet itself, whose key may do everything; each other key is of somebody who may only trade. */
const WALLET_KEY = `0x${'5'.repeat(64)}`;
const WITHDRAWERS: Readonly<Partial<Record<Protocol, typeof WITHDRAWER>>> = {
  hyperliquid: { key: addressOfKey(WALLET_KEY), secret: WALLET_KEY },
};
/** The finest step of a price that ever counts. */
const TICKS: Readonly<Partial<Record<Protocol, string>>> = { hyperliquid: '0.001' };

let venue: StartedVenue<VenueHouse>;
afterEach(() => venue.stop());

it.each(['kraken', 'okx', 'hyperliquid'] as const)('an account at %s is read, and so are its markets', async (protocol) => {
  venue = await startProtocol(protocol, { symbols: 3, pastMinutes: 5 });
  const to = { address: addressOf(venue), timeoutMs: 2_000 };
  const accounts = new CcxtAccounts(new SystemClock(), to);
  const credentials = credentialsAt(protocol);
  const at = { venue: protocol, sandbox: false };
  const own = [...venue.venue.exchange.state.accounts.values()].find(({ name }) => name === FIRST_CUSTOMER.name)!;
  venue.control.run({ do: 'trade elsewhere', account: own.name, symbol: 'BTCUSDT', side: 'SELL', quantity: '0.25', price: '90000' });
  const reading = await accounts.read(at, credentials);
  expect(reading).toMatchObject({ rights: { read: true, trade: true, withdraw: false }, openOrders: 1 });
  expect(reading.balances.map(({ asset, free, used }) => [asset, free.toString(), used.toString()])).toEqual([
    ['BTC', '0.75', '0.25'],
    ['ETH', '10', '0'],
    ['USDT', '100000', '0'],
  ]);
  expect(Math.abs(reading.clockOffsetMs)).toBeLessThan(3_000);
  const withdrawer = WITHDRAWERS[protocol] ?? WITHDRAWER;
  addKey(venue.venue, own.id, { ...withdrawer, rights: { withdrawals: true } });
  expect((await accounts.read(at, { ...credentials, ...withdrawer })).rights.withdraw).toBe(true);
  await expect(accounts.read(at, { ...credentials, secret: withdrawer.secret })).rejects.toMatchObject({ code: 'venue.refused' });
  if (protocol === 'okx')
    await expect(accounts.read(at, { ...credentials, passphrase: 'another' })).rejects.toMatchObject({ code: 'venue.refused' });

  const { markets } = await new CcxtMarkets({ ...to, sandbox: false, clock: new SystemClock() }).fetch(protocol);
  expect(markets.map(({ symbol }) => symbol).sort()).toEqual(['BTC/USDT', 'ETH/USDT', 'SOL/USDT']);
  expect(markets.find(({ symbol }) => symbol === 'BTC/USDT')).toMatchObject({ tick: TICKS[protocol] ?? '0.01', lot: '0.00001' });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CcxtAccounts } from '../../src-main/adapters/exchange-ccxt/ccxt-accounts.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { VenueCredentials } from '../../src-main/ports/venue-accounts.ts';
import { addressOf } from '../venue/address-of.ts';
import { FIRST_CUSTOMER } from '../venue/control/customer.ts';
import { type StartedVenue, startVenue } from '../venue/start-venue.ts';

const LIVE = { venue: 'binance', sandbox: false };
const CREDENTIALS: VenueCredentials = { key: FIRST_CUSTOMER.key, secret: FIRST_CUSTOMER.secret, passphrase: null };

let venue: StartedVenue;

beforeAll(async () => {
  venue = await startVenue();
});

afterEach(() => {
  venue.control.run({ do: 'clear faults' });
  venue.control.run({ do: 'set clock', offsetMs: 0 });
});

afterAll(async () => {
  await venue.stop();
});

function accounts(timeoutMs = 2_000): CcxtAccounts {
  return new CcxtAccounts(new SystemClock(), { address: addressOf(venue), timeoutMs });
}

/** The next answer to a question is another one. */
function answerInstead(endpoint: string, status: number, body: string, headers: Readonly<Record<string, string>> = {}): void {
  venue.control.run({
    do: 'add fault',
    rule: { surface: 'rest', endpoint, fault: { kind: 'answer', status, body, headers, carriedOut: true } },
  });
}

describe('an account at a venue', () => {
  it('is read with its coins to the last digit, its orders, and what its key may do', async () => {
    venue.control.run({ do: 'transfer', account: 'trader', asset: 'ETH', amount: '0.12345678' });
    venue.control.run({ do: 'trade elsewhere', account: 'trader', symbol: 'BTCUSDT', side: 'BUY', quantity: '0.00100', price: '50000' });
    const reading = await accounts().read(LIVE, CREDENTIALS);
    expect(reading.rights).toEqual({ read: true, trade: true, withdraw: false, addressBound: false });
    expect(reading.openOrders).toBe(1);
    expect(reading.balances.map(({ asset, free, used }) => [asset, free.toString(), used.toString()])).toEqual([
      ['BTC', '1', '0'],
      ['ETH', '10.12345678', '0'],
      ['USDT', '99950', '50'],
    ]);
    expect(Math.abs(reading.clockOffsetMs)).toBeLessThanOrEqual(reading.roundTripMs / 2 + 5);
  });

  it.each([3_000, 90_000, -90_000])('tells that the venue’s clock is %d ms from ours, and reads it all the same', async (offsetMs) => {
    venue.control.run({ do: 'set clock', offsetMs });
    const { clockOffsetMs, roundTripMs } = await accounts().read(LIVE, CREDENTIALS);
    expect(Math.abs(clockOffsetMs - offsetMs)).toBeLessThanOrEqual(roundTripMs / 2 + 5);
  });

  it('shows a key that may withdraw', async () => {
    const key = { key: 'k'.repeat(64), secret: 's'.repeat(64) };
    venue.control.run({ do: 'add key', account: 'trader', ...key, rights: { withdrawals: true, trading: false } });
    const { rights } = await accounts().read(LIVE, { ...key, passphrase: null });
    expect(rights).toMatchObject({ trade: false, withdraw: true });
  });

  it.each([
    ['a key that nobody has', { ...CREDENTIALS, key: 'x'.repeat(64) }],
    ['a secret of another key', { ...CREDENTIALS, secret: 'y'.repeat(64) }],
  ])('is refused for %s, in words without key, secret or signature', async (_, credentials) => {
    const refused = await accounts()
      .read(LIVE, credentials)
      .catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ code: 'venue.refused', details: { venue: 'BINANCE' } });
    const said = JSON.stringify(refused, Object.getOwnPropertyNames(refused));
    for (const secret of [credentials.key, credentials.secret, 'signature']) expect(said).not.toContain(secret);
  });

  it('is not read from what is no account: nothing is made of it', async () => {
    answerInstead('GET /sapi/v1/account/apiRestrictions', 200, '{"enableReading":"yes"}');
    await expect(accounts().read(LIVE, CREDENTIALS)).rejects.toMatchObject({ code: 'venue.garbled' });
  });

  it('is asked for once: a venue that fails is not asked again behind the caller’s back', async () => {
    answerInstead('GET /api/v3/account', 503, '<html>Service unavailable</html>');
    const before = (venue.control.run({ do: 'list requests', endpoint: 'GET /api/v3/account' }) as unknown[]).length;
    await expect(accounts().read(LIVE, CREDENTIALS)).rejects.toMatchObject({ code: 'venue.unreachable' });
    const after = (venue.control.run({ do: 'list requests', endpoint: 'GET /api/v3/account' }) as unknown[]).length;
    expect(after - before).toBe(1);
  });

  it('says that the venue is busy, or silent', async () => {
    answerInstead('GET /api/v3/account', 429, '{"code":-1003,"msg":"Too many requests."}', { 'Retry-After': '7' });
    await expect(accounts().read(LIVE, CREDENTIALS)).rejects.toMatchObject({ code: 'venue.busy' });
    venue.control.run({
      do: 'add fault',
      rule: { surface: 'rest', endpoint: 'GET /api/v3/account', fault: { kind: 'lose reply', silent: true } },
    });
    await expect(accounts(200).read(LIVE, CREDENTIALS)).rejects.toMatchObject({ code: 'venue.unreachable' });
  });

  it('is at a venue that is known, and says which are', async () => {
    await expect(accounts().read({ venue: 'mtgox', sandbox: false }, CREDENTIALS)).rejects.toMatchObject({ code: 'venue.unknown' });
    expect(
      accounts()
        .profiles.filter(({ proven }) => proven)
        .map(({ name }) => name),
    ).toEqual(['Binance', 'Kraken', 'OKX', 'Hyperliquid', 'Hyperliquid perpetuals', 'Binance USD-M futures', 'Kraken Futures']);
  });
});

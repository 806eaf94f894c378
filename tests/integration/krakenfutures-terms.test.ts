import { afterEach, describe, expect, test } from 'vitest';
import type { KfVenue } from '../venue/krakenfutures/kf-venue.ts';
import { Trading } from './fixtures/trading.ts';

// How an account at Kraken Futures has to stand before a perpetual is traded with it, and what is set right.

const PERPETUAL = 'BTC/USD:USD';
const ETHER = 'ETH/USD:USD';
const ROOT = '/derivatives/api/v3/';
const LEVERAGE = `PUT ${ROOT}leveragepreferences`;
const saying = (text: string) => expect.stringContaining(text) as string;

let at: Trading;
const venueOf = (): KfVenue => at.venue as KfVenue;
const asked = (endpoint: string) => at.venue.log.of(endpoint).length;
const opened = (before?: (venue: KfVenue, account: number) => void, leverage = 5) =>
  Trading.within('krakenfutures', undefined, {
    profile: 'krakenfutures',
    contracts: [
      { symbol: PERPETUAL, leverage },
      { symbol: ETHER, leverage: 10 },
    ],
    before: (venue) => {
      const trader = [...venue.exchange.state.accounts.values()].find(({ name }) => name === 'trader')!;
      before?.(venue as KfVenue, trader.id);
    },
  });

describe('before anything is traded', () => {
  afterEach(() => at.close());

  test('no leverage is told to the venue, for that would put a contract on margin of its own', async () => {
    at = await opened();
    expect(asked(LEVERAGE)).toBe(0);
    expect(asked(`GET ${ROOT}leveragepreferences`)).toBe(1);
  });

  test('a leverage that was set there is taken back, and that it is gone is read', async () => {
    at = await opened((venue, account) => void venue.desk.leverages.set(account, new Map([['PF_XBTUSD', 20]])));
    expect(at.venue.log.of(LEVERAGE).map(({ params }) => params)).toEqual([{ symbol: 'PF_XBTUSD' }]);
    expect(asked(`GET ${ROOT}leveragepreferences`)).toBe(2);
    expect(venueOf().desk.leverages.get(at.trader)!.size).toBe(0);
  });

  test.each<readonly [string, (venue: KfVenue, account: number) => void, RegExp]>([
    [
      'whose leverage stays whatever is said',
      (venue, account) => {
        const stubborn = new Map([['PF_ETHUSD', 3]]);
        stubborn.delete = () => false;
        venue.desk.leverages.set(account, stubborn);
      },
      /ETH\/USD:USD is held there on margin of its own \(isolated\)/u,
    ],
    [
      'that is paid in another currency',
      (venue, account) => void venue.desk.paidIn.set(account, new Map([['PF_XBTUSD', 'EUR']])),
      /what BTC\/USD:USD earns is paid in EUR there; set it to USD/u,
    ],
  ])('an account %s is refused in words', async (_name, before, words) => {
    await expect(opened(before)).rejects.toMatchObject({
      code: 'venue.refused',
      details: { problem: expect.stringMatching(words) as string },
    });
    at = await Trading.within('krakenfutures');
  });

  test('a leverage that the contract is not held at is refused', async () => {
    await expect(opened(undefined, 101)).rejects.toMatchObject({
      code: 'venue.refused',
      details: { problem: saying('at a leverage of 100 at most') },
    });
    at = await Trading.within('krakenfutures');
  });

  test('a position that is put on margin of its own later fails the look', async () => {
    at = await opened();
    at.control.run({ do: 'trade elsewhere', account: 'trader', symbol: PERPETUAL, side: 'BUY', quantity: '0.02' });
    venueOf().desk.leverages.set(at.trader, new Map([['PF_XBTUSD', 20]]));
    expect(await at.ask({ kind: 'look', number: 1, symbols: [PERPETUAL], since: 0 }, 'looked', 'look-failed')).toMatchObject({
      kind: 'look-failed',
      problem: saying('margin of its own (isolated)'),
    });
  });
});

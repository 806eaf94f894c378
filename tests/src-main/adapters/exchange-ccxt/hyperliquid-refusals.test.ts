import { describe, expect, it } from 'vitest';
import { hyperliquidRefusal } from '../../../../src-main/adapters/exchange-ccxt/venues/hyperliquid-refusals.ts';

const ofOrder = (...errors: readonly string[]) => ({
  status: 'ok',
  response: { type: 'order', data: { statuses: errors.map((error) => ({ error })) } },
});
const ofAction = (response: string) => ({ status: 'err', response });

describe("what Hyperliquid's answer proves", () => {
  it.each([
    ['Insufficient spot balance asset=10107', 'funds'],
    ['Order must have minimum value of 10 USDC. asset=10107', 'minimum'],
    ['Post only order would have immediately matched, bbo was 1@2. asset=10107', 'post-only'],
    ['Order could not immediately match against any resting orders. asset=10107', 'ioc'],
    ['Price must be divisible by tick size. asset=10107', 'venue'],
    ['Placing trigger orders is not enabled on spot trading yet.', 'venue'],
    ['Insufficient margin to place order. asset=0', 'funds'],
    ['Reduce only order would increase position. asset=0', 'reduce-only'],
    ['Invalid TP/SL price. asset=0', 'venue'],
    ['Order would increase open interest while open interest is capped. asset=0', 'venue'],
    ['Order would cause position to exceed margin tier limit at current leverage. asset=0', 'venue'],
    ['Cannot modify canceled or filled order', 'venue'],
    ['Error placing new order during modify: Insufficient margin to place order. asset=0', 'venue'],
  ] as const)('%s: the order was looked at and does not stand there', (words, reason) => {
    expect(hyperliquidRefusal(200, ofOrder(words))).toEqual({ reason, problem: words, clock: false });
    for (const status of [418, 422, 429, 500, 503]) expect(hyperliquidRefusal(status, ofOrder(words))).toBeNull();
    expect(hyperliquidRefusal(200, ofAction(words))).toBeNull();
  });

  it.each(['User or API Wallet 0xb8a6f8b26223de27c31938d56e470a5b832703a5 does not exist.', 'Unable to recover signer.'])(
    '%s: nothing was looked at',
    (words) => {
      expect(hyperliquidRefusal(200, ofAction(words))).toEqual({ reason: 'venue', problem: words, clock: false });
      expect(hyperliquidRefusal(200, ofOrder(words))).toBeNull();
    },
  );

  it.each([
    ['a number that was used: it may be this very order', ofAction('Invalid nonce: duplicate nonce 1764221206959')],
    ['too many requests', ofAction('Too many cumulative requests sent (37986 > 10436) for cumulative volume traded $437.92.')],
    ['words that nobody knows', ofOrder('Something new')],
    ['more orders than one', ofOrder('Insufficient spot balance', 'Insufficient spot balance')],
    ['an order that stands', { status: 'ok', response: { type: 'order', data: { statuses: [{ resting: { oid: 77 } }] } } }],
    ['an answer to something else', { status: 'ok', response: { type: 'default' } }],
    ['nothing', null],
    ['a list', []],
  ])('nothing, where it says %s', (_name, body) => {
    expect(hyperliquidRefusal(200, body)).toBeNull();
  });
});

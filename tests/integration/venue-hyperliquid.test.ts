import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CcxtOrder, call, ccxtAt } from '../venue/ccxt-at.ts';
import { recoverKey } from '../venue/hyperliquid/secp256k1.ts';
import { type Packed, actionHash, addressOfKey, agentDigest, pack, signerOf } from '../venue/hyperliquid/hyperliquid-signing.ts';
import { credentialsAt } from '../venue/protocols.ts';
import { startHyperliquidVenue } from '../venue/start-venue.ts';

/** The key of the examples of Hyperliquid's own library for Python, in its tests of signing. */
const KEY = '0x0123456789012345678901234567890123456789012345678901234567890123';

const order = (fields: object): Packed => ({ type: 'order', orders: [fields as Packed], grouping: 'na' });
const GTC = { a: 1, b: true, p: '100', s: '100', r: false, t: { limit: { tif: 'Gtc' } } };

test('the hash of an action is the one of production', () => {
  const action = order({ a: 4, b: true, p: '1670.1', s: '0.0147', r: false, t: { limit: { tif: 'Ioc' } } });
  const hash = Buffer.from(actionHash(action, { nonce: 1_677_777_606_040 })).toString('hex');
  expect(hash).toBe('0fcbeda5ae3c4950a548021552a4fea2226858c4453571bf3f24ba017eac2908');
});

const PUBLISHED: readonly (readonly [string, Packed, boolean, { readonly r: string; readonly s: string; readonly v: number }])[] = [
  [
    'a number',
    { type: 'dummy', num: 100_000_000_000 },
    false,
    {
      r: '0x53749d5b30552aeb2fca34b530185976545bb22d0b3ce6f62e31be961a59298',
      s: '0x755c40ba9bf05223521753995abb2f73ab3229be8ec921f350cb447e384d8ed8',
      v: 27,
    },
  ],
  [
    'a number on the test network',
    { type: 'dummy', num: 100_000_000_000 },
    true,
    {
      r: '0x542af61ef1f429707e3c76c5293c80d01f74ef853e34b76efffcb57e574f9510',
      s: '0x17b8b32f086e8cdede991f1e2c529f5dd5297cbe8128500e00cbaf766204a613',
      v: 28,
    },
  ],
  [
    'an order',
    order(GTC),
    false,
    {
      r: '0xd65369825a9df5d80099e513cce430311d7d26ddf477f5b3a33d2806b100d78e',
      s: '0x2b54116ff64054968aa237c20ca9ff68000f977c93289157748a3162b6ea940e',
      v: 28,
    },
  ],
  [
    'an order with an id',
    order({ ...GTC, c: '0x00000000000000000000000000000001' }),
    false,
    {
      r: '0x41ae18e8239a56cacbc5dad94d45d0b747e5da11ad564077fcac71277a946e3',
      s: '0x3c61f667e747404fe7eea8f90ab0e76cc12ce60270438b2058324681a00116da',
      v: 27,
    },
  ],
  [
    'an order that waits for a price',
    order({ ...GTC, t: { trigger: { isMarket: true, triggerPx: '103', tpsl: 'sl' } } }),
    false,
    {
      r: '0x98343f2b5ae8e26bb2587daad3863bc70d8792b09af1841b6fdd530a2065a3f9',
      s: '0x6b5bb6bb0633b710aa22b721dd9dee6d083646a5f8e581a20b545be6c1feb405',
      v: 27,
    },
  ],
  [
    'a switch',
    { type: 'scheduleCancel', time: 123_456_789 },
    false,
    {
      r: '0x609cb20c737945d070716dcc696ba030e9976fcf5edad87afa7d877493109d55',
      s: '0x16c685d63b5c7a04512d73f183b3d7a00da5406ff1f8aad33f8ae2163bab758b',
      v: 28,
    },
  ],
];

test.each(PUBLISHED)('a published signature of %s is of the key that made it, and of no other', (_name, action, isTest, signature) => {
  const hash = actionHash(action, { nonce: 0 });
  expect(signerOf(agentDigest(hash, isTest), signature)).toBe(addressOfKey(KEY));
  expect(signerOf(agentDigest(hash, !isTest), signature)).not.toBe(addressOfKey(KEY));
  expect(signerOf(agentDigest(actionHash(action, { nonce: 1 }), isTest), signature)).not.toBe(addressOfKey(KEY));
  expect(signerOf(agentDigest(actionHash(action, { nonce: 0, expiresAfter: 1 }), isTest), signature)).not.toBe(addressOfKey(KEY));
});

interface Library {
  actionHash(action: unknown, vault: undefined, nonce: number, expiresAfter?: number): Uint8Array;
  signL1Action(
    action: unknown,
    nonce: number,
    vault: undefined,
    expiresAfter: number,
  ): { readonly r: string; readonly s: string; readonly v: number };
}

test('the bundled library hashes as production does, and signs what the venue finds the signer of', async () => {
  const file = join(import.meta.dirname, '..', '..', 'dist', 'main', 'venues', 'pro', 'hyperliquid.js');
  const { default: Venue } = (await import(file)) as { readonly default: new (config: object) => Library };
  const library = new Venue({ privateKey: KEY });
  const action = order({ a: 4, b: true, p: '1670.1', s: '0.0147', r: false, t: { limit: { tif: 'Ioc' } } });
  const hash = Buffer.from(library.actionHash(action, undefined, 1_677_777_606_040)).toString('hex');
  expect(hash).toBe('0fcbeda5ae3c4950a548021552a4fea2226858c4453571bf3f24ba017eac2908');
  const at = { nonce: 1_777_982_400_000, expiresAfter: 1_777_982_410_000 };
  const cancel = { type: 'cancel', cancels: [{ a: 10_107, o: 200_000_000_077 }] };
  const signature = library.signL1Action(cancel, at.nonce, undefined, at.expiresAfter);
  expect(signerOf(agentDigest(actionHash(cancel, at), false), signature)).toBe(addressOfKey(KEY));
});

test('numbers are packed in their shortest forms', () => {
  const packed = [0, 127, 128, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296].map((number) => pack(number).toString('hex'));
  expect(packed).toEqual(['00', '7f', 'cc80', 'ccff', 'cd0100', 'cdffff', 'ce00010000', 'ceffffffff', 'cf0000000100000000']);
});

test('what is no signature is nobody’s', () => {
  const digest = agentDigest(actionHash(order(GTC), { nonce: 0 }), false);
  for (const wrong of [
    { r: '0x0', s: '0x1', v: 27 },
    { r: '0x1', s: '0x0', v: 27 },
    { r: 'r', s: '0x1', v: 27 },
    { r: '0x1', s: '0x1', v: 26 },
  ])
    expect(signerOf(digest, wrong)).toBeNull();
  // No point of the curve has 5 as its first coordinate.
  expect(recoverKey(digest, { r: 5n, s: 1n, odd: false })).toBeNull();
});

test('the library as it is installed trades there, with its own words for everything', async () => {
  const started = await startHyperliquidVenue({ symbols: 2, pastMinutes: 5 });
  const { key: walletAddress, secret: privateKey } = credentialsAt('hyperliquid');
  const options = { defaultType: 'spot', fetchMarkets: { types: ['spot'] }, spotCurrencyMapping: {}, builderFee: false };
  const config = { walletAddress, privateKey, options };
  const library = await ccxtAt(started.address, { protocol: 'hyperliquid', anonymous: true, config });
  const asked = (name: string, ...args: readonly unknown[]) => call<CcxtOrder>(library, name, ...args);
  try {
    const placed = await asked('createOrder', 'BTC/USDT', 'limit', 'buy', 0.01, 59_000);
    expect(await asked('fetchOpenOrders', 'BTC/USDT')).toMatchObject([
      { id: placed.id, price: 59_000, amount: 0.01, filled: 0, side: 'buy' },
    ]);
    await asked('cancelOrder', placed.id, 'BTC/USDT');
    expect(await asked('fetchOrder', placed.id, 'BTC/USDT')).toMatchObject({ status: 'canceled', filled: 0 });
    const taken = await asked('createOrder', 'BTC/USDT', 'market', 'sell', 0.01, 60_000);
    expect(await asked('fetchOrder', taken.id, 'BTC/USDT')).toMatchObject({ status: 'closed', filled: 0.01 });
    expect(await asked('fetchMyTrades', 'BTC/USDT', 1)).toMatchObject([
      { order: taken.id, side: 'sell', amount: 0.01, takerOrMaker: 'taker' },
    ]);
    await expect(asked('createOrder', 'BTC/USDT', 'limit', 'buy', 5, 59_000)).rejects.toThrow('Insufficient spot balance');
    // What it does by itself, which is why nothing of this is used by the program.
    expect(started.venue.log.of('POST /exchange approveBuilderFee').length).toBeGreaterThan(0);
  } finally {
    await library.close();
    await started.stop();
  }
});

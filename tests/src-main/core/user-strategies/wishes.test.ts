import { describe, expect, it } from 'vitest';
import { SIM_PROFILES } from '../../../../src-main/adapters/exchange-sim/market/sim-instruments.ts';
import type { StrategyDesk } from '../../../../src-main/core/strategies/strategy.ts';
import { grantWishes, MOST_WISHES, readWishes, type UserWish } from '../../../../src-main/core/user-strategies/wishes.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';

const LIMIT = { kind: 'limit', side: 'buy', price: 10, size: 1, tag: 'a' };

describe('wishes that come from another process', () => {
  it('are read field by field, and nothing else of them is kept', () => {
    const given = [
      { kind: 'spend', amount: 5, lots: 1 },
      { kind: 'sell', size: 0.5 },
      { kind: 'enter', lots: 5 },
      { kind: 'enter', way: 'long' },
      { kind: 'enter', way: 'short' },
      { kind: 'exit' },
      { ...LIMIT, more: true },
      { ...LIMIT, side: 'sell', size: { parts: 3, more: 1 } },
      { kind: 'cancel', tag: 'a' },
      { kind: 'signal', text: 'so' },
    ];
    expect(readWishes(given)).toEqual([
      { kind: 'spend', amount: 5 },
      { kind: 'sell', size: 0.5 },
      { kind: 'enter' },
      { kind: 'enter' },
      { kind: 'enter', way: 'short' },
      { kind: 'exit' },
      LIMIT,
      { ...LIMIT, side: 'sell', size: { parts: 3 } },
      { kind: 'cancel', tag: 'a' },
      { kind: 'signal', text: 'so' },
    ]);
  });

  it.each([
    ['nothing', undefined, 'no list'],
    ['a text', 'enter', 'no list'],
    ['too many', Array.from({ length: MOST_WISHES + 1 }, () => ({ kind: 'enter' })), '65 things'],
    ['what does not exist', [{ kind: 'withdraw' }], '"withdraw"'],
    ['no wish at all', [null], 'null'],
    ['no wish but a list', [[]], 'null'],
    ['a side that is none', [{ ...LIMIT, side: 'hold' }], 'neither buy nor sell'],
    ['a price that is no number', [{ ...LIMIT, price: Number.NaN }], 'price'],
    ['a price that is null, as NaN is in JSON', [{ ...LIMIT, price: null }], 'price'],
    ['a size below zero', [{ ...LIMIT, size: -1 }], 'size'],
    ['an endless size', [{ ...LIMIT, size: Number.POSITIVE_INFINITY }], 'size'],
    ['no way in', [{ kind: 'enter', way: 'both' }], 'neither long nor short'],
    ['nothing spent', [{ kind: 'spend', amount: 0 }], 'spend what is no number'],
    ['nothing sold', [{ kind: 'sell', size: 'all' }], 'sell what is no number'],
    ['no parts', [{ ...LIMIT, size: {} }], 'parts'],
    ['half a part', [{ ...LIMIT, size: { parts: 0.5 } }], 'parts'],
    ['no part', [{ ...LIMIT, size: { parts: 0 } }], 'parts'],
    ['too many parts', [{ ...LIMIT, size: { parts: 1e6 } }], 'parts'],
    ['no tag', [{ kind: 'cancel' }], 'tag'],
    ['an empty tag', [{ ...LIMIT, tag: '' }], 'tag'],
    ['a long tag', [{ kind: 'cancel', tag: 'x'.repeat(33) }], 'tag'],
    ['an empty signal', [{ kind: 'signal', text: '' }], 'signal'],
    ['a signal that is none', [{ kind: 'signal', text: 7 }], 'signal'],
    ['a book of a signal', [{ kind: 'signal', text: 'x'.repeat(241) }], 'signal'],
  ])('are refused by name: %s', (_, given, words) => {
    expect(readWishes(given)).toContain(words);
  });
});

describe('wishes that are granted', () => {
  const instrument = new Instrument({ ...SIM_PROFILES[0]!.spec, tick: '0.5', lot: '0.01', engineLot: '0.01' }, 0);

  function granted(wishes: readonly UserWish[], working: readonly string[] = []): readonly unknown[] {
    const tags = [...working];
    const calls: unknown[] = [];
    const desk: StrategyDesk = {
      instrument,
      time: 0,
      positionLots: 0,
      outstandingLots: () => 0,
      enter: (way) => calls.push(way === 'short' ? way : 'enter'),
      exit: () => calls.push('exit'),
      capital: 0,
      canShort: false,
      ways: 'long',
      fundingRate: () => Number.NaN,
      spend: (amount) => calls.push(['spend', amount]),
      sell: (lots) => calls.push(['sell', lots]),
      limit: (...given) => {
        tags.push(given[3]);
        calls.push(['limit', ...given]);
      },
      cancel: (tag) => calls.push(['cancel', tag]),
      workingTags: () => tags,
      sizeAt: (ticks, parts) => {
        calls.push(['sizeAt', ticks, parts]);
        return 600 / parts;
      },
      signal: (code, details) => calls.push([code, details]),
    };
    grantWishes(wishes, desk);
    return calls;
  }

  it('go to the desk in whole ticks and lots, every size before the first order', () => {
    const wishes: UserWish[] = [
      { kind: 'enter' },
      { kind: 'limit', side: 'buy', price: 10.3, size: 0.129, tag: 'a' },
      { kind: 'limit', side: 'sell', price: 12, size: { parts: 3 }, tag: 'b' },
      { kind: 'cancel', tag: 'old' },
      { kind: 'exit' },
      { kind: 'enter', way: 'short' },
      { kind: 'spend', amount: 12.5 },
      { kind: 'sell', size: 0.255 },
      { kind: 'signal', text: 'so' },
    ];
    expect(granted(wishes, ['old'])).toEqual([
      ['sizeAt', 24, 3],
      'enter',
      ['limit', 'buy', 21, 12, 'a'],
      ['limit', 'sell', 24, 200, 'b'],
      ['cancel', 'old'],
      'exit',
      'short',
      ['spend', 12.5],
      ['sell', 25],
      ['strategy.says', { text: 'so' }],
    ]);
  });

  it('are said to be impossible where they are, and the rest goes on', () => {
    const order = { kind: 'limit', side: 'buy', price: 10, size: 1 } as const;
    const wishes: UserWish[] = [
      { ...order, size: 0.001, tag: 'small' },
      { ...order, size: 1e300, tag: 'huge' },
      { ...order, price: 1e300, tag: 'far' },
      { ...order, tag: 'a' },
      { ...order, tag: 'a' },
      { kind: 'cancel', tag: 'none' },
      { kind: 'sell', size: 0.001 },
      { kind: 'sell', size: 1e300 },
      { ...order, price: 0.01, tag: 'low' },
    ];
    expect(granted(wishes)).toEqual([
      ['strategy.size-unusable', { tag: 'small' }],
      ['strategy.size-unusable', { tag: 'huge' }],
      ['strategy.size-unusable', { tag: 'far' }],
      ['limit', 'buy', 20, 100, 'a'],
      ['strategy.tag-taken', { tag: 'a' }],
      ['strategy.no-such-order', { tag: 'none' }],
      ['strategy.size-unusable', { tag: 'at market' }],
      ['strategy.size-unusable', { tag: 'at market' }],
      ['limit', 'buy', 1, 100, 'low'],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { OrderIntent } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { expiryFault, validateGroup, validateIntent } from '../../../../src-main/core/risk/validate-intent.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { BTC, ETH, order, spec } from './desk-of-one.ts';

function problem(over: Partial<OrderIntent>): string {
  const checked = validateIntent(order(over), BTC);
  return checked.ok ? 'fine' : `${checked.fault.code} ${checked.fault.message}`;
}

const amount = { lots: 0, quoteAmount: Decimal.parse('100') };

describe('validateIntent', () => {
  it.each<Partial<OrderIntent>>([
    {},
    amount,
    { limitTicks: 100 },
    { limitTicks: 100, postOnly: true },
    { limitTicks: 100, timeInForce: 'fok' },
    { timeInForce: 'ioc' },
    { triggerTicks: 100 },
    { triggerTicks: 100, limitTicks: 110, reduceOnly: true },
  ])('takes %o', (over) => {
    expect(problem(over)).toBe('fine');
  });

  it.each<[Partial<OrderIntent>, string]>([
    [{ ...amount, side: 'sell' }, 'order.not-offered Selling for an amount of money is not yet offered.'],
    [{ lots: 0 }, 'size: It must be above zero.'],
    [{ lots: -1 }, 'size: It is not a whole number of lots.'],
    [{ lots: 1.5 }, 'size: It is not a whole number of lots.'],
    [{ lots: 2 ** 53 }, 'size: It is not a whole number of lots.'],
    [{ ...amount, lots: 1 }, 'size: Give a size or an amount, not both.'],
    [{ ...amount, limitTicks: 5, type: 'limit' }, 'amount: Only market orders go by amount.'],
    [{ lots: 0, quoteAmount: Decimal.ZERO }, 'amount: It must be above zero.'],
    [{ type: 'limit' }, 'price: A limit order needs a limit price.'],
    [{ type: 'stop-limit', triggerTicks: 5 }, 'price: A stop-limit order needs a limit price.'],
    [{ type: 'market', limitTicks: 5 }, 'price: A market order has no limit price.'],
    [{ type: 'stop' }, 'trigger: A stop order needs a trigger price.'],
    [{ type: 'limit', limitTicks: 5, triggerTicks: 5 }, 'trigger: A limit order has no trigger price.'],
    [{ limitTicks: -5 }, 'price: It is not a whole number of ticks above zero.'],
    [{ triggerTicks: 0.5 }, 'trigger: It is not a whole number of ticks above zero.'],
    [{ triggerTicks: 5, timeInForce: 'ioc' }, 'time in force: A stop waits for its trigger, so it works until cancelled.'],
    [{ triggerTicks: 5, timeInForce: 'fok' }, 'time in force:'],
    [{ type: 'trailing-stop' }, 'distance: A trailing stop needs its distance from the best price.'],
    [{ type: 'trailing-stop', trailTicks: 0 }, 'distance: It is not a whole number of ticks above zero.'],
    [{ type: 'trailing-stop', trailTicks: 2.5 }, 'distance: It is not a whole number of ticks above zero.'],
    [{ type: 'trailing-stop', trailTicks: 5, limitTicks: 5 }, 'price: A trailing-stop order has no limit price.'],
    [{ type: 'limit', limitTicks: 5, trailTicks: 5 }, 'distance: A limit order does not trail.'],
    [{ type: 'trailing-stop', trailTicks: 5, timeInForce: 'ioc' }, 'time in force: A stop waits for its trigger'],
    [{ type: 'take-profit' }, 'trigger: A take-profit order needs a trigger price.'],
    [{ limitTicks: 5, timeInForce: 'gtd' }, 'good till: An order that is good till a date has that date'],
    [{ limitTicks: 5, expiresAt: 5 }, 'good till: An order that is good till a date has that date'],
    [{ limitTicks: 5, timeInForce: 'gtd', expiresAt: -5 }, 'good till: It is not a date.'],
    [{ limitTicks: 5, timeInForce: 'gtd', expiresAt: 0.5 }, 'good till: It is not a date.'],
    [{ timeInForce: 'gtd', expiresAt: 5 }, 'good till: A market order does not wait.'],
    [{ postOnly: true }, 'post only: Only limit orders can rest.'],
    [{ limitTicks: 5, postOnly: true, timeInForce: 'ioc' }, 'post only: An order that must rest cannot be immediate.'],
    [{ group: { id: '', role: 'entry' } }, 'group: It has no name.'],
    [{ group: { id: 'g', role: 'entry' }, reduceOnly: true }, 'reduce only: The entry'],
    [{ group: { id: 'g', role: 'oco' } }, 'type: A leg of an OCO pair has a price.'],
    [{ ...amount, group: { id: 'g', role: 'oco' } }, 'amount: A leg has a size.'],
    [{ group: { id: 'g', role: 'stop' }, triggerTicks: 5 }, 'reduce only: The legs of a bracket only reduce.'],
    [{ group: { id: 'g', role: 'target' }, triggerTicks: 5, reduceOnly: true }, 'target: It is a limit order.'],
    [{ group: { id: 'g', role: 'stop' }, limitTicks: 5, reduceOnly: true }, 'stop: It is a stop, a stop-limit or a trailing stop.'],
  ])('refuses %o', (over, sentence) => {
    expect(problem(over)).toContain(sentence);
  });

  it('takes trailing stops, take-profits with and without a limit, and a date', () => {
    expect(problem({ type: 'trailing-stop', trailTicks: 5 })).toBe('fine');
    expect(problem({ type: 'trailing-stop', trailTicks: 5, triggerTicks: 90 })).toBe('fine');
    expect(problem({ type: 'take-profit', triggerTicks: 5 })).toBe('fine');
    expect(problem({ type: 'take-profit', triggerTicks: 5, limitTicks: 4 })).toBe('fine');
    expect(problem({ type: 'stop', triggerTicks: 5, timeInForce: 'gtd', expiresAt: 1 })).toBe('fine');
  });

  it('takes the members of groups, and an intent of its own instrument only', () => {
    expect(problem({ group: { id: 'g', role: 'entry' } })).toBe('fine');
    expect(problem({ group: { id: 'g', role: 'oco' }, limitTicks: 5 })).toBe('fine');
    expect(problem({ group: { id: 'g', role: 'target' }, limitTicks: 5, reduceOnly: true })).toBe('fine');
    expect(problem({ group: { id: 'g', role: 'stop' }, triggerTicks: 5, limitTicks: 4, reduceOnly: true })).toBe('fine');
    expect(validateIntent(order(), ETH).ok).toBe(false);
  });
});

describe('validateGroup', () => {
  const group = (role: 'entry' | 'stop' | 'target' | 'oco', id = 'g') => ({ group: { id, role } });
  const entry = (over: Partial<OrderIntent> = {}) => order({ limitTicks: 1_000, ...group('entry'), ...over });
  const stop = (over: Partial<OrderIntent> = {}) => order({ side: 'sell', triggerTicks: 900, reduceOnly: true, ...group('stop'), ...over });
  const target = (over: Partial<OrderIntent> = {}) =>
    order({ side: 'sell', limitTicks: 1_100, reduceOnly: true, ...group('target'), ...over });
  const oco = (over: Partial<OrderIntent> = {}) => order({ limitTicks: 5, ...group('oco'), ...over });

  it.each<[string, readonly OrderIntent[]]>([
    ['one order', [order()]],
    ['a bracket', [entry(), stop(), target()]],
    ['an entry alone', [entry()]],
    ['a stop and three targets', [entry(), stop(), target({ lots: 3_000 }), target({ lots: 3_000 }), target({ lots: 4_000 })]],
    [
      'a bracket with a trailing stop',
      [entry(), order({ side: 'sell', type: 'trailing-stop', trailTicks: 50, reduceOnly: true, ...group('stop') })],
    ],
    ['an entry that takes the market', [order(group('entry')), stop({ triggerTicks: 1_049 }), target({ limitTicks: 1_051 })]],
    ['an entry by amount', [order({ ...amount, ...group('entry') }), stop()]],
    [
      'a bracket of a short',
      [entry({ side: 'sell' }), stop({ side: 'buy', triggerTicks: 1_100 }), target({ side: 'buy', limitTicks: 900 })],
    ],
    ['an entry by trigger', [entry({ limitTicks: null, triggerTicks: 1_000 }), stop()]],
    ['orders that exclude each other', [oco(), oco()]],
    ['four of them', [oco(), oco(), oco(), oco()]],
  ])('takes %s', (_, intents) => {
    expect(validateGroup(intents, BTC, 1_050).ok).toBe(true);
  });

  it.each<[readonly OrderIntent[], string]>([
    [[], 'orders: There is none.'],
    [[entry(), order()], 'group: Orders placed together belong to one group.'],
    [[order(), order()], 'group: Orders placed together belong to one group.'],
    [[entry(), stop(group('stop', 'h'))], 'group: Orders placed together belong to one group.'],
    [[entry(), stop({ instrument: 1 })], 'instrument: Orders placed together trade one instrument.'],
    [[oco()], 'group: Orders that exclude each other are two to four.'],
    [[oco(), oco(), oco(), oco(), oco()], 'group: Orders that exclude each other are two to four.'],
    [[oco(), stop()], 'group: Orders that exclude each other are two to four.'],
    [[oco(), oco({ side: 'sell' })], 'side: Orders that exclude each other trade the same side.'],
    [[stop(), target()], 'group: The entry of a bracket comes first.'],
    [[entry(), entry()], 'group: A bracket has one entry'],
    [[entry(), stop(), stop()], 'group: A bracket has at most one stop and three targets.'],
    [
      [entry(), stop(), ...Array.from({ length: 4 }, () => target({ lots: 1 }))],
      'group: A bracket has at most one stop and three targets.',
    ],
    [[entry(), target({ lots: 1 }), target({ lots: 1 })], 'stop: Several targets need a stop beside them.'],
    [[entry(), stop(), target({ lots: 6_000 }), target({ lots: 4_001 })], 'targets: Together they are not larger than the entry.'],
    [[entry(), stop({ side: 'buy' })], 'side: A leg trades against its entry.'],
    [[entry(), stop({ lots: 10_001 })], 'size: A leg is not larger than its entry.'],
    [[entry(), stop({ triggerTicks: 1_000 })], 'The stop at 10.00 must lie below 10.00.'],
    [[entry(), target({ limitTicks: 999 })], 'The target at 9.99 must lie above 10.00.'],
    [[entry({ side: 'sell' }), stop({ side: 'buy', triggerTicks: 999 })], 'The stop at 9.99 must lie above 10.00.'],
  ])('refuses a group that is none (%#)', (intents, sentence) => {
    const checked = validateGroup(intents, BTC, 1_050);
    expect(checked.ok ? 'fine' : checked.fault.message).toContain(sentence);
  });

  it('holds the legs of an entry that takes the market against its price, when there is one', () => {
    const late = [order(group('entry')), stop({ triggerTicks: 1_050 })];
    const checked = validateGroup(late, BTC, 1_050);
    expect(checked.ok ? 'fine' : checked.fault.message).toBe('The stop at 10.50 must lie below 10.50.');
    expect(validateGroup(late, BTC, 0).ok).toBe(true);
  });
});

describe('expiryFault', () => {
  const NOON = 1_767_614_400_000;

  it('lets a date pass that lies ahead, and orders without one', () => {
    expect(expiryFault({ expiresAt: NOON + 1 }, NOON)).toBeNull();
    expect(expiryFault({ expiresAt: null }, NOON)).toBeNull();
  });

  it('says both times of one that has passed', () => {
    expect(expiryFault({ expiresAt: NOON }, NOON)?.message).toBe(
      'An order good till 2026-01-05T12:00:00.000Z would have ended: the market is at 2026-01-05T12:00:00.000Z.',
    );
  });

  it('takes contracts by size alone', () => {
    const contract = new Instrument(spec('BTC', { kind: 'perpetual' }), 0);
    const amount = validateIntent(order({ lots: 0, quoteAmount: Decimal.parse('100') }), contract);
    expect(amount.ok ? null : amount.fault.message).toContain('An order for an amount of money on a perpetual');
    expect(validateIntent(order({ side: 'sell' }), contract).ok).toBe(true);
  });
});

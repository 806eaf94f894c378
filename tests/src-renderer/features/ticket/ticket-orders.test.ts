import { describe, expect, test } from 'vitest';
import type { OrderRow } from '../../../../src-shared/contract/rows.ts';
import { readsShares, withMore, withoutTarget } from '../../../../src-renderer/features/ticket/bracket-fields.tsx';
import { detailOf, prepareOrder } from '../../../../src-renderer/features/ticket/order-sentence.ts';
import { inTrailUnit, steppedTrail, textOf, withText } from '../../../../src-renderer/features/ticket/price-text.ts';
import type { TicketFacts } from '../../../../src-renderer/features/ticket/ticket-facts.ts';
import { sharedLots } from '../../../../src-renderer/features/ticket/ticket-fields.ts';
import { messageOf } from '../../../../src-renderer/features/ticket/ticket-message.ts';
import { readTicket } from '../../../../src-renderer/features/ticket/ticket-model.ts';
import { orderKey } from '../../../../src-renderer/features/ticket/ticket-placing.ts';
import { closingOf } from '../../../../src-renderer/features/ticket/ticket-ways.ts';
import type { Ticket } from '../../../../src-renderer/features/ticket/use-ticket.ts';
import type { TicketDraft } from '../../../../src-renderer/state/ticket-draft.ts';
import { ACCOUNT, BTC, FORMAT, draft, facts, orders, position } from './desk-fixture.ts';

const NOW = Date.UTC(2026, 10, 21, 14, 3, 7);
const STATUS = { marketTime: NOW, recovering: false } as unknown as TicketFacts['status'];

function ticket(change: Partial<TicketDraft> = {}, rest: Partial<TicketFacts> = {}): Ticket {
  const given = facts({ status: STATUS, ...rest });
  const reading = readTicket(draft(change), given, FORMAT);
  const order = prepareOrder(reading, { instrument: BTC, format: FORMAT, mode: 'paper', account: null, now: NOW });
  return { instrument: BTC, facts: given, format: FORMAT, reading, mode: 'paper', order, change: () => undefined };
}

function detail({ reading }: Ticket): string {
  return detailOf(reading, { instrument: BTC, format: FORMAT, mode: 'paper', account: null, now: NOW });
}

const HELD = { positions: position('0.05') };
const TRAIL = { type: 'trailing-stop', side: 'sell', price: '' } as const;

describe('trailing stops', () => {
  test('the distance as price or percent, with the trigger that it means now', () => {
    const byPrice = ticket({ ...TRAIL, trail: '500' }, HELD);
    expect(byPrice.reading.trail).toMatchObject({ ticks: 50_000, triggerTicks: 9_950_000, problem: null });
    expect(byPrice.reading.trail.share?.toNumber()).toBe(0.005);
    expect(byPrice.reading.request).toMatchObject({ type: 'trailing-stop', trail: '500.00', timeInForce: 'gtc' });
    expect(byPrice.reading.request).not.toHaveProperty('trigger');
    const byPercent = ticket({ ...TRAIL, trail: '0.5', trailUnit: 'percent' }, HELD);
    expect(byPercent.reading.trail.ticks).toBe(50_000);
    expect(detail(byPercent)).toBe('trailing stop 500.00 · GTC · PAPER');
    expect(byPercent.order?.sentence).toContain('at market once the price comes back by 500.00 from its best (trigger now 99,500.00)');
    expect(ticket({ ...TRAIL, side: 'buy', trail: '500' }).reading.trail.triggerTicks).toBe(10_050_000);
  });

  test.each([
    ['', 'price', 'enter a distance', null],
    ['abc', 'price', 'not a figure', 'Trail: "abc" is not a figure above zero.'],
    ['0.005', 'price', 'between two price steps', 'Price moves in steps of 0.01.'],
    ['100', 'percent', 'not a figure', 'Trail: "100" is not a figure above zero.'],
  ] as const)('%s as %s: %s', (trail, trailUnit, reason, sentence) => {
    expect(ticket({ ...TRAIL, trail, trailUnit }, HELD).reading.block).toMatchObject({ reason, sentence });
  });

  test('the other unit keeps the distance; arrows never reach nothing', () => {
    const byPrice = ticket({ ...TRAIL, trail: '500' }, HELD);
    expect(inTrailUnit(byPrice, 'percent')).toEqual({ trailUnit: 'percent', trail: '0.5' });
    expect(inTrailUnit(ticket({ ...TRAIL, trail: '0.5', trailUnit: 'percent' }, HELD), 'price')).toEqual({
      trailUnit: 'price',
      trail: '500',
    });
    expect(inTrailUnit(ticket(TRAIL, HELD), 'percent')).toEqual({ trailUnit: 'percent', trail: '' });
    expect([steppedTrail(byPrice, 10), steppedTrail(ticket(TRAIL, HELD), -10)]).toEqual(['500.1', '0.01']);
  });
});

describe('take-profits', () => {
  test('wait on the good side of the market and sell at market there', () => {
    const order = ticket({ type: 'take-profit', side: 'sell', price: '', trigger: '101000' }, HELD);
    expect(order.reading.request).toMatchObject({ type: 'take-profit', trigger: '101000.00' });
    expect(detail(order)).toBe('take profit 101,000.00 · GTC · PAPER');
    expect(messageOf(order, null).text).toBe('Waits until 101,000.00 trades, then takes the profit at market.');
  });

  test('a trigger that would fire at once and far from the market is refused on its own side', () => {
    expect(ticket({ type: 'take-profit', side: 'sell', price: '', trigger: '90000' }, HELD).reading.block?.reason).toBe(
      'price beyond the collar',
    );
    expect(ticket({ type: 'stop', side: 'sell', price: '', trigger: '90000' }, HELD).reading.block).toBeNull();
  });
});

describe('orders until a date', () => {
  test('have it, and say it', () => {
    const order = ticket({ timeInForce: 'gtd', expiresAt: NOW + 86_400_000 });
    expect(order.reading.request).toMatchObject({ timeInForce: 'gtd', expiresAt: NOW + 86_400_000 });
    expect(detail(order)).toBe('limit 99,000.00 · GTD 22 Nov 14:03 · PAPER');
    expect(order.order?.sentence).toContain('until 22 Nov 14:03, on PAPER.');
    expect(ticket({ timeInForce: 'gtc', expiresAt: NOW + 1 }).reading.request).not.toHaveProperty('expiresAt');
    expect(ticket({ type: 'market', timeInForce: 'gtd', expiresAt: NOW + 1 }).reading.request?.timeInForce).toBe('gtc');
  });

  test.each([
    [{ expiresAt: null }, 'enter a date or time', null],
    [
      { expiresAt: null, expiryTyped: 'soon' },
      'not a date or time',
      'Until: "soon" is not understood. Use a time such as 14:30 or 21 Nov 14:30.',
    ],
    [{ expiresAt: NOW }, 'the time is over', '21 Nov 14:03 is over: it is 21 Nov 14:03 on the market.'],
  ] as const)('%j', (change, reason, sentence) => {
    const { block } = ticket({ timeInForce: 'gtd', ...change }).reading;
    expect(block).toMatchObject({ reason, sentence });
  });

  test('what is over offers a time that is not', () => {
    const way = ticket({ timeInForce: 'gtd', expiresAt: NOW }).reading.block?.ways[0];
    expect(way?.kind === 'expiry' ? ticket({ timeInForce: 'gtd', expiresAt: way.value }).reading.block : 'none').toBeNull();
  });
});

describe('several targets', () => {
  const two = [
    { price: '101000', share: '60' },
    { price: '102000', share: '30' },
  ] as const;
  const bracket = (targets: TicketDraft['targets'], size = '0.05') => ticket({ bracket: true, stop: '98000', targets, size });

  test('each takes its share; what is left is said', () => {
    const { reading, order } = bracket(two);
    expect(reading.request?.bracket).toEqual({
      stop: '98000.00',
      targets: [
        { price: '101000.00', share: 60 },
        { price: '102000.00', share: 30 },
      ],
    });
    expect(sharedLots(5_000, reading.targets)).toEqual({ each: [3_000, 1_500], rest: 500 });
    expect(order?.sentence).toContain('At the targets, 101,000.00 and 102,000.00, you gain about ');
    expect([readsShares(reading.targets), readsShares(bracket([{ price: '101000', share: '100' }]).reading.targets)]).toEqual([
      true,
      false,
    ]);
  });

  test.each([
    [[two[0], { price: '', share: '40' }], 'enter a target price', null],
    [[two[0], { price: '102000', share: '' }], 'enter a share for each target', null],
    [[{ price: '101000', share: '1.5' }], 'enter a share for each target', 'Share: "1.5" is not a whole percent from 1 to 100.'],
    [
      [two[0], { price: '102000', share: '50' }],
      'the targets take more than all',
      'The targets take 110% of the order; 100% is all of it.',
    ],
    [
      [two[0], { price: '98500', share: '30' }],
      'the target is on the wrong side',
      'The target of a buy lies above its price, here 99,000.00.',
    ],
    [[{ price: '101000.005', share: '100' }], 'between two price steps', 'Price moves in steps of 0.01.'],
  ] as const)('%j', (targets, reason, sentence) => {
    expect(bracket(targets).reading.block).toMatchObject({ reason, sentence });
  });

  test('a share that comes to less than one lot is refused', () => {
    const tiny = bracket([two[0], { price: '102000', share: '1' }], '0.00042');
    expect(tiny.reading.block).toMatchObject({ reason: 'a target takes less than one lot' });
  });

  test('one more takes the rest, or all take the same; one less gives its share back', () => {
    const { reading } = bracket(two);
    expect(withMore(two, reading.targets)).toEqual([...two, { price: '', share: '10' }]);
    const all = bracket([{ price: '101000', share: '100' }]).reading;
    expect(withMore(all.draft.targets, all.targets).map(({ share }) => share)).toEqual(['50', '50']);
    const full = bracket([two[0], { price: '102000', share: '40' }]).reading;
    expect(withoutTarget(full.draft.targets, full.targets, 1)).toEqual([{ price: '101000', share: '100' }]);
    expect(withoutTarget(two, reading.targets, 1)).toEqual([two[0]]);
  });

  test('the field of each is its own', () => {
    const { draft: typed } = bracket(two).reading;
    expect([textOf(typed, 'target1'), textOf(typed, 'target2'), textOf(typed, 'stop')]).toEqual(['102000', '', '98000']);
    expect(withText(typed, 'target1', '103000').targets).toEqual([two[0], { price: '103000', share: '30' }]);
    expect(withText(typed, 'stop', '97000')).toEqual({ stop: '97000' });
  });
});

describe('selling what protecting orders hold', () => {
  const leg = { side: 'sell', group: 'g', reduceOnly: true, size: '0.05' } as const;
  const legs = orders({ ...leg, id: 'target', role: 'target', price: '106000' }, { ...leg, id: 'stop', role: 'stop', trigger: '98000' });
  const selling = { side: 'sell', price: '101000', size: '0.05' } as const;

  test('names them and offers to close with them or to cancel them', () => {
    const { block } = ticket(selling, { ...HELD, orders: legs }).reading;
    expect(block).toEqual({
      reason: 'held by its stop and target',
      sentence: 'Not sent: the stop at 98,000.00 and the target at 106,000.00 hold the 0.05 BTC.',
      ways: [
        { kind: 'close', label: 'Close 0.05 BTC' },
        { kind: 'cancel', orders: ['stop', 'target'], label: 'Cancel stop and target' },
      ],
    });
    expect(ticket({ ...selling, reduceOnly: true }, { ...HELD, orders: legs }).reading.block?.reason).toBe('held by its stop and target');
  });

  test('more than is held is refused as before, and what they leave can be sold', () => {
    expect(ticket({ ...selling, size: '0.06' }, { ...HELD, orders: legs }).reading.block?.reason).toBe('more than is free');
    const more = { positions: position('0.07'), orders: legs };
    expect(ticket({ ...selling, size: '0.02' }, more).reading.block).toBeNull();
    expect(ticket({ ...selling, size: '0.03' }, more).reading.block?.ways[0]).toEqual({
      kind: 'size',
      value: '0.02000',
      label: 'Use 0.02 BTC',
    });
  });

  test('the closing says what it does; without a position there is none', () => {
    expect(closingOf(ticket(selling, { ...HELD, orders: legs }))).toMatchObject({
      ask: { kind: 'close', instrument: 'BTC/USD.SIM' },
      title: 'Close 0.05 BTC',
      sentence: 'Sell 0.05 BTC at market to close the position, on PAPER. Its stop and targets end with it.',
    });
    expect(closingOf(ticket())).toBeNull();
  });
});

describe('changing an open order', () => {
  const row = {
    id: '0',
    type: 'limit',
    price: '99000.00',
    size: '0.05',
    timeInForce: 'gtc',
    trigger: null,
    trail: null,
    expiresAt: null,
    amending: null,
  };
  const open = (change: Partial<OrderRow> = {}) => orders({ ...row, ...change } as Partial<OrderRow>);
  const amend = (change: Partial<TicketDraft>, of: Partial<OrderRow> = {}, rest: Partial<TicketFacts> = {}) =>
    ticket({ amending: '0', ...change }, { orders: open(of), ...rest });

  test('asks only for what differs, in the words of the change', () => {
    const order = amend({ price: '99100', size: '0.06' });
    expect(order.order).toMatchObject({
      ask: { kind: 'amend', order: '0', change: { price: '99100.00', size: '0.06000' } },
      title: 'Change to 0.06 BTC',
      line: 'Buy 0.06 BTC, limit 99,100.00',
    });
    expect(order.order?.sentence).toContain('Change Buy 0.05 BTC, limit 99,000.00 to 0.06 BTC, limit 99,100.00, on PAPER.');
    expect(messageOf(order, null).text).toBe('Now: Buy 0.05 BTC, limit 99,000.00. That holds until the venue has taken the change.');
    expect(order.reading.request).toBeNull();
    expect(amend({}).reading.block).toMatchObject({ reason: 'change a price or the size', sentence: null });
  });

  test('triggers, distances and dates', () => {
    const stop = { type: 'stop', price: null, trigger: '101000.00' } as const;
    expect(amend({ type: 'stop', price: '', trigger: '101500' }, stop).reading.change).toEqual({ trigger: '101500.00' });
    const trailing = { type: 'trailing-stop', side: 'sell', price: null, trail: '500.00', trigger: '99600.00' } as const;
    const moved = amend({ ...TRAIL, trail: '400' }, trailing, HELD);
    expect(moved.reading.change).toEqual({ trail: '400.00' });
    // Its best price was 100,100.00, whatever the market is at now.
    expect(moved.reading.trail.triggerTicks).toBe(9_970_000);
    const dated = { timeInForce: 'gtd', expiresAt: NOW + 60_000 } as const;
    expect(amend({ timeInForce: 'gtd', expiresAt: NOW + 120_000 }, dated).reading.change).toEqual({ expiresAt: NOW + 120_000 });
  });

  test('what the order holds back counts as free for its change', () => {
    const poor = { account: { ...ACCOUNT, free: '100' } };
    expect(amend({ price: '99010' }, {}, poor).reading.block).toBeNull();
    expect(amend({ size: '0.06' }, {}, poor).reading.block?.reason).toBe('more than is free');
    expect(ticket({ price: '99010' }, poor).reading.block?.reason).toBe('more than is free');
  });

  test('a leg can move while the other legs hold the same position', () => {
    const leg = { ...row, side: 'sell', group: 'g', reduceOnly: true } as const;
    const both = orders(
      { ...leg, id: '0', role: 'stop', type: 'stop', price: null, trigger: '98000.00' } as Partial<OrderRow>,
      { ...leg, id: '1', role: 'target', price: '106000.00' } as Partial<OrderRow>,
    );
    const change = { amending: '0', side: 'sell', type: 'stop', price: '', trigger: '98500', reduceOnly: true } as const;
    expect(ticket(change, { ...HELD, orders: both }).reading).toMatchObject({ block: null, change: { trigger: '98500.00' } });
  });

  test.each([
    [{ state: 'filled' }, 'this order has ended', 'Nothing to change: this order has ended.'],
    [{ state: 'in-doubt' }, 'this order is being checked', 'This order is being checked; the answer is awaited before it can be changed.'],
    [
      { amending: { price: '1', trigger: null, size: null } },
      'the change before is on its way',
      'The change before is on its way to the venue; its answer is awaited.',
    ],
    [{ filled: '0.04' }, 'smaller than what has filled', 'Of this order 0.04 BTC are filled already; it cannot become smaller than that.'],
  ] as const)('%j', (of, reason, sentence) => {
    const order = amend({ size: '0.03' }, of);
    expect(order.reading.block).toMatchObject({ reason, sentence });
    expect(order.order).toBeNull();
  });

  test('an order that is not known any more has ended', () => {
    expect(ticket({ amending: 'gone' }).reading.block?.ways).toEqual([{ kind: 'leave-amend', label: 'Leave the change' }]);
  });
});

describe('what is asked for again', () => {
  test('is known by what was typed, whatever the market does', () => {
    const byMoney = { type: 'market', price: '', size: '5000', unit: 'quote' } as const;
    const before = ticket(byMoney);
    const quotes = new Map([[BTC.id, { instrument: BTC.id, time: 0, bid: 100_499, ask: 100_500, last: 100_500 }]]);
    const after = ticket(byMoney, { quotes: quotes as unknown as TicketFacts['quotes'] });
    expect(after.reading.lots).not.toBe(before.reading.lots);
    expect(after.order?.key).toBe(before.order?.key);
    expect(orderKey(draft({ size: '0.06' }))).not.toBe(orderKey(draft()));
  });
});

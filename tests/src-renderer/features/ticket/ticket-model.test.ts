import { describe, expect, test } from 'vitest';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { prepareOrder, detailOf } from '../../../../src-renderer/features/ticket/order-sentence.ts';
import { messageOf } from '../../../../src-renderer/features/ticket/ticket-message.ts';
import { readTicket } from '../../../../src-renderer/features/ticket/ticket-model.ts';
import { heldLots, outstandingLots } from '../../../../src-renderer/features/ticket/ticket-facts.ts';
import type { TicketFacts } from '../../../../src-renderer/features/ticket/ticket-facts.ts';
import { inUnit, shownSize, steppedSize, withShare } from '../../../../src-renderer/features/ticket/size-fields.tsx';
import { steppedPrice } from '../../../../src-renderer/features/ticket/price-text.ts';
import { costRows } from '../../../../src-renderer/features/ticket/cost-block.tsx';
import type { Ticket } from '../../../../src-renderer/features/ticket/use-ticket.ts';
import { figureText, typedValue } from '../../../../src-renderer/features/ticket/use-typed-figure.ts';
import type { TicketDraft } from '../../../../src-renderer/state/ticket-draft.ts';
import { ACCOUNT, BTC, FORMAT, draft, facts, orders, position, risk } from './desk-fixture.ts';

function ticket(change: Partial<TicketDraft> = {}, rest: Partial<TicketFacts> = {}): Ticket {
  const given = facts(rest);
  const reading = readTicket(draft(change), given, FORMAT);
  const order = prepareOrder(reading, { instrument: BTC, format: FORMAT, mode: 'paper', account: null, now: 0 });
  return { instrument: BTC, facts: given, format: FORMAT, reading, mode: 'paper', order, change: () => undefined };
}

describe('sizes', () => {
  test.each([
    ['base', '0.05', 5_000],
    ['base', '0.050009', 5_000],
    ['quote', '4950', 5_000],
    ['quote', '4950.98', 5_000],
    ['quote', '4949.99', 4_999],
    // 99,000 x 1.001 = 99,099 a unit; 5,000 of 100,000 buy 0.0504545...
    ['free', '5', 5_045],
    ['free', '100', 100_909],
  ] as const)('%s %s is %i lots', (unit, size, lots) => {
    expect(ticket({ unit, size }).reading.lots).toBe(lots);
  });

  test('percent of free counts what may be sold when selling', () => {
    const held = { positions: position('0.3'), orders: orders({ side: 'sell', size: '0.1' }) };
    expect(ticket({ side: 'sell', unit: 'free', size: '50', price: '101000' }, held).reading.lots).toBe(10_000);
    expect(ticket({ side: 'sell', unit: 'free', size: '100', price: '101000' }, held).reading.lots).toBe(20_000);
  });

  test('risk needs a stop and says so; with one it is what is lost there with the costs', () => {
    const without = ticket({ unit: 'risk', size: '0.1' }).reading;
    expect(without.block?.sentence).toBe('A size by risk needs a stop: the loss there is what it is counted from.');
    const { lots, estimate, request } = ticket({ unit: 'risk', size: '0.1', bracket: true, stop: '98000' }).reading;
    // Without costs 100 / 1,000 = 0.1 BTC; half a spread of 0.50, 1 bp and fees of 79.20 and 97.99 come on top.
    expect(lots).toBe(Math.floor(100 / (99_000 - 97_989.7 + 79.2 + 97.9897) / 0.00001));
    expect(estimate?.worstLoss?.toNumber()).toBeLessThanOrEqual(100);
    expect(request?.bracket).toEqual({ stop: '98000.00', targets: [] });
  });

  test('another unit keeps the amount, there and back', () => {
    let current = ticket({ size: '0.12345', bracket: true, stop: '98000' });
    for (const unit of ['quote', 'free', 'risk', 'base'] as const) {
      current = ticket({ bracket: true, stop: '98000', ...inUnit(current, unit) });
      expect([unit, current.reading.lots]).toEqual([unit, 12_345]);
      expect(shownSize(current)).not.toBe('');
    }
    expect(shownSize(current)).toBe('0.12345');
    expect(shownSize(ticket({ ...inUnit(ticket({ size: '0.12345' }), 'quote') }))).toBe('12221.55');
  });

  test('the slider takes a share of what is free in the unit there is, never more than all', () => {
    const half = ticket(withShare(ticket({ size: '' }), 50));
    expect(half.reading.lots).toBe(50_454);
    const all = ticket({ ...withShare(ticket({ size: '' }), 100) }, { risk: risk({ maxOrderNotional: null, maxPositionNotional: null }) });
    expect(all.reading.block).toBeNull();
    expect(all.reading.percentOfFree?.toNumber()).toBeLessThanOrEqual(100);
  });

  test('arrows step by lots and ticks', () => {
    expect(steppedSize(ticket(), 1)).toEqual({ size: '0.05001', heldLots: null });
    expect(steppedSize(ticket(), -10)).toEqual({ size: '0.0499', heldLots: null });
    expect(steppedSize(ticket({ size: '' }), -1)).toEqual({ size: '0', heldLots: null });
    expect(steppedPrice(ticket(), 'price', 10)).toBe('99000.10');
    expect(steppedPrice(ticket({ price: '99000.005' }), 'price', 1)).toBe('99000.01');
    expect(steppedPrice(ticket({ price: '99000.005' }), 'price', -1)).toBe('99000.00');
    expect(steppedPrice(ticket({ price: '' }), 'price', 1)).toBe('99999.00');
    expect(steppedPrice(ticket({ price: '0.01' }), 'price', -1)).toBe('0.01');
  });

  test('fields show what was typed and keep what is no figure', () => {
    expect([typedValue('104.2k', FORMAT), typedValue(' 1 000,5 ', FORMAT), typedValue('abc', FORMAT), typedValue('  ', FORMAT)]).toEqual([
      '104200',
      '1000.5',
      'abc',
      '',
    ]);
    expect([figureText('104231.5', 2, FORMAT), figureText('104231.505', 2, FORMAT), figureText('abc', 2, FORMAT)]).toEqual([
      '104,231.50',
      '104,231.505',
      'abc',
    ]);
  });
});

describe('what is asked for', () => {
  test('what is sent lies on tick and lot', () => {
    expect(ticket({ size: '0.0500099' }).reading.request).toEqual({
      instrument: 'BTC/USD.SIM',
      side: 'buy',
      type: 'limit',
      quantity: { base: '0.05000' },
      price: '99000.00',
      timeInForce: 'gtc',
      postOnly: false,
      reduceOnly: false,
    });
  });

  test('fields of other types and conditions that exclude each other fall away', () => {
    const stop = ticket({ type: 'stop', trigger: '101000', timeInForce: 'ioc', postOnly: true }).reading.request;
    expect(stop).toMatchObject({ type: 'stop', trigger: '101000.00', timeInForce: 'gtc', postOnly: false });
    expect(stop).not.toHaveProperty('price');
    expect(ticket({ bracket: true, stop: '98000', reduceOnly: true }).reading.request).toMatchObject({
      reduceOnly: false,
      bracket: { stop: '98000.00', targets: [] },
    });
  });

  test.each([
    [
      {},
      'Buy 0.05 BTC',
      'limit 99,000.00 · GTC · PAPER',
      'Buy 0.05 BTC at 99,000.00 or lower, until cancelled, on PAPER. Fee about 3.96 USD. No stop: loss up to 4,953.96 USD, 4.95% of equity.',
    ],
    [{ type: 'market' }, 'Buy 0.05 BTC', 'market · PAPER', 'Buy 0.05 BTC at market, about 100,010.00, on PAPER.'],
    [
      { bracket: true, stop: '98000' },
      'Buy 0.05 BTC',
      'limit 99,000.00 · stop 98,000.00 · PAPER',
      'At the stop, 98,000.00, you lose about 59.38 USD, 0.06% of equity.',
    ],
    [{ postOnly: true }, 'Buy 0.05 BTC', 'limit 99,000.00 · GTC · post only · PAPER', 'Post only.'],
    [{ timeInForce: 'fok' }, 'Buy 0.05 BTC', 'limit 99,000.00 · FOK · PAPER', 'at once and whole or not at all'],
    [{ type: 'stop', trigger: '101000' }, 'Buy 0.05 BTC', 'stop 101,000.00 · GTC · PAPER', 'at market once 101,000.00 trades'],
    [
      { type: 'stop-limit', trigger: '101000', price: '101100' },
      'Buy 0.05 BTC',
      'stop 101,000.00 limit 101,100.00 · GTC · PAPER',
      'at 101,100.00 or lower once 101,000.00 trades',
    ],
  ] as const)('button and question say the same order: %j', (change, title, detail, sentence) => {
    const { reading, order } = ticket(change);
    expect(order?.title).toBe(title);
    expect(order?.sentence.startsWith(title)).toBe(true);
    expect(detailOf(reading, { instrument: BTC, format: FORMAT, mode: 'paper', account: null, now: 0 })).toBe(detail);
    expect(order?.sentence).toContain(sentence);
  });

  test('the cost block has seven lines, with and without figures', () => {
    expect(costRows(ticket())).toHaveLength(7);
    expect(costRows(ticket({ price: '' }))).toHaveLength(7);
    expect(
      costRows(ticket())
        .map(({ figure }) => figure)
        .slice(0, 4),
    ).toEqual(['4,950.00', '3.96', '0.00', '4,953.96']);
  });
});

describe('what keeps an order from being sent', () => {
  const use = (label: string) => ({ label });
  test.each([
    [{ price: '' }, {}, 'enter a price', null, []],
    [{ size: '' }, {}, 'enter a size', null, []],
    [{ price: 'abc' }, {}, 'not a figure', 'Price: "abc" is not a figure above zero.', []],
    [{ size: '-1' }, {}, 'not a figure', 'Size: "-1" is not a figure above zero.', []],
    [{ size: '0.000001' }, {}, 'smaller than one lot', 'Size moves in steps of 0.00001 BTC; this is less than one.', []],
    [{ price: '99000.005' }, {}, 'between two price steps', 'Price moves in steps of 0.01.', [use('Use 99,000.01')]],
    [{ type: 'stop' }, {}, 'enter a trigger price', null, []],
    [{ bracket: true }, {}, 'enter a stop price', null, []],
    [{ bracket: true, stop: '99000' }, {}, 'the stop is on the wrong side', 'The stop of a buy lies below its price, here 99,000.00.', []],
    [
      { bracket: true, stop: '98000', targets: [{ price: '98500', share: '100' }] },
      {},
      'the target is on the wrong side',
      'The target of a buy lies above its price, here 99,000.00.',
      [],
    ],
    [
      { postOnly: true, price: '100000' },
      {},
      'post only, would take at once',
      'Post only: at 100,000.00 the order would take at once.',
      [use('Use 99,999.99')],
    ],
    [
      { size: '0.0001' },
      {},
      'under the smallest order',
      'Not sent: smallest order is 10.00 USD; this one is worth 9.90 USD.',
      [use('Use 0.00011 BTC')],
    ],
    [
      { size: '0.3' },
      {},
      'over the order limit',
      'Not sent: the order is worth 29,700.00 USD; your limit is 25,000.00.',
      [use('Use 0.25252 BTC'), use('Limits')],
    ],
    [
      { size: '0.2' },
      { positions: position('0.15') },
      'over the BTC position limit',
      'Not sent: BTC/USD would reach 35,000.00 USD; your limit is 30,000.00.',
      [use('Use 0.15 BTC'), use('Limits')],
    ],
    [
      {},
      { account: { ...ACCOUNT, free: '1000' } },
      'more than is free',
      'Not sent: this order needs 4,954.95 USD with fee; free are 1,000.00.',
      [use('Use 0.01009 BTC')],
    ],
    [
      { side: 'sell', price: '101000' },
      { positions: position('0.02') },
      'more than is free',
      'Not sent: this order sells 0.05 BTC; free are 0.02.',
      [use('Use 0.02 BTC')],
    ],
    [
      { reduceOnly: true },
      {},
      'reduce only, would open',
      'Not sent: reduce only, and in the worst case this order would open or turn a position of BTC/USD.',
      [],
    ],
    [
      { price: '106000' },
      {},
      'price beyond the collar',
      'Not sent: 106,000.00 is 6.00% away from the market; the collar is 5.00%. Highest price that passes: 105,000.00.',
      [use('Use 105,000.00'), use('Limits')],
    ],
    [
      {},
      { staleMs: 12_000 },
      'waits for a price under 5 s old',
      'Not sent: the last price is 12 s old; orders need one under 5 s. Waiting for data.',
      [],
    ],
    [
      {},
      { bookStaleMs: 3_000 },
      'the book is not known',
      'Not sent: the order book of BTC/USD has not been known for 3 s. It is asked for anew; closing still works.',
      [],
    ],
    [
      { price: '' },
      { bookStaleMs: 3_000 },
      'the book is not known',
      'Not sent: the order book of BTC/USD has not been known for 3 s. It is asked for anew; closing still works.',
      [],
    ],
    [
      { price: '' },
      { staleMs: 12_000 },
      'waits for a price under 5 s old',
      'Not sent: the last price is 12 s old; orders need one under 5 s. Waiting for data.',
      [],
    ],
    [
      {},
      { risk: risk({}, 'HALTED') },
      'trading is HALTED',
      'Trading is HALTED since 00:00 by the kill switch. Cancelling and closing still work.',
      [use('Review and start again')],
    ],
    [
      {},
      { account: { ...ACCOUNT, openOrders: 50 } },
      'over the limit of open orders',
      'Not sent: 51 orders would be open; your limit is 50.',
      [use('Limits')],
    ],
    [
      {},
      { account: { ...ACCOUNT, dayPnl: '-5000' } },
      'over the daily loss limit',
      "Not sent: today's loss is 5,000.00 USD; the daily limit is 5,000.00. Closing still works; new positions are possible again from 00:00 UTC.",
      [use('Limits')],
    ],
    [
      {},
      { account: { ...ACCOUNT, drawdown: 0.2 } },
      'over the drawdown limit',
      'Not sent: equity is 20.00% below its peak; your limit is 20.00%. Closing still works.',
      [use('Limits')],
    ],
    [
      {},
      { risk: risk({ allowedInstruments: [] }) },
      'not an allowed instrument',
      'Not sent: BTC/USD is not among your allowed instruments.',
      [use('Limits')],
    ],
    [{}, { quotes: new Map() }, 'no price yet', 'Not sent: BTC/USD has no price yet, so the order cannot be valued.', []],
    [{}, { account: null }, 'not connected yet', null, []],
  ] as const)('%j with %j', (...[change, rest, reason, sentence, ways]) => {
    const given = ticket(change, rest);
    expect(given.order).toBeNull();
    expect(given.reading.block).toMatchObject({ reason, sentence, ways });
    expect(given.reading.block?.ways).toHaveLength(ways.length);
    expect(messageOf(given, null).text).toBe(sentence ?? '');
  });

  test('every size that is offered passes', () => {
    for (const size of ['0.3', '5', '0.0001']) {
      const way = ticket({ size }).reading.block?.ways.find(({ kind }) => kind === 'size');
      expect(way?.kind === 'size' ? ticket({ size: way.value }).reading.block : 'none').toBeNull();
    }
  });

  test('closing stays possible while HALTED, with stale prices and beyond every limit', () => {
    const closing = { side: 'sell', type: 'market', size: '0.5' } as const;
    const worst = {
      positions: position('0.5'),
      risk: risk({ maxOrderNotional: '1', maxPositionNotional: '1' }, 'HALTED'),
      staleMs: 60_000,
      bookStaleMs: 60_000,
    };
    expect(ticket(closing, worst).reading.block).toBeNull();
    expect(ticket({ ...closing, size: '0.50001' }, worst).reading.block?.reason).toBe('trading is HALTED');
  });
});

describe('what is outstanding', () => {
  test('legs sleep until their entry fills, and of one group the largest counts', () => {
    const group = { group: 'g', reduceOnly: true, side: 'sell', size: '0.2' } as const;
    const bracket = (filled: string, state: 'acknowledged' | 'filled') =>
      orders({ group: 'g', role: 'entry', size: '0.2', filled, state }, { ...group, role: 'stop' }, { ...group, role: 'target' });
    expect(outstandingLots(bracket('0', 'acknowledged'), BTC, 'sell')).toBe(0);
    expect(outstandingLots(bracket('0', 'acknowledged'), BTC, 'buy')).toBe(20_000);
    expect(outstandingLots(bracket('0.2', 'filled'), BTC, 'sell')).toBe(20_000);
    expect(outstandingLots(bracket('0.2', 'filled'), BTC, 'sell', true)).toBe(0);
    expect(outstandingLots(bracket('0.2', 'filled'), BTC, 'buy')).toBe(0);
  });

  test('parts that filled no longer count', () => {
    expect(outstandingLots(orders({ size: '0.2', filled: '0.05' }), BTC, 'buy')).toBe(15_000);
    expect(heldLots({ positions: position('-0.2') }, BTC)).toBe(-20_000);
  });
});

describe('a market order', () => {
  const at = (venue: string, mode: Ticket['mode']): string => {
    const instrument = new Instrument({ ...BTC.spec, venue: venue as typeof BTC.spec.venue }, 0);
    return messageOf({ ...ticket({ type: 'market', price: '' }), instrument, mode }, null).text;
  };

  test('fills at the best prices there are, and where a venue has none of its kind the bound is said', () => {
    expect(at('KRAKEN', 'live')).toBe('Fills at once as taker, at the best prices there are.');
    expect(at('HYPERLIQUID', 'paper')).toBe('Fills at once as taker, at the best prices there are.');
    const bound = 'Fills at once as taker: the venue gets a limit 5.00% beyond the best price at most, and what is not filled there ends.';
    expect([at('HYPERLIQUID', 'live'), at('HYPERLIQUID', 'testnet')]).toEqual([bound, bound]);
  });
});

describe('a price of too many figures', () => {
  test('is between two steps, the next of which is offered, also where an order waits for it', () => {
    const figures = new Instrument({ ...BTC.spec, priceFigures: 5 }, 0);
    const at = (change: Partial<TicketDraft>) => {
      const given = facts({ instrument: figures });
      return readTicket(draft(change), given, FORMAT).block;
    };
    expect(at({ price: '99000.51' })).toMatchObject({
      reason: 'between two price steps',
      sentence: 'Price moves in steps of 1.',
      ways: [{ kind: 'price', field: 'price', value: '99001.00' }],
    });
    expect(at({ price: '99000' })).toBeNull();
    expect(at({ type: 'stop', price: '', trigger: '100500.25' })).toMatchObject({
      reason: 'between two price steps',
      ways: [{ kind: 'price', field: 'trigger', value: '100500.00' }],
    });
    expect(at({ type: 'stop', price: '', trigger: '100500' })).toBeNull();
  });
});

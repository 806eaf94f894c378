import { afterEach, describe, expect, test } from 'vitest';
import type { OrderTerms } from '../../src-shared/domain/order.ts';
import { InvariantError } from '../../src-shared/kernel/result.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import type { AmendmentState, LedgerRecord } from '../../src-main/ports/ledger.ts';
import { LEDGERS, removeLedgers } from '../support/every-ledger.ts';
import { Desk, INSTRUMENTS, SCOPE, START, batch, order, orderId } from '../support/ledger-kit.ts';

afterEach(removeLedgers);

describe.each(LEDGERS)('amendments in a ledger %s', (_, open) => {
  const terms: OrderTerms = { lots: 900_000, limitTicks: 9_990_000, triggerTicks: null, trailTicks: null, expiresAt: null };
  const amendment = (number: number, state: AmendmentState, over: Partial<OrderTerms> = {}, order = 1): LedgerRecord => ({
    kind: 'amendment',
    order: orderId(order),
    number,
    state,
    terms: { ...terms, ...over },
    reason: state === 'refused' ? 'funds' : null,
    time: utcMs(START + number),
  });

  test('knows the one that is asked for and since when, while the old terms hold', async () => {
    const ledger = await open();
    ledger.commit(batch([{ kind: 'order', order: order(1) }, amendment(1, 'asked')]));
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).openOrders).toMatchObject([
      { order: order(1), amendments: 1, pending: { terms, since: START + 1 } },
    ]);
  });

  test('has the present terms of one that was taken, and the old ones of one that was not', async () => {
    const ledger = await open();
    ledger.commit(batch([{ kind: 'order', order: order(1) }, amendment(1, 'asked'), amendment(1, 'amended')]));
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).openOrders).toMatchObject([
      { order: { ...order(1), ...terms }, amendments: 1, pending: null },
    ]);
    ledger.commit(batch([amendment(2, 'asked', { lots: 5 })]));
    ledger.commit(batch([amendment(2, 'refused', { lots: 5 })]));
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).openOrders).toMatchObject([
      { order: { ...order(1), ...terms }, amendments: 2, pending: null },
    ]);
    ledger.commit(batch([amendment(3, 'asked', { lots: 7, limitTicks: 1 }), amendment(3, 'amended', { lots: 7, limitTicks: 2 })]));
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).openOrders).toMatchObject([{ order: { lots: 7, limitTicks: 2 }, amendments: 3 }]);
  });

  test('keeps distance, trigger and date', async () => {
    const ledger = await open();
    const trailing = order(1, { type: 'trailing-stop', limitTicks: null, trailTicks: 50, timeInForce: 'gtd', expiresAt: START + 99 });
    ledger.commit(batch([{ kind: 'order', order: trailing }]));
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).openOrders).toMatchObject([{ order: trailing }]);
    const moved = { limitTicks: null, triggerTicks: 8_000_000, trailTicks: 70, expiresAt: START + 500 };
    ledger.commit(batch([amendment(1, 'asked', moved), amendment(1, 'amended', moved)]));
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).openOrders).toMatchObject([{ order: { ...trailing, ...terms, ...moved } }]);
  });

  test('says what a group came to, and how large the largest leg was that has ended, by its newest terms', async () => {
    const ledger = await open();
    const desk = new Desk();
    const legs = (['entry', 'stop', 'target', 'target'] as const).map((role, place) =>
      order(1 + place, { side: role === 'entry' ? 'buy' : 'sell', lots: 1_000, group: { id: 'g', role } }),
    );
    ledger.commit(batch(legs.map((leg) => ({ kind: 'order', order: leg }))));
    const filled = (number: number, lots: number): LedgerRecord => ({
      kind: 'order-state',
      order: orderId(number),
      state: 'filled',
      filledLots: lots,
      reason: null,
      time: utcMs(START),
    });
    ledger.commit(batch([desk.fill({ id: 'a', order: 1, lots: 1_000 }), filled(1, 1_000), amendment(1, 'asked', { lots: 400 }, 3)]));
    ledger.commit(
      batch([amendment(1, 'amended', { lots: 400 }, 3), desk.fill({ id: 'b', order: 3, side: 'sell', lots: 400 }), filled(3, 400)]),
    );
    const group = { entryLots: 1_000, legLots: 400, endedLots: 400 };
    expect(ledger.snapshot(SCOPE, INSTRUMENTS).openOrders).toMatchObject([{ group }, { group }]);
  });

  test('refuses one of an order that was never recorded', async () => {
    const ledger = await open();
    expect(() => ledger.commit(batch([amendment(1, 'asked', {}, 99)]))).toThrow(InvariantError);
  });
});

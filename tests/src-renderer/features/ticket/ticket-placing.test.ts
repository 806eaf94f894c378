import { ORPCError } from '@orpc/client';
import { describe, expect, test, vi } from 'vitest';
import type { PlaceOutcome } from '../../../../src-shared/contract/orders.ts';
import { keepSettings } from '../../../../src-renderer/app/settings/kept-settings.ts';
import { createTicketPlacing, useTicketPlacing } from '../../../../src-renderer/features/ticket/ticket-placing.ts';
import type { Ask, PreparedOrder } from '../../../../src-renderer/features/ticket/ticket-placing.ts';
import { useAnnouncements } from '../../../../src-renderer/ui/live-regions.tsx';

const REQUEST = {
  instrument: 'BTC/USD.SIM',
  side: 'buy',
  type: 'limit',
  quantity: { base: '0.05' },
  price: '99000',
  timeInForce: 'gtc',
  postOnly: false,
  reduceOnly: false,
} as const;
const ORDER: PreparedOrder = {
  ask: { kind: 'place', order: REQUEST },
  key: 'one',
  side: 'buy',
  mode: 'paper',
  title: 'Buy 0.05 BTC',
  line: 'Buy 0.05 BTC, limit 99,000.00',
  sentence: 'Buy 0.05 BTC …',
};
const OTHER: PreparedOrder = { ...ORDER, key: 'other', ask: { kind: 'place', order: { ...REQUEST, price: '99001' } } };

/** A store over a main that answers when it is told to. */
function placing(askOnPaper = false) {
  const clock = { now: 10_000 };
  const amendments = { count: 0 };
  const sent: {
    readonly command: string;
    readonly ask: Ask;
    readonly settle: (outcome: PlaceOutcome) => void;
    readonly fail: (thrown: unknown) => void;
  }[] = [];
  const store = createTicketPlacing({
    now: () => clock.now,
    place: () => (command, ask) =>
      new Promise((settle, fail) => {
        sent.push({ command, ask, settle, fail });
      }),
    amended: () => {
      amendments.count += 1;
    },
  });
  store.getState().setAskOnPaper(askOnPaper);
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
  return { store, sent, clock, settled, amendments, press: (order: PreparedOrder) => store.getState().press(order) };
}

describe('sending', () => {
  test('no second press within 500 ms, nor before the first is recorded', async () => {
    const { sent, clock, press, settled } = placing();
    press(ORDER);
    press(ORDER);
    clock.now += 10_000;
    press(OTHER);
    expect(sent).toHaveLength(1);
    sent[0]?.settle({ outcome: 'recorded', orders: ['o1'] });
    await settled();
    press(OTHER);
    expect(sent).toHaveLength(2);
    expect(sent[1]?.command).not.toBe(sent[0]?.command);
  });

  test('a press within 500 ms of an answered one does nothing', async () => {
    const { sent, clock, press, settled } = placing();
    press(ORDER);
    sent[0]?.settle({ outcome: 'recorded', orders: ['o1'] });
    await settled();
    clock.now += 499;
    press(OTHER);
    expect(sent).toHaveLength(1);
    clock.now += 1;
    press(OTHER);
    expect(sent).toHaveLength(2);
  });

  test('the same order within 5 s asks, another one does not', async () => {
    const { store, sent, clock, press, settled } = placing();
    press(ORDER);
    sent[0]?.settle({ outcome: 'recorded', orders: ['o1'] });
    await settled();
    clock.now += 4_999;
    press(ORDER);
    expect(store.getState().asking?.why).toBe('same');
    store.getState().back();
    expect(sent).toHaveLength(1);
    clock.now += 1_000;
    press(ORDER);
    expect(store.getState().asking).toBeNull();
    expect(sent).toHaveLength(2);
  });

  test('paper asks the first time and until it is told not to', async () => {
    const { store, sent, clock, press, settled } = placing(true);
    press(ORDER);
    expect(sent).toHaveLength(0);
    expect(store.getState().asking).toMatchObject({ why: 'mode', order: { title: 'Buy 0.05 BTC' } });
    store.getState().confirm(true);
    expect(sent).toHaveLength(1);
    sent[0]?.settle({ outcome: 'recorded', orders: ['o1'] });
    await settled();
    clock.now += 1_000;
    press(OTHER);
    expect(sent).toHaveLength(2);
    expect(store.getState().askOnPaper).toBe(false);
  });

  test('live always asks', () => {
    const { store, sent, press } = placing(false);
    press({ ...ORDER, mode: 'live' });
    expect(sent).toHaveLength(0);
    expect(store.getState().asking?.why).toBe('mode');
  });

  test('a refusal stays with its numbers and is announced; the order may be pressed again', async () => {
    const { store, sent, clock, press, settled } = placing();
    press(ORDER);
    sent[0]?.settle({
      outcome: 'refused',
      code: 'risk.order-rate',
      message: 'Not sent: 61 orders within 60 s; your limit is 60.',
      details: { limit: 60 },
    });
    await settled();
    expect(store.getState().answer).toMatchObject({ kind: 'refused', code: 'risk.order-rate', details: { limit: 60 } });
    expect(useAnnouncements.getState().urgent.text).toBe('Not sent: 61 orders within 60 s; your limit is 60.');
    clock.now += 600;
    press(ORDER);
    expect(store.getState().asking).toBeNull();
    expect(sent).toHaveLength(2);
    expect(sent[1]?.command).not.toBe(sent[0]?.command);
  });

  test('without an answer the same order goes again under the same id, another one under its own', async () => {
    const { store, sent, clock, press, settled } = placing();
    press(ORDER);
    sent[0]?.fail(new DOMException('gone', 'AbortError'));
    await settled();
    expect(store.getState().answer?.kind).toBe('unanswered');
    clock.now += 600;
    press(ORDER);
    expect(sent[1]?.command).toBe(sent[0]?.command);
    sent[1]?.fail(new Error('gone'));
    await settled();
    clock.now += 600;
    press(OTHER);
    expect(sent[2]?.command).not.toBe(sent[0]?.command);
  });

  test('a retry that main knows already stands once', async () => {
    const { store, sent, press, settled } = placing();
    press(ORDER);
    const data = { code: 'order.duplicate-command', message: '', details: {}, correlationId: 'c' };
    sent[0]?.fail(new ORPCError('order.duplicate-command', { data }));
    await settled();
    expect(store.getState().answer?.kind).toBe('recorded');
  });

  test('while the window is not connected nothing is sent', () => {
    const store = createTicketPlacing({ now: () => 0, place: () => null, amended: () => undefined });
    store.getState().setAskOnPaper(false);
    store.getState().press(ORDER);
    expect(store.getState().sending).toBeNull();
  });

  test('a change that was recorded frees the ticket, a refused one does not', async () => {
    const { sent, amendments, clock, press, settled } = placing();
    const change: PreparedOrder = { ...ORDER, key: 'change', ask: { kind: 'amend', order: 'o1', change: { price: '99001' } } };
    press(change);
    sent[0]?.settle({ outcome: 'refused', code: 'order.closed', message: 'Order o1 is already filled.', details: {} });
    await settled();
    expect(amendments.count).toBe(0);
    clock.now += 600;
    press(change);
    sent[1]?.settle({ outcome: 'recorded', orders: [] });
    await settled();
    expect(amendments.count).toBe(1);
    expect(sent[1]?.ask).toEqual(change.ask);
  });

  test('back leaves the order unsent and asks again the next time', () => {
    const { store, sent, clock, press } = placing(true);
    press(ORDER);
    store.getState().back();
    clock.now += 600;
    press(ORDER);
    expect(sent).toHaveLength(0);
    expect(store.getState().asking?.why).toBe('mode');
  });
});

describe('not asking again on paper', () => {
  test('is kept over a restart', async () => {
    const kept = new Map<string, string>();
    const settings = {
      load: (key: string) => Promise.resolve(kept.get(key) ?? null),
      save: (key: string, value: string | null) => {
        if (value !== null) kept.set(key, value);
      },
    };
    vi.useFakeTimers();
    const stop = await keepSettings(settings);
    useTicketPlacing.getState().setAskOnPaper(false);
    vi.advanceTimersByTime(1_000);
    stop();
    vi.useRealTimers();
    useTicketPlacing.getState().setAskOnPaper(true);
    const stopAgain = await keepSettings(settings);
    expect(useTicketPlacing.getState().askOnPaper).toBe(false);
    stopAgain();
    useTicketPlacing.getState().setAskOnPaper(true);
  });
});

import type { KeyboardEvent } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetPointer, notePointer, pointerPrice } from '../../../../src-renderer/features/chart/chart-pointer.ts';
import { usePendingLine } from '../../../../src-renderer/features/chart/pending-line.ts';
import { pendingKey, tradingKey } from '../../../../src-renderer/features/chart/trading-key-map.ts';
import { useDesk } from '../../../../src-renderer/state/desk-store.ts';
import { useSendRequests } from '../../../../src-renderer/state/send-request.ts';
import { useShownDesk } from '../../../../src-renderer/state/shown-desk.ts';
import { EMPTY_DRAFT, useTicketDraft } from '../../../../src-renderer/state/ticket-draft.ts';
import { useKeyMap } from '../../../../src-renderer/ui/key-map.ts';
import { useAnnouncements } from '../../../../src-renderer/ui/live-regions.tsx';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { InstrumentSpec } from '../../../../src-shared/domain/instrument.ts';

const BTC = new Instrument(
  {
    ...{ id: 'BTC/USD.SIM', symbol: 'BTC/USD', name: 'Bitcoin', venue: 'SIM', kind: 'spot', base: 'BTC', quote: 'USD', settle: 'USD' },
    ...{ tick: '0.01', lot: '0.00001', engineLot: '0.00001', multiplier: '1', minNotional: '10', makerFee: '0.0008', takerFee: '0.001' },
    ...{ halfSpreadBps: 0.1, validFrom: 0 },
  } as unknown as InstrumentSpec,
  0,
);

let pointer: number | null;

function press(key: string, more: Partial<KeyboardEvent> = {}): boolean {
  const event = { key, code: '', ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, repeat: false, ...more } as KeyboardEvent;
  return pendingKey(event, BTC) || tradingKey(event, BTC, { wordsOf: () => undefined, here: () => pointer });
}

const shift = (key: string, more: Partial<KeyboardEvent> = {}): boolean => press(key, { shiftKey: true, ...more });
const ticket = () => {
  const { side, type, price, trigger, size } = useTicketDraft.getState();
  return { side, type, at: type === 'stop' ? trigger : price, size };
};
const sent = (): number => useSendRequests.getState().serial;
const urgent = (): string => useAnnouncements.getState().urgent.text;

function trades(book: string): void {
  const quote = { instrument: BTC.id, bid: 104_230.5, ask: 104_231.5, last: 104_231 };
  useShownDesk.setState({ ...useDesk.getState(), account: { book } as never, quotes: new Map([[BTC.id, quote as never]]) }, true);
}

beforeEach(() => {
  useTicketDraft.setState({ ...EMPTY_DRAFT, before: null, instrument: BTC.id, side: 'sell', size: '0.3' });
  useKeyMap.setState({ changed: {}, tradingKeys: true, onePress: false });
  usePendingLine.setState({ line: null });
  useAnnouncements.setState({ waiting: [] });
  pointer = null;
  trades('paper');
});

describe('a pending line by keys', () => {
  it.each([
    ['L', 104_000, { side: 'buy', type: 'limit', at: '104000.00' }],
    ['L', 104_500.004, { side: 'sell', type: 'limit', at: '104500.00' }],
    ['K', 104_500, { side: 'buy', type: 'stop', at: '104500.00' }],
    ['K', 104_000, { side: 'sell', type: 'stop', at: '104000.00' }],
    ['L', null, { side: 'sell', type: 'limit', at: '104231.00' }],
    ['K', null, { side: 'sell', type: 'stop', at: '104231.00' }],
  ])('Shift+%s at %s', (key, at, placed) => {
    pointer = at;
    expect(shift(key)).toBe(true);
    expect(ticket()).toEqual({ ...placed, size: '0.3' });
    expect(sent()).toBe(0);
    expect(useAnnouncements.getState().waiting.at(-1)).toContain(`at ${placed.at}, not sent. Arrows move it`);
  });

  it('a stop line moves and grows as a limit line does, each step is said, and Escape leaves the ticket as it was', () => {
    pointer = 104_000;
    shift('K');
    press('ArrowUp');
    press('ArrowUp', { shiftKey: true });
    press('PageDown');
    expect(ticket().at).toBe('103999.11');
    press('+');
    expect([ticket().size, urgent()]).toEqual(['0.4', 'Sell stop 0.4 BTC at 103999.11, not sent.']);
    press('Escape');
    expect(ticket()).toEqual({ side: 'sell', type: 'limit', at: '', size: '0.3' });
    expect(useAnnouncements.getState().waiting.at(-1)).toBe('The line is dropped. Nothing was sent.');
    expect(sent()).toBe(0);
  });

  it('is sent by Enter, once', () => {
    const before = sent();
    shift('B');
    press('Enter', { repeat: true });
    expect(sent()).toBe(before);
    press('Enter');
    expect(press('Enter')).toBe(false);
    expect(sent()).toBe(before + 1);
  });

  it('has no place without a quote, and none while the keys are off', () => {
    useShownDesk.setState({ quotes: new Map() });
    shift('L');
    expect(usePendingLine.getState().line).toBeNull();
    trades('paper');
    useKeyMap.setState({ tradingKeys: false });
    expect(shift('L')).toBe(true);
    expect(usePendingLine.getState().line).toBeNull();
  });

  it('follows the keys that a trader gave it', () => {
    useKeyMap.setState({ changed: { 'trade-limit-here': 'Shift+Q' } });
    expect([shift('L'), shift('Q')]).toEqual([false, true]);
    expect(usePendingLine.getState().line).not.toBeNull();
  });
});

describe('one-press sending', () => {
  it('is off until it is switched on, sends on paper and in a replay, and never with real money', () => {
    const before = sent();
    for (const [onePress, book, sends] of [
      [false, 'paper', 0],
      [true, 'paper', 1],
      [true, 'practice', 2],
      [true, 'testnet', 2],
      [true, 'live', 2],
    ] as const) {
      useKeyMap.getState().setOnePress(onePress);
      trades(book);
      shift('B');
      expect([book, sent() - before]).toEqual([book, sends]);
    }
    expect(usePendingLine.getState().line).not.toBeNull();
  });

  it('a key that is held down places and sends once', () => {
    const before = sent();
    useKeyMap.getState().setOnePress(true);
    shift('B');
    shift('B', { repeat: true });
    expect(sent() - before).toBe(1);
  });

  it('is kept, and nothing but a yes or no counts', () => {
    useKeyMap.getState().load({ onePress: true });
    expect(useKeyMap.getState().onePress).toBe(true);
    useKeyMap.getState().load({ onePress: 'no' });
    expect(useKeyMap.getState().onePress).toBe(true);
  });
});

it('the pointer is somewhere only over the price pane', () => {
  const box = { getBoundingClientRect: () => ({ left: 100, top: 50 }) } as unknown as HTMLElement;
  const chart = { ground: { priceAt: (y: number) => (y > 200 ? null : 1_000 - y) } } as unknown as Parameters<typeof pointerPrice>[0];
  notePointer({ clientX: 150, clientY: 80 }, box, 300);
  expect([pointerPrice(chart), pointerPrice(null)]).toEqual([970, null]);
  notePointer({ clientX: 150, clientY: 280 }, box, 300);
  expect(pointerPrice(chart)).toBeNull();
  notePointer({ clientX: 450, clientY: 80 }, box, 300);
  expect(pointerPrice(chart)).toBeNull();
  notePointer({ clientX: 150, clientY: 80 }, null, 300);
  expect(pointerPrice(chart)).toBeNull();
  notePointer({ clientX: 150, clientY: 80 }, box, 300);
  forgetPointer();
  expect(pointerPrice(chart)).toBeNull();
});

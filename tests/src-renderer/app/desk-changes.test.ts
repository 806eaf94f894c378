import { describe, expect, it } from 'vitest';
import { deskChanges } from '../../../src-renderer/app/notices/desk-changes.ts';
import { NOTICE_SENTENCES as SAY } from '../../../src-renderer/app/notices/sentences.ts';
import { useDesk } from '../../../src-renderer/state/desk-store.ts';
import type { DeskState } from '../../../src-renderer/state/desk-store.ts';
import { DEFAULT_LIMITS } from '../../../src-shared/domain/limits.ts';
import { fillRow, orderRow, refusalRow } from '../features/sample-rows.ts';

const EMPTY = useDesk.getState();

function desk(change: Partial<DeskState>): DeskState {
  return { ...EMPTY, ready: true, ...change };
}

describe('what is told of a change', () => {
  it('is nothing for the first snapshot: it says how things stand', () => {
    expect(deskChanges(EMPTY, desk({ fills: [fillRow()] }))).toBeNull();
  });

  it('is the notices that were kept while the window was locked, oldest first, and nothing else of what stands', () => {
    const [older, newer] = [1, 2].map((id) => ({ id, time: id, urgency: 'polite' as const, code: 'x', details: {} }));
    if (!older || !newer) throw new Error('two notices');
    const told = deskChanges({ ...EMPTY, notices: [newer, older] }, desk({ notices: [newer, older], fills: [fillRow()] }));
    expect(told).toEqual({ fills: [], refusals: [], orders: [], notices: [older, newer], tradingState: null });
  });

  it('is what came since the newest known, oldest first', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => fillRow({ id }));
    if (!a || !b || !c) throw new Error('three rows');
    expect(deskChanges(desk({ fills: [a] }), desk({ fills: [c, b, a] }))?.fills.map((row) => row.id)).toEqual(['b', 'c']);
    expect(deskChanges(desk({}), desk({ fills: [a] }))?.fills).toHaveLength(1);
  });

  it('is nothing of rows when the newest known is gone, because everything was replaced', () => {
    expect(deskChanges(desk({ fills: [fillRow({ id: 'old' })] }), desk({ fills: [fillRow({ id: 'x' })] }))?.fills).toEqual([]);
  });

  it('tells a refusal that a snapshot repeats only once', () => {
    const before = desk({ refusals: [refusalRow()] });
    expect(deskChanges(before, desk({ refusals: [refusalRow()] }))?.refusals).toEqual([]);
  });

  it('is orders whose state moved, with the state before', () => {
    const before = desk({
      orders: new Map([
        ['1', orderRow({ id: '1', state: 'submitted' })],
        ['2', orderRow({ id: '2' })],
      ]),
    });
    const after = desk({
      orders: new Map([
        ['1', orderRow({ id: '1', state: 'in-doubt' })],
        ['2', orderRow({ id: '2', updatedAt: 2_000 })],
        ['3', orderRow({ id: '3', state: 'submitted' })],
      ]),
    });
    expect(deskChanges(before, after)?.orders.map(({ row, before: was }) => [row.id, was, row.state])).toEqual([
      ['1', 'submitted', 'in-doubt'],
      ['3', undefined, 'submitted'],
    ]);
  });

  it('is a turn of the trading state, and not its use of limits', () => {
    const risk = {
      state: 'ACTIVE' as const,
      reason: 'start',
      since: 0,
      limits: DEFAULT_LIMITS,
      evidence: '',
      reducedUntil: null,
      locks: [],
      use: [],
    };
    expect(deskChanges(desk({ risk }), desk({ risk: { ...risk } }))?.tradingState).toBeNull();
    const halted = { ...risk, state: 'HALTED' as const, reason: 'kill-switch' };
    expect(deskChanges(desk({ risk }), desk({ risk: halted }))?.tradingState).toEqual({ state: 'HALTED', reason: 'kill-switch' });
  });
});

describe('the sentences', () => {
  it('say a fill with its price against the quote and its fee', () => {
    const words = { verb: 'Bought', amount: '0.05 BTC', price: '104,229.80', fee: '5.21 USD' };
    const figure = (bps: number): string => `${bps.toFixed(1)} bp`;
    expect(SAY.fill({ ...words, slippage: -0.2 }, figure)).toBe('Bought 0.05 BTC at 104,229.80, 0.2 bp better than quoted. Fee 5.21 USD.');
    expect(SAY.fill({ ...words, slippage: 0.04 }, figure)).toBe('Bought 0.05 BTC at 104,229.80, as quoted. Fee 5.21 USD.');
    expect(SAY.fill({ ...words, slippage: null }, figure)).toBe('Bought 0.05 BTC at 104,229.80. Fee 5.21 USD.');
  });

  it('say what the last run left behind', () => {
    const note = { endedAt: 0, fills: 14, missing: 0, balanced: true };
    expect(SAY.lastRun(note, '14:03', SAY.goesOn(['sma-cross'], 'PAPER'))).toBe(
      'The last run ended unexpectedly at 14:03. The ledger was checked: 14 fills, none missing, balanced. sma-cross goes on, on PAPER.',
    );
  });
});

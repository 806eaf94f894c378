import { describe, expect, test } from 'vitest';
import type { Acknowledgement } from '../crash/acknowledgement.ts';
import { judge } from '../crash/judge.ts';
import type { LedgerContent } from '../crash/ledger-content.ts';

const FILL = JSON.stringify({ id: 'f1', ticks: 5, lots: 7, fee: '0.1', time: 11 });
const REFUSAL = JSON.stringify({ code: 'risk.halted', origin: 'you', time: 4 });

const CONTENT: LedgerContent = {
  orders: new Map([['o1', 'buy']]),
  fills: [['f1', FILL]],
  entriesWithoutFill: 0,
  commands: new Set(['c1']),
  refusals: [REFUSAL],
  firings: new Set(['1 2 9']),
  state: ['USD 5'],
  events: new Set(['o1 filled 7']),
  problems: [],
};

const TOLD: readonly Acknowledgement[] = [
  { kind: 'running', time: 1, strategies: [] },
  { kind: 'order', id: 'o1', origin: 'you', time: 1 },
  { kind: 'state', order: 'o1', state: 'filled', filledLots: 7 },
  { kind: 'fill', id: 'f1', ticks: 5, lots: 7, fee: '0.1', time: 11 },
  { kind: 'refusal', code: 'risk.halted', origin: 'you', time: 4 },
  { kind: 'command', id: 'c1' },
  { kind: 'firing', alert: 1, number: 2, time: 9 },
  { kind: 'end', crossings: '' },
];

describe('the judge of the crash campaign', () => {
  test('has nothing against a ledger that is what it should be', () => {
    expect(Object.values(judge(TOLD, CONTENT, CONTENT)).flat()).toEqual([]);
  });

  test('calls lost what was acknowledged and is not there', () => {
    const nothing: LedgerContent = {
      ...CONTENT,
      orders: new Map(),
      fills: [],
      commands: new Set(),
      refusals: [],
      firings: new Set(),
      events: new Set(),
    };
    expect(judge(TOLD, nothing, CONTENT).lost).toHaveLength(6);
    for (const change of [{ ticks: 6 }, { lots: 8 }, { fee: '0.2' }, { time: 12 }]) {
      const told = TOLD.map((each) => (each.kind === 'fill' ? { ...each, ...change } : each));
      expect(judge(told, CONTENT, CONTENT).lost).toHaveLength(1);
    }
  });

  test('calls doubled a fill that stands there twice, and postings of one that has none', () => {
    expect(judge(TOLD, { ...CONTENT, fills: [...CONTENT.fills, ['f1', FILL]] }, CONTENT).doubled).toHaveLength(1);
    expect(judge(TOLD, { ...CONTENT, entriesWithoutFill: 2 }, CONTENT).doubled).toHaveLength(1);
  });

  test('calls invented what is booked and not what the undisturbed run gives', () => {
    const other = JSON.stringify({ id: 'f2', ticks: 5, lots: 7, fee: '0.1', time: 11 });
    expect(judge(TOLD, { ...CONTENT, fills: [...CONTENT.fills, ['f2', other]] }, CONTENT).invented).toHaveLength(1);
    expect(judge(TOLD, { ...CONTENT, orders: new Map([['o1', 'sell']]) }, CONTENT).invented).toHaveLength(1);
  });

  test('calls unbalanced what the ledger finds in itself', () => {
    expect(judge(TOLD, { ...CONTENT, problems: ['sums'] }, CONTENT).unbalanced).toEqual(['sums']);
  });

  test('sees what the undisturbed run has beyond it, and another end', () => {
    const more: LedgerContent = { ...CONTENT, orders: new Map([...CONTENT.orders, ['o2', 'buy']]), state: ['USD 6'], refusals: [] };
    expect(judge(TOLD, CONTENT, more).diverged).toHaveLength(4);
  });
});

import { expect, it } from 'vitest';
import { awayLines } from '../../../src-renderer/app/away/away-lines.ts';
import { AWAY_SENTENCES } from '../../../src-renderer/app/away/sentences.ts';
import { NOTICE_SENTENCES } from '../../../src-renderer/app/notices/sentences.ts';
import { currentFormat } from '../../../src-renderer/app/notices/tell-changes.ts';
import type { AwayNote } from '../../../src-shared/contract/app.ts';
import type { FillRow, OrderRow, RefusalRow } from '../../../src-shared/contract/rows.ts';

const of = { instrument: 'BTC/USD.SIM', side: 'buy', size: '0.05', origin: 'you' } as const;
const NOTE: AwayNote = {
  ...{ isNew: true, why: 'program', from: 0, to: 7_200_000, crashed: true, running: ['grid'], quote: 'USD' },
  gaps: [{ what: 'program', from: 1_000, to: 7_200_000 }],
  ...{ fills: 1, realised: '12.5', refusals: 1, ended: 1, equityThen: '100', equityNow: null },
  fillRows: [{ ...of, id: 'f', side: 'sell', price: '104231.5', realised: '12.5', origin: 'grid-0c0b7d48', time: 30 } as FillRow],
  endedRows: [{ ...of, id: 'e', type: 'stop-limit', state: 'cancelled', reason: 'kill-switch', updatedAt: 50 } as OrderRow],
  refusalRows: [{ ...of, message: 'Not sent: trading is HALTED.', time: 60 } as unknown as RefusalRow],
  doubts: [
    { ...of, id: 'd', state: 'expired', reason: 'never-sent', updatedAt: 10 } as OrderRow,
    { ...of, id: 'g', state: 'in-doubt', reason: null, updatedAt: 5 } as OrderRow,
  ],
  alerts: 1,
  alertRows: [{ time: 55, sentence: 'BTC/USD rose above 62500' }],
  trips: [
    { time: 40, state: 'HALTED', reason: 'kill-switch', sentence: '' },
    { time: 45, state: 'REDUCING', reason: 'breaker', sentence: 'Equity fell by 9%.' },
    { time: 20, state: 'ACTIVE', reason: '', sentence: 'No entries in BTC/USD: three stops.' },
  ],
};

it('tells everything in words, newest first', () => {
  const lines = awayLines(NOTE, { instruments: new Map(), format: currentFormat() });
  expect(lines.map(({ kind, symbol, words }) => [kind, symbol, words])).toEqual([
    ['refusal', 'BTC/USD', 'Not sent: trading is HALTED.'],
    ['alert', '', 'BTC/USD rose above 62500'],
    ['ended', 'BTC/USD', 'Buy stop limit 0.05 BTC: the kill switch cancelled it'],
    ['trip', '', 'Trading became REDUCING: Equity fell by 9%.'],
    ['trip', '', expect.stringMatching(/^Trading became HALTED: .*kill switch.*\.$/u)],
    ['fill', 'BTC/USD', 'Sold 0.05 BTC at 104,231.50, grid, realised +12.50'],
    ['trip', '', 'No entries in BTC/USD: three stops.'],
    ['doubt', 'BTC/USD', 'Buy 0.05 BTC was in doubt; outcome: it never reached the venue and its time was over'],
    ['doubt', 'BTC/USD', expect.stringMatching(/^Buy 0\.05 BTC was in doubt; outcome: /u)],
  ]);
});

it('says in one sentence how long, why and what', () => {
  const texts = { away: '2 h', realised: '+12.50 USD' };
  expect(NOTICE_SENTENCES.away(NOTE, texts)).toBe(
    'Since you looked last, with a restart (2 h): 1 fill, +12.50 USD realised, 1 order ended unfilled, 2 orders were in doubt, 1 refusal, 1 alert, 3 changes of the trading state.',
  );
  const quiet = { ...NOTE, why: 'sleep' as const, fills: 0, refusals: 0, ended: 0, doubts: [], alerts: 0, trips: [] };
  expect(NOTICE_SENTENCES.away(quiet, texts)).toBe('While the machine slept (2 h): nothing happened, and strategies did not decide.');
  const gap = NOTE.gaps[0]!;
  expect(AWAY_SENTENCES.gap(gap, '14:03:07', '2 h', true)).toBe(
    'From 14:03:07 for 2 h the program was ended unexpectedly and did not run.',
  );
  expect(AWAY_SENTENCES.title(undefined)).toBe('While you were away');
});

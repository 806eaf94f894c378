import { expect, test } from 'vitest';
import {
  EVIDENCE,
  type EvidenceCode,
  evidenceSentence,
  evidenceSource,
  outlookSentences,
} from '../../../src-shared/domain/order-evidence.ts';

const clock = (time: number): string => `t${String(time)}`;

test('a line says who it comes from, with its figures, and never ends in two full stops', () => {
  expect(evidenceSource('venue.absent')).toBe('venue');
  expect(evidenceSource('ledger.in-doubt')).toBe('ledger');
  const line = { code: 'venue.unknown', details: { problem: 'The request timed out.' } } as const;
  expect(evidenceSentence(line)).toBe('No answer that proves anything: The request timed out');
  expect(evidenceSentence({ code: 'venue.fill', details: { size: '0.4' } })).toBe('The venue told of a fill: 0.4 at —');
  const codes = Object.keys(EVIDENCE) as EvidenceCode[];
  expect(codes.filter((code) => evidenceSentence({ code, details: {} }).endsWith('.'))).toEqual([]);
});

test('what is awaited and what will be believed are said with their times', () => {
  expect(outlookSentences({ awaits: { kind: 'sending' }, neverSentFrom: null, shown: false }, clock)).toEqual([
    'Its sending is not over: the answer is awaited.',
  ]);
  const doubted = outlookSentences({ awaits: { kind: 'next', at: 5 }, neverSentFrom: 7, shown: false }, clock);
  expect(doubted[0]).toBe('The venue is asked for it again at t5.');
  expect(doubted[1]).toContain('does not know it at t7 or later');
  // One that the venue has shown cannot be believed never to have been sent.
  const shown = outlookSentences({ awaits: { kind: 'news' }, neverSentFrom: null, shown: true }, clock);
  expect(shown).toEqual([
    'Nothing is asked just now: the venue tells of it by itself.',
    'The venue has shown it before, so only the venue’s word ends it.',
  ]);
  expect(outlookSentences({ awaits: { kind: 'answer' }, neverSentFrom: null, shown: false }, clock)).toHaveLength(1);
});

import { expect, test } from 'vitest';
import { clockTicks, worthTicks } from '../../../../src-renderer/features/research/chart-scale.ts';
import { barText, minuteText } from '../../../../src-renderer/features/research/price-words.ts';
import { clockText, instantWords, isShortSpan, spanText } from '../../../../src-renderer/features/research/span-text.ts';

const AT = Date.UTC(2026, 10, 20, 9, 30);

test('short spans are told by the clock, whole days by days', () => {
  expect(spanText(AT, AT + 600_500)).toBe('20 Nov 2026 09:30 to 09:40 UTC');
  expect(spanText(AT + 7_000, AT + 86_400_000)).toBe('20 Nov 2026 09:30:07 to 21 Nov 2026 09:30 UTC');
  expect(spanText(Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2))).toBe('1 Jan 2026 to 1 Jan 2026');
  expect(spanText(AT, AT + 40 * 86_400_000)).toBe('20 Nov 2026 to 30 Dec 2026');
  expect([isShortSpan(AT, AT + 1), isShortSpan(AT, AT + 3 * 86_400_000)]).toEqual([true, false]);
  expect([clockText(AT), clockText(AT + 1_000), instantWords(AT)]).toEqual(['09:30', '09:30:01', '20 Nov 2026 09:30']);
});

test('bars of seconds have their words, their seconds and their ticks', () => {
  expect([barText(10_000), barText(60_000), barText(14_400_000)]).toEqual(['10 s', '1 min', '4 h']);
  expect([minuteText(AT), minuteText(AT + 250), minuteText(AT + 10_000)]).toEqual([
    '2026-11-20 09:30',
    '2026-11-20 09:30',
    '2026-11-20 09:30:10',
  ]);
  expect(clockTicks(AT, AT + 120_000, 5)).toEqual([0, 30, 60, 90, 120].map((seconds) => AT + seconds * 1_000));
});

test('a range of parts of a percent has round values too', () => {
  expect(worthTicks(99_950, 100_100, 0.25)).toEqual([99_950, 100_000, 100_050, 100_100]);
  expect(worthTicks(50_000, 200_000, 0.4)).toEqual([50_000, 100_000, 200_000]);
  expect(worthTicks(0, 1, 0.2)).toEqual([]);
});

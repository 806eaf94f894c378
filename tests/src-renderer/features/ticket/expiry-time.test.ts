import { describe, expect, test } from 'vitest';
import { instantText, parseInstant, presetInstants } from '../../../../src-renderer/features/ticket/expiry-time.ts';
import { FORMAT } from './desk-fixture.ts';

const NOW = Date.UTC(2026, 10, 21, 14, 3, 7);
const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString().slice(0, 16));

describe('a time as it is typed', () => {
  test.each([
    ['14:30', '2026-11-21T14:30'],
    ['14:03', '2026-11-22T14:03'],
    ['9:05', '2026-11-22T09:05'],
    ['24 Nov', '2026-11-24T23:59'],
    ['24. november 8:00', '2026-11-24T08:00'],
    ['1 Jan 10:00', '2027-01-01T10:00'],
    ['21 Nov 2027 14:30', '2027-11-21T14:30'],
    ['2026-12-01 07:15', '2026-12-01T07:15'],
    ['2026-12-01T07:15', '2026-12-01T07:15'],
    ['2026-12-01', '2026-12-01T23:59'],
    ['1h', '2026-11-21T15:04'],
    ['in 90 m', '2026-11-21T15:34'],
    ['+2 d', '2026-11-23T14:04'],
    ['1 w', '2026-11-28T14:04'],
    // A day of the past with its year stays what was typed; the ticket says that it is over.
    ['2026-01-01 10:00', '2026-01-01T10:00'],
    ['31 Feb', null],
    ['25:00', null],
    ['14:60', null],
    ['0 h', null],
    ['soon', null],
    ['', null],
  ])('%s', (typed, expected) => {
    expect(iso(parseInstant(typed, NOW, 'utc'))).toBe(expected);
  });

  test('what is shown is understood again', () => {
    for (const minutes of [1, 60, 40 * 1_440]) {
      const time = Math.ceil(NOW / 60_000) * 60_000 + minutes * 60_000;
      expect(parseInstant(instantText(time, NOW, FORMAT), NOW, 'utc')).toBe(time);
    }
    expect(instantText(Date.UTC(2027, 0, 2, 3, 4), NOW, FORMAT)).toBe('2 Jan 2027 03:04');
  });

  test('in the local zone a time of day is that of the clock on the wall', () => {
    const time = parseInstant('14:30', NOW, 'local') ?? 0;
    expect([new Date(time).getHours(), new Date(time).getMinutes(), time > NOW, time - NOW <= 86_400_000]).toEqual([14, 30, true, true]);
  });

  test('the times on offer lie ahead, on whole minutes', () => {
    const { hour, today, day, week } = presetInstants(NOW, 'utc');
    expect([hour, today, day, week].map(iso)).toEqual(['2026-11-21T15:04', '2026-11-21T23:59', '2026-11-22T14:04', '2026-11-28T14:04']);
    const late = Date.UTC(2026, 10, 21, 23, 59, 30);
    expect(iso(presetInstants(late, 'utc').today)).toBe('2026-11-22T23:59');
  });
});

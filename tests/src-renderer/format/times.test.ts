import { describe, expect, it } from 'vitest';
import * as times from '../../../src-renderer/format/times.ts';
import { zoneOffset } from '../../../src-renderer/format/zone-name.ts';

const AT = Date.UTC(2026, 10, 21, 14, 3, 7, 114);

describe('times', () => {
  it('show the time of day, with milliseconds in the tape', () => {
    expect(times.timeOfDay(AT, 'utc')).toBe('14:03:07');
    expect(times.timeOfTrade(AT, 'utc')).toBe('14:03:07.114');
    expect(times.timeOfTrade(Date.UTC(2026, 0, 1, 0, 0, 0, 5), 'utc')).toBe('00:00:00.005');
    expect(times.timeOfDay(Date.UTC(2026, 10, 21), 'utc')).toBe('00:00:00');
  });

  it('show the date when it is not today', () => {
    expect(times.timeOrDate(AT, AT + 3_600_000, 'utc')).toBe('14:03:07');
    expect(times.timeOrDate(AT, AT + 86_400_000, 'utc')).toBe('21 Nov 14:03');
    expect(times.timeOrDate(AT, Date.UTC(2027, 0, 1), 'utc')).toBe('21 Nov 2026 14:03');
    expect(times.calendarDay(AT, 'utc')).toBe('21 Nov 2026');
  });

  it("are the machine's own in the local zone", () => {
    const local = new Date(AT);
    const two = (value: number): string => String(value).padStart(2, '0');
    expect(times.timeOfDay(AT, 'local')).toBe(`${two(local.getHours())}:${two(local.getMinutes())}:${two(local.getSeconds())}`);
    expect(zoneOffset(AT, 'utc')).toBe('UTC');
    expect(zoneOffset(AT, 'local')).toMatch(/^UTC[+−]\d{1,2}(?::\d{2})?$/u);
  });

  it('export as ISO 8601 in UTC', () => {
    expect(times.isoUtc(AT)).toBe('2026-11-21T14:03:07.114Z');
  });

  it('are a dash when unknown', () => {
    for (const value of [null, undefined, NaN, Infinity, 9e15]) {
      expect(times.timeOfDay(value, 'utc')).toBe('—');
      expect(times.timeOfTrade(value, 'utc')).toBe('—');
      expect(times.timeOrDate(value, AT, 'utc')).toBe('—');
      expect(times.calendarDay(value, 'utc')).toBe('—');
      expect(times.isoUtc(value)).toBe('');
    }
    for (const value of [null, undefined, NaN, Infinity]) {
      expect(times.age(value)).toBe('—');
      expect(times.dataAge(value)).toBe('—');
      expect(times.countdown(value)).toBe('—');
    }
  });
});

it.each([
  [0, '0 ms'],
  [-5, '0 ms'],
  [350, '350 ms'],
  [999.9, '999 ms'],
  [12_000, '12 s'],
  [60_000, '1 m'],
  [65_000, '1 m 5 s'],
  [3_900_000, '1 h 5 m'],
  [3_605_000, '1 h'],
  [187_200_000, '2 d 4 h'],
])('an age of %d ms is %s', (ms, text) => {
  expect(times.age(ms)).toBe(text);
});

it('the age of data has tenths of a second', () => {
  expect(times.dataAge(0)).toBe('0.0 s');
  expect(times.dataAge(249)).toBe('0.2 s');
  expect(times.dataAge(9_999)).toBe('9.9 s');
  expect(times.dataAge(12_400)).toBe('12 s');
});

it('a countdown never goes below zero', () => {
  expect(times.countdown(53_000)).toBe('00:53');
  expect(times.countdown(52_001)).toBe('00:53');
  expect(times.countdown(-1)).toBe('00:00');
  expect(times.countdown(14_347_000)).toBe('3:59:07');
});

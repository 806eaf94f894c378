import { describe, expect, test } from 'vitest';
import { TimeReader } from '../../../../src-main/core/market-data/time-reader.ts';
import { Zone, dayNumber } from '../../../../src-main/core/market-data/zone.ts';
import { HOUR_MS } from '../../../../src-shared/kernel/time.ts';

const AT = Date.UTC(2024, 0, 2, 3, 4, 5);

describe('counts since 1970', () => {
  test.each([
    [AT / 1_000, AT, 's since 1970'],
    [AT / 1_000 + 0.25, AT + 250, 's since 1970'],
    [AT, AT, 'ms since 1970'],
    [AT * 1_000, AT, 'us since 1970'],
    [AT * 1e6, AT, 'ns since 1970'],
  ])('%d', (count, ms, form) => {
    const reader = new TimeReader(null);
    expect(reader.count(count)).toBe(ms);
    expect([...reader.forms]).toEqual([form]);
  });

  test.each([0, -5, 12_345, 99_999_999 - 1e7 * 9, 1e30])('%d is none', (count) => {
    expect(new TimeReader('UTC').count(count)).toBeNaN();
  });

  test('eight digits are a date', () => {
    expect(new TimeReader('UTC').count(20_240_102)).toBe(Date.UTC(2024, 0, 2));
    const zoneless = new TimeReader(null);
    expect(zoneless.count(20_240_102)).toBeNaN();
    expect(zoneless.problem).toBe('zone');
  });
});

describe('text', () => {
  test.each([
    ['2024-01-02T03:04:05Z', AT],
    ['2024-01-02 03:04:05 UTC', AT],
    ['2024-01-02T03:04:05.678+00:00', AT + 678],
    ['2024-01-02T05:04:05+0200', AT],
    ['2024/01/02 00:34:05-02:30', AT],
  ])('%s has its offset', (text, ms) => {
    expect(new TimeReader(null).text(text)).toBe(ms);
  });

  test.each([
    ['2024-01-02 03:04:05', 'UTC', AT],
    ['2024-01-02 03:04', 'UTC', AT - 5_000],
    ['20240102', 'UTC', Date.UTC(2024, 0, 2)],
    ['2024-01-02', 'Europe/Berlin', Date.UTC(2024, 0, 1, 23)],
    ['2024-07-02 12:00', 'Europe/Berlin', Date.UTC(2024, 6, 2, 10)],
    ['2024-07-02 12:00', 'America/New_York', Date.UTC(2024, 6, 2, 16)],
    ['2024-01-02 03:04:05', '+05:30', AT - 5.5 * HOUR_MS],
    ['2024-01-02 03:04:05', 'UTC-3', AT + 3 * HOUR_MS],
  ])('%s in %s', (text, zone, ms) => {
    expect(new TimeReader(zone).text(text)).toBe(ms);
  });

  test.each(['yesterday', '', '2024-13-01', '2023-02-29', '2024-01-02 25:00', '2024-01-02 10:61', '01/02/2024', '2024-01/02'])(
    '%s is no time',
    (text) => {
      const reader = new TimeReader('UTC');
      expect(reader.text(text)).toBeNaN();
      expect(reader.problem).toBe('time');
    },
  );

  test('without an offset needs a zone', () => {
    const reader = new TimeReader(null);
    expect(reader.text('2024-01-02 03:04:05')).toBeNaN();
    expect(reader.problem).toBe('zone');
  });
});

describe('daylight saving', () => {
  test('the hour that autumn repeats is read once and then again', () => {
    const reader = new TimeReader('Europe/Berlin');
    const read = ['01:00', '02:00', '02:30', '02:00', '02:30', '03:00'].map((clock) => reader.text(`2024-10-27 ${clock}`));
    const first = Date.UTC(2024, 9, 26, 23);
    expect(read.map((time) => (time - first) / HOUR_MS)).toEqual([0, 1, 1.5, 2, 2.5, 3]);
  });

  test('an hour that spring skips is no time', () => {
    const reader = new TimeReader('Europe/Berlin');
    expect(reader.text('2024-03-31 01:59')).toBe(Date.UTC(2024, 2, 31, 0, 59));
    expect(reader.text('2024-03-31 02:30')).toBeNaN();
    expect(reader.problem).toBe('time');
    expect(reader.text('2024-03-31 03:00')).toBe(Date.UTC(2024, 2, 31, 1));
  });

  test('every hour of a year comes back from the clock it shows', () => {
    for (const name of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC', '+02:00']) {
      const zone = new Zone(name);
      for (let instant = Date.UTC(2024, 0, 1); instant < Date.UTC(2025, 0, 1); instant += 7 * HOUR_MS) {
        expect(zone.instantsOf(instant + zone.offsetAt(instant))).toContain(instant);
      }
    }
  });
});

test.each(['Europe/Nowhere', '+99:00', 'MEZ?', '+02:75'])('%s is no zone', (name) => {
  expect(() => new Zone(name)).toThrow(expect.objectContaining({ code: 'input.option-value' }));
});

test('days are counted as the calendar has them', () => {
  for (const [year, month, day] of [
    [1970, 1, 1],
    [2000, 2, 29],
    [2024, 12, 31],
    [1969, 3, 1],
  ] as const)
    expect(dayNumber(year, month, day)).toBe(Date.UTC(year, month - 1, day) / 86_400_000);
});

import { describe, expect, it } from 'vitest';
import { BarEvidence } from '../../../../src-main/core/matching/bar-evidence.ts';
import { bars, HOUR, START, type BarRow } from './venue-fixture.ts';

const row = (open: number, close: number, volume: number): BarRow => [open, Math.max(open, close), Math.min(open, close), close, volume];

function evidence(rows: readonly BarRow[], stepMs = HOUR): BarEvidence {
  const made = new BarEvidence();
  made.attach(0, stepMs, bars(rows, stepMs));
  return made;
}

describe('trailing estimates', () => {
  it('rule 9: takes a bar in once it has closed', () => {
    const made = evidence([row(100, 101, 10), row(101, 101, 30)]);
    expect(made.dailyVolume(0, START + HOUR - 1)).toBe(0);
    expect(made.dailyVolatility(0, START + HOUR - 1)).toBe(0.05);
    expect(made.dailyVolume(0, START + HOUR)).toBe(240);
    expect(made.dailyVolatility(0, START + HOUR)).toBeCloseTo(0.01 * Math.sqrt(24), 12);
    expect(made.dailyVolume(0, START + 2 * HOUR)).toBe(480);
    expect(made.minuteVolume(0, START + 2 * HOUR)).toBeCloseTo(1 / 3, 12);
    expect(made.dailyVolatility(0, START + 2 * HOUR)).toBeCloseTo(0.01 * Math.sqrt(12), 12);
  });

  it('rule 9: counts days by bars, not by the calendar', () => {
    const made = evidence([row(100, 110, 10), null, null, row(110, 121, 20)]);
    expect(made.dailyVolume(0, START + 9 * HOUR)).toBe(360);
    expect(made.dailyVolatility(0, START + 9 * HOUR)).toBeCloseTo(0.1 * Math.sqrt(24), 12);
  });

  it('rule 9: looks back on the running day and thirty days before it', () => {
    const day = 24 * HOUR;
    const rows = Array.from({ length: 40 }, (_, i) => row(100, 100, i));
    // Days 9 to 39: their mean is 24.
    expect(evidence(rows, day).dailyVolume(0, START + 40 * day)).toBe(24);
    expect(evidence(rows, day).dailyVolume(0, START + 31 * day)).toBe(15);
  });

  it('does not depend on when it is asked', () => {
    const rows = Array.from({ length: 2_000 }, (_, i) => row(100 + (i % 7), 100 + ((i + 1) % 7), (i * 37) % 101));
    const asked = evidence(rows);
    for (let i = 0; i < 2_000; i += 13) asked.dailyVolume(0, START + i * HOUR);
    const once = evidence(rows);
    const end = START + 2_000 * HOUR;
    expect(asked.dailyVolume(0, end)).toBe(once.dailyVolume(0, end));
    expect(asked.dailyVolatility(0, end)).toBe(once.dailyVolatility(0, end));
  });

  it('has nothing to say of an instrument without bars', () => {
    expect([evidence([]).dailyVolatility(1, START), evidence([]).dailyVolume(1, START), evidence([]).queueAhead()]).toEqual([0.05, 0, 0]);
  });
});

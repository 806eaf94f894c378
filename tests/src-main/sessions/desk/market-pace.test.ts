import { describe, expect, it } from 'vitest';
import { MarketPace } from '../../../../src-main/sessions/desk/market-pace.ts';

describe('MarketPace', () => {
  it('moves the market by wall time times speed', () => {
    const pace = new MarketPace(1_000_000, 50, 10);
    expect(pace.target(50)).toBe(1_000_000);
    expect(pace.target(150)).toBe(1_001_000);
    expect(pace.target(150.25)).toBe(1_001_002);
  });

  it('does not catch up what the machine slept through', () => {
    const pace = new MarketPace(0, 0, 2);
    expect(pace.target(1_000)).toBe(2_000);
    expect(pace.target(3_600_000)).toBe(2_000);
    expect(pace.target(3_600_100)).toBe(2_200);
  });

  it('catches up a short pause', () => {
    const pace = new MarketPace(0, 0, 1);
    pace.target(100);
    expect(pace.target(2_100)).toBe(2_100);
  });

  it('stands still while the wall clock goes back', () => {
    const pace = new MarketPace(0, 1_000, 1);
    expect(pace.target(1_500)).toBe(500);
    expect(pace.target(1_400)).toBe(500);
    expect(pace.target(1_410)).toBe(510);
  });

  it('goes on from where the market is when its speed changes', () => {
    const pace = new MarketPace(0, 0, 1);
    pace.target(1_000);
    pace.rebase(900, 1_000, 100);
    expect(pace.speed).toBe(100);
    expect(pace.target(1_010)).toBe(1_900);
    pace.rebase(1_500, 1_010);
    expect(pace.speed).toBe(100);
    expect(pace.target(1_011)).toBe(1_600);
  });
});

import { describe, expect, it } from 'vitest';
import { NO_LIMITS } from '../../../../src-shared/domain/limits.ts';
import { DAY_MS } from '../../../../src-shared/kernel/time.ts';
import { RiskMonitor } from '../../../../src-main/core/risk/risk-monitor.ts';
import { limits } from './desk-of-one.ts';

const MONDAY = Date.UTC(2026, 0, 5);
const HOUR = 3_600_000;

function started(over: Parameters<typeof limits>[0], equity = 100_000): RiskMonitor {
  const monitor = new RiskMonitor(limits(over));
  monitor.transfer(equity);
  monitor.observe(MONDAY + HOUR, equity);
  return monitor;
}

describe('RiskMonitor', () => {
  it('starts ACTIVE and with the first equity as day start and peak', () => {
    const monitor = started({});
    expect(monitor.record).toEqual({
      state: 'ACTIVE',
      reason: 'start',
      since: 0,
      equityPeak: 100_000,
      day: MONDAY / DAY_MS,
      dayStartEquity: 100_000,
    });
    expect(new RiskMonitor(NO_LIMITS).record).toMatchObject({ day: 0, equityPeak: 0 });
  });

  it('trips nothing while nothing was brought in', () => {
    const monitor = new RiskMonitor(limits({ maxDrawdown: 0.2, maxDailyLoss: '5000' }));
    monitor.observe(MONDAY, 0);
    expect(monitor.tradingState).toBe('ACTIVE');
  });

  it('daily loss reaches its limit: REDUCING until the next UTC day, then ACTIVE again', () => {
    const monitor = started({ maxDailyLoss: '5000' });
    expect(monitor.observe(MONDAY + 2 * HOUR, 95_000.01)).toBe(false);
    expect(monitor.observe(MONDAY + 3 * HOUR, 95_000)).toBe(true);
    expect(monitor.record).toMatchObject({ state: 'REDUCING', reason: 'risk.daily-loss', since: MONDAY + 3 * HOUR });
    expect(monitor.observe(MONDAY + 4 * HOUR, 99_999)).toBe(false);
    expect(monitor.tradingState).toBe('REDUCING');
    expect(monitor.observe(MONDAY + DAY_MS, 99_000)).toBe(true);
    expect(monitor.record).toMatchObject({ state: 'ACTIVE', reason: 'new-day', dayStartEquity: 99_000 });
    monitor.observe(MONDAY + DAY_MS + HOUR, 94_000);
    expect(monitor.tradingState).toBe('REDUCING');
  });

  it('measures a day from 00:00: the equity at that instant, or the last one before it', () => {
    const monitor = started({});
    monitor.observe(MONDAY + DAY_MS - 1, 101_000);
    monitor.observe(MONDAY + DAY_MS + 5_000, 90_000);
    expect(monitor.dayStartEquity).toBe(101_000);
    monitor.observe(MONDAY + 2 * DAY_MS, 91_000);
    monitor.observe(MONDAY + 2 * DAY_MS, 92_000);
    monitor.observe(MONDAY + 2 * DAY_MS + 1, 93_000);
    expect(monitor.dayStartEquity).toBe(92_000);
  });

  it('drawdown reaches its limit: HALTED over the day boundary, until a person starts again from a new peak', () => {
    const monitor = started({ maxDrawdown: 0.2 });
    monitor.observe(MONDAY + 2 * HOUR, 125_000);
    expect(monitor.observe(MONDAY + 3 * HOUR, 100_000)).toBe(true);
    expect(monitor.record).toMatchObject({ state: 'HALTED', reason: 'risk.drawdown', equityPeak: 125_000 });
    monitor.observe(MONDAY + 2 * DAY_MS, 130_000);
    expect(monitor.tradingState).toBe('HALTED');
    monitor.rearm(MONDAY + 2 * DAY_MS + 1, 100_000);
    expect(monitor.observe(MONDAY + 2 * DAY_MS + 2, 99_000)).toBe(false);
    expect(monitor.record).toMatchObject({ state: 'ACTIVE', reason: 'you', equityPeak: 100_000 });
  });

  it('a daily loss trips again after a person started again on the same day', () => {
    const monitor = started({ maxDailyLoss: '5000' });
    monitor.observe(MONDAY + 2 * HOUR, 94_000);
    monitor.rearm(MONDAY + 3 * HOUR, 94_000);
    expect(monitor.observe(MONDAY + 3 * HOUR + 1, 94_000)).toBe(true);
    expect(monitor.tradingState).toBe('REDUCING');
    monitor.limits = limits({ maxDailyLoss: '9000' });
    monitor.rearm(MONDAY + 4 * HOUR, 94_000);
    expect(monitor.observe(MONDAY + 4 * HOUR + 1, 94_000)).toBe(false);
    expect(monitor.stateReason).toBe('you');
  });

  it('the kill switch halts, and nothing but a person ends that', () => {
    const monitor = started({ maxDailyLoss: '5000', maxDrawdown: 0.5 });
    monitor.kill(MONDAY + 2 * HOUR);
    expect(monitor.reduce(MONDAY + 3 * HOUR)).toBe(false);
    expect(monitor.observe(MONDAY + 3 * HOUR, 90_000)).toBe(false);
    monitor.observe(MONDAY + DAY_MS, 90_000);
    expect(monitor.record).toMatchObject({ state: 'HALTED', reason: 'kill-switch', since: MONDAY + 2 * HOUR });
  });

  it('a person who reduces is not overruled by a new day', () => {
    const monitor = started({ maxDailyLoss: '5000' });
    expect(monitor.reduce(MONDAY + 2 * HOUR)).toBe(true);
    expect(monitor.observe(MONDAY + 3 * HOUR, 90_000)).toBe(false);
    monitor.observe(MONDAY + DAY_MS, 90_000);
    expect(monitor.record).toMatchObject({ state: 'REDUCING', reason: 'you' });
    expect(monitor.stateSince).toBe(MONDAY + 2 * HOUR);
  });

  it('drawdown halts what a daily loss had reduced', () => {
    const monitor = started({ maxDailyLoss: '5000', maxDrawdown: 0.2 });
    monitor.observe(MONDAY + 2 * HOUR, 94_000);
    expect(monitor.observe(MONDAY + 3 * HOUR, 80_000)).toBe(true);
    expect(monitor.tradingState).toBe('HALTED');
  });

  it('a restart goes on with the same state and marks', () => {
    const before = started({ maxDrawdown: 0.2, maxDailyLoss: '5000' });
    before.observe(MONDAY + 2 * HOUR, 125_000);
    before.observe(MONDAY + 3 * HOUR, 100_000);
    const after = new RiskMonitor(limits({ maxDrawdown: 0.2, maxDailyLoss: '5000' }));
    after.restore(before.record);
    expect(after.record).toEqual(before.record);
    after.observe(MONDAY + 4 * HOUR, 126_000);
    expect(after.tradingState).toBe('HALTED');
    const nextDay = new RiskMonitor(limits({ maxDailyLoss: '5000' }));
    nextDay.restore(before.record);
    nextDay.observe(MONDAY + DAY_MS + HOUR, 97_000);
    expect(nextDay.dayStartEquity).toBe(97_000);
  });

  it('money brought in or taken out is neither profit nor loss', () => {
    const monitor = started({ maxDrawdown: 0.2, maxDailyLoss: '5000' });
    monitor.transfer(-50_000);
    expect(monitor.observe(MONDAY + 2 * HOUR, 50_000)).toBe(false);
    expect(monitor).toMatchObject({ equityPeak: 50_000, dayStartEquity: 50_000, tradingState: 'ACTIVE' });
  });

  it('asks to be recorded for a peak only when it is noticeably higher', () => {
    const monitor = started({});
    expect(monitor.observe(MONDAY + 2 * HOUR, 100_049)).toBe(false);
    expect(monitor.observe(MONDAY + 2 * HOUR, 100_050)).toBe(true);
    expect(monitor.observe(MONDAY + 2 * HOUR, 100_060)).toBe(false);
    expect(monitor.equityPeak).toBe(100_060);
    expect(monitor.limits.maxDrawdown).toBeNull();
  });
});

describe('the weekly loss', () => {
  const MONDAY = Date.UTC(2026, 0, 5);
  const HOURS = 3_600_000;
  const weekly = limits({ maxWeeklyLoss: '5000', maxDailyLoss: '3000' });

  it('is measured from Monday 00:00 UTC, reduces, and ends with the week', () => {
    const monitor = new RiskMonitor(weekly);
    monitor.observe(MONDAY - HOURS, 99_000);
    monitor.observe(MONDAY, 100_000);
    expect(monitor.weekStartEquity).toBe(100_000);
    monitor.observe(MONDAY + 30 * HOURS, 97_600);
    monitor.observe(MONDAY + 50 * HOURS, 95_000.01);
    expect(monitor.tradingState).toBe('ACTIVE');
    expect(monitor.observe(MONDAY + 51 * HOURS, 95_000)).toBe(true);
    expect(monitor.record).toMatchObject({ state: 'REDUCING', reason: 'risk.weekly-loss', weekStartEquity: 100_000 });
    // The next day does not end it, and a restart neither.
    const again = new RiskMonitor(weekly);
    again.restore(monitor.record);
    again.observe(MONDAY + 75 * HOURS, 95_000);
    expect(again.stateReason).toBe('risk.weekly-loss');
    again.observe(MONDAY + 7 * 24 * HOURS, 95_000);
    expect([again.tradingState, again.stateReason, again.weekStartEquity]).toEqual(['ACTIVE', 'new-week', 95_000]);
  });

  it('takes the place of the daily loss, which ends sooner, and not the other way round', () => {
    const monitor = new RiskMonitor(weekly);
    monitor.observe(MONDAY, 100_000);
    monitor.observe(MONDAY + HOURS, 97_000);
    expect(monitor.stateReason).toBe('risk.daily-loss');
    monitor.observe(MONDAY + 2 * HOURS, 95_000);
    expect(monitor.stateReason).toBe('risk.weekly-loss');
    monitor.limits = limits({ maxDailyLoss: '3000' });
    monitor.observe(MONDAY + 3 * HOURS, 96_000);
    expect(monitor.stateReason).toBe('risk.weekly-loss');
  });

  it('moves with deposits, and begins with the day of the restart where the week’s start is not known', () => {
    const monitor = new RiskMonitor(weekly);
    monitor.observe(MONDAY, 100_000);
    monitor.transfer(50_000);
    expect(monitor.weekStartEquity).toBe(150_000);
    const again = new RiskMonitor(weekly);
    const { week: _, weekStartEquity: __, ...older } = monitor.record;
    again.restore({ ...older, dayStartEquity: 90_000 });
    again.observe(MONDAY + 25 * HOURS, 85_000);
    expect(again.stateReason).toBe('risk.weekly-loss');
  });
});

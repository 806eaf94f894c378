import { describe, expect, test } from 'vitest';
import { type AlertSpec, MOST_ALERTS } from '../../../../src-shared/domain/alert-spec.ts';
import { NO_LIMITS } from '../../../../src-shared/domain/limits.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, utcMs } from '../../../../src-shared/kernel/time.ts';
import { NOW } from '../risk/desk-of-one.ts';
import { AlertKit, BTC, EACH, firings, NO_BARS, ONCE, price } from './alert-kit.ts';
import { flatBars, intent } from './engine-kit.ts';

describe('the worked examples of docs/alerts.md', () => {
  test('price: the level fires, a hundredth under it does not, and once is once', () => {
    const kit = new AlertKit();
    kit.tick(62_400);
    kit.set(price('62500'));
    expect(kit.standing).toBe('armed');
    expect(kit.tick(62_499.99)).toEqual([]);
    const time = kit.now + SECOND_MS;
    expect(kit.tick(62_500)).toEqual([
      { alert: 1, number: 1, spec: price('62500'), time, value: 62_500, against: null, subject: null, away: false },
    ]);
    expect(kit.standing).toBe('done');
    expect([...kit.tick(62_400), ...kit.tick(62_600)]).toEqual([]);
  });

  test('price, each time with a distance: it must come back by 2 before it speaks again', () => {
    const kit = new AlertKit();
    kit.tick(99);
    kit.set(price('100', 'above', { repeat: 'each', rearm: 2 }));
    expect([100, 99, 100, 98, 101].map((value) => kit.tick(value).length)).toEqual([1, 0, 0, 0, 1]);
    expect(kit.engine.alerts.all[0]?.firings).toBe(2);
  });

  test('move: 2 percent within 15 minutes, then afresh from there', () => {
    const kit = new AlertKit();
    kit.set({ kind: 'move', instrument: BTC, direction: 'either', percent: 2, minutes: 15, ...EACH });
    kit.tick(60_000);
    expect(kit.tick(61_199.99, 600)).toEqual([]);
    expect(kit.tick(61_200)).toMatchObject([{ value: expect.closeTo(2, 10) as number, against: 60_000 }]);
    expect(kit.tick(62_423.99)).toEqual([]);
    expect(kit.tick(61_175.51)).toMatchObject([{ value: expect.closeTo(-2, 4) as number, against: 62_423.99 }]);
    expect(kit.tick(60_000, 16 * 60)).toEqual([]);
  });

  test('indicator: RSI 3 crosses 50 with the bar that closes at 99', () => {
    const kit = new AlertKit();
    const line = { indicator: 'rsi', parameters: { period: 3 }, output: 'value' };
    const from = kit.now - 4 * MINUTE_MS;
    kit.set(
      { kind: 'indicator', instrument: BTC, timeframe: '1m', line, cross: 'above', against: 50, ...ONCE },
      flatBars(from, '1m', [100, 98, 96, 94]),
    );
    expect(kit.standing).toBe('armed');
    kit.now += MINUTE_MS;
    expect(firings(kit.bar(99, { timeframe: '5m' }))).toEqual([]);
    expect(firings(kit.bar(99, { instrument: 1 }))).toEqual([]);
    expect(firings(kit.bar(99))).toMatchObject([{ value: expect.closeTo(55.56, 2) as number, against: 50 }]);
  });

  test('P&L of a position: 0.5 bought at 60,000 stands at -1,000.00 at 58,000', () => {
    const kit = new AlertKit();
    kit.deposit('100000');
    kit.tick(60_000);
    kit.set({ kind: 'pnl', of: 'position', instrument: BTC, cross: 'below', amount: -1_000, ...ONCE });
    expect(kit.standing).toBe('new');
    kit.bought(50_000, 60_000);
    expect(kit.tick(58_001)).toEqual([]);
    expect(kit.tick(58_000)).toMatchObject([{ value: -1_000 }]);
  });

  test('limit: 80 percent of a daily loss of 1,000', () => {
    const kit = new AlertKit({ limits: { ...NO_LIMITS, maxDailyLoss: '1000' } });
    kit.deposit('100000');
    kit.tick(60_000);
    kit.set({ kind: 'limit', rule: 'risk.daily-loss', percent: 80, ...ONCE });
    // Bought at 60,000 for a fee of 1.00.
    kit.bought(100_000, 60_000);
    expect(kit.tick(59_202)).toEqual([]);
    expect(kit.tick(59_201)).toMatchObject([{ value: 80, subject: 'risk.daily-loss all' }]);
  });

  test('feed: no price for 30 seconds', () => {
    const kit = new AlertKit();
    kit.tick(60_000);
    const set = kit.set({ kind: 'feed', instrument: BTC, seconds: 30, ...EACH });
    const due = kit.now + 30 * SECOND_MS;
    expect(set.timers).toEqual([{ timer: 'alert:1', at: due }]);
    kit.tick(60_001);
    // The timer finds a newer price and waits on from there.
    expect(kit.step({ kind: 'timer', time: due, timer: 'alert:1' }).timers).toEqual([{ timer: 'alert:1', at: due + SECOND_MS }]);
    const fired = kit.step({ kind: 'timer', time: due + SECOND_MS, timer: 'alert:1' });
    expect(firings(fired)).toMatchObject([{ value: 30, time: due + SECOND_MS }]);
    expect(kit.standing).toBe('past');
    kit.now = due + 5 * SECOND_MS;
    expect(kit.quote(60_002).timers).toEqual([{ timer: 'alert:1', at: kit.now + 30 * SECOND_MS }]);
    expect(kit.standing).toBe('armed');
  });

  test('doubt: an order in doubt for 10 seconds, once for each order', () => {
    const kit = new AlertKit();
    kit.deposit('100000');
    kit.tick(60_000);
    kit.set({ kind: 'doubt', seconds: 10, ...EACH });
    const { sent } = kit.place(intent({ type: 'limit', lots: 100, limitTicks: 5_900_000 }));
    const doubted = kit.report({ kind: 'no-answer', order: sent[0]!, time: utcMs(kit.now) });
    const timers = doubted.timers.filter(({ timer }) => timer === 'alert:1');
    expect(timers).toEqual([{ timer: 'alert:1', at: kit.now + 10 * SECOND_MS }]);
    const at = timers[0]!.at;
    expect(firings(kit.step({ kind: 'timer', time: at - 1, timer: 'alert:1' }))).toEqual([]);
    expect(firings(kit.step({ kind: 'timer', time: at, timer: 'alert:1' }))).toMatchObject([{ value: 10, subject: sent[0] }]);
    expect(firings(kit.step({ kind: 'timer', time: at + 1, timer: 'alert:1' }))).toEqual([]);
  });
});

describe('crossing', () => {
  test('an alert behind whose level the price stands already waits for it to come back', () => {
    const kit = new AlertKit();
    kit.tick(101);
    kit.set(price('100'));
    expect(kit.standing).toBe('past');
    expect([102, 99, 100].map((value) => kit.tick(value).length)).toEqual([0, 0, 1]);
  });

  test('below is at the level or under it', () => {
    const kit = new AlertKit();
    kit.set(price('100', 'below', { repeat: 'each', rearm: 1 }));
    expect(kit.standing).toBe('new');
    expect([100.01, 100, 100.99, 99, 101, 99.5].map((value) => kit.tick(value).length)).toEqual([0, 1, 0, 0, 0, 1]);
  });

  test('prices of the instant in which it changed are not judged', () => {
    const kit = new AlertKit();
    kit.tick(99);
    kit.set(price('100', 'above', EACH));
    expect(firings(kit.quote(100))).toEqual([]);
    expect(kit.tick(100)).toHaveLength(1);
    expect(firings(kit.quote(99))).toEqual([]);
    expect(kit.standing).toBe('past');
  });

  test('two lines of an indicator', () => {
    const kit = new AlertKit();
    const sma = (length: number) => ({ indicator: 'sma', parameters: { period: length }, output: 'value' });
    const spec: AlertSpec = { kind: 'indicator', instrument: BTC, timeframe: '1m', line: sma(2), cross: 'below', against: sma(4), ...EACH };
    kit.set(spec, flatBars(kit.now - 4 * MINUTE_MS, '1m', [100, 101, 102, 103]));
    kit.now += MINUTE_MS;
    expect(firings(kit.bar(102))).toEqual([]);
    kit.now += MINUTE_MS;
    // 101.5 and 99 against the mean of 102, 103, 102, 96.
    expect(firings(kit.bar(96))).toMatchObject([{ value: 99, against: 100.75 }]);
  });

  test('a line that is not warm crosses nothing, and the bars that are kept slide on', () => {
    const kit = new AlertKit();
    const line = { indicator: 'sma', parameters: { period: 3 }, output: 'value' };
    kit.set({ kind: 'indicator', instrument: BTC, timeframe: '1m', line, cross: 'above', against: 100, ...EACH });
    let said = 0;
    for (let bar = 0; bar < 2_500; bar += 1) {
      kit.now += MINUTE_MS;
      said += firings(kit.bar(bar % 20 < 10 ? 99 : 101)).length;
      if (bar < 3) expect(said).toBe(0);
    }
    expect(said).toBe(125);
  });
});

describe('P&L and limits', () => {
  test('of the day and of the account', () => {
    const kit = new AlertKit();
    kit.deposit('100000');
    kit.tick(60_000);
    kit.bought(100_000, 60_000);
    kit.set({ kind: 'pnl', of: 'day', instrument: null, cross: 'above', amount: 500, ...ONCE });
    kit.set({ kind: 'pnl', of: 'account', instrument: null, cross: 'above', amount: 500, ...ONCE });
    expect(kit.tick(60_500.99)).toEqual([]);
    expect(kit.tick(60_501)).toMatchObject([
      { alert: 1, value: expect.closeTo(500, 6) as number },
      { alert: 2, value: expect.closeTo(500, 6) as number },
    ]);
    expect(kit.engine.alerts.on).toBe(false);
  });

  test('any limit, looked at when an order is written and once a second', () => {
    const kit = new AlertKit({ limits: { ...NO_LIMITS, maxOpenOrders: 2, maxDailyLoss: '1000' } });
    kit.deposit('100000');
    kit.tick(60_000);
    kit.set({ kind: 'limit', rule: 'any', percent: 50, ...EACH });
    kit.now += SECOND_MS;
    const placed = kit.place(intent({ type: 'limit', lots: 100, limitTicks: 5_900_000 }));
    expect(firings(placed)).toMatchObject([{ value: 50, subject: 'risk.max-open-orders all' }]);
  });

  test('a limit that is off is not used', () => {
    const kit = new AlertKit();
    kit.set({ kind: 'limit', rule: 'risk.drawdown', percent: 50, ...EACH });
    expect(kit.tick(60_000)).toEqual([]);
    expect(kit.standing).toBe('new');
  });
});

describe('a market of bars', () => {
  const bar = (kit: AlertKit, [open, high, low, close]: readonly [number, number, number, number], timeframe: '1m' | '1h' = '1m') => {
    const span = timeframe === '1m' ? MINUTE_MS : HOUR_MS;
    const columns = flatBars(kit.now - span, timeframe, [close]);
    columns.open[0] = open;
    columns.high[0] = high;
    columns.low[0] = low;
    return firings(
      kit.step({ kind: 'bar', instrument: 0, timeframe, time: kit.now, received: kit.now, columns, row: 0, place: 0, last: false }),
    );
  };

  test('what happened within a bar counts, in the order of a rising or a falling one', () => {
    const kit = new AlertKit();
    kit.set(price('110', 'above', { repeat: 'each', rearm: 5 }));
    kit.now += MINUTE_MS;
    // Rose: the low comes first, then the high.
    expect(bar(kit, [100, 112, 99, 111])).toMatchObject([{ value: 110 + 2 }]);
    kit.now += MINUTE_MS;
    // Fell: 113 says nothing, 104 arms it.
    expect(bar(kit, [111, 113, 104, 104])).toEqual([]);
    expect(kit.standing).toBe('armed');
  });

  test('of a longer bar that shorter ones covered only the close counts', () => {
    const kit = new AlertKit();
    kit.now += MINUTE_MS;
    bar(kit, [100, 120, 99, 100]);
    kit.set(price('110'));
    kit.now += MINUTE_MS;
    expect(bar(kit, [100, 101, 99, 100])).toEqual([]);
    expect(bar(kit, [100, 120, 99, 100], '1h')).toEqual([]);
    kit.now += MINUTE_MS;
    expect(bar(kit, [100, 120, 99, 115], '1h')).toMatchObject([{ value: 115 }]);
  });
});

describe('what a person asks', () => {
  test('numbers count on, and a removed alert is gone', () => {
    const kit = new AlertKit();
    kit.tick(99);
    kit.set(price('100'));
    kit.set(price('101'));
    const removed = kit.command({ type: 'remove-alert', alert: 1 });
    expect(removed.of('alert').map(({ alert }) => [alert.alert, alert.status])).toEqual([[1, 'removed']]);
    expect(kit.tick(105).map(({ alert }) => alert)).toEqual([2]);
    kit.set(price('110'));
    expect(kit.engine.alerts.newest).toBe(3);
  });

  test('an alert that has spoken is armed again', () => {
    const kit = new AlertKit();
    kit.tick(99);
    kit.set(price('100'));
    kit.tick(100);
    expect(kit.command({ type: 'rearm-alert', alert: 1, history: NO_BARS }).fault).toBeNull();
    expect(kit.standing).toBe('past');
    kit.tick(99);
    expect(kit.command({ type: 'rearm-alert', alert: 1, history: NO_BARS }).fault).toBe('alert.armed');
    expect(kit.tick(100)).toMatchObject([{ number: 2 }]);
  });

  test('what was seen is recorded, of one alert or of all', () => {
    const kit = new AlertKit();
    kit.set(price('100'));
    const seen = [1, null].map((alert) => kit.command({ type: 'seen-alert', alert, until: NOW }).of('alert-seen')[0]);
    expect(seen.map((record) => record?.alert)).toEqual([1, null]);
  });

  test.each<[string, AlertSpec]>([
    ['instrument.unknown', { ...price('100'), instrument: 'XRP/USD.SIM' } as AlertSpec],
    ['order.off-tick', price('100.001')],
    ['alert.invalid', price('0')],
    ['alert.invalid', price('x')],
    ['alert.invalid', price('100', 'above', { repeat: 'each', rearm: -1 })],
    ['alert.invalid', { kind: 'move', instrument: BTC, direction: 'up', percent: 0, minutes: 5, ...ONCE }],
    ['alert.invalid', { kind: 'move', instrument: BTC, direction: 'up', percent: 1, minutes: 1_441, ...ONCE }],
    ['alert.invalid', { kind: 'pnl', of: 'day', instrument: BTC, cross: 'above', amount: 1, ...ONCE }],
    ['alert.invalid', { kind: 'pnl', of: 'day', instrument: null, cross: 'above', amount: Number.NaN, ...ONCE }],
    ['alert.invalid', { kind: 'limit', rule: 'risk.price-collar', percent: 50, ...ONCE }],
    ['alert.invalid', { kind: 'limit', rule: 'any', percent: 0.5, ...ONCE }],
    ['alert.invalid', { kind: 'feed', instrument: BTC, seconds: 0, ...ONCE }],
    ['alert.invalid', { kind: 'doubt', seconds: 86_401, ...ONCE }],
  ])('%s is a plain fault', (code, spec) => {
    const kit = new AlertKit();
    const answer = kit.set(spec);
    expect(answer.fault).toBe(code);
    expect([answer.of('alert'), answer.of('command')]).toEqual([[], [expect.anything()]]);
  });

  test.each([
    [{ indicator: 'none', parameters: {}, output: 'value' }, 50],
    [{ indicator: 'rsi', parameters: { period: 14 }, output: 'upper' }, 50],
    [{ indicator: 'rsi', parameters: { period: 0 }, output: 'value' }, 50],
    [{ indicator: 'rsi', parameters: { period: 14 }, output: 'value' }, Number.POSITIVE_INFINITY],
    [
      { indicator: 'rsi', parameters: { period: 14 }, output: 'value' },
      { indicator: 'none', parameters: {}, output: 'value' },
    ],
  ])('a line that does not exist is named', (line, against) => {
    const spec: AlertSpec = { kind: 'indicator', instrument: BTC, timeframe: '1m', line, cross: 'above', against, ...ONCE };
    expect(new AlertKit().set(spec).fault).toBe('alert.invalid');
  });

  test('unknown numbers and too many alerts are refused', () => {
    const kit = new AlertKit();
    expect(kit.command({ type: 'remove-alert', alert: 1 }).fault).toBe('alert.unknown');
    for (let i = 0; i < MOST_ALERTS; i += 1) kit.set(price('100'));
    expect(kit.set(price('100')).fault).toBe('alert.too-many');
  });
});

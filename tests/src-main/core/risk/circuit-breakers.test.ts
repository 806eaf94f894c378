import { describe, expect, it } from 'vitest';
import {
  BREAKER_KINDS,
  BREAKERS,
  type BreakerKind,
  breakerOfReason,
  breakerReason,
  type BreakerSpec,
} from '../../../../src-shared/domain/breaker-spec.ts';
import { signalSentence } from '../../../../src-shared/domain/signals.ts';
import type { RiskEvent } from '../../../../src-main/core/risk/breaker.ts';
import { BREAKER_RULES } from '../../../../src-main/core/risk/breakers/catalog.ts';
import { CircuitBreakers } from '../../../../src-main/core/risk/circuit-breakers.ts';
import { RiskMonitor } from '../../../../src-main/core/risk/risk-monitor.ts';
import { reasonPhrase } from '../../../../src-main/core/risk/risk-texts.ts';
import { limits, NOW } from './desk-of-one.ts';

const MINUTE = 60_000;

function breaker(kind: BreakerKind, over: Partial<BreakerSpec> = {}): BreakerSpec {
  return { ...BREAKERS[kind].preset, ...over };
}

/** The sentences of what trips over these events. */
function told(spec: BreakerSpec, events: readonly RiskEvent[]): readonly string[] {
  const breakers = new CircuitBreakers();
  breakers.configure([spec]);
  return events.flatMap((event) => breakers.take(event).trips.map(({ reason, evidence }) => signalSentence(reason, evidence)));
}

const fill = (minute: number, slippageBps: number): RiskEvent => ({
  ...{ kind: 'fill', time: NOW + minute * MINUTE, instrument: 'BTC/USD', order: 'o-1' },
  slippageBps,
  expectedBps: 2,
});
const orders = (kind: 'sent' | 'unanswered' | 'rejected', count: number, minute = 0): readonly RiskEvent[] =>
  Array.from({ length: count }, () => ({ kind, time: NOW + minute * MINUTE, order: 'o-1' }));
const trade = (ratio: number, minute = 0): RiskEvent => ({ kind: 'trade', time: NOW + minute * MINUTE, instrument: 'BTC/USD', ratio });
const silence = (ms: number): RiskEvent => ({ kind: 'silence', time: NOW, instrument: 'BTC/USD', ms });
const move = (fraction: number): RiskEvent => ({ kind: 'move', time: NOW, instrument: 'BTC/USD', fraction });

describe('the worked examples of docs/risk.md', () => {
  it('abnormal fills: three of 21 bp where ten times 2 bp are let be', () => {
    const spec = breaker('abnormal-fills', { level: 10 });
    expect(told(spec, [fill(0, 21), fill(30, 21), fill(59, 21)])).toEqual([
      '3 fills within 60 min cost more than 10 times the model; the last, of BTC/USD, lost 21.0 bp where 2.0 bp are modelled',
    ]);
    expect(told(spec, [fill(0, 20), fill(30, 21), fill(59, 21)])).toEqual([]);
    expect(told(spec, [fill(0, 21), fill(30, 21), fill(60, 21)])).toEqual([]);
  });

  it('errors: the second of ten sent', () => {
    const spec = breaker('unanswered', { count: 2 });
    const lost = orders('unanswered', 2);
    expect(told(spec, [...orders('sent', 10), ...lost])).toEqual(['2 of 10 orders within 10 min were not answered; 20.00% is the limit']);
    expect(told(spec, [...orders('sent', 11), ...lost])).toEqual([]);
    // What was sent longer ago is no excuse.
    expect(told(spec, [...orders('sent', 11), ...orders('unanswered', 2, 10)])).toHaveLength(1);
  });

  it('rejected orders: the third of six sent', () => {
    const spec = breaker('rejections', { count: 3 });
    const refused = orders('rejected', 3);
    expect(told(spec, [...orders('sent', 6), ...refused])).toEqual([
      '3 of 6 orders within 10 min were refused by the venue; 50.00% is the limit',
    ]);
    expect(told(spec, [...orders('sent', 7), ...refused])).toEqual([]);
  });

  it('silent feed: five minutes', () => {
    const spec = breaker('silent-feed');
    expect(told(spec, [silence(5 * MINUTE + 1_000)])).toEqual(['BTC/USD had no price for 5 min; 5 min is the limit']);
    expect(told(spec, [silence(5 * MINUTE)])).toEqual([]);
  });

  it('price jumps: 100 to 110.01', () => {
    const spec = breaker('price-jumps');
    expect(told(spec, [move(110.01 / 100 - 1)])).toEqual([
      'BTC/USD moved 10.01% from one price to the next, 1 times within 60 min; 10.00% is the limit',
    ]);
    expect(told(spec, [move(0.1)])).toEqual([]);
  });

  it('repeated losses: three in a row', () => {
    const spec = breaker('losses', { count: 3 });
    expect(told(spec, [trade(-0.01), trade(-0.001), trade(-0.02)])).toEqual([
      '3 losing trades in a row within any span, the last -2.00% of BTC/USD',
    ]);
    expect(told(spec, [trade(-0.01), trade(0.001), trade(-0.02), trade(-0.03)])).toEqual([]);
    expect(told(breaker('losses', { count: 2, withinMs: 10 * MINUTE }), [trade(-0.01), trade(-0.01, 10)])).toEqual([]);
  });
});

describe('breakers', () => {
  it('each hear of their own kind of event alone', () => {
    const events = [fill(0, 1e6), ...orders('unanswered', 1), ...orders('rejected', 1), silence(1e12), move(1e3), trade(-1)];
    for (const kind of BREAKER_KINDS) {
      const heard = events.filter((event) => told(breaker(kind, { count: 1 }), [event]).length > 0);
      expect(heard, kind).toHaveLength(1);
      for (const event of events)
        if (!heard.includes(event)) expect(Object.keys(BREAKER_RULES[kind].evidence(event, breaker(kind)))).not.toContain('actual');
    }
  });

  it('count anew once they have tripped, and when a person has started again', () => {
    const breakers = new CircuitBreakers();
    breakers.configure([breaker('losses', { count: 2 })]);
    expect(breakers.take(trade(-0.01))).toEqual({ trips: [], counted: true });
    expect(breakers.take(trade(-0.01)).trips).toHaveLength(1);
    expect(breakers.take(trade(-0.01)).trips).toEqual([]);
    breakers.clear();
    expect(breakers.take(trade(-0.01)).trips).toEqual([]);
    expect(breakers.take(trade(0.01)).counted).toBe(true);
    expect(breakers.take(trade(0.01)).counted).toBe(false);
    expect(breakers.take(move(1))).toEqual({ trips: [], counted: false });
  });

  it('leave nothing to keep where one event alone trips them', () => {
    const breakers = new CircuitBreakers();
    breakers.configure([breaker('silent-feed')]);
    expect(breakers.take(silence(1e9))).toMatchObject({ trips: [{ state: 'REDUCING' }], counted: false });
  });

  it('go on with what they have counted, as long as they are the same', () => {
    const specs = [breaker('losses', { count: 2 }), breaker('price-jumps')];
    const before = new CircuitBreakers();
    before.configure(specs);
    before.take(trade(-0.01));
    const after = new CircuitBreakers();
    after.configure(specs);
    after.restore(structuredClone(before.memory));
    after.configure([specs[0]!]);
    expect(after.take(trade(-0.01)).trips).toHaveLength(1);
    const other = new CircuitBreakers();
    other.configure([specs[0]!]);
    other.restore(before.memory);
    expect(other.take(trade(-0.01)).trips).toEqual([]);
  });

  it('have a phrase for each state and are known by their reason', () => {
    for (const kind of BREAKER_KINDS) {
      expect(breakerOfReason(breakerReason(kind))).toBe(BREAKERS[kind]);
      expect(reasonPhrase('HALTED', breakerReason(kind))).toMatch(/^the breaker of /u);
      expect(reasonPhrase('REDUCING', breakerReason(kind))).toMatch(/ tripped$/u);
      expect(BREAKER_RULES[kind].kind).toBe(kind);
    }
    expect(breakerOfReason('risk.drawdown')).toBeNull();
  });
});

describe('the trading state under a breaker', () => {
  const trip = { state: 'REDUCING', reason: 'breaker.losses', evidence: { count: 3 } } as const;

  it('keeps the evidence with the state and over a restart, until a person starts again', () => {
    const monitor = new RiskMonitor(limits({}));
    monitor.observe(NOW, 100_000);
    expect(monitor.tripBreaker(NOW, trip)).toBe(true);
    expect(monitor.record).toMatchObject({ state: 'REDUCING', reason: 'breaker.losses', since: NOW, evidence: { count: 3 } });
    const again = new RiskMonitor(limits({}));
    again.restore(monitor.record);
    expect(again.record).toEqual(monitor.record);
    // A day later too.
    again.observe(NOW + 30 * 3_600_000, 100_000);
    expect(again.tradingState).toBe('REDUCING');
    again.rearm(NOW, 100_000);
    expect(again.record).not.toHaveProperty('evidence');
  });

  it('is the breaker’s where the daily loss had led to it, and else stays what it is', () => {
    const monitor = new RiskMonitor(limits({ maxDailyLoss: '1000' }));
    monitor.observe(NOW, 100_000);
    monitor.observe(NOW + 1, 98_000);
    expect(monitor.stateReason).toBe('risk.daily-loss');
    expect(monitor.tripBreaker(NOW + 2, trip)).toBe(true);
    expect(monitor.tripBreaker(NOW + 3, { ...trip, reason: 'breaker.unanswered' })).toBe(false);
    monitor.observe(NOW + 4, 97_000);
    expect(monitor.stateReason).toBe('breaker.losses');
    expect(monitor.tripBreaker(NOW + 5, { ...trip, state: 'HALTED' })).toBe(true);
    expect(monitor.tripBreaker(NOW + 6, trip)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import type { CostProfile } from '../../../../src-shared/domain/costs.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { AssetId, ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { MatchingCore } from '../../../../src-main/core/matching/matching-core.ts';
import type { ExecutionReport } from '../../../../src-main/ports/execution-venue.ts';
import { costs, instrument, order } from './venue-fixture.ts';

/** A core on quotes and prints: an ordinary minute trades 10, a day 10,000, daily volatility 4 %. */
class Tape {
  readonly reports: ExecutionReport[] = [];
  readonly core: MatchingCore;
  queue = 0;

  constructor(changes: Partial<CostProfile> = {}, balances: Readonly<Record<string, string>> = { USD: '1000000', BTC: '100' }) {
    this.core = new MatchingCore({
      instruments: [instrument()],
      costs: costs(changes),
      balances: new Map(Object.entries(balances).map(([asset, text]) => [asset, Decimal.parse(text)])),
      evidence: { dailyVolatility: () => 0.04, dailyVolume: () => 10_000, minuteVolume: () => 10, queueAhead: () => this.queue },
      report: (report) => this.reports.push(report),
    });
  }

  quote(bid: number, ask: number): this {
    this.core.onQuote(0, bid, ask);
    return this;
  }

  send(at: number, ...orders: readonly ReturnType<typeof order>[]): this {
    for (const one of orders) this.core.submit(one, at);
    this.core.advance(at + 1_000);
    return this;
  }

  print(time: number, ticks: number, lots: number, aggressor: 'buy' | 'sell' = 'sell'): this {
    this.core.advance(time);
    this.core.onPrint({ instrument: 0, time, ticks, lots, aggressor });
    return this;
  }

  get told(): string[] {
    return this.reports.flatMap((report) => {
      if (report.kind === 'fill')
        return [`${report.order} ${report.fill.ticks} x ${report.fill.lots} ${report.fill.liquidity} @ ${report.time}`];
      return report.kind === 'cancelled' || report.kind === 'rejected' ? [`${report.order} ${report.reason} @ ${report.time}`] : [];
    });
  }
}

const limit = (id: string, side: 'buy' | 'sell', limitTicks: number, more: object = {}) =>
  order({ id, side, type: 'limit', limitTicks, ...more });

describe('taking from quotes', () => {
  it('rule 23: at the quote of the arrival, made worse by slippage and impact but not by a spread', () => {
    const at = (changes: Partial<CostProfile>, side: 'buy' | 'sell'): string[] =>
      new Tape({ halfSpreadBps: 50, ...changes }).quote(9_999, 10_001).send(0, order({ id: 'a', side })).told;
    expect([...at({}, 'buy'), ...at({}, 'sell')]).toEqual(['a 10001 x 1000 taker @ 0', 'a 9999 x 1000 taker @ 0']);
    expect([...at({ slippageBps: 1 }, 'buy'), ...at({ slippageBps: 1 }, 'sell')]).toEqual([
      'a 10003 x 1000 taker @ 0',
      'a 9998 x 1000 taker @ 0',
    ]);
    // 0.04 x sqrt(1 / 10,000) = 4 bp of 100.01 is 0.040004.
    expect(at({ impact: 1 }, 'buy')).toEqual(['a 10006 x 1000 taker @ 0']);
  });

  it('rule 23: latency moves the instant, and the quote with it', () => {
    const tape = new Tape({ latencyMs: 250 }).quote(9_999, 10_001);
    tape.core.submit(order({ id: 'a' }), 1_000);
    expect(tape.core.nextArrival).toBe(1_250);
    tape.core.advance(1_249);
    tape.quote(10_009, 10_011);
    tape.core.advance(1_250);
    expect(tape.told).toEqual(['a 10011 x 1000 taker @ 1250']);
    expect(tape.core.nextArrival).toBe(Number.POSITIVE_INFINITY);
    expect(tape.core.idle).toBe(true);
  });

  it('rule 23: a share of a minute at once, the rest from the prints that follow', () => {
    const tape = new Tape({ participation: 0.1 }).quote(9_999, 10_001).send(0, order({ id: 'a', lots: 1_300 }));
    tape.print(2_000, 9_999, 2_000).quote(10_000, 10_002).print(3_000, 10_002, 5_000, 'buy');
    expect(tape.told).toEqual(['a 10001 x 1000 taker @ 0', 'a 10001 x 200 taker @ 2000', 'a 10002 x 100 taker @ 3000']);
  });

  it('without a quote it waits for a print', () => {
    const tape = new Tape().send(0, order({ id: 'a' }), limit('b', 'buy', 10_000), order({ id: 's', type: 'stop', triggerTicks: 10_000 }));
    expect(tape.told).toEqual([]);
    tape.print(2_000, 10_000, 50_000);
    expect(tape.told).toEqual(['s 10000 x 1000 taker @ 2000', 'a 10000 x 1000 taker @ 2000', 'b 10000 x 1000 taker @ 2000']);
  });

  it('rules 16 and 18: limits, post-only, IOC and FOK meet the quote', () => {
    const tape = new Tape({ participation: 0.1 }).quote(9_999, 10_001);
    tape.send(
      0,
      limit('a', 'buy', 10_001),
      limit('b', 'buy', 10_001, { postOnly: true }),
      limit('c', 'sell', 9_999, { timeInForce: 'ioc', lots: 1_001 }),
    );
    tape.send(0, limit('d', 'sell', 9_999, { timeInForce: 'fok', lots: 1_001 }), limit('e', 'buy', 10_000, { timeInForce: 'ioc' }));
    expect(tape.told).toEqual([
      'a 10001 x 1000 taker @ 0',
      'b post-only @ 0',
      'c 9999 x 1000 taker @ 0',
      'c ioc @ 0',
      'd fok @ 0',
      'e ioc @ 0',
    ]);
  });
});

describe('resting under prints', () => {
  it('rule 24: through the price at once, at the price after the queue', () => {
    const tape = new Tape({ participation: 0.5 }).quote(9_999, 10_001);
    tape.queue = 5_000;
    tape.send(0, limit('a', 'buy', 9_999, { lots: 3_000 }));
    tape.print(2_000, 9_999, 3_000).print(2_001, 9_999, 9_000, 'buy').print(2_002, 10_000, 9_000);
    expect(tape.told).toEqual([]);
    tape.print(3_000, 9_999, 4_000).print(4_000, 9_998, 1_000).print(5_000, 9_999, 1_000);
    expect(tape.told).toEqual(['a 9999 x 1000 maker @ 3000', 'a 9999 x 500 maker @ 4000', 'a 9999 x 500 maker @ 5000']);
  });

  it('rule 24: the same for a sale', () => {
    const tape = new Tape().quote(9_999, 10_001);
    tape.queue = 1_000;
    tape.send(0, limit('a', 'sell', 10_001, { lots: 2_500 }));
    tape
      .print(2_000, 10_001, 2_000, 'sell')
      .print(2_001, 10_001, 2_000, 'buy')
      .print(2_002, 10_002, 500, 'buy')
      .print(2_003, 10_001, 9_000, 'buy');
    expect(tape.told).toEqual(['a 10001 x 1000 maker @ 2001', 'a 10001 x 500 maker @ 2002', 'a 10001 x 1000 maker @ 2003']);
  });

  it('rule 25: the print that brought it into the book does not fill it', () => {
    const tape = new Tape().quote(9_999, 10_001);
    tape.send(0, order({ id: 'a', type: 'stop-limit', triggerTicks: 10_000, limitTicks: 9_990 }));
    tape.print(2_000, 10_005, 9_000, 'buy').print(2_000, 9_980, 9_000).print(2_001, 9_980, 500);
    expect(tape.told).toEqual(['a 9990 x 500 maker @ 2001']);
    expect(tape.reports.map(({ kind }) => kind)).toEqual(['acknowledged', 'triggered', 'fill']);
  });

  it('rule 25: a stop takes at the quote of the print, the rest from later prints', () => {
    const tape = new Tape({ participation: 0.05 }).quote(9_999, 10_001);
    tape.send(0, order({ id: 'a', side: 'sell', type: 'stop', triggerTicks: 9_990 }));
    tape.print(2_000, 9_991, 9_000).quote(9_980, 9_985).print(3_000, 9_989, 9_000).print(4_000, 9_980, 20_000);
    expect(tape.told).toEqual(['a 9980 x 500 taker @ 3000', 'a 9980 x 500 taker @ 4000']);
  });

  it('rule 20: the stop of a bracket wins and the target is let go', () => {
    const group = (role: 'entry' | 'stop' | 'target') => ({ group: { id: 'g', role } });
    const tape = new Tape({}, { USD: '1000' }).quote(9_999, 10_001);
    tape.send(
      0,
      order({ id: 'e', ...group('entry') }),
      order({ id: 's', side: 'sell', type: 'stop', triggerTicks: 9_900, reduceOnly: true, ...group('stop') }),
      limit('t', 'sell', 10_100, { reduceOnly: true, ...group('target') }),
    );
    tape.print(2_000, 10_100, 300, 'buy').quote(9_898, 9_900).print(3_000, 9_899, 10);
    expect(tape.told).toEqual(['e 10001 x 1000 taker @ 0', 't 10100 x 300 maker @ 2000', 's 9898 x 700 taker @ 3000', 't oco @ 3000']);
  });
});

describe('the venue knows its orders', () => {
  it('rule 26: an id counts once, fill ids are made of it, and questions are answered', () => {
    const tape = new Tape({ participation: 0.05 }).quote(9_999, 10_001);
    const a = order({ id: 'a' });
    tape.send(0, a, a);
    expect(tape.core.status('b' as ClientOrderId)).toBeNull();
    expect(tape.core.status(a.id)).toMatchObject({ state: 'working', reason: null, fills: [{ id: 'a-1', lots: 500 }] });
    tape.print(2_000, 10_000, 90_000).send(3_000, a);
    expect(tape.core.status(a.id)).toMatchObject({ state: 'filled', fills: [{ id: 'a-1' }, { id: 'a-2', ticks: 10_001, lots: 500 }] });
    expect(tape.reports).toHaveLength(3);
  });

  it.each([
    { type: 'trailing-stop' as const },
    { type: 'take-profit' as const },
    { timeInForce: 'gtd' as const },
    { limitTicks: 5 },
    { type: 'limit' as const },
    { type: 'stop' as const },
    { type: 'stop-limit' as const, triggerTicks: 5 },
    { type: 'limit' as const, limitTicks: 5, quoteAmount: Decimal.ONE },
  ])('rule 26: refuses %o', (odd) => {
    const tape = new Tape().quote(9_999, 10_001).send(0, order({ id: 'a', ...odd }));
    expect(tape.told).toEqual(['a venue @ 0']);
    expect(tape.core.status('a' as ClientOrderId)).toMatchObject({ state: 'rejected', reason: 'venue' });
    expect(tape.core.idle).toBe(true);
  });

  it('cancels what is alive and refuses the rest', () => {
    const tape = new Tape({ latencyMs: 100 }).quote(9_999, 10_001).send(0, limit('a', 'buy', 9_000));
    tape.core.cancel('a' as ClientOrderId, 'user', 2_000);
    tape.core.cancel('a' as ClientOrderId, 'user', 2_000);
    tape.core.advance(2_100);
    expect(tape.reports.map(({ kind, time }) => `${kind} ${time}`)).toEqual(['acknowledged 100', 'cancelled 2100', 'cancel-refused 2100']);
    expect(tape.core.status('a' as ClientOrderId)).toMatchObject({ state: 'cancelled', reason: 'user' });
  });

  it('keeps the money: what is bought and sold, and what is brought in', () => {
    const tape = new Tape({ takerFeeBps: 10 }, { USD: '200' }).quote(9_999, 10_001).send(0, order({ id: 'a' }));
    expect(tape.core.balance('USD').toString()).toBe('99.88999');
    expect(tape.core.balance('BTC').toString()).toBe('1');
    tape.core.deposit('USD', Decimal.parse('0.11001'));
    expect(tape.core.balance('USD').toString()).toBe('100');
    expect(() => tape.core.deposit('USD', Decimal.parse('-101'))).toThrow('never negative');
  });

  it('holds to what is paid in the quote asset, and to its instruments', () => {
    const make = (over: Parameters<typeof instrument>[1]) =>
      new MatchingCore({
        instruments: [instrument(0, over)],
        costs: costs(),
        balances: new Map(),
        evidence: { dailyVolatility: () => 0, dailyVolume: () => 0, minuteVolume: () => 0, queueAhead: () => 0 },
        report: () => undefined,
      });
    expect(() => make({ settle: 'BTC' as AssetId })).toThrow('quote asset');
    expect(() => {
      make({}).submit(order({ instrument: 3 }), 0);
    }).toThrow('instrument of the venue');
  });
});

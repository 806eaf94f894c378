import { describe, expect, it } from 'vitest';
import type { CostProfile } from '../../../../src-shared/domain/costs.ts';
import { termsOf, type OrderTerms } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { MatchingCore } from '../../../../src-main/core/matching/matching-core.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../../../src-main/ports/approved-order.ts';
import type { ExecutionReport } from '../../../../src-main/ports/execution-venue.ts';
import { costs, FLAT, HOUR, instrument, order, ReplayRun, START, type BarRow } from './venue-fixture.ts';

/** Other terms of an order, as the gate would have passed them. */
function amendment(one: ApprovedOrder, change: Partial<OrderTerms>, number = 1): ApprovedAmendment {
  return { order: one.id, number, terms: { ...termsOf(one), ...change } } as ApprovedAmendment;
}

/** What was told of fills, ends and amendments. */
function told(reports: readonly ExecutionReport[]): string[] {
  return reports.flatMap((report) => {
    switch (report.kind) {
      case 'fill':
        return [`${report.order} ${report.fill.ticks} x ${report.fill.lots} ${report.fill.liquidity} @ ${report.time}`];
      case 'cancelled':
      case 'expired':
      case 'amend-refused':
        return [`${report.order} ${report.kind} ${report.reason} @ ${report.time}`];
      case 'amended':
        return [`${report.order} amended ${report.number} @ ${report.time}`];
      case 'trigger-moved':
        return [`${report.order} moved ${report.triggerTicks} @ ${report.time}`];
      default:
        return [];
    }
  });
}

/** A core on quotes and prints; an ordinary minute trades 10. */
class Tape {
  readonly reports: ExecutionReport[] = [];
  readonly core: MatchingCore;
  queue = 0;

  constructor(balances: Readonly<Record<string, string>> = { USD: '1000000', BTC: '100' }, changes: Partial<CostProfile> = {}) {
    this.core = new MatchingCore({
      instruments: [instrument()],
      costs: costs(changes),
      balances: new Map(Object.entries(balances).map(([asset, text]) => [asset, Decimal.parse(text)])),
      evidence: { dailyVolatility: () => 0.04, dailyVolume: () => 10_000, minuteVolume: () => 10, queueAhead: () => this.queue },
      report: (report) => this.reports.push(report),
    });
    this.core.onQuote(0, 9_999, 10_001);
  }

  send(at: number, ...orders: readonly ApprovedOrder[]): this {
    for (const one of orders) this.core.submit(one, at);
    this.core.advance(at);
    return this;
  }

  amend(at: number, one: ApprovedOrder, change: Partial<OrderTerms>, number = 1): this {
    this.core.amend(amendment(one, change, number), at);
    this.core.advance(at);
    return this;
  }

  print(time: number, ticks: number, lots: number, aggressor: 'buy' | 'sell' = 'sell'): this {
    this.core.advance(time);
    this.core.onPrint({ instrument: 0, time, ticks, lots, aggressor });
    return this;
  }

  get told(): string[] {
    return told(this.reports);
  }
}

const bid = (changes: object = {}) => order({ id: 'a', type: 'limit', limitTicks: 9_900, ...changes });

describe('amending on quotes and prints', () => {
  it('rule 30: all terms at one instant; the number and the terms are told and can be asked for', () => {
    const one = bid();
    const tape = new Tape().send(0, one).amend(10, one, { limitTicks: 9_950, lots: 2_000 });
    expect(tape.told).toEqual(['a amended 1 @ 10']);
    expect(tape.core.status(one.id)).toMatchObject({
      state: 'working',
      terms: { limitTicks: 9_950, lots: 2_000, triggerTicks: null, trailTicks: null, expiresAt: null },
      amendment: 1,
      amendRefusal: null,
    });
    tape.print(20, 9_940, 5_000);
    expect(tape.told[1]).toBe('a 9950 x 2000 maker @ 20');
  });

  it('rule 31: a smaller size at the same price keeps the place in the queue; every other change loses it', () => {
    const filledBy = (change: Partial<OrderTerms>): string[] => {
      const one = bid({ lots: 1_000 });
      const tape = new Tape();
      tape.queue = 600;
      tape.send(0, one).print(5, 9_900, 500);
      tape.queue = 800;
      tape.amend(10, one, change).print(20, 9_900, 700).print(30, 9_900, 200);
      return tape.told.slice(1);
    };
    // 100 of the queue are left: 600 of 700 pass on.
    expect(filledBy({ lots: 900 })).toEqual(['a 9900 x 600 maker @ 20', 'a 9900 x 200 maker @ 30']);
    expect(filledBy({})).toEqual(['a 9900 x 600 maker @ 20', 'a 9900 x 200 maker @ 30']);
    // Behind 800 anew: 700 eat into it, then 100 of 200 pass on.
    expect(filledBy({ lots: 1_100 })).toEqual(['a 9900 x 100 maker @ 30']);
    expect(filledBy({ limitTicks: 9_899 })).toEqual([]);
  });

  it('rule 31: a price that crosses takes at once, and what is left rests', () => {
    const one = bid({ lots: 12_000 });
    const tape = new Tape(undefined, { participation: 1 }).send(0, one).amend(10, one, { limitTicks: 10_005 });
    expect(tape.told).toEqual(['a amended 1 @ 10', 'a 10001 x 10000 taker @ 10']);
    tape.print(20, 10_004, 2_000);
    expect(tape.told[2]).toBe('a 10005 x 2000 maker @ 20');
  });

  it.each([
    ['post-only', { postOnly: true }, { limitTicks: 10_001 }],
    ['funds', {}, { lots: 11_000_000 }],
    ['too-late', { timeInForce: 'gtd', expiresAt: 500 }, { expiresAt: 10 }],
  ] as const)('rule 32: refused with %s, and nothing has changed', (reason, changes, change) => {
    const one = bid(changes);
    const tape = new Tape().send(0, one);
    const before = tape.core.status(one.id);
    tape.amend(10, one, change);
    expect(tape.told).toEqual([`a amend-refused ${reason} @ 10`]);
    expect(tape.core.status(one.id)).toEqual({ ...before, amendment: 1, amendRefusal: reason });
    tape.print(20, 9_890, 9_000);
    expect(tape.told[1]).toBe('a 9900 x 1000 maker @ 20');
  });

  it('rule 32: refused at or below what has filled, when it has ended, and while it takes', () => {
    const one = bid();
    const tape = new Tape().send(0, one).print(5, 9_890, 400).amend(10, one, { lots: 400 });
    expect(tape.told.at(-1)).toBe('a amend-refused filled-beyond @ 10');
    tape.amend(11, one, { lots: 401 }, 2).print(20, 9_890, 9_000);
    expect(tape.told.slice(-2)).toEqual(['a amended 2 @ 11', 'a 9900 x 1 maker @ 20']);
    expect(tape.amend(30, one, { lots: 2_000 }, 3).told.at(-1)).toBe('a amend-refused ended @ 30');
    expect(tape.amend(31, order({ id: 'unknown' }), {}).told.at(-1)).toBe('unknown amend-refused ended @ 31');
    const taking = order({ id: 'b', lots: 50_000 });
    expect(tape.send(40, taking).amend(41, taking, { lots: 60_000 }).told.at(-1)).toBe('b amend-refused ended @ 41');
  });

  it('rule 32: one number is answered once', () => {
    const one = bid();
    const tape = new Tape().send(0, one).amend(10, one, { lots: 500 }).amend(11, one, { lots: 700 });
    expect(tape.told).toEqual(['a amended 1 @ 10']);
    expect(tape.core.status(one.id)?.terms.lots).toBe(500);
  });

  it('rule 32: arrives after the latency; what fills before it stands', () => {
    const one = bid();
    const tape = new Tape(undefined, { latencyMs: 100 }).send(0, one);
    tape.core.amend(amendment(one, { lots: 600 }), 100);
    tape.print(150, 9_890, 600).print(200, 9_890, 600);
    expect(tape.told).toEqual(['a 9900 x 600 maker @ 150', 'a amend-refused filled-beyond @ 200', 'a 9900 x 400 maker @ 200']);
  });

  it('rule 33: a trailing stop keeps its best price, and a narrower trail may trigger with the next print', () => {
    const one = order({ id: 't', side: 'sell', type: 'trailing-stop', trailTicks: 500 });
    const tape = new Tape().send(0, one).print(10, 10_200, 100).print(20, 10_000, 100);
    expect(tape.told).toEqual(['t moved 9499 @ 0', 't moved 9700 @ 10']);
    tape.amend(30, one, { trailTicks: 300 });
    expect(tape.core.status(one.id)?.terms.triggerTicks).toBe(9_900);
    tape.amend(40, one, { trailTicks: 150 }, 2).print(50, 10_040, 100);
    expect(tape.told.slice(2)).toEqual(['t amended 1 @ 30', 't amended 2 @ 40', 't 9999 x 1000 taker @ 50']);
  });

  it('rule 29: its time can be moved, given and taken away', () => {
    const gtd = (id: string) => bid({ id, timeInForce: 'gtd', expiresAt: 100, lots: 100 });
    const [longer, shorter] = [gtd('longer'), gtd('shorter')];
    const tape = new Tape().send(0, longer, shorter).amend(10, longer, { expiresAt: 300 }).amend(20, shorter, { expiresAt: 50 });
    tape.print(50, 9_800, 9_000).print(299, 9_950, 1).print(300, 9_800, 9_000);
    expect(tape.told.slice(2)).toEqual(['shorter expired gtd @ 50', 'longer 9900 x 100 maker @ 50']);
    expect(tape.core.nextArrival).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('trailing stops, take-profits and time on quotes and prints', () => {
  it('rule 27: a leg that an entry wakes begins at the market of that instant', () => {
    const legs = (entry: object) => [
      order({ id: 'entry', group: { id: 'g', role: 'entry' }, ...entry }),
      order({ id: 'stop', side: 'sell', type: 'trailing-stop', trailTicks: 100, reduceOnly: true, group: { id: 'g', role: 'stop' } }),
    ];
    // Bought at the ask; what the leg could sell at is the bid.
    expect(new Tape().send(0, ...legs({})).told).toEqual(['entry 10001 x 1000 taker @ 0', 'stop moved 9899 @ 0']);
    const resting = new Tape().send(0, ...legs({ type: 'limit', limitTicks: 9_900 })).print(10, 9_880, 9_000);
    expect(resting.told).toEqual(['entry 9900 x 1000 maker @ 10', 'stop moved 9780 @ 10']);
    expect(resting.print(20, 9_780, 5).told.at(-1)).toBe('stop 9999 x 1000 taker @ 20');
  });

  it('rule 28: a take-profit triggers on a print at its trigger and takes at the quote, within its limit', () => {
    const profit = (id: string, limitTicks: number | null) =>
      order({ id, side: 'sell', type: 'take-profit', triggerTicks: 10_100, limitTicks });
    const tape = new Tape().send(0, profit('market', null), profit('limit', 10_050)).print(10, 10_099, 100);
    expect(tape.told).toEqual([]);
    tape.print(20, 10_100, 100);
    expect(tape.told).toEqual(['market 9999 x 1000 taker @ 20']);
    expect(tape.print(30, 10_060, 9_000, 'buy').told.at(-1)).toBe('limit 10050 x 1000 maker @ 30');
  });

  it('rule 29: the print of its very instant does not fill it', () => {
    const tape = new Tape().send(0, bid({ timeInForce: 'gtd', expiresAt: 100 })).print(100, 9_800, 9_000);
    expect(tape.told).toEqual(['a expired gtd @ 100']);
  });
});

describe('amending on bars', () => {
  /** Amends at the close of a bar; times are told in hours. */
  function run(rows: readonly BarRow[], one: ApprovedOrder, changes: readonly [row: number, Partial<OrderTerms>][], profile: object = {}) {
    const played = new ReplayRun({ rows, costs: profile }).after(0, one);
    played.on((event) => {
      if (event.kind !== 'bar') return;
      for (const [number, [row, change]] of changes.entries())
        if (event.row === row) played.replay.amend(amendment(one, change, number + 1));
    });
    return told(played.play().reports).map((line) =>
      line.replace(/@ (\d+)/u, (_, at: string) => `@ ${Math.round(((Number(at) - START) / HOUR) * 1e3) / 1e3}`),
    );
  }
  const dip: BarRow = [100, 100, 96, 100, 9];

  it('rule 31: what was amended between two bars stands in the next one', () => {
    expect(run([FLAT, FLAT, dip], bid(), [[1, { limitTicks: 9_700 }]])).toEqual(['a amended 1 @ 2', 'a 9700 x 1000 maker @ 3']);
    expect(run([FLAT, FLAT, dip], bid(), [[1, { limitTicks: 9_500 }]])).toEqual(['a amended 1 @ 2']);
    // Nothing to wait for: it rests, so an open beyond it fills it at its limit.
    expect(run([FLAT, FLAT, [97, 97, 97, 97, 9]], bid(), [[1, { limitTicks: 9_800 }]])).toEqual([
      'a amended 1 @ 2',
      'a 9800 x 1000 maker @ 2',
    ]);
  });

  it('rule 31: one that crosses the last close takes at the next open', () => {
    const crossing = [1, { limitTicks: 10_100 }] as [number, Partial<OrderTerms>];
    expect(run([FLAT, FLAT, [100.5, 101, 100, 100, 9]], bid(), [crossing])).toEqual(['a amended 1 @ 2', 'a 10050 x 1000 taker @ 2']);
    expect(run([FLAT, FLAT, dip], bid({ postOnly: true }), [crossing])).toEqual([
      'a amend-refused post-only @ 2',
      'a 9900 x 1000 maker @ 3',
    ]);
  });

  it('rule 31: one that comes within a bar meets its open, late, and then its range', () => {
    const late = { latencyMs: HOUR / 4 };
    expect(run([FLAT, FLAT, dip], bid(), [[1, { limitTicks: 9_700 }]], late)).toEqual(['a amended 1 @ 2.25', 'a 9700 x 1000 maker @ 3']);
    const [, fill] = run([FLAT, FLAT, dip], bid(), [[1, { limitTicks: 10_500 }]], late);
    expect(fill).toMatch(/^a \d+ x 1000 taker @ 2\.25$/u);
    expect(run([FLAT, FLAT, dip], bid({ postOnly: true }), [[1, { limitTicks: 10_000 }]], late)[0]).toBe(
      'a amend-refused post-only @ 2.25',
    );
  });

  it('rule 31: a stop that is moved beyond the market takes what the market is', () => {
    const stop = order({ id: 'a', side: 'sell', type: 'stop', triggerTicks: 9_500 });
    expect(run([FLAT, FLAT, [97, 99, 97, 99, 9]], stop, [[1, { triggerTicks: 9_800 }]])).toEqual([
      'a amended 1 @ 2',
      'a 9700 x 1000 taker @ 2',
    ]);
    const late = run([FLAT, FLAT, [97, 99, 97, 99, 9]], stop, [[1, { triggerTicks: 9_800 }]], { latencyMs: HOUR / 4 });
    expect(late).toEqual(['a amended 1 @ 2.25', 'a 9700 x 1000 taker @ 3']);
  });

  it('an order that has not met a bar yet is amended before it does', () => {
    expect(run([FLAT, [100, 100, 94, 95, 9]], bid({ postOnly: true }), [[0, { limitTicks: 9_500 }]])).toEqual([
      'a amended 1 @ 1',
      'a 9500 x 1000 maker @ 2',
    ]);
  });
});

describe('groups with several targets', () => {
  const leg = (id: string, role: 'stop' | 'target' | 'oco', changes: object) =>
    order({ id, side: 'sell', type: 'limit', reduceOnly: true, group: { id: 'g', role }, ...changes });
  const targets = (role: 'target' | 'oco') => [
    leg('one', role, { limitTicks: 10_100, lots: 500 }),
    leg('two', role, { limitTicks: 10_200, lots: 300 }),
    leg('three', role, { limitTicks: 10_300, lots: 200 }),
  ];
  const stop = (role: 'stop' | 'oco') => leg('stop', role, { type: 'stop', limitTicks: null, triggerTicks: 9_500 });
  const entry = (changes: object = {}) => order({ id: 'entry', group: { id: 'g', role: 'entry' }, ...changes });

  it('rule 21: each target takes its share, the stop covers the rest and ends the targets', () => {
    const tape = new Tape({ USD: '1000000' }).send(0, entry(), stop('stop'), ...targets('target'));
    tape.print(10, 10_150, 900, 'buy').print(20, 10_250, 100, 'buy').print(30, 9_500, 50);
    expect(tape.told).toEqual([
      'entry 10001 x 1000 taker @ 0',
      'one 10100 x 500 maker @ 10',
      'two 10200 x 100 maker @ 20',
      'stop 9999 x 400 taker @ 30',
      'two cancelled oco @ 30',
      'three cancelled oco @ 30',
    ]);
  });

  it('rule 21: all targets together end the stop', () => {
    const tape = new Tape({ USD: '1000000' }).send(0, entry(), stop('stop'), ...targets('target')).print(10, 10_400, 9_000, 'buy');
    expect(tape.told.slice(1)).toEqual([
      'one 10100 x 500 maker @ 10',
      'two 10200 x 300 maker @ 10',
      'three 10300 x 200 maker @ 10',
      'stop cancelled oco @ 10',
    ]);
  });

  it('rule 21: legs fit what a part of the entry has filled', () => {
    const part = entry({ type: 'limit', limitTicks: 9_900 });
    const tape = new Tape({ USD: '1000000' }).send(0, part, stop('stop'), ...targets('target')).print(10, 9_890, 600);
    tape.print(20, 10_400, 9_000, 'buy');
    expect(tape.told).toEqual([
      'entry 9900 x 600 maker @ 10',
      'one 10100 x 500 maker @ 20',
      'entry cancelled oco @ 20',
      'two 10200 x 100 maker @ 20',
      'stop cancelled oco @ 20',
      'three cancelled oco @ 20',
    ]);
  });

  it('rule 22: legs without an entry share the size of the largest', () => {
    const buy = order({ id: 'buy' });
    const tape = new Tape({ USD: '1000000' })
      .send(0, buy, stop('oco'), ...targets('oco'))
      .print(10, 10_150, 900, 'buy')
      .print(20, 9_400, 1);
    expect(tape.told).toEqual([
      'buy 10001 x 1000 taker @ 0',
      'one 10100 x 500 maker @ 10',
      'stop 9999 x 500 taker @ 20',
      'two cancelled oco @ 20',
      'three cancelled oco @ 20',
    ]);
  });

  it('rule 13: what one of them paid more than was held back is not there for the others', () => {
    const both = (id: string, changes: object) => order({ id, group: { id: 'g', role: 'oco' }, ...changes });
    const low = both('low', { type: 'limit', limitTicks: 9_500 });
    const high = both('high', { type: 'stop', triggerTicks: 10_400 });
    const tape = new Tape({ USD: '100' }).send(0, low, high);
    tape.core.onQuote(0, 10_499, 10_500);
    // 100.00 pays for 0.952 at 105.00; the 0.04 that are left pay for nothing at 95.00.
    tape.print(10, 10_400, 100).print(20, 9_400, 100);
    expect(tape.told).toEqual(['high 10500 x 952 taker @ 10', 'high cancelled funds @ 10', 'low cancelled funds @ 20']);
    expect(tape.core.balance('USD').toString()).toBe('0.04');
  });

  it('rule 22: a leg that is amended changes what they share', () => {
    const buy = order({ id: 'buy', lots: 2_000 });
    const guard = stop('oco');
    const tape = new Tape({ USD: '1000000' }).send(0, buy, guard, ...targets('oco')).print(10, 10_150, 900, 'buy');
    tape.amend(15, guard, { lots: 1_800, triggerTicks: 9_600 }).print(20, 9_600, 1);
    expect(tape.told.slice(2)).toEqual([
      'stop amended 1 @ 15',
      'stop 9999 x 1300 taker @ 20',
      'two cancelled oco @ 20',
      'three cancelled oco @ 20',
    ]);
  });
});
